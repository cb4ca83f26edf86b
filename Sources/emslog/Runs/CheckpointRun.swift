import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of a command that goes on where the last one stopped, as a checkpoint says.
///
/// What was gathered is in the checkpoint too, so that nothing is counted twice or lost.
struct CheckpointRun: ~Copyable {
  let checkpoint: FilePath
  let paths: [FilePath]
  let reading: LogReading
  let logZone: ZoneRules
  var oldDirectory: FilePath?
  /// The file that the run replaces, besides standard output.
  var target: FilePath?
  /// Forgets the runs before.
  var isReset = false
  var printsSummary = false
  private var diagnostics = Diagnostics()

  init(
    _ checkpoint: FilePath, _ paths: [FilePath], _ reading: LogReading, logZone: ZoneRules
  ) {
    self.checkpoint = checkpoint
    self.logZone = logZone
    self.paths = paths
    self.reading = reading
  }

  /// Deals with what is new.
  ///
  /// - Parameters:
  ///   - reader: reads the logs.
  ///   - answer: makes what gathers, of the memory of the last run; of nil in the first run.
  ///   - finish: called once all is kept; returns a status for a run that went well, or 0.
  /// - Throws: ``ExitCode``.
  mutating func run<Answer: KeptAnswer & ~Copyable>(
    _ reader: consuming EventReader,
    _ answer: ([String]?) throws(SnapshotError) -> Answer,
    finish: (inout Answer) throws(FileError) -> Int32
  ) throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let status: Int32
    do throws(FileError) {
      status = try goOn(reader, answer, finish)
    } catch {
      if error.isClosedPipe { throw ExitCode(141) }
      diagnostics.trouble(error)
      throw ExitCode(error.reason == .busy ? 75 : 2)
    }
    throw ExitCode(status)
  }

  private mutating func goOn<Answer: KeptAnswer & ~Copyable>(
    _ reader: consuming EventReader,
    _ make: ([String]?) throws(SnapshotError) -> Answer,
    _ finish: (inout Answer) throws(FileError) -> Int32
  ) throws(FileError) -> Int32 {
    let store = try CheckpointFile(checkpoint)
    if isReset { try store.remove() }
    let loaded = try store.load()
    if let error = loaded.usedBackup {
      diagnostics.note(
        Diagnostic(
          place: error.place, problem: error.problem,
          hint: "the one before it is used; what came since is dealt with again"))
    }
    let answer: Answer
    let (memory, ofSinks) = CheckpointOwner.parts(of: loaded.checkpoint.memory)
    do throws(SnapshotError) {
      answer = try make(loaded.isFirstRun ? nil : memory)
    } catch {
      throw refusal(of: memory, error)
    }
    let sinks = FollowedSinks(paths, reading, logZone: logZone, memory: ofSinks)
    for note in sinks.notes { diagnostics.note(note) }
    var consumer = AnswerConsumer(reader, answer, sinks.gate)
    let targets = OutputTargets(target)
    try targets.refuse(inputs: paths)
    if let target { _ = try ReplacedFile(target, for: .program) }
    var follower = Follower(paths, depth: reading.depth, from: loaded.checkpoint, savingTo: store)
    follower.outputs = targets.identities
    follower.oldDirectory = oldDirectory
    follower.askRecords()
    follower.ranks = sinks.ranks
    // Nothing goes out before the end, so that a run may be counted as a whole.
    follower.batch = .max
    try follower.pass(now: EventTime.present.milliseconds / 1000, into: &consumer)
    consumer.endPass()
    try follower.commit(&consumer)
    let status = try finish(&consumer.answer)
    for error in follower.passErrors { diagnostics.trouble(error) }
    if consumer.isOverfull { diagnostics.note(FollowedSinks.overfull) }
    diagnostics.report(&follower, &consumer)
    if printsSummary { diagnostics.print(consumer.summary) }
    if status != 0, !diagnostics.hasTrouble { return status }
    return diagnostics.followStatus ?? 0
  }

  /// Why a memory is not one to go on with.
  private func refusal(of memory: [String], _ error: SnapshotError) -> FileError {
    let isOthers = error.line == 1 || memory.isEmpty
    return FileError(
      .read, checkpoint,
      .damagedCheckpoint(
        memory.first == "metrics 1"
          ? "was written by emslog 0.1.0"
          : isOthers
            ? "belongs to \(CheckpointOwner.command(of: memory))"
            : "is damaged in line \(error.line) of what was kept"))
  }
}

/// Which command keeps what a checkpoint remembers.
enum CheckpointOwner {
  /// What the command keeps, and what is kept of sinks.
  static func parts(of memory: [String]) -> (own: [String], ofSinks: [String]) {
    let isOfSinks = { (line: String) in line.hasPrefix("\(SinkGate.word) ") }
    return (memory.filter { !isOfSinks($0) }, memory.filter(isOfSinks))
  }

  /// True if it is a memory of `poll`, which keeps nothing of its own.
  static func isPoll(_ memory: [String]) -> Bool { parts(of: memory).own.isEmpty }

  /// The command, as in `emslog poll`.
  static func command(of memory: [String]) -> String {
    switch memory.first?.split(separator: " ").first {
    case "metrics": "emslog metrics"
    case "check": "emslog check"
    default: "emslog poll"
    }
  }
}

extension Diagnostics {
  /// Tells what a pass over followed logs has noticed.
  mutating func report<Answer: KeptAnswer & ~Copyable>(
    _ follower: inout Follower, _ consumer: inout AnswerConsumer<Answer>
  ) {
    report(follower.takeFindings(), follower)
    for report in consumer.takeReports() {
      self.report(report.end, of: report.fileName)
      self.report(skipped: report.skipped, of: report.statistics, in: report.fileName)
      for range in report.missing { self.report(missing: range, before: report.fileName, follower) }
    }
  }
}
