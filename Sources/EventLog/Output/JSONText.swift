/// Characters that must not reach a terminal or a careless reader as they are.
enum UnsafeCharacters {
  /// Whether a scalar controls the terminal, changes the order of text, or cannot be seen.
  ///
  /// C0, DEL and C1 controls, line and paragraph separators, bidirectional controls, zero-width
  /// characters, tags and non-characters.
  static func contains(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20...0x7E: false
    case ..<0x20, 0x7F...0x9F: true
    case 0xA0..<0x061C: false
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
    case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
    default: scalar & 0xFFFE == 0xFFFE
    }
  }
}

extension ByteBuffer {
  /// Appends UTF-8 as the inside of a JSON string.
  ///
  /// Beyond what JSON asks for, ``UnsafeCharacters`` are escaped too, so that `cat` of the output is
  /// harmless. What is not UTF-8 becomes U+FFFD.
  mutating func append(jsonText text: Span<UInt8>) {
    var offset = 0
    while offset < text.count {
      let next = text.nextSpecialInString(from: offset)
      if next > offset { append(text.extracting(offset..<next)) }
      guard next < text.count else { return }
      offset = next + append(jsonCharacterIn: text, at: next)
    }
  }

  /// Appends the character at `offset` so that it may stand in a JSON string; returns its length.
  private mutating func append(jsonCharacterIn text: Span<UInt8>, at offset: Int) -> Int {
    switch text[offset] {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case let byte where byte < 0x80: append(jsonUnit: UInt32(byte))
    default:
      guard let step = text.scalar(at: offset) else {
        append("\u{FFFD}")
        return 1
      }
      if !UnsafeCharacters.contains(step.scalar) {
        append(text.extracting(offset..<(offset + step.length)))
      } else if step.scalar < 0x10000 {
        append(jsonUnit: step.scalar)
      } else {
        append(jsonUnit: 0xD800 + (step.scalar - 0x10000) >> 10)
        append(jsonUnit: 0xDC00 + (step.scalar - 0x10000) & 0x3FF)
      }
      return step.length
    }
    return 1
  }

  private mutating func append(jsonUnit unit: UInt32) {
    append("\\u")
    append(hexadecimalDigits: unit, count: 4)
  }

  /// Appends an ASCII string of a json record as the inside of a JSON string: the same bytes, but
  /// for `\/`, which needs no escape.
  ///
  /// - Precondition: the scanner has found every escape well-formed and no `\u` among them.
  mutating func append(unescapingSlashes text: Span<UInt8>) {
    var offset = 0
    while let found = text.firstOffset(of: UInt8(ascii: "\\"), from: offset), found + 1 < text.count
    {
      append(text.extracting(offset..<found))
      if text[found + 1] != UInt8(ascii: "/") { append(UInt8(ascii: "\\")) }
      append(text[found + 1])
      offset = found + 2
    }
    append(text.extracting(offset...))
  }
}
