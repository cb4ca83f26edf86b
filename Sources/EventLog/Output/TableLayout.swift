/// Aligns the cells of a table, row after row.
///
/// The widths are chosen by the first rows, which are kept until there are enough of them; all later
/// rows are laid out at once. With a width the columns are made to fit and what is longer is cut;
/// without one nothing is ever cut: a longer cell pushes the rest of its row aside.
struct TableLayout: ~Copyable {
  /// What a cell holds, which decides how its column is aligned.
  enum Content {
    case nothing, number, text
    /// A moment: text that says something else once it is cut.
    case moment
  }

  private let headings: [String]
  private let width: Int?
  private let usesColour: Bool
  /// The cells of the rows that are kept, or of the row at hand: safe, end to end.
  private var cells = ByteBuffer(capacity: 4096)
  private var ends: ContiguousArray<Int> = []
  private var widths: ContiguousArray<Int> = []
  /// Columns in which every kept cell with a value is a number: these are aligned on the right.
  private var isNumeric: ContiguousArray<Bool>
  private var hasNumber: ContiguousArray<Bool>
  /// Columns with text in them, which says something even when it is cut.
  private var hasText: ContiguousArray<Bool>
  private var isOpen = false

  /// How many rows choose the widths.
  static let sampleRows = 100
  /// The widest that a column is made in a pipe; padding beyond that helps nobody.
  static let paddingLimit = 64
  /// The narrowest that a column is made on a terminal.
  private static let narrowest = 4
  /// The narrowest that a column of text is made as long as all others are whole.
  private static let narrowText = 8

  /// Creates a layout of columns with these headings; `width` is that of the terminal, if it is one.
  init(_ headings: [String], width: Int?, usesColour: Bool) {
    self.headings = headings
    self.width = width
    self.usesColour = usesColour
    isNumeric = ContiguousArray(repeating: true, count: headings.count)
    hasNumber = ContiguousArray(repeating: false, count: headings.count)
    hasText = ContiguousArray(repeating: false, count: headings.count)
  }

  /// Takes the next cell of the row at hand: safe text.
  mutating func append(_ cell: Span<UInt8>, _ content: Content) {
    let index = ends.count % headings.count
    cells.append(cell)
    ends.append(cells.count)
    guard !isOpen else { return }
    if content == .number { hasNumber[index] = true }
    if content == .text { hasText[index] = true }
    if content == .text || content == .moment { isNumeric[index] = false }
  }

  /// Ends the row at hand; prints it once the widths are chosen.
  mutating func endRow(_ output: inout ByteBuffer) {
    if isOpen {
      cells.append(row: 0, ends, widths, isNumeric, cutTo: width, to: &output)
      forgetRows()
    } else if ends.count >= Self.sampleRows * headings.count {
      settle(&output)
    }
  }

  /// Chooses the widths by the rows so far, if there are any, and prints these.
  mutating func settle(_ output: inout ByteBuffer) {
    guard !isOpen, !ends.isEmpty else { return }
    isOpen = true
    for index in headings.indices where !hasNumber[index] { isNumeric[index] = false }
    chooseWidths()
    appendHeading(to: &output)
    for row in 0..<(ends.count / headings.count) {
      cells.append(row: row, ends, widths, isNumeric, cutTo: width, to: &output)
    }
    forgetRows()
  }

  private mutating func forgetRows() {
    cells.removeAll()
    ends.removeAll(keepingCapacity: true)
  }

  private mutating func chooseWidths() {
    widths = ContiguousArray(headings.map { ContiguousArray($0.utf8).span.columns })
    var start = 0
    for index in ends.indices {
      let column = index % headings.count
      widths[column] = max(widths[column], cells.columns(start..<ends[index]))
      start = ends[index]
    }
    guard let width else {
      for index in widths.indices { widths[index] = min(widths[index], Self.paddingLimit) }
      return
    }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    narrow(headings.indices.filter { hasText[$0] }, to: Self.narrowText, &excess)
    narrow(Array(headings.indices), to: Self.narrowest, &excess)
  }

  /// Takes from the widest of some columns; of those that are equally wide the last one gives way first.
  private mutating func narrow(_ columns: [Int], to least: Int, _ excess: inout Int) {
    while excess > 0, let widest = columns.reversed().max(by: { widths[$0] < widths[$1] }),
      widths[widest] > least
    {
      widths[widest] -= 1
      excess -= 1
    }
  }

  private func appendHeading(to output: inout ByteBuffer) {
    var heading = ByteBuffer(capacity: 256)
    var ends: ContiguousArray<Int> = []
    for text in headings {
      let title = ContiguousArray(text.utf8)
      heading.append(escaping: title.span)
      ends.append(heading.count)
    }
    if usesColour { output.append(Colour.bold.code) }
    heading.append(row: 0, ends, widths, isNumeric, cutTo: width, endsLine: false, to: &output)
    if usesColour { output.append(Colour.plain.code) }
    output.append(UInt8(ascii: "\n"))
  }
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
