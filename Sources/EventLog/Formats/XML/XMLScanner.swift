/// Reads one xml record into a tree of byte ranges.
///
/// The subset is what the server writes: elements, three attributes, text, references. No
/// declarations of types, no entities but the five, no processing instructions, nothing external.
/// Indentation and line ends mean nothing, so that both documented layouts are read (quirk 4).
///
/// - Complexity: O(*n*), without recursion and without allocating once the tree has grown.
struct XMLScanner: ~Escapable {
  private let text: Span<UInt8>
  private var offset = 0

  @_lifetime(copy text)
  private init(_ text: Span<UInt8>) { self.text = text }

  /// Scans `text`, which has to be one `MAP` or `TYPED_MAP` with at most white space around it.
  static func scan(_ text: Span<UInt8>, into tree: inout RecordTree) throws(DecodeError) {
    tree.begin(.xml)
    var scanner = XMLScanner(text)
    try scanner.record(into: &tree)
  }

  private mutating func record(into tree: inout RecordTree) throws(DecodeError) {
    skipSpace()
    let root = try tag()
    guard root.element.isContainer, !root.isEnd else { throw malformed }
    // The root is a map whatever it says of itself: its children are told apart by name.
    try value(of: root, from: offset, as: Node(kind: .map), into: &tree)
    while let number = tree.open.last {
      skipSpace()
      let start = offset
      let tag = try tag()
      let parent = tree.nodes[Int(number)]
      if tag.isEnd {
        guard tag.element.isContainer, tag.element == element(of: parent) else { throw malformed }
        offset = tag.end
        tree.nodes[Int(number)].valueCount =
          UInt32(truncatingIfNeeded: offset) &- parent.valueStart
        tree.close()
        continue
      }
      var node = Node(kind: .null)
      // Keys of arrays are numbers in order, but for a rare name: json drops it too.
      if parent.kind != .array { name(&node, by: tag.key, &tree) }
      try value(of: tag, from: start, as: node, into: &tree)
    }
    skipSpace()
    guard offset == text.count else { throw malformed }
  }

  /// Reads the value that an element's start tag opens.
  @inline(__always)
  private mutating func value(
    of tag: XMLTag, from start: Int, as named: Node, into tree: inout RecordTree
  ) throws(DecodeError) {
    var node = named
    offset = tag.end
    switch tag.element {
    case .map, .typedMap:
      guard tree.open.count < RecordTree.depthLimit else {
        throw DecodeError(reason: .tooDeep, offset: start)
      }
      node.kind = tag.isArray && tree.nodes.count > 0 ? .array : .map
      node.valueStart = UInt32(truncatingIfNeeded: start)
      tree.openContainer(node)
      if tag.isEmpty {
        tree.nodes[tree.nodes.count &- 1].valueCount = UInt32(truncatingIfNeeded: tag.end &- start)
        tree.close()
      }
      return
    case .string, .text:
      node.kind = .string
      if !tag.isEmpty { try string(tag, &node, &tree) }
    case .integer:
      try plain(tag, &node)
      let digits = text.extracting(range(of: node))
      guard digits.jsonNumberKind == .integer else { throw malformed }
      node.kind = .integer
    case .decimal:
      try plain(tag, &node)
      let digits = text.extracting(range(of: node))
      if digits.jsonNumberKind != nil {
        node.kind = .decimal
      } else {
        guard digits.isNotANumber else { throw malformed }
      }
    case .truth:
      try plain(tag, &node)
      let word = text.extracting(range(of: node))
      if word.equals("true") {
        node.kind = .true
      } else {
        guard word.equals("false") else { throw malformed }
        node.kind = .false
      }
    case .null:
      if !tag.isEmpty { try plain(tag, &node) }
      node.valueCount = 0
    }
    tree.append(node)
  }

  /// Reads text up to and with the end tag of its element.
  @inline(__always)
  private mutating func string(
    _ tag: XMLTag, _ node: inout Node, _ tree: inout RecordTree
  ) throws(DecodeError) {
    let start = offset
    let end: Int
    do {
      end = try text.xmlTextEnd(from: start, name: tag.name, style: &node.valueStyle)
    } catch {
      throw DecodeError(reason: .malformed, offset: start)
    }
    node.valueStart = UInt32(truncatingIfNeeded: start)
    node.valueCount = UInt32(truncatingIfNeeded: end &- start)
    if node.valueStyle.contains(.special), !text.extracting(start..<end).isValidUTF8 {
      node.valueStyle.insert(.latin1)
      tree.repairedStrings += 1
    }
    offset = end &+ tag.name.count &+ 3
  }

  /// Reads the text of an element that holds no string.
  @inline(__always)
  private mutating func plain(_ tag: XMLTag, _ node: inout Node) throws(DecodeError) {
    let start = offset
    while offset < text.count, text[offset] != UInt8(ascii: "<") { offset &+= 1 }
    guard !tag.isEmpty, text.isXMLEnd(of: tag.name, at: offset) else { throw malformed }
    node.valueStart = UInt32(truncatingIfNeeded: start)
    node.valueCount = UInt32(truncatingIfNeeded: offset &- start)
    offset &+= tag.name.count &+ 3
  }

  @inline(__always)
  private func name(_ node: inout Node, by key: Range<Int>, _ tree: inout RecordTree) {
    node.keyStart = UInt32(truncatingIfNeeded: key.lowerBound)
    node.keyCount = UInt32(truncatingIfNeeded: key.count)
    // The quote behind a plain key is the first byte that needs a look.
    var special = text.nextSpecialInXML(from: key.lowerBound)
    guard special < key.upperBound else { return }
    node.keyStyle.insert(.special)
    while special < key.upperBound {
      if text[special] == UInt8(ascii: "&") { node.keyStyle.insert(.escaped) }
      special = text.nextSpecialInXML(from: special &+ 1)
    }
    if !text.extracting(key).isValidUTF8 {
      node.keyStyle.insert(.latin1)
      tree.repairedStrings += 1
    }
  }

  @inline(__always)
  private func tag() throws(DecodeError) -> XMLTag {
    guard offset < text.count, text[offset] == UInt8(ascii: "<") else { throw malformed }
    do {
      return try text.xmlTag(at: offset)
    } catch {
      throw malformed
    }
  }

  @inline(__always)
  private func element(of container: Node) -> XMLElement {
    text[Int(container.valueStart) &+ 1] == UInt8(ascii: "T") ? .typedMap : .map
  }

  @inline(__always)
  private func range(of node: Node) -> Range<Int> {
    Int(node.valueStart)..<Int(node.valueStart &+ node.valueCount)
  }

  private var malformed: DecodeError { DecodeError(reason: .malformed, offset: offset) }

  @inline(__always)
  private mutating func skipSpace() {
    while offset < text.count, text[offset].isXMLSpace { offset &+= 1 }
  }
}

extension Span<UInt8> {
  /// Whether this is a number after RFC 8259, so that it can be printed as it is: an integer, a
  /// decimal, or none.
  var jsonNumberKind: NodeKind? {
    var offset = count > 0 && self[0] == UInt8(ascii: "-") ? 1 : 0
    let start = offset
    while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
    guard offset > start, offset == start &+ 1 || self[start] != UInt8(ascii: "0") else {
      return nil
    }
    if offset == count { return .integer }
    guard self[offset] == UInt8(ascii: ".") else { return nil }
    return extracting((offset &+ 1)...).isDigits ? .decimal : nil
  }
}
