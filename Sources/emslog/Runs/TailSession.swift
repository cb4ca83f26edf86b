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

  init(_ command: TailCommand) throws {
    let paths = try command.input.paths()
    let times = try TimeFrame(command.query.time, command.input.reading, now: .present)
    self.command = command
    self.paths = paths
    self.times = times
  }

  /// Prints the last events, follows if that was asked for, and exits with the status promised.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let (filter, warnings) = try command.query.filter(times)
    let secrets = try command.input.reading.secrets()
    for warning in warnings + (secrets?.warnings ?? []) { diagnostics.note(warning) }
    let selection = Selection(
      filter, format: command.output.format,
      options: command.output.renderOptions(times),
      keepsSkipped: command.output.account.badTo != nil,
      dropsRepeats: command.input.reading.dedupe)
    var consumer = FollowConsumer(
      command.input.reading.reader(logZone: times.logZone, secrets), selection,
      to: FollowConsumer.Destination(stream: .standardOutput), isLive: true)
    consumer.lookBack(
      to: command.lastCount,
      Selection(filter, purpose: .count, dropsRepeats: command.input.reading.dedupe))
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
    if command.output.account.stats { diagnostics.print(consumer.summary) }
    throw ExitCode(status)
  }

  private mutating func tail(_ consumer: inout FollowConsumer) throws(FileError) -> Int32 {
    let badFile = command.output.account.badTo.map { FilePath($0) }
    for (target, path) in [
      (FileIdentity(of: .output), FilePath()),
      (badFile.flatMap { FileIdentity(at: $0) }, badFile ?? FilePath()),
    ] {
      guard let target, paths.contains(where: { FileIdentity(at: $0) == target }) else { continue }
      throw FileError(.write, path, .isInput)
    }
    if let badFile { try consumer.keepSkipped(in: badFile) }
    if let pipe = paths.first(where: FollowedPipe.isNamed) { return try follow(pipe, &consumer) }
    var follower = Follower(live: paths, depth: command.input.reading.depth)
    follower.outputs = Set(
      [
        FileIdentity(of: .output), FileIdentity(of: .error),
        badFile.flatMap { FileIdentity(at: $0) },
      ].compactMap { $0 })
    follower.oldDirectory = command.input.oldDirectory
    let sinks = FollowedSinks(
      paths, command.input.reading, logZone: times.logZone, isLive: command.follow)
    for note in sinks.notes { diagnostics.note(note) }
    consumer.open(sinks.gate)
    follower.ranks = sinks.ranks
    follower.goesOn = command.follow
    follower.firstRecord = FirstRecordSearch.inHead
    try follower.skipToEnd(now: seconds, into: &consumer)
    announceMissing(follower)
    report(&follower, &consumer)
    if command.follow {
      try TailLoop.run(
        &follower, &consumer, interval: command.interval,
        end: command.exitAfter, since: start
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
    if diagnostics.hasTrouble { return 2 }
    if diagnostics.hasLoss || diagnostics.hasDamage { return 3 }
    if let signal = Signals.ending { return 128 + signal }
    return command.exitOn != nil && !consumer.hasFoundEnd ? 1 : 0
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
    let end = command.exitAfter.map { start.advanced(by: .seconds($0)) }
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
      let wait = command.follow ? " yet; tail waits for one" : ""
      diagnostics.note(Diagnostic(place: place, problem: problem + wait))
    }
    for note in follower.listingNotes where note.reason == .emptyDirectory {
      tell(note.path.printable, note.sentence)
    }
    // Without -f it is trouble that there is nothing to print.
    guard command.follow else { return }
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
