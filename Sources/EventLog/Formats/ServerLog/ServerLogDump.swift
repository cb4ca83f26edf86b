/// Reads the dump of a value, as the server prints it into its own log, into a tree of byte ranges
/// (formats.md §8).
///
///     <MAP name="" isArray="false">
///         <UINT64 name="id">8</UINT64>
///         <MAP name="payload" isArray="false">
///
/// It looks like XML and is not: nothing is escaped, so that only the layout tells where a value ends
/// (quirk 96). Each element stands on a line of its own, four blanks deeper than what contains it; the
/// end tag of a value is the first one behind which such a line, or the end tag of the container,
/// follows. Logs with one line per entry have `\n` in place of each line end; values keep such
/// sequences, since a value may hold a backslash and an `n` just as well (quirk 94).
///
/// - Complexity: O(*n*) for values that hold no end tags, without recursion and without allocating
///   once the tree has grown.
struct ServerLogDump: ~Escapable {
  private let text: Span<UInt8>
  private var offset: Int
  private let end: Int
  /// Blanks before the element that is read first.
  private let margin: Int

  /// Prepares to read the element at `start`, which has `margin` blanks before it.
  @_lifetime(copy text)
  init(_ text: Span<UInt8>, from start: Int, to end: Int, margin: Int = 0) {
    self.text = text
    self.end = end
    self.margin = margin
    offset = start
  }

  /// Reads one element that is a container; its content becomes that of the container which is open
  /// in the tree, and is closed with it.
  mutating func scanContent(into tree: inout RecordTree) throws(DecodeError) {
    let base = tree.open.count
    _ = try containerKey(tag: tag())
    while tree.open.count >= base {
      try skipLineEnd()
      let depth = margin + 4 * (tree.open.count - base)
      let blanks = skipBlanks()
      guard take("<") else { throw malformed }
      if take("/") {
        guard blanks == depth else { throw malformed }
        guard take("MAP>") || take("TYPED_MAP>") else { throw malformed }
        tree.close()
        continue
      }
      guard blanks == depth + 4 else { throw malformed }
      offset -= 1
      try element(blanks: blanks, into: &tree)
    }
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { offset == end }

  private var malformed: DecodeError { DecodeError(reason: .malformed, offset: offset) }

  private mutating func element(
    blanks: Int, into tree: inout RecordTree
  ) throws(DecodeError) {
    let tag = try tag()
    let name = text.extracting(tag)
    if name.equals("MAP") || name.equals("TYPED_MAP") {
      guard tree.open.count < RecordTree.depthLimit else {
        throw DecodeError(reason: .tooDeep, offset: offset)
      }
      let (key, isArray) = try containerKey(tag: tag)
      var node = Node(kind: isArray ? .array : .map)
      setKey(key, of: &node, &tree)
      tree.openContainer(node)
      return
    }
    guard let close = next("\">") else { throw malformed }
    var node = Node(kind: .string)
    setKey(offset..<close, of: &node, &tree)
    offset = close + 2
    let value = try value(tag: tag, blanks: blanks)
    node.valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
    node.valueCount = UInt32(truncatingIfNeeded: value.count)
    node.kind = kind(of: text.extracting(value), tag: name)
    if node.kind == .string { node.valueStyle = tree.style(ofRaw: text.extracting(value)) }
    tree.append(node)
  }

  /// Elements of arrays are named by their place, which nobody asks for.
  private func setKey(_ key: Range<Int>, of node: inout Node, _ tree: inout RecordTree) {
    if let parent = tree.open.last, tree.nodes[Int(parent)].kind == .array { return }
    node.keyStart = UInt32(truncatingIfNeeded: key.lowerBound)
    node.keyCount = UInt32(truncatingIfNeeded: key.count)
    node.keyStyle = tree.style(ofRaw: text.extracting(key))
  }

  /// Reads `<UINT64 name="`; returns where the tag stands.
  private mutating func tag() throws(DecodeError) -> Range<Int> {
    guard take("<") else { throw malformed }
    let start = offset
    while offset < end,
      text[offset].isASCIILetter || text[offset].isASCIIDigit || text[offset] == 0x5F
    {
      offset += 1
    }
    let tag = start..<offset
    guard !tag.isEmpty, take(" name=\"") else { throw malformed }
    return tag
  }

  /// Reads `payload" isArray="false">`, or `payload" typename="T" isArray="false">`.
  private mutating func containerKey(
    tag: Range<Int>
  ) throws(DecodeError) -> (key: Range<Int>, isArray: Bool) {
    let start = offset
    let isTyped = tag.count > 3
    guard let close = isTyped ? next("\" typename=\"") : next("\" isArray=\"") else {
      throw malformed
    }
    offset = close
    guard let array = next("\" isArray=\"") else { throw malformed }
    offset = array + 11
    let isArray = take("true\">")
    guard isArray || take("false\">") else { throw malformed }
    return (start..<close, isArray)
  }

  /// Reads a value and its end tag.
  private mutating func value(tag: Range<Int>, blanks: Int) throws(DecodeError) -> Range<Int> {
    let start = offset
    let name = text.extracting(tag)
    var from = offset
    while let found = text.firstOffset(of: UInt8(ascii: "<"), from: from), found < end {
      let close = found + 2 + name.count
      if close < end, text[found + 1] == UInt8(ascii: "/"), text[close] == UInt8(ascii: ">"),
        text.extracting((found + 2)..<close).equals(name),
        isElementEnd(close + 1, blanks: blanks)
      {
        offset = close + 1
        return start..<found
      }
      from = found + 1
    }
    throw DecodeError(reason: .malformed, offset: end)
  }

  /// Whether the line ends here, and the next one is a sibling's or ends the container.
  private func isElementEnd(_ position: Int, blanks: Int) -> Bool {
    let length = lineEndLength(at: position)
    guard length > 0 else { return false }
    var next = position + length
    let first = next
    while next < end, text[next] == 0x20 { next += 1 }
    guard next + 1 < end, text[next] == UInt8(ascii: "<") else { return false }
    let closes = text[next + 1] == UInt8(ascii: "/")
    return next - first == (closes ? blanks - 4 : blanks)
  }

  private func kind(of value: Span<UInt8>, tag: Span<UInt8>) -> NodeKind {
    if tag.equals("NULL") || tag.equals("UNDEFINED") { return .null }
    if tag.equals("BOOL") {
      return value.equals("true") ? .true : value.equals("false") ? .false : .string
    }
    let digits = value.has("-", at: 0) ? value.extracting(1...) : value
    if tag.has("INT", at: 0) || tag.has("UINT", at: 0) {
      return digits.isDigits ? .integer : .string
    }
    guard tag.equals("DOUBLE") else { return .string }
    if value.isNotANumber { return .null }
    return digits.isFraction ? .decimal : .string
  }

  private mutating func skipLineEnd() throws(DecodeError) {
    let length = lineEndLength(at: offset)
    guard length > 0 else { throw malformed }
    offset += length
  }

  /// How long the line end is that stands there: LF, CR LF, or what takes their place; 0 for none.
  private func lineEndLength(at position: Int) -> Int {
    guard position < end else { return 0 }
    switch text[position] {
    case 0x0A: return 1
    case 0x0D: return text.has("\r\n", at: position) ? 2 : 1
    case UInt8(ascii: "\\"):
      return text.has("\\n", at: position) ? 2 : text.has("\\r\\n", at: position) ? 4 : 0
    default: return 0
    }
  }

  private mutating func skipBlanks() -> Int {
    let start = offset
    while offset < end, text[offset] == 0x20 { offset += 1 }
    return offset - start
  }

  private mutating func take(_ literal: StaticString) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard end - offset >= length, text.has(literal, at: offset) else { return false }
    offset += length
    return true
  }

  private func next(_ literal: StaticString) -> Int? {
    guard let found = text.firstOffset(of: literal, from: offset), found < end else { return nil }
    return found
  }
}

extension Span<UInt8> {
  /// Whether these are digits, a point, and digits.
  fileprivate var isFraction: Bool {
    guard let point = firstOffset(of: UInt8(ascii: ".")) else { return false }
    return extracting(0..<point).isDigits && extracting((point + 1)...).isDigits
  }
}

extension RecordTree {
  /// How text has to be read in which nothing is escaped; counts strings that are not UTF-8.
  mutating func style(ofRaw text: Span<UInt8>) -> TextStyle {
    guard text.firstSpecial != nil else { return [] }
    guard !text.isValidUTF8 else { return .special }
    repairedStrings += 1
    return [.special, .latin1]
  }
}
