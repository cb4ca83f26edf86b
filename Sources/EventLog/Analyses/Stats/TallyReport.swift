/// The table that a ``Tally`` comes to.
struct TallyReport {
  private let plan: TallyPlan
  /// Whether not all groups are told apart.
  private let isLossy: Bool
  private var rows: [Row] = []
  private var totals: [Row] = []

  /// One row: its cells, how many events or numbers it tells of, and how these are spread over time.
  fileprivate struct Row {
    var cells: [TallyCell]
    /// What tells two rows apart that look the same.
    var key: ContiguousArray<UInt8> = []
    var count = 0
    var trend: [Int] = []
    /// How many more events there may be, where not all groups are told apart.
    var missing = TallyCell.nothing
  }

  /// So many rows are added for stretches of time in which a group has nothing.
  static let emptyLimit = 100_000

  init(_ state: borrowing TallyState, _ plan: TallyPlan) {
    self.plan = plan
    isLossy = state.missingLimit > 0
    let units = Self.units(of: plan)
    for group in state.counts.indices where state.counts[group] > 0 {
      let key = group == TallyState.others ? nil : state.keys.key(group - 1)
      let missing = key == nil ? TallyCell.nothing : .count(state.missing[group])
      rows += Self.rows(Self.cells(of: key, plan), key ?? [], of: [group], state, plan, units)
        .map { row in
          var row = row
          row.missing = missing
          return row
        }
    }
    if rows.isEmpty, plan.keyColumns == 0 {
      // That there is nothing at all is an answer too.
      rows = Self.rows([], [], of: [TallyState.others], state, plan, units)
    }
    if plan.showsTotals, plan.keyColumns > 0 {
      let cells = [TallyCell.word("total")] + Self.nothing(plan.keyColumns - 1)
      totals = Self.rows(cells, [], of: Array(state.counts.indices), state, plan, units)
    }
    if plan.step != nil, plan.limit == nil { addEmptyRows(units) }
    sort()
    if let limit = plan.limit { rows = Array(rows.prefix(limit)) }
  }

  /// What each field counts; empty cells where that is not known.
  private static func units(of plan: TallyPlan) -> [TallyCell] {
    guard !plan.fields.isEmpty else { return [] }
    let known = KnownFields()
    return plan.fields.map { known.unit(of: $0).map(TallyCell.word) ?? .nothing }
  }

  private static func nothing(_ count: Int) -> [TallyCell] {
    Array(repeating: .nothing, count: count)
  }

  private static func cells(of key: ContiguousArray<UInt8>?, _ plan: TallyPlan) -> [TallyCell] {
    let count = plan.keyColumns
    guard let key else { return count == 0 ? [] : [.word("(other)")] + nothing(count - 1) }
    let parts = key.split(separator: TallyKeyPart.end, omittingEmptySubsequences: false)
    return parts.prefix(count).map { TallyCell(part: ContiguousArray($0)) }
  }

  /// The row of some groups together, or the rows of their fields.
  private static func rows(
    _ cells: [TallyCell], _ key: ContiguousArray<UInt8>, of groups: [Int],
    _ state: borrowing TallyState, _ plan: TallyPlan, _ units: [TallyCell]
  ) -> [Row] {
    var trend: [Int] = []
    if plan.showsTrend, plan.step == nil {
      for group in groups {
        let counts = state.trend.counts(of: group)
        trend = trend.isEmpty ? counts : zip(trend, counts).map { $0 + $1 }
      }
    }
    guard !plan.fields.isEmpty else {
      let count = groups.reduce(0) { $0 + state.counts[$1] }
      return [Row(cells: cells + [.count(count)], key: key, count: count, trend: trend)]
    }
    var rows: [Row] = []
    for (index, field) in plan.fields.enumerated() {
      var values = TallyValues()
      for group in groups {
        values.add(
          state.values(of: group, field: index), cutoff: TallyBudget.exactLimit,
          state.budget.precision)
      }
      // Groups without a number are left out; that there is none at all has to be told.
      if values.count == 0, plan.keyColumns > 0 { continue }
      rows.append(
        Row(
          cells: cells + [.word(field.text), units[index]] + Self.cells(of: values, plan), key: key,
          count: values.count, trend: trend))
    }
    return rows
  }

  private static func cells(of values: TallyValues, _ plan: TallyPlan) -> [TallyCell] {
    guard let average = values.average else {
      let rest = plan.columns.count - plan.keyColumns - 4
      return [.count(0), .number(TallyNumber(0))] + nothing(rest)
    }
    var cells: [TallyCell] = [
      .count(values.count), .number(values.sum), .number(average), .number(values.least),
      .number(values.greatest),
    ]
    guard !plan.percentiles.isEmpty else { return cells }
    cells += values.numbers(at: plan.percentiles).map { $0.map(TallyCell.number) ?? .nothing }
    return cells + [.word(values.method)]
  }

  /// Adds rows for the stretches of time between the first and the last in which there is nothing: one
  /// for each group, or where these would be too many, one for each stretch that no group has.
  private mutating func addEmptyRows(_ units: [TallyCell]) {
    guard let step = plan.step else { return }
    let starts = Set(rows.compactMap { $0.cells.first?.time }).sorted()
    guard let first = starts.first, let last = starts.last else { return }
    let label = plan.keyColumns..<(plan.keyColumns + (plan.fields.isEmpty ? 0 : 2))
    var series: [ContiguousArray<UInt8>: Row] = [:]
    for row in rows where row.cells.first?.time != nil {
      let name = row.name(label)
      if series[name] == nil { series[name] = row }
    }
    let limit = Self.emptyLimit + rows.count
    let stretches = step.starts(from: first, to: last, in: plan.zone, atMost: limit / series.count)
    guard let stretches else {
      addEmptyStretches(between: starts, units)
      return
    }
    var taken = Set<ContiguousArray<UInt8>>()
    for row in rows where row.cells.first?.time != nil { taken.insert(row.key + row.name(label)) }
    let numbers =
      plan.fields.isEmpty ? [.count(0)] : Self.cells(of: TallyValues(), plan)
    for (name, row) in series {
      let rest = row.key.drop { $0 != TallyKeyPart.end }
      for start in stretches {
        let key = TallyKeyPart.key(of: start) + rest
        guard !taken.contains(key + name) else { continue }
        let cells = [.time(start)] + row.cells[1..<label.upperBound] + numbers
        rows.append(Row(cells: cells, key: key))
      }
    }
  }

  private mutating func addEmptyStretches(between starts: [EventTime], _ units: [TallyCell]) {
    guard let step = plan.step else { return }
    let keys = Self.nothing(plan.keyColumns - 1)
    var room = Self.emptyLimit
    for (start, end) in zip(starts, starts.dropFirst()) {
      let stretches = step.starts(from: start, to: end, in: plan.zone, atMost: room + 2)
      guard let empty = stretches?.dropFirst().dropLast() else { continue }
      room -= empty.count
      for time in empty {
        if plan.fields.isEmpty {
          rows.append(Row(cells: [.time(time)] + keys + [.count(0)]))
        }
        for (index, field) in plan.fields.enumerated() {
          rows.append(
            Row(
              cells: [.time(time)] + keys + [.word(field.text), units[index]]
                + Self.cells(of: TallyValues(), plan)))
        }
      }
    }
  }

  private mutating func sort() {
    let plan = plan
    let count = plan.columns.firstIndex(of: "count") ?? 0
    // With a step the order is that of the keys, of which time is the first.
    let standard = TallyPlan.Order(column: count, isDescending: true)
    let order = plan.order ?? (plan.step != nil && plan.limit == nil ? nil : standard)
    let last = plan.keyColumns + (plan.fields.isEmpty ? 0 : 1)
    rows.sort { left, right in
      if let order {
        let (one, other) = (left.cells[order.column], right.cells[order.column])
        if one.stands(before: other, isDescending: order.isDescending) { return true }
        if other.stands(before: one, isDescending: order.isDescending) { return false }
      }
      for column in 0..<last where left.cells[column] != right.cells[column] {
        let (one, other) = (left.cells[column], right.cells[column])
        if one.stands(before: other, isDescending: false) { return true }
        if other.stands(before: one, isDescending: false) { return false }
      }
      return left.key.lexicographicallyPrecedes(right.key)
    }
  }

  /// Prints it.
  func print(_ format: RowFormat, _ options: RenderOptions, into output: inout ByteBuffer) {
    let isDrawn = plan.showsTrend
    let heading = plan.step == nil ? "over time" : "plot"
    let columns = plan.columns + (isLossy ? ["missing"] : []) + (isDrawn ? [heading] : [])
    var writer = RowWriter(columns.map { RowColumn($0) }, format, options)
    writer.begin(&output)
    let greatest = rows.map(\.count).max() ?? 0
    for row in rows {
      let drawing =
        plan.step == nil
        ? Sparkline.columns(row.trend) : Sparkline.bar(row.count, of: greatest)
      writer.append(values(of: row) + (isDrawn ? [.word(drawing)] : []), into: &output)
    }
    for row in totals {
      let drawing = plan.step == nil ? Sparkline.columns(row.trend) : ""
      writer.append(values(of: row) + (isDrawn ? [.word(drawing)] : []), into: &output)
    }
    writer.end(&output)
  }
}

extension TallyReport {
  private func values(of row: Row) -> [RowValue] {
    row.cells.map(\.value) + (isLossy ? [row.missing.value] : [])
  }
}

extension TallyReport.Row {
  /// What the row tells of, but for the time: its group and the field, which stands in `label`.
  fileprivate func name(_ label: Range<Int>) -> ContiguousArray<UInt8> {
    var name = ContiguousArray(key.drop { $0 != TallyKeyPart.end })
    for cell in cells[label] {
      if case .word(let word) = cell { name += word.utf8 }
      name.append(TallyKeyPart.end)
    }
    return name
  }
}

extension TallyKeyPart {
  /// How the key of a group begins that has a stretch of time.
  static func key(of start: EventTime) -> ContiguousArray<UInt8> {
    [time] + ContiguousArray("\(start.milliseconds)".utf8)
  }
}

/// One value of the table, which others can be compared with.
enum TallyCell: Equatable {
  case nothing
  case count(Int)
  case number(TallyNumber)
  /// A recorded number, which is printed as it was recorded.
  case digits(ContiguousArray<UInt8>)
  case text(ContiguousArray<UInt8>)
  case word(String)
  case time(EventTime)

  /// Reads a part of a group's key.
  init(part: ContiguousArray<UInt8>) {
    let text = ContiguousArray(part.dropFirst())
    switch part.first {
    case TallyKeyPart.number: self = .digits(text)
    case TallyKeyPart.text: self = .text(text)
    case TallyKeyPart.word: self = .word(String(decoding: text, as: UTF8.self))
    case TallyKeyPart.time:
      self = text.span.integer.map { .time(EventTime(milliseconds: $0)) } ?? .nothing
    default: self = .nothing
    }
  }

  /// The moment, if it is one.
  var time: EventTime? { if case .time(let time) = self { time } else { nil } }

  /// What is printed.
  var value: RowValue {
    switch self {
    case .nothing: .nothing
    case .count(let count): .number(Int64(count))
    case .number(let number): .digits(number.digits)
    case .digits(let digits): .digits(digits)
    case .text(let text): .text(text, isFree: true)
    case .word(let word): .word(word)
    case .time(let time): .time(time)
    }
  }

  /// Whether it comes before another one: numbers before text, and nothing behind all, in either order.
  func stands(before other: TallyCell, isDescending: Bool) -> Bool {
    if self == .nothing || other == .nothing { return other == .nothing && self != .nothing }
    let isLess: Bool
    if let left = number, let right = other.number, left != right {
      isLess = left < right
    } else if (number == nil) != (other.number == nil) {
      isLess = number != nil
    } else {
      // Text of ours and of others may be the same.
      guard bytes != other.bytes else { return false }
      isLess = bytes.lexicographicallyPrecedes(other.bytes)
    }
    return isLess != isDescending
  }

  private var number: TallyNumber? {
    switch self {
    case .count(let count): TallyNumber(Int64(count))
    case .number(let number): number
    case .digits(let digits): TallyNumber(digits.span)
    case .time(let time): TallyNumber(time.milliseconds)
    case .nothing, .text, .word: nil
    }
  }

  private var bytes: ContiguousArray<UInt8> {
    switch self {
    case .text(let text), .digits(let text): text
    case .word(let word): ContiguousArray(word.utf8)
    case .nothing, .count, .number, .time: []
    }
  }
}
