/// Values of the text and w3c formats, which say nothing about their type.
extension Span<UInt8> {
  /// What these bytes are when nothing is known about the field: a number, a truth value, one of the
  /// words for no number, else text.
  ///
  /// Numbers are exactly what the server prints: a whole number without leading zeros, or one with
  /// three decimal places.
  var bareKind: NodeKind {
    guard count > 0 else { return .string }
    let first = self[0]
    if first.isASCIIDigit || first == UInt8(ascii: "-") { return bareNumberKind }
    switch count {
    case 4 where equals("true"): return .true
    case 5 where equals("false"): return .false
    case 3...9 where first | 0x20 == UInt8(ascii: "n") || first | 0x20 == UInt8(ascii: "i"):
      return isNotANumber ? .null : .string
    default: return .string
    }
  }

  private var bareNumberKind: NodeKind {
    var offset = self[0] == UInt8(ascii: "-") ? 1 : 0
    let digits = offset
    while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
    guard offset > digits else { return isNotANumber ? .null : .string }
    guard offset == digits &+ 1 || self[digits] != UInt8(ascii: "0") else { return .string }
    if offset == count { return .integer }
    guard count &- offset == 4, self[offset] == UInt8(ascii: "."),
      self[offset &+ 1].isASCIIDigit, self[offset &+ 2].isASCIIDigit,
      self[offset &+ 3].isASCIIDigit
    else { return count < 12 && isNotANumber ? .null : .string }
    return .decimal
  }

  /// What these bytes are in a field of that type; text that does not fit the type stays text.
  @inline(__always)
  func bareKind(as type: FieldType?) -> NodeKind {
    switch type {
    case .string: return .string
    case .integer, .decimal:
      let kind = bareKind
      return kind == .true || kind == .false ? .string : kind
    case .boolean:
      let kind = bareKind
      return kind == .true || kind == .false ? kind : .string
    default: return bareKind
    }
  }
}

extension RecordTree {
  /// How a key or value of a record without escapes has to be read; counts what is not UTF-8.
  @inline(__always)
  mutating func bareStyle(of bytes: Span<UInt8>) -> TextStyle {
    guard bytes.nextSpecialInString(from: 0) < bytes.count else { return [] }
    guard bytes.isValidUTF8 else {
      repairedStrings += 1
      return [.special, .latin1]
    }
    return .special
  }
}
