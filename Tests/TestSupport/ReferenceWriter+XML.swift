extension ReferenceWriter {
  /// An empty line, the indented element, and the line end that belongs to the element.
  func xml(_ event: ReferenceEvent) -> [UInt8] {
    var lines = Array("\n".utf8)
    let root: Variant = event.isTyped ? .typedMap(event.type, tree(event)) : .map(tree(event))
    xml(root, name: "", depth: 0, into: &lines)
    return lines + Array("\n".utf8)
  }

  private func xml(_ value: Variant, name: String, depth: Int, into lines: inout [UInt8]) {
    let name = attribute("name", name)
    lines += Array(repeating: UInt8(ascii: " "), count: 4 * depth)
    switch value {
    case .null: lines += Array("<NULL".utf8) + name + Array(" />\n".utf8)
    case .undefined: lines += Array("<UNDEFINED".utf8) + name + Array(" />\n".utf8)
    case .bool: xml("BOOL", name, plain(value), into: &lines)
    case .integer(_, let width): xml("INT\(width.rawValue)", name, plain(value), into: &lines)
    case .unsigned(_, let width): xml("UINT\(width.rawValue)", name, plain(value), into: &lines)
    case .double: xml("DOUBLE", name, plain(value), into: &lines)
    case .timestamp: xml("TIMESTAMP", name, plain(value), into: &lines)
    case .date: xml("DATE", name, plain(value), into: &lines)
    case .time: xml("TIME", name, plain(value), into: &lines)
    case .string(let bytes): xml("STR", name, escaped(bytes), into: &lines)
    case .byteArray(let bytes): xml("BYTEARRAY", name, base64(bytes), into: &lines)
    case .map(let children):
      xml("MAP", attribute("isArray", "false") + name, children, depth, into: &lines)
    case .array(let children):
      xml("MAP", attribute("isArray", "true") + name, children, depth, into: &lines)
    case .typedMap(let type, let children):
      xml(
        "TYPED_MAP", attribute("typeName", type) + attribute("isArray", "false") + name, children,
        depth, into: &lines)
    }
  }

  private func xml(
    _ tag: String, _ attributes: [UInt8], _ content: [UInt8], into lines: inout [UInt8]
  ) {
    lines += Array("<\(tag)".utf8) + attributes + Array(">".utf8)
    lines += content + Array("</\(tag)>\n".utf8)
  }

  private func xml(
    _ tag: String, _ attributes: [UInt8], _ children: [String: Variant], _ depth: Int,
    into lines: inout [UInt8]
  ) {
    lines += Array("<\(tag)".utf8) + attributes
    if children.isEmpty {
      lines += Array(" />\n".utf8)
      return
    }
    lines += Array(">\n".utf8)
    for (key, value) in children.inByteOrder {
      xml(value, name: key, depth: depth + 1, into: &lines)
    }
    lines += Array(repeating: UInt8(ascii: " "), count: 4 * depth) + Array("</\(tag)>\n".utf8)
  }

  /// A key with a quotation mark is put between apostrophes, although it is escaped all the same.
  private func attribute(_ name: String, _ value: String) -> [UInt8] {
    let quote = value.utf8.contains(UInt8(ascii: "\"")) ? "'" : "\""
    return Array(" \(name)=\(quote)".utf8) + escaped(Array(value.utf8)) + Array(quote.utf8)
  }

  /// The server's escaping, defect included: what follows `&#x` is verbatim up to the next `;`.
  private func escaped(_ bytes: [UInt8]) -> [UInt8] {
    let value = bytes.prefix { $0 != 0 }
    var result: [UInt8] = []
    var verbatim = false
    for (index, byte) in value.enumerated() {
      if value.dropFirst(index).starts(with: Array("&#x".utf8)) { verbatim = true }
      if verbatim {
        result.append(byte)
        if byte == UInt8(ascii: ";") { verbatim = false }
        continue
      }
      switch byte {
      case UInt8(ascii: "&"): result += Array("&amp;".utf8)
      case UInt8(ascii: "<"): result += Array("&lt;".utf8)
      case UInt8(ascii: ">"): result += Array("&gt;".utf8)
      case UInt8(ascii: "\""): result += Array("&quot;".utf8)
      case UInt8(ascii: "'"): result += Array("&apos;".utf8)
      case 0x01..<0x20:
        result += Array(
          "&#x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true));".utf8)
      default: result.append(byte)
      }
    }
    return result
  }

  private func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(
          place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return result
  }
}
