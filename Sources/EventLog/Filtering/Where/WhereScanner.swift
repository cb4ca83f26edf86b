/// Takes a condition apart, byte by byte.
///
/// What a word is depends on where it stands: `10.0.0.1` is a value and `audio.codec` a field, so that
/// the parser asks for what may come.
struct WhereScanner {
  let text: String
  private let bytes: ContiguousArray<UInt8>
  private(set) var offset = 0

  init(_ text: String) {
    self.text = text
    bytes = ContiguousArray(text.utf8)
  }

  /// Whether nothing but white space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return offset == bytes.count
  }

  /// A remark about one character: the one at `place`, or else the next one.
  func remark(_ problem: String, hint: String? = nil, at place: Int? = nil) -> QueryRemark {
    let start = place ?? offset
    var end = min(start + 1, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return QueryRemark(problem: problem, hint: hint, text: text, place: start..<end)
  }

  /// Takes `symbol` if it comes next.
  mutating func take(_ symbol: StaticString) -> Bool {
    skipSpace()
    guard bytes.span.has(symbol, at: offset) else { return false }
    offset += symbol.utf8CodeUnitCount
    return true
  }

  /// Takes a word of the language, in any case, if it comes next.
  mutating func take(word: StaticString) -> Bool {
    skipSpace()
    let end = endOfName(from: offset)
    guard bytes.span.extracting(offset..<end).equalsIgnoringASCIICase(word) else { return false }
    offset = end
    return true
  }

  /// Takes an operator such as `>=`, if one comes next.
  mutating func comparison() -> WhereRelation? {
    let symbols: [(StaticString, WhereRelation)] = [
      ("==", .equal), ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual),
      ("!~", .matchesNot), ("=~", .matches), ("=", .equal), ("<", .less), (">", .greater),
      ("~", .matches),
    ]
    for (symbol, relation) in symbols where take(symbol) { return relation }
    let start = offset
    let isNegated = take(word: "not")
    if take(word: "in") { return isNegated ? .notAmong : .among }
    if take(word: "like") { return isNegated ? .notLike : .like }
    offset = start
    return nil
  }

  /// Takes a field: names and numbers with dots between them, each of which may be in backquotes.
  mutating func name() throws(QueryRemark) -> WhereName {
    skipSpace()
    let start = offset
    let isQuoted = peek() == UInt8(ascii: "`")
    var keys = [try key()]
    while peek() == UInt8(ascii: ".") {
      offset += 1
      keys.append(try key())
    }
    return WhereName(keys: keys, isQuoted: isQuoted, place: start..<offset)
  }

  private mutating func key() throws(QueryRemark) -> String {
    let start = offset
    guard peek() == UInt8(ascii: "`") else {
      offset = endOfName(from: start)
      guard offset > start else { throw remark("the name of a field is expected here") }
      return String(copying: bytes.span.extracting(start..<offset))
    }
    guard let end = bytes.span.firstOffset(of: UInt8(ascii: "`"), from: start + 1) else {
      throw remark("this backquote is never closed")
    }
    offset = end + 1
    return String(copying: bytes.span.extracting((start + 1)..<end))
  }

  /// Takes a value: text in quotes, or a word, which ends before white space and before a bracket
  /// that it has not opened; in a list a comma ends it too.
  mutating func value(isInList: Bool) throws(QueryRemark) -> WhereValue {
    skipSpace()
    let start = offset
    if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") { return try quoted() }
    var depth = 0
    word: while offset < bytes.count {
      switch bytes[offset] {
      case 0...0x20: break word
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        guard depth > 0 else { break word }
        depth -= 1
      case UInt8(ascii: ",") where isInList && depth == 0: break word
      case UInt8(ascii: "&") where bytes.span.has("&&", at: offset): break word
      case UInt8(ascii: "|") where bytes.span.has("||", at: offset): break word
      default: break
      }
      offset += 1
    }
    guard offset > start else { throw remark("a value is expected here") }
    return WhereValue(
      text: String(copying: bytes.span.extracting(start..<offset)), isQuoted: false,
      place: start..<offset, offsets: Array(start..<offset))
  }

  /// Takes text in quotes.
  ///
  /// A backslash before anything that is no escape stands for itself, so that regular expressions need
  /// no second one.
  private mutating func quoted() throws(QueryRemark) -> WhereValue {
    let start = offset
    let quote = bytes[offset]
    var text: [UInt8] = []
    var offsets: [Int] = []
    offset += 1
    while offset < bytes.count, bytes[offset] != quote {
      let from = offset
      let before = text.count
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count {
        try escape(into: &text)
      } else {
        text.append(bytes[offset])
        offset += 1
      }
      offsets += repeatElement(from, count: text.count - before)
    }
    guard offset < bytes.count else {
      throw remark("this quote is never closed", at: start)
    }
    offset += 1
    return WhereValue(
      text: String(copying: text.span), isQuoted: true, place: start..<offset, offsets: offsets)
  }

  private mutating func escape(into text: inout [UInt8]) throws(QueryRemark) {
    let start = offset
    let byte = bytes[offset + 1]
    offset += 2
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): text.append(byte)
    case UInt8(ascii: "u") where bytes.span.has("{", at: offset):
      guard let (scalar, end) = numberedCharacter(at: offset) else {
        throw remark("this is no character", hint: "write \\u{E9} for é", at: start)
      }
      text += Array(String(Character(scalar)).utf8)
      offset = end
    default: text += [UInt8(ascii: "\\"), byte]
    }
  }

  /// The character whose number stands in the braces that begin at `start`, and the offset behind it.
  private func numberedCharacter(at start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    let span = bytes.span
    guard let end = span.firstOffset(of: UInt8(ascii: "}"), from: start),
      let value = span.hexadecimal(at: start + 1, digits: end - start - 1)
    else { return nil }
    return Unicode.Scalar(value).map { ($0, end + 1) }
  }

  private func peek() -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private mutating func skipSpace() {
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
  }

  private func endOfName(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      guard
        byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: "$") || (byte == UInt8(ascii: "-") && end > start)
      else { break }
      end += 1
    }
    return end
  }
}
