extension ByteBuffer {
  /// Appends text of a web server's log with its escapes resolved to bytes.
  ///
  /// nginx writes `\xHH` and nothing else; Apache's error log writes `\n \r \t \b \v \\` too, and
  /// its hexadecimal digits small. What is no escape stays as it is (webhooks.md §4).
  mutating func append(logEscapes text: Span<UInt8>) {
    var offset = 0
    while let found = text.firstOffset(of: UInt8(ascii: "\\"), from: offset) {
      append(text.extracting(offset..<found))
      offset = found + 2
      switch found + 1 < text.count ? text[found + 1] : 0 {
      case UInt8(ascii: "x"):
        if let byte = text.hexadecimal(at: found + 2, digits: 2) {
          append(UInt8(truncatingIfNeeded: byte))
          offset = found + 4
        } else {
          append("\\x")
        }
      case UInt8(ascii: "n"): append(0x0A)
      case UInt8(ascii: "r"): append(0x0D)
      case UInt8(ascii: "t"): append(0x09)
      case UInt8(ascii: "b"): append(0x08)
      case UInt8(ascii: "v"): append(0x0B)
      case UInt8(ascii: "\\"): append(UInt8(ascii: "\\"))
      case UInt8(ascii: "\""): append(UInt8(ascii: "\""))
      default:
        append(UInt8(ascii: "\\"))
        offset = found + 1
      }
    }
    append(text.extracting(min(offset, text.count)...))
  }

  /// Appends what base64 stands for, in either alphabet, with or without padding and line ends.
  ///
  /// - Returns: false where the text is none; some bytes may have been appended then.
  mutating func append(base64 text: Span<UInt8>) -> Bool {
    var bits: UInt32 = 0
    var count = 0
    var offset = 0
    while offset < text.count, text[offset] != UInt8(ascii: "=") {
      let byte = text[offset]
      offset += 1
      if byte.isXMLSpace { continue }
      // A slash may have a backslash before it, since the text comes from JSON.
      if byte == UInt8(ascii: "\\"), offset < text.count, text[offset] == UInt8(ascii: "/") {
        continue
      }
      guard let value = byte.base64Value else { return false }
      bits = bits << 6 | value
      count += 1
      if count == 4 {
        append(UInt8(truncatingIfNeeded: bits >> 16))
        append(UInt8(truncatingIfNeeded: bits >> 8))
        append(UInt8(truncatingIfNeeded: bits))
        (bits, count) = (0, 0)
      }
    }
    while offset < text.count {
      guard text[offset] == UInt8(ascii: "=") || text[offset].isXMLSpace else { return false }
      offset += 1
    }
    switch count {
    case 2: append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      append(UInt8(truncatingIfNeeded: bits >> 10))
      append(UInt8(truncatingIfNeeded: bits >> 2))
    case 0: break
    default: return false
    }
    return true
  }
}

extension UInt8 {
  fileprivate var base64Value: UInt32? {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(self - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(self - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
