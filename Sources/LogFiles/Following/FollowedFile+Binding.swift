extension FollowedFile: BindableFile {
  var isCompressed: Bool { content == .gzip }
  var hasHead: Bool { !head.isEmpty }

  func beginsLike(_ stream: StreamState) -> Bool {
    let known = head.count >= stream.head.length ? stream.head : stream.start
    // What is shorter still cannot be told by a hash; its bytes are compared later.
    guard head.count >= known.length else { return true }
    return Fingerprint(of: head.prefix(known.length)) == known
  }

  func isShorter(than stream: StreamState) -> Bool {
    leadingNULs == stream.leadingNULs && head.count >= stream.head.length
      && (size ?? .max) < stream.offset && beginsLike(stream)
  }

  func holds(_ stream: StreamState) throws(FileError) -> Bool {
    guard leadingNULs == stream.leadingNULs, head.count >= stream.head.length,
      (size ?? .max) >= stream.offset,
      Fingerprint(of: head.prefix(stream.head.length)) == stream.head
    else { return false }
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

  /// The bytes before the stream's offset.
  func markerBytes(of stream: StreamState) throws(FileError) -> ContiguousArray<UInt8> {
    let length = stream.marker.length
    return try bytes(at: stream.offset - Int64(length), count: length)
  }

  func relation(to other: FollowedFile) throws(FileError) -> ContentRelation {
    if !isOpen { try look() }
    if !other.isOpen { try other.look() }
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
