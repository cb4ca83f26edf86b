public import SystemPackage

/// A consumer that at first wants only the last events of all logs.
public protocol LookingBack: StreamConsumer, ~Copyable {
  /// Whether what was taken of this log since it began is all that is wanted of it.
  var hasEnough: Bool { get }
  /// Keeps what was taken of this log; the next one is older.
  mutating func keep()
  /// Whether nothing of older logs is wanted.
  var wantsNothingOlder: Bool { get }
}

extension Follower {
  /// Goes to the end of all logs, and lets the consumer look at as much before it as it wants.
  ///
  /// The newest log comes first. Of plain logs only their ends are read; compressed ones are read
  /// as a whole, or not at all.
  public mutating func skipToEnd<C: LookingBack & ~Copyable>(
    now: Int64, into consumer: inout C
  ) {
    errors.removeAll()
    list(now: now)
    var seen: [FollowedFile] = []
    for file in listed.reversed() {
      do throws(FileError) {
        if file.input.order.isNamedGzip, consumer.wantsNothingOlder {
          passOver(file)
          continue
        }
        try file.look()
        if file.isCompressed {
          if try !isCopy(file, of: seen), !consumer.wantsNothingOlder {
            try lookBack(in: file, &consumer)
          }
          file.endInflating()
          passOver(file)
        } else {
          try lookBack(in: file, &consumer)
          seen.append(file)
        }
      } catch {
        if !error.isMissing { errors.append(error) }
      }
    }
    findLosses(now: now)
  }

  private func isCopy(
    _ file: FollowedFile, of others: [FollowedFile]
  ) throws(FileError) -> Bool {
    for other in others {
      if try file.relation(to: other).isOneStream { return true }
    }
    return false
  }

  private mutating func passOver(_ file: FollowedFile) {
    note(file, holds: Self.passedOver, isSettled: true)
    checkpoint.files[file.identity]?.isSettled = true
  }

  /// Reads the end of a log, then more of it as long as the consumer wants that.
  private mutating func lookBack<C: LookingBack & ~Copyable>(
    in file: FollowedFile, _ consumer: inout C
  ) throws(FileError) {
    var window: Int64 = 64 << 10
    while true {
      let size = file.size ?? file.leadingNULs
      let start =
        file.isCompressed
        ? file.leadingNULs : try file.lineStart(after: max(file.leadingNULs, size - window))
      var reading = StreamReading(file, at: start)
      consumer.begin(reading.openingWithin)
      try takeRest(&reading, &consumer)
      let dealt = consumer.pause(isFinal: file.isCompressed)
      _ = reading.advance(to: dealt)
      consumer.end(.clean)
      if start > file.leadingNULs, !consumer.hasEnough {
        window *= 8
        continue
      }
      consumer.keep()
      if !file.isCompressed, dealt > file.leadingNULs {
        let number = adopt(reading, upTo: dealt, consumer.annotation)
        note(file, holds: number, isSettled: reading.isAtEnd)
      }
      return
    }
  }

  private func takeRest<C: LookingBack & ~Copyable>(
    _ reading: inout StreamReading, _ consumer: inout C
  ) throws(FileError) {
    while true {
      switch reading.next(Self.chunk) {
      case .bytes(let bytes): _ = reading.advance(to: consumer.take(bytes.span))
      case .failed(let error): throw error
      case .end, .disturbed: return
      }
    }
  }

  /// The directories whose changes matter: those of the files, and those that are searched.
  public var directories: [FilePath] {
    var directories: Set<FilePath> = []
    for file in listed { directories.insert(file.input.path.removingLastComponent()) }
    for path in paths {
      let status = try? POSIX.status(of: path, following: true)
      directories.insert(status?.kind == .directory ? path : path.removingLastComponent())
    }
    return Array(directories)
  }

  /// Whether a file may be written to that no directory tells of.
  public var hasNamelessFiles: Bool { held.values.contains { $0.isOpen && !$0.isListed } }

  /// How many descriptors may be held.
  private static let openLimit = 256
  /// A deleted file is closed when it has not changed for so long, in seconds.
  private static let deletedTime: Int64 = 60

  /// Closes files that can grow no more, or not for long.
  ///
  /// A file that has lost its name may still be written to, so that it is held for a while. One that
  /// is complete can be opened again by its name.
  public mutating func release(now: Int64) {
    for file in Array(held.values) where !newest.contains(file.identity) {
      let identity = file.identity
      let idle = now - file.lastChange
      if !file.isListed {
        let time = file.status.linkCount == 0 ? Self.deletedTime : Self.idleTime
        if idle >= time || !file.isOpen { held[identity] = nil }
      } else if file.isOpen, idle >= Self.idleTime, isTrusted(file) != nil {
        file.close()
      }
    }
    var open: [FollowedFile] = []
    for file in held.values where file.isOpen && !newest.contains(file.identity) {
      open.append(file)
    }
    guard open.count > Self.openLimit else { return }
    let idlest = open.sorted { $0.lastChange < $1.lastChange }
    for file in idlest.prefix(open.count - Self.openLimit)
    where now - file.lastChange >= Self.deletedTime {
      if file.isListed { file.close() } else { held[file.identity] = nil }
    }
  }
}
