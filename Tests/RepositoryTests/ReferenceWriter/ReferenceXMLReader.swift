import TestSupport

/// Reads back what the server itself wrote as XML, line by line, to check the reference writer.
///
/// It understands the server's own layout and nothing else; a record that it cannot read is nil.
struct ReferenceXMLReader {
  private var lines: ArraySlice<ArraySlice<UInt8>>

  /// The trees of all records of a file; nil for one that it cannot read.
  static func trees(in file: [UInt8]) -> [[String: Variant]?] {
    let opening = Array("<MAP ".utf8)
    var records: [[ArraySlice<UInt8>]] = []
    for line in file.split(separator: 0x0A) {
      if line.starts(with: opening) { records.append([]) }
      if !records.isEmpty { records[records.count - 1].append(line) }
    }
    return records.map { lines in
      var reader = ReferenceXMLReader(lines: lines[...])
      guard case (_, .map(let tree))? = reader.element() else { return nil }
      return tree
    }
  }

  private mutating func element() -> (name: String, value: Variant)? {
    guard let line = lines.popFirst() else { return nil }
    let text = line.drop { $0 == UInt8(ascii: " ") }
    guard
      let head = text.firstIndex(of: UInt8(ascii: ">")),
      let tagEnd = text.firstIndex(of: UInt8(ascii: " ")), tagEnd < head
    else { return nil }
    let tag = String(decoding: text[text.startIndex + 1..<tagEnd], as: UTF8.self)
    let name = attribute("name", in: text[tagEnd...head])
    let isEmpty = text[head - 1] == UInt8(ascii: "/")
    if tag == "NULL" { return (name, .null) }
    if tag == "UNDEFINED" { return (name, .undefined) }
    guard tag == "MAP" || tag == "TYPED_MAP" else {
      let close = Array("</\(tag)>".utf8)
      guard text.suffix(close.count).elementsEqual(close) else { return nil }
      let content = Array(text[(head + 1)..<(text.endIndex - close.count)])
      return scalar(tag, content).map { (name, $0) }
    }
    var children: [String: Variant] = [:]
    if !isEmpty {
      while let next = lines.first, !next.drop(while: { $0 == 0x20 }).starts(with: Array("</".utf8))
      {
        guard let child = element() else { return nil }
        children[child.name] = child.value
      }
      lines = lines.dropFirst()
    }
    if tag == "TYPED_MAP" {
      return (name, .typedMap(attribute("typeName", in: text[tagEnd...head]), children))
    }
    let isArray = attribute("isArray", in: text[tagEnd...head]) == "true"
    return (name, isArray ? .array(children) : .map(children))
  }

  private func attribute(_ name: String, in head: ArraySlice<UInt8>) -> String {
    let text = String(decoding: head, as: UTF8.self)
    guard let start = text.firstRange(of: " \(name)=") else { return "" }
    let quoted = text[start.upperBound...]
    guard let quote = quoted.first else { return "" }
    return String(
      decoding: unescaped(Array(quoted.dropFirst().prefix { $0 != quote }.utf8)), as: UTF8.self)
  }

  private func scalar(_ tag: String, _ content: [UInt8]) -> Variant? {
    let text = String(decoding: content, as: UTF8.self)
    let width = Variant.Width(rawValue: Int(tag.filter(\.isNumber)) ?? 0)
    return switch tag {
    case "STR": .string(unescaped(content))
    case "BOOL": .bool(text == "true")
    case "DOUBLE": Double(text).map { .double($0) }
    case "TIMESTAMP": .timestamp(text)
    case "DATE": .date(text)
    case "TIME": .time(text)
    case "INT8", "INT16", "INT32", "INT64":
      width.flatMap { width in Int64(text).map { .integer($0, width) } }
    case "UINT8", "UINT16", "UINT32", "UINT64":
      width.flatMap { width in UInt64(text).map { .unsigned($0, width) } }
    default: nil
    }
  }

  private func unescaped(_ content: [UInt8]) -> [UInt8] {
    let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
    var result: [UInt8] = []
    var rest = content[...]
    while let byte = rest.popFirst() {
      let reference = rest.prefix { $0 != UInt8(ascii: ";") }
      let name = String(decoding: reference, as: UTF8.self)
      if byte == UInt8(ascii: "&"), let character = named[name] {
        result += Array(character.utf8)
        rest = rest.dropFirst(reference.count + 1)
      } else if byte == UInt8(ascii: "&"), name.hasPrefix("#x"),
        let code = UInt8(name.dropFirst(2), radix: 16)
      {
        result.append(code)
        rest = rest.dropFirst(reference.count + 1)
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
