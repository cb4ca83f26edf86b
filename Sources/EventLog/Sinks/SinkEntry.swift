/// An event on the common list of several logs.
struct SinkEntry {
  var mark: EventMark
  /// Its place in its log.
  var place: UInt32
  /// Which log it is in.
  var log: UInt16
  /// Whether a run of the server begins with it.
  var isStart = false
  /// Whether its counter goes on from those of the records around it, which may be of other logs.
  var holdsCounter = true
}

/// The events of one run of a server, or of several, in one log or in several.
struct SinkEntries {
  private(set) var entries: ContiguousArray<SinkEntry> = []
  private let traces: [SinkTrace]

  /// The events of some lives in one log.
  init(_ lives: [SinkTrace.Life], of log: Int, in traces: [SinkTrace]) {
    self.traces = traces
    entries.reserveCapacity(lives.reduce(0) { $0 + $1.count })
    for life in lives {
      // Without counters nothing tells where a run begins.
      var isStart = life.last != nil
      for place in life.ranges.joined() {
        entries.append(
          SinkEntry(
            mark: traces[log].marks[place], place: UInt32(place), log: UInt16(log),
            isStart: isStart))
        isStart = false
      }
    }
  }

  var count: Int { entries.count }

  subscript(index: Int) -> SinkEntry { entries[index] }

  /// The counter of an event, if it is one that other sinks may share.
  func counter(_ index: Int) -> Int64? {
    let entry = entries[index]
    return entry.holdsCounter ? traces[Int(entry.log)].counters[Int(entry.place)] : nil
  }

  /// The number that the server gave an event, the same in each sink.
  func id(_ index: Int) -> Int64? {
    let entry = entries[index]
    return traces[Int(entry.log)].ids[Int(entry.place)]
  }

  /// Adds the events of another log that these lack, each where it belongs.
  mutating func add(_ others: SinkEntries) {
    var match = SinkMatch(of: others, in: self)
    match.run()
    let insertions = self.insertions(of: others, match)
    guard !insertions.isEmpty else { return }
    var merged: ContiguousArray<SinkEntry> = []
    merged.reserveCapacity(count + insertions.count)
    var next = 0
    for insertion in insertions {
      merged.append(contentsOf: entries[next..<insertion.place])
      next = insertion.place
      merged.append(insertion.entry)
    }
    merged.append(contentsOf: entries[next...])
    entries = merged
  }

  private struct Insertion {
    /// The place of the entry that it comes before.
    var place: Int
    var entry: SinkEntry
  }

  /// Where the entries of another log go that have no match.
  private func insertions(of others: SinkEntries, _ match: SinkMatch) -> [Insertion] {
    let matches = match.matches
    var insertions: [Insertion] = []
    // Those before the first match go right before it.
    var place = matches.first { $0 >= 0 } ?? count
    var isAligned = false
    if let first = matches.firstIndex(where: { $0 >= 0 }) {
      isAligned = others.hasCounter(first, of: self, matches[first])
    }
    for index in matches.indices {
      if matches[index] >= 0 {
        place = matches[index] + 1
        isAligned = others.hasCounter(index, of: self, matches[index])
        continue
      }
      var entry = others[index]
      entry.isStart = false
      entry.holdsCounter = isAligned
      if isAligned, let number = others.counter(index) {
        // What only the other log holds stands by its counter.
        while place < count, !match.isTaken[place], !self[place].isStart,
          let other = counter(place), other < number
        {
          place += 1
        }
      }
      insertions.append(Insertion(place: place, entry: entry))
    }
    return insertions.enumerated()
      .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
  }

  /// Whether an event has the counter that another log gives the same event.
  func hasCounter(_ index: Int, of others: SinkEntries, _ other: Int) -> Bool {
    guard let number = counter(index) else { return false }
    return others.counter(other) == number
  }
}
