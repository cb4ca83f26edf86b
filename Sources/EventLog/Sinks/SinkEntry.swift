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
    format = traces[log].format
    entries.reserveCapacity(lives.reduce(0) { $0 + $1.count })
    for life in lives {
      // Sinks without counters do not show where a run begins.
      var isStart = life.last != nil || isServerLog
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

  /// What all are, unless others were added.
  let format: InputFormat?
  var isServerLog: Bool { format == .server }

  /// The mark that an event has, or would have, in the log of a server.
  func serverLogMark(_ index: Int) -> EventMark {
    let entry = entries[index]
    return EventMark(
      type: entry.mark.type, traces[Int(entry.log)].serverLogMarks[Int(entry.place)])
  }

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
  ///
  /// They stand after the last match, and those with which a run begins before the first match of it.
  private mutating func insertions(of others: SinkEntries, _ match: SinkMatch) -> [Insertion] {
    let matches = match.matches
    var insertions: [Insertion] = []
    var place = matches.first { $0 >= 0 } ?? count
    let alignments = alignments(of: others, matches)
    // The first entry of the run that the next entries may stand before.
    var start: Int?
    for index in matches.indices {
      if others[index].isStart, let found = self.start(of: others, at: index, matches) {
        (place, start) = (found, found)
      }
      if matches[index] >= 0 {
        place = matches[index] + 1
        start = nil
        continue
      }
      let isAligned = alignments[index]
      var entry = others[index]
      entry.isStart = false
      entry.holdsCounter = isAligned
      // What only the other log holds stands by its number.
      while place < count, !match.isTaken[place], place == start || !self[place].isStart,
        precedes(place, index, of: others, isAligned: isAligned)
      {
        place += 1
      }
      if place == start {
        entry.isStart = true
        entries[place].isStart = false
        start = nil
      }
      insertions.append(Insertion(place: place, entry: entry))
    }
    return insertions.enumerated()
      .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
  }

  /// For each entry of another log, true if its counter goes on from those of the entries here.
  ///
  /// Both logs have counted alike up to the last match before it and up to the next one. After the
  /// last match of a run they may count other events, unless nothing more is here.
  private func alignments(
    of others: SinkEntries, _ matches: ContiguousArray<Int>
  ) -> ContiguousArray<Bool> {
    var result = ContiguousArray(repeating: true, count: matches.count)
    var last: Int?
    for index in matches.indices {
      if matches[index] >= 0 { last = index }
      guard let last else { continue }
      result[index] = others.hasCounter(last, of: self, matches[last])
    }
    var next: Int?
    for index in matches.indices.reversed() {
      if matches[index] >= 0 { next = index }
      if let next {
        result[index] = result[index] && others.hasCounter(next, of: self, matches[next])
      } else if let last, matches[last] + 1 < count, !self[matches[last] + 1].isStart {
        result[index] = false
      }
    }
    return result
  }

  /// The place where a run begins that begins at an entry of another log.
  private func start(
    of others: SinkEntries, at index: Int, _ matches: ContiguousArray<Int>
  ) -> Int? {
    var next = index
    while next < matches.count, matches[next] < 0, next == index || !others[next].isStart {
      next += 1
    }
    guard next < matches.count, matches[next] >= 0 else { return nil }
    let before = matches[..<index].last { $0 >= 0 } ?? -1
    guard before < matches[next] else { return nil }
    return (before + 1...matches[next]).last { self[$0].isStart }
  }

  /// True if an event is known to come before one of another log.
  private func precedes(
    _ index: Int, _ other: Int, of others: SinkEntries, isAligned: Bool
  ) -> Bool {
    if let id = id(index), let otherId = others.id(other) { return id < otherId }
    guard isAligned, let number = counter(index), let otherNumber = others.counter(other) else {
      return false
    }
    return number < otherNumber
  }

  /// Whether an event has the counter that another log gives the same event.
  func hasCounter(_ index: Int, of others: SinkEntries, _ other: Int) -> Bool {
    guard let number = counter(index) else { return false }
    return others.counter(other) == number
  }
}
