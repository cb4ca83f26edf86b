// Facts about the terminal and the process. The `unsafe` call fills a structure on the stack.

import Synchronization
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a standard stream is connected to.
public enum Terminal {
  /// One of the three standard streams.
  public enum Stream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2
  }

  /// Whether the stream is a terminal.
  public static func isAttached(to stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Whether the stream is a pipe, a FIFO or a file: something that can be read without a user.
  public static func isRedirected(_ stream: Stream) -> Bool {
    do throws(Errno) {
      switch try POSIX.status(of: stream.rawValue).kind {
      case .fifo, .regular, .socket: return true
      case .directory, .symbolicLink, .device, .other: return false
      }
    } catch {
      return false
    }
  }

  /// Gives each standard stream that is closed something in its place that cannot be used.
  ///
  /// Otherwise the next file that is opened would be the standard stream: events would be written to
  /// a file that is meant for something else. Call it before anything is opened.
  public static func holdClosedStreams() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
      // The lowest free number is taken, which is this one.
      _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// The width of the terminal in columns, or nil if the stream is none or does not say.
  public static func columns(of stream: Stream) -> Int? {
    var size = winsize()
    guard unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}

/// How the process takes signals.
public enum Signals {
  /// Makes a write to a closed pipe, or beyond the size that files may have, fail instead of ending
  /// the process.
  ///
  /// Call it once at the start; ``FileError/isClosedPipe`` tells the first failure from others.
  public static func ignoreClosedPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Lets a program that follows logs finish what it has begun when it is told to end.
  ///
  /// The first SIGINT, SIGTERM or SIGHUP is kept in ``ending``. A second one ends the process at
  /// once, and so do two seconds without an end: the program may be stuck in a write.
  public static func catchEnding() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      _ = signal(number) { number in
        if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
        _ = signal(SIGALRM) { _ in _exit(128 + received.load(ordering: .relaxed)) }
        alarm(2)
      }
    }
  }

  /// Whether a second has passed since the process was asked to end, which leaves another one to
  /// write what was read.
  public static var isOverdue: Bool {
    guard ending != nil else { return false }
    let now = ContinuousClock.now
    return asked.withLock { time in
      let first = time ?? now
      time = first
      return now - first > .seconds(1)
    }
  }

  /// The signal that asked the process to end; nil as long as none did.
  public static var ending: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}

/// Set by a signal handler, which may touch nothing but atomic values.
private let received = Atomic<Int32>(0)

/// When it was first noticed that the process is to end.
private let asked = Mutex<ContinuousClock.Instant?>(nil)
