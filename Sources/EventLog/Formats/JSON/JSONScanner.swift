/// Reads one JSON object into a tree of byte ranges.
///
/// It is strict about structure and lenient where the server is known to be: raw control bytes and
/// bytes that are no UTF-8 inside strings, and the words that C prints for numbers that are none
/// (formats.md §4, quirks 30–34). Escapes and digits are checked, not converted.
///
/// - Complexity: O(*n*), without recursion and without allocating once the tree has grown.
struct JSONScanner: ~Escapable {
  let text: Span<UInt8>
  var offset = 0
  private var sawSpace = false
  /// Which members of the payload become nodes.
  let needed: NeededFields

  @_lifetime(copy text)
  private init(_ text: Span<UInt8>, keeping needed: NeededFields = .all) {
    self.text = text
    self.needed = needed
  }

  /// Scans `text`, which has to be one object with nothing but white space around it.
  ///
  /// All of it is checked, but of the members of the payload only those that are `needed` become nodes.
  static func scan(
    _ text: Span<UInt8>, keeping needed: NeededFields = .all, into tree: inout RecordTree
  ) throws(DecodeError) {
    tree.begin(.json)
    var scanner = JSONScanner(text, keeping: needed)
    if needed != .all {
      if scanner.skimRecord(into: &tree) {
        tree.isCompact = true
        return
      }
      tree.begin(.json)
      scanner.offset = 0
    }
    try scanner.object(keyed: Node(kind: .null), into: &tree)
    tree.isCompact = !scanner.sawSpace
  }

  /// Scans an object that is a value of a record, behind the nodes that are there.
  ///
  /// - Precondition: no container of the tree is open.
  static func scan(
    embedded text: Span<UInt8>, keyed key: Node, into tree: inout RecordTree
  ) throws(DecodeError) {
    var scanner = JSONScanner(text)
    try scanner.object(keyed: key, into: &tree)
  }

  private mutating func object(
    keyed key: Node, into tree: inout RecordTree
  ) throws(DecodeError) {
    skipSpace()
    guard peek() == UInt8(ascii: "{") else { throw malformed }
    try value(keyed: key, into: &tree)
    try members(into: &tree, above: 0)
    skipSpace()
    guard offset == text.count else { throw malformed }
  }

  /// Reads what is in the containers that are open, but for the outermost `depth` of them, and closes
  /// these.
  mutating func members(into tree: inout RecordTree, above depth: Int) throws(DecodeError) {
    while tree.open.count > depth, let number = tree.open.last {
      let isMap = tree.nodes[Int(number)].kind == .map
      let isFirst = Int(number) == tree.nodes.count - 1
      skipSpace()
      let close = isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")
      let byte = peek()
      if byte == close {
        offset &+= 1
        tree.nodes[Int(number)].valueCount =
          UInt32(truncatingIfNeeded: offset) &- tree.nodes[Int(number)].valueStart
        tree.close()
        continue
      }
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { throw malformed }
        offset &+= 1
        skipSpace()
      }
      var node = Node(kind: .null)
      if isMap {
        guard peek() == UInt8(ascii: "\"") else { throw malformed }
        let start = offset &+ 1
        node.keyStyle = try string(&tree)
        node.keyStart = UInt32(truncatingIfNeeded: start)
        node.keyCount = UInt32(truncatingIfNeeded: offset &- 1 &- start)
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw malformed }
        offset &+= 1
        skipSpace()
      }
      try value(keyed: node, into: &tree)
    }
  }

  /// Reads a value, or the opening bracket of one.
  @inline(__always)
  mutating func value(keyed key: Node, into tree: inout RecordTree) throws(DecodeError) {
    var node = key
    node.valueStart = UInt32(truncatingIfNeeded: offset)
    switch peek() {
    case UInt8(ascii: "\""):
      node.kind = .string
      node.valueStart &+= 1
      node.valueStyle = try string(&tree)
      node.valueCount = UInt32(truncatingIfNeeded: offset) &- 1 &- node.valueStart
      if Int(node.valueCount) == JSONFormat.placeholder.utf8CodeUnitCount - 2, isPlaceholder(node) {
        node.kind = .null
      }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard tree.open.count < RecordTree.depthLimit else {
        throw DecodeError(reason: .tooDeep, offset: offset)
      }
      node.kind = peek() == UInt8(ascii: "{") ? .map : .array
      offset &+= 1
      if !node.keyStyle.isEmpty { notePatch(&tree) }
      tree.openContainer(node)
      if needed != .all, tree.open.count == 2, node.kind == .map, isPayload(node) {
        try skimPayload(into: &tree)
      }
      return
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
      node.kind = try number()
      node.valueCount = UInt32(truncatingIfNeeded: offset) &- node.valueStart
    default:
      node.kind = try word()
      node.valueCount = UInt32(truncatingIfNeeded: offset) &- node.valueStart
    }
    let isVerbatim =
      node.kind != .null || (node.valueCount == 4 && text.has("null", at: Int(node.valueStart)))
    if !node.keyStyle.isEmpty || !node.valueStyle.isEmpty || !isVerbatim { notePatch(&tree) }
    tree.append(node)
  }

  @inline(__always)
  private func notePatch(_ tree: inout RecordTree) {
    tree.patches.append(UInt32(truncatingIfNeeded: tree.nodes.count))
  }

  /// Whether a member of the record is called as its payload is.
  func isPayload(_ node: Node) -> Bool {
    node.keyCount == 7 && text.has("payload", at: Int(node.keyStart))
  }

  private func isPlaceholder(_ node: Node) -> Bool {
    text.has(JSONFormat.placeholder, at: Int(node.valueStart) - 1)
  }

  /// Reads a string from its opening quote to behind its closing one.
  @inline(__always)
  mutating func string(_ tree: inout RecordTree) throws(DecodeError) -> TextStyle {
    let start = offset &+ 1
    let end = text.nextSpecialInString(from: start)
    if text.byte(at: end) == UInt8(ascii: "\"") {
      offset = end &+ 1
      return []
    }
    return try string(from: start, special: end, &tree)
  }

  /// Reads a string that begins at `start` and has something special in it, first at `special`.
  @inline(never)
  private mutating func string(
    from start: Int, special: Int, _ tree: inout RecordTree
  ) throws(DecodeError) -> TextStyle {
    var style = TextStyle()
    var end = special
    while end < text.count {
      let byte = text[end]
      if byte == UInt8(ascii: "\"") {
        offset = end &+ 1
        if style.contains(.special), !text.extracting(start..<end).isValidUTF8 {
          style.insert(.latin1)
          tree.repairedStrings += 1
        }
        return style
      }
      if byte == UInt8(ascii: "\\") {
        style.insert(.escaped)
        end &+= try escape(at: end, &style, &tree)
      } else {
        style.insert(.special)
        end &+= 1
      }
      end = text.nextSpecialInString(from: end)
    }
    throw DecodeError(reason: .malformed, offset: text.count)
  }

  /// Checks the escape at `start`; returns its length.
  private func escape(
    at start: Int, _ style: inout TextStyle, _ tree: inout RecordTree
  ) throws(DecodeError) -> Int {
    guard start + 1 < text.count else {
      throw DecodeError(reason: .malformed, offset: start)
    }
    switch text[start + 1] {
    case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
      return 2
    case UInt8(ascii: "u"):
      guard let unit = text.hexadecimal(at: start + 2, digits: 4) else {
        throw DecodeError(reason: .malformed, offset: start)
      }
      style.insert(.special)
      if unit & 0xFC00 == 0xD800, text.has("\\u", at: start + 6),
        let low = text.hexadecimal(at: start + 8, digits: 4), low & 0xFC00 == 0xDC00
      {
        return 12
      }
      if unit & 0xF800 == 0xD800 { tree.repairedStrings += 1 }
      return 6
    default: throw DecodeError(reason: .malformed, offset: start)
    }
  }

  /// Reads a number after RFC 8259, or one of the words that begin like one: `-nan`, `1.#QNAN`.
  @inline(__always)
  mutating func number() throws(DecodeError) -> NodeKind {
    let start = offset
    var end = offset
    if text[end] == UInt8(ascii: "-") { end &+= 1 }
    let digits = end
    end = text.endOfDigits(from: end)
    var isWhole = true
    var isSound =
      end > digits && (end == digits &+ 1 || text[digits] != UInt8(ascii: "0"))
    if isSound, end < text.count {
      if text[end] == UInt8(ascii: ".") {
        isWhole = false
        end &+= 1
        let fraction = end
        end = text.endOfDigits(from: end)
        isSound = end > fraction
      }
      if isSound, end < text.count, text[end] | 0x20 == UInt8(ascii: "e") {
        isWhole = false
        end &+= 1
        if end < text.count, text[end] == UInt8(ascii: "+") || text[end] == UInt8(ascii: "-") {
          end &+= 1
        }
        let exponent = end
        end = text.endOfDigits(from: end)
        isSound = end > exponent
      }
    }
    if isSound {
      offset = end
      return isWhole ? .integer : .decimal
    }
    offset = start
    return try word()
  }

  /// Reads a word: `true`, `false`, `null`, or what C prints for nan and infinity.
  mutating func word() throws(DecodeError) -> NodeKind {
    if let word = text.plainWord(at: offset) {
      offset = word.end
      return word.kind
    }
    let start = offset
    while offset < text.count,
      text[offset].isASCIILetter || text[offset].isASCIIDigit
        || text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+")
        || text[offset] == UInt8(ascii: ".") || text[offset] == UInt8(ascii: "#")
        || text[offset] == UInt8(ascii: "(") || text[offset] == UInt8(ascii: ")")
    {
      offset &+= 1
    }
    let word = text.extracting(start..<offset)
    if word.equals("null") { return .null }
    if word.equals("true") { return .true }
    if word.equals("false") { return .false }
    guard word.isNotANumber else { throw DecodeError(reason: .malformed, offset: start) }
    return .null
  }

  var malformed: DecodeError { DecodeError(reason: .malformed, offset: offset) }

  /// The byte at the front; 0, which begins no token, at the end.
  @inline(__always)
  func peek() -> UInt8 { text.byte(at: offset) }

  @inline(__always)
  mutating func skipSpace() {
    guard offset < text.count, text[offset] <= 0x20 else { return }
    while offset < text.count {
      switch text[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset &+= 1
      default: return
      }
      sawSpace = true
    }
  }
}

extension Span<UInt8> {
  /// The word of JSON that stands at `start`, if another member or the end of the object follows at
  /// once.
  @inline(__always)
  func plainWord(at start: Int) -> (end: Int, kind: NodeKind)? {
    guard var bytes = wordIfAny(at: start) else { return nil }
    let kind: NodeKind
    var length = 4
    switch UInt32(truncatingIfNeeded: bytes) {
    case 0x6C6C_756E: kind = .null
    case 0x6575_7274: kind = .true
    case 0x736C_6166 where bytes &>> 32 & 0xFF == 0x65:
      kind = .false
      length = 5
      bytes &>>= 8
    default: return nil
    }
    let next = UInt8(truncatingIfNeeded: bytes &>> 32)
    guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") else { return nil }
    return (start &+ length, kind)
  }

  /// Whether this is how a C library prints a number that is none: `nan`, `-nan`, `inf`, `-inf`,
  /// `nan(ind)`, and the older `1.#QNAN`, `-1.#IND`, `1.#INF` (quirk 30).
  var isNotANumber: Bool {
    var offset = 0
    if offset < count, self[offset] == UInt8(ascii: "-") || self[offset] == UInt8(ascii: "+") {
      offset += 1
    }
    let rest = extracting(offset...)
    if rest.has("1.#", at: 0) {
      for index in 3..<rest.count where !rest[index].isASCIILetter && !rest[index].isASCIIDigit {
        return false
      }
      return rest.count > 3
    }
    return rest.equalsIgnoringASCIICase("nan") || rest.equalsIgnoringASCIICase("inf")
      || rest.equalsIgnoringASCIICase("infinity") || rest.equalsIgnoringASCIICase("nan(ind)")
      || rest.equalsIgnoringASCIICase("nan(snan)")
  }
}
