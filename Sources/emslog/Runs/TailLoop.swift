import EventLog
import LogFiles
import SystemPackage

/// What `-f` lets deal with what is new.
protocol LiveConsumer: StreamConsumer, ~Copyable {
  /// Whether records seem to be missing, which was not told.
  var hasGaps: Bool { get }
  /// Takes note that all logs have been read to their ends.
  mutating func endPass()
}

extension FollowConsumer: LiveConsumer {}

extension AnswerConsumer: LiveConsumer where Answer: ~Copyable {
  var hasGaps: Bool { false }
}

/// The loop of `tail -f`: look at the logs, bring out what is new, sleep until something may be.
///
/// Time, signals and sleep are handed in, so that tests need none of them.
struct TailLoop {
  /// Sleep for so many milliseconds at most.
  var interval: Int
  /// End at this time of ``clock``; nil: never.
  var end: Int?
  /// Milliseconds, from any start.
  var clock: () -> Int
  /// The time of day in seconds since 1970.
  var time: () -> Int64
  /// Whether a signal has asked for the end.
  var isAskedToEnd: () -> Bool

  /// However fast a log grows, so much time lies between two looks at it, in milliseconds.
  private static let breath = 5
  /// While files without a name may grow, of which no directory tells: look so often.
  private static let namelessInterval = 25

  /// Follows until the consumer has what it wants, the time is over or a signal asks for the end.
  ///
  /// What stands in the logs when that happens is still dealt with.
  ///
  /// - Parameters:
  ///   - follower: the logs.
  ///   - consumer: takes what is new.
  ///   - waker: what to sleep on.
  ///   - report: called behind each look, to tell what was found.
  /// - Throws: ``FileError`` of the output, also when nobody reads it any more.
  func run<W: Waker & ~Copyable, C: LiveConsumer & ~Copyable>(
    _ follower: inout Follower, _ consumer: inout C, waking waker: inout W,
    report: (inout Follower, inout C) -> Void
  ) throws(FileError) {
    var pause = IntervalWaker()
    var wake = Wake.names
    var listed = clock()
    while true {
      let isLast = isAskedToEnd() || timeLeft.map { $0 <= 0 } ?? false
      // However often something wakes it: what no notice announces is found after the interval.
      let lists = wake == .names || isLast || clock() - listed >= interval
      if lists {
        listed = clock()
        // Watched before it is looked at, so that nothing can happen between the two.
        waker.watch(follower.directories)
      }
      try follower.pass(now: time(), lists: lists, into: &consumer)
      consumer.endPass()
      try follower.commit(&consumer)
      report(&follower, &consumer)
      follower.release(now: time())
      if isLast || consumer.isStopped {
        return try lookAgain(&follower, &consumer, report: report)
      }
      let sleep = nextSleep(
        until: listed + interval,
        follower.hasBusyNamelessFiles(now: time()) || follower.hasComparisons)
      wake = waker.wait(milliseconds: sleep)
      if wake == .outputClosed { throw FileError(.write, FilePath(), .system(.brokenPipe)) }
      if wake != .timeout { _ = pause.wait(milliseconds: Self.breath) }
    }
  }

  /// Looks once more where records seem to be missing: the server may have written them to a log that
  /// had been looked at by then.
  private func lookAgain<C: LiveConsumer & ~Copyable>(
    _ follower: inout Follower, _ consumer: inout C, report: (inout Follower, inout C) -> Void
  ) throws(FileError) {
    guard consumer.hasGaps, !consumer.isStopped else { return }
    try follower.pass(now: time(), into: &consumer)
    try follower.commit(&consumer)
    report(&follower, &consumer)
  }

  private func nextSleep(until listing: Int, _ isBusy: Bool) -> Int {
    let rest = max(0, listing - clock())
    let time = isBusy ? min(rest, Self.namelessInterval) : rest
    return min(time, max(0, timeLeft ?? time))
  }

  /// Milliseconds until ``end``.
  private var timeLeft: Int? { end.map { $0 - clock() } }
}

extension TailLoop {
  /// The same with the best waker that the system has, and its clocks.
  static func run<C: LiveConsumer & ~Copyable>(
    _ follower: inout Follower, _ consumer: inout C, interval: Double, end: Double? = nil,
    since start: ContinuousClock.Instant = .now, report: (inout Follower, inout C) -> Void
  ) throws(FileError) {
    let loop = TailLoop(
      interval: Int(interval * 1000), end: end.map { Int(($0 * 1000).rounded(.up)) },
      clock: { (ContinuousClock.now - start).milliseconds },
      time: { EventTime.present.milliseconds / 1000 },
      isAskedToEnd: { Signals.ending != nil })
    #if os(Linux)
      if var waker = InotifyWaker(output: .output) {
        return try loop.run(&follower, &consumer, waking: &waker, report: report)
      }
    #elseif canImport(Darwin)
      if var waker = KqueueWaker(output: .output) {
        return try loop.run(&follower, &consumer, waking: &waker, report: report)
      }
    #endif
    var waker = IntervalWaker(output: .output)
    try loop.run(&follower, &consumer, waking: &waker, report: report)
  }
}

extension Duration {
  /// Whole milliseconds, the rest cut off.
  fileprivate var milliseconds: Int {
    Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
