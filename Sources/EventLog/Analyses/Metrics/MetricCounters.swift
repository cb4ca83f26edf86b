/// A kind of session and a direction: what sessions are counted by.
struct SessionClass: Hashable {
  var kind: SessionKind
  var direction: StreamDirection

  init(_ kind: SessionKind, _ direction: StreamDirection) {
    self.kind = kind
    self.direction = direction
  }

  init(_ session: borrowing Session) { self.init(session.kind, session.direction) }

  /// All that there are, in the order in which they are shown.
  static let all = [
    SessionClass(.stream, .in), SessionClass(.stream, .out), SessionClass(.stream, .neutral),
    SessionClass(.http, .out), SessionClass(.recording, .out), SessionClass(.chunk, .out),
  ]
}

/// What is counted of all sessions of a class.
struct SessionCounters: Equatable {
  var opened: Int64 = 0
  /// By ``SessionStatus``, in the order of its cases; those that are open were given up.
  var ended = ContiguousArray<Int64>(repeating: 0, count: SessionStatus.allCases.count)
  var lengths = DurationHistogram()

  /// Counts a session that has ended.
  mutating func count(ended session: Session) {
    ended[SessionStatus.allCases.firstIndex(of: session.status) ?? 0] += 1
    guard session.status != .open, let duration = session.duration else { return }
    lengths.add(milliseconds: duration)
  }
}

/// What is counted for one value of the label `stream`.
struct StreamSeries: Equatable {
  /// What of a stream.
  enum Aspect: UInt8, CaseIterable {
    case `in`, out, neutral
    /// Those who watch it.
    case viewers
    /// Pulls of it that failed.
    case pulls

    init(_ direction: StreamDirection) {
      switch direction {
      case .in: self = .in
      case .out: self = .out
      case .neutral: self = .neutral
      }
    }
  }

  struct Key: Hashable {
    var stream: Int
    var aspect: Aspect
  }

  /// Bytes of sound and picture, as the records of ends say.
  var bytes: Int64 = 0
  /// Bytes that were thrown away, as they say.
  var dropped: Int64 = 0
  /// Pulls that failed.
  var failures: Int64 = 0
  var lengths = DurationHistogram()

  /// Counts a session that has ended.
  mutating func count(ended session: Session) {
    bytes = bytes.adding(clamped: Int64(clamping: max(session.bytes ?? 0, 0)))
    dropped = dropped.adding(clamped: Int64(clamping: max(session.droppedBytes ?? 0, 0)))
    if let duration = session.duration { lengths.add(milliseconds: duration) }
  }

  mutating func add(_ other: StreamSeries) {
    bytes = bytes.adding(clamped: other.bytes)
    dropped = dropped.adding(clamped: other.dropped)
    failures = failures.adding(clamped: other.failures)
    lengths.add(other.lengths)
  }
}

/// What is counted of the logs themselves.
struct LogCounters: Equatable {
  var bytes: Int64 = 0
  /// By ``SkipReason``, in the order of its cases.
  var skipped = ContiguousArray<Int64>(repeating: 0, count: SkipReason.allCases.count)
  var skippedBytes: Int64 = 0
  var repaired: Int64 = 0
  var forged: Int64 = 0
  var missing: Int64 = 0
  /// Starts of a server that had said before that it would stop.
  var announcedStarts: Int64 = 0
  /// Starts of a server that had not.
  var suddenStarts: Int64 = 0

  /// Counts a start of a server.
  mutating func count(_ start: ServerStart) {
    if start.wasStopped { announcedStarts += 1 } else { suddenStarts += 1 }
  }

  /// Counts records that no log holds.
  mutating func count(missing range: ClosedRange<Int64>) {
    missing = missing.adding(clamped: Int64(range.count))
  }

  mutating func add(_ statistics: ReadStatistics) {
    bytes = bytes.adding(clamped: Int64(statistics.bytes))
    skippedBytes = skippedBytes.adding(clamped: Int64(statistics.skippedBytes))
    repaired = repaired.adding(clamped: Int64(statistics.repairedStrings))
    forged = forged.adding(clamped: Int64(statistics.forgedRecords))
    for (index, reason) in SkipReason.allCases.enumerated() {
      skipped[index] = skipped[index].adding(clamped: Int64(statistics.skipped(reason)))
    }
  }
}

extension SkipReason {
  /// What it is called as the value of a label.
  var label: String { "\(self)" }
}
