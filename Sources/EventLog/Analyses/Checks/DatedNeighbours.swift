/// The times between which records without a time of their own stand in one log.
///
/// Such a record is told with the time of the last one before it. It was written before the next
/// later time of any record.
struct DatedNeighbours {
  /// The next later time after undated records, by the last time before them.
  private var next: [Int64?: Int64] = [:]
  /// The last times before undated records after which no later one has come yet, oldest first.
  private var waiting: [Int64?] = []

  /// The most stretches that are remembered; of others no later time is known.
  private static let limit = 100_000
  /// The most that wait: more only where the clock steps back again and again.
  private static let waitingLimit = 8

  /// Takes note of a record.
  ///
  /// - Parameters:
  ///   - time: its own time, or nil.
  ///   - before: the time that it is told with.
  mutating func pass(_ time: Int64?, after before: Int64?) {
    guard let time else {
      if waiting.contains(before) { return }
      if waiting.count == Self.waitingLimit { waiting.removeFirst() }
      return waiting.append(before)
    }
    if waiting.isEmpty { return }
    for start in waiting where start.map({ time > $0 }) ?? true {
      if next.count < Self.limit, next[start] == nil { next[start] = time }
    }
    waiting.removeAll { next[$0] != nil }
  }

  /// Forgets the later times that are known.
  mutating func forget() { next = [:] }

  /// The first later time after the records that are told with `time`.
  func next(after time: EventTime?) -> EventTime? {
    next[time?.milliseconds].map(EventTime.init(milliseconds:))
  }
}
