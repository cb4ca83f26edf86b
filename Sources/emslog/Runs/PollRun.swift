import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run of `poll`.
struct PollRun: ~Copyable {
  /// What the first run passes over.
  enum Past: Equatable {
    case nothing
    case everything
    case before(EventTime)
  }

  private let run: Run
  private let filter: Filter
  private let format: OutputFormat
  private let checkpoint: Checkpoint
  /// What the first run passes over.
  var past = Past.nothing
  /// True to leave new what is printed.
  var isPeeking = false
  /// True to forget the runs before.
  var isReset = false
  /// True to know logs again by all of their bytes.
  var verifiesAll = false
  /// Where rotated files are moved to.
  var oldDirectory: FilePath?
  /// The file that the events are added to; nil: standard output.
  var outputFile: FilePath?
  /// Stop after this many events.
  var limit = Int.max
  /// The status if nothing is new.
  var idleStatus: Int32 = 0
  private var diagnostics = Diagnostics()

  /// Where a run keeps how far it came.
  struct Checkpoint {
    var path: FilePath
    /// True if the path was not named, but derived from what is read.
    var isDerived = false
    /// The derived path that other jobs over the same logs used before each had one of its own.
    var shared: FilePath?
  }

  /// How often records that seem to be missing are looked for.
  private static let lookLimit = 3

  init(_ run: Run, _ filter: Filter, _ format: OutputFormat, _ checkpoint: Checkpoint) {
    self.run = run
    self.filter = filter
    self.format = format
    self.checkpoint = checkpoint
  }

  /// Prints what is new and exits with the status that `poll` promises.
  mutating func start() throws {
    Signals.ignoreClosedPipes()
    Signals.catchEnding()
    let reading = run.inputs.reading
    for warning in run.warnings + (reading.secrets?.warnings ?? []) { diagnostics.note(warning) }
    let events = FilteredEvents(
      filter, .print(format), options: run.options, limit: limit,
      keepsSkipped: run.account.badFile != nil, dropsRepeats: reading.dedupe)
    let status: Int32
    do throws(FileError) {
      status = try poll(events)
    } catch {
      if error.isClosedPipe { throw ExitCode(141) }
      diagnostics.trouble(error)
      throw ExitCode(error.reason == .busy ? 75 : 2)
    }
    throw ExitCode(status)
  }

  private mutating func poll(_ events: consuming FilteredEvents) throws(FileError) -> Int32 {
    let paths = run.inputs.arguments
    let reading = run.inputs.reading
    let logZone = run.times.logZone
    if checkpoint.isDerived { try checkpoint.path.createParents() }
    let store = try CheckpointFile(checkpoint.path)
    if isReset { try store.remove() }
    var loaded = try store.load()
    if loaded.isFirstRun, !isReset, let old = try sharedCheckpoint() { loaded = old }
    let memory = loaded.checkpoint.memory
    guard CheckpointOwner.isPoll(memory) else {
      throw FileError(
        .read, checkpoint.path,
        .damagedCheckpoint("belongs to \(CheckpointOwner.command(of: memory))"))
    }
    announce(loaded)
    let past = loaded.isFirstRun ? past : .nothing
    var destination = FollowConsumer.Destination()
    let targets = OutputTargets(outputFile, run.account.badFile)
    try targets.refuse(inputs: paths)
    let outputs = loaded.checkpoint.outputs
    let isRestart = store.mayHaveLeftOutput(after: loaded.checkpoint)
    if let outputFile {
      let output = try CommittedOutput(
        outputFile, committed: outputs.events, isRestart: isRestart)
      tellMovedAside(of: output)
      destination.owned = .some(consume output)
    } else if past != .everything {
      destination.stream = .standardOutput
    }
    if let badFile = run.account.badFile {
      let output = try CommittedOutput(
        badFile, committed: outputs.skipped, isRestart: isRestart)
      tellMovedAside(of: output)
      destination.ownedBad = .some(consume output)
    }
    var consumer = FollowConsumer(
      reading.reader(logZone: logZone, checksSignatures: true), events, to: destination,
      isLive: false, past: past)
    var follower = Follower(
      paths, depth: reading.depth, from: loaded.checkpoint, savingTo: store, isPeeking: isPeeking)
    try follower.remember(consumer.outputsBefore())
    follower.outputs = targets.identities
    follower.outputPaths = targets.named
    follower.oldDirectory = oldDirectory
    follower.verifiesAll = verifiesAll
    follower.askRecords()
    follower.passesOverPast = past == .everything
    let sinks = FollowedSinks(paths, reading, logZone: logZone, memory: memory)
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
    if run.account.printsSummary { diagnostics.print(consumer.summary) }
    return diagnostics.followStatus ?? (consumer.matched == 0 ? idleStatus : 0)
  }

  /// The checkpoint that jobs over these logs shared before each had one of its own, if it was not
  /// taken over yet by the plain one.
  private func sharedCheckpoint() throws(FileError) -> CheckpointFile.Loaded? {
    guard let path = checkpoint.shared, FileIdentity(at: path) != nil else { return nil }
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

  private mutating func announce(_ loaded: CheckpointFile.Loaded) {
    if let error = loaded.usedBackup {
      diagnostics.note(
        Diagnostic(
          place: error.place, problem: error.problem,
          hint: "the one before it is used; the last events may be repeated"))
    }
    if checkpoint.isDerived, loaded.isFirstRun {
      diagnostics.note(Diagnostic(problem: "the checkpoint is \(checkpoint.path.printable)"))
    }
  }
}

extension FilePath {
  /// Creates the directories above the path that are missing, for nobody else to look into.
  fileprivate func createParents() throws(FileError) {
    let parent = removingLastComponent()
    guard !parent.isEmpty else { return }
    try Directories.create(parent)
  }
}
