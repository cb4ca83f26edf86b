extension FollowedFile: BindableFile {
  var isCompressed: Bool { content == .gzip }
  var hasHead: Bool { !head.isEmpty }

  var place: LogPlace { input.place }
  var names: [UInt64] { LogStart.names(of: head[...]) }

  var isTiny: Bool { head.count < StreamState.steps[0] }

  /// Whether the first bytes that were dealt with stand at the start of the file.
  func beginsLike(_ stream: StreamState) -> Bool {
    leadingNULs == stream.leadingNULs && head.count >= stream.head.length
      && Fingerprint(of: head.prefix(stream.head.length)) == stream.head
  }

  func isBeginning(of stream: StreamState) throws(FileError) -> Bool {
    guard leadingNULs == stream.leadingNULs else { return false }
    if head.count < stream.head.length {
      guard beginsLikeStep(of: stream) else { return false }
    } else if !beginsLike(stream) {
      return false
    }
    try measure(upTo: stream.offset)
    return size.map { $0 < stream.offset } ?? false
  }

  /// Whether as many of the first bytes as are known by themselves are those of the stream.
  private func beginsLikeStep(of stream: StreamState) -> Bool {
    guard let step = StreamState.steps.lastIndex(where: { $0 <= head.count }) else { return true }
    guard step < stream.beginnings.count else { return false }
    let known = StreamState.hash(of: head.prefix(StreamState.steps[step]))
    return known == stream.beginnings[step]
  }

  func holds(_ stream: StreamState) throws(FileError) -> Bool {
    guard (size ?? .max) >= stream.offset, beginsLike(stream) else { return false }
    return Fingerprint(of: try markerBytes(of: stream)) == stream.marker
  }

  func holdsAll(of stream: StreamState) throws(FileError) -> Bool {
    guard let expected = stream.checksum else { return true }
    var checksum: UInt32 = 0
    var offset = leadingNULs
    while offset < stream.offset {
      let chunk = try bytes(at: offset, count: Int(min(256 << 10, stream.offset - offset)))
      if chunk.isEmpty { return false }
      checksum = Checksum.of(chunk, after: checksum)
      offset += Int64(chunk.count)
    }
    return checksum == expected
  }

  func holds(_ rung: StreamState.Rung) throws(FileError) -> Bool {
    let length = rung.marker.length
    let bytes = try bytes(at: rung.offset - Int64(length), count: length)
    return Fingerprint(of: bytes) == rung.marker
  }

  /// The bytes before the stream's offset.
  func markerBytes(of stream: StreamState) throws(FileError) -> ContiguousArray<UInt8> {
    try lastBytes(of: stream, count: stream.marker.length)
  }

  /// At most so many bytes before the stream's offset.
  func lastBytes(
    of stream: StreamState, count: Int
  ) throws(FileError) -> ContiguousArray<UInt8> {
    let length = min(Int64(count), stream.offset - leadingNULs)
    return try bytes(at: stream.offset - length, count: Int(length))
  }

  func relation(to other: FollowedFile) throws(FileError) -> ContentRelation {
    if !isOpen { try look() }
    if !other.isOpen { try other.look() }
    if let known = knownRelation(to: other) { return known }
    guard leadingNULs == other.leadingNULs else { return .different }
    guard head.prefix(other.head.count) == other.head.prefix(head.count) else { return .different }
    var offset = leadingNULs
    while true {
      let count = 64 << 10
      let (left, right) = (
        try bytes(at: offset, count: count), try other.bytes(at: offset, count: count)
      )
      let common = min(left.count, right.count)
      guard left.prefix(common) == right.prefix(common) else { return .different }
      if left.count != right.count {
        return left.count < right.count ? .firstIsPrefix : .secondIsPrefix
      }
      if left.count < count { return .equal }
      offset += Int64(count)
    }
  }

  func isStump(of other: FollowedFile) -> Bool {
    let record = LogStart.withoutHeaders(Array(head)[...])
    // One in which nothing is left was not opened.
    if !other.isOpen, !other.hasHead, !record.isEmpty, input.setKey == other.input.setKey {
      try? other.look()
    }
    return !record.isEmpty && input.setKey == other.input.setKey && head.count <= other.head.count
      && other.head.starts(with: head)
  }

  func isDistinctive(upTo end: Int64) throws(FileError) -> Bool {
    var search = DistinctionSearch()
    var offset = leadingNULs
    while !search.hasFound, offset < end {
      let chunk = try bytes(at: offset, count: Int(min(16 << 10, end - offset)))
      if chunk.isEmpty { break }
      search.take(chunk)
      offset += Int64(chunk.count)
    }
    return search.hasFound
  }

  /// So long after its last change a compressed file without its end counts as damaged, in seconds.
  static let compressionGrace: Int64 = 5

  func isBeingCompressed() throws(FileError) -> Bool {
    // A clock that is wrong must not make a file wait for ever.
    let isYoung = (-Self.compressionGrace..<Self.compressionGrace).contains(age)
    guard isCompressed, isYoung else { return false }
    try measure()
    if case .damaged(let damage)? = inflated?.end { return damage.kind == .truncated }
    return false
  }
}
