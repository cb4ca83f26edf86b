/// Where and how gzip data is broken.
public struct GzipDamage: Equatable, Sendable {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    /// The file ends inside a member: it was cut, or it is still being written.
    case truncated
    /// The CRC-32 that the member stores is not that of its bytes, all of which were delivered.
    case checksumMismatch
    /// The length that the member stores is not the number of its bytes, all of which were delivered.
    case lengthMismatch
    /// The compressed bytes make no sense; the text is zlib's.
    case invalidData(reason: String)
  }

  /// What is wrong.
  public var kind: Kind
  /// How far the compressed file was read, in bytes from its start.
  public var compressedOffset: Int64
  /// How many bytes were delivered before.
  public var uncompressedOffset: Int64
  /// The gzip member that is broken, counted from 0.
  public var member: Int

  /// Creates a description of damage from its facts.
  public init(kind: Kind, compressedOffset: Int64, uncompressedOffset: Int64, member: Int) {
    self.kind = kind
    self.compressedOffset = compressedOffset
    self.uncompressedOffset = uncompressedOffset
    self.member = member
  }
}

extension GzipDamage: CustomStringConvertible {
  /// A sentence in lower case and without a full stop.
  public var description: String {
    switch kind {
    case .truncated: "the gzip data ends early, after \(compressedOffset) compressed bytes"
    case .checksumMismatch: "the checksum of \(subject) does not match its content"
    case .lengthMismatch: "the length stored in \(subject) does not match its content"
    case .invalidData(let reason):
      "the gzip data is damaged at compressed byte \(compressedOffset) (\(reason))"
    }
  }

  private var subject: String { member == 0 ? "the gzip data" : "gzip member \(member + 1)" }

  /// What the user can do about it.
  public var hint: String {
    switch kind {
    case .truncated: "what came before was read; copy the file again if it should be longer"
    case .checksumMismatch, .lengthMismatch: "everything was read, but some of it may be wrong"
    case .invalidData: "what came before was read; the rest cannot be recovered here"
    }
  }
}
