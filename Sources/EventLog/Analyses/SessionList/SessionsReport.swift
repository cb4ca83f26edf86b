/// Prints sessions: each as soon as it has ended, or all at the end if they are to be sorted.
struct SessionsReport: SessionReport, ~Copyable {
  private let plan: SessionsPlan
  private let columns: [SessionColumn]
  private let isForPeople: Bool
  private var table = SessionTable(readsDetails: true)
  private var writer: RowWriter
  /// Sessions that wait to be sorted.
  private var kept: [Session] = []
  private var sums: SessionSums?
  private var shown = 0
  private var counts: [SessionStatus: Int] = [:]

  init(_ plan: SessionsPlan, _ format: RowFormat, _ options: RenderOptions) {
    self.plan = plan
    isForPeople = format == .table || format == .markdown
    let isNarrow = (options.width ?? .max) < SessionColumn.wide
    let standard =
      !isForPeople
      ? SessionColumn.forPrograms : isNarrow ? SessionColumn.forNarrow : SessionColumn.forPeople
    let columns = plan.columns.isEmpty ? standard : plan.columns
    let named = (plan.keys ?? columns).map(\.column)
    let summed = plan.keys == nil ? [] : SessionSum.allCases.map(\.column)
    self.columns = columns
    writer = RowWriter(named + summed, format, options)
    sums = plan.keys.map { SessionSums($0) }
    table.sieve = plan.choice.events.map { SessionSieve($0) }
  }

  var notes: [String] { sums?.notes ?? [] }

  var abandonedTexts: Int { table.sieve?.abandonedTexts ?? 0 }

  mutating func begin(_ output: inout ByteBuffer) { writer.begin(&output) }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    table.beginSource(start)
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    table.take(event, source: source)
    if !table.changes.isEmpty { takeChanges(&output) }
  }

  mutating func take(
    _ passage: LogPassage, _ fact: inout SessionFact, hasFact: Bool, into output: inout ByteBuffer
  ) {
    table.take(passage, &fact, hasFact: hasFact)
    if !table.changes.isEmpty { takeChanges(&output) }
  }

  private mutating func takeChanges(_ output: inout ByteBuffer) {
    for case .ended(let session) in table.changes {
      if plan.choice.matches(session), plan.choice.reaches(session) { show(session, &output) }
    }
    table.changes.removeAll(keepingCapacity: true)
  }

  private mutating func show(_ session: Session, _ output: inout ByteBuffer) {
    counts[session.status, default: 0] += 1
    if sums != nil {
      sums?.add(session)
      return
    }
    guard let order = plan.order else {
      if shown < plan.limit ?? .max { print(session, &output) }
      return
    }
    kept.append(session)
    if let limit = plan.limit, kept.count >= 2 * max(limit, 512) {
      kept.sort(by: order)
      kept.removeLast(kept.count - limit)
    }
  }

  private mutating func print(_ session: Session, _ output: inout ByteBuffer) {
    shown += 1
    writer.append(columns.map { $0.value(of: session) }, into: &output)
  }

  mutating func end(_ output: inout ByteBuffer) {
    table.finish()
    takeChanges(&output)
    if let sums {
      for row in sums.rows(plan.order, limit: plan.limit) { writer.append(row, into: &output) }
    } else if let order = plan.order {
      kept.sort(by: order)
      for session in kept.prefix(plan.limit ?? .max) { print(session, &output) }
    }
    writer.end(&output)
    if isForPeople { output.append(summary) }
  }

  /// One line for people: how many there are, and how they ended.
  private var summary: String {
    let counts = counts
    let count = { (status: SessionStatus) in counts[status] ?? 0 }
    let all = counts.values.reduce(0, +)
    var text = "\(all) session\(all == 1 ? "" : "s"): \(count(.closed)) closed"
    if count(.restart) > 0 { text += ", \(count(.restart)) cut by a restart" }
    if count(.stop) > 0 { text += ", \(count(.stop)) cut by a stop" }
    if count(.replaced) > 0 { text += ", \(count(.replaced)) whose end is not logged" }
    text += ", \(count(.open)) open, \(count(.unopened)) whose beginning is not logged\n"
    if table.forgotten > 0 { text += "\(table.forgotten) were given up: too many were open\n" }
    return text
  }
}

extension [Session] {
  /// Puts sessions in order; those that are equal stay as they were met.
  fileprivate mutating func sort(by order: SessionsPlan.Order) {
    guard case .session(let column) = order.column else { return }
    let ranks = indices.map { column.rank(of: self[$0]) }
    let places = indices.sorted { left, right in
      if ranks[left].stands(before: ranks[right], isDescending: order.isDescending) { return true }
      if ranks[right].stands(before: ranks[left], isDescending: order.isDescending) { return false }
      return left < right
    }
    self = places.map { self[$0] }
  }
}
