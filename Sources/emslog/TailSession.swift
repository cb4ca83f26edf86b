import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `tail`.
struct TailSession: ~Copyable {
  private let command: TailCommand
  private let paths: [FilePath]
  private let times: TimeFrame
  private var diagnostics = Diagnostics()
  /// What was said already; a trouble that lasts is told once.
  private var told: Set<String> = []
  private let start = ContinuousClock.now

  /// However fast a log grows, so much time lies between two looks at it, in milliseconds.
  private static let breath = 5
  /// While files without a name may grow, of which no directory tells: look so often.
  private static let namelessInterval = 25

  init(_ command: TailCommand) throws {
    let paths = try command.input.followedPaths()
    let times = try TimeFrame(command.query.time, command.input, now: .present)
    self.command = command
    self.paths = paths
    self.times = times
  }

  /// Prints the last events, follows if that was asked for, and exits with the status promised.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let (filter, warnings) = try command.query.filter(times)
    for warning in warnings { diagnostics.note(warning) }
    let selection = Selection(
      filter, format: command.output.format,
      options: command.output.renderOptions(zone: times.zone))
    var consumer = FollowConsumer(
      command.input.reader(logZone: times.logZone), selection,
      to: FollowConsumer.Destination(stream: .standardOutput), isLive: true)
    consumer.lookBack(to: command.last, Selection(filter, purpose: .count))
    if let text = command.exitOn {
      let ending = try QueryOptions.condition(text, of: "--exit-on", timesIn: times.zone)
      consumer.stop(on: Selection(ending, purpose: .findFirst))
    }
    var status: Int32
    do throws(FileError) {
      status = try tail(&consumer)
    } catch {
      if error.isClosedPipe { throw ExitCode(0) }
      diagnostics.trouble(error)
      status = 2
    }
    if command.output.stats { diagnostics.print(consumer.summary) }
    throw ExitCode(status)
  }

  private mutating func tail(_ consumer: inout FollowConsumer) throws(FileError) -> Int32 {
    if let output = FileIdentity(of: .output),
      paths.contains(where: { FileIdentity(at: $0) == output })
    {
      throw FileError(.write, FilePath(), .isInput)
    }
    var follower = Follower(live: paths, depth: command.input.depth)
    follower.outputs = Set(
      [FileIdentity(of: .output), FileIdentity(of: .error)].compactMap { $0 })
    try follower.skipToEnd(now: seconds, into: &consumer)
    report(&follower, &consumer)
    if command.follow {
      #if os(Linux)
        if let waker = InotifyWaker() {
          try follow(&follower, &consumer, waking: waker)
        } else {
          try follow(&follower, &consumer, waking: IntervalWaker())
        }
      #elseif canImport(Darwin)
        if let waker = KqueueWaker() {
          try follow(&follower, &consumer, waking: waker)
        } else {
          try follow(&follower, &consumer, waking: IntervalWaker())
        }
      #else
        try follow(&follower, &consumer, waking: IntervalWaker())
      #endif
    } else if !follower.hasFiles {
      for error in follower.passErrors { diagnostics.trouble(error) }
    }
    consumer.finish()
    try follower.commit(&consumer)
    if diagnostics.hasTrouble { return 2 }
    if diagnostics.hasLoss || diagnostics.hasDamage { return 3 }
    return command.exitOn != nil && !consumer.hasFoundEnd && Signals.ending == nil ? 1 : 0
  }

  private mutating func follow<W: Waker & ~Copyable>(
    _ follower: inout Follower, _ consumer: inout FollowConsumer, waking waker: consuming W
  ) throws(FileError) {
    var pause = IntervalWaker()
    var wake = Wake.names
    while Signals.ending == nil {
      // Watched before it is looked at, so that nothing can happen between the two.
      if wake != .content { waker.watch(follower.directories) }
      try follower.pass(now: seconds, lists: wake != .content, into: &consumer)
      try follower.commit(&consumer)
      report(&follower, &consumer)
      follower.release(now: seconds)
      if consumer.isStopped { return }
      let interval = Int(command.interval * 1000)
      var time = follower.hasNamelessFiles ? min(interval, Self.namelessInterval) : interval
      if let left = timeLeft {
        if left <= 0 { return }
        time = min(time, left)
      }
      wake = waker.wait(milliseconds: time)
      if wake != .timeout { _ = pause.wait(milliseconds: Self.breath) }
    }
  }

  /// Milliseconds until `--exit-after`.
  private var timeLeft: Int? {
    guard let limit = command.exitAfter else { return nil }
    let (seconds, fraction) = (ContinuousClock.now - start).components
    let passed = Double(seconds) + Double(fraction) / 1e18
    return Int(((limit - passed) * 1000).rounded(.up))
  }

  private var seconds: Int64 { EventTime.present.milliseconds / 1000 }

  private mutating func report(_ follower: inout Follower, _ consumer: inout FollowConsumer) {
    // Logs that are not there yet may come; what cannot be read is told once.
    for error in follower.passErrors where !error.isMissing && error.reason != .noMatch {
      if told.insert(error.description).inserted { diagnostics.trouble(error) }
    }
    diagnostics.reportLosses(&follower, &consumer)
  }
}
