// The system calls that position files and owned outputs need. The `unsafe` parts hand path strings
// and buffers to the kernel that closures keep alive for the length of the call.

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension POSIX {
  /// Opens a file of this program's own, without following a link; nobody else has access to a new
  /// one, unless its permissions, of which the mask of the process is taken off, say so.
  static func openPrivately(
    _ name: FilePath, relativeTo directory: Int32, flags: Int32, permissions: mode_t = 0o600
  ) throws(Errno) -> Int32 {
    try unsafe name.withCharacters { name throws(Errno) in
      try retryingInterrupts {
        unsafe openat(
          directory, name, O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags, permissions)
      }
    }
  }

  /// Opens a file for reading and writing, and creates it if there is none.
  static func openForReadingAndWriting(_ path: FilePath) throws(Errno) -> Int32 {
    try unsafe path.withCharacters { name throws(Errno) in
      try retryingInterrupts {
        unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, mode_t(0o666))
      }
    }
  }

  /// Locks an open file for this process alone; false if another one has it.
  static func lock(_ descriptor: Int32) throws(Errno) -> Bool {
    do throws(Errno) {
      _ = try retryingInterrupts { flock(descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch .wouldBlock {
      return false
    }
  }

  /// Writes all the bytes at a place in the file.
  static func writeBytes(
    _ bytes: Span<UInt8>, to descriptor: Int32, at offset: Int64
  ) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let rest = bytes.extracting(written...)
      written += try unsafe rest.withUnsafeBufferPointer { buffer throws(Errno) in
        try retryingInterrupts {
          unsafe pwrite(
            descriptor, buffer.baseAddress, buffer.count, off_t(offset) + off_t(written))
        }
      }
    }
  }

  /// The bytes of a regular file, at most `limit` and a little more.
  static func content(
    of descriptor: Int32, limit: Int
  ) throws(Errno) -> ContiguousArray<UInt8> {
    var bytes: ContiguousArray<UInt8> = []
    while bytes.count <= limit {
      var failure: Errno?
      let chunk = ContiguousArray<UInt8>(capacity: 64 << 10) { output in
        do throws(Errno) {
          _ = try readBytes(from: descriptor, at: Int64(bytes.count), into: &output)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  /// Cuts a file, or makes it longer with NULs.
  static func truncate(_ descriptor: Int32, to length: Int64) throws(Errno) {
    _ = try retryingInterrupts { ftruncate(descriptor, off_t(length)) }
  }

  /// Says who may read and write an open file.
  static func setPermissions(_ permissions: mode_t, of descriptor: Int32) throws(Errno) {
    _ = try retryingInterrupts { fchmod(descriptor, permissions) }
  }

  /// Gives a file another name, in place of the one that had it.
  static func rename(_ old: FilePath, to new: FilePath, in directory: Int32) throws(Errno) {
    try unsafe old.withCharacters { old throws(Errno) in
      try unsafe new.withCharacters { new throws(Errno) in
        _ = try retryingInterrupts { unsafe renameat(directory, old, directory, new) }
      }
    }
  }

  /// Gives a file a second name.
  static func link(_ old: FilePath, to new: FilePath, in directory: Int32) throws(Errno) {
    try unsafe old.withCharacters { old throws(Errno) in
      try unsafe new.withCharacters { new throws(Errno) in
        _ = try retryingInterrupts { unsafe linkat(directory, old, directory, new, 0) }
      }
    }
  }

  /// Removes a name.
  static func unlink(_ name: FilePath, in directory: Int32) throws(Errno) {
    try unsafe name.withCharacters { name throws(Errno) in
      _ = try retryingInterrupts { unsafe unlinkat(directory, name, 0) }
    }
  }

  /// Creates a directory that only its owner may look into.
  static func makePrivateDirectory(_ path: FilePath) throws(Errno) {
    try unsafe path.withCharacters { name throws(Errno) in
      _ = try retryingInterrupts { unsafe mkdir(name, mode_t(0o700)) }
    }
  }

  /// What ended a sleep.
  enum Readiness {
    /// The time is over, or a signal arrived.
    case timeout
    case readable
    /// Nobody reads the output any more.
    case outputClosed
  }

  /// Sleeps until the descriptor can be read, nobody reads `output` any more, or the time is over; a
  /// signal ends the sleep too.
  static func wait(
    for descriptor: Int32?, or output: Int32? = nil, milliseconds: Int
  ) -> Readiness {
    // Of an end that is written to, poll always tells that the other one is gone.
    var requests = [
      pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: output ?? -1, events: 0, revents: 0),
    ]
    guard unsafe poll(&requests, 2, Int32(clamping: milliseconds)) > 0 else { return .timeout }
    if requests[1].revents & Int16(POLLERR | POLLHUP) != 0 { return .outputClosed }
    return requests[0].revents != 0 ? .readable : .timeout
  }

  /// How many descriptors the process may have, once it has asked for all that it may ask for.
  static let descriptorLimit: Int = {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard unsafe getrlimit(resource, &limit) == 0 else { return 256 }
    var wanted = limit
    // More than that no system likes to be asked for.
    wanted.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 1 << 16))
    if unsafe setrlimit(resource, &wanted) == 0 { limit = wanted }
    return Int(clamping: limit.rlim_cur)
  }()

  /// The user whose rights the process has.
  static var effectiveUser: UInt32 { geteuid() }
}

/// A descriptor that is closed when the value ends.
struct OwnedDescriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { POSIX.close(descriptor: number) }
}
