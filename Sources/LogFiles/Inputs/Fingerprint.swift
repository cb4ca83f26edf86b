import Crypto

/// The length and a digest of some bytes of a log: enough to recognise them in another file.
public struct Fingerprint: Hashable, Sendable {
  /// How many bytes.
  public var length: Int
  /// What they hash to.
  public var digest: ContentDigest

  /// The fingerprint of all of `bytes`.
  init(of bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    length = bytes.count
    digest = ContentDigest(SHA256.hash(data: bytes))
  }

  init(length: Int, digest: ContentDigest) {
    self.length = length
    self.digest = digest
  }
}

/// The first 128 bits of a SHA-256 digest.
///
/// Names in a log are chosen by strangers, so a checksum that can be steered would let them make
/// two logs look alike, and one of them be passed over.
public struct ContentDigest: Hashable, Sendable {
  var high: UInt64
  var low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  fileprivate init(_ digest: SHA256Digest) {
    high = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = digest.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The digest of all of `bytes`.
  public init(of bytes: some Sequence<UInt8>) {
    self = Fingerprint(of: bytes).digest
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  init?(hexadecimal text: some StringProtocol) {
    guard text.utf8.count == 32, text.utf8.allSatisfy({ isHexadecimal($0) }),
      let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  /// 32 hexadecimal digits.
  public var hexadecimal: String { Self.digits(high) + Self.digits(low) }

  private static func digits(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
  default: false
  }
}
