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
        checkpoint.streams[index].missedRuns = min(checkpoint.streams[index].missedRuns + 1, 3)
        if checkpoint.streams[index].missedRuns == 2, checkpoint.streams[index].isNewest {
          findings.append(
            .lostStream(
              file: checkpoint.streams[index].fileName, offset: checkpoint.streams[index].offset))
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
}
