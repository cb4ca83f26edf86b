/// How time is cut into equal stretches: `5m`, `1h`, `1d`, `1mo`.
///
/// They begin when clocks show a round time: those of 5 minutes at 00, 05, 10 and so on, those of 2
/// hours at 00, 02, 04, weeks on Mondays, months on the first.
///
/// Where clocks are set, stretches up to an hour keep their length: the hour that comes twice is two
/// hours, and one that a change cuts begins or ends with the change. Longer stretches follow the
/// calendar: each begins when clocks first show its beginning or, where they jump over it, with the
/// jump. So a day has 23 or 25 hours, and of 2 hours one has 1 or 3.
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

  /// The text that ``init(_:)`` reads, in the largest unit that it is a whole number of.
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

  /// The beginning of the stretch that `time` lies in.
  func start(of time: EventTime, in zone: ZoneRules) -> EventTime {
    switch unit {
    case .short(let length):
      let local = zone.civil(at: time).utc.milliseconds
      let round = EventTime(milliseconds: time.milliseconds - local.remainder(by: length))
      return max(round, zone.changes(around: time).last ?? round)
    case .clock(let length):
      let local = zone.latestCivil(upTo: time).utc.milliseconds
      let rest = (local - Self.origin(of: length)).remainder(by: length)
      return zone.firstMoment(showing: CivilTime(utc: EventTime(milliseconds: local - rest)))
    case .months(let number):
      let month = zone.latestCivil(upTo: time).monthNumber
      return zone.firstMoment(showing: CivilTime(month: month - month.remainder(by: number)))
    }
  }

  /// The beginning of the stretch after the one that begins at `start`.
  func next(after start: EventTime, in zone: ZoneRules) -> EventTime {
    switch unit {
    case .short(let length):
      let local = zone.civil(at: start).utc.milliseconds
      let round = EventTime(milliseconds: start.milliseconds + length - local.remainder(by: length))
      return min(round, zone.changes(around: start).next ?? round)
    case .clock(let length):
      let local = zone.latestCivil(upTo: start).utc.milliseconds
      let rest = (local - Self.origin(of: length)).remainder(by: length)
      let next = EventTime(milliseconds: local - rest + length)
      return zone.firstMoment(showing: CivilTime(utc: next))
    case .months(let number):
      let month = zone.latestCivil(upTo: start).monthNumber
      let next = month - month.remainder(by: number) + number
      return zone.firstMoment(showing: CivilTime(month: next))
    }
  }

  /// The time on the clock that stretches of that length are counted from: whole weeks from the first
  /// Monday of all, 5 January 1970.
  private static func origin(of length: Int64) -> Int64 {
    length % (7 * day) == 0 ? 4 * day : 0
  }

  /// The beginnings of the stretches from `first` to `last`, both among them; nil if there are more
  /// than `limit`.
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
}

extension CivilTime {
  /// The months from the year 0 to this one.
  fileprivate var monthNumber: Int64 { year * 12 + Int64(month) - 1 }

  /// The first moment of the month of that number.
  fileprivate init(month number: Int64) {
    self.init(utc: EventTime(milliseconds: 0))
    month = Int(number.remainder(by: 12)) + 1
    year = (number - number.remainder(by: 12)) / 12
  }
}

extension Int64 {
  /// The remainder of a division that rounds down, for negative numbers too.
  fileprivate func remainder(by divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
