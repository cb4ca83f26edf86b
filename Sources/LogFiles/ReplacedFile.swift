public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is replaced as a whole: whoever reads it finds the content before or the new one, never
/// a part of either.
///
/// The content goes to `NAME.tmp` beside it, which is locked meanwhile, so that two runs do not write
/// into each other's, and which then takes the name.
public struct ReplacedFile: ~Copyable {
  /// The path as the user named it.
  public let path: FilePath
  private let directory: Directory
  private let name: FilePath
  private let temporaryName: FilePath

  /// Everybody may read it: it is written for another program.
  private static let permissions: mode_t = 0o644
  /// So often a temporary file is looked for that nobody else has.
  private static let attempts = 8

  /// Opens the directory, and looks whether the file may be replaced.
  ///
  /// - Throws: ``FileError``, also if something else than a file has the name, such as a symbolic link.
  public init(_ path: FilePath) throws(FileError) {
    guard let last = path.lastComponent, last.kind == .regular else {
      throw FileError(.write, path, .isDirectory)
    }
    let parent = path.removingLastComponent()
    let directory = try Self.open(parent, for: path)
    let name = FilePath(last)
    let status = try? POSIX.status(of: name, relativeTo: directory.descriptor, following: false)
    if let status, status.kind != .regular {
      throw FileError(.write, path, .notReplaceable(status.kind))
    }
    self.path = path
    self.directory = directory
    self.name = name
    temporaryName = FilePath(bytes: name.bytes + ".tmp".utf8)
  }

  private static func open(
    _ parent: FilePath, for path: FilePath
  ) throws(FileError) -> Directory {
    do throws(FileError) {
      return try Directory(parent.isEmpty ? "." : parent)
    } catch {
      throw FileError(.write, path, error.reason)
    }
  }

  /// Gives the file this content; returns when it has reached the disk.
  ///
  /// - Throws: ``FileError``; the file is as it was. Its reason is ``FileError/Reason/busy`` while
  ///   another run is replacing it.
  public func replace(with content: Span<UInt8>) throws(FileError) {
    do throws(Errno) {
      let temporary = try lockTemporaryFile()
      try POSIX.truncate(temporary.number, to: 0)
      try POSIX.writeBytes(content, to: temporary.number, at: 0)
      try POSIX.setPermissions(Self.permissions, of: temporary.number)
      try POSIX.synchronize(temporary.number)
      try POSIX.rename(temporaryName, to: name, in: directory.descriptor)
      try POSIX.synchronize(directory.descriptor)
    } catch {
      throw error == .wouldBlock
        ? FileError(.lock, path, .busy) : FileError(.write, path, error)
    }
  }

  /// A file of ours alone, left over by a run that was killed or a new one.
  private func lockTemporaryFile() throws(Errno) -> OwnedDescriptor {
    for _ in 0..<Self.attempts {
      let descriptor: OwnedDescriptor
      do throws(Errno) {
        descriptor = OwnedDescriptor(
          try POSIX.openPrivately(
            temporaryName, relativeTo: directory.descriptor, flags: O_RDWR | O_CREAT))
      } catch .tooManySymbolicLinkLevels {
        try POSIX.unlink(temporaryName, in: directory.descriptor)
        continue
      }
      guard try POSIX.lock(descriptor.number) else { throw .wouldBlock }
      let status = try POSIX.status(of: descriptor.number)
      // Another run may have given it the name of the file between opening and locking.
      let named = try? POSIX.status(
        of: temporaryName, relativeTo: directory.descriptor, following: false)
      guard named?.identity == status.identity else { continue }
      if status.kind == .regular, status.linkCount == 1, status.owner == POSIX.effectiveUser {
        return descriptor
      }
      try POSIX.unlink(temporaryName, in: directory.descriptor)
    }
    throw .wouldBlock
  }
}
