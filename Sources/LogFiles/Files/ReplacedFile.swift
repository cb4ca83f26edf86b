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
/// The content goes to `.NAME.tmp` beside it, which is locked meanwhile, so that two runs do not write
/// into each other's, and which then takes the name. It goes away if that cannot be done; what a run
/// leaves behind that was killed is removed by the next one. Nothing is written through a link to a
/// file, and no such link is replaced.
public struct ReplacedFile: ~Copyable {
  /// Who reads the file.
  public enum Reader: Sendable {
    /// Another program, at any time: everybody may read it, and nothing but a file is replaced.
    case program
    /// Whoever asked for it: it has the permissions of the one before, or those usual for a new one.
    /// A device, a FIFO or a socket, also at the end of a symbolic link, is written to as it is.
    case person
  }

  /// The path as the user named it.
  public let path: FilePath
  private let directory: Directory
  private let name: FilePath
  private let temporaryName: FilePath
  /// Nil if it is a new file with the usual ones.
  private let permissions: mode_t?
  /// Whether it is written to as it is.
  private let isStream: Bool

  /// So often a temporary file is looked for that nobody else has.
  private static let attempts = 8

  /// Opens the directory, and looks whether the file may be replaced.
  ///
  /// - Throws: ``FileError``, also if something has the name that cannot be replaced, such as a
  ///   directory.
  public init(_ path: FilePath, for reader: Reader) throws(FileError) {
    guard let last = path.lastComponent, last.kind == .regular else {
      throw FileError(.write, path, .isDirectory)
    }
    let parent = path.removingLastComponent()
    let directory = try Self.open(parent, for: path)
    let name = FilePath(last)
    let old = try? POSIX.status(of: name, relativeTo: directory.descriptor, following: false)
    let target = try? POSIX.status(of: name, relativeTo: directory.descriptor, following: true)
    let isStream = reader == .person && target?.kind.isStream == true
    if let old, old.kind != .regular, !isStream {
      throw old.kind == .directory
        ? FileError(.write, path, .isDirectory)
        : FileError(.write, path, .notReplaceable(old.kind))
    }
    self.path = path
    self.directory = directory
    self.name = name
    self.isStream = isStream
    permissions =
      switch reader {
      case .program: 0o644
      case .person: old.map { mode_t($0.permissions & 0o777) }
      }
    temporaryName = FilePath(bytes: ".".utf8 + name.bytes + ".tmp".utf8)
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
  /// - Throws: ``FileError``. The file is as it was, unless it is one that is written to as it is, or
  ///   the operation is ``FileError/Operation/synchronize``: then it has the new content, which a power
  ///   cut may undo. The reason is ``FileError/Reason/busy`` while another run is replacing it.
  public func replace(with content: Span<UInt8>) throws(FileError) {
    if isStream {
      var stream = try OutputFile(path)
      return try stream.write(content)
    }
    do throws(Errno) {
      let temporary = try createTemporaryFile()
      do throws(Errno) {
        try fill(temporary.number, with: content)
        try POSIX.rename(temporaryName, to: name, in: directory.descriptor)
      } catch {
        try? POSIX.unlink(temporaryName, in: directory.descriptor)
        throw error
      }
    } catch {
      throw error == .wouldBlock
        ? FileError(.lock, path, .busy) : FileError(.write, path, error)
    }
    try synchronizeName()
  }

  private func fill(_ descriptor: Int32, with content: Span<UInt8>) throws(Errno) {
    try POSIX.writeBytes(content, to: descriptor, at: 0)
    if let permissions { try POSIX.setPermissions(permissions, of: descriptor) }
    try POSIX.synchronize(descriptor)
  }

  /// Returns when the disk knows which file has the name, where it can be told to.
  private func synchronizeName() throws(FileError) {
    do throws(Errno) {
      try POSIX.synchronize(directory.descriptor)
    } catch .invalidArgument {
      // Some file systems synchronise files and no directories.
    } catch .notSupported {
    } catch {
      throw FileError(.synchronize, path, error)
    }
  }

  /// A new file of ours alone, with the lock.
  private func createTemporaryFile() throws(Errno) -> OwnedDescriptor {
    for _ in 0..<Self.attempts {
      do throws(Errno) {
        let file = OwnedDescriptor(
          try POSIX.openPrivately(
            temporaryName, relativeTo: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL,
            permissions: permissions == nil ? 0o666 : 0o600))
        guard try POSIX.lock(file.number) else { throw .wouldBlock }
        // Another run may have taken it for a left-over between creating and locking.
        if try hasTemporaryName(file) { return file }
      } catch .fileExists {
        try removeLeftOver()
      }
    }
    throw .wouldBlock
  }

  /// Removes what has the temporary name, unless another run is writing to it.
  private func removeLeftOver() throws(Errno) {
    do throws(Errno) {
      let file = OwnedDescriptor(
        try POSIX.openPrivately(
          temporaryName, relativeTo: directory.descriptor, flags: O_RDWR))
      guard try POSIX.lock(file.number) else { throw .wouldBlock }
      // Another run may have given it the name of the file between opening and locking.
      if try hasTemporaryName(file) {
        try POSIX.unlink(temporaryName, in: directory.descriptor)
      }
    } catch .noSuchFileOrDirectory {
      return
    } catch .tooManySymbolicLinkLevels {
      try POSIX.unlink(temporaryName, in: directory.descriptor)
    }
  }

  private func hasTemporaryName(_ file: borrowing OwnedDescriptor) throws(Errno) -> Bool {
    let named = try? POSIX.status(
      of: temporaryName, relativeTo: directory.descriptor, following: false)
    return named?.identity == (try POSIX.status(of: file.number).identity)
  }
}

extension FileKind {
  /// Whether it has no content of its own that could be replaced, only readers.
  fileprivate var isStream: Bool {
    switch self {
    case .device, .fifo, .socket: true
    case .regular, .directory, .symbolicLink, .other: false
    }
  }
}
