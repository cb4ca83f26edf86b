/// From when to when events went on that are told together, as far as their log says.
struct LogStretch: Equatable {
  /// The time of the first event, in milliseconds since 1970; nil where none is known.
  private(set) var first: Int64?
  /// The time of the last event.
  private(set) var last: Int64?
  /// False if one of the records has no time of its own, so that the last time before it is taken.
  private(set) var isExact = true

  /// After so long without an event, in milliseconds, the next one is another matter.
  static let quiet: Int64 = 3_600_000

  /// Adds an event.
  ///
  /// - Parameters:
  ///   - time: its time, or the last one before it in the log.
  ///   - isExact: whether it is its own.
  mutating func add(_ time: Int64?, isExact: Bool) {
    if !isExact { self.isExact = false }
    guard let time else { return }
    first = first.map { min($0, time) } ?? time
    last = last.map { max($0, time) } ?? time
  }

  /// True if a time is more than that many milliseconds after the last one.
  func isFarFrom(_ time: Int64?, by limit: Int64) -> Bool {
    guard let time, let last else { return false }
    return time - last > limit
  }

  /// Milliseconds from the first event to the last; nil if that is not known, or nothing.
  var length: Int64? {
    guard isExact, let first, let last, last > first else { return nil }
    return last - first
  }
}

extension LogStretch: Kept {
  mutating func keep(in fields: inout KeptFields) {
    fields(&first)
    fields(&last)
    fields(&isExact)
  }
}
