/// Aligned columns with headings, as ``TableLayout`` lays them out.
struct TableWriter: EventWriter, ~Copyable {
  private let columns: [Column]
  private var cell: Cell
  private var layout: TableLayout

  init(_ options: RenderOptions) {
    columns = options.columns(defaults: .forPeople)
    cell = Cell(options, columns: columns, zone: options.zone)
    layout = TableLayout(
      columns.map(\.heading), width: options.width, usesColour: options.usesColour)
  }

  /// A row on its way: each cell with a byte before it that tells what it is, and one behind it.
  ///
  /// Cells are safe text, in which no such bytes are.
  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    for column in columns {
      switch cell.read(column, of: event, source: source) {
      case .nothing: output.append(Mark.nothing)
      case .number: output.append(Mark.number)
      case .text, .word, .structure: output.append(Mark.text)
      }
      output.append(escaping: cell.bytes)
      output.append(Mark.end)
    }
    output.append(UInt8(ascii: "\n"))
  }

  private enum Mark {
    static let nothing: UInt8 = 1
    static let number: UInt8 = 2
    static let text: UInt8 = 3
    static let end: UInt8 = 4
  }

  var arranges: Bool { true }

  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer) {
    guard !columns.isEmpty else { return }
    var start = 0
    while let end = events.firstOffset(of: UInt8(ascii: "\n"), from: start) {
      take(row: events.extracting(start..<end))
      layout.endRow(&output)
      start = end + 1
    }
  }

  private mutating func take(row: Span<UInt8>) {
    var start = 0
    for _ in columns.indices {
      guard let end = row.firstOffset(of: Mark.end, from: start) else { return }
      let content: TableLayout.Content =
        switch row[start] {
        case Mark.number: .number
        case Mark.text: .text
        default: .nothing
        }
      layout.append(row.extracting((start + 1)..<end), content)
      start = end + 1
    }
  }

  mutating func settle(_ output: inout ByteBuffer) { layout.settle(&output) }

  mutating func end(_ output: inout ByteBuffer) { layout.settle(&output) }
}

extension Column {
  /// The heading of a table: in capitals, which `--fields` takes as well.
  fileprivate var heading: String { title.uppercased() }
}
