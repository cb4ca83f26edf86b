/// A point in time as people type and paste it: `yesterday`, `2h`, `09:00`, `2026-11-20T23:12:33Z`.
///
/// Reading it needs neither clock nor zone; ``moment(now:zone:since:zoneNamed:)`` needs both.
///
///     now  today  yesterday  tomorrow  monday … sunday     the latest such day, today included
///     90s  1h  2d3h  1w  -1h  "1 hour ago"                 all before now
///     +30m                                                 after the start of the window
///     09:00  09:00:30.5                                    today
///     2026-11-20  2026-11  20 Nov 2026  Nov 20             midnight; without a year the latest
///     2026-11-20 23:12:33.343   2026-11-20T23:12:33+01:00   … Z   … America/New_York
///     20251217_200640  2026-Nov-20 23:12:33                as the server writes it
///     @1795216353.5  1795216353  1795216353343             epoch seconds, or milliseconds
public enum TimeExpression: Equatable, Sendable {
  /// A moment that does not depend on anything.
  case moment(EventTime)
  /// So many milliseconds before now; a day has 24 hours, whatever clocks do.
  case ago(milliseconds: Int64)
  /// So many milliseconds after the start of the window.
  case afterStart(milliseconds: Int64)
  /// What clocks and calendars show, in the zone that was named or else in the user's.
  case civil(Day, TimeOfDay, zone: ZoneName?)

  /// A day of the calendar.
  public enum Day: Hashable, Sendable {
    /// A date.
    case date(year: Int, month: Int, day: Int)
    /// The latest such date that is not after today.
    case dateOfYear(month: Int, day: Int)
    /// So many days from today.
    case fromToday(Int)
    /// The latest such day of the week that is not after today; 0 is Monday.
    case weekday(Int)
  }

  /// What a clock shows; 24:00:00 is the midnight at which the day ends.
  public struct TimeOfDay: Hashable, Sendable {
    /// 0 to 24.
    public var hour = 0
    /// 0 to 59.
    public var minute = 0
    /// 0 to 60.
    public var second = 0
    /// 0 to 999.
    public var millisecond = 0

    /// The midnight at which a day begins.
    public static let midnight = TimeOfDay()
  }

  /// A zone as it was typed.
  public enum ZoneName: Hashable, Sendable {
    /// Seconds east of UTC, as in `+02:00` and `Z`.
    case offset(Int)
    /// A name such as `America/New_York`.
    case name(String)
  }

  /// Reads an expression and says which moment it is.
  ///
  /// - Parameters:
  ///   - text: the expression; upper and lower case are alike but for names of zones.
  ///   - now: the present.
  ///   - zone: the zone of times that name none.
  ///   - since: what `+30m` counts from.
  ///   - zoneNamed: looks up a zone by its name.
  /// - Returns: The moment, cut to milliseconds.
  /// - Throws: ``TimeExpressionError`` with the part that is wrong.
  public static func parse(
    _ text: String, now: EventTime, zone: ZoneRules, since: EventTime? = nil,
    zoneNamed: (String) -> ZoneRules? = { _ in nil }
  ) throws(TimeExpressionError) -> EventTime {
    do throws(TimeExpressionError.Reason) {
      return try TimeExpression(text).moment(
        now: now, zone: zone, since: since, zoneNamed: zoneNamed)
    } catch {
      throw TimeExpressionError(text: text, reason: error)
    }
  }

  /// The moment that is meant.
  ///
  /// Where clocks show a time twice, the earlier moment; where they skip it, as much later as the
  /// time lies in the gap (``ZoneRules/moment(of:)``).
  public func moment(
    now: EventTime, zone: ZoneRules, since: EventTime? = nil,
    zoneNamed: (String) -> ZoneRules? = { _ in nil }
  ) throws(TimeExpressionError.Reason) -> EventTime {
    let moment: EventTime
    switch self {
    case .moment(let time): moment = time
    case .ago(let milliseconds): moment = try now.advanced(by: -milliseconds)
    case .afterStart(let milliseconds):
      guard let since else { throw .noStart }
      moment = try since.advanced(by: milliseconds)
    case .civil(let day, let time, let name):
      let rules: ZoneRules
      switch name {
      case nil: rules = zone
      case .offset(let seconds): rules = ZoneRules(name: "", fixedOffset: seconds)
      case .name(let name):
        guard let known = zoneNamed(name) else { throw .unknownZone(name) }
        rules = known
      }
      var local = try day.date(today: rules.civil(at: now))
      if time.hour == 24 { local = local.days(after: 1) }
      local.hour = time.hour % 24
      (local.minute, local.second) = (time.minute, time.second)
      local.millisecond = time.millisecond
      moment = rules.moment(of: local)
    }
    guard EventTime.printable.contains(moment.milliseconds) else { throw .tooFar }
    return moment
  }
}

extension TimeExpression.Day {
  /// The midnight at which that day begins.
  fileprivate func date(today: CivilTime) throws(TimeExpressionError.Reason) -> CivilTime {
    guard let midnight = CivilTime(year: today.year, month: today.month, day: today.day) else {
      throw .tooFar
    }
    switch self {
    case .date(let year, let month, let day):
      guard let date = CivilTime(year: Int64(year), month: month, day: day) else {
        throw .noSuchDate(year: year, month: month, day: day)
      }
      return date
    case .dateOfYear(let month, let day):
      // 29 February may be eight years ago.
      for year in 0...8 {
        if let date = CivilTime(year: today.year - Int64(year), month: month, day: day),
          date.utc <= midnight.utc
        {
          return date
        }
      }
      throw .noSuchDate(year: nil, month: month, day: day)
    case .fromToday(let days): return midnight.days(after: days)
    case .weekday(let weekday): return midnight.days(after: -((midnight.weekday - weekday + 7) % 7))
    }
  }
}

extension CivilTime {
  /// The same time of the day so many days later.
  fileprivate func days(after days: Int) -> CivilTime {
    CivilTime(utc: EventTime(milliseconds: utc.milliseconds + Int64(days) * 86_400_000))
  }

  /// The day of the week; 0 is Monday.
  fileprivate var weekday: Int {
    let days = (utc.milliseconds - Int64(millisecond)) / 86_400_000
    // 1 January 1970 was a Thursday.
    return Int(((days + 3) % 7 + 7) % 7)
  }
}

extension EventTime {
  fileprivate func advanced(
    by milliseconds: Int64
  ) throws(TimeExpressionError.Reason) -> EventTime {
    let (sum, overflowed) = self.milliseconds.addingReportingOverflow(milliseconds)
    guard !overflowed else { throw .tooFar }
    return EventTime(milliseconds: sum)
  }
}
