/// Prints rows one after the other, so that there may be more of them than memory holds.
struct RowWriter: ~Copyable {
  private let columns: [RowColumn]
  private let format: RowFormat
  private let options: RenderOptions
  private var layout: TableLayout
  private var cell = ByteBuffer(capacity: 256)
  private var rows = 0

  init(_ columns: [RowColumn], _ format: RowFormat, _ options: RenderOptions) {
    self.columns = columns
    self.format = format
    self.options = options
    layout = TableLayout(
      columns.map(\.heading), width: options.width, usesColour: options.usesColour)
  }

  /// Appends what stands before the first row.
  mutating func begin(_ output: inout ByteBuffer) {
    switch format {
    case .table, .jsonl: break
    case .json: output.append("[")
    case .tsv, .csv:
      printLine(columns.map { RowValue.word($0.name) }, into: &output)
    case .markdown:
      printLine(columns.map { RowValue.word($0.name) }, into: &output)
      output.append("|")
      for _ in columns { output.append(" --- |") }
      output.append("\n")
    }
  }

  /// Appends a row: a value for each column.
  mutating func append(_ row: [RowValue], into output: inout ByteBuffer) {
    switch format {
    case .table:
      for value in row {
        cell.removeAll()
        value.appendSafely(to: &cell, zone: options.zone)
        cell.hand(to: &layout, value.content)
      }
      layout.endRow(&output)
    case .tsv, .csv, .markdown: printLine(row, into: &output)
    case .jsonl:
      printObject(row, into: &output)
      output.append("\n")
    case .json:
      output.append(rows == 0 ? "\n" : ",\n")
      printObject(row, into: &output)
    }
    rows += 1
  }

  /// Appends rows of a table that are kept until enough of them have chosen the widths.
  mutating func settle(_ output: inout ByteBuffer) { layout.settle(&output) }

  /// Appends what stands behind the last row.
  mutating func end(_ output: inout ByteBuffer) {
    layout.settle(&output)
    if format == .json { output.append(rows == 0 ? "]\n" : "\n]\n") }
  }

  private func printLine(_ row: [RowValue], into output: inout ByteBuffer) {
    if format == .markdown { output.append("|") }
    for (index, value) in row.enumerated() {
      let text = value.text(
        zone: format == .markdown ? options.zone : nil, stampZone: options.stampZone)
      switch format {
      case .markdown:
        output.append(" ")
        output.append(escaping: text.span, .markdown)
        output.append(" |")
      case .csv:
        if index > 0 { output.append(",") }
        let isFree = if case .text(_, true) = value { !options.keepsFormulas } else { false }
        output.append(csvCell: text.span, isFree: isFree, isOnly: columns.count == 1)
      case .table, .tsv, .jsonl, .json:
        if index > 0 { output.append("\t") }
        output.append(escaping: text.span, .tsv)
      }
    }
    output.append("\n")
  }

  private func printObject(_ row: [RowValue], into output: inout ByteBuffer) {
    let members = zip(columns, row).map { RowMember($0.name, $1) }
    output.append(jsonObject: members)
  }
}

extension ByteBuffer {
  /// Appends values with names as an object in JSON.
  mutating func append(jsonObject members: [RowMember]) {
    append("{")
    for (index, member) in members.enumerated() {
      append(index == 0 ? "\"" : ",\"")
      let name = ContiguousArray(member.name.utf8)
      append(jsonText: name.span)
      append("\":")
      let text = member.value.text(zone: nil)
      switch member.value {
      case .nothing: append("null")
      case .number, .digits, .quantity, .object: append(text.span)
      case .text, .time, .nearTime:
        append("\"")
        append(jsonText: text.span)
        append("\"")
      }
    }
    append("}")
  }
}

extension RowValue {
  fileprivate var content: TableLayout.Content {
    switch self {
    case .nothing: .nothing
    case .number, .digits, .quantity: .number
    case .text, .object: .text
    case .time, .nearTime: .moment
    }
  }

  /// The value as programs are told it, in UTF-8.
  var asText: String { String(decoding: text(zone: nil), as: UTF8.self) }

  /// Appends what a table shows.
  fileprivate func appendSafely(to output: inout ByteBuffer, zone: ZoneRules) {
    let text = text(zone: zone)
    output.append(escaping: text.span)
  }

  /// The value as text; times on the clocks of `zone`, or as RFC 3339 in `stampZone` where it is nil.
  fileprivate func text(zone: ZoneRules?, stampZone: ZoneRules? = nil) -> ContiguousArray<UInt8> {
    switch self {
    case .nothing: return []
    case .number(let number): return ContiguousArray("\(number)".utf8)
    case .digits(let text), .text(let text, _): return text
    case .quantity(let digits, let shown): return zone == nil ? digits : ContiguousArray(shown.utf8)
    case .time(let time), .nearTime(let time):
      var bytes = ByteBuffer(capacity: 32)
      if zone != nil, case .nearTime = self { bytes.append("~") }
      if let zone {
        bytes.append(local: zone.civil(at: time))
      } else {
        bytes.append(stamp: time, in: stampZone)
      }
      return bytes.copied()
    case .object(let members):
      var bytes = ByteBuffer(capacity: 256)
      bytes.append(jsonObject: members)
      return bytes.copied()
    }
  }
}

extension ByteBuffer {
  fileprivate borrowing func hand(
    to layout: inout TableLayout, _ content: TableLayout.Content
  ) { layout.append(span, content) }
}
