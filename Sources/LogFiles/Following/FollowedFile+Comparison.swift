// Large compressed logs are compared with what they were made from bit by bit, so that new events do
// not wait for it.

extension FollowedFile {
  /// How far compressed content was compared with another log.
  struct Comparison {
    let other: FileIdentity
    /// Up to where the two are the same.
    var offset: Int64
    /// Whether nothing is left to be compared.
    var isDone = false
    /// Whether the content was the same up to its end.
    var isCopy = false
  }

  /// The most bytes that are inflated and compared in one pass.
  private static let comparedAtOnce: Int64 = 4 << 20
  /// The size of compressed logs from which comparing takes noticeable time, in bytes.
  private static let largeSize: Int64 = 256 << 10

  /// True for compressed content that takes noticeable time to inflate.
  var isLarge: Bool { content == .gzip && status.size >= Self.largeSize }

  /// Whether both begin alike, as far as their first bytes are known.
  func beginsLike(_ other: FollowedFile) -> Bool {
    hasHead && leadingNULs == other.leadingNULs && head == other.head
  }

  /// Compares some more of the content with another log.
  ///
  /// - Returns: Whether the comparison is finished.
  func compareMore(with other: FollowedFile) throws(FileError) -> Bool {
    var comparison = comparison ?? Comparison(other: other.identity, offset: leadingNULs)
    if comparison.other != other.identity {
      comparison = Comparison(other: other.identity, offset: leadingNULs)
    }
    let end = comparison.offset + Self.comparedAtOnce
    while !comparison.isDone, comparison.offset < end {
      let content = try bytes(at: comparison.offset, count: 64 << 10)
      let others = try other.bytes(at: comparison.offset, count: content.count)
      comparison.isDone = content.isEmpty || content != others
      comparison.isCopy = content.isEmpty
      comparison.offset += Int64(content.count)
    }
    self.comparison = comparison
    return comparison.isDone
  }

  /// The relation to a log that all of the content was found to be a copy of.
  func knownRelation(to other: FollowedFile) -> ContentRelation? {
    guard let comparison, comparison.other == other.identity, comparison.isCopy,
      other.content == .plain, other.status.size >= comparison.offset
    else { return nil }
    return other.status.size == comparison.offset ? .equal : .firstIsPrefix
  }
}
