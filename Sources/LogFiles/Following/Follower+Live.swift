public import SystemPackage

/// A consumer that at first wants only the last events of all logs.
///
/// It counts the events of one log after the other, the newest first, until it has enough; then it
/// is shown those again, in order.
public protocol LookingBack: StreamConsumer, ~Copyable {
  /// Whether so many events were counted since the log began that no more of it is wanted.
  var hasEnough: Bool { get }
  /// Whether nothing of older logs is wanted.
  var wantsNothingOlder: Bool { get }
  /// Takes the log at hand as counted.
  ///
  /// - Returns: How many of its events come before those wanted; nil if none is wanted.
  mutating func countLog() -> Int?
  /// Announces a log that was counted: its first events are to be passed over.
  mutating func show(skipping number: Int)
  /// From here on all events are wanted.
  mutating func endLookingBack()
}

/// A part of a log that holds events of the past that are wanted.
private struct PastPart {
  let file: FollowedFile
  let start: Int64
  let end: Int64
  let skipped: Int
}

extension Follower {
  /// Goes to the end of all logs, and lets the consumer look at as much before it as it wants.
  ///
  /// The newest log comes first. Of plain logs only their ends are read; compressed ones are read
  /// as a whole, or not at all.
  public mutating func skipToEnd<C: LookingBack & ~Copyable>(
    now: Int64, into consumer: inout C
  ) throws(FileError) {
    errors.removeAll()
    list(now: now)
    var seen: [FollowedFile] = []
    var parts: [PastPart] = []
    for file in byRank(listed.reversed()) {
      do throws(FileError) {
        if file.input.order.isNamedGzip, consumer.wantsNothingOlder {
          if goesOn { try rememberPast(file) }
          passOver(file)
          continue
        }
        try file.look()
        // A log may have been copied and not been truncated yet.
        let isCopy = try isCopy(file, of: seen)
        if file.isCompressed {
          if !isCopy, !consumer.wantsNothingOlder {
            try parts.append(contentsOf: lookBack(in: file, &consumer))
          }
          file.endInflating()
          if goesOn { try rememberPast(file) }
          passOver(file)
        } else if !isCopy {
          try parts.append(contentsOf: lookBack(in: file, &consumer))
          // Any log begins like one that was just emptied.
          if file.hasHead { seen.append(file) }
        }
      } catch {
        // A log that goes stale was there: its last events are missing in the output.
        if error.reason == .system(.staleNFSFileHandle) {
          errors.append(FileError(.read, error.path, error.reason))
        } else if case .foreign = error.reason {
          if !consumer.wantsNothingOlder { errors.append(error) }
          passOver(file)
        } else {
          note(error, of: file)
          if !error.isMissing { noteAsOld(file) }
        }
      }
    }
    for part in parts.reversed() {
      do throws(FileError) {
        try show(part, &consumer)
      } catch {
        errors.append(error)
      }
      part.file.endInflating()
    }
    consumer.endLookingBack()
    try commit(&consumer)
    findLosses(now: now, endsRun: false)
  }

  private func show<C: LookingBack & ~Copyable>(
    _ part: PastPart, _ consumer: inout C
  ) throws(FileError) {
    var reading = StreamReading(part.file, at: part.start)
    begin(with: reading, &consumer)
    consumer.show(skipping: part.skipped)
    try takeRest(&reading, upTo: part.end, &consumer)
    _ = consumer.pause(isFinal: part.file.isCompressed)
    consumer.end(.clean)
  }

  private func isCopy(
    _ file: FollowedFile, of others: [FollowedFile]
  ) throws(FileError) -> Bool {
    for other in others where try file.relation(to: other).isOneStream {
      return true
    }
    return false
  }

  /// Remembers the first bytes of a log that is skipped, if they identify it.
  private mutating func rememberPast(_ file: FollowedFile) throws(FileError) {
    try file.look()
    file.endInflating()
    var search = DistinctionSearch()
    search.take(file.head)
    if search.hasFound { pastHeads.insert(Fingerprint(of: file.head)) }
  }

  mutating func passOver(_ file: FollowedFile) {
    note(file, holds: Self.passedOver, isSettled: true)
    checkpoint.files[file.identity]?.isSettled = true
  }

  /// Reads the end of a log, then more of it as long as the consumer wants that.
  private mutating func lookBack<C: LookingBack & ~Copyable>(
    in file: FollowedFile, _ consumer: inout C
  ) throws(FileError) -> [PastPart] {
    var window: Int64 = 64 << 10
    while true {
      let size = file.size ?? file.leadingNULs
      let start =
        file.isCompressed
        ? file.leadingNULs : try file.lineStart(after: max(file.leadingNULs, size - window))
      var reading = StreamReading(file, at: start)
      begin(with: reading, &consumer)
      try takeRest(&reading, upTo: .max, &consumer)
      let dealt = consumer.pause(isFinal: file.isCompressed)
      _ = reading.advance(to: dealt)
      consumer.end(.clean)
      if start > file.leadingNULs, !consumer.hasEnough {
        window *= 8
        continue
      }
      let skipped = consumer.countLog()
      if !file.isCompressed, dealt > file.leadingNULs, reading.hasRecord {
        let number = adopt(reading, upTo: dealt, consumer.annotation)
        note(file, holds: number, isSettled: reading.isAtEnd)
      }
      return skipped.map { [PastPart(file: file, start: start, end: dealt, skipped: $0)] } ?? []
    }
  }

  private func begin<C: LookingBack & ~Copyable>(
    with reading: borrowing StreamReading, _ consumer: inout C
  ) {
    consumer.begin(reading.openingWithin)
    if let name = LogStart.name(of: reading.file.head[...]) { consumer.name(name) }
  }

  private func takeRest<C: LookingBack & ~Copyable>(
    _ reading: inout StreamReading, upTo end: Int64, _ consumer: inout C
  ) throws(FileError) {
    while reading.position < end {
      switch reading.next(Int(min(Int64(Self.chunk), end - reading.position))) {
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
    if let oldDirectory { directories.insert(oldDirectory) }
    for path in paths {
      directories.insert(POSIX.target(of: path).removingLastComponent())
      let status = try? POSIX.status(of: path, following: true)
      directories.insert(status?.kind == .directory ? path : path.removingLastComponent())
    }
    return Array(directories)
  }

  /// True if a file was written to just now that no directory lists.
  public func hasBusyNamelessFiles(now: Int64) -> Bool {
    held.values.contains { file in
      file.isOpen && !file.isListed && now - file.lastChange < Self.deletedTime
    }
  }

  /// A deleted file is closed when it has not changed for so long, in seconds, and the server writes
  /// to another one.
  private static let deletedTime: Int64 = 60

  /// Closes files that can grow no more, or not for long.
  ///
  /// A file that has lost its name may still be written to, so that it is held until the server is
  /// seen to write to a newer one, and for a while after that. One that is complete can be opened
  /// again by its name. When too many are held, those go first that are read to their ends and have
  /// not changed for the longest time.
  public mutating func release(now: Int64) {
    for file in Array(held.values) where !newest.contains(file.identity) {
      let identity = file.identity
      let idle = now - file.lastChange
      if !file.isListed {
        let time = file.status.linkCount == 0 ? Self.deletedTime : Self.idleTime
        if idle >= time && hasSuccessor(file) || !file.isOpen { held[identity] = nil }
      } else if file.isOpen, idle >= Self.idleTime, isTrusted(file) != nil {
        file.close()
      }
    }
    var open: [FollowedFile] = []
    for file in held.values where file.isOpen && !newest.contains(file.identity) {
      open.append(file)
    }
    guard open.count > openLimit else { return }
    let dispensable = open.sorted { left, right in
      let (isRead, isOtherRead) = (isReadToEnd(left), isReadToEnd(right))
      return isRead != isOtherRead ? isRead : left.lastChange < right.lastChange
    }
    for file in dispensable.prefix(open.count - openLimit) {
      if file.isListed { file.close() } else { held[file.identity] = nil }
    }
  }

  /// Whether something else was written after what a file without a name holds: its server does not
  /// go on with it.
  private func hasSuccessor(_ file: FollowedFile) -> Bool {
    guard file.status.size > 0 else { return true }
    let stream = checkpoint.files[file.identity]?.stream
    return listed.contains { other in
      other.input.setKey == file.input.setKey && file.input.order <= other.input.order
        && other.status.size > 0 && checkpoint.files[other.identity]?.stream != stream
    }
  }

  /// Whether all that a file held at the last look has been dealt with.
  private func isReadToEnd(_ file: FollowedFile) -> Bool {
    guard let number = checkpoint.files[file.identity]?.stream else { return false }
    guard let index = checkpoint.index(of: number), let size = file.size else {
      return number == Self.passedOver
    }
    return checkpoint.streams[index].offset >= size
  }
}
