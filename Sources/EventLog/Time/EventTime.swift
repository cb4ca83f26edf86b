/// A moment in milliseconds since 1970-01-01T00:00:00Z.
///
/// Finer digits are cut, not rounded, so that equal text gives equal time.
public struct EventTime: Comparable, Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
  public var milliseconds: Int64

  /// Creates a moment from milliseconds since 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Creates a moment from whole seconds since 1970; nil where milliseconds would overflow.
  public init?(seconds: Int64) {
    let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflowed else { return nil }
    milliseconds = product
  }

  /// Orders moments in time.
  public static func < (left: EventTime, right: EventTime) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down before it too.
  @inline(__always)
  var wholeSeconds: Int64 {
    milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
  }

  /// How many milliseconds lie between another moment and this one; the most or least that there can
  /// be where they are too many.
  func milliseconds(since other: EventTime) -> Int64 {
    let (difference, overflowed) = milliseconds.subtractingReportingOverflow(other.milliseconds)
    guard overflowed else { return difference }
    return self < other ? .min : .max
  }

  /// The moments that can be printed with a year of four digits: 0000-01-01 to 9999-12-31.
  static let printable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
}

/// A date and time of day of the proleptic Gregorian calendar, without a zone.
public struct CivilTime: Hashable, Sendable {
  /// The year; 0 is 1 BC.
  public var year: Int64
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 60; a leap second is read as the second after.
  public var second: Int
  /// 0 to 999.
  public var millisecond: Int

  /// Creates a date and time; nil if a part is out of its range, such as 30 February.
  public init?(
    year: Int64, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    millisecond: Int = 0
  ) {
    guard (1...12).contains(month), day >= 1, (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second), (0...999).contains(millisecond), (-9999...99999).contains(year),
      day <= Self.days(inMonth: month, of: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
    self.millisecond = millisecond
  }

  /// Creates the date and time that clocks at UTC show at `time`.
  public init(utc time: EventTime) {
    // Days to civil date after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let dayLength: Int64 = 86_400_000
    var days = time.milliseconds / dayLength
    var rest = time.milliseconds % dayLength
    if rest < 0 {
      rest += dayLength
      days -= 1
    }
    days += 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
    month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3_600_000)
    minute = Int(rest / 60_000 % 60)
    second = Int(rest / 1000 % 60)
    millisecond = Int(rest % 1000)
  }

  /// The moment at which clocks at UTC show this date and time.
  public var utc: EventTime {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return EventTime(milliseconds: seconds * 1000 + Int64(millisecond))
  }

  /// How many days a month has.
  static func days(inMonth month: Int, of year: Int64) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
