import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `metrics` that goes on where the last one stopped.
///
/// What was counted is in the checkpoint, which is saved first; the output is made of it alone and can
/// be made again, so that a run that ends between the two loses nothing.
struct MetricsSession: ~Copyable {
  private let command: MetricsCommand
  private let paths: [FilePath]
  private let checkpointPath: FilePath
  private let times: TimeFrame
  private var diagnostics = Diagnostics()

  init(_ command: MetricsCommand) throws {
    let paths = try command.input.followedPaths()
    let times = try command.times()
    self.paths = paths
    self.times = times
    self.command = command
    checkpointPath = FilePath(command.checkpoint ?? "")
  }

  /// Counts what is new, prints all metrics and exits.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let status: Int32
    do throws(FileError) {
      status = try goOn()
    } catch {
      if error.isClosedPipe { throw ExitCode(141) }
      diagnostics.trouble(error)
      throw ExitCode(error.reason == .busy ? 75 : 2)
    }
    throw ExitCode(status)
  }

  private mutating func goOn() throws(FileError) -> Int32 {
    let store = try CheckpointFile(checkpointPath)
    if command.reset { try store.remove() }
    let loaded = try store.load()
    if let error = loaded.usedBackup {
      diagnostics.note(
        Diagnostic(
          place: error.place, problem: error.problem,
          hint: "the one before it is used; what was counted since is counted again"))
    }
    var consumer = MetricsConsumer(
      command.input.reading.reader(logZone: times.logZone), try metrics(of: loaded))
    let target = command.outputFile.map { FilePath($0) }
    try refuseInput(target)
    if let target { _ = try ReplacedFile(target, for: .program) }
    var follower = Follower(
      paths, depth: command.input.reading.depth, from: loaded.checkpoint, savingTo: store)
    follower.outputs = Set(
      [
        FileIdentity(of: .output), FileIdentity(of: .error),
        target.flatMap { FileIdentity(at: $0) },
      ]
      .compactMap { $0 })
    follower.oldDirectory = command.olddir.map { FilePath($0) }
    // Nothing goes out before the end, so that a run may be counted as a whole.
    follower.batch = .max
    try follower.pass(now: EventTime.present.milliseconds / 1000, into: &consumer)
    try follower.commit(&consumer)
    try print(&consumer, to: target)
    report(&follower, consumer)
    if command.stats { diagnostics.print(consumer.summary) }
    if diagnostics.hasTrouble { return 2 }
    if diagnostics.hasLoss || diagnostics.hasDamage { return 3 }
    if let signal = Signals.ending { return 128 + signal }
    return 0
  }

  /// What was counted before.
  private func metrics(of loaded: CheckpointFile.Loaded) throws(FileError) -> Metrics {
    if loaded.isFirstRun { return Metrics(seriesLimit: command.maxSeries) }
    let memory = loaded.checkpoint.memory
    do throws(SnapshotError) {
      return try Metrics(memory: memory, seriesLimit: command.maxSeries)
    } catch {
      throw FileError(
        .read, checkpointPath,
        .damagedCheckpoint(
          memory.isEmpty
            ? "belongs to emslog poll" : "is damaged in line \(error.line) of what was counted"))
    }
  }

  /// Refuses to write to a log that is to be read.
  private func refuseInput(_ target: FilePath?) throws(FileError) {
    for (identity, path) in [
      (FileIdentity(of: .output), FilePath()),
      (target.flatMap { FileIdentity(at: $0) }, target ?? FilePath()),
    ] {
      guard let identity, paths.contains(where: { FileIdentity(at: $0) == identity }) else {
        continue
      }
      throw FileError(.write, path, .isInput)
    }
  }

  private func print(
    _ consumer: inout MetricsConsumer, to target: FilePath?
  ) throws(FileError) {
    var text = ByteBuffer(capacity: 64 << 10)
    consumer.metrics.print(command.output, into: &text)
    if let target {
      try text.replace(ReplacedFile(target, for: .program))
    } else {
      var output = OutputFile.standardOutput
      try text.write(to: &output)
    }
  }

  private mutating func report(
    _ follower: inout Follower, _ consumer: borrowing MetricsConsumer
  ) {
    for error in follower.passErrors { diagnostics.trouble(error) }
    for finding in follower.takeFindings() { diagnostics.loss(finding.diagnostic) }
    for report in consumer.reports {
      diagnostics.report(report.end, of: report.fileName)
      diagnostics.report(
        skipped: report.skipped, of: report.statistics, in: report.fileName)
      for range in report.missing {
        diagnostics.loss(
          Diagnostic(
            place: report.fileName,
            problem: range.count == 1
              ? "record \(range.lowerBound) is missing"
              : "records \(range.lowerBound) to \(range.upperBound) are missing",
            hint: "the server counts its records; these are in none of the files"))
      }
    }
  }
}

extension MetricsConsumer {
  /// What `--stats` prints.
  fileprivate var summary: String {
    let lines =
      [
        "streams     \(streamsRead)", "bytes       \(statistics.bytes)",
        "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      ] + statistics.accountOfOthers
    return lines.joined(separator: "\n") + "\n"
  }
}
