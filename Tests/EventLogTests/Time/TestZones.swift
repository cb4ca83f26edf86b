import EventLog

/// The rules of some zones in 2026, as tzdata has them.
enum TestZones {
  /// Five hours west of UTC, four from 8 March 02:00 to 1 November 02:00.
  static let newYork = ZoneRules(
    name: "America/New_York",
    periods: [
      period("2025-11-02T06:00:00", -5), period("2026-03-08T07:00:00", -4),
      period("2026-11-01T06:00:00", -5),
    ])

  /// One hour east of UTC, two from 29 March 02:00 to 25 October 03:00.
  static let berlin = ZoneRules(
    name: "Europe/Berlin",
    periods: [
      period("2025-10-26T01:00:00", 1), period("2026-03-29T01:00:00", 2),
      period("2026-10-25T01:00:00", 1),
    ])

  /// Half an hour of summer time: 11 hours east up to 5 April 02:00, 10½ up to 4 October 02:00.
  static let lordHowe = ZoneRules(
    name: "Australia/Lord_Howe",
    periods: [
      period("2025-10-04T15:30:00", 11), period("2026-04-04T15:00:00", 10.5),
      period("2026-10-03T15:30:00", 11),
    ])

  /// All of them, for looking up by name.
  static func named(_ name: String) -> ZoneRules? {
    [newYork, berlin, lordHowe].first { $0.name == name }
  }

  private static func period(_ start: String, _ hours: Double) -> ZoneRules.Period {
    ZoneRules.Period(start: utc(start).milliseconds / 1000, offset: Int(hours * 3600))
  }

  /// The moment of `2026-11-20T23:12:33` or `….343` in UTC; 1970 if the text is wrong.
  static func utc(_ text: String) -> EventTime {
    let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
    let civil = CivilTime(
      year: Int64(parts[0]), month: parts[1], day: parts[2], hour: parts[3], minute: parts[4],
      second: parts[5], millisecond: parts.count > 6 ? parts[6] : 0)
    return civil?.utc ?? EventTime(milliseconds: 0)
  }

  /// RFC 3339 in UTC with milliseconds, as emslog prints times.
  static func text(_ time: EventTime) -> String {
    let civil = CivilTime(utc: time)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(Int(civil.year), 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
      + "T\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
      + ".\(padded(civil.millisecond, 3))Z"
  }
}
