// The `unsafe` parts hand the kernel arrays of events that live as long as the call.

#if canImport(Darwin)
  import Darwin
  public import SystemPackage

  /// A waker that macOS tells of changes in directories.
  ///
  /// Writing to a file does not change its directory, so that content is looked at by the clock;
  /// the directories only tell of names.
  public struct KqueueWaker: Waker, ~Copyable {
    private let queue: OwnedDescriptor
    private let output: Int32?
    private var watches: [FilePath: Int32] = [:]

    /// Creates a waker that notices when nobody reads `output` any more; nil if the system has none
    /// left.
    public init?(output: Terminal.Stream? = nil) {
      let descriptor = kqueue()
      guard descriptor >= 0 else { return nil }
      queue = OwnedDescriptor(descriptor)
      self.output = output?.pipe
    }

    deinit { for descriptor in watches.values { POSIX.close(descriptor: descriptor) } }

    /// Watches these directories and no others.
    public mutating func watch(_ directories: [FilePath]) {
      for (path, descriptor) in watches where !directories.contains(path) {
        // Closing takes it out of the queue.
        POSIX.close(descriptor: descriptor)
        watches[path] = nil
      }
      for path in directories where watches[path] == nil { add(path) }
    }

    private mutating func add(_ path: FilePath) {
      guard let descriptor = try? POSIX.openForReading(path.isEmpty ? "." : path, flags: O_EVTONLY)
      else { return }
      var change = unsafe kevent(
        ident: UInt(descriptor), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
        fflags: UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME), data: 0, udata: nil)
      if unsafe kevent(queue.number, &change, 1, nil, 0, nil) < 0 {
        POSIX.close(descriptor: descriptor)
      } else {
        watches[path] = descriptor
      }
    }

    /// Sleeps until one of the directories tells of a change, or the time is over.
    public mutating func wait(milliseconds: Int) -> Wake {
      // A queue is readable while it has events, so that both can be waited for.
      switch POSIX.wait(for: queue.number, or: output, milliseconds: milliseconds) {
      case .timeout: return .timeout
      case .outputClosed: return .outputClosed
      case .readable:
        var event = unsafe kevent()
        var time = timespec()
        let count = unsafe kevent(queue.number, nil, 0, &event, 1, &time)
        return count > 0 ? .names : .timeout
      }
    }
  }
#endif
