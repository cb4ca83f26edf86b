/// A run of a server, from its start to its end, as far as its log tells.
struct ServerRun {
  /// Which files hold it, and which process wrote it; runs of one process number that follow one
  /// another, as in a container, are told apart by their counters.
  struct Writer: Hashable {
    /// The rotated set.
    var group: Int32
    /// The number that the server put into the names of its files.
    var instance: UInt64?
    /// Nil in formats that do not say.
    var process: Int64?
  }

  var writer: Writer
  /// How many runs of the same writer came before.
  var generation: Int32 = 0
  /// True if another run has the same writer, so that counters alone may be those of either.
  var hasRivals = false
  /// The run that was read just before this one began; nil if nothing was.
  var predecessor: Int32?
  var audit = SequenceAudit()
  /// The times of the records around the gap that the audit has not reported yet.
  var gapBounds: (from: EventTime?, to: EventTime?) = (nil, nil)
  /// Records since the last counter that the server counted and could not write.
  var placeholders = 0
  /// The first time that one of its records has itself; a time carried from records before may be
  /// that of another run.
  var first: EventTime?
  /// The time of the record that was read last.
  var latest: EventTime?
  /// The latest moment at which it is known to have run.
  var last: EventTime?
  var hasCounters = false
  var isStopping = false
  var isRunning = false
  /// True if it was read again after a later run had begun.
  var isResumed = false
  /// True if a start or a stop of a server was logged.
  var logsStarts = false
  /// True if its end was told, since another run follows it.
  var isOver = false
  /// Its open sessions, oldest first.
  var oldest: Int32 = -1
  var newest: Int32 = -1

  init(_ writer: Writer) { self.writer = writer }

  /// True if a record surely comes next in this run.
  @inline(__always)
  func goesOn(with passage: LogPassage) -> Bool {
    guard mayWrite(passage.writer), !hasRivals else { return false }
    guard let entries = passage.entries else { return hasCounters || !isBegunAnew(by: passage) }
    return audit.last == entries.lowerBound - 1
  }

  /// True if a record with this counter comes next, or among the last ones, out of order.
  func mayHold(_ entry: Int64) -> Bool {
    audit.last == entry - 1 || audit.mayStandLate(entry, isStopping: isStopping)
  }

  /// True unless the record names another process.
  @inline(__always)
  func mayWrite(_ process: Int64?) -> Bool {
    process == nil || writer.process == nil || process == writer.process
  }

  /// True if a record without a counter says that the server starts, though this run was there.
  func isBegunAnew(by passage: LogPassage) -> Bool {
    passage.notice == .started && isRunning && !hasCounters
  }

  /// Notes that the server was there at a time.
  @inline(__always)
  mutating func pass(_ time: EventTime) {
    if let last, last >= time { return }
    last = time
  }
}

/// A start of a server that had been running before.
struct ServerStart {
  /// When it was: the first time of the new run.
  var time: EventTime?
  /// The latest moment at which the run before is known to have been there.
  var after: EventTime?
  /// The new run, and the one before.
  var run: Int32
  var runBefore: Int32
  var process: Int64?
  var processBefore: Int64?
  /// True if the run before had announced its end.
  var wasStopped: Bool
  /// True if the log has starts and stops of the server at all.
  var logsStarts: Bool
  /// How many streams were open when the run before ended.
  var streamsCut: Int64
}
