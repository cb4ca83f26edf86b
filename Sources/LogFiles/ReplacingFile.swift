public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that takes the place of the one with its name once it is whole, and not before.
///
/// Whoever reads the name finds either the old file or the new one. Until it is whole it stands beside
/// it as `.NAME.PID.tmp`, which goes away if the value ends before. A device, a FIFO or a socket is
/// written to as it is; a symbolic link is replaced, not followed.
public struct ReplacingFile: ~Copyable {
  /// The path as the user named it.
  public let path: FilePath
  /// Nil once it has its name, or if what has it cannot be replaced.
  private var temporary: FilePath?
  private let descriptor: OwnedDescriptor

  /// Creates the file beside the one that it will replace, with the same permissions.
  ///
  /// - Throws: ``FileError``, with ``FileError/Reason/system(_:)`` `.isDirectory` for a directory.
  public init(_ path: FilePath) throws(FileError) {
    guard let name = path.lastComponent, name.kind == .regular else {
      throw FileError(.write, path, .isDirectory)
    }
    let opened: OwnedDescriptor
    let temporary: FilePath?
    do throws(Errno) {
      let old = try? POSIX.status(of: path, following: true)
      if old?.kind == .directory { throw Errno.isDirectory }
      let isReplaced = old == nil || old?.kind == .regular
      temporary = isReplaced ? Self.neighbour(of: path, named: name) : nil
      // Left over by a run that was killed, of a process with the same number.
      if let temporary { try? POSIX.unlink(temporary, in: AT_FDCWD) }
      opened = OwnedDescriptor(
        try POSIX.openForWriting(temporary ?? path, flags: isReplaced ? O_EXCL : 0))
      if let old, isReplaced { _ = fchmod(opened.number, mode_t(old.permissions & 0o777)) }
    } catch {
      throw FileError(.write, path, error)
    }
    self.path = path
    self.temporary = temporary
    descriptor = opened
  }

  private static func neighbour(of path: FilePath, named name: FilePath.Component) -> FilePath {
    let bytes = ContiguousArray(".".utf8) + FilePath(name).bytes + ".\(getpid()).tmp".utf8
    return path.removingLastComponent().appending(FilePath(bytes: bytes).components)
  }

  deinit {
    if let temporary { try? POSIX.unlink(temporary, in: AT_FDCWD) }
  }

  /// Writes bytes behind those that were written before.
  public func write(_ bytes: Span<UInt8>) throws(FileError) {
    var written = 0
    do throws(Errno) {
      while written < bytes.count {
        written += try POSIX.writeBytes(bytes.extracting(written...), to: descriptor.number)
      }
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Gives the file its name, once everything written has reached the disk.
  public mutating func finish() throws(FileError) {
    guard let name = temporary else { return }
    do throws(Errno) {
      try POSIX.synchronize(descriptor.number)
      try POSIX.rename(name, to: path, in: AT_FDCWD)
    } catch {
      throw FileError(.write, path, error)
    }
    temporary = nil
  }
}
