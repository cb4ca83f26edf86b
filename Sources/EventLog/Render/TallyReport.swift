/// The table that a ``Tally`` comes to.
struct TallyReport {
  private let plan: TallyPlan
  private let format: RowFormat
  private let options: RenderOptions
  private var rows: [Row] = []
  private var totals: [Row] = []

  /// One row: its cells, how many events or numbers it tells of, and how these are spread over time.
  private struct Row {
    var cells: [TallyCell]
    var count = 0
    var trend: [Int] = []
  }

  /// So many stretches of time without an event are shown; a gap that is longer is left out.
  static let emptyLimit = 100_000

  init(_ tally: borrowing Tally) {
    plan = tally.plan
    format = tally.format
    options = tally.options
    let units = Self.units(of: plan)
    for group in tally.counts.indices where tally.counts[group] > 0 {
      rows += Self.rows(Self.cells(of: group, tally), of: [group], tally, units)
    }
    if plan.showsTotals, plan.keyColumns > 0 {
      let cells = [TallyCell.word("total")] + Self.nothing(plan.keyColumns - 1)
      totals = Self.rows(cells, of: Array(tally.counts.indices), tally, units)
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

  private static func cells(of group: Int, _ tally: borrowing Tally) -> [TallyCell] {
    let count = tally.plan.keyColumns
    guard group != Tally.others else {
      return count == 0 ? [] : [.word("(other)")] + nothing(count - 1)
    }
    let key = tally.keys.key(group - 1)
    let parts = key.split(separator: TallyKeyPart.end, omittingEmptySubsequences: false)
    return parts.prefix(count).map { TallyCell(part: ContiguousArray($0)) }
  }

  /// The row of some groups together, or the rows of their fields.
  private static func rows(
    _ keys: [TallyCell], of groups: [Int], _ tally: borrowing Tally, _ units: [TallyCell]
  ) -> [Row] {
    let plan = tally.plan
    var trend: [Int] = []
    if plan.showsTrend, plan.step == nil {
      for group in groups {
        let counts = tally.trend.counts(of: group)
        trend = trend.isEmpty ? counts : zip(trend, counts).map { $0 + $1 }
      }
    }
    guard !plan.fields.isEmpty else {
      let count = groups.reduce(0) { $0 + tally.counts[$1] }
      return [Row(cells: keys + [.count(count)], count: count, trend: trend)]
    }
    var rows: [Row] = []
    for (index, field) in plan.fields.enumerated() {
      var values = TallyValues()
      for group in groups { values.add(tally.values[group * plan.fields.count + index]) }
      // Groups without a number are left out; that there is none at all has to be told.
      if values.count == 0, plan.keyColumns > 0 { continue }
      let cells = keys + [.word(field.text), units[index]] + cells(of: values, plan)
      rows.append(Row(cells: cells, count: values.count, trend: trend))
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
    return cells + [.word(values.isExact ? "exact" : "3 digits")]
  }

  /// Adds a row for each stretch of time between the first and the last in which there is nothing.
  private mutating func addEmptyRows(_ units: [TallyCell]) {
    guard let step = plan.step else { return }
    let starts = Set(rows.compactMap { $0.cells.first?.time }).sorted()
    let keys = Self.nothing(plan.keyColumns - 1)
    var room = Self.emptyLimit
    for (start, end) in zip(starts, starts.dropFirst()) {
      var empty: [EventTime] = []
      var next = step.next(after: start, in: plan.zone)
      while next < end, empty.count <= room {
        empty.append(next)
        next = step.next(after: next, in: plan.zone)
      }
      guard empty.count <= room else { continue }
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
        if one != other { return one.stands(before: other, isDescending: order.isDescending) }
      }
      for column in 0..<last where left.cells[column] != right.cells[column] {
        return left.cells[column].stands(before: right.cells[column], isDescending: false)
      }
      return false
    }
  }

  /// Prints it.
  func print(into output: inout ByteBuffer) {
    let isDrawn = plan.showsTrend
    let heading = plan.step == nil ? "over time" : "plot"
    var table = RowTable(columns: plan.columns + (isDrawn ? [heading] : []))
    let greatest = rows.map(\.count).max() ?? 0
    for row in rows {
      let drawing =
        plan.step == nil
        ? Sparkline.columns(row.trend) : Sparkline.bar(row.count, of: greatest)
      table.append(row.cells.map(\.value) + (isDrawn ? [.word(drawing)] : []))
    }
    for row in totals {
      let drawing = plan.step == nil ? Sparkline.columns(row.trend) : ""
      table.append(row.cells.map(\.value) + (isDrawn ? [.word(drawing)] : []))
    }
    table.print(format, options, into: &output)
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
