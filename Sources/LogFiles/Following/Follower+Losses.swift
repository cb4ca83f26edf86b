public import SystemPackage

extension Follower {
  /// Notes which streams were found, and what is known to be lost.
  mutating func findLosses(now: Int64, endsRun: Bool) {
    for (number, identity) in newWithHole {
      guard let file = held[identity], let before = stream(before: file),
        let index = checkpoint.index(of: number)
      else { continue }
      let lost = checkpoint.streams[index].leadingNULs - before.size
      let name = checkpoint.streams[index].fileName
      if lost > 0 { findings.append(.lostInTruncation(file: name, bytes: lost)) }
    }
    for index in checkpoint.streams.indices {
      let number = checkpoint.streams[index].number
      if present.contains(number) {
        checkpoint.streams[index].missedRuns = 0
        // An hour more or less does not matter, but a run without news should write nothing.
        if isLive || now - checkpoint.streams[index].lastSeen > 3600 {
          checkpoint.streams[index].lastSeen = now
        }
      } else if endsRun {
        // A log that is not named this time, or whose volume is not there, is not gone.
        guard isSearched(checkpoint.streams[index]) else { continue }
        checkpoint.streams[index].missedRuns = min(checkpoint.streams[index].missedRuns + 1, 3)
        if isLost(checkpoint.streams[index]) {
          let stream = checkpoint.streams[index]
          checkpoint.streams[index].missedRuns = 3
          findings.append(
            .lostStream(
              file: stream.fileName, offset: stream.offset, hadMore: stream.size > stream.offset))
        }
      }
    }
    var places: [Int: Int] = [:]
    for (index, stream) in checkpoint.streams.enumerated() { places[stream.number] = index }
    for file in listed {
      guard let number = checkpoint.files[file.identity]?.stream, let index = places[number]
      else { continue }
      checkpoint.streams[index].isNewest = newest.contains(file.identity)
    }
    let identities = Set(ordered().map(\.identity))
    checkpoint.files = checkpoint.files.filter { identities.contains($0.key) }
    checkpoint.forgetOld(now: now, after: isLive ? Self.idleTime : Checkpoint.memory)
  }

  /// Whether a stream that no file holds any more is to be told, for the first time.
  ///
  /// Rotation may be under way in the first run that misses it, unless a file beside it explains where
  /// it went.
  private func isLost(_ stream: StreamState) -> Bool {
    guard stream.isNewest, stream.missedRuns <= 2, isGone(stream) else { return false }
    if stream.missedRuns == 2 { return true }
    return unreadableLog(like: stream.fileName).map { $0.modified >= stream.lastSeen } ?? false
  }

  /// True unless the log may be there under its name, which this run has not listed.
  private func isGone(_ stream: StreamState) -> Bool {
    guard let home = stream.home else { return true }
    // The number of a deleted file may have been given out again.
    return FileIdentity(at: FilePath(stream.fileName)) != home || held[home]?.isListed == true
  }

  /// The newest file beside a log that may hold it or another one of its set, compressed in a way that
  /// is not read; and when it was written, in seconds since 1970.
  private func unreadableLog(like name: String) -> (path: FilePath, modified: Int64)? {
    let set = LogPlace(POSIX.target(of: FilePath(name))).set
    var newest: (path: FilePath, modified: Int64)?
    for path in [set.directory.isEmpty ? "." : set.directory, oldDirectory].compactMap(\.self) {
      guard let directory = try? Directory(path), let names = try? directory.names() else {
        continue
      }
      for name in names {
        guard let log = ForeignContent.uncompressedName(name.bytes),
          RotatedName(log).setName == set.name,
          let status = try? directory.status(of: name, links: .refuse), status.kind == .regular
        else { continue }
        let modified = status.modifiedNanoseconds / 1_000_000_000
        guard modified > newest?.modified ?? .min else { continue }
        newest = (set.directory.isEmpty ? FilePath(name) : path.appending(name), modified)
      }
    }
    return newest
  }

  /// The newest file beside a log that may hold what is missing in its set, compressed in a way that is
  /// not read.
  public func unreadableLog(beside log: String) -> FilePath? { unreadableLog(like: log)?.path }
}
