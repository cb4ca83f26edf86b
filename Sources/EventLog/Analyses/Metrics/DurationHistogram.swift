/// How long sessions lived.
struct DurationHistogram: Equatable {
  /// The upper bounds of all buckets but the last, which has none, in seconds; they belong to them.
  static let bounds: [Int64] = [1, 10, 60, 300, 1800, 3600, 14_400, 86_400]

  /// How many lived so long and longer than the bucket before says.
  private(set) var counts = ContiguousArray<Int64>(repeating: 0, count: bounds.count + 1)
  /// How long all lived together, in milliseconds; stays at the greatest number rather than overflow.
  private(set) var sum: Int64 = 0

  init() {}

  /// Takes counts and a sum; nil if they are not those of a histogram.
  init?(counts: ContiguousArray<Int64>, sum: Int64) {
    guard counts.count == Self.bounds.count + 1, counts.allSatisfy({ $0 >= 0 }), sum >= 0 else {
      return nil
    }
    (self.counts, self.sum) = (counts, sum)
  }

  /// How many there were.
  var count: Int64 { counts.reduce(0) { $0.adding(clamped: $1) } }

  /// Takes a session; clocks that were set back make no sum smaller.
  mutating func add(milliseconds: Int64) {
    let time = max(milliseconds, 0)
    let bucket = Self.bounds.firstIndex { time <= $0 * 1000 } ?? Self.bounds.count
    counts[bucket] = counts[bucket].adding(clamped: 1)
    sum = sum.adding(clamped: time)
  }

  /// Adds all of another.
  mutating func add(_ other: DurationHistogram) {
    for bucket in counts.indices {
      counts[bucket] = counts[bucket].adding(clamped: other.counts[bucket])
    }
    sum = sum.adding(clamped: other.sum)
  }
}

extension Int64 {
  /// The sum, or the greatest number if it does not fit: a counter never falls.
  func adding(clamped other: Int64) -> Int64 {
    let (sum, overflowed) = addingReportingOverflow(other)
    return overflowed ? .max : sum
  }
}
