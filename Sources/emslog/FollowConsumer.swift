import EventLog
import LogFiles

/// The events of followed streams on their way out: the join of files and events.
struct FollowConsumer: StreamConsumer, ~Copyable {
  /// Where output goes; nowhere, if neither is there.
  struct Destination: ~Copyable {
    /// Standard output: events may be repeated after a crash.
    var stream: OutputFile?
    /// A file that belongs to the checkpoint: each event is in it exactly once.
    var owned: CommittedOutput?
  }

  private var reader: EventReader
  private var events: FollowedEvents
  private var past = PastWanted(left: 0)
  private var destination: Destination
  /// Whether every event is brought out at once.
  private let isLive: Bool
  private var opening: StreamOpening?
  private var reports: [StreamReport] = []
  /// What was read from all streams.
  private(set) var statistics = ReadStatistics()
  private var streamsRead = 0
  /// Records that the counters tell of and no log holds.
  private var missing: Int64 = 0

  /// So much output is gathered at most.
  private static let capacity = 1 << 20

  /// Creates a consumer.
  ///
  /// Where `isLive`, every event is brought out at once; `past` is what is passed over.
  init(
    _ reader: consuming EventReader, _ selection: consuming Selection,
    to destination: consuming Destination, isLive: Bool,
    past: PollCommand.Past = .nothing
  ) {
    self.reader = reader
    events = FollowedEvents(selection)
    switch past {
    case .nothing: break
    case .everything: events.mode = .passOver
    case .before(let time): events.earliest = time
    }
    self.destination = destination
    self.isLive = isLive
    events.selection.begin()
  }

  /// How many events were chosen.
  var matched: Int { events.selection.matched }

  mutating func begin(_ opening: StreamOpening) {
    self.opening = opening
    events.selection.beginSource(opening.fileName)
    past.found = events.counted
    reader.resume(at: Int(opening.offset), head: opening.head.span)
    events.audit = SequenceAudit(note: opening.annotation)
  }

  mutating func take(_ bytes: Span<UInt8>) -> Int64 {
    reader.read(bytes, into: &events)
    return Int64(reader.offset)
  }

  mutating func pause(isFinal: Bool) -> Int64 {
    if isFinal { reader.finish(into: &events) } else { reader.pause(into: &events) }
    return Int64(reader.offset)
  }

  mutating func end(_ end: SourceEnd) {
    guard let opening else { return }
    let report = StreamReport(
      fileName: opening.fileName, end: end, skipped: events.selection.firstSkipped,
      statistics: reader.statistics, sequence: events.audit.takeFindings().filter { $0.count > 0 })
    if report.isWorthTelling { reports.append(report) }
    for finding in report.sequence { missing += finding.count }
    statistics.add(reader.statistics)
    streamsRead += 1
    self.opening = nil
  }

  var isFull: Bool {
    isLive ? matched > 0 : events.selection.output.count >= Self.capacity
  }

  var annotation: String { events.audit.note }

  /// Whether an event was found that ends following.
  var hasFoundEnd: Bool { events.hasFoundEnd }

  /// Makes the consumer end behind an event that `selection` finds.
  mutating func stop(on selection: consuming Selection) { events.ending = .some(selection) }

  var isStopped: Bool { reader.isStopped || events.selection.isSatisfied || Signals.ending != nil }

  mutating func commit() throws(FileError) -> Checkpoint.OutputRecord? {
    // What stands before the first event waits for one: no news, no output.
    guard matched > 0 else { return nil }
    // Nothing may be kept back of what the checkpoint says is out.
    events.selection.settle()
    return try destination.write(&events.selection.output)
  }

  /// What an output file that belongs to the checkpoint holds before the run.
  func outputBefore() throws(FileError) -> Checkpoint.OutputRecord? {
    switch destination.owned {
    case .some(let file): try file.committed()
    case .none: nil
    }
  }

  /// Adds what stands behind the last event.
  mutating func finish() { if matched > 0 { events.selection.end() } }

  /// What `--stats` prints.
  var summary: String {
    var lines = [
      "streams     \(streamsRead)", "bytes       \(statistics.bytes)",
      "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      "matched     \(matched)",
      "skipped     \(statistics.skipped) (\(statistics.skippedBytes) bytes)",
      "missing     \(missing) records",
    ]
    for reason in SkipReason.allCases where statistics.skipped(reason) > 0 {
      lines.append(
        "            \(count(statistics.skipped(reason), reason.singular, reason.plural))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is to be told of streams since this was asked last.
  mutating func takeReports() -> [StreamReport] {
    defer { reports = [] }
    return reports
  }
}

/// What there is to tell of one stream after a pass.
struct StreamReport {
  var fileName: String
  var end: SourceEnd
  var skipped: [SkippedPiece]
  var statistics: ReadStatistics
  var sequence: [SequenceAudit.Finding]

  /// A restart of the server is its own affair.
  var isWorthTelling: Bool {
    end != .clean || statistics.skipped > 0 || !sequence.isEmpty
  }
}

extension FollowConsumer.Destination {
  /// Writes all of the buffer and empties it.
  fileprivate mutating func write(
    _ buffer: inout ByteBuffer
  ) throws(FileError) -> Checkpoint.OutputRecord? {
    if !buffer.isEmpty {
      try stream?.write(buffer.span)
      try owned?.write(buffer.span)
      buffer.removeAll()
    }
    return try owned?.committed()
  }
}

/// Looks at each event's counter before the selection sees it.
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
  }

  var selection: Selection
  /// Counts what the selection would show.
  var counter: Selection?
  /// Finds the event that ends following.
  var ending: Selection?
  private(set) var hasFoundEnd = false
  var audit = SequenceAudit()
  var mode = Mode.show
  /// Events before are passed over.
  var earliest: EventTime?

  init(_ selection: consuming Selection) { self.selection = selection }

  /// How many events were counted.
  var counted: Int {
    switch counter {
    case .some(let counter): counter.matched
    case .none: 0
    }
  }

  /// All, since a gap in the counters shows only if none is left out.
  var wantedKinds: EventKindSet { .all }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    audit.feed(logEntry: event.logEntry, processId: event.writer)
    switch mode {
    case .passOver: return .proceed
    case .count:
      _ = counter?.consume(event)
      return .proceed
    case .skip(let number) where number > 0:
      let before = counted
      _ = counter?.consume(event)
      if counted > before { mode = .skip(number - 1) }
      return .proceed
    case .skip, .show: break
    }
    if let earliest, let time = event.timeInLog, time < earliest { return .proceed }
    let flow = selection.consume(event)
    guard ending?.consume(event) == .stop else { return flow }
    hasFoundEnd = true
    return .stop
  }

  mutating func skip(_ bytes: Span<UInt8>) { selection.skip(bytes) }
  mutating func skipped(_ piece: SkippedPiece) { selection.skipped(piece) }
}

/// How much of the past a consumer still wants to show.
struct PastWanted {
  /// So many events, of all logs together.
  var left: Int
  /// How many the log at hand has.
  var found = 0
}

extension FollowConsumer: LookingBack {
  /// Makes the consumer begin with the last events; `counter` counts those that would be shown.
  mutating func lookBack(to number: Int, _ counter: consuming Selection) {
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
    _ = events.audit.takeFindings()
    reports = []
  }

  private var foundInLog: Int { events.counted - past.found }
}

extension SequenceAudit.Finding {
  /// How many records are missing.
  fileprivate var count: Int64 {
    switch self {
    case .missing(let range): range.upperBound - range.lowerBound + 1
    case .restart: 0
    }
  }
}
