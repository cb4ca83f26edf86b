/// Content that is not read as it is, known by its first bytes.
///
/// Sources: the magic numbers of RFC 8878 (zstd), the bzip2, xz and lz4 frame formats, PKZIP, and the
/// byte order marks of Unicode.
public enum ForeignContent: Sendable, CaseIterable {
  case zstd
  case bzip2
  case xz
  case lz4
  case zip
  case utf16
  case utf16BigEndian

  /// How many bytes are needed to tell.
  static let headSize = 6

  /// Recognises content by its first bytes; nil for anything else.
  init?(_ head: some Collection<UInt8>) {
    let head = Array(head.prefix(Self.headSize))
    guard let found = Self.allCases.first(where: { $0.matches(head) }) else { return nil }
    self = found
  }

  private func matches(_ head: [UInt8]) -> Bool {
    switch self {
    case .zstd: head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    case .bzip2: head.starts(with: [0x42, 0x5A, 0x68]) && head.count > 3 && 0x31...0x39 ~= head[3]
    case .xz: head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
    case .lz4: head.starts(with: [0x04, 0x22, 0x4D, 0x18])
    case .zip: head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    // Without a mark, the first characters of a log are ASCII.
    case .utf16: head.starts(with: [0xFF, 0xFE]) || Self.isASCII(head, zeros: 1)
    case .utf16BigEndian: head.starts(with: [0xFE, 0xFF]) || Self.isASCII(head, zeros: 0)
    }
  }

  /// True if every second byte is zero, from the first or the second on, and the others are ASCII.
  private static func isASCII(_ head: [UInt8], zeros: Int) -> Bool {
    guard head.count >= 4 else { return false }
    return head.indices.allSatisfy { index in
      index % 2 == zeros ? head[index] == 0 : 0x09...0x7E ~= head[index]
    }
  }

  /// The name for messages.
  public var name: String {
    switch self {
    case .zstd: "zstd data"
    case .bzip2: "bzip2 data"
    case .xz: "xz data"
    case .lz4: "lz4 data"
    case .zip: "a zip archive"
    case .utf16, .utf16BigEndian: "UTF-16 text"
    }
  }

  /// The name that a log had before it was compressed; nil if a name says nothing of that.
  static func uncompressedName(_ name: ContiguousArray<UInt8>) -> ContiguousArray<UInt8>? {
    let suffixes = [".zst", ".bz2", ".xz", ".lz4", ".zip"]
    for suffix in suffixes where name.count > suffix.utf8.count {
      if name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
        return ContiguousArray(name.dropLast(suffix.utf8.count))
      }
    }
    return nil
  }

  /// The command that turns it into something that can be read.
  public var converter: String {
    switch self {
    case .zstd: "zstd -dc"
    case .bzip2: "bzip2 -dc"
    case .xz: "xz -dc"
    case .lz4: "lz4 -dc"
    case .zip: "unzip -p"
    case .utf16: "iconv -f UTF-16 -t UTF-8"
    case .utf16BigEndian: "iconv -f UTF-16BE -t UTF-8"
    }
  }
}
