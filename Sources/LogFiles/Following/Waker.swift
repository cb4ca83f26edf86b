public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a follower was woken.
public enum Wake: Sendable {
  /// The time is over.
  case timeout
  /// Something may have been written to a file.
  case content
  /// A file may have come, gone or got another name.
  case names
}

/// What a follower sleeps on between two passes.
///
/// A wake only shortens the sleep. Nothing depends on it: what a file system does not report, the
/// next pass finds all the same.
public protocol Waker: ~Copyable {
  /// Takes notice of the directories in which files are followed now.
  mutating func watch(_ directories: [FilePath])
  /// Sleeps until something happens, a signal arrives or the time is over.
  mutating func wait(milliseconds: Int) -> Wake
}

/// A waker that knows nothing but the time.
public struct IntervalWaker: Waker, ~Copyable {
  /// Creates a waker.
  public init() {}

  /// Does nothing: no directory can wake it.
  public mutating func watch(_ directories: [FilePath]) {}

  /// Sleeps until the time is over, or a signal arrives.
  public mutating func wait(milliseconds: Int) -> Wake {
    POSIX.wait(for: nil, milliseconds: milliseconds)
    return .timeout
  }
}
