import SystemPackage

// What becomes of files whose names do not tell what they are: order, and content that has vanished.
extension Follower {
  /// The arguments, and the files that belong to them whatever they are called by now.
  var followedPaths: FollowedPaths {
    let arguments = FollowedPaths(
      paths, depth: depth, outputs: outputs, outputPaths: outputPaths, oldDirectory: oldDirectory)
    let (checkpoint, strays) = (checkpoint, strays)
    func stream(in file: FileIdentity) -> Int? { strays[file] ?? checkpoint.files[file]?.stream }
    var result = arguments
    result.known.contains = { stream(in: $0) ?? Self.passedOver != Self.passedOver }
    result.known.set = { file in
      guard let index = stream(in: file).flatMap({ checkpoint.index(of: $0) }) else { return nil }
      let path = FilePath(checkpoint.streams[index].fileName)
      return arguments.cover(path) ? LogPlace(path).set : nil
    }
    for stream in checkpoint.streams where arguments.cover(FilePath(stream.fileName)) {
      guard let target = stream.target else { continue }
      result.targetDirectories.insert(FilePath(target).removingLastComponent())
    }
    return result
  }

  /// Puts the files of each set in order where their names do not tell it.
  ///
  /// As long as all of them are known, streams have the numbers in which they were found; the first
  /// records of a new file are asked.
  mutating func settleOrder() {
    var start = 0
    while start < listed.count {
      let set = listed[start].input.setKey
      var end = start + 1
      while end < listed.count, listed[end].input.setKey == set { end += 1 }
      if end - start > 1 { settleOrder(start..<end) }
      start = end
    }
  }

  private mutating func settleOrder(_ range: Range<Int>) {
    let members = Array(listed[range])
    let isKnown = members.allSatisfy { (checkpoint.files[$0.identity]?.stream ?? 0) > 0 }
    let order = ContentOrder(members.map(\.input.order))
    let find = firstRecord
    let groups = order.groups { place in
      let file = members[place]
      if isKnown {
        let number = checkpoint.files[file.identity]?.stream ?? 0
        return FirstRecord(time: Int64(number), number: nil, writer: nil)
      }
      return try? file.firstRecord(by: find)
    }
    guard let groups else { return }
    var place = range.lowerBound
    for (rank, group) in groups.enumerated() {
      for member in group {
        members[member].rank(rank + 1)
        listed[place] = members[member]
        place += 1
      }
    }
  }

  /// Whether a file that is called something else belongs to a set by what it holds.
  func isWanted(stray file: FollowedFile) throws(FileError) -> Bool {
    let number = checkpoint.files[file.identity]?.stream ?? strays[file.identity]
    guard let index = number.flatMap({ checkpoint.index(of: $0) }) else { return false }
    return try file.holds(checkpoint.streams[index])
  }

  /// Looks in the directories for what no file holds any more under the names that are followed.
  ///
  /// - Returns: Whether something was found, so that the files are to be listed once more.
  /// - Complexity: The first bytes of all files of the directories are read, once for each stream
  ///   that vanishes.
  mutating func findVanished(_ binding: StreamBinding<FollowedFile>, now: Int64) -> Bool {
    // Files that are followed all the time stay open, whatever becomes of their names.
    guard !isLive else { return false }
    let held = Set(binding.holders.values)
    let vanished = checkpoint.streams.filter { stream in
      !held.contains(stream.number) && stream.missedRuns < 2
        && (stream.isNewest || stream.size > stream.offset) && isSearched(stream)
    }
    guard !vanished.isEmpty else { return false }
    var found = false
    let paths = followedPaths
    let known = Set(listed.map(\.identity))
    for directory in paths.searchedDirectories(of: listed.map(\.input)) {
      let files = (try? paths.search(directory) { _, identity in !known.contains(identity) }) ?? []
      for input in files {
        guard input.status?.size ?? 0 > 0, let file = FollowedFile(input, now: now, descriptors),
          !outputs.contains(file.identity), (try? file.look()) != nil
        else { continue }
        for stream in vanished where stream.name.map({ file.names.contains($0) }) ?? true {
          guard (try? file.holds(stream)) == true else { continue }
          strays[file.identity] = stream.number
          found = true
        }
        file.close()
      }
    }
    return found
  }

  /// Whether this run looks where a stream was: its log is named, and its volume is there.
  func isSearched(_ stream: StreamState) -> Bool {
    guard followedPaths.cover(FilePath(stream.fileName)) else { return false }
    let directory = FilePath(stream.target ?? stream.fileName).removingLastComponent()
    guard
      let status = try? POSIX.status(of: directory.isEmpty ? "." : directory, following: true)
    else { return false }
    return stream.home.map { $0.device == status.identity.device } ?? true
  }

  // MARK: What cannot be read

  /// Takes note of a file that cannot be looked at.
  mutating func note(_ error: FileError, of file: FollowedFile) {
    if error.isMissing || error.reason == .replaced {
      hasVanished = true
      return
    }
    if file.input.isStray { return }
    if case .foreign = error.reason {
      foreign.append((file, error))
      return
    }
    errors.append(error)
    // It is there now, so that it is no news once it can be read.
    if passesOverPast, checkpoint.files[file.identity] == nil { noteAsOld(file) }
  }

  /// Remembers that what stands in a file now is not wanted.
  mutating func noteAsOld(_ file: FollowedFile) {
    note(file, holds: Self.passedOver, isSettled: false)
  }

  /// Up to where a new file is known to hold what is not wanted.
  func oldEnd(of file: FollowedFile) -> Int64? {
    guard let record = checkpoint.files[file.identity], record.stream == Self.passedOver else {
      return nil
    }
    return file.isCompressed ? .max : record.size
  }

  /// Tells of files that are compressed in a way that is not read, once, unless they explain what has
  /// become of known logs: those are told as lost, or were read to their ends.
  mutating func reportForeign(_ binding: StreamBinding<FollowedFile>) {
    let held = Set(binding.holders.values)
    var read = checkpoint.streams.count { stream in
      !held.contains(stream.number) && stream.missedRuns == 0
        && (stream.isNewest || stream.size <= stream.offset)
    }
    for (file, error) in foreign where isTrusted(file) == nil {
      if read > 0 { read -= 1 } else { errors.append(error) }
      note(file, holds: Self.passedOver, isSettled: true)
      checkpoint.files[file.identity]?.isSettled = true
    }
  }
}
