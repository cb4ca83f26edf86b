import SystemPackage

// Logs whose beginning was cut off or changed: what was read of them stands elsewhere in the file.
extension Follower {
  /// Finds the place up to which a log was read in a file that begins differently now, as after
  /// `sed -i 1,60d` or `tail -n 40`, by the last bytes before it.
  ///
  /// These have to hold a whole record: long ones may end alike.
  ///
  /// - Returns: Whether a stream has got another place, so that the files are to be bound once more.
  /// - Complexity: A file that stands in for a log is read once.
  mutating func findTrimmed(_ binding: StreamBinding<FollowedFile>) -> Bool {
    guard !binding.fresh.isEmpty else { return false }
    let held = Set(binding.holders.values)
    let rewritten = Set(binding.rewritten.map(\.stream))
    var found = false
    for index in checkpoint.streams.indices {
      let stream = checkpoint.streams[index]
      guard !held.contains(stream.number), !rewritten.contains(stream.number),
        stream.missedRuns == 0, stream.isNewest || stream.size > stream.offset
      else { continue }
      let set = LogPlace(FilePath(stream.fileName)).set
      for file in binding.fresh where file.input.setKey == set {
        guard let place = try? file.place(afterEndOf: stream),
          let moved = try? file.state(of: stream, readTo: place)
        else { continue }
        checkpoint.streams[index] = moved
        found = true
        break
      }
    }
    return found
  }
}

extension FollowedFile {
  /// The end of the line behind which the last bytes that were read of a stream stand in the file; nil
  /// if they are nowhere.
  fileprivate func place(afterEndOf stream: StreamState) throws(FileError) -> Int64? {
    guard stream.marker.length == StreamState.markerLength else { return nil }
    var window: ContiguousArray<UInt8> = []
    var offset = leadingNULs
    while true {
      let chunk = try bytes(at: offset, count: 256 << 10)
      if chunk.isEmpty { return nil }
      let before = window.count
      window += chunk
      for place in before..<window.count where window[place] == UInt8(ascii: "\n") {
        if stream.ends(like: window[...place]) { return offset + Int64(place + 1 - before) }
      }
      offset += Int64(chunk.count)
      window.removeFirst(max(0, window.count - ConsumedBytes.tailLength))
    }
  }

  /// What is known of a stream whose last place is this one in the file.
  fileprivate func state(
    of stream: StreamState, readTo place: Int64
  ) throws(FileError) -> StreamState {
    let head = try bytes(
      at: leadingNULs, count: Int(min(place - leadingNULs, Int64(StreamState.headLength))))
    var moved = stream
    moved.leadingNULs = leadingNULs
    moved.name = LogStart.name(of: Array(head)[...])
    moved.head = Fingerprint(of: head)
    moved.start = Fingerprint(of: head.prefix(StreamState.startLength))
    moved.beginnings = StreamState.beginnings(of: Array(head)[...])
    moved.offset = place
    moved.endings = StreamState.endings(
      of: Array(try lastBytes(of: moved, count: ConsumedBytes.tailLength))[...])
    moved.size = max(place, size ?? place)
    moved.checksum = nil
    moved.rungs = []
    moved.home = identity
    return moved
  }
}

extension StreamState {
  /// Whether some bytes end as those that were read, as far as a whole record before the end.
  fileprivate func ends(like bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= marker.length, Fingerprint(of: bytes.suffix(marker.length)) == marker
    else { return false }
    let lengths = zip(Self.endingLengths, endings).filter { length, hash in
      length <= bytes.count && Self.hash(of: bytes.suffix(length)) == hash
    }
    let end = bytes.suffix(lengths.last?.0 ?? marker.length)
    guard let lineEnd = end.firstIndex(of: UInt8(ascii: "\n")) else { return false }
    // Behind the end of one record, the next one is whole.
    var (search, found) = (DistinctionSearch(), 0)
    for byte in end[(lineEnd + 1)...] where found < 2 {
      search.take(CollectionOfOne(byte))
      if search.hasFound { (search, found) = (DistinctionSearch(), found + 1) }
    }
    return found == 2
  }
}
