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

  /// True if the events are those of the log of a server, which does not hold what sinks write.
  private let byServerLogMark: Bool
  /// True if the sinks agree on the number of each event they are known to share.
  private var countsAlike = false

  init(of events: SinkEntries, in others: SinkEntries) {
    self.events = events
    self.others = others
    byServerLogMark = events.isServerLog && !others.isServerLog
    matches = ContiguousArray(repeating: -1, count: events.count)
    isTaken = ContiguousArray(repeating: false, count: others.count)
  }

  mutating func run() {
    matchUnique()
    if events.format == .notification { matchById() }
    let anchors = self.anchors
    guard !anchors.isEmpty else { return }
    countsAlike = anchors.allSatisfy { agree(($0, matches[$0])) }
    var last: (event: Int, other: Int)?
    for anchor in anchors {
      matchBetween(last, (anchor, matches[anchor]))
      last = (anchor, matches[anchor])
    }
    matchBetween(last, nil)
    matchRepeated()
    if byServerLogMark { matchDisplaced() }
  }

  /// Finds what a server logs a little earlier or later than sinks do.
  private mutating func matchDisplaced() {
    let left = matches.indices.filter { matches[$0] < 0 }
    let keys = Set(left.map { mark($0).key })
    var places: [UInt64: [Int]] = [:]
    for other in (0..<others.count).reversed() where !isTaken[other] {
      let key = otherMark(other).key
      if keys.contains(key) { places[key, default: []].append(other) }
    }
    for event in left {
      if let other = places[mark(event).key]?.popLast() { match(event, other) }
    }
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

  private func mark(_ event: Int) -> EventMark {
    byServerLogMark ? events.serverLogMark(event) : events[event].mark
  }

  private func otherMark(_ other: Int) -> EventMark {
    byServerLogMark ? others.serverLogMark(other) : others[other].mark
  }

  private mutating func match(_ event: Int, _ other: Int) {
    matches[event] = other
    isTaken[other] = true
  }

  /// Finds the events that have a mark of their own.
  private mutating func matchUnique() {
    var places: [UInt64: Int] = [:]
    for index in 0..<others.count where otherMark(index).isUnique {
      let key = otherMark(index).key
      places[key] = places[key] == nil ? index : -1
    }
    for index in 0..<events.count where mark(index).isUnique {
      guard let place = places[mark(index).key], place >= 0, !isTaken[place] else {
        continue
      }
      match(index, place)
    }
  }

  /// Finds notifications, which come in any order, by their numbers and marks.
  private mutating func matchById() {
    var places: [Int64: [Int]] = [:]
    for other in 0..<others.count where !isTaken[other] {
      if let id = others.id(other) { places[id, default: []].append(other) }
    }
    for event in matches.indices where matches[event] < 0 {
      guard let id = events.id(event) else { continue }
      let same = places[id, default: []].filter { isSame(event, $0) && !isTaken[$0] }
      if same.count == 1 { match(event, same[0]) }
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
        start..<end, otherStart..<otherEnd, .both, byCounter: isAligned && isAlignedAtEnd)
    }
    if first != nil {
      matchPiece(
        start..<(starts?.first ?? end), otherStart..<(otherStarts?.first ?? otherEnd), .start,
        byCounter: isAligned)
    }
    if second != nil {
      matchPiece(
        (starts?.last ?? start)..<end, (otherStarts?.last ?? otherStart)..<otherEnd, .end,
        byCounter: isAlignedAtEnd)
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

  /// The anchored ends of a piece.
  private enum Side { case start, end, both }

  /// Finds events among others that the same run of the server has written.
  ///
  /// The sinks agree on the events next to the piece, on the named sides.
  private mutating func matchPiece(
    _ range: Range<Int>, _ otherRange: Range<Int>, _ side: Side, byCounter: Bool
  ) {
    guard !range.isEmpty, !otherRange.isEmpty else { return }
    matchPlausible(pairs(range, otherRange, events.id, others.id), needsMarks: true)
    let isWhole = isWhole(events, range, side) && isWhole(others, otherRange, side)
    if byCounter, !isWhole {
      matchPlausible(
        pairs(range, otherRange, events.counter, others.counter), needsMarks: side != .both)
    }
    var types: [UInt16: (events: [Int], others: [Int])] = [:]
    for event in range where matches[event] < 0 {
      types[events[event].mark.type, default: ([], [])].events.append(event)
    }
    guard !types.isEmpty else { return }
    for other in otherRange where !isTaken[other] {
      types[others[other].mark.type]?.others.append(other)
    }
    for found in types.values where !found.others.isEmpty {
      matchType(found.events, found.others, side, isWhole: isWhole)
    }
  }

  /// Finds events of one type; sinks write all events of a type or none.
  private mutating func matchType(
    _ left: [Int], _ right: [Int], _ side: Side, isWhole: Bool
  ) {
    let count = min(left.count, right.count)
    if isWhole {
      switch side {
      case .both where left.count == right.count, .start:
        return matchInOrder(left.prefix(count), right.prefix(count))
      case .end: return matchInOrder(left.suffix(count), right.suffix(count))
      default: break
      }
    }
    matchLongest(left[...], right[...])
  }

  private mutating func matchInOrder(_ left: ArraySlice<Int>, _ right: ArraySlice<Int>) {
    for (event, other) in zip(left, right) { match(event, other) }
  }

  /// Finds as many events with the same marks as stand in the same order on both sides.
  private mutating func matchLongest(_ left: ArraySlice<Int>, _ right: ArraySlice<Int>) {
    var (left, right) = (left, right)
    while let event = left.first, let other = right.first, isSame(event, other) {
      match(event, other)
      (left, right) = (left.dropFirst(), right.dropFirst())
    }
    while let event = left.last, let other = right.last, isSame(event, other) {
      match(event, other)
      (left, right) = (left.dropLast(), right.dropLast())
    }
    guard !left.isEmpty, !right.isEmpty else { return }
    guard left.count * right.count <= Self.room else { return matchNext(left, right) }
    // lengths[i][j]: how many there are among the events from i and the others from j on.
    let (rows, columns) = (Array(left), Array(right))
    let width = columns.count + 1
    var lengths = ContiguousArray<Int32>(repeating: 0, count: (rows.count + 1) * width)
    for row in rows.indices.reversed() {
      for column in columns.indices.reversed() {
        let here = row * width + column
        lengths[here] =
          isSame(rows[row], columns[column])
          ? lengths[here + width + 1] + 1 : max(lengths[here + width], lengths[here + 1])
      }
    }
    var (row, column) = (0, 0)
    while row < rows.count, column < columns.count {
      let here = row * width + column
      if isSame(rows[row], columns[column]) {
        match(rows[row], columns[column])
        (row, column) = (row + 1, column + 1)
      } else if lengths[here + width] >= lengths[here + 1] {
        row += 1
      } else {
        column += 1
      }
    }
  }

  /// The size of a table of lengths; larger pieces are matched event by event.
  private static let room = 1 << 22

  /// Finds for each event the next one with the same mark.
  private mutating func matchNext(_ left: ArraySlice<Int>, _ right: ArraySlice<Int>) {
    var places: [UInt64: [Int]] = [:]
    for other in right.reversed() { places[otherMark(other).key, default: []].append(other) }
    var last = -1
    for event in left {
      let key = mark(event).key
      while let other = places[key]?.popLast() {
        guard other > last else { continue }
        match(event, other)
        last = other
        break
      }
    }
  }

  /// True if a sink lacks none of the events it has counted there, as far as it counts them.
  private func isWhole(_ entries: SinkEntries, _ range: Range<Int>, _ side: Side) -> Bool {
    let start = side == .end ? range.lowerBound : range.lowerBound - 1
    let end = side == .start ? range.upperBound : range.upperBound + 1
    var (count, lowest, highest) = (Int64(0), Int64.max, Int64.min)
    for index in start..<end {
      guard let number = entries.counter(index) else { continue }
      count += 1
      lowest = min(lowest, number)
      highest = max(highest, number)
    }
    return count == 0 || highest.subtractingReportingOverflow(lowest).partialValue == count - 1
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
    var places: [Int64: [Int]] = [:]
    for other in otherRange where !isTaken[other] {
      if let number = otherNumber(other) { places[number, default: []].append(other) }
    }
    guard !places.isEmpty else { return [] }
    return range.compactMap { event in
      guard matches[event] < 0, let wanted = number(event),
        let found = places[wanted]?.firstIndex(where: { isOfOneType(event, $0) }),
        let other = places[wanted]?.remove(at: found)
      else { return nil }
      return Pair(event: event, other: other)
    }
  }

  private func isOfOneType(_ event: Int, _ other: Int) -> Bool {
    events[event].mark.type == others[other].mark.type
  }

  /// Takes pairs for the same events, if they need no marks or most of them have the same.
  private mutating func matchPlausible(_ pairs: [Pair], needsMarks: Bool) {
    let agreeing = pairs.count { mark($0.event).key == otherMark($0.other).key }
    guard !needsMarks || agreeing * 4 >= pairs.count * 3 else { return }
    for pair in pairs { match(pair.event, pair.other) }
  }

  private static let disorder = 4

  /// True if two events have the same mark, and no numbers that differ.
  private func isSame(_ event: Int, _ other: Int) -> Bool {
    guard mark(event).key == otherMark(other).key else { return false }
    if let id = events.id(event), let otherId = others.id(other) { return id == otherId }
    guard countsAlike, let number = events.counter(event),
      let otherNumber = others.counter(other)
    else { return true }
    return number == otherNumber
  }
}
