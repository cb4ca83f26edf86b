import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `poll`.
struct PollSession: ~Copyable {
  private let command: PollCommand
  private let paths: [FilePath]
  private let checkpointPath: FilePath
  private let isDerived: Bool
  private let times: TimeFrame
  private let past: PollCommand.Past
  private var diagnostics = Diagnostics()

  /// So often is looked for records that seem to be missing.
  private static let lookLimit = 3

  init(_ command: PollCommand) throws {
    let paths = try command.input.paths()
    let checkpoint = command.checkpoint.map { FilePath($0) }
    let path = try checkpoint ?? .derivedCheckpoint(for: paths, command.jobOptions)
    let times = try TimeFrame(command.query.time, command.input.reading, now: .present)
    let past = try command.past(in: times.zone)
    self.times = times
    self.past = past
    self.command = command
    self.paths = paths
    checkpointPath = path
    isDerived = checkpoint == nil
  }

  /// Prints what is new and exits with the status that `poll` promises.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let (filter, warnings) = try command.query.filter(times)
    let secrets = try command.input.reading.secrets()
    for warning in warnings + (secrets?.warnings ?? []) { diagnostics.note(warning) }
    let selection = Selection(
      filter, format: command.output.format,
      options: command.output.renderOptions(times),
      limit: command.max ?? .max, keepsSkipped: command.output.account.badTo != nil,
      dropsRepeats: command.input.reading.dedupe)
    let status: Int32
    do throws(FileError) {
      status = try poll(selection, secrets)
    } catch {
      if error.isClosedPipe { throw ExitCode(141) }
      diagnostics.trouble(error)
      throw ExitCode(error.reason == .busy ? 75 : 2)
    }
    throw ExitCode(status)
  }

  private mutating func poll(
    _ selection: consuming Selection, _ secrets: WebhookSecrets?
  ) throws(FileError) -> Int32 {
    if isDerived { try checkpointPath.createParents() }
    let store = try CheckpointFile(checkpointPath)
    if command.reset { try store.remove() }
    var loaded = try store.load()
    if isDerived, loaded.isFirstRun, !command.reset, let old = try oldCheckpoint() { loaded = old }
    let memory = loaded.checkpoint.memory
    guard CheckpointOwner.isPoll(memory) else {
      throw FileError(
        .read, checkpointPath,
        .damagedCheckpoint("belongs to \(CheckpointOwner.command(of: memory))"))
    }
    announce(loaded)
    let past = loaded.isFirstRun ? past : .nothing
    var destination = FollowConsumer.Destination()
    try refuseInputs()
    let outputs = loaded.checkpoint.outputs
    let isRestart = store.mayHaveLeftOutput(after: loaded.checkpoint)
    if let file = command.outputFile {
      let output = try CommittedOutput(
        FilePath(file), committed: outputs.events, isRestart: isRestart)
      tellMovedAside(of: output)
      destination.owned = .some(consume output)
    } else if past != .everything {
      destination.stream = .standardOutput
    }
    if let file = command.output.account.badTo {
      let output = try CommittedOutput(
        FilePath(file), committed: outputs.skipped, isRestart: isRestart)
      tellMovedAside(of: output)
      destination.ownedBad = .some(consume output)
    }
    var consumer = FollowConsumer(
      command.input.reading.reader(logZone: times.logZone, secrets), selection, to: destination,
      isLive: false,
      past: past)
    var follower = Follower(
      paths, depth: command.input.reading.depth, from: loaded.checkpoint,
      savingTo: store, isPeeking: command.peek)
    try follower.remember(consumer.outputsBefore())
    follower.outputs = self.outputs
    follower.outputPaths = named
    follower.oldDirectory = command.input.oldDirectory
    follower.verifiesAll = command.verify == .full
    follower.firstRecord = FirstRecordSearch.inHead
    follower.passesOverPast = past == .everything
    let sinks = FollowedSinks(
      paths, command.input.reading, logZone: times.logZone, memory: memory)
    for note in sinks.notes { diagnostics.note(note) }
    consumer.open(sinks.gate)
    follower.ranks = sinks.ranks
    try follower.pass(now: seconds, into: &consumer)
    // A server that was about to change files may have written to the old one meanwhile, and again
    // while that was looked at.
    for _ in 0..<Self.lookLimit where consumer.hasDoubts && !consumer.isStopped {
      consumer.lookAgain()
      try follower.pass(now: seconds, isSecondLook: true, into: &consumer)
    }
    consumer.finish()
    consumer.endPass()
    try follower.commit(&consumer)
    for error in follower.passErrors { diagnostics.trouble(error) }
    if consumer.isOverfull { diagnostics.note(FollowedSinks.overfull) }
    if past == .everything { _ = follower.takeFindings() }
    diagnostics.report(&follower, &consumer, isEnd: true)
    if command.output.account.stats { diagnostics.print(consumer.summary) }
    if diagnostics.hasTrouble { return 2 }
    if diagnostics.hasLoss || diagnostics.hasDamage { return 3 }
    if let signal = Signals.ending { return 128 + signal }
    return consumer.matched == 0 ? command.idleExitCode : 0
  }

  /// The checkpoint that jobs over these logs shared before each had one of its own, if it was not
  /// taken over yet by the plain one.
  private func oldCheckpoint() throws(FileError) -> CheckpointFile.Loaded? {
    guard !command.jobOptions.isEmpty,
      let path = try? FilePath.derivedCheckpoint(for: paths, []), FileIdentity(at: path) != nil
    else { return nil }
    let old = try CheckpointFile(path).load()
    return old.isOfOldVersion ? old : nil
  }

  /// Tells of bytes in an output file that nobody explains; they are not the checkpoint's to delete.
  private mutating func tellMovedAside(of output: borrowing CommittedOutput) {
    guard output.movedAside > 0 else { return }
    diagnostics.loss(
      Diagnostic(
        place: output.path.printable,
        problem: "the checkpoint does not know its last \(count(Int(output.movedAside), "byte"))",
        hint: "they are in \(output.asidePath.printable) now; an older checkpoint or another "
          + "program's writing may be the cause"))
  }

  private var seconds: Int64 { EventTime.present.milliseconds / 1000 }

  /// The files that were named to be written to.
  private var named: [FilePath] {
    [command.outputFile, command.output.account.badTo].compactMap { $0 }.map { FilePath($0) }
  }

  /// Refuses to write to a log that is to be read, and to write two things to one file.
  private func refuseInputs() throws(FileError) {
    var targets = [(FileIdentity(of: .output), FilePath())]
    targets += named.map { (FileIdentity(at: $0), $0) }
    for (target, path) in targets {
      guard let target, paths.contains(where: { FileIdentity(at: $0) == target }) else { continue }
      throw FileError(.write, path, .isInput)
    }
  }

  /// The files that this run writes to.
  private var outputs: Set<FileIdentity> {
    let streams = [FileIdentity(of: .output), FileIdentity(of: .error)]
    return Set((streams + named.map { FileIdentity(at: $0) }).compactMap { $0 })
  }

  private mutating func announce(_ loaded: CheckpointFile.Loaded) {
    if let error = loaded.usedBackup {
      diagnostics.note(
        Diagnostic(
          place: error.place, problem: error.problem,
          hint: "the one before it is used; the last events may be repeated"))
    }
    if isDerived, loaded.isFirstRun {
      diagnostics.note(Diagnostic(problem: "the checkpoint is \(checkpointPath.printable)"))
    }
  }
}
