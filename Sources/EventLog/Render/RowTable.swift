/// The ways to print the rows of a report; the raw value is the name on the command line.
public enum RowFormat: String, CaseIterable, Sendable {
  /// Aligned columns.
  case table
  /// Tab-separated values.
  case tsv
  /// Comma-separated values (RFC 4180), with lines that end in LF.
  case csv
  /// One JSON object per line.
  case jsonl
  /// One JSON array.
  case json
  /// A table in Markdown.
  case markdown
}

/// One value of a row.
public enum RowValue: Equatable, Sendable {
  /// There is none: an empty cell, null in JSON.
  case nothing
  /// A number.
  case number(Int64)
  /// A number of any size, in digits.
  case digits(ContiguousArray<UInt8>)
  /// Text in UTF-8, made safe when it is printed; `isFree` if anybody may have chosen it.
  case text(ContiguousArray<UInt8>, isFree: Bool)
  /// A moment.
  case time(EventTime)

  /// A word of ours.
  public static func word(_ text: String) -> RowValue {
    .text(ContiguousArray(text.utf8), isFree: false)
  }
}

/// Rows with named columns, printed in any ``RowFormat``.
///
/// Names of columns are printed as they are, in capitals as headings of a table. In formats for
/// people times are those of the clocks in the zone of the options; in the others they are UTC.
public struct RowTable: Sendable {
  private let columns: [String]
  private var rows: [[RowValue]] = []

  /// Creates a table without rows.
  public init(columns: [String]) { self.columns = columns }

  /// Adds a row: a value for each column.
  public mutating func append(_ row: [RowValue]) { rows.append(row) }

  /// Prints the table; one without rows has its headings where the format has any.
  public func print(
    _ format: RowFormat, _ options: RenderOptions, into output: inout ByteBuffer
  ) {
    switch format {
    case .table: printTable(options, into: &output)
    case .tsv, .csv, .markdown: printLines(format, options, into: &output)
    case .jsonl: for row in rows { printObject(row, ending: "\n", into: &output) }
    case .json:
      output.append(rows.isEmpty ? "[" : "[\n")
      for (index, row) in rows.enumerated() {
        printObject(row, ending: index + 1 < rows.count ? ",\n" : "\n", into: &output)
      }
      output.append("]\n")
    }
  }

  private func printTable(_ options: RenderOptions, into output: inout ByteBuffer) {
    var layout = TableLayout(
      columns.map { $0.uppercased() }, width: options.width, usesColour: options.usesColour)
    var cell = ByteBuffer(capacity: 256)
    for row in rows {
      for value in row {
        cell.removeAll()
        value.appendSafely(to: &cell, zone: options.zone)
        cell.hand(to: &layout, value.content)
      }
      layout.endRow(&output)
    }
    layout.settle(&output)
  }

  private func printLines(
    _ format: RowFormat, _ options: RenderOptions, into output: inout ByteBuffer
  ) {
    let titles = columns.map(RowValue.word)
    print(titles, as: format, options, into: &output)
    if format == .markdown {
      output.append("|")
      for _ in columns { output.append(" --- |") }
      output.append("\n")
    }
    for row in rows { print(row, as: format, options, into: &output) }
  }

  private func print(
    _ row: [RowValue], as format: RowFormat, _ options: RenderOptions,
    into output: inout ByteBuffer
  ) {
    if format == .markdown { output.append("|") }
    for (index, value) in row.enumerated() {
      let text = value.text(zone: format == .markdown ? options.zone : nil)
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

  private func printObject(
    _ row: [RowValue], ending: StaticString, into output: inout ByteBuffer
  ) {
    output.append("{")
    for (index, value) in row.enumerated() {
      output.append(index == 0 ? "\"" : ",\"")
      let name = ContiguousArray(columns[index].utf8)
      output.append(jsonText: name.span)
      output.append("\":")
      let text = value.text(zone: nil)
      switch value {
      case .nothing: output.append("null")
      case .number, .digits: output.append(text.span)
      case .text, .time:
        output.append("\"")
        output.append(jsonText: text.span)
        output.append("\"")
      }
    }
    output.append("}")
    output.append(ending)
  }
}

extension RowValue {
  fileprivate var content: TableLayout.Content {
    switch self {
    case .nothing: .nothing
    case .number, .digits: .number
    case .text, .time: .text
    }
  }

  /// Appends what a table shows.
  fileprivate func appendSafely(to output: inout ByteBuffer, zone: ZoneRules) {
    let text = text(zone: zone)
    output.append(escaping: text.span)
  }

  /// The value as text; times on the clocks of `zone`, or as RFC 3339 in UTC where it is nil.
  fileprivate func text(zone: ZoneRules?) -> ContiguousArray<UInt8> {
    switch self {
    case .nothing: return []
    case .number(let number): return ContiguousArray("\(number)".utf8)
    case .digits(let text), .text(let text, _): return text
    case .time(let time):
      var bytes = ByteBuffer(capacity: 32)
      if let zone { bytes.append(local: zone.civil(at: time)) } else { bytes.append(utc: time) }
      return bytes.copied()
    }
  }
}

extension ByteBuffer {
  fileprivate borrowing func hand(
    to layout: inout TableLayout, _ content: TableLayout.Content
  ) { layout.append(span, content) }
}
