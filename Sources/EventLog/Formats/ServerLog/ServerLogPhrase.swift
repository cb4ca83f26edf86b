/// A message of a server log while it is read word by word.
///
/// Names stand raw in messages, with whatever their publishers put into them: what follows a name is
/// searched from the end.
struct ServerLogPhrase: ~Escapable {
  private let text: Span<UInt8>
  /// What is to be read next, as an offset in the entry.
  private(set) var offset: Int
  let end: Int

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, _ range: Range<Int>) {
    self.text = text
    offset = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { offset == end }

  /// One byte of the entry.
  func byte(at offset: Int) -> UInt8 { text[offset] }

  /// Reads exactly these bytes, or nothing.
  @inline(__always)
  mutating func take(_ literal: StaticString) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard end - offset >= length, text.has(literal, at: offset) else { return false }
    offset += length
    return true
  }

  /// Reads digits, at least one.
  mutating func takeDigits() -> Range<Int>? {
    let start = offset
    while offset < end, text[offset].isASCIIDigit { offset += 1 }
    return offset > start ? start..<offset : nil
  }

  /// Reads a decimal number such as `-2.000`.
  mutating func takeDecimal() -> Range<Int>? {
    let start = offset
    if offset < end, text[offset] == UInt8(ascii: "-") { offset += 1 }
    guard takeDigits() != nil, take("."), takeDigits() != nil else {
      offset = start
      return nil
    }
    return start..<offset
  }

  /// Reads the tag of a protocol or stream, such as `INR`; it may be empty.
  mutating func takeTag() -> Range<Int> {
    let start = offset
    while offset < end, text[offset].isASCIILetter || text[offset].isASCIIDigit { offset += 1 }
    return start..<offset
  }

  /// Reads on to `position`; returns what was read.
  mutating func take(to position: Int) -> Range<Int> {
    let start = offset
    offset = position
    return start..<position
  }

  /// Where `literal` stands for the last time between here and `limit`.
  func last(_ literal: StaticString, before limit: Int? = nil) -> Int? {
    var found = (limit ?? end) - literal.utf8CodeUnitCount
    while found >= offset {
      if text.has(literal, at: found) { return found }
      found -= 1
    }
    return nil
  }

  /// Where `byte` stands next.
  func next(_ byte: UInt8) -> Int? {
    guard let found = text.firstOffset(of: byte, from: offset), found < end else { return nil }
    return found
  }

  /// Reads `198.51.100.7:1935`, or an address of version 6 with a port, up to `position`.
  mutating func takeEndpoint(to position: Int) -> ServerLogEndpoint? {
    guard let colon = last(":", before: position), colon > offset else { return nil }
    for index in offset..<colon where !isInAddress(text[index]) { return nil }
    let port = (colon + 1)..<position
    guard text.extracting(port).isDigits else { return nil }
    let address = offset..<colon
    offset = position
    return ServerLogEndpoint(address: address, port: port)
  }

  /// Whether the byte may be part of an address.
  func isInAddress(_ byte: UInt8) -> Bool {
    byte.hexadecimalValue != nil || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
  }

  /// Reads a protocol stack to the end:
  /// `(Far: ip:port; Near: ip:port) CTCP(14) <-> TCP(7) <-> [IR(8)]`.
  mutating func takeStack(to position: Int) -> ServerLogStack? {
    var stack = ServerLogStack()
    if take("(Far: ") {
      guard let far = last("; Near: ", before: position),
        let endpoint = takeEndpoint(to: far), take("; Near: "),
        let close = next(UInt8(ascii: ")")), close < position,
        let near = takeEndpoint(to: close), take(") ")
      else { return nil }
      stack.far = endpoint
      stack.near = near
    } else if take("(Bound on: ") {
      guard let close = next(UInt8(ascii: ")")), close < position,
        let near = takeEndpoint(to: close), take(") ")
      else { return nil }
      stack.near = near
    }
    while offset < position {
      let isDescribed = take("[")
      let tag = takeTag()
      guard take("("), let number = takeDigits(), take(")") else { return nil }
      if isDescribed {
        guard take("]") else { return nil }
        stack.type = tag
        stack.number = number
      }
      guard offset == position || take(" <-> ") else { return nil }
    }
    return offset == position ? stack : nil
  }
}

/// An address and a port, as offsets in the entry.
struct ServerLogEndpoint {
  var address: Range<Int>
  var port: Range<Int>
}

/// A protocol stack; what is not known is nil.
struct ServerLogStack {
  var far: ServerLogEndpoint?
  var near: ServerLogEndpoint?
  /// The protocol that is described: the one in square brackets.
  var type: Range<Int>?
  var number: Range<Int>?
}
