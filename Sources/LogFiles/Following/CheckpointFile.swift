public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The file that keeps a ``Checkpoint``, locked for as long as the value lives.
///
/// Next to `NAME` stand `NAME.lock`, which is never removed and says how the last run with an output
/// file of its own has ended, `NAME.bak`, the checkpoint before the
/// last, and for moments `NAME.tmp`. None of them is reached through a symbolic link.
public struct CheckpointFile: ~Copyable {
  /// The path as the user named it.
  public let path: FilePath
  private let directory: Directory
  /// Closing it gives the lock back.
  private let lock: OwnedDescriptor
  private let name: FilePath
  private let backupName: FilePath
  private let temporaryName: FilePath

  private static let maximumSize: Int64 = 64 << 20

  /// Opens the directory and takes the lock.
  ///
  /// - Throws: ``FileError``; its reason is ``FileError/Reason/busy`` while another run has the lock.
  public init(_ path: FilePath) throws(FileError) {
    guard let last = path.lastComponent, last.kind == .regular else {
      throw FileError(.write, path, .isDirectory)
    }
    let parent = path.removingLastComponent()
    let directory = try Directory(parent.isEmpty ? "." : parent)
    try Self.check(directory)
    let name = FilePath(last)
    let lock = try Self.takeLock(name.withSuffix(".lock"), in: directory, path)
    self.path = path
    self.directory = directory
    self.lock = lock
    self.name = name
    backupName = name.withSuffix(".bak")
    temporaryName = name.withSuffix(".tmp")
  }

  /// A directory where anybody may exchange files is no place for a checkpoint.
  private static func check(_ directory: borrowing Directory) throws(FileError) {
    let status = try directory.status()
    let isSticky = status.permissions & 0o1000 != 0
    if status.permissions & 0o002 != 0, !isSticky {
      throw FileError(.open, directory.path, .insecure("everybody may write to this directory"))
    }
  }

  private static func takeLock(
    _ name: FilePath, in directory: borrowing Directory, _ path: FilePath
  ) throws(FileError) -> OwnedDescriptor {
    do throws(Errno) {
      while true {
        let descriptor = OwnedDescriptor(
          try POSIX.openPrivately(
            name, relativeTo: directory.descriptor, flags: O_RDWR | O_CREAT))
        guard try POSIX.lock(descriptor.number) else { throw Errno.wouldBlock }
        // Somebody may have put another file there between opening and locking.
        let held = try POSIX.status(of: descriptor.number).identity
        let named = try? POSIX.status(of: name, relativeTo: directory.descriptor, following: false)
        if named?.identity == held { return descriptor }
      }
    } catch {
      if error == .wouldBlock { throw FileError(.lock, path, .busy) }
      throw FileError(.lock, directory.path.appending(name.components), error)
    }
  }

  /// Whether a run that was killed may have left output behind that a checkpoint knows nothing of.
  ///
  /// Where the last run came to its end, or the checkpoint is older than that run, other bytes in the
  /// output have another cause.
  public func mayHaveLeftOutput(after checkpoint: Checkpoint) -> Bool {
    let note = (try? POSIX.content(of: lock.number, limit: 64)) ?? []
    let words = String(decoding: note, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let generation = Int64(words[1]) else { return true }
    return words[0] == "running" && generation <= checkpoint.generation
  }

  /// Notes beside the checkpoint that a run is about to write output, or has come to its end.
  func noteRun(_ checkpoint: Checkpoint, isRunning: Bool) throws(FileError) {
    let words = "\(isRunning ? "running" : "ended") \(checkpoint.generation)\n"
    do throws(Errno) {
      try POSIX.writeBytes(ContiguousArray(words.utf8).span, to: lock.number, at: 0)
      try POSIX.truncate(lock.number, to: Int64(words.utf8.count))
      // Without it a power cut could make what this run writes look like somebody else's.
      if isRunning { try POSIX.synchronize(lock.number) }
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// What ``load()`` found.
  public struct Loaded: Sendable {
    /// The checkpoint, or one before the first run.
    public var checkpoint: Checkpoint
    /// Whether no run has come to its end yet.
    public var isFirstRun: Bool
    /// Why the file itself could not be used, if its backup was.
    public var usedBackup: FileError?
    /// Whether it was written when jobs over the same logs shared one checkpoint.
    public var isOfOldVersion = false
  }

  /// Reads the checkpoint, or its backup if it is damaged.
  ///
  /// - Throws: ``FileError`` if neither can be relied upon. Nothing is guessed then.
  public func load() throws(FileError) -> Loaded {
    do throws(FileError) {
      guard let checkpoint = try read(name) else {
        return Loaded(checkpoint: Checkpoint(), isFirstRun: true)
      }
      return Loaded(
        checkpoint: checkpoint, isFirstRun: checkpoint.generation == 0,
        isOfOldVersion: checkpoint.version < Checkpoint.version)
    } catch {
      // A newer version knows what the backup does not.
      guard case .damagedCheckpoint(let sentence) = error.reason,
        sentence != Checkpoint.Defect.otherVersion.sentence, let backup = try? read(backupName)
      else { throw error }
      return Loaded(checkpoint: backup, isFirstRun: false, usedBackup: error)
    }
  }

  /// nil if there is no such file.
  private func read(_ name: FilePath) throws(FileError) -> Checkpoint? {
    let shown = path.removingLastComponent().appending(name.components)
    let status: FileStatus
    let bytes: ContiguousArray<UInt8>
    do throws(Errno) {
      let descriptor = try POSIX.openPrivately(
        name, relativeTo: directory.descriptor, flags: O_RDONLY)
      defer { POSIX.close(descriptor: descriptor) }
      status = try POSIX.status(of: descriptor)
      let isReadable = status.kind == .regular && status.size <= Self.maximumSize
      bytes = isReadable ? try POSIX.content(of: descriptor, limit: Int(Self.maximumSize)) : []
    } catch {
      if error == .noSuchFileOrDirectory { return nil }
      throw FileError(.open, shown, error)
    }
    if let reason = doubt(about: status) { throw FileError(.open, shown, .insecure(reason)) }
    do throws(Checkpoint.Defect) {
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notACheckpoint }
      return try Checkpoint(text: text)
    } catch {
      throw FileError(.read, shown, .damagedCheckpoint(error.sentence))
    }
  }

  /// Why a file that was found under the name of a checkpoint is not to be trusted.
  private func doubt(about status: FileStatus) -> String? {
    if status.kind != .regular { return "it is \(status.kind.phrase)" }
    if status.owner != POSIX.effectiveUser { return "it belongs to user \(status.owner)" }
    if status.permissions & 0o022 != 0 { return "others may write to it" }
    if status.size > Self.maximumSize { return "it is too large for a checkpoint" }
    if status.linkCount > 1, !isOwnBackup(status.identity) { return "it has a second name" }
    return nil
  }

  /// A run that ended between giving the backup its name and renaming the new checkpoint leaves
  /// one file with both names.
  private func isOwnBackup(_ identity: FileIdentity) -> Bool {
    [name, backupName].allSatisfy { name in
      let status = try? POSIX.status(
        of: name, relativeTo: directory.descriptor, following: false)
      return status?.identity == identity && status?.linkCount == 2
    }
  }

  /// Takes the room that a checkpoint needs, so that saving it later does not fail for want of room.
  func reserve(for checkpoint: Checkpoint) throws(FileError) {
    let room = ContiguousArray<UInt8>(repeating: 0, count: checkpoint.text.utf8.count + Self.slack)
    do throws(Errno) {
      try? POSIX.unlink(temporaryName, in: directory.descriptor)
      let descriptor = OwnedDescriptor(
        try POSIX.openPrivately(
          temporaryName, relativeTo: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL))
      try POSIX.writeBytes(room.span, to: descriptor.number, at: 0)
      try POSIX.synchronize(descriptor.number)
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// How much longer a checkpoint may have become since room was taken for it, in bytes.
  private static let slack = 4096

  /// Opens what ``reserve(for:)`` has left, or a new file.
  private func openTemporary() throws(Errno) -> Int32 {
    let status = try? POSIX.status(
      of: temporaryName, relativeTo: directory.descriptor, following: false)
    if let status, status.kind == .regular, status.linkCount == 1, doubt(about: status) == nil {
      return try POSIX.openPrivately(
        temporaryName, relativeTo: directory.descriptor, flags: O_WRONLY)
    }
    // Left over by a run that was killed. Whoever plants one there gains nothing.
    try? POSIX.unlink(temporaryName, in: directory.descriptor)
    return try POSIX.openPrivately(
      temporaryName, relativeTo: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL)
  }

  /// Replaces the checkpoint; returns when it has reached the disk.
  ///
  /// At every moment either the old or the new one stands under the name.
  public func save(_ checkpoint: Checkpoint) throws(FileError) {
    let bytes = ContiguousArray(checkpoint.text.utf8)
    do throws(Errno) {
      let descriptor = try openTemporary()
      defer { POSIX.close(descriptor: descriptor) }
      try POSIX.writeBytes(bytes.span, to: descriptor, at: 0)
      try POSIX.truncate(descriptor, to: Int64(bytes.count))
      try POSIX.synchronize(descriptor)
      // The backup is a convenience; without it the checkpoint is as good.
      try? POSIX.unlink(backupName, in: directory.descriptor)
      try? POSIX.link(name, to: backupName, in: directory.descriptor)
      try POSIX.rename(temporaryName, to: name, in: directory.descriptor)
      try POSIX.synchronize(directory.descriptor)
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Removes the checkpoint and its backup, so that the next run is the first one.
  public func remove() throws(FileError) {
    for name in [name, backupName, temporaryName] {
      do throws(Errno) {
        try POSIX.unlink(name, in: directory.descriptor)
      } catch {
        if error != .noSuchFileOrDirectory { throw FileError(.write, path, error) }
      }
    }
  }
}

extension FilePath {
  /// The path with something behind its last name.
  fileprivate func withSuffix(_ suffix: String) -> FilePath {
    FilePath(bytes: bytes + suffix.utf8)
  }
}
