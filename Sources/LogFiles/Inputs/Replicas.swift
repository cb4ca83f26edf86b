extension [InputFile] {
  /// Leaves out files whose whole content is read from another one anyway.
  ///
  /// A file is a replica if its bytes, inflated, are the first bytes of another file, and
  /// * both have the same length, or
  /// * the names say that one is a copy or a compression of the other while rotation is under way:
  ///   `X` and `X.gz`, `X` and `X.1`, `X.1` and `X.1.gz`, `X` and `X-20251217`.
  ///
  /// Two parts of one log that only begin alike, such as W3C files with the same header, are
  /// therefore both read. So are two that hold nothing but a header, or what a server writes whenever
  /// it starts, unless they are `X` and `X.gz`. The longer file stays; of equals the undamaged one, then the plain one,
  /// then the earlier one. Empty files, pipes and files that cannot be opened stay in any case.
  ///
  /// - Returns: The files that stay, in their order, and a note for each of the others.
  /// - Complexity: The first 4 KiB of every file are read, and more only of files that begin alike.
  public func removingReplicas() -> (files: [InputFile], notes: [FileNote]) {
    var search = ReplicaSearch(files: self)
    search.compareWithinSets()
    search.compareEqualHeads()
    let kept = indices.filter { search.keeper[$0] == nil }.map { self[$0] }
    let notes = indices.compactMap { index in
      search.keeper[index].map { FileNote(self[index].path, .replica(of: self[$0].path)) }
    }
    return (kept, notes)
  }
}

private struct ReplicaSearch {
  let files: [InputFile]
  /// For every replica the file that is read instead.
  private(set) var keeper: [Int?]

  /// A rotated set, and within it what the logging program wrote as one file.
  private struct Origin: Hashable {
    let set: SetKey
    let creation: UInt64
    let creator: UInt64
  }

  init(files: [InputFile]) {
    self.files = files
    keeper = Array(repeating: nil, count: files.count)
  }

  private var candidates: [Int] {
    files.indices.filter { index in
      guard keeper[index] == nil, let status = files[index].status else { return false }
      return status.kind == .regular && status.size > 0
    }
  }

  /// Compares the files whose names say that one was made from the other.
  mutating func compareWithinSets() {
    let groups = Dictionary(grouping: candidates) { index in
      let file = files[index]
      return Origin(set: file.setKey, creation: file.order.creation, creator: file.order.creator)
    }
    for group in groups.values where group.count > 1 {
      let sorted = group.sorted { files[$0].order < files[$1].order }
      // A file and its compression are neighbours in this order.
      for (one, other) in zip(sorted, sorted.dropFirst()) { compareByName(one, other) }
      // Any rotated file may be a copy of the one that is written now.
      for active in sorted where files[active].order.isUnrotated {
        for other in sorted where other != active { compareByName(active, other) }
      }
    }
  }

  private mutating func compareByName(_ one: Int, _ other: Int) {
    guard keeper[one] == nil, keeper[other] == nil,
      files[one].order.mayReplicate(files[other].order)
    else { return }
    compare(one, other, prefixes: true)
  }

  /// Compares files with the same first bytes, whatever they are called.
  mutating func compareEqualHeads() {
    var buckets: [ContentReader.Head: [Int]] = [:]
    var compressed: Set<Int> = []
    for index in candidates {
      guard var reader = ContentReader(files[index]), let head = reader.head() else { continue }
      if reader.isCompressed { compressed.insert(index) }
      let others = buckets[head, default: []]
      for other in others where keeper[index] == nil {
        // The sizes of two plain files say without reading whether they can be equal.
        let canBeEqual =
          !files[index].place.isOtherLog(than: files[other].place)
          && (compressed.contains(index) || compressed.contains(other)
            || files[other].status?.size == files[index].status?.size)
        if canBeEqual, keeper[other] == nil { compare(other, index, prefixes: false) }
      }
      if keeper[index] == nil { buckets[head, default: []].append(index) }
    }
  }

  private mutating func compare(_ one: Int, _ other: Int, prefixes: Bool) {
    guard var first = ContentReader(files[one]), var second = ContentReader(files[other]) else {
      return
    }
    let relation = ContentReader.compare(&first, &second)
    let isCompression = files[one].order.isSamePlace(as: files[other].order)
    guard first.isDistinctive || isCompression && files[one].setKey == files[other].setKey else {
      return
    }
    switch relation {
    case .different: break
    case .firstIsPrefix: if prefixes { keeper[one] = other }
    case .secondIsPrefix: if prefixes { keeper[other] = one }
    case .equal:
      let (rank, otherRank) = (first.rank, second.rank)
      let firstStays = rank != otherRank ? rank < otherRank : one < other
      if firstStays { keeper[other] = one } else { keeper[one] = other }
    }
  }
}
