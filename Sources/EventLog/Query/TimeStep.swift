/// How time is cut into equal stretches: `5m`, `1h`, `1d`, `1mo`.
///
/// They begin when clocks show a round time: those of 5 minutes at 00, 05, 10 and so on, weeks on
/// Mondays, months on the first. Days have 23 or 25 hours where clocks are changed.
public struct TimeStep: Hashable, Sendable {
  private enum Unit: Hashable {
    /// As long as an hour at most: of equal length, whatever clocks do.
    case short(milliseconds: Int64)
    /// On the clock: what begins at a round time of the day.
    case clock(milliseconds: Int64)
    case months(Int64)
  }

  private let unit: Unit
  private static let day: Int64 = 86_400_000

  /// Reads a number and a unit of `ms s m h d w mo y`; nil for anything else and for 0.
  public init?(_ text: String) {
    let digits = text.utf8.prefix { $0.isASCIIDigit }
    guard let number = Int64(String(decoding: Array(digits), as: UTF8.self)),
      (1...1_000_000_000).contains(number)
    else { return nil }
    let length: Int64
    switch text.dropFirst(digits.count) {
    case "ms": length = 1
    case "s": length = 1000
    case "m", "min": length = 60_000
    case "h": length = 3_600_000
    case "d": length = Self.day
    case "w": length = 7 * Self.day
    case "mo" where number <= 12_000:
      unit = .months(number)
      return
    case "y" where number <= 1000:
      unit = .months(12 * number)
      return
    default: return nil
    }
    let (total, overflowed) = number.multipliedReportingOverflow(by: length)
    // Beyond that there are no times to tell apart.
    guard !overflowed, total <= 366_000 * Self.day else { return nil }
    unit = total <= 3_600_000 ? .short(milliseconds: total) : .clock(milliseconds: total)
  }

  /// What ``init(_:)`` reads, in the largest unit that it is a whole number of.
  var text: String {
    switch unit {
    case .months(let number): return "\(number)mo"
    case .short(let length), .clock(let length):
      let units: [(Int64, String)] = [
        (Self.day, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
      ]
      for (size, name) in units where length.isMultiple(of: size) {
        return "\(length / size)\(name)"
      }
      return "\(length)ms"
    }
  }

  /// Where the stretch begins that `time` lies in.
  func start(of time: EventTime, in zone: ZoneRules) -> EventTime {
    switch unit {
    case .short(let length):
      let offset = Int64(zone.offset(at: time)) * 1000
      let local = time.milliseconds + offset
      return EventTime(milliseconds: local - local.remainder(by: length) - offset)
    case .clock(let length):
      let local = zone.civil(at: time).utc.milliseconds
      // The first Monday of all is 5 January 1970.
      let origin = length % (7 * Self.day) == 0 ? 4 * Self.day : 0
      return moment(local: local - (local - origin).remainder(by: length), in: zone)
    case .months(let number):
      let local = zone.civil(at: time)
      let month = local.year * 12 + Int64(local.month) - 1
      return self.moment(month: month - month.remainder(by: number), in: zone)
    }
  }

  /// Where the stretch after the one that begins at `start` begins.
  func next(after start: EventTime, in zone: ZoneRules) -> EventTime {
    let next: EventTime
    switch unit {
    case .short(let length):
      next = self.start(
        of: EventTime(milliseconds: start.milliseconds + length), in: zone)
    case .clock(let length):
      next = moment(local: zone.civil(at: start).utc.milliseconds + length, in: zone)
    case .months(let number):
      let local = zone.civil(at: start)
      next = moment(month: local.year * 12 + Int64(local.month) - 1 + number, in: zone)
    }
    // Clocks that are set back by an odd stretch must not keep anybody going round.
    return next > start ? next : EventTime(milliseconds: start.milliseconds + 3_600_000)
  }

  /// Where the stretches begin from one to another, both among them; nil if there are more than so many.
  func starts(
    from first: EventTime, to last: EventTime, in zone: ZoneRules, atMost limit: Int
  ) -> [EventTime]? {
    var starts: [EventTime] = []
    var next = first
    while next < last, starts.count < limit {
      starts.append(next)
      next = self.next(after: next, in: zone)
    }
    return starts.count < limit ? starts + [last] : nil
  }

  private func moment(local milliseconds: Int64, in zone: ZoneRules) -> EventTime {
    zone.moment(of: CivilTime(utc: EventTime(milliseconds: milliseconds)))
  }

  private func moment(month: Int64, in zone: ZoneRules) -> EventTime {
    let remainder = month.remainder(by: 12)
    let first = CivilTime(year: (month - remainder) / 12, month: Int(remainder) + 1, day: 1)
    return first.map(zone.moment(of:)) ?? EventTime(milliseconds: 0)
  }
}

extension Int64 {
  /// What is left over of a division that rounds down, also for negative numbers.
  fileprivate func remainder(by divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
