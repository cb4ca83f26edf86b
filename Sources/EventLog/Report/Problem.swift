/// Something that an operator would want to be told of.
public struct Problem: Sendable {
  /// When it began; nil if nothing tells.
  public var time: EventTime?
  /// What was found, in one word.
  public var check: String
  /// The stream that it is about; empty if it is about the server or its log.
  public var stream: ContiguousArray<UInt8>
  /// What happened, in UTF-8; it may quote the log, and is made safe when it is printed.
  public var message: ContiguousArray<UInt8>

  /// Creates the description of a problem.
  public init(
    time: EventTime?, check: String, stream: ContiguousArray<UInt8> = [], message: String
  ) {
    self.time = time
    self.check = check
    self.stream = stream
    self.message = ContiguousArray(message.utf8)
  }
}

/// Finds problems in the events of one window by counting: restarts without a stop, pulls that
/// failed, feeds that stopped, pieces that could not be read, and records that are missing.
///
/// Whatever else finds problems hands them to ``add(_:)``.
struct ProblemFinder {
  /// The most that are kept; all the others are counted.
  static let limit = 10_000
  /// Reports that a feed has stopped belong together if they are not further apart, in milliseconds:
  /// they are repeated once in each period of keep-alive.
  private static let stallPause: Int64 = 60_000
  /// All streams that are too many.
  private static let others = ContiguousArray("(other)".utf8)

  /// How many there are.
  private(set) var count = 0
  private var found: [Problem] = []
  /// The restart at hand: where it stands, if it is kept, and how many sessions it has cut so far.
  private var restart: (place: Int?, cut: Int)?
  private var pulls: [ContiguousArray<UInt8>: Run] = [:]
  private var stalls: [Feed: Run] = [:]
  private var damage: Run?
  private var damagedBytes = 0
  private let zone: ZoneRules

  /// Something that came several times.
  private struct Run {
    var first: EventTime?
    var last: EventTime?
    var count = 0

    mutating func add(_ time: EventTime?) {
      if count == 0 { first = time }
      last = time ?? last
      count += 1
    }
  }

  private struct Feed: Hashable {
    var isVideo: Bool
    var stream: ContiguousArray<UInt8>
  }

  init(zone: ZoneRules) { self.zone = zone }

  /// Takes a problem.
  mutating func add(_ problem: Problem) {
    count += 1
    if found.count < Self.limit { found.append(problem) }
  }

  /// The server was started; if it had not announced its end that is a problem.
  mutating func started(_ time: EventTime?, wasStopped: Bool) {
    settleRestart()
    guard !wasStopped else { return }
    restart = (found.count < Self.limit ? found.count : nil, 0)
    add(Problem(time: time, check: "restart", message: ""))
  }

  /// A session ended; some do so because the server was started again.
  mutating func ended(_ session: Session) {
    if session.status == .restart { restart?.cut += 1 } else { settleRestart() }
  }

  /// Words the restart at hand, once all that it has cut is known.
  private mutating func settleRestart() {
    guard let restart else { return }
    let cut =
      restart.cut == 0 ? "no session was open" : "cut \(ReportFigure.count(restart.cut, "session"))"
    if let place = restart.place {
      found[place].message = ContiguousArray("started again without a stop, \(cut)".utf8)
    }
    self.restart = nil
  }

  /// A pull could not connect.
  mutating func pullFailed(_ stream: ContiguousArray<UInt8>, at time: EventTime?) {
    let isKept = pulls.count < Self.limit || pulls[stream] != nil
    pulls[isKept ? stream : Self.others, default: Run()].add(time)
  }

  /// A feed has had no sound, or no picture, for a while.
  mutating func feedStopped(
    _ stream: ContiguousArray<UInt8>, isVideo: Bool, at time: EventTime?
  ) {
    let feed = Feed(isVideo: isVideo, stream: stream)
    if let run = stalls[feed], let time, let last = run.last,
      time.milliseconds - last.milliseconds > Self.stallPause
    {
      add(problem(of: run, feed))
      stalls[feed] = nil
    }
    let isKept = stalls.count < Self.limit || stalls[feed] != nil
    stalls[isKept ? feed : Feed(isVideo: isVideo, stream: Self.others), default: Run()].add(time)
  }

  /// A piece of the log could not be read; the last record before it was logged at `time`.
  mutating func skipped(_ piece: SkippedPiece, at time: EventTime?) {
    damage = damage ?? Run()
    damage?.add(time)
    damagedBytes += piece.count
  }

  /// Records are missing.
  mutating func missing(_ records: ClosedRange<Int64>, from time: EventTime?) {
    let number = records.upperBound - records.lowerBound + 1
    let range =
      number == 1
      ? "record \(records.lowerBound) is missing"
      : "\(number) records are missing: \(records.lowerBound) to \(records.upperBound)"
    add(Problem(time: time, check: "hole", message: range))
  }

  /// Ends all runs, and puts what was found in order of time.
  mutating func finish() -> [Problem] {
    settleRestart()
    for (stream, run) in pulls {
      let times = "pull failed \(run.count == 1 ? "once" : "\(run.count) times")\(end(of: run))"
      add(Problem(time: run.first, check: "pull", stream: stream, message: times))
    }
    for (feed, run) in stalls { add(problem(of: run, feed)) }
    if let damage {
      let pieces = ReportFigure.count(damage.count, "piece")
      let bytes = ReportFigure.count(damagedBytes, "byte")
      add(
        Problem(
          time: damage.first, check: "damage",
          message: "\(pieces) of the log unreadable, \(bytes)\(end(of: damage))"))
    }
    (pulls, stalls, damage) = ([:], [:], nil)
    return found.sorted { $0.precedes($1) }
  }

  private func problem(of run: Run, _ feed: Feed) -> Problem {
    let reports = "no \(feed.isVideo ? "picture" : "sound") for a while\(end(of: run))"
    return Problem(
      time: run.first, check: "stall", stream: feed.stream,
      message: "\(reports), \(ReportFigure.count(run.count, "report"))")
  }

  /// Until when it went on, if it did.
  private func end(of run: Run) -> String {
    guard let first = run.first, let last = run.last, last > first else { return "" }
    let isSameDay = zone.text(first).prefix(10) == zone.text(last).prefix(10)
    return ", until \(zone.text(last, isSameDay ? .clock : .second))"
  }
}

extension Problem {
  /// Whether it stands before another one: in order of time, those of no known time behind all.
  fileprivate func precedes(_ other: Problem) -> Bool {
    let (left, right) = (time?.milliseconds ?? .max, other.time?.milliseconds ?? .max)
    if left != right { return left < right }
    if check != other.check { return check < other.check }
    if stream != other.stream { return stream.lexicographicallyPrecedes(other.stream) }
    return message.lexicographicallyPrecedes(other.message)
  }
}
