/// Finds the events of one log among those of others of the same server.
///
///     json   7 created  8 accepted   9 closed              12 created
///     text   7 created  8 accepted   9 closed  10 pulled   12 created
///            └──────── between two events that both hold ──────────┘
///
/// Events with a mark of their own are found by it. Between two of these the counters of the sinks tell
/// which events are the same, if they agree on both; else the numbers that the server gave them, and
/// for sinks that write neither, or not the same events, the order of their marks. Before the first and
/// behind the last of them no more is taken for the same than one run of the server.
struct SinkMatch {
  /// For each event its place among the others; -1 if it is not there.
  private(set) var matches: ContiguousArray<Int>
  private let events: SinkEntries
  private let others: SinkEntries
  /// For each of the others whether it was found.
  private(set) var isTaken: ContiguousArray<Bool>

  init(of events: SinkEntries, in others: SinkEntries) {
    self.events = events
    self.others = others
    matches = ContiguousArray(repeating: -1, count: events.count)
    isTaken = ContiguousArray(repeating: false, count: others.count)
  }

  mutating func run() {
    matchUnique()
    let anchors = self.anchors
    guard !anchors.isEmpty else { return }
    var last: (event: Int, other: Int)?
    for anchor in anchors {
      matchBetween(last, (anchor, matches[anchor]))
      last = (anchor, matches[anchor])
    }
    matchBetween(last, nil)
    matchRepeated()
  }

  /// Finds what a server writes twice to some sinks while it shuts down (real-bytes.md, fact 1).
  private mutating func matchRepeated() {
    var other = -1
    for event in matches.indices {
      if matches[event] >= 0 {
        other = matches[event]
      } else if events[event].mark.type == EventMark.serverStopping, other >= 0 {
        let near = max(0, other - Self.disorder)..<min(others.count, other + Self.disorder)
        let twin = near.first { others[$0].mark == events[event].mark }
        if let twin { match(event, twin) }
      }
    }
  }

  private mutating func match(_ event: Int, _ other: Int) {
    matches[event] = other
    isTaken[other] = true
  }

  /// Finds the events that have a mark of their own.
  private mutating func matchUnique() {
    var places: [UInt64: Int] = [:]
    for index in 0..<others.count where others[index].mark.isUnique {
      let key = others[index].mark.key
      places[key] = places[key] == nil ? index : -1
    }
    for index in 0..<events.count where events[index].mark.isUnique {
      guard let place = places[events[index].mark.key], place >= 0, !isTaken[place] else {
        continue
      }
      match(index, place)
    }
  }

  /// The events found so far that stand in the same order in both: as many as there can be.
  private var anchors: [Int] {
    // The last of each chain of that length, and for each event the one before it in its chain.
    var ends: [Int] = []
    var before: [Int: Int] = [:]
    for index in matches.indices where matches[index] >= 0 {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if matches[ends[middle]] < matches[index] { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = ends[low - 1] }
      if low < ends.count { ends[low] = index } else { ends.append(index) }
    }
    var chain: [Int] = []
    var next = ends.last
    while let index = next {
      chain.append(index)
      next = before[index]
    }
    return chain.reversed()
  }

  /// Finds the events between two that were found.
  private mutating func matchBetween(
    _ first: (event: Int, other: Int)?, _ second: (event: Int, other: Int)?
  ) {
    let (start, end) = ((first?.event ?? -1) + 1, second?.event ?? events.count)
    let (otherStart, otherEnd) = ((first?.other ?? -1) + 1, second?.other ?? others.count)
    guard start < end, otherStart < otherEnd else { return }
    let isAligned = first.map(agree) ?? false
    let isAlignedAtEnd = second.map(agree) ?? false
    let starts = Self.starts(events, start, second?.event)
    let otherStarts = Self.starts(others, otherStart, second?.other)
    if starts == nil, otherStarts == nil, first != nil, second != nil {
      return matchPiece(
        start..<end, otherStart..<otherEnd, byCounter: isAligned && isAlignedAtEnd, isClosed: true)
    }
    if first != nil {
      matchPiece(
        start..<(starts?.first ?? end), otherStart..<(otherStarts?.first ?? otherEnd),
        byCounter: isAligned, isClosed: false)
    }
    if second != nil {
      matchPiece(
        (starts?.last ?? start)..<end, (otherStarts?.last ?? otherStart)..<otherEnd,
        byCounter: isAlignedAtEnd, isClosed: false)
    }
  }

  /// Whether both sinks have counted as many events before one that was found.
  private func agree(_ found: (event: Int, other: Int)) -> Bool {
    events.hasCounter(found.event, of: others, found.other)
  }

  /// The first and the last place from `start` on, up to `end`, where a run of the server begins.
  private static func starts(
    _ entries: SinkEntries, _ start: Int, _ end: Int?
  ) -> (first: Int, last: Int)? {
    var found: (first: Int, last: Int)?
    for index in start..<min(entries.count, (end ?? entries.count) + 1)
    where entries[index].isStart {
      found = (found?.first ?? index, index)
    }
    return found
  }

  /// Finds events among others that the same run of the server has written.
  ///
  /// Where the piece `isClosed` the sinks agree on the event before it and on the one behind it.
  private mutating func matchPiece(
    _ range: Range<Int>, _ otherRange: Range<Int>, byCounter: Bool, isClosed: Bool
  ) {
    guard !range.isEmpty, !otherRange.isEmpty else { return }
    if byCounter {
      let pairs = pairs(range, otherRange, events.counter, others.counter)
      if isClosed || isPlausible(pairs) {
        for pair in pairs { match(pair.event, pair.other) }
        return
      }
    }
    if events.id(range.lowerBound) != nil, others.id(otherRange.lowerBound) != nil {
      let pairs = pairs(range, otherRange, events.id, others.id)
      if isPlausible(pairs) {
        for pair in pairs { match(pair.event, pair.other) }
        return
      }
    }
    matchByOrder(range, otherRange)
    if events.counter(range.lowerBound) == nil { matchByType(range, otherRange) }
  }

  private struct Pair {
    var event: Int
    var other: Int
  }

  /// Events of one type that have the same number.
  private func pairs(
    _ range: Range<Int>, _ otherRange: Range<Int>, _ number: (Int) -> Int64?,
    _ otherNumber: (Int) -> Int64?
  ) -> [Pair] {
    var pairs: [Pair] = []
    var other = otherRange.lowerBound
    for event in range where matches[event] < 0 {
      guard let wanted = number(event) else { continue }
      while other < otherRange.upperBound, otherNumber(other) ?? -1 < wanted { other += 1 }
      // While a server shuts down some records stand out of order.
      let near = max(otherRange.lowerBound, other - Self.disorder)
      for place in near..<min(otherRange.upperBound, other + Self.disorder)
      where otherNumber(place) == wanted && !isTaken[place]
        && others[place].mark.type == events[event].mark.type && pairs.last?.other != place
      {
        pairs.append(Pair(event: event, other: place))
        break
      }
    }
    return pairs
  }

  private static let disorder = 4

  /// Whether most of the events that have the same number are the same by their marks too.
  private func isPlausible(_ pairs: [Pair]) -> Bool {
    let agreeing = pairs.count { events[$0.event].mark.key == others[$0.other].mark.key }
    return agreeing * 4 >= pairs.count * 3
  }

  /// Finds events by their marks and order.
  ///
  /// Where the marks differ, the nearest place is looked for where they are the same again.
  private mutating func matchByOrder(_ range: Range<Int>, _ otherRange: Range<Int>) {
    var (event, other) = (range.lowerBound, otherRange.lowerBound)
    while event < range.upperBound, other < otherRange.upperBound {
      if matches[event] >= 0 {
        event += 1
      } else if isTaken[other] {
        other += 1
      } else if let skip = distance(event, range.upperBound, other, otherRange.upperBound) {
        event += skip.events
        other += skip.others
        match(event, other)
        event += 1
        other += 1
      } else {
        event += 1
      }
    }
  }

  /// How many events have to be skipped on each side to come to two that are the same.
  private func distance(
    _ event: Int, _ end: Int, _ other: Int, _ otherEnd: Int
  ) -> (events: Int, others: Int)? {
    for sum in 0..<Self.near {
      // Most often it is the other side that holds more.
      for events in 0...sum where event + events < end && other + sum - events < otherEnd {
        if isSame(event + events, other + sum - events) { return (events, sum - events) }
      }
    }
    // What a sink with fewer kinds of events holds may be far away.
    for place in other..<min(otherEnd, other + Self.far) where isSame(event, place) {
      return (0, place - other)
    }
    return nil
  }

  private func isSame(_ event: Int, _ other: Int) -> Bool {
    matches[event] < 0 && !isTaken[other] && events[event].mark.key == others[other].mark.key
  }

  private static let near = 16
  private static let far = 4096

  /// Finds events of sinks without counters by their types and order, where the others hold as many.
  private mutating func matchByType(_ range: Range<Int>, _ otherRange: Range<Int>) {
    var left: [UInt16: [Int]] = [:]
    for event in range where matches[event] < 0 {
      left[events[event].mark.type, default: []].append(event)
    }
    guard !left.isEmpty else { return }
    var places: [UInt16: [Int]] = [:]
    for other in otherRange where !isTaken[other] && left[others[other].mark.type] != nil {
      places[others[other].mark.type, default: []].append(other)
    }
    for (type, events) in left {
      guard let others = places[type], others.count >= events.count else { continue }
      for (event, other) in zip(events, others) { match(event, other) }
    }
  }
}
