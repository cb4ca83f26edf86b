import EventLog
import LogFiles

/// Followed streams on their way into metrics.
struct MetricsConsumer: StreamConsumer, ~Copyable {
  /// What there is to tell of one stream after a pass.
  struct Report {
    var fileName: String
    var end: SourceEnd
    var skipped: [SkippedPiece]
    var statistics: ReadStatistics
    var missing: [ClosedRange<Int64>]
  }

  var metrics: Metrics
  private var reader: EventReader
  private var opening: StreamOpening?
  private(set) var reports: [Report] = []
  /// What was read from all streams.
  private(set) var statistics = ReadStatistics()
  private(set) var streamsRead = 0

  init(_ reader: consuming EventReader, _ metrics: consuming Metrics) {
    self.reader = reader
    self.metrics = metrics
  }

  mutating func begin(_ opening: StreamOpening) {
    count(.clean)
    self.opening = opening
    metrics.beginLog(LogName(opening.set))
    // The records of a new log are counted from its own start.
    let note = FollowNote(text: opening.isNew ? "" : opening.annotation)
    reader.resume(
      at: Int(opening.offset - opening.leadingNULs), head: opening.head.span,
      bookmark: note.bookmark)
    reader.skipHole(of: Int(opening.leadingNULs), into: &metrics)
  }

  mutating func name(_ stream: UInt64) { reader.name(stream: stream) }

  mutating func take(_ bytes: Span<UInt8>) -> Int64 {
    reader.read(bytes, into: &metrics)
    return Int64(reader.offset)
  }

  mutating func pause(isFinal: Bool) -> Int64 {
    if isFinal { reader.finish(into: &metrics) } else { reader.pause(into: &metrics) }
    return Int64(reader.offset)
  }

  mutating func end(_ end: SourceEnd) { count(end) }

  /// Counts what was dealt with of a stream, which may not have come to its end: a file that changes
  /// while it is read is begun once more.
  private mutating func count(_ end: SourceEnd) {
    guard let opening else { return }
    self.opening = nil
    streamsRead += 1
    var read = reader.statistics
    // The beginning of a record that waits for its end will be read again.
    let dealt = reader.offset - Int(opening.offset)
    read.bytes = dealt > 0 ? dealt + Int(opening.leadingNULs) : 0
    let missing = metrics.takeMissing()
    if dealt > 0 {
      metrics.count(read)
      statistics.add(read)
    } else {
      read = ReadStatistics()
    }
    guard end != .clean || read.skipped > 0 || !missing.isEmpty else { return }
    reports.append(
      Report(
        fileName: opening.fileName, end: end, skipped: metrics.firstSkipped, statistics: read,
        missing: missing))
  }

  mutating func commit() throws(FileError) -> Checkpoint.Outputs {
    count(.clean)
    metrics.settle()
    return Checkpoint.Outputs()
  }

  var memory: [String] { metrics.memory }
  var isFull: Bool { false }
  var annotation: String { FollowNote(SequenceAudit(), reader.bookmark).text }
  /// A signal leaves the time to deal with what is there, if that is not too much.
  var isStopped: Bool { reader.isStopped || Signals.isOverdue }
}

extension LogName {
  /// The name of the log whose files are a rotated set.
  fileprivate init(_ set: SetKey) {
    var group = set.directory.bytes
    if !group.isEmpty { group.append(UInt8(ascii: "/")) }
    group += set.name
    self.init(group: group, run: set.instance)
  }
}
