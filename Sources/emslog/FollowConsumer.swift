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
  /// - Parameters:
  ///   - isLive: whether every event is brought out at once.
  ///   - isMuted: whether what is there so far is passed over.
  init(
    _ reader: consuming EventReader, _ selection: consuming Selection,
    to destination: consuming Destination, isLive: Bool, isMuted: Bool = false
  ) {
    self.reader = reader
    events = FollowedEvents(selection)
    events.isMuted = isMuted
    self.destination = destination
    self.isLive = isLive
    events.selection.begin()
  }

  /// How many events were chosen.
  var matched: Int { events.selection.matched }

  mutating func begin(_ opening: StreamOpening) {
    self.opening = opening
    events.selection.beginSource(opening.fileName)
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

  var isStopped: Bool { reader.isStopped || events.selection.isSatisfied || Signals.ending != nil }

  mutating func commit() throws(FileError) -> Checkpoint.OutputRecord? {
    // What stands before the first event waits for one: no news, no output.
    guard matched > 0 else { return nil }
    // Nothing may be kept back of what the checkpoint says is out.
    events.selection.settle()
    return try destination.write(&events.selection.output)
  }

  /// Adds what stands behind the last event.
  mutating func finish() { if matched > 0 { events.selection.end() } }

  /// What `--stats` prints.
  var summary: String {
    var lines = [
      "streams     \(streamsRead)", "bytes       \(statistics.bytes)",
      "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      "matched     \(matched)", "skipped     \(statistics.skipped) (\(statistics.skippedBytes) bytes)",
      "missing     \(missing) records",
    ]
    for reason in SkipReason.allCases where statistics.skipped(reason) > 0 {
      lines.append("            \(count(statistics.skipped(reason), reason.singular, reason.plural))")
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
  var selection: Selection
  var audit = SequenceAudit()
  /// Whether events are only passed over.
  var isMuted = false
  /// Events before are passed over.
  var earliest: EventTime?

  init(_ selection: consuming Selection) { self.selection = selection }

  /// All, since a gap in the counters shows only if none is left out.
  var wantedKinds: EventKindSet { .all }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    audit.feed(logEntry: event.logEntry, processId: event.writer)
    if isMuted { return .proceed }
    if let earliest, let time = event.time, time < earliest { return .proceed }
    return selection.consume(event)
  }

  mutating func skip(_ bytes: Span<UInt8>) { selection.skip(bytes) }
  mutating func skipped(_ piece: SkippedPiece) { selection.skipped(piece) }
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
