// The system calls of this module, each with its policy for interruptions and its typed error.
// Every `unsafe` here hands a pointer to the kernel that is valid for the length of the call:
// path strings and buffers come from closures that own them.

package import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Repeats a system call for as long as a signal interrupts it, and throws every other failure.
///
/// - Parameter call: Returns −1 and sets `errno` when it fails, as system calls do.
/// - Returns: What the call returned when it did not fail.
/// - Throws: The `errno` of the call.
package func retryingInterrupts<Result: SignedInteger>(
  _ call: () -> Result
) throws(Errno) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let code = Errno(rawValue: errno)
    if code != .interrupted { throw code }
  }
}

/// The system calls, named after what they are used for.
enum POSIX {
  // MARK: Opening

  /// Opens for reading; every descriptor is closed on exec.
  static func openForReading(
    _ path: FilePath, relativeTo directory: Int32 = AT_FDCWD, flags: Int32 = 0
  ) throws(Errno) -> Int32 {
    try unsafe path.withCharacters { name throws(Errno) in
      try retryingInterrupts { unsafe openat(directory, name, O_RDONLY | O_CLOEXEC | flags) }
    }
  }

  /// Opens a named pipe for reading, and as a writer too if that is allowed: so it stays open between
  /// two others.
  static func openPipe(_ path: FilePath) throws(Errno) -> Int32 {
    let flags = O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    return try unsafe path.withCharacters { name throws(Errno) in
      do throws(Errno) {
        return try retryingInterrupts { unsafe open(name, O_RDWR | flags) }
      } catch .permissionDenied {
        return try retryingInterrupts { unsafe open(name, O_RDONLY | flags) }
      }
    }
  }

  /// Creates or empties a file for writing.
  static func openForWriting(_ path: FilePath, flags: Int32) throws(Errno) -> Int32 {
    try unsafe path.withCharacters { name throws(Errno) in
      try retryingInterrupts {
        unsafe open(name, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode_t(0o666))
      }
    }
  }

  /// Closes; the descriptor is gone whatever the call says, so an error has no remedy.
  static func close(descriptor: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Glibc.close(descriptor)
    #endif
  }

  // MARK: Reading and writing

  /// Appends what one `read` gives; waits if the descriptor does not block.
  static func readBytes(
    from descriptor: Int32, into output: inout OutputSpan<UInt8>
  ) throws(Errno) -> Int {
    while true {
      do throws(Errno) {
        return try unsafe output.withUnsafeMutableBufferPointer { buffer, count throws(Errno) in
          // The free part of the span lies behind its initialized bytes.
          let free = unsafe UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
          let result = try retryingInterrupts {
            unsafe read(descriptor, free.baseAddress, free.count)
          }
          count += result
          return result
        }
      } catch  where error == .resourceTemporarilyUnavailable {
        try wait(for: descriptor, events: Int16(POLLIN))
      }
    }
  }

  /// Appends what one `pread` gives, and leaves the file's own position alone.
  static func readBytes(
    from descriptor: Int32, at offset: Int64, into output: inout OutputSpan<UInt8>
  ) throws(Errno) -> Int {
    try unsafe output.withUnsafeMutableBufferPointer { buffer, count throws(Errno) in
      let free = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
      let result = try retryingInterrupts {
        unsafe pread(descriptor, free.baseAddress, free.count, off_t(offset))
      }
      count += result
      return result
    }
  }

  /// Writes some of the bytes and returns how many; waits if the descriptor does not block.
  static func writeBytes(_ bytes: Span<UInt8>, to descriptor: Int32) throws(Errno) -> Int {
    while true {
      do throws(Errno) {
        return try unsafe bytes.withUnsafeBufferPointer { buffer throws(Errno) in
          try retryingInterrupts { unsafe write(descriptor, buffer.baseAddress, buffer.count) }
        }
      } catch  where error == .resourceTemporarilyUnavailable {
        try wait(for: descriptor, events: Int16(POLLOUT))
      }
    }
  }

  /// Sleeps until the descriptor is ready, for as long as it takes.
  private static func wait(for descriptor: Int32, events: Int16) throws(Errno) {
    var request = pollfd(fd: descriptor, events: events, revents: 0)
    _ = try retryingInterrupts { unsafe poll(&request, 1, -1) }
  }

  /// Returns when everything written has reached the disk.
  static func synchronize(_ descriptor: Int32) throws(Errno) {
    #if canImport(Darwin)
      // fsync on Darwin stops at the drive's cache.
      if fcntl(descriptor, F_FULLFSYNC) != -1 { return }
    #endif
    _ = try retryingInterrupts { fsync(descriptor) }
  }

  /// True if whatever is written goes to the end of the file.
  static func appends(_ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    return flags != -1 && flags & O_APPEND != 0
  }

  // MARK: Positions

  /// Moves the file's position and returns the new one.
  static func seek(_ descriptor: Int32, to offset: Int64, from origin: Int32) throws(Errno) -> Int64
  {
    Int64(try retryingInterrupts { lseek(descriptor, off_t(offset), origin) })
  }

  // MARK: Status

  /// The status of an open file.
  static func status(of descriptor: Int32) throws(Errno) -> FileStatus {
    var record = stat()
    _ = try retryingInterrupts { unsafe fstat(descriptor, &record) }
    return FileStatus(record)
  }

  /// The status of a name; a symbolic link at its end is followed only if `following` says so.
  static func status(
    of path: FilePath, relativeTo directory: Int32 = AT_FDCWD, following: Bool
  ) throws(Errno) -> FileStatus {
    var record = stat()
    let flags = following ? 0 : AT_SYMLINK_NOFOLLOW
    try unsafe path.withCharacters { name throws(Errno) in
      _ = try retryingInterrupts { unsafe fstatat(directory, name, &record, flags) }
    }
    return FileStatus(record)
  }

  // MARK: Links

  /// The target of a symbolic link, which may be missing; the path itself if it is not a link.
  static func target(of path: FilePath) -> FilePath {
    var target = path
    // As many as Linux follows.
    for _ in 0..<40 {
      guard let next = try? content(ofLink: target) else { return target }
      target = target.removingLastComponent().pushing(next)
    }
    return path
  }

  /// The path without the links that its directories and its end are now.
  static func resolved(_ path: FilePath) -> FilePath {
    var result = FilePath()
    result.root = path.root
    for component in path.components { result = target(of: result.appending(component)) }
    return result
  }

  /// What a symbolic link says.
  private static func content(ofLink path: FilePath) throws(Errno) -> FilePath {
    let bytes = try unsafe path.withCharacters { name throws(Errno) in
      unsafe [CChar](unsafeUninitializedCapacity: 4096) { buffer, count in
        guard let start = buffer.baseAddress else { return }
        count = unsafe max(0, readlink(name, start, buffer.count))
      }
    }
    if bytes.isEmpty { throw Errno(rawValue: errno) }
    return FilePath(bytes: ContiguousArray(bytes.map { UInt8(bitPattern: $0) }))
  }

  // MARK: Directories

  /// The members of an open directory without `.` and `..`, in the order of the file system.
  static func members(of descriptor: Int32) throws(Errno) -> [DirectoryMember] {
    // A descriptor of its own, because closedir closes it; "." so that both have own positions.
    let copy = try openForReading(".", relativeTo: descriptor, flags: O_DIRECTORY)
    guard let stream = unsafe fdopendir(copy) else {
      let code = Errno(rawValue: errno)
      close(descriptor: copy)
      throw code
    }
    defer { unsafe closedir(stream) }
    var members: [DirectoryMember] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw Errno(rawValue: errno) }
        return members
      }
      // The name ends in a NUL, and the component copies it before the next readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 1) { characters in
          unsafe FilePath.Component(platformString: characters)
        }
      }
      if let name, name.kind == .regular {
        members.append(DirectoryMember(name: name, inode: unsafe UInt64(entry.pointee.d_ino)))
      }
    }
  }

  // MARK: The process

  /// Whether files are opened with the rights of root.
  static var isPrivileged: Bool { geteuid() == 0 }

  /// The user who started the program.
  static var invokingUser: UInt32 { getuid() }
}
