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
  /// Nobody reads the output any more.
  case outputClosed
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

/// A waker that knows nothing but the time, and whether somebody reads the output.
public struct IntervalWaker: Waker, ~Copyable {
  private let output: Int32?

  /// Creates a waker that notices when nobody reads `output` any more.
  public init(output: Terminal.Stream? = nil) { self.output = output?.pipe }

  /// Does nothing: no directory can wake it.
  public mutating func watch(_ directories: [FilePath]) {}

  /// Sleeps until the time is over, or a signal arrives.
  public mutating func wait(milliseconds: Int) -> Wake {
    POSIX.wait(for: nil, or: output, milliseconds: milliseconds) == .outputClosed
      ? .outputClosed : .timeout
  }
}

extension Terminal.Stream {
  /// The descriptor, if it has a reader that may go away.
  var pipe: Int32? {
    let status = try? POSIX.status(of: rawValue)
    return status?.kind == .fifo || status?.kind == .socket ? rawValue : nil
  }
}
