import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `tail`.
struct TailRun: ~Copyable {
  private let run: Run
  private let filter: Filter
  private let format: OutputFormat
  /// The number of past events to begin with.
  private let lastCount: Int
  /// True to go on with what is written from now on.
  var isFollowing = false
  /// Seconds between two looks for news.
  var interval = 1.0
  /// End after this many seconds.
  var exitAfter: Double?
  /// End after an event that passes this.
  var exitOn: Filter?
  /// Where rotated files are moved to.
  var oldDirectory: FilePath?
  private var diagnostics = Diagnostics()
  /// What was said already; a trouble that lasts is told once.
  private var told: Set<String> = []
  private let beginning = ContinuousClock.now

  private var paths: [FilePath] { run.inputs.arguments }

  init(_ run: Run, _ filter: Filter, _ format: OutputFormat, last: Int) {
    self.run = run
    self.filter = filter
    self.format = format
    lastCount = last
  }

  /// Prints the last events, follows if that was asked for, and exits with the status promised.
  mutating func start() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let reading = run.inputs.reading
    for warning in run.warnings + (reading.secrets?.warnings ?? []) { diagnostics.note(warning) }
    let events = FilteredEvents(
      filter, .print(format), options: run.options, keepsSkipped: run.account.badFile != nil,
      dropsRepeats: reading.dedupe)
    var consumer = FollowConsumer(
      reading.reader(logZone: run.times.logZone, checksSignatures: true), events,
      to: FollowConsumer.Destination(stream: .standardOutput), isLive: true)
    consumer.lookBack(
      to: lastCount, FilteredEvents(filter, .count, dropsRepeats: reading.dedupe))
    if let exitOn { consumer.stop(on: FilteredEvents(exitOn, .any)) }
    var status: Int32
    do throws(FileError) {
      status = try tail(&consumer)
    } catch {
      if error.isClosedPipe { throw ExitCode(0) }
      diagnostics.trouble(error)
      status = 2
    }
    if run.account.printsSummary { diagnostics.print(consumer.summary) }
    throw ExitCode(status)
  }

  private mutating func tail(_ consumer: inout FollowConsumer) throws(FileError) -> Int32 {
    let targets = OutputTargets(run.account.badFile)
    try targets.refuse(inputs: paths)
    if let badFile = run.account.badFile { try consumer.keepSkipped(in: badFile) }
    if let pipe = paths.first(where: FollowedPipe.isNamed) { return try follow(pipe, &consumer) }
    var follower = Follower(live: paths, depth: run.inputs.reading.depth)
    follower.outputs = targets.identities
    follower.oldDirectory = oldDirectory
    let sinks = FollowedSinks(
      paths, run.inputs.reading, logZone: run.times.logZone, isLive: isFollowing)
    for note in sinks.notes { diagnostics.note(note) }
    consumer.open(sinks.gate)
    follower.ranks = sinks.ranks
    follower.goesOn = isFollowing
    follower.askRecords()
    try follower.skipToEnd(now: seconds, into: &consumer)
    announceMissing(follower)
    report(&follower, &consumer)
    if isFollowing {
      try TailLoop.run(
        &follower, &consumer, interval: interval,
        end: exitAfter, since: beginning
      ) { follower, consumer in report(&follower, &consumer) }
    } else if !follower.hasFiles {
      for error in follower.passErrors { diagnostics.trouble(error) }
    }
    consumer.finish()
    try follower.commit(&consumer)
    diagnostics.report(&follower, &consumer, isEnd: true)
    return status(consumer)
  }

  private func status(_ consumer: borrowing FollowConsumer) -> Int32 {
    if let status = diagnostics.followStatus { return status }
    return exitOn != nil && !consumer.hasFoundEnd ? 1 : 0
  }

  /// Prints what comes through a named pipe, whichever writers it has one after the other.
  ///
  /// A pipe has no past: all that comes is news.
  private mutating func follow(
    _ path: FilePath, _ consumer: inout FollowConsumer
  ) throws(FileError) -> Int32 {
    guard paths.count == 1 else {
      diagnostics.trouble(
        Diagnostic(
          place: path.printable, problem: "a FIFO is followed by a run of its own",
          hint: "start another one for the other logs"))
      return 2
    }
    var pipe = try FollowedPipe(path)
    consumer.endLookingBack()
    consumer.begin(pipe.opening)
    let end = exitAfter.map { beginning.advanced(by: .seconds($0)) }
    while Signals.ending == nil, !consumer.isStopped {
      let left = end.map {
        Int((ContinuousClock.now.duration(to: $0) / .milliseconds(1)).rounded(.up))
      }
      if let left, left <= 0 { break }
      let bytes = try pipe.bytes(within: left ?? .max, output: .output)
      if bytes.isEmpty { continue }
      _ = consumer.take(bytes.span)
      _ = consumer.pause(isFinal: false)
      _ = try consumer.commit()
    }
    _ = consumer.pause(isFinal: true)
    consumer.end(.clean)
    consumer.finish()
    _ = try consumer.commit()
    for report in consumer.takeReports() {
      diagnostics.report(skipped: report.skipped, of: report.statistics, in: report.fileName)
    }
    return status(consumer)
  }

  /// Says of which arguments there is nothing to follow yet, so that silence is understood.
  private mutating func announceMissing(_ follower: borrowing Follower) {
    func tell(_ place: String?, _ problem: String) {
      let wait = isFollowing ? " yet; tail waits for one" : ""
      diagnostics.note(Diagnostic(place: place, problem: problem + wait))
    }
    for note in follower.listingNotes where note.reason == .emptyDirectory {
      tell(note.path.printable, note.sentence)
    }
    // Without -f it is trouble that there is nothing to print.
    guard isFollowing else { return }
    for error in follower.passErrors where paths.contains(error.path) {
      if error.reason == .noMatch {
        tell(error.place, error.problem)
      } else if error.isMissing {
        tell(error.place, "there is no such file")
      }
    }
  }

  private var seconds: Int64 { EventTime.present.milliseconds / 1000 }

  private mutating func report(_ follower: inout Follower, _ consumer: inout FollowConsumer) {
    // Logs that are not there yet may come; what cannot be read is told once.
    for error in follower.passErrors where !error.isMissing && error.reason != .noMatch {
      if told.insert(error.description).inserted { diagnostics.trouble(error) }
    }
    diagnostics.report(&follower, &consumer, isEnd: false)
  }
}
