/// The w3c sink: a header that names the columns, one row of cells for each event, TABs between them.
///
/// Cells are not escaped (formats.md §6). A row that has the wrong number of cells is looked at
/// again: a row may begin within it, behind a stump without a line end (quirk 16), or a name with
/// TABs and line ends in it may have made more of it (quirk 52, real-bytes.md, fact 7). Such a name
/// is put together again when all cells that should be numbers then are.
struct W3CFormat: EventFormat {
  static let name = InputFormat.w3c

  /// What header lines begin with.
  static let headerLines: [StaticString] = [
    "#Version: ", "#Start-Date: ", "#Software: ", "#Fields: ", footer,
  ]
  private static let footer: StaticString = "# ======= End of file ========"
  /// How much of a row and of lines behind it is looked at to find a name's end.
  private static let rowLimit = 64 << 10
  private static let rowLines = 16

  private var layout = W3CColumns.standard
  /// The columns that the last header line names, if rows stand before it.
  private(set) var lateHeader: ContiguousArray<UInt8> = []
  /// The process of the last row.
  private var process: Int64?
  private var hasKeys = false
  /// Offsets of the TABs of the row that was looked at last, `tabCount` of them.
  private var tabs = ContiguousArray<UInt32>(repeating: 0, count: 96)
  private var tabCount = 0

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard pending.count > 0 else { return nil }
    switch pending[0] {
    case 0:
      var end = 1
      while end < pending.count, pending[end] == 0 { end += 1 }
      guard end < pending.count || isEnd else { return nil }
      return Frame(
        part: .skipped(.zeros), count: end, failure: end == pending.count ? .tornTail : nil)
    case UInt8(ascii: "\n"):
      return Frame(part: .separator, count: 1)
    case UInt8(ascii: "#"):
      return header(pending, isEnd: isEnd)
    default: break
    }
    let end = pending.firstOffset(of: UInt8(ascii: "\n"))
    guard end != nil || isEnd else { return nil }
    let line = pending.extracting(0..<(end ?? pending.count))
    if let row = W3CRow(line, at: 0) {
      let cells = line.occurrences(of: UInt8(ascii: "\t")) + 1
      if layout.layout(isStamped: row.isStamped, cells: cells) != nil {
        switch digitsInFront(of: row, line, pending, isEnd: isEnd) {
        case nil: return nil
        case 0?: return finished(row, line, hasEnd: end != nil)
        case let count?: return Frame(part: .skipped(.tornRecord), count: count)
        }
      }
      return unusual(row, line, pending, isEnd: isEnd)
    }
    guard end != nil else { return nil }
    switch InputFormat.recognition(of: pending, isEnd: isEnd) {
    case .undecided: return nil
    case .known(let other) where other != .w3c:
      // The other format may use the arena.
      hasKeys = false
      return Frame(part: .format(other), count: 0)
    case .known, .unknown: break
    }
    switch gluedRow(line, pending, isEnd: isEnd) {
    case nil: return nil
    case let start? where start > 0: return Frame(part: .skipped(.tornRecord), count: start)
    default: return end.map { Frame(part: .skipped(.malformed), count: $0 + 1) }
    }
  }

  /// A line of the header, or the footer: it has no line end, a row may follow it (quirk 12).
  private mutating func header(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    if pending.has(Self.footer, at: 0) {
      return Frame(part: .header, count: Self.footer.utf8CodeUnitCount)
    }
    if pending.begins(Self.footer, at: 0), !isEnd { return nil }
    guard let end = pending.firstOffset(of: UInt8(ascii: "\n")) else { return nil }
    let fields: StaticString = "#Fields: "
    if pending.has(fields, at: 0) {
      let names = pending.extracting(fields.utf8CodeUnitCount..<end)
      layout.read(names: names)
      hasKeys = false
      if process != nil {
        lateHeader.removeAll(keepingCapacity: true)
        for index in names.indices { lateHeader.append(names[index]) }
      }
    }
    return Frame(part: .header, count: end + 1)
  }

  /// Takes what was read so far for the head of the log.
  mutating func forgetLateHeader() { lateHeader.removeAll() }

  /// Takes over the columns that a header line named before.
  mutating func read(lateHeader names: ContiguousArray<UInt8>) {
    lateHeader = names
    layout.read(names: names.span)
    hasKeys = false
  }

  /// A row with the right number of cells.
  ///
  /// Without a line end it may be cut off within its last cell, unless that is a hyphen.
  private mutating func finished(_ row: W3CRow, _ text: Span<UInt8>, hasEnd: Bool) -> Frame? {
    guard hasEnd || text.count > 1 && text.has("\t-", at: text.count - 2) else { return nil }
    process = text.extracting(row.process).integer
    return Frame(
      part: .record(start: 0, content: text.count), count: text.count + (hasEnd ? 1 : 0),
      failure: hasEnd ? nil : .tornTail)
  }

  /// How many digits at the front are not of the process: the beginning of a row that was cut off.
  ///
  /// `4` and `4242` make 44242. That shows only if both neighbours are of process 4242.
  private func digitsInFront(
    of row: W3CRow, _ line: Span<UInt8>, _ pending: Span<UInt8>, isEnd: Bool
  ) -> Int? {
    guard !row.isStamped, let process, let own = line.extracting(row.process).integer,
      own != process,
      let digits = Self.digits(of: process, at: line, before: row.process.upperBound)
    else { return 0 }
    guard line.count + 1 < pending.count else { return isEnd ? 0 : nil }
    let next = pending.extracting((line.count + 1)...)
    guard let other = W3CRow(next, at: 0) else { return next.count > 256 || isEnd ? 0 : nil }
    return next.extracting(other.process).integer == process ? digits : 0
  }

  /// Where the digits of `process` begin if they end before `end`.
  private static func digits(of process: Int64, at line: Span<UInt8>, before end: Int) -> Int? {
    var rest = process
    var start = end
    repeat {
      guard start > 0, Int64(line[start - 1]) - 48 == rest % 10 else { return nil }
      rest /= 10
      start -= 1
    } while rest > 0
    return start
  }

  /// A row with an unusual number of cells.
  private mutating func unusual(
    _ row: W3CRow, _ line: Span<UInt8>, _ pending: Span<UInt8>, isEnd: Bool
  ) -> Frame? {
    guard let start = gluedRow(line, pending, isEnd: isEnd) else { return nil }
    if start > 0 { return Frame(part: .skipped(.tornRecord), count: start) }
    let limit = min(pending.count, Self.rowLimit)
    let needed = layout.expected(isStamped: row.isStamped).columns.count
    var end = line.count
    var cells = line.occurrences(of: UInt8(ascii: "\t")) + 1
    var lines = 1
    while true {
      let text = pending.extracting(0..<end)
      let hasEnd = end < pending.count
      if cells >= needed, fit(text, row) != nil,
        let frame = finished(row, text, hasEnd: hasEnd)
      {
        return frame
      }
      // The rest of the name, and of the row, may stand on the lines behind.
      guard hasEnd else { return nil }
      guard lines < Self.rowLines else { break }
      lines += 1
      let next = end + 1
      guard next < limit else {
        guard isEnd || pending.count >= Self.rowLimit else { return nil }
        break
      }
      if let found = pending.extracting(0..<limit).firstOffset(of: UInt8(ascii: "\n"), from: next) {
        end = found
      } else if pending.count >= Self.rowLimit {
        break
      } else if isEnd {
        end = pending.count
      } else {
        return nil
      }
      let added = pending.extracting(next..<end)
      if added.has("#", at: 0) { break }
      let tabs = added.occurrences(of: UInt8(ascii: "\t"))
      if let other = W3CRow(added, at: 0),
        layout.layout(isStamped: other.isStamped, cells: tabs + 1) != nil
      {
        break
      }
      cells += tabs
    }
    guard line.count < pending.count else { return nil }
    return Frame(
      part: .skipped(.tornRecord), count: line.count + 1,
      failure: end == pending.count ? .tornTail : nil)
  }

  /// Where a complete row begins within a line, behind one that was cut off; 0 if none does, nil if
  /// the line behind it has to be seen first.
  private func gluedRow(_ line: Span<UInt8>, _ pending: Span<UInt8>, isEnd: Bool) -> Int? {
    var left = line.occurrences(of: UInt8(ascii: "\t"))
    var tab = line.firstOffset(of: UInt8(ascii: "\t"))
    while let found = tab {
      defer {
        left -= 1
        tab = line.firstOffset(of: UInt8(ascii: "\t"), from: found + 1)
      }
      guard found > 0, line[found - 1].isASCIIDigit,
        W3CRow.typeEnd(line, from: found + 1) != nil
      else { continue }
      var first = found
      while first > 0, line[first - 1].isASCIIDigit { first -= 1 }
      let stamp = first - W3CRow.stampCount - 1
      if W3CRow.isStamp(line, at: stamp) {
        // One TAB more: that behind the stamp.
        if stamp > 0, layout.layout(isStamped: true, cells: left + 2) != nil { return stamp }
        continue
      }
      guard layout.layout(isStamped: false, cells: left + 1) != nil else { continue }
      guard let start = processStart(line, first..<found, pending, isEnd: isEnd) else {
        return nil
      }
      if start > 0 { return start }
    }
    return 0
  }

  /// Where the process begins in digits that may be those of a cut-off cell and of a process.
  private func processStart(
    _ line: Span<UInt8>, _ run: Range<Int>, _ pending: Span<UInt8>, isEnd: Bool
  ) -> Int? {
    if let process, let start = Self.digits(of: process, at: line, before: run.upperBound) {
      return start
    }
    // Another process than before: the row behind is most likely its too.
    guard line.count + 1 < pending.count else {
      guard isEnd else { return nil }
      return max(run.lowerBound, run.upperBound - 7)
    }
    let next = pending.extracting((line.count + 1)...)
    if let other = W3CRow(next, at: 0), let process = next.extracting(other.process).integer,
      let start = Self.digits(of: process, at: line, before: run.upperBound)
    {
      return start
    }
    guard isEnd || next.count > 256 else { return nil }
    // Linux counts processes up to seven digits.
    return max(run.lowerBound, run.upperBound - 7)
  }

  /// How a row's cells are columns: which column has `extra` more TABs in it than it should.
  private struct Fit {
    var columns: W3CColumns.Layout
    var wide: Int
    var extra: Int
  }

  private mutating func findTabs(_ text: Span<UInt8>) {
    var span = tabs.mutableSpan
    tabCount = text.storeOffsets(of: UInt8(ascii: "\t"), into: &span)
    guard tabCount > tabs.count else { return }
    tabs = ContiguousArray(repeating: 0, count: tabCount + 32)
    findTabs(text)
  }

  /// Finds the column that TABs belong to, so that all numbers are numbers; nil if none does.
  private mutating func fit(_ text: Span<UInt8>, _ row: W3CRow) -> Fit? {
    findTabs(text)
    let expected = layout.expected(isStamped: row.isStamped)
    let extra = tabCount + 1 - expected.columns.count
    guard extra >= 0 else { return nil }
    for column in 0..<expected.columns.count {
      let known = layout.columns[expected.columns.lowerBound + column]
      guard known.role == .field, known.type == .string || known.type == nil else { continue }
      let fit = Fit(columns: expected, wide: column, extra: extra)
      if hasNumbers(text, fit) { return fit }
      if extra == 0 { return nil }
    }
    return nil
  }

  private func hasNumbers(_ text: Span<UInt8>, _ fit: Fit) -> Bool {
    for column in 0..<fit.columns.columns.count {
      let type = layout.columns[fit.columns.columns.lowerBound + column].type
      guard let type, type != .string else { continue }
      let cell = text.extracting(range(ofCell: column, text, fit))
      guard cell.count > 0, !cell.equals("-") else { continue }
      if cell.bareKind(as: type) == .string { return false }
    }
    return true
  }

  @inline(__always)
  private func range(ofCell column: Int, _ text: Span<UInt8>, _ fit: Fit) -> Range<Int> {
    let first = column &+ (column > fit.wide ? fit.extra : 0)
    let last = column &+ (column >= fit.wide ? fit.extra : 0)
    let start = first == 0 ? 0 : Int(tabs[first &- 1]) &+ 1
    return start..<(last < tabCount ? Int(tabs[last]) : text.count)
  }

  /// Tells the kind by the second or third cell of a row with the right number of them.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    guard let row = W3CRow(record, at: 0),
      !row.isStamped || !context.needsNeighbours(record.extracting(0..<W3CRow.stampCount))
    else { return nil }
    return context.names.kind(of: record.extracting(row.type))
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    tree.begin(.raw)
    if !hasKeys {
      tree.arena.removeAll()
      tree.arena.append(layout.keys.span)
      hasKeys = true
    }
    guard let row = W3CRow(record, at: 0) else {
      throw DecodeError(reason: .malformed, offset: 0)
    }
    findTabs(record)
    let fit: Fit
    if let exact = layout.layout(isStamped: row.isStamped, cells: tabCount + 1) {
      fit = Fit(columns: exact, wide: 0, extra: 0)
    } else if let found = self.fit(record, row) {
      fit = found
    } else {
      throw DecodeError(reason: .malformed, offset: row.type.upperBound)
    }
    tree.openContainer(Node(kind: .map))
    if row.isStamped {
      tree.head.timestampNode = Int32(truncatingIfNeeded: tree.nodes.count)
      var stamp = Node(kind: .string)
      stamp.valueCount = UInt32(W3CRow.stampCount)
      tree.append(stamp)
    }
    tree.head.typeNode = Int32(truncatingIfNeeded: tree.nodes.count)
    var type = Node(kind: .string)
    type.valueStart = UInt32(truncatingIfNeeded: row.type.lowerBound)
    type.valueCount = UInt32(truncatingIfNeeded: row.type.count)
    tree.append(type)
    tree.head.payloadNode = Int32(truncatingIfNeeded: tree.nodes.count)
    tree.openContainer(Node(kind: .map))
    appendCells(record, fit, to: &tree)
    tree.closeAll()
    tree.settleHead(in: record, context: context)
  }

  private func appendCells(_ record: Span<UInt8>, _ fit: Fit, to tree: inout RecordTree) {
    let columns = layout.columns.span.extracting(fit.columns.columns)
    var open: W3CGroup?
    guard !fit.columns.isCustom else {
      for cell in layout.order {
        append(record, range(ofCell: cell, record, fit), columns[cell], &open, to: &tree)
      }
      return
    }
    let tabs = tabs.span
    var start = 0
    var cell = 0
    for column in columns.indices {
      if column == fit.wide { cell &+= fit.extra }
      let end = cell < tabCount ? Int(tabs[cell]) : record.count
      // Most cells are empty.
      if end &- start != 1 || record[start] != UInt8(ascii: "-") {
        append(record, start..<end, columns[column], &open, to: &tree)
      }
      start = end &+ 1
      cell &+= 1
    }
  }

  /// Appends a cell, and opens and closes the blocks that columns are in; `open` is the one that is.
  @inline(__always)
  private func append(
    _ record: Span<UInt8>, _ range: Range<Int>, _ column: W3CColumn, _ open: inout W3CGroup?,
    to tree: inout RecordTree
  ) {
    if range.count == 1, record[range.lowerBound] == UInt8(ascii: "-") { return }
    guard column.role == .field else { return }
    if column.group != open {
      if open != nil { tree.close() }
      open = column.group
      if let group = open { tree.openContainer(node(layout.key(of: group), .map)) }
    }
    let value = record.extracting(range)
    var node = node(
      Int(column.keyStart)..<Int(column.keyStart &+ column.keyCount),
      value.bareKind(as: column.type))
    node.valueStart = UInt32(truncatingIfNeeded: range.lowerBound)
    node.valueCount = UInt32(truncatingIfNeeded: range.count)
    if node.kind == .string { node.valueStyle = tree.bareStyle(of: value) }
    tree.append(node)
  }

  @inline(__always)
  private func node(_ key: Range<Int>, _ kind: NodeKind) -> Node {
    var node = Node(kind: kind)
    node.keyStart = UInt32(truncatingIfNeeded: key.lowerBound)
    node.keyCount = UInt32(truncatingIfNeeded: key.count)
    node.keyStyle = .inArena
    return node
  }
}
