/// CSV after RFC 4180 with LF for a line end, or TSV: a heading, and a line for each event.
///
/// Lines never hold line ends of values: what is not safe to print is escaped, as `\x0a`, so that a
/// line is an event for `wc`, `head` and `sort` too. Null and missing are empty. Times are UTC unless
/// a zone was named.
///
/// In CSV a `'` is put before text that a spreadsheet would take for a formula (CWE-1236), unless
/// that is switched off; numbers are left alone.
struct SeparatedWriter: EventWriter, ~Copyable {
  enum Separator {
    case commas, tabs
  }

  private let separator: Separator
  private let columns: [Column]
  private let keepsFormulas: Bool
  private var cell: Cell

  init(_ separator: Separator, _ options: RenderOptions) {
    self.separator = separator
    columns = options.columns(defaults: .forPrograms)
    keepsFormulas = options.keepsFormulas
    cell = Cell(options, columns: columns, zone: nil)
  }

  mutating func begin(_ output: inout ByteBuffer) {
    for index in columns.indices {
      separate(index, &output)
      let title = ContiguousArray(columns[index].title.utf8)
      append(title.span, isFree: false, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    for index in columns.indices {
      separate(index, &output)
      let kind = cell.read(columns[index], of: event, source: source)
      guard kind != .nothing else { continue }
      append(cell.bytes, isFree: kind == .text, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  private func separate(_ index: Int, _ output: inout ByteBuffer) {
    guard index > 0 else { return }
    output.append(separator == .commas ? UInt8(ascii: ",") : 0x09)
  }

  private func append(_ text: Span<UInt8>, isFree: Bool, to output: inout ByteBuffer) {
    switch separator {
    case .commas:
      output.append(
        csvCell: text, isFree: isFree && !keepsFormulas, isOnly: columns.count == 1)
    case .tabs: output.append(escaping: text, .tsv)
    }
  }
}

extension ByteBuffer {
  /// Appends a cell of CSV.
  ///
  /// - Parameters:
  ///   - text: what it holds.
  ///   - isFree: whether anybody may have chosen the text, so that a formula must not become one.
  ///   - isOnly: whether the row has no other cell, so that an empty one needs quotes to be seen.
  mutating func append(csvCell text: Span<UInt8>, isFree: Bool, isOnly: Bool) {
    let isQuoted = text.needsQuotes || isOnly && text.count == 0
    if isQuoted { append(UInt8(ascii: "\"")) }
    if isFree, text.beginsLikeFormula { append(UInt8(ascii: "'")) }
    append(escaping: text, .csv)
    if isQuoted { append(UInt8(ascii: "\"")) }
  }
}

extension Span<UInt8> {
  /// Whether a CSV cell has to have quotes around it, or better has: spaces at its ends get lost.
  fileprivate var needsQuotes: Bool {
    guard count > 0 else { return false }
    if self[0] == UInt8(ascii: " ") || self[count - 1] == UInt8(ascii: " ") { return true }
    return firstOffset(of: UInt8(ascii: ",")) != nil || firstOffset(of: UInt8(ascii: "\"")) != nil
  }

  /// Whether a spreadsheet could take it for a formula: `=`, `+`, `-`, `@`, a TAB, CR or NUL, or the
  /// full-width form of one of the signs comes first.
  fileprivate var beginsLikeFormula: Bool {
    guard count > 0 else { return false }
    switch self[0] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0:
      return true
    case 0xEF:
      switch scalar(at: 0)?.scalar {
      case 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20: return true
      default: return false
      }
    default: return false
    }
  }
}
