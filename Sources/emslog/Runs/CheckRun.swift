import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `check` over what is new: since the last run, or from now on.
struct CheckRun: ~Copyable {
  let paths: [FilePath]
  let reading: LogReading
  let times: TimeFrame
  let plan: ChecksPlan
  let format: RowFormat
  let options: RenderOptions
  /// Seconds between two looks for new logs.
  var interval = 1.0
  /// Where rotated files are moved to.
  var oldDirectory: FilePath?
  var printsSummary = false
  private var diagnostics = Diagnostics()
  /// Troubles that were told; one that lasts is told once.
  private var told: Set<String> = []

  init(
    paths: [FilePath], reading: LogReading, times: TimeFrame, plan: ChecksPlan, format: RowFormat,
    options: RenderOptions
  ) {
    self.paths = paths
    self.reading = reading
    self.times = times
    self.plan = plan
    self.format = format
    self.options = options
  }

  /// Tells the findings that are new since the last run, and exits.
  mutating func goOn(from checkpoint: FilePath, isReset: Bool) throws {
    var run = CheckpointRun(checkpoint, paths, reading, logZone: times.logZone)
    run.oldDirectory = oldDirectory
    run.isReset = isReset
    run.printsSummary = printsSummary
    let (plan, format, options) = (plan, format, options)
    try run.run(reader) { (memory) throws(SnapshotError) -> CheckWatch in
      guard let memory else { return CheckWatch(plan, format, options) }
      return try CheckWatch(plan, format, options, memory: memory)
    } finish: { (watch) throws(FileError) in
      watch.finish()
      try watch.bringOut()
      return watch.failing > 0 ? 1 : 0
    }
  }

  private var reader: EventReader {
    reading.reader(logZone: times.logZone, checksSignatures: true)
  }

  /// Tells what the logs hold, then what is written to them, until a signal ends it.
  mutating func follow() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let sinks = FollowedSinks(paths, reading, logZone: times.logZone, isLive: true)
    for note in sinks.notes { diagnostics.note(note) }
    var consumer = AnswerConsumer(reader, CheckWatch(plan, format, options), sinks.gate)
    var follower = Follower(live: paths, depth: reading.depth)
    let targets = OutputTargets()
    follower.outputs = targets.identities
    follower.oldDirectory = oldDirectory
    follower.askRecords()
    follower.ranks = sinks.ranks
    // What the logs hold is judged as a whole.
    follower.batch = .max
    do throws(FileError) {
      try targets.refuse(inputs: paths)
      try TailLoop.run(&follower, &consumer, interval: interval) { follower, consumer in
        report(&follower, &consumer)
      }
      consumer.answer.finish()
      try follower.commit(&consumer)
    } catch {
      if error.isClosedPipe { throw ExitCode(0) }
      diagnostics.trouble(error)
    }
    if printsSummary { diagnostics.print(consumer.summary) }
    throw ExitCode(diagnostics.followStatus ?? 0)
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
