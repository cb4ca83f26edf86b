extension ReferenceWriter {
  /// One line: an object, a comma, a line end.
  func json(_ event: ReferenceEvent) -> [UInt8] {
    var line: [UInt8] = []
    json(event.isTyped ? .typedMap(event.type, tree(event)) : .map(tree(event)), into: &line)
    return line + [UInt8(ascii: ","), UInt8(ascii: "\n")]
  }

  private func json(_ value: Variant, into line: inout [UInt8]) {
    switch value {
    case .null, .undefined: line += Array("null".utf8)
    case .bool(let value): line += Array(String(value).utf8)
    case .integer(let value, _): line += Array(String(value).utf8)
    case .unsigned(let value, _): line += Array(String(value).utf8)
    case .double(let value): line += fixedPoint(value, decimals: 4)
    case .timestamp(let value), .date(let value), .time(let value):
      line += Array("\"\(value)\"".utf8)
    case .string(let bytes): json(string: bytes, into: &line)
    case .byteArray, .typedMap: line += Self.notSupported
    case .map(let children):
      line.append(UInt8(ascii: "{"))
      for (index, child) in children.inByteOrder.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        json(string: Array(child.key.utf8), into: &line)
        line.append(UInt8(ascii: ":"))
        json(child.value, into: &line)
      }
      line.append(UInt8(ascii: "}"))
    case .array(let children):
      line.append(UInt8(ascii: "["))
      for (index, child) in children.inByteOrder.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        json(child.value, into: &line)
      }
      line.append(UInt8(ascii: "]"))
    }
  }

  /// Eight bytes are escaped; all others stay as they are, even NUL, ESC and what is not UTF-8.
  private func json(string bytes: [UInt8], into line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    for byte in bytes {
      let letter: Unicode.Scalar? =
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""): Unicode.Scalar(byte)
        case 0x08: "b"
        case 0x0C: "f"
        case 0x0A: "n"
        case 0x0D: "r"
        case 0x09: "t"
        default: nil
        }
      if let letter {
        line += [UInt8(ascii: "\\"), UInt8(ascii: letter)]
      } else {
        line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }
}
