import EventLog

extension EventReader {
  /// Reads the records that are complete; where `isFinal`, also what is left, as nothing may follow.
  ///
  /// - Returns: The offset up to which everything has been dealt with. The beginning of a record that
  ///   is cut off at the end is told to the consumer and not dealt with: its rest may come late.
  mutating func pause<C: EventConsumer & ~Copyable>(isFinal: Bool, into consumer: inout C) -> Int64
  {
    pause(into: &consumer)
    let (end, events, cut) = (offset, statistics.events, statistics.skipped(.tornTail))
    guard isFinal else { return Int64(end) }
    finish(into: &consumer)
    let isCut = statistics.events == events && statistics.skipped(.tornTail) > cut
    return Int64(isCut ? end : offset)
  }
}
