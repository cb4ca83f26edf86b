/// Looks for starts of the server before which it had not said that it would stop: crashes.
///
/// All is told when the log ends. Parts that are numbered anew after a restart hold records of several
/// lives of the server each, and are read one after the other (quirk 24): a life goes on where its
/// process and its counters do, and may say in a later part that it will stop.
struct RestartDetector: Detector {
  let kinds = EventKindSet.all
  /// The lives in the order in which they were met.
  private var lives: ContiguousArray<Life> = []
  private var current = -1
  /// Whether the event at hand is the first behind a place where the counters do not go on.
  private var isElsewhere = false
  private var cut: Int64 = 0

  /// From a start of the server to its end.
  private struct Life: Kept {
    var process: Int64?
    var lastEntry: Int64?
    var first: Int64?
    var last: Int64?
    var isStopped = false
    /// Streams that were open when it ended.
    var cut: Int64 = 0

    mutating func keep(in fields: inout KeptFields) {
      fields(&process)
      fields(&lastEntry)
      fields(&first)
      fields(&last)
      fields(&isStopped)
      fields(&cut)
    }
  }

  /// So many lives are remembered; a hostile log may have more.
  private static let limit = 100_000

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?, _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .started:
        isElsewhere = true
        cut = 0
      case .ended(let session) where session.status == .restart && session.kind == .stream:
        cut += 1
      default: break
      }
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    if isElsewhere || current < 0 { find(event, at: time, &findings) }
    // Only what a record says itself is a beginning: text may bear the time of the life before.
    if lives[current].first == nil { lives[current].first = event.time?.possible }
    lives[current].last = time ?? lives[current].last
    lives[current].lastEntry = event.counter ?? lives[current].lastEntry
    if event.kind == .serverStopping { lives[current].isStopped = true }
  }

  /// Finds the life that a record belongs to, or begins a new one.
  private mutating func find(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    if current >= 0 { lives[current].cut = cut }
    isElsewhere = false
    let process = event.writer
    let before = event.counter.map { $0 - 1 }
    if let before, before >= 0,
      let known = lives.firstIndex(where: { $0.process == process && $0.lastEntry == before })
    {
      current = known
      return
    }
    if lives.count >= Self.limit { tellAll(&findings) }
    current = lives.count
    lives.append(Life(process: process, first: event.time?.possible))
  }

  mutating func keep(in fields: inout KeptFields) {
    var known = Array(lives)
    fields(&known)
    lives = ContiguousArray(known)
    fields(&current)
    fields(&isElsewhere)
    fields(&cut)
    if fields.isReading, !lives.indices.contains(current) { current = -1 }
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    tellAll(&findings)
    self = RestartDetector()
  }

  /// Tells of each life before which another one ended without a word.
  private mutating func tellAll(_ findings: inout FindingList) {
    // Those that bear no time stay where they were met.
    var order = Array(lives.indices)
    let isDated = lives.allSatisfy { $0.first != nil }
    if isDated { order.sort { (lives[$0].first ?? 0, $0) < (lives[$1].first ?? 0, $1) } }
    for (before, after) in zip(order, order.dropFirst()) where !lives[before].isStopped {
      tell(lives[after], after: lives[before], &findings)
    }
    lives.removeAll()
    current = -1
  }

  private func tell(_ life: Life, after before: Life, _ findings: inout FindingList) {
    let start = life.first ?? life.last
    var away: Int64?
    // Most records bear whole seconds, some of them more.
    if let start, let last = before.last, start > last - 1000 { away = max(start - last, 0) }
    var message = "the server started again without having said that it would stop"
    if let away {
      message += away < 1000 ? ", at once" : ", \(away.inWords) after its last record"
    }
    message += "; \(before.cut.counted("stream")) cut off"
    findings.add(
      Finding(
        .restarts, from: start, message,
        [
          RowMember("lastRecord", .moment(before.last.map(EventTime.init(milliseconds:)))),
          RowMember("awaySeconds", away.map { .seconds($0) } ?? .nothing),
          RowMember("streamsCut", .number(before.cut)),
          RowMember("processBefore", .count(before.process)),
          RowMember("process", .count(life.process)),
        ]))
  }
}
