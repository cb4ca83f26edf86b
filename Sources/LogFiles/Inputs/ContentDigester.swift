import Crypto

/// Digests of what a log holds, made while it is read: of its beginnings and of all of it.
///
/// Zeros and lines with a `#` in front at the start do not count: holes come and go when logs are
/// compressed, and W3C logs of one server begin with the same lines.
public struct ContentDigester {
  private let firstLength: Int
  private var hash = SHA256()
  private var next: Int
  private var place = Place.lineStart
  /// How many bytes count so far.
  public private(set) var size = 0
  /// Digests of the first bytes, each of twice as many as the one before, as far as there were more.
  public private(set) var beginnings: [UInt64] = []

  private enum Place { case lineStart, comment, content }

  /// Begins with nothing; the first digest is of that many bytes.
  public init(firstLength: Int) {
    self.firstLength = firstLength
    next = firstLength
  }

  /// Takes the next bytes.
  public mutating func add(_ bytes: Span<UInt8>) {
    var start = 0
    while place != .content, start < bytes.count {
      switch (place, bytes[start]) {
      case (.lineStart, 0): break
      case (.lineStart, UInt8(ascii: "#")): place = .comment
      case (.lineStart, _): place = .content
      case (_, UInt8(ascii: "\n")): place = .lineStart
      default: break
      }
      if place != .content { start += 1 }
    }
    while start < bytes.count {
      // A digest is of a beginning that is followed by more.
      if size == next {
        beginnings.append(digest)
        next *= 2
      }
      let end = min(bytes.count, start + next - size)
      hash.update(data: (start..<end).map { bytes[$0] })
      size += end - start
      start = end
    }
  }

  /// The digest of all bytes so far.
  public var digest: UInt64 { hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
