/// A table in GitHub's Markdown; what would be markup in a value is escaped.
struct MarkdownWriter: EventWriter, ~Copyable {
  private let columns: [Column]
  private var cell: Cell

  init(_ options: RenderOptions) {
    columns = options.columns(defaults: .forPeople)
    cell = Cell(options, columns: columns, zone: options.zone)
  }

  mutating func begin(_ output: inout ByteBuffer) {
    output.append("|")
    for column in columns {
      let title = ContiguousArray(column.title.utf8)
      output.append(UInt8(ascii: " "))
      output.append(escaping: title.span, .markdown)
      output.append(" |")
    }
    output.append("\n|")
    for _ in columns { output.append(" --- |") }
    output.append("\n")
  }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    output.append("|")
    for column in columns {
      output.append(UInt8(ascii: " "))
      _ = cell.read(column, of: event, source: source)
      output.append(escaping: cell.bytes, .markdown)
      output.append(" |")
    }
    output.append("\n")
  }
}
