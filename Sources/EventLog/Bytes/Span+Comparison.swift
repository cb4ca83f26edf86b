extension Span<UInt8> {
  /// Whether these bytes are letters `from ..< from + count` of `text`.
  func equals(_ text: StaticString, from start: Int, count length: Int) -> Bool {
    guard count == length, start >= 0, start + length <= text.utf8CodeUnitCount else {
      return false
    }
    for index in indices where self[index] != text.byte(at: start + index) { return false }
    return true
  }

  /// Whether these bytes are those of `text`, the case of ASCII letters ignored.
  func equalsIgnoringASCIICase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    if has(text, at: 0) { return true }
    for index in indices {
      let difference = self[index] ^ text.byte(at: index)
      guard difference == 0 || difference == 0x20 && self[index].isASCIILetter else { return false }
    }
    return true
  }
}

extension UInt8 {
  /// Whether it is one of A–Z and a–z.
  @inline(__always)
  var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

  /// Whether it is one of 0–9.
  @inline(__always)
  var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// The value of a hexadecimal digit; nil for anything else.
  var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
