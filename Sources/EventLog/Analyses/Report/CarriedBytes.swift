/// What sessions carried, spread over time.
///
/// A session tells its bytes when it ends, and nothing of when they passed: they are spread evenly
/// over its life. Of sessions that have not ended nothing is known.
struct CarriedBytes {
  /// Bits each second, on average, of stretches that follow one another.
  struct Rates {
    var out: [Double]
    var `in`: [Double]

    var greatest: Double { max(out.max() ?? 0, `in`.max() ?? 0) }
  }

  private struct Load {
    var start: Int64
    var end: Int64
    var bytes: Int128
    var isOut: Bool
  }

  private let isKept: Bool
  private var loads: ContiguousArray<Load> = []

  /// Creates it; what is not kept costs no memory.
  init(isKept: Bool) { self.isKept = isKept }

  /// Takes a session that has ended.
  mutating func add(_ session: Session) {
    guard isKept, session.kind == .stream, let bytes = session.bytes, bytes > 0,
      let start = session.start?.milliseconds, let end = session.end?.milliseconds,
      EventTime.printable.contains(start), EventTime.printable.contains(end)
    else { return }
    loads.append(
      Load(
        start: min(start, end), end: end, bytes: bytes, isOut: session.direction != .in))
  }

  /// The rates over `count` equal stretches from `start` to `end`.
  ///
  /// - Complexity: O(*sessions* + *count*).
  func rates(from start: Int64, to end: Int64, count: Int) -> Rates {
    var out = Spread(from: start, to: end, count: count)
    var `in` = Spread(from: start, to: end, count: count)
    for load in loads {
      if load.isOut {
        out.add(load.bytes, from: load.start, to: load.end)
      } else {
        `in`.add(load.bytes, from: load.start, to: load.end)
      }
    }
    return Rates(out: out.bitsPerSecond, in: `in`.bitsPerSecond)
  }
}

/// Bits of one direction in equal stretches of time.
private struct Spread {
  private let start: Int64
  private let end: Int64
  /// How long a stretch is, in milliseconds.
  private let length: Double
  /// What lies in a stretch by itself, in bits.
  private var bits: [Double]
  /// How much more, or less, flows in a stretch than in the one before, in bits each millisecond.
  private var steps: [Double]

  init(from start: Int64, to end: Int64, count: Int) {
    self.start = start
    self.end = max(end, start + 1)
    length = Double(self.end - start) / Double(count)
    bits = Array(repeating: 0, count: count)
    steps = Array(repeating: 0, count: count + 1)
  }

  mutating func add(_ bytes: Int128, from first: Int64, to last: Int64) {
    guard last >= start, first <= end else { return }
    let all = Double(bytes) * 8
    guard last > first else {
      bits[place(of: first)] += all
      return
    }
    let rate = all / Double(last - first)
    let (left, right) = (max(first, start), min(last, end))
    let (one, other) = (place(of: left), place(of: right))
    guard one < other else {
      bits[one] += rate * Double(right - left)
      return
    }
    bits[one] += rate * (Double(start) + Double(one + 1) * length - Double(left))
    bits[other] += rate * (Double(right) - Double(start) - Double(other) * length)
    steps[one + 1] += rate
    steps[other] -= rate
  }

  private func place(of time: Int64) -> Int {
    min(bits.count - 1, max(0, Int(Double(time - start) / length)))
  }

  var bitsPerSecond: [Double] {
    var level = 0.0
    return bits.indices.map { index in
      level += steps[index]
      // Sums of what was added and taken away again may miss nothing by a hair.
      return max(0, level + bits[index] / length) * 1000
    }
  }
}
