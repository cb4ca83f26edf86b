public import SystemPackage

/// Reads what is new in a set of logs: pass after pass, each byte of each stream once.
///
/// A pass lists the files, finds out which stream each one holds, and lets the consumer deal with
/// what was not dealt with before, oldest file first. Files stay open between passes for as long as
/// something may still be written to them.
public struct Follower: ~Copyable {
  /// What is to be followed: files with all that rotation makes of them, directories and patterns.
  public let paths: [FilePath]
  private let depth: PathList.Depth
  private let store: CheckpointFile?
  private let savesCheckpoint: Bool
  /// Whether passes follow each other in one process, so that files are held open.
  let isLive: Bool
  /// How far every stream has been dealt with.
  public internal(set) var checkpoint: Checkpoint
  var held: [FileIdentity: FollowedFile] = [:]
  /// The files of the last listing, oldest first within each set.
  private(set) var listed: [FollowedFile] = []
  private var uncommitted: Int64 = 0
  /// What was found since ``takeFindings()``.
  private var findings: [FollowFinding] = []
  private var notes: [FileNote] = []
  var errors: [FileError] = []
  private var newWithHole: [(stream: Int, file: FileIdentity)] = []
  /// The streams that some file holds.
  private var present: Set<Int> = []
  /// The newest file of each set.
  private(set) var newest: Set<FileIdentity> = []
  private var saved: Checkpoint
  /// The sets of which the consumer was told what it noted.
  private var recalled: Set<SetKey> = []
  /// What the last listing found, so that two that follow each other can be compared.
  private var lastNames: [FilePath: FileIdentity] = [:]
  var descriptors = OpenFileLimit()

  /// So many bytes of a stream are read at once.
  static let chunk = 256 << 10
  /// A file that is not the newest of its set is complete when it has not changed for so long.
  private static let settlingTime: Int64 = 60
  /// A file that was left without a name, or has been complete, is closed when it has not changed
  /// for so long, in seconds.
  static let idleTime: Int64 = 600
  /// Statuses that are younger may hide a change within the clock's precision.
  private static let statusPrecision: Int64 = 2

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

  /// Where rotation moves files to; nil: it leaves them in their directory.
  public var oldDirectory: FilePath?

  /// Whether everything that was read before is compared with what stands in the logs now, rather
  /// than its first and last bytes alone.
  public var verifiesAll = false

  /// At most so many bytes are dealt with between two commits; more of them may repeat after a
  /// crash where the output is a pipe.
  public var batch: Int64 = 1 << 20

  /// Files that the run writes to, and that are not followed wherever they are found.
  public var outputs: Set<FileIdentity> = []

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
  private enum Outcome {
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

  /// Whether the files that others were compared with are what they were before that.
  ///
  /// A log that is truncated between two comparisons no longer looks like its own copy, which would
  /// then be taken for a new log.
  private func isStillTrue(_ binding: StreamBinding<FollowedFile>) -> Bool {
    if binding.fresh.isEmpty { return true }
    for (number, file) in binding.sources where file.hasHead {
      guard let index = checkpoint.index(of: number) else { continue }
      let read = binding.shortened[number]?.offset ?? checkpoint.streams[index].offset
      // A copy may always have been shorter than what was read of its log.
      let end = min(read, file.size ?? read)
      guard let isUnchanged = try? file.isUnchanged(upTo: end), isUnchanged else { return false }
    }
    return true
  }

  // MARK: Finding

  /// Lists the files and finds out what they hold.
  private mutating func bind(now: Int64, lists: Bool) -> StreamBinding<FollowedFile> {
    if lists { list(now: now) }
    var trusted: [FileIdentity: Int] = [:]
    var hints: [FileIdentity: Int] = [:]
    var shrunk: Set<FileIdentity> = []
    var files: [FollowedFile] = []
    for file in ordered() {
      let record = checkpoint.files[file.identity]
      hints[file.identity] = record?.stream
      do throws(FileError) {
        try file.refresh()
        if !verifiesAll, let stream = isTrusted(file) {
          trusted[file.identity] = stream
        } else {
          try file.look()
          if let stream = isRenamed(file) { trusted[file.identity] = stream }
        }
        if let record, file.status.size < record.size { shrunk.insert(file.identity) }
        files.append(file)
      } catch {
        if !error.isMissing, error.reason != .replaced { errors.append(error) }
      }
    }
    return StreamBinding(
      checkpoint.streams, files: files, trusted: trusted, hints: hints, shrunk: shrunk,
      verifiesAll: verifiesAll)
  }

  /// Lists until two listings agree: a name that is changed meanwhile can be missed by one.
  mutating func list(now: Int64) {
    for _ in 0..<6 {
      let listing = FollowedPaths(
        paths, depth: depth, outputs: outputs, oldDirectory: oldDirectory
      ).listing()
      notes = listing.notes
      errors = listing.errors
      for file in held.values { file.unlist(now: now) }
      listed = []
      var names: [FilePath: FileIdentity] = [:]
      for input in listing.files {
        guard let identity = input.status?.identity else { continue }
        names[input.path] = identity
        if let file = held[identity] {
          file.relist(input, now: now)
          listed.append(file)
        } else if let file = FollowedFile(input, now: now, descriptors) {
          held[identity] = file
          listed.append(file)
        }
      }
      if names == lastNames { break }
      lastNames = names
    }
    var last: [SetKey: FileIdentity] = [:]
    for file in listed { last[file.input.setKey] = file.identity }
    newest = Set(last.values)
  }

  /// All files, those without a name first: they were there before what has their name now.
  private func ordered() -> [FollowedFile] {
    let unlisted = held.values.filter { !$0.isListed && $0.isOpen }
    return unlisted.sorted { $0.lastChange < $1.lastChange } + listed
  }

  /// All files, those that were emptied behind the ones that hold what had been in them.
  private func ordered(_ binding: StreamBinding<FollowedFile>) -> [FollowedFile] {
    var files = ordered()
    for file in binding.fresh where !file.isListed {
      guard let before = checkpoint.files[file.identity]?.stream,
        let source = binding.sources[before],
        let place = files.firstIndex(where: { $0 === file }),
        let target = files.firstIndex(where: { $0 === source }), target > place
      else { continue }
      files.remove(at: place)
      files.insert(file, at: target)
    }
    return files
  }

  /// The stream of a file that has not changed since nothing was left in it.
  func isTrusted(_ file: FollowedFile) -> Int? {
    guard let record = checkpoint.files[file.identity], record.isSettled,
      record.size == file.status.size, record.modified == file.status.modifiedNanoseconds,
      record.changed == file.status.changedNanoseconds || record.stream == Self.passedOver
    else { return nil }
    return record.stream
  }

  /// The stream of a file of which only the name or the rights have changed since then, so that
  /// rotation does not make every old log be inflated again.
  private mutating func isRenamed(_ file: FollowedFile) -> Int? {
    guard let record = checkpoint.files[file.identity], record.isSettled,
      record.size == file.status.size, record.modified == file.status.modifiedNanoseconds,
      let index = checkpoint.index(of: record.stream),
      file.beginsLike(checkpoint.streams[index])
    else { return nil }
    checkpoint.files[file.identity]?.changed = file.status.changedNanoseconds
    return record.stream
  }

  /// The number of no stream: for files whose content is not wanted.
  static let passedOver = 0

  /// Remembers what a file holds; that nothing is left in it only if its status hides no change.
  ///
  /// It may have been read up to an `end` that is farther than its status tells.
  mutating func note(
    _ file: FollowedFile, holds stream: Int, isSettled: Bool, upTo end: Int64 = 0
  ) {
    let status = file.status
    let size = file.content == .plain ? max(status.size, end) : status.size
    let isSure = isSettled && file.age >= Self.statusPrecision
    checkpoint.files[file.identity] = Checkpoint.FileRecord(
      size: size, modified: status.modifiedNanoseconds,
      changed: status.changedNanoseconds, stream: stream, isSettled: isSure)
  }

  /// Remembers that a file holds a stream that is read from another one; that nothing is left in it
  /// only if all of it has been dealt with there.
  private mutating func noteReplica(_ file: FollowedFile, of number: Int) {
    guard let index = checkpoint.index(of: number) else { return }
    let isSettled = file.size.map { $0 <= checkpoint.streams[index].offset } ?? false
    note(file, holds: number, isSettled: isSettled)
  }

  private mutating func rewind(
    _ number: Int, _ rung: StreamState.Rung?, _ file: FollowedFile
  ) {
    guard let rung, let index = checkpoint.index(of: number) else { return }
    findings.append(
      .shortened(
        file: file.input.displayName, from: checkpoint.streams[index].offset, to: rung.offset))
    checkpoint.streams[index].offset = rung.offset
    checkpoint.streams[index].marker = rung.marker
    checkpoint.streams[index].checksum = nil
    checkpoint.streams[index].size = rung.offset
    checkpoint.streams[index].rungs.removeAll { $0.offset >= rung.offset }
  }

  // MARK: Reading

  /// Lets the consumer deal with what a file holds behind the offset of its stream.
  ///
  /// - Throws: ``FileError`` of the output or the checkpoint; trouble with the file is kept.
  private mutating func read<C: StreamConsumer & ~Copyable>(
    _ file: FollowedFile, _ known: Int?, into consumer: inout C
  ) throws(FileError) -> Outcome {
    let state = known.flatMap { checkpoint.index(of: $0) }.map { checkpoint.streams[$0] }
    var reading = StreamReading(file, state)
    defer { file.endInflating() }
    switch reading.start(after: annotation(before: file)) {
    case .ready(let opening):
      if opening.isPart, recalled.insert(opening.set).inserted {
        consumer.recall(annotations(in: opening.set), of: opening.set)
      }
      consumer.begin(opening)
    case .disturbed: return .disturbed
    case .failed(let error):
      errors.append(error)
      return .complete
    }
    var isNamed = false
    while true {
      switch reading.next(Self.chunk) {
      case .bytes(let bytes):
        if !isNamed, let name = reading.name {
          consumer.name(name)
          isNamed = true
        }
        advance(&reading, to: consumer.take(bytes.span), &consumer)
        if consumer.isStopped {
          consumer.end(.clean)
          return .stopped
        }
        if uncommitted >= batch || consumer.isFull {
          try commit(&consumer, endsRun: false)
        }
      case .disturbed:
        return .disturbed
      case .failed(let error):
        errors.append(error)
        return .complete
      case .end:
        let isFinal = isComplete(file)
        advance(&reading, to: consumer.pause(isFinal: isFinal), &consumer)
        consumer.end(isFinal ? file.inflated?.end ?? .clean : .clean)
        if let number = reading.stream {
          noteLength(of: number, reading.position)
          if let index = checkpoint.index(of: number) {
            checkpoint.streams[index].home = file.identity
          }
          let isSettled = reading.isAtEnd && (isFinal || file.content == .plain)
          note(file, holds: number, isSettled: isSettled, upTo: reading.position)
        }
        // The next run finds it by its name; there may be more logs than descriptors.
        if !isLive, !newest.contains(file.identity) { file.close() }
        return consumer.isStopped ? .stopped : .complete
      }
    }
  }

  /// The stream of the log that came before a file in its set.
  ///
  /// A log and its compression have the same place. They hold two streams where the log was emptied
  /// and written again after that; the later one comes right before the file.
  private func stream(before file: FollowedFile) -> StreamState? {
    guard let place = listed.firstIndex(where: { $0 === file }), place > 0 else { return nil }
    let last = listed[place - 1].input
    var latest: StreamState?
    for other in listed[..<place].reversed() {
      guard other.input.setKey == file.input.setKey, other.input.order.isSamePlace(as: last.order)
      else { break }
      guard let number = checkpoint.files[other.identity]?.stream,
        let index = checkpoint.index(of: number)
      else { continue }
      if number > latest?.number ?? 0 { latest = checkpoint.streams[index] }
    }
    return latest
  }

  /// What the consumer noted at the end of the log before, if the records of a file follow those.
  ///
  /// A server that numbers its parts begins again at the first one when it is started again, so
  /// that their order is not that of their records.
  private func annotation(before file: FollowedFile) -> String {
    guard !file.input.order.isPart else { return "" }
    return stream(before: file)?.annotation ?? ""
  }

  /// What the consumer noted of the streams of a set, also of those whose files are gone.
  private func annotations(in set: SetKey) -> [String] {
    let files = listed.filter { $0.input.setKey == set }
    let numbers = Set(files.compactMap { checkpoint.files[$0.identity]?.stream })
    return checkpoint.streams.compactMap { stream in
      let key = InputFile(FilePath(stream.fileName), origin: .argument, status: nil).setKey
      return numbers.contains(stream.number) || key == set ? stream.annotation : nil
    }
  }

  /// Whether nothing will be added to the file any more.
  private func isComplete(_ file: FollowedFile) -> Bool {
    switch file.content {
    case .undecided: return false
    case .plain: return !newest.contains(file.identity) && file.age >= Self.settlingTime
    case .gzip:
      guard case .damaged(let damage)? = file.inflated?.end, damage.kind == .truncated else {
        return true
      }
      return file.age >= FollowedFile.compressionGrace
    }
  }

  /// Notes how far the consumer has come.
  private mutating func advance<C: StreamConsumer & ~Copyable>(
    _ reading: inout StreamReading, to dealt: Int64, _ consumer: inout C
  ) {
    let count = reading.advance(to: dealt)
    // What is only a header is no stream yet: many logs begin with it.
    guard count > 0, reading.hasRecord else { return }
    uncommitted += count
    reading.stream = adopt(reading, upTo: dealt, consumer.annotation)
  }

  /// Remembers how far a stream was read, and a new stream too; returns its number.
  mutating func adopt(
    _ reading: borrowing StreamReading, upTo offset: Int64, _ annotation: String
  ) -> Int {
    let file = reading.file
    let number: Int
    let index: Int
    if let known = reading.stream, let place = checkpoint.index(of: known) {
      (number, index) = (known, place)
    } else {
      (number, index) = (checkpoint.nextNumber, checkpoint.streams.count)
      checkpoint.streams.append(reading.newState(number: number, now: file.now))
      if file.leadingNULs > 0 { newWithHole.append((number, file.identity)) }
      present.insert(number)
      // Known from now on, also if the file changes before it was read to its end.
      note(file, holds: number, isSettled: false)
    }
    checkpoint.streams[index].advance(to: offset, reading.consumed)
    checkpoint.streams[index].name = checkpoint.streams[index].name ?? reading.name
    checkpoint.streams[index].size = max(offset, file.size ?? offset)
    checkpoint.streams[index].fileName = file.input.displayName
    checkpoint.streams[index].home = file.identity
    checkpoint.streams[index].annotation = annotation
    return number
  }

  /// Remembers how long a stream is, also where its last bytes are no record yet.
  private mutating func noteLength(of number: Int, _ length: Int64) {
    guard let index = checkpoint.index(of: number) else { return }
    checkpoint.streams[index].size = max(checkpoint.streams[index].size, length)
  }

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

  private mutating func commit<C: StreamConsumer & ~Copyable>(
    _ consumer: inout C, endsRun: Bool
  ) throws(FileError) {
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

  // MARK: Losses

  /// Notes which streams were found, and what is known to be lost.
  mutating func findLosses(now: Int64, endsRun: Bool) {
    for (number, identity) in newWithHole {
      guard let file = held[identity], let before = stream(before: file),
        let index = checkpoint.index(of: number)
      else { continue }
      let lost = checkpoint.streams[index].leadingNULs - before.size
      let name = checkpoint.streams[index].fileName
      if lost > 0 { findings.append(.lostInTruncation(file: name, bytes: lost)) }
    }
    for index in checkpoint.streams.indices {
      let number = checkpoint.streams[index].number
      if present.contains(number) {
        checkpoint.streams[index].missedRuns = 0
        // An hour more or less does not matter, but a run without news should write nothing.
        if isLive || now - checkpoint.streams[index].lastSeen > 3600 {
          checkpoint.streams[index].lastSeen = now
        }
      } else if endsRun {
        checkpoint.streams[index].missedRuns = min(checkpoint.streams[index].missedRuns + 1, 3)
        if checkpoint.streams[index].missedRuns == 2, checkpoint.streams[index].isNewest {
          findings.append(
            .lostStream(
              file: checkpoint.streams[index].fileName, offset: checkpoint.streams[index].offset))
        }
      }
    }
    var places: [Int: Int] = [:]
    for (index, stream) in checkpoint.streams.enumerated() { places[stream.number] = index }
    for file in listed {
      guard let number = checkpoint.files[file.identity]?.stream, let index = places[number]
      else { continue }
      checkpoint.streams[index].isNewest = newest.contains(file.identity)
    }
    let identities = Set(ordered().map(\.identity))
    checkpoint.files = checkpoint.files.filter { identities.contains($0.key) }
    checkpoint.forgetOld(now: now, after: isLive ? Self.idleTime : Checkpoint.memory)
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
