public import SystemPackage

/// Reads what is new in a set of logs: pass after pass, each byte of each stream once.
///
/// A pass lists the files, finds out which stream each one holds, and lets the consumer deal with
/// what was not dealt with before, oldest file first. Files stay open between passes for as long as
/// something may still be written to them.
public struct Follower: ~Copyable {
  /// What is to be followed: files with all that rotation makes of them, directories and patterns.
  public let paths: [FilePath]
  let depth: PathList.Depth
  private let store: CheckpointFile?
  let savesCheckpoint: Bool
  /// Whether passes follow each other in one process, so that files are held open.
  let isLive: Bool
  /// How far every stream has been dealt with.
  public internal(set) var checkpoint: Checkpoint
  var held: [FileIdentity: FollowedFile] = [:]
  /// The files of the last listing, oldest first within each set.
  var listed: [FollowedFile] = []
  var uncommitted: Int64 = 0
  /// What was found since ``takeFindings()``.
  var findings: [FollowFinding] = []
  var notes: [FileNote] = []
  var errors: [FileError] = []
  var newWithHole: [(stream: Int, file: FileIdentity)] = []
  /// The streams that some file holds.
  var present: Set<Int> = []
  /// The newest file of each set.
  var newest: Set<FileIdentity> = []
  private var saved: Checkpoint
  /// The sets of which the consumer was told what it noted.
  var recalled: Set<SetKey> = []
  /// Whether a file that was listed was not there any more when it was looked at.
  var hasVanished = false
  /// Whether large compressed logs are being compared, some more of them with each pass.
  public internal(set) var hasComparisons = false
  /// The first bytes of the logs that were skipped at the start, where these identify the log.
  var pastHeads: Set<Fingerprint> = []
  /// What the last listing found, so that two that follow each other can be compared.
  var lastNames: [FilePath: FileIdentity] = [:]
  var descriptors = OpenFileLimit()

  /// So many bytes of a stream are read at once.
  static let chunk = 256 << 10
  /// So many of them are dealt with before the consumer is asked whether its output is full.
  static let piece = 64 << 10
  /// A file that is not the newest of its set is complete when it has not changed for so long.
  static let settlingTime: Int64 = 60
  /// A file that was left without a name, or has been complete, is closed when it has not changed
  /// for so long, in seconds.
  static let idleTime: Int64 = 600
  /// Statuses that are younger may hide a change within the clock's precision.
  static let statusPrecision: Int64 = 2

  /// Creates a follower that goes on where the last run stopped; nothing is looked at yet.
  ///
  /// - Parameters:
  ///   - paths: files, directories and patterns.
  ///   - depth: how far directories are searched.
  ///   - checkpoint: how far everything has been dealt with.
  ///   - file: where that is saved.
  ///   - isPeeking: whether nothing is saved; the file stays locked all the same.
  public init(
    _ paths: [FilePath], depth: PathList.Depth = .oneLevel, from checkpoint: Checkpoint,
    savingTo file: consuming CheckpointFile?, isPeeking: Bool = false
  ) {
    savesCheckpoint = !isPeeking
    isLive = false
    self.paths = paths
    self.depth = depth
    self.checkpoint = checkpoint
    saved = checkpoint
    store = file
  }

  /// The order of sets: those with a smaller number are read first, those without one with number 0.
  public var ranks: [SetKey: Int] = [:]

  /// Where rotation moves files to; nil: it leaves them in their directory.
  public var oldDirectory: FilePath?

  /// Whether everything that was read before is compared with what stands in the logs now, rather
  /// than its first and last bytes alone.
  public var verifiesAll = false

  /// Finds the first record in the first bytes of a log; nil if no record there has a time.
  ///
  /// It is asked where names do not tell the order of the files in a set.
  public var firstRecord: (ContiguousArray<UInt8>) -> FirstRecord? = { _ in nil }

  /// Says whether the beginning of a record, which has gone with the first bytes of its log, goes on in
  /// what a new log begins with; nil if that shows only once the log has more.
  ///
  /// It is asked where a log was truncated within a record, and more may have been written before that.
  public var isOneRecord:
    (
      _ rest: ContiguousArray<UInt8>, _ head: ContiguousArray<UInt8>, _ log: ContiguousArray<UInt8>
    ) -> Bool? = { _, _, _ in true }

  /// Whether what stands in the logs now is not wanted, also where it cannot be read now.
  public var passesOverPast = false

  /// Files in which the content of streams was found under names that do not tell it.
  var strays: [FileIdentity: Int] = [:]
  /// Files that are compressed in a way that is not read.
  var foreign: [(file: FollowedFile, error: FileError)] = []

  /// The most bytes between two commits, unless one record is longer; these may be repeated after a
  /// crash where the output is a pipe.
  public var batch: Int64 = 1 << 20

  /// Files that the run writes to, and that are not followed wherever they are found.
  public var outputs: Set<FileIdentity> = []
  /// The names of these files: what rotation makes of them is not followed either.
  public var outputPaths: [FilePath] = []

  /// True if passes will follow the look at the ends of the logs, so that what is skipped then has to
  /// be recognised again.
  public var goesOn = false

  /// How many descriptors are held between passes, those of the newest logs not counted.
  var openLimit = 256

  /// Creates a follower that lives on and remembers nothing beyond its end.
  public init(live paths: [FilePath], depth: PathList.Depth = .oneLevel) {
    self.paths = paths
    self.depth = depth
    checkpoint = Checkpoint()
    saved = checkpoint
    store = nil
    savesCheckpoint = false
    isLive = true
  }

  /// How a pass went.
  enum Outcome {
    case complete
    /// A file changed while it was read; nothing wrong was dealt with.
    case disturbed
    case stopped
  }

  /// Lets the consumer deal with everything that is new; call ``commit(_:)`` after it.
  ///
  /// - Parameters:
  ///   - now: the time in seconds since 1970.
  ///   - lists: whether to look for new files; without, only those known are read.
  ///   - isSecondLook: whether the run has made a pass already, so that what is missing has not been
  ///     missing for another run.
  ///   - consumer: deals with the bytes.
  /// - Throws: ``FileError`` of the output or the checkpoint. Trouble with logs is found in
  ///   ``passErrors``.
  public mutating func pass<C: StreamConsumer & ~Copyable>(
    now: Int64, lists: Bool = true, isSecondLook: Bool = false, into consumer: inout C
  ) throws(FileError) {
    newWithHole = []
    var outcome = Outcome.complete
    for number in 0..<4 {
      errors.removeAll()
      outcome = try attempt(now: now, lists: lists || number > 0, into: &consumer)
      if outcome != .disturbed { break }
    }
    if outcome == .complete { findLosses(now: now, endsRun: !isLive && !isSecondLook) }
  }

  private mutating func attempt<C: StreamConsumer & ~Copyable>(
    now: Int64, lists: Bool, into consumer: inout C
  ) throws(FileError) -> Outcome {
    var binding = bind(now: now, lists: lists)
    // What was renamed or compressed since the listing comes before what is newer.
    for _ in 0..<4 where hasVanished { binding = bind(now: now, lists: true) }
    if findVanished(binding, now: now) { binding = bind(now: now, lists: true) }
    if findTrimmed(binding) { binding = bind(now: now, lists: false) }
    // A rotation may be under way: look once more before anything is called lost.
    if !binding.displaced.isEmpty { binding = bind(now: now, lists: true) }
    // What was written before a new log may be in a file that came after the listing.
    for _ in 0..<4 where !binding.fresh.isEmpty {
      let names = lastNames
      list(now: now)
      if lastNames == names { break }
      binding = bind(now: now, lists: false)
    }
    errors += binding.failures
    reportForeign(binding)
    guard isStillTrue(binding) else { return .disturbed }
    for (number, file) in binding.rewritten where binding.sources[number] == nil {
      findings.append(.rewritten(file: file.input.displayName))
      checkpoint.forget(number)
    }
    present = Set(binding.holders.values)
    let fresh = Set(binding.fresh.map(\.identity))
    let copies = Dictionary(grouping: binding.copies.keys, by: { binding.copies[$0] })
    var replicas: [(file: FollowedFile, stream: Int)] = []
    for file in ordered(binding) {
      let number = binding.holders[file.identity]
      if let number {
        if isTrusted(file) != nil { continue }
        guard binding.sources[number] === file else {
          note(file, holds: number, isSettled: false)
          replicas.append((file, number))
          continue
        }
        rewind(number, binding.shortened[number], file)
      } else if !fresh.contains(file.identity) {
        continue
      }
      let before = checkpoint.files[file.identity]?.stream
      let outcome = try read(file, number, into: &consumer)
      if outcome != .complete { return outcome }
      if let new = checkpoint.files[file.identity]?.stream, new != before {
        replicas += (copies[file.identity] ?? []).compactMap { held[$0] }.map { ($0, new) }
      }
    }
    for (file, number) in replicas { noteReplica(file, of: number) }
    return .complete
  }

  // MARK: Committing

  /// Remembers what output files held before anything is added to them, so that a run that is killed
  /// leaves nothing behind that nobody knows of.
  public mutating func remember(_ outputs: Checkpoint.Outputs) throws(FileError) {
    checkpoint.outputs.update(outputs)
    if hasOutputs { try store?.noteRun(checkpoint, isRunning: true) }
    try save()
  }

  /// Whether an output file belongs to the checkpoint, which this run may change.
  private var hasOutputs: Bool {
    savesCheckpoint && (checkpoint.outputs.events ?? checkpoint.outputs.skipped) != nil
  }

  /// Lets the consumer bring out what it has, and then saves how far that is.
  public mutating func commit<C: StreamConsumer & ~Copyable>(
    _ consumer: inout C
  ) throws(FileError) {
    try commit(&consumer, endsRun: true)
  }

  mutating func commit<C: StreamConsumer & ~Copyable>(
    _ consumer: inout C, endsRun: Bool
  ) throws(FileError) {
    // What cannot be remembered is better not brought out: the next run would do so again.
    if savesCheckpoint, !hasOutputs, checkpoint != saved { try store?.reserve(for: checkpoint) }
    checkpoint.outputs.update(try consumer.commit())
    checkpoint.memory = consumer.memory
    uncommitted = 0
    // A run that does not come to its end does not count: it may have been the first one.
    if endsRun, checkpoint.generation == 0 || checkpoint != saved { checkpoint.generation += 1 }
    try save()
    if endsRun, hasOutputs { try store?.noteRun(checkpoint, isRunning: false) }
  }

  private mutating func save() throws(FileError) {
    guard savesCheckpoint, checkpoint != saved else { return }
    checkpoint.version = Checkpoint.version
    try store?.save(checkpoint)
    saved = checkpoint
  }

  // MARK: What was noticed

  /// Whether a file is there to be read.
  public var hasFiles: Bool { !listed.isEmpty }

  /// What was found to be lost or changed since this was asked last.
  public mutating func takeFindings() -> [FollowFinding] {
    defer { findings = [] }
    return findings
  }

  /// What the last listing left out, and why.
  public var listingNotes: [FileNote] { notes }

  /// What could not be read in the last pass; it is tried again in the next.
  public var passErrors: [FileError] { errors }
}
