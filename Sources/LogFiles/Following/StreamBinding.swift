/// How the contents of two files relate.
enum ContentRelation: Equatable {
  case different
  case equal
  /// All of the first file stands at the start of the second.
  case firstIsPrefix
  case secondIsPrefix

  /// Whether one content goes on where the other ends, or both are the same.
  var isOneStream: Bool { self != .different }
}

/// What has to be known of a file to tell which stream it holds.
///
/// The decisions are made by ``StreamBinding`` on these answers alone, so that tests can give them.
protocol BindableFile: AnyObject {
  var identity: FileIdentity { get }
  var isListed: Bool { get }
  var isCompressed: Bool { get }
  /// Length of the content; nil for compressed content that was not read to its end.
  var size: Int64? { get }
  var leadingNULs: Int64 { get }
  /// Whether there is any content to recognise.
  var hasHead: Bool { get }
  /// Whether the first bytes that were dealt with stand at the start of the file, or as many of
  /// them as it has.
  func beginsLike(_ stream: StreamState) -> Bool
  /// Whether the file begins as the stream does and ends before the place up to which that was read.
  func isShorter(than stream: StreamState) -> Bool
  /// Whether everything before the stream's offset is there: its first bytes and its last.
  func holds(_ stream: StreamState) throws(FileError) -> Bool
  /// Whether every single byte before the stream's offset is as it was.
  func holdsAll(of stream: StreamState) throws(FileError) -> Bool
  /// Compares two contents as far as both go.
  func relation(to other: Self) throws(FileError) -> ContentRelation
  /// Whether it is compressed, not complete, and perhaps being written at this moment.
  func isBeingCompressed() throws(FileError) -> Bool
}

/// Which file holds which stream: identity by content, with the inode only as a hint.
///
///     a log, its copy, its compression   one stream, read from the longest
///     a prefix of a stream               a copy or compression under way: wait
///     a prefix of one that is gone       a copy that was made before the log was read on: nothing new
///     anything else                      a new stream, read from its start
struct StreamBinding<File: BindableFile> {
  /// For each stream that was found, by number: the file it is read from.
  private(set) var sources: [Int: File] = [:]
  /// Which stream each file holds, those read from elsewhere included.
  private(set) var holders: [FileIdentity: Int] = [:]
  /// Files that hold streams of which nothing was known.
  private(set) var fresh: [File] = []
  /// For files that hold the same as a fresh one: which.
  private(set) var copies: [FileIdentity: FileIdentity] = [:]
  /// Files that are better looked at later.
  private(set) var pending: [File] = []
  /// Streams whose own file is there but holds something else now, while nothing else holds them.
  private(set) var displaced: [Int] = []
  /// Streams whose file has become shorter: up to where it is still as it was.
  private(set) var shortened: [Int: StreamState.Rung] = [:]
  /// Files that begin as a stream does and go on as it does, with something else in between.
  private(set) var rewritten: [(stream: Int, file: File)] = []
  /// Files that could not be read.
  private(set) var failures: [FileError] = []
  private var failed: Set<FileIdentity> = []
  private let verifiesAll: Bool

  /// Decides.
  ///
  /// - Parameters:
  ///   - streams: what is known.
  ///   - files: what there is, oldest first.
  ///   - trusted: the stream of each file that has not changed since it was last asked.
  ///   - hints: the stream that each file held when it was last asked.
  ///   - shrunk: the files that have become shorter since then.
  ///   - verifiesAll: whether all bytes that were dealt with are compared, not the first and last.
  init(
    _ streams: [StreamState], files: [File], trusted: [FileIdentity: Int],
    hints: [FileIdentity: Int], shrunk: Set<FileIdentity> = [], verifiesAll: Bool = false
  ) {
    self.verifiesAll = verifiesAll
    holders = trusted
    let unknown = files.filter { trusted[$0.identity] == nil && $0.hasHead }
    var settledFiles: [Int: [File]] = [:]
    for file in files {
      if let stream = trusted[file.identity] { settledFiles[stream, default: []].append(file) }
    }
    for stream in streams.sorted(by: { $0.offset > $1.offset }) {
      let settled = settledFiles[stream.number] ?? []
      bind(stream, settled, unknown, hints)
    }
    for stream in streams where sources[stream.number] == nil {
      bindShorter(stream, unknown) { shrunk.contains($0) && hints[$0] == stream.number }
    }
    findDisplaced(streams, hints)
    var left = unknown.filter { holders[$0.identity] == nil && !failed.contains($0.identity) }
    left.removeAll { isPending($0, streams) }
    sortFresh(left)
  }

  /// Finds the files of one stream among those that are not bound yet.
  private mutating func bind(
    _ stream: StreamState, _ settled: [File], _ unknown: [File], _ hints: [FileIdentity: Int]
  ) {
    var changed: [(stream: Int, file: File)] = []
    let verifiesAll = verifiesAll
    let candidates = unknown.filter { file in
      holders[file.identity] == nil
        && check(file) { () throws(FileError) in
          guard try file.holds(stream) else { return false }
          guard verifiesAll, try !file.holdsAll(of: stream) else { return true }
          changed.append((stream.number, file))
          return false
        }
    }
    rewritten += changed
    let ranked = candidates.enumerated().sorted { left, right in
      let one = rank(left.element, stream, hints)
      let other = rank(right.element, stream, hints)
      return one != other ? one < other : left.offset < right.offset
    }.map(\.element)
    guard let chosen = settled.first ?? ranked.first else { return }
    var best = chosen
    holders[chosen.identity] = stream.number
    for file in ranked where file !== chosen {
      // The markers agree with two streams that only begin alike, too: look at everything.
      let isReplica = check(file) { () throws(FileError) in
        try chosen.relation(to: file).isOneStream
      }
      guard isReplica else { continue }
      holders[file.identity] = stream.number
      if isBetter(file, than: best) { best = file }
    }
    sources[stream.number] = best
  }

  /// The file it was last, then plain ones, then those that still have a name.
  private func rank(_ file: File, _ stream: StreamState, _ hints: [FileIdentity: Int]) -> Int {
    (hints[file.identity] == stream.number ? 0 : 4) + (file.isCompressed ? 2 : 0)
      + (file.isListed ? 0 : 1)
  }

  /// Whether more can be read from a file, or the same more easily.
  private func isBetter(_ file: File, than other: File) -> Bool {
    let (size, otherSize) = (file.size ?? -1, other.size ?? -1)
    return size != otherSize ? size > otherSize : !file.isCompressed && other.isCompressed
  }

  /// Finds the files that hold the beginning of a stream, where none holds all that was read of it.
  ///
  /// Either its own file has lost its end, as a disk may that lost its power, and is read again from
  /// a place before that. Or it was read on between the copy and the truncation of its log; then the
  /// copy has always been shorter, and there is nothing new in it.
  private mutating func bindShorter(
    _ stream: StreamState, _ unknown: [File], hasLostItsEnd: (FileIdentity) -> Bool
  ) {
    for file in unknown where holders[file.identity] == nil && file.isShorter(than: stream) {
      let size = file.size ?? 0
      let rungs = stream.rungs.filter { $0.offset <= size }
      guard hasLostItsEnd(file.identity) else {
        if rungs.last.map({ holds(file, stream, upTo: $0) }) ?? true {
          holders[file.identity] = stream.number
        }
        continue
      }
      guard sources[stream.number] == nil,
        let rung = rungs.last(where: { holds(file, stream, upTo: $0) })
      else { continue }
      holders[file.identity] = stream.number
      sources[stream.number] = file
      shortened[stream.number] = rung
    }
  }

  private mutating func holds(
    _ file: File, _ stream: StreamState, upTo rung: StreamState.Rung
  ) -> Bool {
    var earlier = stream
    (earlier.offset, earlier.marker) = (rung.offset, rung.marker)
    return check(file) { () throws(FileError) in try file.holds(earlier) }
  }

  private mutating func findDisplaced(_ streams: [StreamState], _ hints: [FileIdentity: Int]) {
    let hinted = Set(hints.values)
    displaced = streams.map(\.number).filter { sources[$0] == nil && hinted.contains($0) }
  }

  /// Whether a file is the beginning of a stream, or may not be complete.
  private mutating func isPending(_ file: File, _ streams: [StreamState]) -> Bool {
    let isBeginning = streams.contains { stream in
      guard file.leadingNULs == stream.leadingNULs, file.beginsLike(stream) else { return false }
      guard let source = sources[stream.number], source !== file else { return false }
      return check(file) { () throws(FileError) in
        let relation = try file.relation(to: source)
        return relation == .firstIsPrefix || relation == .equal
      }
    }
    let isIncomplete =
      isBeginning
      || check(file) { () throws(FileError) in
        try file.isBeingCompressed()
      }
    if isIncomplete { pending.append(file) }
    return isIncomplete || failed.contains(file.identity)
  }

  /// Of files with one content only the longest is a new stream.
  private mutating func sortFresh(_ files: [File]) {
    for file in files where !failed.contains(file.identity) {
      var isCopy = false
      for (index, other) in fresh.enumerated()
      where file.leadingNULs == other.leadingNULs {
        let relation = relation(file, other)
        guard relation.isOneStream else { continue }
        isCopy = true
        let isLonger =
          relation == .secondIsPrefix || relation == .equal && isBetter(file, than: other)
        if isLonger {
          fresh[index] = file
          copies[other.identity] = file.identity
          for (copy, original) in copies where original == other.identity {
            copies[copy] = file.identity
          }
        } else {
          copies[file.identity] = other.identity
        }
        break
      }
      if !isCopy { fresh.append(file) }
    }
  }

  private mutating func relation(_ file: File, _ other: File) -> ContentRelation {
    var relation = ContentRelation.different
    _ = check(file) { () throws(FileError) in
      relation = try file.relation(to: other)
      return true
    }
    return relation
  }

  /// The answer of a file; one that cannot be read is left out from then on.
  private mutating func check(_ file: File, _ question: () throws(FileError) -> Bool) -> Bool {
    guard !failed.contains(file.identity) else { return false }
    do throws(FileError) {
      return try question()
    } catch {
      failed.insert(file.identity)
      failures.append(error)
      return false
    }
  }
}
