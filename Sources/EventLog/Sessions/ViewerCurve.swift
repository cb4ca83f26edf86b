/// How many were there at the same time, of each stream and of all together.
///
/// It keeps the moments at which somebody came or went, sixteen bytes each, and puts them in order
/// when it is asked: logs of several servers are read one after the other, and sessions whose
/// beginning is not logged are only met when they end.
struct ViewerCurve {
  /// Somebody came, or went.
  struct Edge {
    var time: Int64
    /// What came first stays first among those of the same time.
    var order: UInt32
    /// The stream, and whether it is the end.
    var code: UInt32

    var group: Int { Int(code >> 1) }
    var isEnd: Bool { code & 1 == 1 }
  }

  /// What there is to tell of a stretch of time.
  struct Measure: Equatable {
    /// The most that were there at the same time.
    var peak = 0
    /// When that was first so.
    var peakTime: Int64?
    /// How many were there at the end.
    var last = 0
    /// All of them, each times how long, in milliseconds.
    var area: Int128 = 0
    /// How long the stretch is, in milliseconds.
    var length: Int64 = 0

    /// Hundredths of how many were there on average; nil if it took no time.
    var averageHundredths: Int64? {
      length > 0 ? Int64(clamping: (area * 100 + Int128(length) / 2) / Int128(length)) : nil
    }
  }

  private(set) var edges: ContiguousArray<Edge> = []
  private(set) var names = TallyKeys(limit: 1_000_000)
  /// The first and the last time of any event.
  private(set) var span: ClosedRange<Int64>?
  /// Sessions of which it is not known when they were.
  private(set) var undated = 0

  /// Takes note of the time of an event.
  mutating func pass(_ time: EventTime) {
    guard EventTime.printable.contains(time.milliseconds) else { return }
    let time = time.milliseconds
    guard let known = span else {
      span = time...time
      return
    }
    if time < known.lowerBound { span = time...known.upperBound }
    if time > known.upperBound { span = known.lowerBound...time }
  }

  /// From when to when a window is told of: to the last event if that lies before its end; nil if no
  /// event of known time lies in it.
  ///
  /// `isClosed` says whether the end belongs to it.
  func stretch(of window: TimeWindow) -> (start: Int64, end: Int64, isClosed: Bool)? {
    guard let seen = span else { return nil }
    // Before the log begins nobody knows who was there.
    let start = max(window.since?.milliseconds ?? seen.lowerBound, seen.lowerBound)
    guard let until = window.until?.milliseconds, until <= seen.upperBound else {
      return start <= seen.upperBound ? (start, seen.upperBound, true) : nil
    }
    return start < until ? (start, until, false) : nil
  }

  /// The number of a stream; 0 is all that are too many.
  mutating func group(of name: ContiguousArray<UInt8>) -> Int {
    (names.numberOfEarly(name.span) ?? -1) + 1
  }

  /// The name of a stream; nil for those that were too many.
  func name(of group: Int) -> ContiguousArray<UInt8>? { group > 0 ? names.key(group - 1) : nil }

  /// Somebody came.
  mutating func begin(_ session: Session) {
    guard let time = session.opening ?? session.start, isPossible(time) else {
      undated += 1
      return
    }
    append(time, group(of: session.name), isEnd: false)
  }

  /// Somebody went who had come; one whose beginning is not logged, and who did not come yet, comes
  /// with it.
  mutating func end(_ session: Session, isNew: Bool) {
    guard let start = session.opening ?? session.start, isPossible(start) else {
      if isNew { undated += 1 }
      return
    }
    if isNew { append(start, group(of: session.name), isEnd: false) }
    // Whoever has no end is there until the last event.
    guard session.status != .open, let end = session.end, isPossible(end) else { return }
    append(max(start, end), group(of: session.name), isEnd: true)
  }

  private func isPossible(_ time: EventTime) -> Bool {
    EventTime.printable.contains(time.milliseconds)
  }

  private mutating func append(_ time: EventTime, _ group: Int, isEnd: Bool) {
    edges.append(
      Edge(
        time: time.milliseconds, order: UInt32(truncatingIfNeeded: edges.count),
        code: UInt32(truncatingIfNeeded: group << 1 | (isEnd ? 1 : 0))))
  }

  /// Puts all in order of time.
  mutating func sort() {
    edges.sort { $0.time != $1.time ? $0.time < $1.time : $0.order < $1.order }
  }

  /// The edges of each stream, in order of time; call it after ``sort()``.
  func edgesByGroup() -> [ContiguousArray<Edge>] {
    var counts = [Int](repeating: 0, count: names.count + 1)
    for edge in edges { counts[edge.group] += 1 }
    var lists = counts.map { count in
      var list: ContiguousArray<Edge> = []
      list.reserveCapacity(count)
      return list
    }
    for edge in edges { lists[edge.group].append(edge) }
    return lists
  }

  /// Measures stretches of time that follow one another.
  ///
  /// - Parameters:
  ///   - edges: in order of time.
  ///   - bounds: where each stretch begins, and where the last one ends; in order.
  ///   - isClosed: whether the end of the last stretch belongs to it.
  /// - Returns: One measure for each stretch.
  static func measures(
    _ edges: borrowing ContiguousArray<Edge>, bounds: [Int64], isClosed: Bool
  ) -> [Measure] {
    guard bounds.count > 1 else { return [] }
    var measures: [Measure] = []
    measures.reserveCapacity(bounds.count - 1)
    var level = 0
    var next = 0
    while next < edges.count, edges[next].time < bounds[0] {
      level += edges[next].isEnd ? -1 : 1
      next += 1
    }
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let isLast = measures.count == bounds.count - 2
      var measure = Measure()
      measure.length = end - start
      measure.peak = level
      measure.peakTime = level > 0 ? start : nil
      var time = start
      while next < edges.count,
        edges[next].time < end || isLast && isClosed && edges[next].time == end
      {
        let edge = edges[next]
        measure.area += Int128(level) * Int128(edge.time - time)
        time = edge.time
        level += edge.isEnd ? -1 : 1
        if level > measure.peak { (measure.peak, measure.peakTime) = (level, time) }
        next += 1
      }
      measure.area += Int128(level) * Int128(end - time)
      measure.last = level
      measures.append(measure)
    }
    return measures
  }
}
