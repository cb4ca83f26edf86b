/// The literal text in a regular expression.
///
/// Only the plainest syntax is understood; of a pattern with anything else nothing is said, which is
/// slower and never wrong.
struct RequiredText {
  /// What stands between two `|`, outside of brackets.
  struct Alternative: Equatable {
    /// Pieces of text each of which is in everything that matches.
    var pieces: [String] = []
    /// Whether it is one piece and nothing else.
    var isLiteral = true
  }

  private let bytes: ContiguousArray<UInt8>
  private var offset = 0
  private var alternatives: [Alternative] = []
  private var current = Alternative()
  private var piece: [UInt8] = []

  /// The texts of which any has to occur, if that is all that the pattern asks for.
  static func literals(of pattern: String) -> [String]? {
    guard let alternatives = alternatives(of: pattern) else { return nil }
    var texts: [String] = []
    for alternative in alternatives {
      guard alternative.isLiteral, let text = alternative.pieces.first else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// What the alternatives of the pattern ask for; nil if that cannot be told.
  static func alternatives(of pattern: String) -> [Alternative]? {
    var reader = RequiredText(bytes: ContiguousArray(pattern.utf8))
    while reader.offset < reader.bytes.count {
      guard reader.readElement() else { return nil }
    }
    reader.endAlternative()
    return reader.alternatives
  }

  private init(bytes: ContiguousArray<UInt8>) { self.bytes = bytes }

  /// Reads one element; false if it is not understood.
  private mutating func readElement() -> Bool {
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "|"):
      offset += 1
      endAlternative()
    case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "+"):
      offset += 1
      endPiece()
    case UInt8(ascii: "*"), UInt8(ascii: "?"):
      offset += 1
      dropCharacter()
    case UInt8(ascii: "{"): return readRepetition()
    case UInt8(ascii: "["):
      endPiece()
      return skipSet()
    case UInt8(ascii: "("):
      endPiece()
      return skipGroup()
    case UInt8(ascii: ")"): return false
    case UInt8(ascii: "\\"): return readEscape()
    default:
      piece.append(byte)
      offset += 1
    }
    return true
  }

  private mutating func endPiece() {
    current.isLiteral = false
    keepPiece()
  }

  private mutating func keepPiece() {
    if !piece.isEmpty { current.pieces.append(String(decoding: piece, as: UTF8.self)) }
    piece = []
  }

  private mutating func endAlternative() {
    keepPiece()
    alternatives.append(current)
    current = Alternative()
  }

  /// The last character need not be there.
  private mutating func dropCharacter() {
    while let last = piece.popLast(), last & 0xC0 == 0x80 {}
    endPiece()
  }

  private mutating func readEscape() -> Bool {
    guard offset + 1 < bytes.count else { return false }
    let byte = bytes[offset + 1]
    offset += 2
    if byte < 0x80, !byte.isASCIILetter, !byte.isASCIIDigit {
      piece.append(byte)
      return true
    }
    endPiece()
    return "dDwWsSbBhHvV".utf8.contains(byte)
  }

  /// `{3}`, `{3,}` or `{3,5}`.
  private mutating func readRepetition() -> Bool {
    guard let end = bytes.span.firstOffset(of: UInt8(ascii: "}"), from: offset) else {
      return false
    }
    let range = bytes[(offset + 1)..<end]
    guard range.first?.isASCIIDigit == true,
      range.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ",") })
    else { return false }
    offset = end + 1
    dropCharacter()
    return true
  }

  private mutating func skipSet() -> Bool {
    var at = offset + 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "^") { at += 1 }
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "]"):
        offset = at + 1
        return true
      // Classes such as [:alpha:], and quoting, which might hide the end.
      case UInt8(ascii: "["): return false
      case UInt8(ascii: "\\"):
        guard at + 1 < bytes.count, !"QE".utf8.contains(bytes[at + 1]) else { return false }
        at += 2
      default: at += 1
      }
    }
    return false
  }

  private mutating func skipGroup() -> Bool {
    var depth = 0
    repeat {
      guard offset < bytes.count else { return false }
      switch bytes[offset] {
      case UInt8(ascii: "("):
        guard isPlainGroup else { return false }
        depth += 1
        offset += 1
      case UInt8(ascii: ")"):
        depth -= 1
        offset += 1
      case UInt8(ascii: "["):
        guard skipSet() else { return false }
      case UInt8(ascii: "\\"):
        guard offset + 1 < bytes.count, !"QE".utf8.contains(bytes[offset + 1]) else { return false }
        offset += 2
      default: offset += 1
      }
    } while depth > 0
    return true
  }

  /// Whether the bracket here does nothing but put things together.
  private var isPlainGroup: Bool {
    let span = bytes.span
    return span.has("(?:", at: offset)
      || !span.has("(?", at: offset) && !span.has("(*", at: offset)
  }
}
