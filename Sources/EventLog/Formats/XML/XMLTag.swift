/// The elements of which xml records are made.
enum XMLElement: UInt8 {
  case map
  case typedMap
  case string
  case integer
  case decimal
  case truth
  /// `NULL` and `UNDEFINED`.
  case null
  /// Dates, times and byte arrays: text in which nothing is ever escaped, treated as `string`.
  case text

  /// Whether it has elements in it.
  @inline(__always)
  var isContainer: Bool { self == .map || self == .typedMap }
}

/// One tag of an xml record, from `<` to `>`.
struct XMLTag {
  var element: XMLElement
  /// Where the element's name stands in the record: `STR`.
  var name: Range<Int>
  /// The value of the attribute `name`; empty if there is none.
  var key: Range<Int>
  var isArray = false
  /// Whether it ends an element: `</STR>`.
  var isEnd = false
  /// Whether it is an element of its own: `<NULL name="k" />`.
  var isEmpty = false
  /// The offset behind `>`.
  var end: Int
}

/// Why there is no tag, or no end of a text, at a place.
enum XMLFailure: Error {
  /// The bytes end too early to tell.
  case unfinished
  /// It does not follow the format.
  case malformed
}

extension Span<UInt8> {
  /// The longest tag that is read; what is longer is no tag, however the bytes come in.
  private static var longestTag: Int { 1 << 16 }

  /// Reads the tag that begins with the `<` at `start`.
  ///
  /// The attributes `name`, `isArray` and `typeName` may come in any order and between either
  /// quotes; there are no others. Source: formats.md §5.
  @inline(__always)
  func xmlTag(at start: Int) throws(XMLFailure) -> XMLTag {
    var offset = start &+ 1
    let isEnd = offset < count && self[offset] == UInt8(ascii: "/")
    if isEnd { offset &+= 1 }
    let nameStart = offset
    while offset < count, self[offset].isXMLNameByte { offset &+= 1 }
    guard offset < count else {
      throw offset &- nameStart > 16 ? .malformed : .unfinished
    }
    guard let element = xmlElement(nameStart..<offset) else { throw .malformed }
    var tag = XMLTag(
      element: element, name: nameStart..<offset, key: offset..<offset, isEnd: isEnd, end: offset)
    if self[offset] == UInt8(ascii: ">") {
      tag.end = offset &+ 1
      return tag
    }
    guard !isEnd else { throw .malformed }
    try readAttributes(of: &tag)
    return tag
  }

  /// Reads attributes up to and with `>` or `/>`, from the end of the element's name on.
  @inline(__always)
  private func readAttributes(of tag: inout XMLTag) throws(XMLFailure) {
    var offset = tag.end
    let limit = Swift.min(count, offset &+ Self.longestTag)
    let failure =
      count > limit ? XMLFailure.malformed : .unfinished
    var attributes = 0
    while true {
      let gap = offset
      while offset < limit, self[offset].isXMLSpace { offset &+= 1 }
      guard offset &+ 1 < limit || offset < limit && self[offset] == UInt8(ascii: ">") else {
        throw failure
      }
      if self[offset] == UInt8(ascii: ">") {
        tag.end = offset &+ 1
        return
      }
      if self[offset] == UInt8(ascii: "/") {
        guard self[offset &+ 1] == UInt8(ascii: ">") else { throw .malformed }
        tag.isEmpty = true
        tag.end = offset &+ 2
        return
      }
      attributes &+= 1
      guard offset > gap, attributes <= 3 else { throw .malformed }
      let nameStart = offset
      while offset < limit, self[offset].isASCIILetter { offset &+= 1 }
      guard offset &+ 1 < limit else { throw failure }
      let quote = self[offset &+ 1]
      guard self[offset] == UInt8(ascii: "="),
        quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      else { throw .malformed }
      let name = extracting(nameStart..<offset)
      let valueStart = offset &+ 2
      offset = valueStart
      // Keys are short: a loop is at their end before a call of the C library has begun.
      while offset < limit, self[offset] != quote { offset &+= 1 }
      guard offset < limit else { throw failure }
      if name.equals("name") {
        tag.key = valueStart..<offset
      } else if name.equals("isArray") {
        tag.isArray = extracting(valueStart..<offset).equals("true")
      } else if !name.equals("typeName") {
        throw .malformed
      }
      offset &+= 1
    }
  }

  @inline(__always)
  private func xmlElement(_ range: Range<Int>) -> XMLElement? {
    guard let first = range.first else { return nil }
    let name = extracting(range)
    switch self[first] {
    case UInt8(ascii: "S"): return name.equals("STR") ? .string : nil
    case UInt8(ascii: "I"), UInt8(ascii: "U"):
      if name.isIntegerElement { return .integer }
      return name.equals("UNDEFINED") ? .null : nil
    case UInt8(ascii: "M"): return name.equals("MAP") ? .map : nil
    case UInt8(ascii: "N"): return name.equals("NULL") ? .null : nil
    case UInt8(ascii: "B"):
      if name.equals("BOOL") { return .truth }
      return name.equals("BYTEARRAY") ? .text : nil
    case UInt8(ascii: "D"):
      if name.equals("DOUBLE") { return .decimal }
      return name.equals("DATE") ? .text : nil
    case UInt8(ascii: "T"):
      if name.equals("TYPED_MAP") { return .typedMap }
      return name.equals("TIMESTAMP") || name.equals("TIME") ? .text : nil
    default: return nil
    }
  }

  /// Whether it is one of `INT8` … `UINT64`; which one says nothing (quirk 42).
  @inline(__always)
  private var isIntegerElement: Bool {
    let start = count > 0 && self[0] == UInt8(ascii: "U") ? 1 : 0
    guard has("INT", at: start) else { return false }
    switch count &- start {
    case 4: return self[start &+ 3] == UInt8(ascii: "8")
    case 5:
      return has("16", at: start &+ 3) || has("32", at: start &+ 3) || has("64", at: start &+ 3)
    default: return false
    }
  }
}

extension UInt8 {
  /// Whether it is white space between elements.
  @inline(__always)
  var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }

  /// Whether it may be part of an element's name.
  @inline(__always)
  fileprivate var isXMLNameByte: Bool {
    isASCIILetter || isASCIIDigit || self == UInt8(ascii: "_")
  }
}
