extension CivilTime {
  /// Reads the layouts in which the server writes a date and time (formats.md §1.2).
  ///
  /// `2026-11-20T23:12:33.000`, `2026-11-20T23-12-33` and `2026-Nov-20 23:12:33`; the fraction may be
  /// missing or have up to nine digits. Nil for anything else.
  init?(stamp: Span<UInt8>) {
    guard stamp.count >= 19, stamp[4] == UInt8(ascii: "-"),
      let year = stamp.number(at: 0, digits: 4)
    else { return nil }
    let month: Int
    var offset: Int
    if let number = stamp.number(at: 5, digits: 2) {
      month = number
      offset = 7
    } else if let number = stamp.monthName(at: 5) {
      month = number
      offset = 8
    } else {
      return nil
    }
    guard stamp.count >= offset + 12, stamp[offset] == UInt8(ascii: "-"),
      let day = stamp.number(at: offset + 1, digits: 2),
      stamp[offset + 3] == UInt8(ascii: "T") || stamp[offset + 3] == UInt8(ascii: " "),
      let hour = stamp.number(at: offset + 4, digits: 2),
      stamp[offset + 6] == UInt8(ascii: ":") || stamp[offset + 6] == UInt8(ascii: "-"),
      stamp[offset + 9] == stamp[offset + 6],
      let minute = stamp.number(at: offset + 7, digits: 2),
      let second = stamp.number(at: offset + 10, digits: 2)
    else { return nil }
    offset += 12
    var millisecond = 0
    if offset < stamp.count {
      guard stamp[offset] == UInt8(ascii: "."), stamp.count - offset <= 10,
        stamp.extracting((offset + 1)...).isDigits
      else { return nil }
      for place in 1...3 {
        let digit = offset + place < stamp.count ? stamp[offset + place] - UInt8(ascii: "0") : 0
        millisecond = millisecond * 10 + Int(digit)
      }
    }
    self.init(
      year: Int64(year), month: month, day: day, hour: hour, minute: minute, second: second,
      millisecond: millisecond)
  }
}

extension Span<UInt8> {
  /// The number that `digits` ASCII digits at `offset` spell; nil if any is not a digit.
  func number(at offset: Int, digits: Int) -> Int? {
    guard offset >= 0, count - offset >= digits else { return nil }
    var value = 0
    for index in offset..<(offset + digits) {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// The month that three English letters at `offset` name, as in `Nov`; 1 to 12.
  func monthName(at offset: Int) -> Int? {
    let names: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
    guard offset >= 0, count - offset >= 3 else { return nil }
    let letters = extracting(offset..<(offset + 3))
    for month in 0..<12 where letters.equals(names, from: month * 3, count: 3) {
      return month + 1
    }
    return nil
  }
}

extension ByteBuffer {
  /// Appends a moment as RFC 3339 in UTC with milliseconds: `2026-11-20T23:12:33.343Z`.
  mutating func append(utc time: EventTime) {
    append(date: CivilTime(utc: time))
    append(UInt8(ascii: "Z"))
  }

  /// Appends a moment as RFC 3339 has it, on the clocks of a zone: `2026-11-21T00:12:33.343+01:00`.
  ///
  /// Nil: UTC.
  mutating func append(stamp time: EventTime, in zone: ZoneRules?) {
    let offset = zone?.offset(at: time) ?? 0
    guard let zone, offset != 0 else { return append(utc: time) }
    append(date: zone.civil(at: time))
    append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    let minutes = Int(offset.magnitude / 60)
    appendTwo(minutes / 60 % 100)
    append(UInt8(ascii: ":"))
    appendTwo(minutes % 60)
  }

  /// Appends `2026-11-20T23:12:33.343`.
  mutating func append(date: CivilTime) {
    appendDigits(UInt64(max(date.year, 0)), width: 4)
    append(UInt8(ascii: "-"))
    appendTwo(date.month)
    append(UInt8(ascii: "-"))
    appendTwo(date.day)
    append(UInt8(ascii: "T"))
    appendTwo(date.hour)
    append(UInt8(ascii: ":"))
    appendTwo(date.minute)
    append(UInt8(ascii: ":"))
    appendTwo(date.second)
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: date.millisecond / 100))
    appendTwo(date.millisecond % 100)
  }

  @inline(__always)
  mutating func appendTwo(_ value: Int) {
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
  }
}
