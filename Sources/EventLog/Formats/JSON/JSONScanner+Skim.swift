// Most of a log is what nobody asks for: it has to be sound, but nothing of it has to be kept.

extension JSONScanner {
  /// Reads a record as servers write it: its members in their order, no white space between tokens,
  /// no control characters, no escapes but that of slashes, no lists.
  ///
  /// Sets what the head says of nodes too.
  ///
  /// - Returns: whether it is such a record; if not, nothing is known of it.
  mutating func skimRecord(into tree: inout RecordTree) -> Bool {
    tree.openContainer(Node(kind: .map))
    guard pass("{\"_logEntry\":\"") else { return false }
    var node = member("_logEntry", behind: 2)
    offset = text.endOfDigits(from: offset)
    guard append(&node, as: .string, to: &tree), pass("\",\"id\":"), number("id", to: &tree),
      pass(",\"payload\":"), peek() == UInt8(ascii: "{")
    else { return false }
    var payload = member("payload", behind: 1)
    payload.kind = .map
    tree.openContainer(payload)
    guard skimPayload(to: &tree) else { return false }
    close(&tree)
    guard pass(",\"processId\":"), number("processId", to: &tree),
      pass(",\"timestamp\":"), number("timestamp", to: &tree), pass(",\"type\":\"")
    else { return false }
    node = member("type", behind: 2)
    offset = text.nextSpecialInString(from: offset)
    guard append(&node, as: .string, to: &tree), node.valueCount > 0, pass("\"}"),
      offset == text.count
    else { return false }
    close(&tree)
    tree.head.logEntryNode = 1
    tree.head.idNode = 2
    tree.head.payloadNode = 3
    let count = Int32(truncatingIfNeeded: tree.nodes.count)
    tree.head.processIdNode = count &- 3
    tree.head.timestampNode = count &- 2
    tree.head.typeNode = count &- 1
    return true
  }

  /// Goes behind `token` if that is here.
  @inline(__always)
  private mutating func pass(_ token: StaticString) -> Bool {
    guard text.has(token, at: offset) else { return false }
    offset &+= token.utf8CodeUnitCount
    return true
  }

  /// A member whose value begins here, so many bytes behind the quote that closes its key.
  @inline(__always)
  private func member(_ key: StaticString, behind distance: Int) -> Node {
    var node = Node(kind: .null)
    let count = key.utf8CodeUnitCount
    node.keyStart = UInt32(truncatingIfNeeded: offset &- distance &- 1 &- count)
    node.keyCount = UInt32(truncatingIfNeeded: count)
    node.valueStart = UInt32(truncatingIfNeeded: offset)
    return node
  }

  /// Appends a member whose value ends here.
  @inline(__always)
  private func append(_ node: inout Node, as kind: NodeKind, to tree: inout RecordTree) -> Bool {
    node.kind = kind
    node.valueCount = UInt32(truncatingIfNeeded: offset) &- node.valueStart
    tree.append(node)
    return Int(node.valueCount) != JSONFormat.placeholder.utf8CodeUnitCount - 2
  }

  /// Reads a member whose value is plain digits.
  @inline(__always)
  private mutating func number(_ key: StaticString, to tree: inout RecordTree) -> Bool {
    var node = member(key, behind: 1)
    let (end, kind) = text.endOfPlainNumber(from: offset)
    guard end > offset else { return false }
    offset = end
    return append(&node, as: kind, to: &tree)
  }

  /// Closes the innermost container, which ends here.
  private func close(_ tree: inout RecordTree) {
    guard let number = tree.open.last else { return }
    tree.nodes[Int(number)].valueCount =
      UInt32(truncatingIfNeeded: offset) &- tree.nodes[Int(number)].valueStart
    tree.close()
  }

  /// Goes from the bracket that opens the payload to behind the one that closes it, and keeps the
  /// members that may be needed.
  ///
  /// - Returns: whether it is sound and as ``skimRecord(into:)`` wants it.
  private mutating func skimPayload(to tree: inout RecordTree) -> Bool {
    let (text, needed) = (text, needed)
    var check = PayloadCheck()
    var isASCII = true
    var place = offset
    while true {
      guard let marks = text.marks(from: place), let block = check.next(marks, of: text, at: place)
      else { return false }
      isASCII = isASCII && marks.isASCII
      var scalars = block.scalars
      while scalars != 0 {
        guard text.hasPlainScalar(at: place &+ scalars.trailingZeroBitCount) else { return false }
        scalars &= scalars &- 1
      }
      var keys = block.keys
      while keys != 0 {
        let key = keys.trailingZeroBitCount
        keys &= keys &- 1
        if needed.mayContain(text.byte(at: place &+ key &+ 1), text.byte(at: place &+ key &+ 2)),
          block.depth(at: key) == 2
        {
          guard keep(memberAt: place &+ key, in: &tree) else { return false }
        }
      }
      if let count = block.end {
        offset = place &+ count
        // What is not ASCII is in strings: if all is valid, each of them is.
        return isASCII || text.isValidUTF8
      }
      place &+= 64
    }
  }

  /// Appends a member of the payload.
  @inline(never)
  private mutating func keep(memberAt start: Int, in tree: inout RecordTree) -> Bool {
    let outer = tree.open.count
    var node = Node(kind: .null)
    offset = start
    do {
      node.keyStyle = try string(&tree)
      node.keyStart = UInt32(truncatingIfNeeded: start &+ 1)
      node.keyCount = UInt32(truncatingIfNeeded: offset &- start &- 2)
      guard pass(":") else { return false }
      try value(keyed: node, into: &tree)
      try members(into: &tree, above: outer)
    } catch {
      return false
    }
    return true
  }

  /// Reads the members of the payload, behind the bracket that opens it, and closes it.
  mutating func skimPayload(into tree: inout RecordTree) throws(DecodeError) {
    guard let payload = tree.open.last else { return }
    try skimMembers(into: &tree)
    tree.nodes[Int(payload)].valueCount =
      UInt32(truncatingIfNeeded: offset) &- tree.nodes[Int(payload)].valueStart
    tree.close()
  }

  private mutating func skimMembers(into tree: inout RecordTree) throws(DecodeError) {
    let outer = tree.open.count
    // The containers that are open: of the innermost the lowest bit tells whether it is a map. There
    // are bits for all, since nesting is limited to as many.
    var maps: UInt64 = 1
    var depth = 1
    var isFirst = true
    while true {
      var byte = next()
      let isMap = maps & 1 != 0
      if byte == (isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        offset &+= 1
        depth &-= 1
        if depth == 0 { return }
        maps &>>= 1
        isFirst = false
        continue
      }
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { throw malformed }
        offset &+= 1
        byte = next()
      }
      isFirst = false
      if isMap {
        guard byte == UInt8(ascii: "\"") else { throw malformed }
        let start = offset &+ 1
        let style = try string(&tree)
        let count = offset &- 1 &- start
        guard next() == UInt8(ascii: ":") else { throw malformed }
        offset &+= 1
        byte = next()
        // With an escape in it, it may be any name.
        let mayBeNeeded =
          !style.isEmpty || needed.mayContain(text.byte(at: start), text.byte(at: start &+ 1))
        if depth == 1, mayBeNeeded {
          var node = Node(kind: .null)
          node.keyStyle = style
          node.keyStart = UInt32(truncatingIfNeeded: start)
          node.keyCount = UInt32(truncatingIfNeeded: count)
          try value(keyed: node, into: &tree)
          try members(into: &tree, above: outer)
          continue
        }
      }
      switch byte {
      case UInt8(ascii: "\""): _ = try string(&tree)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard outer &+ depth &- 1 < RecordTree.depthLimit else {
          throw DecodeError(reason: .tooDeep, offset: offset)
        }
        offset &+= 1
        maps = maps &<< 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        depth &+= 1
        isFirst = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
        _ = try number()
      default: _ = try word()
      }
    }
  }

  /// The next byte that is not white space.
  @inline(__always)
  private mutating func next() -> UInt8 {
    let byte = peek()
    if byte > 0x20 { return byte }
    skipSpace()
    return peek()
  }
}

extension Span<UInt8> {
  /// The marks of 64 bytes, or of as many as there are; nil if they are not plain.
  @inline(__always)
  fileprivate func marks(from start: Int) -> JSONMarks? {
    let last = count &- 64
    if start <= last { return marks(at: start) }
    // So that there are 64, some before them come once more.
    guard last > 0, start < count, var marks = marks(at: last) else { return nil }
    let repeated = UInt64(start &- last)
    marks.quotes &>>= repeated
    marks.colons &>>= repeated
    marks.commas &>>= repeated
    marks.braces &>>= repeated
    return marks
  }

  /// Whether the value that begins at `start` is plain digits, or a word of JSON, and a comma or the end
  /// of the object follows.
  @inline(__always)
  fileprivate func hasPlainScalar(at start: Int) -> Bool {
    var end = endOfPlainNumber(from: start).end
    if end == start {
      guard let word = plainWord(at: start) else { return false }
      end = word.end
    }
    return byte(at: end) == UInt8(ascii: ",") || byte(at: end) == UInt8(ascii: "}")
  }

  /// Where the number ends that begins at `start`, and what it is; `start` if it is none, or one that
  /// is not plain digits.
  @inline(__always)
  fileprivate func endOfPlainNumber(from start: Int) -> (end: Int, kind: NodeKind) {
    let digits = byte(at: start) == UInt8(ascii: "-") ? start &+ 1 : start
    var end = endOfDigits(from: digits)
    let isWhole =
      end > digits && (end == digits &+ 1 || byte(at: digits) != UInt8(ascii: "0"))
    guard isWhole else { return (start, .null) }
    if byte(at: end) == UInt8(ascii: ".") {
      let point = end
      end = endOfDigits(from: point &+ 1)
      return end == point &+ 1 ? (start, .null) : (end, .decimal)
    }
    return (end, .integer)
  }
}

/// Checks the grammar of a payload, 64 bytes at a time, without going from token to token: what may
/// stand side by side is told by marks that are shifted by one place.
///
/// That is enough since there are no lists: in an object a comma or the opening bracket is followed by
/// a key, a key by a colon, and a colon by a value.
///
/// The idea is that of the first stage of simdjson (G. Langdale and D. Lemire, "Parsing gigabytes of
/// JSON per second", 2019).
private struct PayloadCheck {
  /// How many containers are open; the record itself is one of them.
  private var depth = 1
  /// All bits are set inside of a string.
  private var string: UInt64 = 0
  // The lowest bit is set inside of a key, or behind one of these. A payload stands behind a colon.
  private var key: UInt64 = 0
  private var colon: UInt64 = 1
  private var comma: UInt64 = 0
  private var opened: UInt64 = 0
  private var keyEnd: UInt64 = 0
  private var valueEnd: UInt64 = 0

  /// What is where among 64 bytes.
  struct Block {
    /// Quotes that open keys.
    var keys: UInt64 = 0
    /// Where numbers and words begin.
    var scalars: UInt64 = 0
    /// How many bytes belong to the payload, if it ends here.
    var end: Int?
    fileprivate var opens: UInt64 = 0
    fileprivate var closes: UInt64 = 0
    fileprivate var depth: Int

    /// How many containers are open before a byte.
    func depth(at place: Int) -> Int {
      let before = (1 as UInt64) &<< UInt64(place) &- 1
      return depth &+ (opens & before).nonzeroBitCount &- (closes & before).nonzeroBitCount
    }
  }

  /// Looks at the 64 bytes at `place`, or those up to the end; nil if something is wrong with them.
  @inline(__always)
  mutating func next(_ marks: JSONMarks, of text: Span<UInt8>, at place: Int) -> Block? {
    // From each opening quote to before the closing one.
    let strings = marks.quotes.parities ^ string
    let outside = ~(strings | marks.quotes)
    let openQuotes = marks.quotes & strings
    let closeQuotes = marks.quotes & ~strings
    var block = Block(depth: depth)
    var all = UInt64.max
    var braces = marks.braces & outside
    while braces != 0 {
      let offset = braces.trailingZeroBitCount
      let bit = braces & (0 &- braces)
      braces &= braces &- 1
      switch text.byte(at: place &+ offset) {
      case UInt8(ascii: "{"):
        block.opens |= bit
        depth &+= 1
        guard depth <= RecordTree.depthLimit else { return nil }
      case UInt8(ascii: "}"):
        block.closes |= bit
        depth &-= 1
        if depth == 1 {
          all = bit | (bit &- 1)
          block.end = offset &+ 1
          braces = 0
        }
      default: return nil
      }
    }
    let (opens, closes) = (block.opens, block.closes)
    let colons = marks.colons & outside
    let commas = marks.commas & outside
    let afterOpen = after(opens, &opened)
    let afterStart = afterOpen | after(commas, &comma)
    let afterColon = after(colons, &colon)
    let keys = openQuotes & afterStart
    // Added to the first bit of a string, one runs through it to its closing quote.
    let (sum, goesOn) = strings.addingReportingOverflow(keys)
    let (ends, goesOnToo) = sum.addingReportingOverflow(key)
    let keyEnds = closeQuotes & ends
    let valueEnds = closeQuotes & ~ends | closes
    var wrong = afterStart & ~(keys | closes & afterOpen)
    wrong |= openQuotes & ~(afterStart | afterColon)
    wrong |= opens & ~afterColon
    wrong |= afterColon & (commas | closes)
    wrong |= colons ^ after(keyEnds, &keyEnd)
    wrong |= after(valueEnds, &valueEnd) & ~(commas | closes)
    string = UInt64(bitPattern: Int64(bitPattern: strings) &>> 63)
    key = goesOn || goesOnToo ? 1 : 0
    guard wrong & all == 0 else { return nil }
    block.keys = keys & all
    block.scalars = afterColon & ~(marks.quotes | opens) & all
    return block
  }

  /// The places behind these, and behind the last byte before them if it was such a place.
  @inline(__always)
  private func after(_ marks: UInt64, _ last: inout UInt64) -> UInt64 {
    defer { last = marks &>> 63 }
    return marks &<< 1 | last
  }
}

extension UInt64 {
  /// For each bit whether it and the lower ones are odd in number.
  @inline(__always)
  fileprivate var parities: UInt64 {
    var bits = self
    bits ^= bits &<< 1
    bits ^= bits &<< 2
    bits ^= bits &<< 4
    bits ^= bits &<< 8
    bits ^= bits &<< 16
    bits ^= bits &<< 32
    return bits
  }
}
