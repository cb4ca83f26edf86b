/// A format of a file sink, and how a record is spelled in it.
enum Spelling: String, CaseIterable {
  case json
  case text
  case xml
  case w3c

  /// What a fresh file begins with; the declaration of xml gets its line end from the first record.
  var header: String {
    switch self {
    case .json, .text: ""
    case .xml: #"<?xml version="1.0" ?>"#
    case .w3c: W3CColumns.header
    }
  }

  /// The record of events of a sort, or nil if the sink leaves them out, which only w3c does.
  func template(of sort: EventSort) -> Template? {
    var template = Template()
    switch self {
    case .json:
      json(sort.tree, into: &template)
      template.append(",\n")
    case .text:
      template.append(.ordinal, .padded)
      template.append("\t\(sort.type)\n")
      text(sort.payload, depth: 1, into: &template)
      template.append("\n\n")
    case .xml:
      template.append("\n")
      xml(sort.tree, name: "", depth: 0, into: &template)
      template.append("\n")
    case .w3c:
      guard W3CColumns.types.contains(sort.type) else { return nil }
      w3c(sort, into: &template)
    }
    return template
  }

  // MARK: - json

  private func json(_ value: Value, into template: inout Template) {
    switch value {
    case .null: template.append("null")
    case .bool(let value): template.append("\(value)")
    case .constant(_, let digits): template.append(digits)
    case .counter(_, let slot): template.append(slot, .digits)
    case .milliseconds(let slot): template.append(slot, .fourDecimals)
    case .string(let text):
      template.append("\"")
      template.append(text, escape: Self.jsonEscaped)
      template.append("\"")
    case .map(let entries):
      var mark = "{"
      for (key, value) in entries.inByteOrder {
        template.append("\(mark)\"\(key)\":")
        json(value, into: &template)
        mark = ","
      }
      template.append(entries.isEmpty ? "{}" : "}")
    case .list(let values, _):
      template.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { template.append(",") }
        json(value, into: &template)
      }
      template.append("]")
    }
  }

  private static func jsonEscaped(_ letters: String) -> String {
    letters.reduce(into: "") { escaped, letter in
      switch letter {
      case "\\", "/", "\"": escaped += "\\\(letter)"
      case "\n": escaped += "\\n"
      default: escaped.append(letter)
      }
    }
  }

  // MARK: - text

  /// Nulls are left out; a container has no space behind its colon.
  private func text(_ value: Value, depth: Int, into template: inout Template) {
    let entries: [(label: String, value: Value)] =
      switch value {
      case .map(let entries): entries.inByteOrder.map { ($0.key, $0.value) }
      case .list(let values, let base):
        values.enumerated().map { ("\(base + $0.offset)", $0.element) }
      default: []
      }
    for (label, value) in entries {
      if case .null = value { continue }
      template.append(String(repeating: "\t", count: depth) + label)
      switch value {
      case .map, .list:
        template.append(":\n")
        text(value, depth: depth + 1, into: &template)
      default:
        template.append(": ")
        plain(value, into: &template)
        template.append("\n")
      }
    }
  }

  /// A scalar of text and w3c, where nothing is escaped.
  private func plain(_ value: Value, into template: inout Template) {
    switch value {
    case .null, .map, .list: break
    case .bool(let value): template.append("\(value)")
    case .constant(_, let digits): template.append(digits)
    case .counter(_, let slot): template.append(slot, .digits)
    case .milliseconds(let slot): template.append(slot, .threeDecimals)
    case .string(let text): template.append(text) { $0 }
    }
  }

  // MARK: - xml

  private func xml(_ value: Value, name: String, depth: Int, into template: inout Template) {
    let indent = String(repeating: "    ", count: depth)
    let tag =
      switch value {
      case .null: "NULL"
      case .bool: "BOOL"
      case .constant(let tag, _), .counter(let tag, _): tag
      case .milliseconds: "DOUBLE"
      case .string: "STR"
      case .map, .list: "MAP"
      }
    switch value {
    case .null:
      template.append("\(indent)<NULL name=\"\(name)\" />\n")
    case .map(let entries):
      let children = entries.inByteOrder.map { ($0.key, $0.value) }
      xml(children, of: "isArray=\"false\" name=\"\(name)\"", depth: depth, into: &template)
    case .list(let values, let base):
      let children = values.enumerated().map { (Self.indexKey(base + $0.offset), $0.element) }
      xml(children, of: "isArray=\"true\" name=\"\(name)\"", depth: depth, into: &template)
    default:
      template.append("\(indent)<\(tag) name=\"\(name)\">")
      if case .string(let text) = value {
        template.append(text, escape: Self.xmlEscaped)
      } else {
        plain(value, into: &template)
      }
      template.append("</\(tag)>\n")
    }
  }

  private func xml(
    _ children: [(name: String, value: Value)], of attributes: String, depth: Int,
    into template: inout Template
  ) {
    let indent = String(repeating: "    ", count: depth)
    if children.isEmpty {
      template.append("\(indent)<MAP \(attributes) />\n")
      return
    }
    template.append("\(indent)<MAP \(attributes)>\n")
    for child in children {
      xml(child.value, name: child.name, depth: depth + 1, into: &template)
    }
    template.append("\(indent)</MAP>\n")
  }

  private static func indexKey(_ index: Int) -> String {
    let digits = String(index, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  private static func xmlEscaped(_ letters: String) -> String {
    letters.reduce(into: "") { escaped, letter in
      switch letter {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&apos;"
      case "\n": escaped += "&#x0A;"
      default: escaped.append(letter)
      }
    }
  }

  // MARK: - w3c

  private func w3c(_ sort: EventSort, into template: inout Template) {
    for (index, column) in W3CColumns.all.enumerated() {
      if index > 0 { template.append("\t") }
      switch column.path.isEmpty ? Value(stringLiteral: sort.type) : sort.payload[column.path] {
      case nil, .null: template.append("-")
      case .some(let value): plain(value, into: &template)
      }
    }
    template.append("\n")
  }
}
