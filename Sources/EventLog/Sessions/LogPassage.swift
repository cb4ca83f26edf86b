/// How far a log has gone on: by one event, or by several that tell of no session.
struct LogPassage: Equatable {
  /// What a server says of itself.
  enum Notice: Equatable {
    case none
    /// It was started.
    case started
    /// It is about to stop.
    case stopping
    /// It runs, for it has told of something.
    case running
  }

  /// The counters of the records, each one more than the one before; nil if they bear none.
  var entries: ClosedRange<Int64>?
  /// The number of the event, of a notification: these may come in any order.
  var number: Int64?
  /// The process that wrote them, as far as they say.
  var writer: Int64?
  /// The time in the first of them.
  var since: EventTime?
  /// The time of the last of them, as far as the log tells; none of those before is later.
  var time: EventTime?
  /// Only one event gives notice of anything.
  var notice = Notice.none

  /// Nothing yet.
  init() {}

  /// One event.
  @inline(__always)
  init(_ event: borrowing Event) {
    if let entry = event.counter {
      entries = entry...entry
      writer = event.writer
    } else if event.format == .notification {
      // Elsewhere it may be the process that the event is about (quirk 71).
      writer = event.writer
      number = event.number
    }
    since = event.time
    time = event.timeInLog
    switch event.kind {
    case .serverStarted: notice = .started
    case .serverStopping: notice = .stopping
    default: break
    }
  }

  /// Goes on with what follows; false, and nothing has changed, if it is to be told apart.
  mutating func extend(with next: LogPassage) -> Bool {
    guard notice == .none, next.notice == .none, writer == next.writer, number == nil,
      next.number == nil
    else { return false }
    if let time, let later = next.time, later < time { return false }
    switch (entries, next.entries) {
    case (nil, nil): break
    case (let known?, let new?) where new.lowerBound == known.upperBound + 1:
      entries = known.lowerBound...new.upperBound
    default: return false
    }
    since = since ?? next.since
    time = next.time ?? time
    return true
  }
}
