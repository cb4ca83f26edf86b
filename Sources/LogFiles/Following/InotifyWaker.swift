// The `unsafe` parts fill a buffer with the kernel's notices and read their fixed-size heads.

#if os(Linux)
  public import SystemPackage

  #if canImport(Musl)
    import Musl
  #else
    import Glibc
  #endif

  /// A waker that Linux tells of changes in directories and in the files they list.
  public struct InotifyWaker: Waker, ~Copyable {
    private let queue: OwnedDescriptor
    private let output: Int32?
    private var watches: [FilePath: Int32] = [:]

    /// Creates a waker that notices when nobody reads `output` any more; nil if the system has none
    /// left.
    public init?(output: Terminal.Stream? = nil) {
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      queue = OwnedDescriptor(descriptor)
      self.output = output?.pipe
    }

    private static let namesChanged =
      IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF

    /// Watches these directories and no others.
    public mutating func watch(_ directories: [FilePath]) {
      for (path, watch) in watches where !directories.contains(path) {
        _ = inotify_rm_watch(queue.number, watch)
        watches[path] = nil
      }
      for path in directories where watches[path] == nil {
        // A directory that cannot be watched, such as one too many, is looked at by the clock.
        watches[path] = try? add(path)
      }
    }

    private func add(_ path: FilePath) throws(Errno) -> Int32 {
      try unsafe (path.isEmpty ? "." : path).withCharacters { name throws(Errno) in
        try retryingInterrupts {
          unsafe inotify_add_watch(
            queue.number, name, UInt32(IN_MODIFY | Self.namesChanged | IN_ONLYDIR))
        }
      }
    }

    /// Sleeps until one of the directories tells of a change, or the time is over.
    public mutating func wait(milliseconds: Int) -> Wake {
      switch POSIX.wait(for: queue.number, or: output, milliseconds: milliseconds) {
      case .timeout: return .timeout
      case .outputClosed: return .outputClosed
      case .readable: return notices()
      }
    }

    /// What has happened, all notices together.
    private mutating func notices() -> Wake {
      var wake = Wake.content
      while let mask = nextMasks() {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 || mask & UInt32(Self.namesChanged) != 0 {
          wake = .names
        }
        if mask & UInt32(IN_IGNORED) != 0 {
          // A directory is gone; one that comes in its place is watched anew.
          wake = .names
          watches = [:]
        }
      }
      return wake
    }

    /// What happened, all notices of one read together; nil when none is left.
    private func nextMasks() -> UInt32? {
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
        count = unsafe max(0, read(queue.number, buffer.baseAddress, buffer.count))
      }
      guard !bytes.isEmpty else { return nil }
      // wd, mask, cookie, length of the name; then the name.
      let headSize = 16
      var masks: UInt32 = 0
      var offset = 0
      while offset + headSize <= bytes.count {
        masks |= number(in: bytes, at: offset + 4)
        offset += headSize + Int(number(in: bytes, at: offset + 12))
      }
      return masks
    }

    private func number(in bytes: [UInt8], at offset: Int) -> UInt32 {
      var value: UInt32 = 0
      for index in stride(from: 3, through: 0, by: -1) {
        let byte = bytes[offset + (UInt32.isLittleEndianHere ? index : 3 - index)]
        value = value << 8 | UInt32(byte)
      }
      return value
    }
  }

  extension UInt32 {
    fileprivate static var isLittleEndianHere: Bool { UInt32(1).littleEndian == 1 }
  }
#endif
