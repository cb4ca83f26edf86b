import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

extension CheckCommand {
  /// Tells the findings that are new since the last run.
  func goOn(from checkpoint: String, _ times: TimeFrame) throws {
    var run = CheckpointRun(checkpoint, try input.followedPaths(), input.reading)
    run.oldDirectory = olddir.map { FilePath($0) }
    run.logZone = times.logZone
    run.isReset = reset
    run.printsSummary = output.account.stats
    let plan = try plan(times)
    let options = try output.forEvents.renderOptions(times)
    let reader = input.reading.reader(logZone: times.logZone, try input.reading.secrets())
    try run.run(reader) { (memory) throws(SnapshotError) -> CheckWatch in
      guard let memory else { return CheckWatch(plan, output.format, options) }
      return try CheckWatch(plan, output.format, options, memory: memory)
    } finish: { (watch) throws(FileError) in
      watch.finish()
      try watch.bringOut()
      return watch.failing > 0 ? 1 : 0
    }
  }
}

/// One run of `check -f`.
struct CheckFollowSession: ~Copyable {
  private let command: CheckCommand
  private let paths: [FilePath]
  private let times: TimeFrame
  private var diagnostics = Diagnostics()
  /// Troubles that were told; one that lasts is told once.
  private var told: Set<String> = []

  init(_ command: CheckCommand, _ times: TimeFrame) throws {
    let paths = try command.input.followedPaths()
    self.command = command
    self.paths = paths
    self.times = times
  }

  /// Tells what the logs hold, then what is written to them, until a signal ends it.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let reading = command.input.reading
    let sinks = FollowedSinks(paths, reading, logZone: times.logZone, isLive: true)
    for note in sinks.notes { diagnostics.note(note) }
    var consumer = AnswerConsumer(
      reading.reader(logZone: times.logZone, try reading.secrets()),
      CheckWatch(
        try command.plan(times), command.output.format,
        try command.output.forEvents.renderOptions(times)),
      sinks.gate)
    var follower = Follower(live: paths, depth: reading.depth)
    follower.outputs = Set(
      [FileIdentity(of: .output), FileIdentity(of: .error)].compactMap { $0 })
    follower.oldDirectory = command.olddir.map { FilePath($0) }
    follower.firstRecord = FirstRecordSearch.inHead
    follower.ranks = sinks.ranks
    // What the logs hold is judged as a whole.
    follower.batch = .max
    do throws(FileError) {
      try refuseOutput()
      try TailLoop.run(&follower, &consumer, interval: command.interval) { follower, consumer in
        report(&follower, &consumer)
      }
      consumer.answer.finish()
      try follower.commit(&consumer)
    } catch {
      if error.isClosedPipe { throw ExitCode(0) }
      diagnostics.trouble(error)
    }
    if command.output.account.stats { diagnostics.print(consumer.summary) }
    throw ExitCode(status)
  }

  private var status: Int32 {
    if diagnostics.hasTrouble { return 2 }
    if diagnostics.hasLoss || diagnostics.hasDamage { return 3 }
    return Signals.ending.map { 128 + $0 } ?? 0
  }

  /// Refuses to write to a log that is to be read.
  private func refuseOutput() throws(FileError) {
    guard let output = FileIdentity(of: .output) else { return }
    guard paths.contains(where: { FileIdentity(at: $0) == output }) else { return }
    throw FileError(.write, FilePath(), .isInput)
  }

  private mutating func report(
    _ follower: inout Follower, _ consumer: inout AnswerConsumer<CheckWatch>
  ) {
    // Logs that are not there yet may come.
    for error in follower.passErrors where told.insert(error.description).inserted {
      if error.isMissing || error.reason == .noMatch {
        diagnostics.note(
          Diagnostic(
            place: error.place,
            problem: "there is no such file yet; check waits for one"))
      } else {
        diagnostics.trouble(error)
      }
    }
    diagnostics.report(&follower, &consumer)
  }
}
