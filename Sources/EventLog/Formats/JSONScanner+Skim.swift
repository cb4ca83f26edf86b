// Most of a log is what nobody asks for: it has to be sound, but nothing of it has to be kept.

extension JSONScanner {
  /// Reads a whole record as servers write it: no white space between tokens, printable ASCII, no
  /// escapes but that of slashes.
  ///
  /// It goes from quote to quote, which ``QuoteBits`` finds ahead, so that the processor need not know
  /// where one token ends to begin with the next one.
  ///
  /// - Returns: whether it came to the end; if not, nothing is known of the record.
  mutating func skimPlainText(into tree: inout RecordTree) throws(DecodeError) -> Bool {
    guard peek() == UInt8(ascii: "{") else { return false }
    tree.openContainer(Node(kind: .map))
    let (text, needed) = (text, needed)
    var quotes = QuoteBits(from: 1)
    // The containers that are open: of the innermost the lowest bit tells whether it is a map. There
    // are bits for all, since nesting is limited to as many. Those of depth 2 are the payload alone;
    // what else the record has in it is kept at once.
    var maps: UInt64 = 1
    var depth = 1
    var place = 1
    while depth > 0 {
      var isKept = false
      var node = Node(kind: .null)
      if maps & 1 != 0 {
        let open = quotes.next(in: text)
        let close = quotes.next(in: text)
        guard open == place, text.byte(at: close &+ 1) == UInt8(ascii: ":") else { return false }
        place = close &+ 2
        if depth <= 2 {
          let count = close &- open &- 1
          isKept = depth == 1 || needed.mayContain(nameOf: count, text.byte(at: open &+ 1))
          if isKept {
            if text.nextSpecialInString(from: open &+ 1) != close {
              offset = open
              node.keyStyle = try string(&tree)
            }
            node.keyStart = UInt32(truncatingIfNeeded: open &+ 1)
            node.keyCount = UInt32(truncatingIfNeeded: count)
          }
        }
      }
      let start = place
      let first = text.byte(at: place)
      switch first {
      case UInt8(ascii: "\""):
        _ = quotes.next(in: text)
        let close = quotes.next(in: text)
        place = close &+ 1
        if isKept, text.nextSpecialInString(from: start &+ 1) == close { node.kind = .string }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        (place, node.kind) = text.endOfPlainNumber(from: place)
        guard place > start else { return false }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isPayload = depth == 1 && first == UInt8(ascii: "{") && self.isPayload(node)
        if isKept, !isPayload { break }
        guard depth < RecordTree.depthLimit else { return false }
        if isPayload {
          node.kind = .map
          node.valueStart = UInt32(truncatingIfNeeded: place)
          tree.openContainer(node)
        }
        // The brackets of a kind are two apart.
        let end = first &+ 2
        maps = maps &<< 1 | (end == UInt8(ascii: "}") ? 1 : 0)
        depth &+= 1
        place &+= 1
        guard text.byte(at: place) == end else { continue }
        isKept = false
      default:
        offset = place
        guard plainWord() != nil else { return false }
        place = offset
      }
      if isKept, !append(&node, from: start, to: place, into: &tree) {
        offset = start
        let outer = tree.open.count
        try value(keyed: node, into: &tree)
        if tree.open.count > outer {
          try members(into: &tree, above: outer)
          guard quotes.skip(to: offset, in: text) else { return false }
        }
        place = offset
      }
      // A value has come to its end, and perhaps the containers that it is in.
      while true {
        let byte = text.byte(at: place)
        place &+= 1
        if byte == UInt8(ascii: ",") { break }
        guard byte == (maps & 1 != 0 ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
        if depth <= 2, let number = tree.open.last {
          tree.nodes[Int(number)].valueCount =
            UInt32(truncatingIfNeeded: place) &- tree.nodes[Int(number)].valueStart
          tree.close()
        }
        maps &>>= 1
        depth &-= 1
        if depth == 0 { break }
      }
    }
    return place == text.count
  }

  /// Appends a number or plain text with a plain key; false if it is something else.
  @inline(__always)
  private func append(
    _ node: inout Node, from start: Int, to end: Int, into tree: inout RecordTree
  ) -> Bool {
    guard node.kind != .null, node.keyStyle.isEmpty else { return false }
    let quotes = node.kind == .string ? 1 : 0
    node.valueStart = UInt32(truncatingIfNeeded: start &+ quotes)
    node.valueCount = UInt32(truncatingIfNeeded: end &- start &- 2 &* quotes)
    if Int(node.valueCount) == JSONFormat.placeholder.utf8CodeUnitCount - 2 { return false }
    tree.append(node)
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
    // As in ``skimPlainText(into:)``, from the payload on.
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
          !style.isEmpty || needed.mayContain(nameOf: count, text[start])
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

/// Finds one quote after the other in text, 64 bytes ahead, as long as the text is plain.
private struct QuoteBits {
  /// Where the bytes are that the bits are of.
  private var start: Int
  /// A bit for each quote among them that has not been told.
  private var bits: UInt64 = 0

  /// What stands for the place of a quote where there is none: behind any text.
  private static let nowhere = Int.max / 2

  /// Begins at a place that is not the first of the text.
  init(from place: Int) { start = place &- 64 }

  /// Where the next quote is; behind the text if there is none, or the text is not plain.
  @inline(__always)
  mutating func next(in text: Span<UInt8>) -> Int {
    while bits == 0 {
      guard let more = text.quotes(in64From: start &+ 64) else { return Self.nowhere }
      start &+= 64
      bits = more
    }
    let place = start &+ bits.trailingZeroBitCount
    bits &= bits &- 1
    return place
  }

  /// Forgets the quotes before a place that is not behind the last one told; false if the text is not
  /// plain.
  @inline(__always)
  mutating func skip(to place: Int, in text: Span<UInt8>) -> Bool {
    while place &- start >= 64 {
      guard let more = text.quotes(in64From: start &+ 64) else { return false }
      start &+= 64
      bits = more
    }
    if place > start { bits &= .max &<< UInt64(place &- start) }
    return true
  }
}

extension Span<UInt8> {
  /// The quotes among 64 bytes, or as many as there are; nil if there are none, or they are not plain.
  @inline(never)
  fileprivate func quotes(in64From start: Int) -> UInt64? {
    let last = count &- 64
    guard last > 0, start < count else { return nil }
    if start <= last { return plainQuotes(at: start) }
    // So that there are 64, some before them come once more.
    return plainQuotes(at: last).map { $0 &>> UInt64(start &- last) }
  }
}
