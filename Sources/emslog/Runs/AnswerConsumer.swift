import EventLog
import LogFiles

/// What is gathered from followed streams, and kept from one run to the next.
protocol KeptAnswer: EventConsumer, ~Copyable {
  /// Makes ready for more of a log; others may be read in between.
  mutating func beginLog(_ name: LogName)
  /// The first few pieces that were skipped since a log was begun.
  var firstSkipped: [SkippedPiece] { get }
  /// The gaps in the counters of records that were found since this was asked last.
  mutating func takeMissing() -> [ClosedRange<Int64>]
  /// Counts what was read of a log.
  mutating func count(_ statistics: ReadStatistics)
  /// Brings in order what was gathered, before it is kept.
  mutating func settle()
  /// Brings out what is new, before it is kept that it was.
  mutating func bringOut() throws(FileError)
  /// All that is needed to go on later.
  var memory: [String] { get }
}

extension KeptAnswer where Self: ~Copyable {
  mutating func takeMissing() -> [ClosedRange<Int64>] { [] }
  mutating func count(_ statistics: ReadStatistics) {}
  mutating func bringOut() throws(FileError) {}
}

extension Metrics: KeptAnswer {}

extension CheckWatch: KeptAnswer {
  mutating func bringOut() throws(FileError) {
    guard !output.isEmpty else { return }
    var standardOutput = OutputFile.standardOutput
    try output.write(to: &standardOutput)
    output.removeAll()
  }
}

/// The report on one stream after a pass.
struct AnswerReport {
  var fileName: String
  var end: SourceEnd
  var skipped: [SkippedPiece]
  var statistics: ReadStatistics
  var missing: [ClosedRange<Int64>]
}

/// Followed streams on their way into an answer.
struct AnswerConsumer<Answer: KeptAnswer & ~Copyable>: StreamConsumer, ~Copyable {
  private var events: GatedAnswer<Answer>
  private var reader: EventReader
  private var opening: StreamOpening?
  /// How many bytes at the end of the log at hand are the beginning of a record.
  private var cutLength = 0
  private var reports: [AnswerReport] = []
  /// How far the stamps of each rotated set have come.
  private var clocks: [SetKey: StampClock] = [:]
  /// What was read from all streams.
  private(set) var statistics = ReadStatistics()
  private(set) var streamsRead = 0

  /// Creates a consumer; `gate` lets each event of several sinks through once, nil lets all.
  init(_ reader: consuming EventReader, _ answer: consuming Answer, _ gate: consuming SinkGate?) {
    self.reader = reader
    events = GatedAnswer(answer: answer, gate: gate)
  }

  var answer: Answer {
    _read { yield events.answer }
    _modify { yield &events.answer }
  }

  mutating func begin(_ opening: StreamOpening) {
    count(.clean)
    self.opening = opening
    answer.beginLog(LogName(opening))
    events.gate?.begin(LogName(opening))
    // The records of a new log are counted from its own start.
    let note = FollowNote(text: opening.isNew ? "" : opening.annotation)
    reader.resume(
      at: Int(opening.offset - opening.leadingNULs) - opening.rest.count, head: opening.head.span,
      bookmark: opening.isNew
        ? EventReader.Bookmark(clock: opening.isPart ? nil : clocks[opening.set]) : note.bookmark)
    if !opening.rest.isEmpty { reader.read(opening.rest.span, into: &events) }
    reader.skipHole(of: Int(opening.leadingNULs), into: &events)
  }

  mutating func name(_ stream: UInt64) { reader.name(stream: stream) }

  mutating func take(_ bytes: Span<UInt8>) -> Int64 {
    reader.read(bytes, into: &events)
    return Int64(reader.offset)
  }

  mutating func pause(isFinal: Bool) -> Int64 {
    let offset = reader.pause(isFinal: isFinal, into: &events)
    cutLength = reader.offset - Int(offset)
    return offset
  }

  mutating func end(_ end: SourceEnd) { count(end) }

  /// Counts what was dealt with of a stream, which may not have come to its end: a file that changes
  /// while it is read is begun once more.
  private mutating func count(_ end: SourceEnd) {
    guard let opening else { return }
    self.opening = nil
    clocks[opening.set] = reader.bookmark.clock
    streamsRead += 1
    var read = reader.statistics
    // The beginning of a record that waits for its end will be read again.
    let dealt = reader.offset - Int(opening.offset)
    let rest = min(dealt, cutLength)
    cutLength = 0
    read.bytes = dealt > 0 ? dealt - rest + Int(opening.leadingNULs) : 0
    let missing = answer.takeMissing()
    if dealt > 0 {
      answer.count(read)
      statistics.add(read)
    } else {
      read = ReadStatistics()
    }
    guard
      end != .clean || read.skipped > 0 || !missing.isEmpty || read.zoneDoubt.isJustified
    else { return }
    reports.append(
      AnswerReport(
        fileName: opening.fileName, end: end, skipped: answer.firstSkipped, statistics: read,
        missing: missing))
  }

  mutating func commit() throws(FileError) -> Checkpoint.Outputs {
    count(.clean)
    answer.settle()
    try answer.bringOut()
    return Checkpoint.Outputs()
  }

  /// The reports on streams since this was last asked.
  mutating func takeReports() -> [AnswerReport] {
    defer { reports = [] }
    return reports
  }

  var memory: [String] { answer.memory + (events.gate?.memory ?? []) }

  /// Takes note that all logs have been read to their ends.
  mutating func endPass() { events.gate?.endPass() }

  /// True if events may have been counted again that several sinks hold.
  var isOverfull: Bool { events.gate?.isOverfull ?? false }

  var isFull: Bool { false }
  var annotation: String { FollowNote(SequenceAudit(), reader.bookmark).text }
  /// A signal leaves the time to deal with what is there, if that is not too much.
  var isStopped: Bool { reader.isStopped || Signals.isOverdue }
}

/// An answer that learns each event once, where several sinks hold it.
private struct GatedAnswer<Answer: KeptAnswer & ~Copyable>: EventConsumer, ~Copyable {
  var answer: Answer
  var gate: SinkGate?

  private var isWatching: Bool { gate?.isWatching ?? false }
  var wantedKinds: EventKindSet { isWatching ? .all : answer.wantedKinds }
  var neededFields: NeededFields { isWatching ? .all : answer.neededFields }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if isWatching {
      guard gate?.admits(event) != false, answer.wantedKinds.contains(event.kind) else {
        return .proceed
      }
    }
    return answer.consume(event)
  }

  mutating func skip(_ bytes: Span<UInt8>) { answer.skip(bytes) }
  mutating func skipped(_ piece: SkippedPiece) { answer.skipped(piece) }
}

extension AnswerConsumer where Answer: ~Copyable {
  /// What `--stats` prints.
  var summary: String {
    let lines =
      [
        "streams     \(streamsRead)", "bytes       \(statistics.bytes)",
        "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      ] + statistics.accountOfOthers
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LogName {
  /// The name of the log that a stream is a part of.
  init(_ opening: StreamOpening) { self.init(opening.set, run: opening.instance) }

  /// The name of the log that a rotated set holds.
  init(_ set: SetKey, run: UInt64? = nil) {
    var group = set.directory.bytes
    if !group.isEmpty { group.append(UInt8(ascii: "/")) }
    group += set.name
    self.init(group: group, run: run)
  }
}
