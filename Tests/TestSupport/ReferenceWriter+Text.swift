extension ReferenceWriter {
  /// A header line, one line per entry, two empty lines; the number is one more than json's.
  func text(_ event: ReferenceEvent) -> [UInt8] {
    var head = numbered(count &+ 1) + "\t" + event.type
    if bearsLocalTime { head += "\t<TIMESTAMP name=\"\">\(localStamp(event))</TIMESTAMP>" }
    var lines = Array((head + "\n").utf8)
    text(event.payload, depth: 1, into: &lines)
    return lines + Array("\n\n".utf8)
  }

  private func text(_ entries: [String: Variant], depth: Int, into lines: inout [UInt8]) {
    for (key, value) in entries.inByteOrder {
      if value == .null { continue }  // left out: the reader cannot tell it from a missing entry
      lines += Array(repeating: UInt8(ascii: "\t"), count: depth) + Array(label(key).utf8)
      switch value {
      case .map(let children), .array(let children):
        lines += Array(":\n".utf8)
        text(children, depth: depth + 1, into: &lines)
      case .typedMap:
        lines += Array(":\n".utf8)  // its children are dropped
      default:
        lines += Array(": ".utf8) + plain(value) + Array("\n".utf8)
      }
    }
  }

  /// A key of ten characters that begins with `0x` is shown as the decimal number that C reads in it.
  private func label(_ key: String) -> String {
    guard key.utf8.count == 10, key.hasPrefix("0x") else { return key }
    let digits = key.dropFirst(2).prefix { $0.isASCII && $0.isHexDigit }
    return String(UInt64(digits, radix: 16) ?? 0)
  }
}
