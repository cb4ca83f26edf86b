/// Decides which moment a stamp means that clocks show twice, because they were set back.
///
/// A log is written in order: a stamp that goes back while the counters go on is of the second time,
/// and so is all that follows. Where nothing before it decides, a stamp is of the first.
///
///     02:58 02:59 02:00 02:01 … 02:59 03:00      clocks were set back at 03:00
///     └ first ──┘ └ second ─────────┘
public struct StampClock: Comparable, Sendable {
  /// The last time that a record bore.
  private(set) var last: EventTime?
  /// The last counter that a record bore.
  private var entry: Int64?

  /// Creates a clock for a log that begins, or goes on after a record of that time and counter.
  public init(last: EventTime? = nil, entry: Int64? = nil) {
    self.last = last
    self.entry = entry
  }

  /// Orders clocks by the last time that they have seen.
  public static func < (left: StampClock, right: StampClock) -> Bool {
    guard let time = right.last else { return false }
    return left.last.map { $0 < time } ?? true
  }

  /// How far stamps may go back for other reasons, in milliseconds: stamps are cut to seconds where
  /// other times are not, and a server that is stopped writes its last records out of order.
  private static let disorder: (counted: Int64, uncounted: Int64) = (2000, 60_000)

  /// Settles the time of the next record of the log.
  mutating func settle(_ head: inout EventHead) {
    guard let time = head.time else {
      entry = head.logEntry ?? entry
      return
    }
    if head.repetition > 0, let last {
      let isCounted = if let entry, let next = head.logEntry { next > entry } else { false }
      let disorder = isCounted ? Self.disorder.counted : Self.disorder.uncounted
      // What lies further back is of another time: somebody set the clock, or put logs together.
      let back = last.milliseconds(since: time)
      if back > disorder, back <= 2 * head.repetition {
        head.time = EventTime(milliseconds: time.milliseconds + head.repetition)
      }
    }
    last = head.time
    entry = head.logEntry ?? entry
  }
}
