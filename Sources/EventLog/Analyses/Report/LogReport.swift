/// Counts all that a report tells, and prints it at the end.
struct LogReport: EventSink, ~Copyable {
  private let plan: ReportPlan
  private let options: RenderOptions
  private var table = SessionTable(readsDetails: true)
  private var inspection: Inspection
  /// Who watched, by stream; its names are those of all streams.
  private var viewers = ViewerCurve()
  /// What came in, by stream.
  private var inputs = ViewerCurve()
  private var carried: CarriedBytes
  private var current: WindowFigures
  private var earlier: WindowFigures?
  /// The time of the last event of the log that is being read.
  private var last: EventTime?
  private var files = 0
  private var name = ByteBuffer(capacity: 256)
  private var summary: ReportSummary?

  init(_ plan: ReportPlan, _ options: RenderOptions) {
    self.plan = plan
    self.options = options
    current = WindowFigures(plan.choice)
    if let window = plan.earlier {
      var choice = plan.choice
      choice.window = window
      earlier = WindowFigures(choice)
    }
    inspection = Inspection(plan.checks, earlier: plan.earlier, redacts: options.redacts)
    carried = CarriedBytes(isKept: plan.makesPage)
  }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    files += 1
    table.beginSource(start)
    guard !start.isContinuation else { return }
    last = nil
    endLog()
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let time = event.timeInLog
    if let time {
      last = time
      viewers.pass(time)
    }
    count(event, at: time)
    table.take(event)
    inspection.take(event, of: table.runs.current, table.changes)
    if !table.changes.isEmpty { takeChanges() }
  }

  mutating func skipped(_ piece: SkippedPiece) {
    table.skipped(piece.reason)
    if current.contains(last) { current.damage.add(piece, at: last) }
    if earlier?.contains(last) == true { earlier?.damage.add(piece, at: last) }
  }

  private mutating func count(_ event: borrowing Event, at time: EventTime?) {
    if time == nil, !plan.choice.window.isUnlimited { current.timeless += 1 }
    let isCurrent = current.contains(time)
    let isEarlier = earlier?.contains(time) ?? false
    guard isCurrent || isEarlier else { return }
    if !plan.choice.names.isEmpty {
      name.removeAll()
      let node = event.head.streamNode
      if node >= 0 { event.appendText(of: event.nodes[Int(node)], to: &name) }
      guard node >= 0 && name.matches(anyOf: plan.choice.names) else { return }
    }
    if isCurrent, event.time == nil {
      if time == nil { current.timeless += 1 } else { current.undated += 1 }
    }
    if event.kind == .unrecognized, isCurrent {
      name.removeAll()
      event.appendRecordedType(to: &name)
      name.count(in: &current)
    } else if isCurrent {
      current.count(event.kind)
    }
    if isEarlier { earlier?.count(event.kind) }
  }

  private mutating func endLog() {
    inspection.endLog(table.changes)
    takeChanges()
  }

  private mutating func takeChanges() {
    for change in table.changes {
      switch change {
      case .opened(let session) where plan.choice.matches(session):
        if isViewer(session) { viewers.begin(session) }
        if session.isInput { inputs.begin(session) }
      case .ended(let session):
        if plan.choice.matches(session) { end(session) }
      case .started(let start):
        if current.contains(start.time) { current.restarts += 1 }
      case .missing(let range, let from, let to, _):
        if plan.choice.window.overlaps(from: from, to: to) { current.count(missing: range) }
      case .opened, .recoded, .stopping: break
      }
    }
    table.changes.removeAll(keepingCapacity: true)
  }

  private mutating func end(_ session: Session) {
    // One that was not met before it ended bears no record of its beginning.
    let isNew = session.status == .unopened && !session.wasMet
    if isViewer(session) { viewers.end(session, isNew: isNew) }
    if session.isInput { inputs.end(session, isNew: isNew) }
    if session.isInput || session.isViewed { carried.add(session) }
    let group = viewers.group(of: session.name)
    current.count(session, group: group)
    earlier?.count(session, group: group)
  }

  private func isViewer(_ session: Session) -> Bool {
    plan.onlyPlayers ? session.isPlayed : session.isViewed
  }

  mutating func end(_ output: inout ByteBuffer) {
    table.finish()
    endLog()
    viewers.sort()
    inputs.sort()
    let summary = summarize()
    self.summary = summary
    if plan.onlyProblems, summary.problems.isEmpty { return }
    switch plan.form {
    case .text: ReportText(plan, options, isMarkdown: false).print(summary, into: &output)
    case .markdown: ReportText(plan, options, isMarkdown: true).print(summary, into: &output)
    case .json: ReportJSON(plan, isSpread: true).print(summary, into: &output)
    case .jsonl: ReportJSON(plan, isSpread: false).print(summary, into: &output)
    case nil: break
    }
  }

  mutating func printPage(into output: inout ByteBuffer) {
    guard let summary else { return }
    let charts = ReportCharts(
      summary.stretch, viewers: viewers, inputs: inputs, carried: carried, summary, zone: plan.zone)
    ReportPage(plan, charts).print(summary, into: &output)
  }
}

extension LogReport {
  private mutating func summarize() -> ReportSummary {
    var summary = ReportSummary(stretch: stretch(of: plan.choice.window))
    let found = inspection.findings.takeSorted()
    summary.problems = found.findings.map { Problem($0) }
    if let damage = current.damage.problem { summary.problems.insert(damage) }
    summary.totals = totals(of: current, findings: found.count)
    if let earlier, let window = plan.earlier {
      let findings = inspection.findings.takeSortedEarlier().count
      summary.earlier = (stretch(of: window), totals(of: earlier, findings: findings))
      summary.isEarlierPartial = !isCovered(window)
    }
    summary.types = current.types
    summary.log = ReportSummary.Log(
      files: files, skippedPieces: current.damage.pieces, skippedBytes: current.damage.bytes,
      missing: current.missing, restarts: current.restarts, undated: current.undated,
      timeless: current.timeless, isWhole: plan.choice.window.isUnlimited,
      forgotten: table.forgotten)
    summary.streams = rankedStreams()
    summary.inputs = rankedInputs(summary.stretch)
    return summary
  }

  /// True if the log reaches from the beginning of a window to its end.
  private func isCovered(_ window: TimeWindow) -> Bool {
    guard let known = viewers.span, let since = window.since, let until = window.until else {
      return false
    }
    return known.lowerBound <= since.milliseconds && until.milliseconds <= known.upperBound
  }

  /// A window cut to the log; what follows its last event is not told of.
  private func stretch(of window: TimeWindow) -> ReportSummary.Stretch {
    guard let known = viewers.span else { return ReportSummary.Stretch(window: window) }
    let start = window.since.map { max($0.milliseconds, known.lowerBound) } ?? known.lowerBound
    let end = window.until.map { min($0.milliseconds, known.upperBound) } ?? known.upperBound
    guard start <= end else { return ReportSummary.Stretch(window: window) }
    return ReportSummary.Stretch(window: window, start: start, end: end)
  }

  private func totals(of figures: WindowFigures, findings: Int) -> ReportSummary.Totals {
    ReportSummary.Totals(
      events: figures.events, sessions: figures.statuses.values.reduce(0, +),
      statuses: figures.statuses, roles: figures.roles, bytes: figures.bytes,
      viewers: measure(viewers.edges, over: figures.choice.window),
      problems: findings + (figures.damage.pieces > 0 ? 1 : 0))
  }

  private func measure(
    _ edges: borrowing ContiguousArray<ViewerCurve.Edge>, over window: TimeWindow
  ) -> ViewerCurve.Measure? {
    guard let stretch = viewers.stretch(of: window) else { return nil }
    return ViewerCurve.measures(
      edges, bounds: [stretch.start, stretch.end], isClosed: stretch.isClosed
    ).first
  }

  private func rankedStreams() -> [ReportSummary.Stream] {
    var streams: [ReportSummary.Stream] = []
    for (group, edges) in viewers.edgesByGroup().enumerated() {
      let bytes = current.bytes(of: group)
      let measure = measure(edges, over: plan.choice.window) ?? ViewerCurve.Measure()
      guard measure.peak > 0 || bytes.into.rank > 0 || bytes.out.rank > 0 else { continue }
      streams.append(
        ReportSummary.Stream(
          name: viewers.name(of: group), group: group, bytes: bytes, viewers: measure))
    }
    let ranking = plan.ranking
    return streams.sorted { left, right in
      let (one, other) = (left.ranks(by: ranking), right.ranks(by: ranking))
      if one != other { return one > other }
      return left.name.precedes(right.name)
    }
  }

  private func rankedInputs(_ stretch: ReportSummary.Stretch) -> [ReportSummary.Input] {
    guard let start = stretch.start, let end = stretch.end else { return [] }
    var found: [ReportSummary.Input] = []
    for (group, edges) in inputs.edgesByGroup().enumerated() where !edges.isEmpty {
      let uptime = Uptime(edges, from: start, to: end)
      guard uptime.up > 0 else { continue }
      found.append(
        ReportSummary.Input(name: inputs.name(of: group), group: group, uptime: uptime))
    }
    return found.sorted { left, right in
      let (one, other) = (left.uptime, right.uptime)
      if one.down != other.down { return one.down > other.down }
      return left.name.precedes(right.name)
    }
  }
}

extension ReportSummary.Stream {
  /// What it is sorted by, the first that differs; the greatest comes first.
  fileprivate func ranks(
    by ranking: ReportRanking
  ) -> (Int128, Int128, Int128, Int128) {
    let (peak, area) = (Int128(viewers.peak), viewers.area)
    let (bytesIn, bytesOut) = (bytes.into.rank, bytes.out.rank)
    return switch ranking {
    case .bytes: (bytesOut, area, peak, bytesIn)
    case .viewers: (peak, area, bytesOut, bytesIn)
    case .hours: (area, bytesOut, peak, bytesIn)
    }
  }
}

extension ContiguousArray<UInt8>? {
  /// Whether a name stands before another one; what has none stands behind all.
  fileprivate func precedes(_ other: ContiguousArray<UInt8>?) -> Bool {
    guard let self else { return false }
    guard let other else { return true }
    return self.lexicographicallyPrecedes(other)
  }
}

extension Session {
  /// Whether it is a stream that comes in.
  fileprivate var isInput: Bool { kind == .stream && direction == .in }
}

extension ByteBuffer {
  fileprivate borrowing func matches(anyOf globs: [Glob]) -> Bool {
    globs.contains { $0.matches(span) }
  }

  /// Counts an event of the type that is written in this buffer.
  fileprivate borrowing func count(in figures: inout WindowFigures) { figures.count(named: span) }
}
