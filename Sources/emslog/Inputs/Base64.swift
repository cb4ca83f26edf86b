/// Bytes written as base64 (RFC 4648 §4).
enum Base64 {
  /// The bytes of a text; nil if it is no base64.
  ///
  /// Blanks around the text are passed over and the `=` at its end may be missing. Bits of the last
  /// letter that belong to no byte may be anything.
  static func decoded<Text: Collection<UInt8>>(_ text: Text) -> [UInt8]? {
    var letters = Array(text)[...]
    while let last = letters.last, isBlank(last) { letters.removeLast() }
    while let first = letters.first, isBlank(first) { letters.removeFirst() }
    var padding = 0
    while letters.last == UInt8(ascii: "="), padding < 2 {
      letters.removeLast()
      padding += 1
    }
    guard letters.count % 4 != 1, padding == 0 || (letters.count + padding) % 4 == 0 else {
      return nil
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count * 3 / 4)
    var bits: UInt32 = 0
    var width = 0
    for letter in letters {
      guard let value = value(of: letter) else { return nil }
      bits = bits << 6 | value
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(width)))
      }
    }
    return bytes
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
