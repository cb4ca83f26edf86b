extension TimeExpression.Cursor {
  // MARK: Days

  /// `2026-11-20`, `2026/11/20`, `2026-Nov-20` or `2026-11`.
  mutating func date() throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    let year = number(digits: 4...4) ?? 0
    let separator: StaticString = take("-/") == UInt8(ascii: "-") ? "-" : "/"
    let month: Int
    if next.isASCIILetter {
      let word = takeWord()
      guard let number = Self.month(named: word) else { throw .noSuch(part: "month", value: word) }
      month = number
    } else {
      month = try part("month", digits: 1...2, in: 1...12)
    }
    guard take(separator) != nil else { return .date(year: year, month: month, day: 1) }
    return try checked(year, month, part("day", digits: 1...2, in: 1...31))
  }

  /// `20251217`.
  mutating func compactDate() throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    let year = number(digits: 4...4) ?? 0
    let month = try part("month", digits: 2...2, in: 1...12)
    return try checked(year, month, part("day", digits: 2...2, in: 1...31))
  }

  /// `20 Nov 2026`, `20 Nov` or `20/Nov/2026`.
  mutating func dayAndMonth() throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    let day = try part("day", digits: 1...2, in: 1...31)
    _ = take("-/")
    skipBlanks()
    let word = takeWord()
    guard let month = Self.month(named: word) else { throw .noSuch(part: "month", value: word) }
    return try yearBehind(month: month, day: day)
  }

  /// `Nov 20, 2026` or `Nov 20`.
  mutating func monthAndDay() throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    let word = takeWord()
    guard let month = Self.month(named: word) else { throw .noSuch(part: "month", value: word) }
    skipBlanks()
    let day = try part("day", digits: 1...2, in: 1...31)
    return try yearBehind(month: month, day: day)
  }

  private mutating func yearBehind(
    month: Int, day: Int
  ) throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    var other = self
    _ = other.take(",-/")
    other.skipBlanks()
    guard other.digits == 4, let year = other.number(digits: 4...4) else {
      return .dateOfYear(month: month, day: day)
    }
    self = other
    return try checked(year, month, day)
  }

  private func checked(
    _ year: Int, _ month: Int, _ day: Int
  ) throws(TimeExpressionError.Reason) -> TimeExpression.Day {
    guard day <= CivilTime.days(inMonth: month, of: Int64(year)) else {
      throw .noSuchDate(year: year, month: month, day: day)
    }
    return .date(year: year, month: month, day: day)
  }

  // MARK: Time of day and zone

  /// What stands behind a day: a time, which may be `200640` behind compact dates, a zone, both or
  /// nothing.
  mutating func civil(
    on day: TimeExpression.Day, isCompact: Bool = false
  ) throws(TimeExpressionError.Reason) -> TimeExpression {
    var day = day
    var time = TimeExpression.TimeOfDay.midnight
    var other = self
    // `2026-11-20T23:12`, `20251217_200640` and `20/Nov/2026:23:12` say that a time has to follow.
    let separator = other.offset == 0 ? nil : other.take(isCompact ? "t_-" : "t:")
    if separator == nil { other.skipBlanks() }
    if other.next.isASCIIDigit {
      self = other
      time = isCompact && digits > 2 ? try compactTime() : try timeOfDay()
    } else if separator != nil {
      throw .missing(part: "time", behind: other.before)
    }
    let zone = try zone()
    if case .dateOfYear(let month, let date) = day {
      var other = self
      if other.skipBlanks(), other.digits == 4, let year = other.number(digits: 4...4) {
        self = other
        day = try checked(year, month, date)
      }
    }
    return .civil(day, time, zone: zone)
  }

  /// `23:12`, `23:12:33`, `23:12:33.343` or, as the web server writes it, `23-12-33`.
  private mutating func timeOfDay() throws(TimeExpressionError.Reason) -> TimeExpression.TimeOfDay {
    var time = TimeExpression.TimeOfDay()
    time.hour = try part("hour", digits: 1...2, in: 0...24)
    guard let separator = take(":-") else { throw .missing(part: "minute", behind: before) }
    time.minute = try part("minute", digits: 2...2, in: 0...59)
    if take(separator == UInt8(ascii: ":") ? ":" : "-") != nil {
      time.second = try part("second", digits: 2...2, in: 0...60)
      time.millisecond = Int(takeFraction(of: 1000))
    }
    return try checked(time)
  }

  /// `200640` or `2006`.
  private mutating func compactTime() throws(TimeExpressionError.Reason) -> TimeExpression.TimeOfDay
  {
    var time = TimeExpression.TimeOfDay()
    time.hour = try part("hour", digits: 2...2, in: 0...24)
    time.minute = try part("minute", digits: 2...2, in: 0...59)
    if next.isASCIIDigit {
      time.second = try part("second", digits: 2...2, in: 0...60)
      time.millisecond = Int(takeFraction(of: 1000))
    }
    return try checked(time)
  }

  private func checked(
    _ time: TimeExpression.TimeOfDay
  ) throws(TimeExpressionError.Reason) -> TimeExpression.TimeOfDay {
    let isPastMidnight = time.minute > 0 || time.second > 0 || time.millisecond > 0
    guard time.hour < 24 || !isPastMidnight else { throw .noSuch(part: "hour", value: "24") }
    return time
  }

  /// `Z`, `+02:00`, `-0500`, `+9`, `UTC` or the name of a zone.
  private mutating func zone() throws(TimeExpressionError.Reason) -> TimeExpression.ZoneName? {
    var other = self
    other.skipBlanks()
    guard other.next.isASCIILetter || "+-".utf8.contains(other.next) else { return nil }
    self = other
    if let sign = take("+-") {
      let hours = try part("offset", digits: 1...2, in: 0...18)
      let hasColon = take(":") != nil
      let minutes =
        hasColon || next.isASCIIDigit ? try part("minute", digits: 2...2, in: 0...59) : 0
      let seconds = hours * 3600 + minutes * 60
      return .offset(sign == UInt8(ascii: "-") ? -seconds : seconds)
    }
    let name = takeToken()
    switch name {
    case "Z", "z", "UTC", "utc", "GMT": return .offset(0)
    default: return .name(name)
    }
  }

  // MARK: Parts

  /// Reads a number that has to be there and in its range.
  private mutating func part(
    _ name: String, digits count: ClosedRange<Int>, in range: ClosedRange<Int>
  ) throws(TimeExpressionError.Reason) -> Int {
    guard digits > 0 else { throw .missing(part: name, behind: before) }
    var other = self
    guard let value = number(digits: count), range.contains(value) else {
      throw .noSuch(part: name, value: other.takeDigits(atMost: count.upperBound))
    }
    return value
  }

  /// 1 to 12 for an English name of a month, or its first three letters or more.
  static func month(named word: String) -> Int? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    guard word.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
  }

  /// 0 to 6, Monday first, for an English name of a day, or its first three letters or more.
  static func weekday(named word: String) -> Int? {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    guard word.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(word) }
  }
}
