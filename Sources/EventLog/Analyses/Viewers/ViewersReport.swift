/// What is told of those who watched at the same time.
public struct ViewersPlan: Sendable {
  /// Which sessions; their window is that of the answer.
  public var choice = SessionChoice()
  /// True if outbound streams into files and packagers are left out.
  public var onlyPlayers = true
  /// The stretches of time that are told of one by one; nil: all time is one.
  public var step: TimeStep?
  /// The zone by whose clocks these begin.
  public var zone = ZoneRules.utc
  /// Whether each stream is told of; if not, only all together.
  public var isByStream = true
  /// Only so many streams are shown, those with the greatest peaks.
  public var limit: Int?
  /// Whether a row tells of all streams together, where streams are told of.
  public var showsTotals = false
  /// Whether a column draws the numbers.
  public var showsTrend = false

  /// Creates a plan about outbound streams into players, and of players of the web server.
  public init() { choice.kinds = [.stream, .http] }
}

/// Counts who watched at the same time, and prints that at the end.
struct ViewersReport: SessionReport, ~Copyable {
  private let plan: ViewersPlan
  private let choice: SessionChoice
  private var table = SessionTable(readsDetails: false)
  private var curve = ViewerCurve()
  private var writer: RowWriter
  private let columns: [RowColumn]

  init(_ plan: ViewersPlan, _ format: RowFormat, _ options: RenderOptions) {
    self.plan = plan
    choice = plan.choice
    var columns: [RowColumn] = []
    if plan.step != nil { columns.append(RowColumn("time")) }
    if plan.isByStream { columns.append(RowColumn("stream")) }
    columns += [
      RowColumn("now"), RowColumn("avg"), RowColumn("peak"),
      RowColumn("peakAt", heading: "PEAK AT"),
    ]
    if plan.showsTrend {
      columns.append(RowColumn("trend", heading: plan.step == nil ? "OVER TIME" : "PLOT"))
    }
    self.columns = columns
    writer = RowWriter(columns, format, options)
  }

  /// The places of stretches that are left out, among those that were measured.
  private var gaps: Set<Int> = []

  /// How many columns the drawing of a row without stretches has.
  private static let trendLength = 16
  /// So many stretches are told of at most; all the others are left out.
  private static let stretchLimit = 100_000

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    table.beginSource(start)
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    if let time = event.timeInLog { curve.pass(time) }
    table.take(event)
    if !table.changes.isEmpty { takeChanges() }
  }

  mutating func take(
    _ passage: LogPassage, _ fact: inout SessionFact, hasFact: Bool, into output: inout ByteBuffer
  ) {
    table.take(passage, &fact, hasFact: hasFact)
    if !table.changes.isEmpty { takeChanges() }
  }

  mutating func pass(_ times: ClosedRange<EventTime>) {
    curve.pass(times.lowerBound)
    curve.pass(times.upperBound)
  }

  private mutating func takeChanges() {
    for change in table.changes {
      switch change {
      case .opened(let session) where isViewer(session): curve.begin(session)
      // One that was not met before it ended bears no record of its beginning.
      case .ended(let session) where isViewer(session):
        curve.end(session, isNew: session.status == .unopened && !session.wasMet)
      default: break
      }
    }
    table.changes.removeAll(keepingCapacity: true)
  }

  private func isViewer(_ session: Session) -> Bool {
    (plan.onlyPlayers ? session.isPlayed : session.isViewed) && choice.matches(session)
  }

  mutating func end(_ output: inout ByteBuffer) {
    table.finish()
    takeChanges()
    curve.sort()
    writer.begin(&output)
    if let span = curve.stretch(of: choice.window) { printRows(over: span, &output) }
    writer.end(&output)
  }

  private mutating func printRows(
    over span: (start: Int64, end: Int64, isClosed: Bool), _ output: inout ByteBuffer
  ) {
    let (bounds, gaps) = self.bounds(of: span)
    self.gaps = gaps
    let total = ViewerCurve.measures(curve.edges, bounds: bounds, isClosed: span.isClosed)
    guard plan.isByStream else {
      print(rows(nil, total, bounds, span, curve.edges), &output)
      return
    }
    var streams: [(rows: [Row], peak: Int, name: RowValue)] = []
    for (group, edges) in curve.edgesByGroup().enumerated() where !edges.isEmpty {
      let measures = ViewerCurve.measures(edges, bounds: bounds, isClosed: span.isClosed)
      let peak = measures.map(\.peak).max() ?? 0
      guard peak > 0 else { continue }
      let name = curve.name(of: group).map { RowValue.text($0, isFree: true) } ?? .word("(other)")
      streams.append((rows(name, measures, bounds, span, edges), peak, name))
    }
    streams.sort { left, right in
      left.peak != right.peak ? left.peak > right.peak : left.name.precedes(right.name)
    }
    var all = streams.prefix(plan.limit ?? .max).flatMap(\.rows)
    // Where stretches are told of, all streams of one stand together.
    if plan.step != nil {
      all = all.enumerated().sorted {
        $0.element.start != $1.element.start
          ? $0.element.start < $1.element.start : $0.offset < $1.offset
      }.map(\.element)
    }
    print(all, &output)
    if plan.showsTotals {
      let whole = ViewerCurve.measures(
        curve.edges, bounds: [span.start, span.end], isClosed: span.isClosed)
      var rows = rows(.word("total"), whole, [span.start, span.end], span, curve.edges)
      if plan.step != nil { rows = rows.map { $0.withoutTime } }
      print(rows, &output)
    }
  }

  /// A row before it is printed.
  private struct Row {
    var start: Int64
    var values: [RowValue]
    var peak: Int
    var trend: [Int] = []
    var showsTime = true

    var withoutTime: Row {
      var row = self
      row.showsTime = false
      return row
    }
  }

  private func rows(
    _ name: RowValue?, _ measures: [ViewerCurve.Measure], _ bounds: [Int64],
    _ span: (start: Int64, end: Int64, isClosed: Bool),
    _ edges: borrowing ContiguousArray<ViewerCurve.Edge>
  ) -> [Row] {
    var rows: [Row] = []
    for (place, (start, measure)) in zip(bounds, measures).enumerated() {
      if bounds.count > 2, gaps.contains(place) { continue }
      // Streams that are not there at all need no row for each stretch.
      if name != nil, plan.step != nil, measure.peak == 0 { continue }
      let round = plan.step?.start(of: EventTime(milliseconds: start), in: plan.zone)
      var row = Row(
        start: round?.milliseconds ?? start,
        values: (name.map { [$0] } ?? []) + [
          .number(Int64(measure.last)),
          measure.averageHundredths.map { .hundredths($0) } ?? .nothing,
          .number(Int64(measure.peak)),
          .moment(measure.peakTime.map { EventTime(milliseconds: $0) }),
        ], peak: measure.peak)
      if plan.showsTrend, plan.step == nil {
        let length = max((span.end - span.start) / Int64(Self.trendLength), 1)
        var parts = (0..<Self.trendLength).map { span.start + Int64($0) * length }
        parts.append(span.end)
        let isOrdered = zip(parts, parts.dropFirst()).allSatisfy { $0 <= $1 }
        row.trend =
          isOrdered
          ? ViewerCurve.measures(edges, bounds: parts, isClosed: span.isClosed).map(\.peak) : []
      }
      rows.append(row)
    }
    return rows
  }

  private mutating func print(_ rows: [Row], _ output: inout ByteBuffer) {
    let greatest = rows.map(\.peak).max() ?? 0
    for row in rows {
      var values = row.values
      if plan.step != nil {
        let time = row.showsTime ? RowValue.moment(EventTime(milliseconds: row.start)) : .nothing
        values.insert(time, at: 0)
      }
      if plan.showsTrend {
        values.append(
          .word(
            plan.step == nil
              ? Sparkline.columns(row.trend) : Sparkline.bar(row.peak, of: greatest)))
      }
      writer.append(values, into: &output)
    }
  }

  /// The beginnings of the stretches, and the end of the last one.
  ///
  /// The first is measured only from where the log or the window begins: nobody knows who was there
  /// before.
  ///
  /// Where these are too many, those in which nobody is there are left out, each run of them as one
  /// gap; and the last ones, if there are still too many.
  private func bounds(
    of span: (start: Int64, end: Int64, isClosed: Bool)
  ) -> (bounds: [Int64], gaps: Set<Int>) {
    guard let step = plan.step else { return ([span.start, span.end], []) }
    var bounds = [span.start]
    var next = step.start(of: EventTime(milliseconds: span.start), in: plan.zone)
    repeat {
      next = step.next(after: next, in: plan.zone)
      if next.milliseconds < span.end { bounds.append(next.milliseconds) }
    } while next.milliseconds < span.end && bounds.count <= Self.stretchLimit
    guard bounds.count > Self.stretchLimit else { return (bounds + [span.end], []) }
    return sparseBounds(of: span, step)
  }

  private func sparseBounds(
    of span: (start: Int64, end: Int64, isClosed: Bool), _ step: TimeStep
  ) -> (bounds: [Int64], gaps: Set<Int>) {
    var bounds = [span.start]
    var gaps: Set<Int> = []
    var next = step.next(
      after: step.start(of: EventTime(milliseconds: span.start), in: plan.zone), in: plan.zone)
    var (level, place) = (0, 0)
    while next.milliseconds < span.end {
      while place < curve.edges.count, curve.edges[place].time < next.milliseconds {
        level += curve.edges[place].isEnd ? -1 : 1
        place += 1
      }
      if bounds.count >= Self.stretchLimit || place == curve.edges.count && level == 0 {
        gaps.insert(bounds.count)
        bounds.append(next.milliseconds)
        break
      }
      if level == 0 {
        let begin = step.start(
          of: EventTime(milliseconds: curve.edges[place].time), in: plan.zone)
        if begin > next {
          gaps.insert(bounds.count)
          bounds.append(next.milliseconds)
          next = begin
        }
      }
      bounds.append(next.milliseconds)
      next = step.next(after: next, in: plan.zone)
    }
    return (bounds + [span.end], gaps)
  }

  var notes: [String] {
    gaps.isEmpty
      ? []
      : [
        "from the first record to the last are more than \(Self.stretchLimit) rows: "
          + "those without viewers were left out; --since leaves out records with a wrong time"
      ]
  }
}

extension RowValue {
  /// Whether it comes first in the order of bytes; words of ours behind all else.
  fileprivate func precedes(_ other: RowValue) -> Bool {
    guard case .text(let left, let isFree) = self, case .text(let right, let isOtherFree) = other
    else { return false }
    return isFree != isOtherFree ? isFree : left.lexicographicallyPrecedes(right)
  }
}
