extension Span<UInt8> {
  /// Finds the end of a scalar's text: the offset of the `<` of its end tag.
  ///
  /// A raw value with `&#x` in it is written without escaping from there to its next `;`, or to its
  /// end (quirk 41), so that any byte may follow. There only an end tag counts behind which a record
  /// can go on.
  ///
  /// - Parameters:
  ///   - start: the offset of the text's first byte.
  ///   - name: where the name of the element stands.
  ///   - style: receives how the text has to be read, but for ``TextStyle/latin1``.
  /// - Returns: the offset of the end tag.
  /// - Throws: ``XMLFailure`` where the text does not end as the format has it.
  @inline(__always)
  func xmlTextEnd(
    from start: Int, name: Range<Int>, style: inout TextStyle
  ) throws(XMLFailure) -> Int {
    var offset = nextSpecialInXML(from: start)
    while offset < count {
      switch self[offset] {
      case UInt8(ascii: "<"):
        if isXMLEnd(of: name, at: offset) { return offset }
        throw count &- offset < name.count &+ 3 ? .unfinished : .malformed
      case UInt8(ascii: "&"):
        style.insert(.escaped)
        let (end, isText) = try xmlReferenceEnd(at: offset, name: name)
        if isText {
          style.insert(.special)
          return end
        }
        offset = end
      default:
        style.insert(.special)
        offset &+= 1
      }
      offset = nextSpecialInXML(from: offset)
    }
    throw .unfinished
  }

  /// The offset behind the reference at `start`, or, where it switched escaping off for good, of the
  /// end tag.
  private func xmlReferenceEnd(
    at start: Int, name: Range<Int>
  ) throws(XMLFailure) -> (end: Int, isText: Bool) {
    guard start + 6 <= count else { throw .unfinished }
    guard has("&#x", at: start), !isControlReference(at: start) else { return (start + 1, false) }
    var offset = start + 3
    while offset < count {
      if self[offset] == UInt8(ascii: ";") { return (offset + 1, false) }
      if isXMLEnd(of: name, at: offset), try xmlGoesOn(at: offset + name.count + 3) {
        return (offset, true)
      }
      if self[offset] == UInt8(ascii: "\n") {
        guard offset + 1 < count, let isRecord = xmlRoot(at: offset + 1) else { throw .unfinished }
        // The value was cut off: here begins the next record.
        if isRecord { throw .malformed }
      }
      offset += 1
    }
    throw .unfinished
  }

  /// Whether what stands there is how the server writes a control character: `&#x0A;`.
  ///
  /// In a raw value the same bytes stand for themselves, but nothing can be hidden in them.
  @inline(__always)
  func isControlReference(at start: Int) -> Bool {
    count &- start >= 6 && self[start &+ 5] == UInt8(ascii: ";")
      && hexadecimal(at: start &+ 3, digits: 2) != nil
  }

  /// Whether the end tag of that element stands there, whole.
  @inline(__always)
  func isXMLEnd(of name: Range<Int>, at start: Int) -> Bool {
    let end = start &+ 2 &+ name.count
    guard end < count, self[start] == UInt8(ascii: "<"), self[start &+ 1] == UInt8(ascii: "/"),
      self[end] == UInt8(ascii: ">")
    else { return false }
    return extracting((start &+ 2)..<end).equals(extracting(name))
  }

  /// Whether there is white space and then the beginning of a tag.
  private func xmlGoesOn(at start: Int) throws(XMLFailure) -> Bool {
    var offset = start
    while offset < count, self[offset].isXMLSpace { offset += 1 }
    guard offset + 1 < count else { throw .unfinished }
    return self[offset] == UInt8(ascii: "<")
      && (self[offset + 1] == UInt8(ascii: "/") || self[offset + 1].isASCIILetter)
  }
}
