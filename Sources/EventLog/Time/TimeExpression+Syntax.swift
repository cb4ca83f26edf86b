extension TimeExpression {
  /// Reads an expression, without asking which moment that is.
  ///
  /// - Throws: The part that is wrong.
  public init(_ text: String) throws(TimeExpressionError.Reason) {
    var cursor = Cursor(text)
    switch cursor.next {
    case _ where cursor.isAtEnd: throw .empty
    case UInt8(ascii: "@"): self = try cursor.epoch()
    case UInt8(ascii: "+"), UInt8(ascii: "-"): self = try cursor.duration()
    case let byte where byte.isASCIIDigit: self = try cursor.startingWithDigit()
    case let byte where byte.isASCIILetter: self = try cursor.startingWithWord()
    default: throw .unexpected(cursor.rest)
    }
    cursor.skipBlanks()
    guard cursor.isAtEnd else { throw .unexpected(cursor.rest) }
  }
}

extension TimeExpression.Cursor {
  fileprivate typealias Reason = TimeExpressionError.Reason

  /// `@1795216353.343`; the sign is for times before 1970.
  fileprivate mutating func epoch() throws(Reason) -> TimeExpression {
    _ = take("@")
    let isNegative = take("-") != nil
    let count = digits
    guard let number = takeNumber(count) else {
      throw count == 0 ? .missing(part: "number", behind: before) : .tooFar
    }
    let unit: Int64 = count == 13 ? 1 : 1000
    let (whole, overflowed) = number.multipliedReportingOverflow(by: unit)
    guard !overflowed else { throw .tooFar }
    let milliseconds = whole + takeFraction(of: unit)
    return .moment(EventTime(milliseconds: isNegative ? -milliseconds : milliseconds))
  }

  /// `90s`, `2d3h`, `-1.5h`, `+30m`, `1 hour ago`.
  fileprivate mutating func duration() throws(Reason) -> TimeExpression {
    let sign = take("+-")
    var milliseconds: Int64 = 0
    repeat {
      skipBlanks()
      guard let (amount, unit) = try amount() else {
        throw .missing(part: "number", behind: before)
      }
      let (share, tooLarge) = amount.whole.multipliedReportingOverflow(by: unit)
      let (sum, overflowed) = milliseconds.addingReportingOverflow(share)
      guard !tooLarge, !overflowed, sum < Int64.max / 2 else { throw .tooFar }
      milliseconds = sum + amount.rest
      skipBlanks()
    } while next.isASCIIDigit
    if sign == UInt8(ascii: "+") { return .afterStart(milliseconds: milliseconds) }
    if next.isASCIILetter {
      let word = takeWord()
      guard word == "ago" else { throw .unexpected(word) }
    }
    return .ago(milliseconds: milliseconds)
  }

  /// A number, its fraction in milliseconds, and the unit behind it in milliseconds.
  private mutating func amount() throws(Reason) -> ((whole: Int64, rest: Int64), unit: Int64)? {
    let start = self
    guard digits > 0 else { return nil }
    guard let whole = takeNumber(digits) else { throw .tooFar }
    let fraction = self
    _ = takeFraction(of: 1)
    let number = String(start.rest.prefix(offset - start.offset))
    skipBlanks()
    let word = takeWord()
    guard !word.isEmpty else { throw isAtEnd ? .noUnit(number) : .unexpected(rest) }
    guard let unit = Self.milliseconds(in: word) else { throw .unknownUnit(word) }
    var share = fraction
    return ((whole, share.takeFraction(of: unit)), unit)
  }

  private static func milliseconds(in unit: String) -> Int64? {
    switch unit {
    case "ms", "msec", "msecs", "millisecond", "milliseconds": 1
    case "s", "sec", "secs", "second", "seconds": 1000
    case "m", "min", "mins", "minute", "minutes": 60_000
    case "h", "hr", "hrs", "hour", "hours": 3_600_000
    case "d", "day", "days": 86_400_000
    case "w", "wk", "wks", "week", "weeks": 604_800_000
    default: nil
    }
  }

  /// An epoch, a date, a time of day or a duration.
  fileprivate mutating func startingWithDigit() throws(Reason) -> TimeExpression {
    let count = digits
    let separator = byte(at: count)
    let follows = byte(at: count + 1)
    switch (count, separator) {
    case (1...2, UInt8(ascii: ":")):
      return try civil(on: .fromToday(0))
    case (4, UInt8(ascii: "-")), (4, UInt8(ascii: "/")):
      return try civil(on: date())
    case (8, 0), (8, UInt8(ascii: "_")), (8, UInt8(ascii: "-")), (8, UInt8(ascii: "t")),
      (8, 0x20) where follows.isASCIIDigit:
      return try civil(on: compactDate(), isCompact: separator != 0x20)
    case (10, 0), (13, 0), (10, UInt8(ascii: ".")), (13, UInt8(ascii: ".")):
      return try epoch()
    case (_, 0): throw count < 3 ? .noUnit(rest) : .unclearNumber(rest)
    case (1...2, _):
      var other = self
      _ = other.takeNumber(count)
      if other.skipBlanks() || other.take("-/") != nil, Self.month(named: other.takeWord()) != nil {
        return try civil(on: dayAndMonth())
      }
      return try duration()
    default: return try duration()
    }
  }

  /// `now`, a day, a month with a day, or a weekday before a date.
  fileprivate mutating func startingWithWord() throws(Reason) -> TimeExpression {
    var other = self
    let word = other.takeWord()
    if Self.month(named: word) != nil { return try civil(on: monthAndDay()) }
    self = other
    switch word {
    case "now": return .ago(milliseconds: 0)
    case "today", "midnight": return try civil(on: .fromToday(0))
    case "yesterday": return try civil(on: .fromToday(-1))
    case "tomorrow": return try civil(on: .fromToday(1))
    default: break
    }
    guard let weekday = Self.weekday(named: word) else { throw .unknownWord(word) }
    // `Fri, 20 Nov 2026 23:12:33 +0000` and `Fri Nov 20 23:12:33 UTC 2026`: the date decides.
    var date = self
    _ = date.take(",")
    if date.skipBlanks() {
      var probe = date
      if Self.month(named: probe.takeWord()) != nil {
        self = date
        return try civil(on: monthAndDay())
      }
      let count = probe.digits
      if (1...2).contains(count), probe.byte(at: count) != UInt8(ascii: ":") {
        self = date
        return try civil(on: dayAndMonth())
      }
    }
    return try civil(on: .weekday(weekday))
  }
}
