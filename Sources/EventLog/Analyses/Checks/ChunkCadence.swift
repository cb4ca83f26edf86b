/// When the chunks of one series were finished, and which came too late.
///
/// The measure is the median of the last intervals, so that a series may change its pace. The first
/// intervals wait until there are enough of them for one.
struct ChunkCadence {
  /// Chunks that came too late.
  struct Gap: Equatable, Kept {
    /// When the chunk before was finished.
    var start: Int64 = 0
    var end: Int64 = 0
    var median: Int64 = 0

    mutating func keep(in fields: inout KeptFields) {
      fields(&start)
      fields(&end)
      fields(&median)
    }
  }

  private(set) var last: Int64?
  private(set) var chunks: Int64 = 0
  /// The last intervals, in a circle.
  private var intervals: [Int64] = []
  private var next = 0
  /// Intervals for which there is no median yet.
  private var waiting: [Gap] = []

  /// So many intervals are needed for a median.
  static let least = 4
  /// So many of the last intervals make the median.
  static let most = 31

  /// Takes the time at which a chunk was finished; tells which are certain by now to be late.
  mutating func add(_ time: Int64, factor: Int64, floor: Int64) -> [Gap] {
    chunks += 1
    guard let last else {
      self.last = time
      return []
    }
    // Records of one second may stand in any order.
    guard time >= last else { return [] }
    self.last = time
    if intervals.count < Self.most {
      intervals.append(time - last)
    } else {
      intervals[next] = time - last
      next = (next + 1) % Self.most
    }
    waiting.append(Gap(start: last, end: time))
    guard let median else { return [] }
    let late = waiting.filter {
      Self.isLate($0.end - $0.start, median: median, factor: factor, floor: floor)
    }
    waiting.removeAll(keepingCapacity: true)
    return late.map { Gap(start: $0.start, end: $0.end, median: median) }
  }

  /// How long it has been silent at a time, if the next chunk is late by then.
  func silence(at time: Int64, factor: Int64, floor: Int64) -> Gap? {
    guard let last, let median, time > last,
      Self.isLate(time - last, median: median, factor: factor, floor: floor)
    else { return nil }
    return Gap(start: last, end: time, median: median)
  }

  /// The middle interval, the lower one of two; nil if there are too few.
  var median: Int64? {
    guard intervals.count >= Self.least else { return nil }
    return intervals.sorted()[(intervals.count - 1) / 2]
  }

  /// Whether an interval is too long: by the factor, in thousandths, and by the floor.
  static func isLate(_ interval: Int64, median: Int64, factor: Int64, floor: Int64) -> Bool {
    Int128(interval) * 1000 > Int128(median) * Int128(factor) && interval - median >= floor
  }
}

extension ChunkCadence: Kept {
  mutating func keep(in fields: inout KeptFields) {
    fields(&last)
    fields(&chunks)
    fields(&intervals)
    fields(&next)
    fields(&waiting)
    if fields.isReading, next >= max(intervals.count, 1) { next = 0 }
  }
}
