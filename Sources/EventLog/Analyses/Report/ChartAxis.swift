/// Round values beside a chart.
struct ValueAxis {
  /// How far two neighbours are apart.
  let step: Int64
  /// The value at the upper edge.
  let top: Int64

  /// Chooses 1, 2 or 5 times a power of ten so that at most five lines stand over the base.
  init(greatest: Int64) {
    var step: Int64 = 1
    var factors: [Int64] = [2, 5, 10]
    var decade: Int64 = 1
    // Beyond that no value of a log can be.
    let greatest = min(max(greatest, 1), 1 << 60)
    while (greatest + step - 1) / step > 5 {
      step = decade * factors.removeFirst()
      if factors.isEmpty {
        decade *= 10
        factors = [2, 5, 10]
      }
    }
    self.step = step
    top = (greatest + step - 1) / step * step
  }

  /// The values that are written, the least first.
  var values: [Int64] { Array(stride(from: 0, through: top, by: Int64.Stride(step))) }

  /// How high a value stands in a chart so many units high, from above.
  func height(of value: Double, in height: Int) -> Int {
    let share = min(1, max(0, value / Double(top)))
    return height - Int((share * Double(height)).rounded())
  }
}

/// Round times below a chart.
struct TimeAxis {
  /// A time that is written.
  struct Mark {
    /// Ten-thousandths of the width, from the left.
    var place: Int
    var label: String
    /// Whether it is left out where there is little room.
    var isSpare = false
  }

  let start: Int64
  let end: Int64
  private(set) var marks: [Mark] = []

  /// At most so many times are written; a telephone has room for every second one of them.
  private static let limit = 8
  /// So many times have room on a telephone.
  private static let narrowLimit = 5

  /// From short to long, and how such times are written.
  private static let steps: [(name: String, style: Style)] = [
    ("1s", .second), ("5s", .second), ("15s", .second), ("30s", .second), ("1m", .minute),
    ("2m", .minute), ("5m", .minute), ("10m", .minute), ("20m", .minute), ("30m", .minute),
    ("1h", .minute), ("2h", .minute), ("3h", .minute), ("6h", .minute), ("12h", .minute),
    ("1d", .day), ("2d", .day), ("1w", .day), ("2w", .day), ("1mo", .month), ("3mo", .month),
    ("1y", .year), ("5y", .year), ("10y", .year), ("100y", .year), ("1000y", .year),
  ]

  private enum Style {
    case second, minute, day, month, year
  }

  /// Chooses the shortest steps of which there are not too many.
  init(from start: Int64, to end: Int64, in zone: ZoneRules) {
    self.start = start
    self.end = end
    for (name, style) in Self.steps {
      guard let step = TimeStep(name), let found = times(step, zone) else { continue }
      marks = found.enumerated().map { index, time in
        Mark(
          place: place(of: time), label: Self.label(time, style, zone),
          isSpare: found.count > Self.narrowLimit && index % 2 == 1)
      }
      return
    }
  }

  /// The round times; nil if they are too many.
  private func times(_ step: TimeStep, _ zone: ZoneRules) -> [Int64]? {
    var times: [Int64] = []
    var time = step.start(of: EventTime(milliseconds: start), in: zone)
    while time.milliseconds <= end {
      if time.milliseconds >= start { times.append(time.milliseconds) }
      if times.count > Self.limit { return nil }
      time = step.next(after: time, in: zone)
    }
    return times
  }

  /// Where a time stands, in ten-thousandths of the width.
  func place(of time: Int64) -> Int {
    Int(Int128(min(max(time, start), end) - start) * 10_000 / Int128(max(end - start, 1)))
  }

  private static func label(_ milliseconds: Int64, _ style: Style, _ zone: ZoneRules) -> String {
    let time = EventTime(milliseconds: milliseconds)
    let civil = zone.civil(at: time)
    let day = "\(civil.day) \(months[civil.month - 1])"
    let clock = zone.text(time, .clock)
    return switch style {
    case .second: clock
    case .minute where civil.hour == 0 && civil.minute == 0: day
    case .minute: String(clock.dropLast(3))
    case .day: day
    case .month: "\(months[civil.month - 1]) \(civil.year)"
    case .year: "\(civil.year)"
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
