/// Aligned columns with headings.
///
/// The widths are chosen by the first rows, which are kept until there are enough of them; all later
/// rows are printed at once. On a terminal the columns are made to fit and what is longer is cut. In
/// a pipe nothing is ever cut: a longer cell pushes the rest of its row aside.
struct TableRenderer: EventRenderer, ~Copyable {
  private let columns: [Column]
  private let width: Int?
  private let usesColour: Bool
  private var cell: Cell
  /// The cells of the rows that are kept, or of the row at hand: safe, end to end.
  private var cells = ByteBuffer(capacity: 4096)
  private var ends: ContiguousArray<Int> = []
  private var widths: ContiguousArray<Int> = []
  /// Columns in which every kept cell with a value is a number: these are aligned on the right.
  private var isNumeric: ContiguousArray<Bool>
  private var hasNumber: ContiguousArray<Bool>
  private var isOpen = false

  /// How many rows choose the widths.
  static let sampleRows = 100
  /// The widest that a column is made in a pipe; padding beyond that helps nobody.
  static let paddingLimit = 64
  /// The narrowest that a column is made on a terminal.
  private static let narrowest = 4

  init(_ options: RenderOptions) {
    columns = options.columns(defaults: .forPeople)
    width = options.width
    usesColour = options.usesColour
    cell = Cell(options, columns: columns, zone: options.zone)
    isNumeric = ContiguousArray(repeating: true, count: columns.count)
    hasNumber = ContiguousArray(repeating: false, count: columns.count)
  }

  /// A row on its way: each cell with a byte before it that tells what it is, and one behind it.
  ///
  /// Cells are safe text, in which no such bytes are.
  mutating func render(
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
      if isOpen {
        cells.append(row: 0, ends, widths, isNumeric, cutTo: width, to: &output)
        forgetRows()
      } else if ends.count >= Self.sampleRows * columns.count {
        settle(&output)
      }
      start = end + 1
    }
  }

  private mutating func take(row: Span<UInt8>) {
    var start = 0
    for index in columns.indices {
      guard let end = row.firstOffset(of: Mark.end, from: start) else { return }
      cells.append(row.extracting((start + 1)..<end))
      ends.append(cells.count)
      if !isOpen {
        if row[start] == Mark.number { hasNumber[index] = true }
        if row[start] == Mark.text { isNumeric[index] = false }
      }
      start = end + 1
    }
  }

  mutating func settle(_ output: inout ByteBuffer) {
    guard !isOpen, !ends.isEmpty else { return }
    isOpen = true
    for index in columns.indices where !hasNumber[index] { isNumeric[index] = false }
    chooseWidths()
    appendHeading(to: &output)
    for row in 0..<(ends.count / columns.count) {
      cells.append(row: row, ends, widths, isNumeric, cutTo: width, to: &output)
    }
    forgetRows()
  }

  mutating func end(_ output: inout ByteBuffer) { settle(&output) }

  private mutating func forgetRows() {
    cells.removeAll()
    ends.removeAll(keepingCapacity: true)
  }

  private mutating func chooseWidths() {
    widths = ContiguousArray(columns.map { ContiguousArray($0.heading.utf8).span.columns })
    var start = 0
    for index in ends.indices {
      let column = index % columns.count
      widths[column] = max(widths[column], cells.columns(start..<ends[index]))
      start = ends[index]
    }
    guard let width else {
      for index in widths.indices { widths[index] = min(widths[index], Self.paddingLimit) }
      return
    }
    // Of columns that are equally wide the last one gives way first.
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    while excess > 0, let widest = widths.indices.reversed().max(by: { widths[$0] < widths[$1] }),
      widths[widest] > Self.narrowest
    {
      widths[widest] -= 1
      excess -= 1
    }
  }

  private func appendHeading(to output: inout ByteBuffer) {
    var heading = ByteBuffer(capacity: 256)
    var ends: ContiguousArray<Int> = []
    for column in columns {
      let title = ContiguousArray(column.heading.utf8)
      heading.append(escaping: title.span)
      ends.append(heading.count)
    }
    if usesColour { output.append(Colour.bold.code) }
    heading.append(row: 0, ends, widths, isNumeric, cutTo: width, endsLine: false, to: &output)
    if usesColour { output.append(Colour.plain.code) }
    output.append(UInt8(ascii: "\n"))
  }
}

extension Column {
  /// The heading of a table: in capitals, which `--fields` takes as well.
  fileprivate var heading: String { title.uppercased() }
}

extension ByteBuffer {
  fileprivate borrowing func columns(_ range: Range<Int>) -> Int {
    span.extracting(range).columns
  }

  /// Lays out one row of the cells in this buffer.
  fileprivate borrowing func append(
    row: Int, _ ends: ContiguousArray<Int>, _ widths: ContiguousArray<Int>,
    _ isNumeric: ContiguousArray<Bool>, cutTo limit: Int?, endsLine: Bool = true,
    to output: inout ByteBuffer
  ) {
    var start = row == 0 ? 0 : ends[row * widths.count - 1]
    var room = limit ?? .max
    // Spaces wait for something to stand behind them: no line ends in spaces.
    var spaces = 0
    for column in widths.indices {
      let end = ends[row * widths.count + column]
      let cell = span.extracting(start..<end)
      let width = min(widths[column], room)
      let columns = cell.columns
      let padding = width - min(columns, width)
      if isNumeric[column] { spaces += padding }
      if columns > 0, width > 0 || limit == nil {
        output.append(spaces: spaces)
        spaces = 0
        output.append(cell, cutTo: limit == nil ? columns : width)
      }
      if !isNumeric[column] { spaces += padding }
      spaces += min(2, room - width)
      room -= min(room, width + 2)
      start = end
    }
    if endsLine { output.append(UInt8(ascii: "\n")) }
  }
}
