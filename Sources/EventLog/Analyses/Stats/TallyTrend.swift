/// How the events of groups are spread over time, in stretches that grow with the time they cover.
///
/// All groups share the stretches. When a time does not fit any more, each two are made one.
struct TallyTrend {
  /// How many stretches there are.
  static let length = 16

  /// How long a stretch is, in milliseconds.
  private var width: Int64 = 1000
  /// Which stretch since 1970 is the first that is kept.
  private var first: Int64 = 0
  /// The times of the stretch that was counted in last, and its place; most events are in the same.
  private var last: (times: Range<Int64>, place: Int) = (0..<0, 0)
  /// How many stretches from there on hold all times so far.
  private var used: Int64 = 0
  /// For each group its stretches.
  private var counts: ContiguousArray<Int> = []

  /// The stretches that are kept: how long each is in milliseconds, which since 1970 is the first, and
  /// how many there are.
  struct Frame: Equatable {
    var width: Int64 = 1000
    var first: Int64 = 0
    var count: Int64 = 0
  }

  /// The stretches that hold all times so far.
  var frame: Frame { Frame(width: width, first: first, count: used) }

  /// Counts an event of a group.
  @inline(__always)
  mutating func add(_ time: EventTime, group: Int) {
    if last.times.contains(time.milliseconds), (group &+ 1) &* Self.length <= counts.count {
      counts[group &* Self.length &+ last.place] &+= 1
    } else {
      addElsewhere(time, group: group)
    }
  }

  private mutating func addElsewhere(_ time: EventTime, group: Int) {
    add(1, at: time.milliseconds.divided(by: width), group: group)
    let stretch = time.milliseconds.divided(by: width)
    last = (stretch * width..<(stretch + 1) * width, Int(stretch - first))
  }

  /// Counts the events of a group in other stretches.
  mutating func add(_ counts: [Int], in frame: Frame, group: Int) {
    while width < frame.width { widen() }
    for (place, count) in counts.enumerated() where count > 0 {
      add(count, at: (frame.first + Int64(place)).divided(by: width / frame.width), group: group)
    }
  }

  private mutating func add(_ count: Int, at place: Int64, group: Int) {
    last = (0..<0, 0)
    while counts.count < (group + 1) * Self.length { counts.append(0) }
    let before = width
    var stretch = place
    if used == 0 { (first, used) = (stretch, 1) }
    while max(stretch, first + used - 1) - min(stretch, first) >= Int64(Self.length) {
      widen()
      stretch = place.divided(by: width / before)
    }
    if stretch < first { shift(to: stretch) }
    used = max(used, stretch - first + 1)
    counts[group * Self.length + Int(stretch - first)] += count
  }

  /// Gives groups other numbers: for each new one the old one; what is gone is counted with the first.
  mutating func renumber(_ kept: [Int], gone: [Int]) {
    let old = counts
    func stretches(of group: Int) -> ArraySlice<Int> {
      let start = group * Self.length
      return start < old.count ? Array(old[start..<(start + Self.length)])[...] : []
    }
    counts = ContiguousArray(repeating: 0, count: kept.count * Self.length)
    for (number, group) in kept.enumerated() {
      for (place, count) in stretches(of: group).enumerated() {
        counts[number * Self.length + place] = count
      }
    }
    for group in gone {
      for (place, count) in stretches(of: group).enumerated() { counts[place] += count }
    }
  }

  /// Makes each two stretches one.
  private mutating func widen() {
    width *= 2
    guard used > 0 else { return }
    let before = first
    first = first.divided(by: 2)
    used = (before + used - 1).divided(by: 2) - first + 1
    let old = counts
    for index in counts.indices { counts[index] = 0 }
    for (index, count) in old.enumerated() where count > 0 {
      let stretch = (before + Int64(index % Self.length)).divided(by: 2)
      counts[index / Self.length * Self.length + Int(stretch - first)] += count
    }
  }

  /// Makes room at the beginning; what is pushed out at the end is empty.
  private mutating func shift(to start: Int64) {
    let distance = Int(first - start)
    for group in 0..<(counts.count / Self.length) {
      let base = group * Self.length
      for place in (0..<Self.length).reversed() {
        counts[base + place] = place >= distance ? counts[base + place - distance] : 0
      }
    }
    used += Int64(distance)
    first = start
  }

  /// The counts of a group, from the first time of all events to the last.
  func counts(of group: Int) -> [Int] {
    let start = group * Self.length
    guard start < counts.count else { return Array(repeating: 0, count: Int(used)) }
    return Array(counts[start..<(start + Int(used))])
  }
}

extension Int64 {
  /// The quotient, rounded down also for negative numbers.
  fileprivate func divided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
