/// The figures of a report, once everything was read: what all its forms print.
struct ReportSummary {
  /// A window of time, as it was asked for and as far as the log covers it.
  struct Stretch {
    var window: TimeWindow
    /// From when to when it is told, in milliseconds; nil if nothing of known time lies in it.
    var start: Int64?
    var end: Int64?
  }

  /// What is told of a window as a whole.
  struct Totals {
    var events = 0
    var sessions = 0
    var statuses: [SessionStatus: Int] = [:]
    var roles: [SessionRoleName: Int] = [:]
    var bytes = WindowFigures.StreamBytes()
    /// Of everyone together; nil if nothing of known time lies in the window.
    var viewers: ViewerCurve.Measure?
    var problems = 0
  }

  /// How many events there are of a type.
  struct TypeCount {
    var name: ContiguousArray<UInt8>
    var count: Int
  }

  /// What is told of a stream that is watched or fed.
  struct Stream {
    /// Nil for all that are too many to be told apart.
    var name: ContiguousArray<UInt8>?
    /// The number of its name among those who watched.
    var group: Int
    var bytes: WindowFigures.StreamBytes
    var viewers: ViewerCurve.Measure
  }

  /// How reliably a stream came in.
  struct Input {
    var name: ContiguousArray<UInt8>?
    /// The number of its name among those that came in.
    var group: Int
    var uptime: Uptime
  }

  /// What could not be read, and what is not there.
  struct Log {
    var files = 0
    var skippedPieces = 0
    var skippedBytes = 0
    var missing: Int64 = 0
    var restarts = 0
    /// Events without a time of their own, which count at that of the record before them.
    var undated = 0
    /// Events without a time that no record before them has either; a window leaves them out.
    var timeless = 0
    /// True if no window was asked for.
    var isWhole = true
    /// Sessions that were given up because too many were open.
    var forgotten = 0
  }

  var stretch: Stretch
  var totals = Totals()
  /// The stretch that is compared with, and its figures.
  var earlier: (stretch: Stretch, totals: Totals)?
  /// True if the log does not reach from the beginning of the earlier stretch to its end.
  var isEarlierPartial = false
  /// All types, the most frequent first.
  var types: [TypeCount] = []
  /// All streams, ranked.
  var streams: [Stream] = []
  /// All inputs, those that were away longest first.
  var inputs: [Input] = []
  var problems: [Problem] = []
  var log = Log()
}

/// For how long a stream was there, from its first beginning in the reported time to its last
/// end.
///
/// It was away from where it ended to where it came back; a stream that has ended for good is not.
struct Uptime: Equatable {
  /// Milliseconds in which it was there.
  var up: Int64 = 0
  /// Milliseconds in which it was not.
  var down: Int64 = 0
  /// How often it was not.
  var outages = 0
  /// The longest of these, in milliseconds.
  var longest: Int64 = 0

  /// Hundredths of a percent of the time in which it was there, cut; nil if that took no time.
  var shareHundredths: Int64? {
    up + down > 0 ? Int64(Int128(up) * 10_000 / Int128(up + down)) : nil
  }

  /// Measures what came and went.
  ///
  /// - Parameters:
  ///   - edges: in order of time.
  ///   - start: where the time that is told of begins.
  ///   - end: where it ends.
  init(_ edges: borrowing ContiguousArray<ViewerCurve.Edge>, from start: Int64, to end: Int64) {
    var level = 0
    // Since when it has been there, or away; nil before it was there first.
    var since: Int64?
    for index in edges.indices {
      let edge = edges[index]
      let wasThere = level > 0
      level += edge.isEnd ? -1 : 1
      let time = min(max(edge.time, start), end)
      if !wasThere, level > 0 {
        if let since { beAway(from: since, to: time) }
        since = time
      } else if wasThere, level <= 0 {
        if let since { up += time - since }
        // What was over before the reported time began does not count.
        since = edge.time > start ? time : nil
      }
    }
    if let since, level > 0 { up += end - since }
  }

  private mutating func beAway(from start: Int64, to end: Int64) {
    guard end > start else { return }
    down += end - start
    outages += 1
    longest = max(longest, end - start)
  }
}
