public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open directory; its members are looked at and opened relative to it.
///
/// So nobody can exchange a directory on the way between the look and the opening.
struct Directory: ~Copyable {
  let path: FilePath
  let descriptor: Int32

  /// Opens a directory that the user named; links are followed.
  init(_ path: FilePath) throws(FileError) {
    try self.init(path, path, relativeTo: AT_FDCWD, flags: 0)
  }

  /// Opens a directory inside another one, unless it is a symbolic link.
  init(_ name: FilePath.Component, in parent: borrowing Directory) throws(FileError) {
    try self.init(
      parent.path.appending(name), FilePath(name), relativeTo: parent.descriptor, flags: O_NOFOLLOW)
  }

  private init(
    _ path: FilePath, _ name: FilePath, relativeTo parent: Int32, flags: Int32
  ) throws(FileError) {
    self.path = path
    do throws(Errno) {
      descriptor = try POSIX.openForReading(
        name, relativeTo: parent, flags: O_DIRECTORY | O_NONBLOCK | flags)
    } catch {
      throw FileError(.list, path, error)
    }
  }

  deinit {
    POSIX.close(descriptor: descriptor)
  }

  /// The names of all members, hidden ones too, in no particular order.
  func names() throws(FileError) -> [FilePath.Component] { try members().map(\.name) }

  /// All members, hidden ones too, in no particular order.
  func members() throws(FileError) -> [DirectoryMember] {
    do throws(Errno) {
      return try POSIX.members(of: descriptor)
    } catch {
      throw FileError(.list, path, error)
    }
  }

  /// The status of the directory itself.
  func status() throws(FileError) -> FileStatus {
    do throws(Errno) {
      return try POSIX.status(of: descriptor)
    } catch {
      throw FileError(.inspect, path, error)
    }
  }

  /// The status of a member.
  func status(
    of name: FilePath.Component, links: OpenFile.LinkPolicy
  ) throws(FileError) -> FileStatus {
    do throws(Errno) {
      return try POSIX.status(
        of: FilePath(name), relativeTo: descriptor, following: links == .follow)
    } catch {
      throw FileError(.inspect, path.appending(name), error)
    }
  }
}

/// Directories that this program keeps its own files in.
public enum Directories {
  /// Creates a directory and those above it that are missing; nobody else may look into them.
  public static func create(_ path: FilePath) throws(FileError) {
    do throws(Errno) {
      try POSIX.makePrivateDirectory(path)
    } catch .fileExists {
      return
    } catch .noSuchFileOrDirectory {
      let parent = path.removingLastComponent()
      guard !parent.isEmpty, parent != path else {
        throw FileError(.write, path, .noSuchFileOrDirectory)
      }
      try create(parent)
      do throws(Errno) {
        try POSIX.makePrivateDirectory(path)
      } catch {
        if error != .fileExists { throw FileError(.write, path, error) }
      }
    } catch {
      throw FileError(.write, path, error)
    }
  }
}
