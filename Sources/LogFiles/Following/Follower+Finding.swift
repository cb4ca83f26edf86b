import SystemPackage

extension Follower {
  /// Whether the files that others were compared with are what they were before that.
  ///
  /// A log that is truncated between two comparisons no longer looks like its own copy, which would
  /// then be taken for a new log.
  func isStillTrue(_ binding: StreamBinding<FollowedFile>) -> Bool {
    if binding.fresh.isEmpty { return true }
    for (number, file) in binding.sources where file.hasHead {
      guard let index = checkpoint.index(of: number) else { continue }
      let read = binding.shortened[number]?.offset ?? checkpoint.streams[index].offset
      // A copy may always have been shorter than what was read of its log.
      let end = min(read, file.size ?? read)
      guard let isUnchanged = try? file.isUnchanged(upTo: end), isUnchanged else { return false }
    }
    return true
  }

  /// Lists the files and finds out what they hold.
  mutating func bind(now: Int64, lists: Bool) -> StreamBinding<FollowedFile> {
    if lists { list(now: now) }
    foreign = []
    var trusted: [FileIdentity: Int] = [:]
    var hints: [FileIdentity: Int] = [:]
    var shrunk: Set<FileIdentity> = []
    var files: [FollowedFile] = []
    (hasComparisons, hasVanished) = (false, false)
    for file in ordered() {
      let record = checkpoint.files[file.identity]
      hints[file.identity] = record?.stream
      do throws(FileError) {
        try file.refresh()
        if !verifiesAll, let stream = isTrusted(file) {
          trusted[file.identity] = stream
        } else {
          try file.look()
          if let stream = isRenamed(file) { trusted[file.identity] = stream }
          if isLive, try isBeforeItsTime(file) { continue }
          if isOfPast(file) { trusted[file.identity] = Self.passedOver }
        }
        if let record, file.status.size < record.size { shrunk.insert(file.identity) }
        if file.input.isStray, trusted[file.identity] == nil, try !isWanted(stray: file) {
          continue
        }
        files.append(file)
      } catch {
        note(error, of: file)
      }
    }
    return StreamBinding(
      checkpoint.streams, files: files, trusted: trusted, hints: hints, shrunk: shrunk,
      verifiesAll: verifiesAll)
  }

  /// Whether a large compressed log is still growing, or has not yet been compared with the log that
  /// it was made from.
  ///
  /// New events do not wait for that; it holds none that are not read elsewhere.
  private mutating func isBeforeItsTime(_ file: FollowedFile) throws(FileError) -> Bool {
    guard file.isLarge, isTrusted(file) == nil else { return false }
    if file.lastChange == file.now { return true }
    guard
      let original = held.values.first(where: {
        $0.isOpen && $0.content == .plain && file.beginsLike($0)
      }), try !file.compareMore(with: original)
    else { return false }
    hasComparisons = true
    return true
  }

  /// True if an unknown file holds a log that was skipped at the start under another name, compressed
  /// or not; it is skipped again.
  private mutating func isOfPast(_ file: FollowedFile) -> Bool {
    guard !pastHeads.isEmpty, file.hasHead,
      checkpoint.files[file.identity].map({ $0.stream == Self.passedOver }) ?? true,
      pastHeads.contains(Fingerprint(of: file.head))
    else { return false }
    passOver(file)
    return true
  }

  /// Lists until two listings agree: a name that is changed meanwhile can be missed by one.
  mutating func list(now: Int64) {
    for _ in 0..<6 {
      let listing = followedPaths.listing()
      notes = listing.notes
      errors = listing.errors + becomeLinks(in: listing)
      for file in held.values { file.unlist(now: now) }
      listed = []
      var names: [FilePath: FileIdentity] = [:]
      for input in listing.files {
        guard let identity = input.status?.identity else { continue }
        names[input.path] = identity
        if let file = held[identity] {
          file.relist(input, now: now)
          listed.append(file)
        } else if let file = FollowedFile(input, now: now, descriptors) {
          held[identity] = file
          listed.append(file)
        }
      }
      if names == lastNames { break }
      lastNames = names
    }
    settleOrder()
    var last: [SetKey: FollowedFile] = [:]
    for file in listed {
      let set = file.input.setKey
      // What is compressed beside a log does not make that an old one.
      if let before = last[set], before.input.order.isSamePlace(as: file.input.order) { continue }
      last[set] = file
    }
    newest = Set(last.values.map(\.identity))
  }

  /// Logs that were read and are symbolic links now, which are not followed where they are found.
  private func becomeLinks(in listing: InputListing) -> [FileError] {
    let links = listing.notes.filter { $0.reason == .notRegular(.symbolicLink) }
    if links.isEmpty { return [] }
    let known = Set(checkpoint.streams.map(\.fileName))
    let found = Set(listing.files.compactMap { $0.status?.identity })
    return links.compactMap { link in
      guard known.contains(link.path.printable), let target = FileIdentity(at: link.path),
        !found.contains(target)
      else { return nil }
      return FileError(.open, link.path, .notRegular(.symbolicLink))
    }
  }

  /// All files, each one without a name before those of its set that were changed after it: their
  /// names were given since.
  func ordered() -> [FollowedFile] {
    var files = listed
    let unlisted = held.values.filter { !$0.isListed && $0.isOpen }
    for file in unlisted.sorted(by: { $0.modified < $1.modified }) {
      let set = file.input.setKey
      let next = files.firstIndex { $0.input.setKey == set && $0.modified >= file.modified }
      let end = files.lastIndex { $0.input.setKey == set }.map { $0 + 1 }
      files.insert(file, at: next ?? end ?? 0)
    }
    return files
  }

  /// All files, those that were emptied behind the ones that hold what had been in them.
  func ordered(_ binding: StreamBinding<FollowedFile>) -> [FollowedFile] {
    var files = ordered()
    for file in binding.fresh where !file.isListed {
      guard let before = checkpoint.files[file.identity]?.stream,
        let source = binding.sources[before],
        let place = files.firstIndex(where: { $0 === file }),
        let target = files.firstIndex(where: { $0 === source }), target > place
      else { continue }
      files.remove(at: place)
      files.insert(file, at: target)
    }
    return byRank(files)
  }

  /// The files, those of sets with smaller numbers first.
  func byRank(_ files: [FollowedFile]) -> [FollowedFile] {
    guard !ranks.isEmpty else { return files }
    return files.enumerated()
      .sorted { (rank(of: $0.element), $0.offset) < (rank(of: $1.element), $1.offset) }
      .map(\.element)
  }

  private func rank(of file: FollowedFile) -> Int { ranks[file.input.setKey] ?? 0 }

  /// The stream of a file that has not changed since nothing was left in it.
  func isTrusted(_ file: FollowedFile) -> Int? {
    guard let record = checkpoint.files[file.identity], record.isSettled,
      record.size == file.status.size, record.modified == file.status.modifiedNanoseconds,
      record.changed == file.status.changedNanoseconds || record.stream == Self.passedOver
    else { return nil }
    return record.stream
  }

  /// The stream of a file of which only the name or the rights have changed since then, so that
  /// rotation does not make every old log be inflated again.
  mutating func isRenamed(_ file: FollowedFile) -> Int? {
    guard let record = checkpoint.files[file.identity], record.isSettled,
      record.size == file.status.size, record.modified == file.status.modifiedNanoseconds,
      let index = checkpoint.index(of: record.stream),
      file.beginsLike(checkpoint.streams[index])
    else { return nil }
    checkpoint.files[file.identity]?.changed = file.status.changedNanoseconds
    return record.stream
  }

  /// The number of no stream: for files whose content is not wanted.
  static let passedOver = 0

  /// Remembers what a file holds; that nothing is left in it only if its status hides no change.
  ///
  /// It may have been read up to an `end` that is farther than its status tells.
  mutating func note(
    _ file: FollowedFile, holds stream: Int, isSettled: Bool, upTo end: Int64 = 0
  ) {
    let status = file.status
    let size = file.content == .plain ? max(status.size, end) : status.size
    let isSure = isSettled && file.age >= Self.statusPrecision
    checkpoint.files[file.identity] = Checkpoint.FileRecord(
      size: size, modified: status.modifiedNanoseconds,
      changed: status.changedNanoseconds, stream: stream, isSettled: isSure)
  }

  /// Remembers that a file holds a stream that is read from another one; that nothing is left in it
  /// only if all of it has been dealt with there.
  mutating func noteReplica(_ file: FollowedFile, of number: Int) {
    guard let index = checkpoint.index(of: number) else { return }
    let isSettled = file.size.map { $0 <= checkpoint.streams[index].offset } ?? false
    note(file, holds: number, isSettled: isSettled)
  }

  mutating func rewind(
    _ number: Int, _ rung: StreamState.Rung?, _ file: FollowedFile
  ) {
    guard let rung, let index = checkpoint.index(of: number) else { return }
    findings.append(
      .shortened(
        file: file.input.displayName, from: checkpoint.streams[index].offset, to: rung.offset))
    checkpoint.streams[index].offset = rung.offset
    checkpoint.streams[index].marker = rung.marker
    checkpoint.streams[index].checksum = nil
    checkpoint.streams[index].size = rung.offset
    checkpoint.streams[index].rungs.removeAll { $0.offset >= rung.offset }
  }
}
