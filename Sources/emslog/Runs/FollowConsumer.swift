import EventLog
import LogFiles
import SystemPackage

/// The events of followed streams on their way out: the join of files and events.
struct FollowConsumer: StreamConsumer, ~Copyable {
  /// Where output goes; nowhere, if neither is there.
  struct Destination: ~Copyable {
    /// Standard output: events may be repeated after a crash.
    var stream: OutputFile?
    /// A file that belongs to the checkpoint: each event is in it exactly once.
    var owned: CommittedOutput?
    /// Where the bytes of skipped records go.
    var bad = BadFile()
    /// The same, where that file belongs to the checkpoint.
    var ownedBad: CommittedOutput?
  }

  private var reader: EventReader
  private var events: FollowedEvents
  private var past = PastWanted(left: 0)
  private var destination: Destination
  /// Whether every event is brought out at once.
  private let isLive: Bool
  /// Whether the run has to end at once.
  private let isOverdue: () -> Bool
  private var opening: StreamOpening?
  private var reports: [StreamReport] = []
  private var ledgers: [SetKey: SequenceLedger] = [:]
  /// How far the counters of each set have come.
  private var audits: [SetKey: SequenceAudit] = [:]
  /// How far the counters had come in the log before the one at hand, if it is new.
  private var auditBefore: SequenceAudit?
  private(set) var continuesLogBefore = false
  /// How far the stamps of each set have come.
  private var clocks: [SetKey: StampClock] = [:]
  /// Sets that no run has read from, so that nobody knows what came before their logs.
  private var unknownSets: Set<SetKey> = []
  /// What was read from all streams.
  private(set) var statistics = ReadStatistics()
  private var streamsRead = 0
  /// Records that the counters tell of and no log holds.
  private var missing: Int64 = 0

  /// With so much output it is brought out: with what came of the last piece it is still less than 1 MiB.
  private static let capacity = 512 << 10

  /// Creates a consumer.
  ///
  /// Where `isLive`, every event is brought out at once; `past` is what is passed over; `isOverdue`
  /// tells whether the run has to end at once.
  init(
    _ reader: consuming EventReader, _ filtered: consuming FilteredEvents,
    to destination: consuming Destination, isLive: Bool,
    past: PollRun.Past = .nothing, isOverdue: @escaping () -> Bool = { Signals.isOverdue }
  ) {
    self.isOverdue = isOverdue
    self.reader = reader
    events = FollowedEvents(filtered)
    switch past {
    case .nothing: break
    case .everything: events.mode = .passOver
    case .before(let time): events.earliest = time
    }
    // A file of rows has its heading once.
    if !destination.goesOn { events.filtered.begin() }
    self.destination = destination
    self.isLive = isLive
  }

  /// How many events were chosen.
  var matched: Int { events.filtered.matched }

  /// See ``FilteredEvents/unseenFields``.
  var unseenFields: [UnseenField] { events.filtered.unseenFields }

  mutating func recall(_ annotations: [String], of set: SetKey) {
    var ledger = ledgers[set] ?? SequenceLedger(isMixed: true)
    for text in annotations {
      let note = FollowNote(text: text)
      ledger.ends.add(note.runs.ends)
      clocks[set] = clocks[set].map { max($0, note.bookmark.clock) } ?? note.bookmark.clock
    }
    ledgers[set] = ledger
    if annotations.isEmpty, !isLive { unknownSets.insert(set) }
  }

  mutating func begin(_ opening: StreamOpening) {
    if let before = self.opening { close(before) }
    events.ledger = ledgers[opening.set] ?? SequenceLedger(isMixed: opening.isPart)
    self.opening = opening
    events.filtered.beginSource(opening.fileName)
    events.gate?.begin(LogName(opening))
    past.found = events.counted
    // Each log is counted twice: to see how much it has, and to find where to begin.
    events.counter?.forgetDeliveries()
    let note = FollowNote(text: opening.annotation)
    events.runs = note.runs
    events.isAtStart = false
    auditBefore = opening.isNew && !opening.isPart && note.audit.last != nil ? note.audit : nil
    continuesLogBefore = false
    if opening.isPart {
      events.ledger.ends.remove(note.runs.ends)
      let isKnown = !events.isLookingBack && !unknownSets.contains(opening.set)
      events.isAtStart = opening.isNew && isKnown
    } else if isLive, opening.isNew, note.audit.last == nil, let audit = audits[opening.set] {
      // The log before it may have come and gone between two looks.
      events.runs = SequenceRuns(audit)
    }
    // The records of a new log are counted from its own start.
    reader.resume(
      at: Int(opening.offset) - opening.rest.count, head: opening.head.span,
      bookmark: opening.isNew
        ? EventReader.Bookmark(clock: opening.isPart ? nil : clocks[opening.set]) : note.bookmark)
    if !opening.rest.isEmpty { reader.read(opening.rest.span, into: &events) }
  }

  mutating func name(_ stream: UInt64) { reader.name(stream: stream) }

  mutating func take(_ bytes: Span<UInt8>) -> Int64 {
    reader.read(bytes, into: &events)
    return Int64(reader.offset)
  }

  mutating func pause(isFinal: Bool) -> Int64 {
    reader.pause(isFinal: isFinal, into: &events)
  }

  mutating func end(_ end: SourceEnd) {
    guard let opening else { return }
    self.opening = nil
    let audit = events.runs.audit
    let findings = events.runs.takeFindings()
    if let auditBefore, audit != auditBefore {
      continuesLogBefore = !findings.contains { found in
        if case .restart(let last) = found.finding { last == auditBefore.last } else { false }
      }
    }
    close(opening)
    if events.mode.isAboutNews {
      for found in findings {
        guard case .missing(let range) = found.finding else { continue }
        ledgers[opening.set]?.doubt(range, of: found.process, in: opening.fileName)
      }
    }
    if isLive, !opening.isPart, audit.last != nil {
      let known = audits[opening.set]
      let isFurther = known?.process != audit.process || known?.last ?? -1 <= audit.last ?? -1
      if isFurther { audits[opening.set] = audit }
    }
    // What is only counted is read once more to be shown.
    if case .count = events.mode { return }
    statistics.add(reader.statistics)
    streamsRead += 1
    guard events.mode.isAboutNews else { return }
    let report = StreamReport(
      fileName: opening.fileName, end: end, skipped: events.filtered.firstSkipped,
      statistics: reader.statistics, isFromStart: opening.offset == 0)
    if report.isWorthTelling { reports.append(report) }
  }

  /// Keeps what is known of the counters of a log's set.
  private mutating func close(_ opening: StreamOpening) {
    if opening.isPart { events.ledger.ends.add(events.runs.ends) }
    clocks[opening.set] = reader.bookmark.clock
    ledgers[opening.set] = events.ledger
  }

  /// Whether records seem to be missing, which was not told.
  var hasGaps: Bool { ledgers.values.contains(where: \.hasGaps) }

  /// Whether records seem to be missing that another look at the logs may find.
  var hasDoubts: Bool { ledgers.values.contains(where: \.hasUnripeGaps) }

  /// Takes note that another look at all logs is about to begin.
  mutating func lookAgain() {
    for set in ledgers.keys { ledgers[set]?.ripen() }
  }

  /// The gaps in the counters that another look at all logs has not filled.
  ///
  /// - Parameter isEnd: there will be no further look.
  /// - Returns: Each gap once.
  mutating func takeGaps(isEnd: Bool) -> [SequenceLedger.Gap] {
    var gaps: [SequenceLedger.Gap] = []
    for set in ledgers.keys.sorted() {
      gaps += ledgers[set]?.takeGaps(isEnd: isEnd) ?? []
    }
    for gap in gaps { missing += Int64(gap.range.count) }
    return gaps
  }

  var isFull: Bool {
    if isLive { return matched > 0 }
    return max(events.filtered.output.count, events.filtered.skippedBytes.count) >= Self.capacity
  }

  var annotation: String {
    let ends = opening?.isPart == true ? events.runs.brokenEnds : []
    return FollowNote(events.runs.audit, reader.bookmark, brokenEnds: ends).text
  }

  var memory: [String] { events.gate?.memory ?? [] }

  /// Lets each event through once that several sinks hold.
  mutating func open(_ gate: SinkGate?) { events.gate = gate }

  mutating func endPass() { events.gate?.endPass() }

  /// True if events may have been repeated that several sinks hold.
  var isOverfull: Bool { events.gate?.isOverfull ?? false }

  /// Whether an event was found that ends following.
  var hasFoundEnd: Bool { events.hasFoundEnd }

  /// Writes the bytes of records that are skipped from now on to a file, which is emptied.
  mutating func keepSkipped(in path: FilePath) throws(FileError) {
    try destination.bad.open(path)
  }

  /// Makes the consumer end behind an event that `filtered` finds.
  mutating func stop(on filtered: consuming FilteredEvents) { events.ending = .some(filtered) }

  /// A signal leaves the time to deal with what is there, if that is not too much.
  var isStopped: Bool { reader.isStopped || events.filtered.isSatisfied || isOverdue() }

  mutating func commit() throws(FileError) -> Checkpoint.Outputs {
    let skipped = try destination.write(skipped: &events.filtered.skippedBytes)
    // What stands before the first event waits for one: no news, no output.
    guard matched > 0 else { return Checkpoint.Outputs(skipped: skipped) }
    // Nothing may be kept back of what the checkpoint says is out.
    events.filtered.settle()
    return Checkpoint.Outputs(
      events: try destination.write(&events.filtered.output), skipped: skipped)
  }

  /// What output files that belong to the checkpoint hold before the run.
  func outputsBefore() throws(FileError) -> Checkpoint.Outputs {
    var outputs = Checkpoint.Outputs()
    switch destination.owned {
    case .some(let file): outputs.events = try file.committed()
    case .none: break
    }
    switch destination.ownedBad {
    case .some(let file): outputs.skipped = try file.committed()
    case .none: break
    }
    return outputs
  }

  /// Adds what stands behind the last event.
  mutating func finish() { if matched > 0 { events.filtered.end() } }

  /// What `--stats` prints.
  var summary: String {
    var lines = [
      "streams     \(streamsRead)", "bytes       \(statistics.bytes)",
      "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      "matched     \(matched)",
    ]
    lines += statistics.accountOfOthers
    lines.append("missing     \(missing) records")
    if events.filtered.repeated > 0 {
      lines.append("repeated    \(count(events.filtered.repeated, "event")) dropped")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is to be told of streams since this was asked last.
  mutating func takeReports() -> [StreamReport] {
    defer { reports = [] }
    return reports
  }
}

/// The report on one stream after a pass.
struct StreamReport {
  var fileName: String
  var end: SourceEnd
  var skipped: [SkippedPiece]
  var statistics: ReadStatistics
  /// True if nothing of the log was read before.
  var isFromStart: Bool

  var isWorthTelling: Bool {
    end != .clean || statistics.skipped > 0 || isFromStart && statistics.lacksEvents
      || statistics.zoneDoubt.isJustified
  }
}

extension FollowConsumer.Destination {
  /// Whether events are added to those of earlier runs.
  fileprivate var goesOn: Bool {
    switch owned {
    case .some(let file): !file.isEmpty
    case .none: false
    }
  }

  /// Writes all of the buffer and empties it.
  fileprivate mutating func write(
    _ buffer: inout ByteBuffer
  ) throws(FileError) -> Checkpoint.OutputRecord? {
    if !buffer.isEmpty {
      if stream?.writtenCount == 0, stream?.isWithinLine == true {
        try stream?.write([UInt8(ascii: "\n")].span)
      }
      try stream?.write(buffer.span)
      try owned?.write(buffer.span)
      buffer.removeAll()
    }
    return try owned?.committed()
  }

  /// Writes the bytes of skipped records and empties the buffer.
  fileprivate mutating func write(
    skipped buffer: inout ByteBuffer
  ) throws(FileError) -> Checkpoint.OutputRecord? {
    guard !buffer.isEmpty else { return nil }
    try bad.write(buffer.span)
    try ownedBad?.write(buffer.span)
    buffer.removeAll()
    return try ownedBad?.committed()
  }
}

/// Looks at each event's counter before the filtered sees it.
struct FollowedEvents: EventConsumer, ~Copyable {
  /// What happens to events.
  enum Mode {
    case show
    /// They belong to the past, which is not wanted.
    case passOver
    /// They are only counted, to see how far back the last ones reach.
    case count
    /// So many that match are passed over, the rest is shown.
    case skip(Int)

    /// Whether the next event is shown if it matches.
    var showsNext: Bool {
      switch self {
      case .show: true
      case .skip(let number): number == 0
      case .passOver, .count: false
      }
    }

    /// Whether what is missing and damaged is told.
    var isAboutNews: Bool {
      switch self {
      case .show, .skip: true
      case .passOver, .count: false
      }
    }
  }

  var filtered: FilteredEvents
  /// Counts what the filtered would show.
  var counter: FilteredEvents?
  /// Finds the event that ends following.
  var ending: FilteredEvents?
  private(set) var hasFoundEnd = false
  var runs = SequenceRuns()
  var ledger = SequenceLedger()
  /// Whether the next record is the first of a log whose records follow those of any other.
  var isAtStart = false
  var mode = Mode.show
  /// Lets each event through once that several sinks hold; nil lets all.
  var gate: SinkGate?
  /// Events before are passed over.
  var earliest: EventTime?

  init(_ filtered: consuming FilteredEvents) { self.filtered = filtered }

  /// How many events were counted.
  var counted: Int {
    switch counter {
    case .some(let counter): counter.matched
    case .none: 0
    }
  }

  /// Whether the logs are read from the newest to the oldest, to find where to begin.
  var isLookingBack: Bool {
    switch counter {
    case .some: true
    case .none: false
    }
  }

  /// All, since a gap in the counters shows only if none is left out.
  var wantedKinds: EventKindSet { .all }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    let (number, writer) = (event.logEntry, event.writer)
    if isAtStart, let number {
      isAtStart = false
      // Nobody wrote a record before that with the number 0.
      if number > 0, let end = ledger.ends.last(before: number, of: writer) {
        runs.audit = SequenceAudit(after: end.number, process: end.process)
      }
    }
    runs.feed(logEntry: number, processId: writer)
    if case .count = mode {
      if gate?.leads() == false { return .proceed }
    } else {
      ledger.note(number, process: writer)
      if gate?.isWatching == true, gate?.admits(event) == false { return .proceed }
    }
    switch mode {
    case .passOver: return .proceed
    case .count:
      _ = counter?.take(event)
      return .proceed
    case .skip(let number) where number > 0:
      let before = counted
      _ = counter?.take(event)
      if counted > before { mode = .skip(number - 1) }
      return .proceed
    case .skip, .show: break
    }
    if let earliest, let time = event.timeInLog, time < earliest {
      // Gaps before that time belong to the past too.
      runs.forgetFindings()
      return .proceed
    }
    let flow = filtered.take(event)
    guard ending?.take(event) == .stop else { return flow }
    hasFoundEnd = true
    return .stop
  }

  mutating func skip(_ bytes: Span<UInt8>) {
    if mode.showsNext { filtered.skip(bytes) }
  }

  mutating func skipped(_ piece: SkippedPiece) {
    filtered.skipped(piece)
    // The server has counted a record that it could not write, and wrote a sentence in its place.
    guard piece.reason == .placeholder, let last = runs.audit.last else { return }
    runs.feed(logEntry: last + 1, processId: runs.audit.process)
    if case .count = mode {} else { ledger.note(last + 1, process: runs.audit.process) }
  }
}

/// How much of the past a consumer still wants to show.
struct PastWanted {
  /// So many events, of all logs together.
  var left: Int
  /// How many the log at hand has.
  var found = 0
}

extension FollowNote {
  /// The runs of counters in the log.
  fileprivate var runs: SequenceRuns { SequenceRuns(audit, brokenEnds: brokenEnds) }
}

extension FollowConsumer: LookingBack {
  /// Makes the consumer begin with the last events; `counter` counts those that would be shown.
  mutating func lookBack(to number: Int, _ counter: consuming FilteredEvents) {
    past = PastWanted(left: number)
    events.counter = .some(counter)
    events.mode = .count
  }

  var hasEnough: Bool { foundInLog >= past.left }
  var wantsNothingOlder: Bool { past.left == 0 }

  mutating func countLog() -> Int? {
    let found = foundInLog
    let shown = min(found, past.left)
    past.left -= shown
    return shown > 0 ? found - shown : nil
  }

  mutating func show(skipping number: Int) { events.mode = .skip(number) }

  mutating func endLookingBack() {
    events.mode = .show
    events.counter = nil
    events.runs.forgetFindings()
    for set in ledgers.keys { ledgers[set]?.forgetGaps() }
    reports = []
  }

  private var foundInLog: Int { events.counted - past.found }
}

extension FilteredEvents {
  /// Takes an event of any kind; a reader that is asked for all of them has sorted none out.
  fileprivate mutating func take(_ event: borrowing Event) -> ReadingFlow {
    wantedKinds.contains(event.kind) ? consume(event) : .proceed
  }
}
