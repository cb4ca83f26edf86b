/// The date and time that rotation puts into a name, in any of the spellings that strftime makes.
///
///     20251217  20251217-193140  2025-12-17T19:31:40Z  2025121719  20251217-1765924400  1765924400
///     Dec-17  2025-W51  251217  1931  old        a suffix whose order only the content tells
struct RotationStamp {
  /// The day `YYYYMMDD`; 0 before a time in seconds or milliseconds since 1970.
  private(set) var day: UInt64 = 0
  /// The time within the day, in whichever unit the name uses, or since 1970.
  private(set) var time: UInt64 = 0
  /// Whether the order of such names is not that of their times.
  private(set) var isUnclear = false

  /// Reads all of a text; nil if it is something else than a date or a time.
  init?(_ text: ArraySlice<UInt8>) {
    guard let pieces = Pieces(text) else { return nil }
    var rest = pieces.numbers[...]
    if pieces.words.isEmpty, pieces.isNumeric, take(&rest), rest.isEmpty { return }
    guard pieces.isLikelyDate else { return nil }
    (day, time, isUnclear) = (.max - 1, 0, true)
  }

  /// Takes a date and a time, or a time since 1970 alone.
  private mutating func take(_ rest: inout ArraySlice<Pieces.Number>) -> Bool {
    guard let first = rest.popFirst() else { return false }
    switch first.digits {
    case 10 where !Self.isHour(first.value) && first.value >= 1_000_000_000,
      13 where first.value >= 100_000_000_000:
      time = first.value
      return true
    case 4:
      guard let month = rest.popFirst(), let date = rest.popFirst(), month.digits == 2,
        date.digits == 2
      else { return false }
      day = (first.value * 100 + month.value) * 100 + date.value
    case 8: day = first.value
    case 10, 12, 14:
      let unit: UInt64 = first.digits == 10 ? 100 : first.digits == 12 ? 10_000 : 1_000_000
      (day, time) = (first.value / unit, first.value % unit)
      return Self.isDay(day) && Self.isTime(time * (1_000_000 / unit)) && takeFraction(&rest)
    default: return false
    }
    return Self.isDay(day) && takeTime(&rest)
  }

  /// Takes what follows a day: nothing, the time of day or the time since 1970.
  private mutating func takeTime(_ rest: inout ArraySlice<Pieces.Number>) -> Bool {
    guard let first = rest.first else { return true }
    switch first.digits {
    case 10, 13:
      time = first.value
      rest.removeFirst()
      return true
    case 6, 4:
      rest.removeFirst()
      time = first.value
      return Self.isTime(time * (first.digits == 6 ? 1 : 100)) && takeFraction(&rest)
    case 2:
      // Behind a dot it is as likely an index.
      guard !first.followsDot || rest.count > 1 else { return false }
      var fields = 0
      while fields < 3, let field = rest.first, field.digits == 2 {
        time = time * 100 + field.value
        fields += 1
        rest.removeFirst()
      }
      let full = fields == 1 ? time * 10_000 : fields == 2 ? time * 100 : time
      return Self.isTime(full) && (fields < 3 || takeFraction(&rest))
    default: return false
    }
  }

  /// Takes parts of a second.
  private mutating func takeFraction(_ rest: inout ArraySlice<Pieces.Number>) -> Bool {
    guard let fraction = rest.first, [3, 6, 9].contains(fraction.digits) else { return true }
    time = time * 1_000_000_000 + fraction.value * (fraction.digits == 3 ? 1_000_000 : 1)
    rest.removeFirst()
    return true
  }

  /// Whether the text is `YYYYMMDD_HHMMSS` or a part number, perhaps with an instance in front.
  static func isServerName(_ text: ArraySlice<UInt8>) -> Bool {
    let words = text.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard words.allSatisfy({ $0.count >= 4 && $0.allSatisfy(\.isDigit) }) else { return false }
    if words.suffix(2).map(\.count) == [8, 6] {
      return words.count == 2 || words.count == 3 && words[0].count <= 5
    }
    return words.count == 1 ? text.count <= 10 : words.count == 2 && words[0].count <= 5
  }

  /// Whether the digits read as `YYYYMMDD`; seconds since 1970 of our time do not.
  static func isDay(_ number: UInt64) -> Bool {
    (19_700_101...29_991_231).contains(number) && (1...12).contains(number / 100 % 100)
      && (1...31).contains(number % 100)
  }

  /// Whether the digits read as `HHMMSS`.
  static func isTime(_ number: UInt64) -> Bool {
    number / 10_000 < 24 && number / 100 % 100 < 60 && number % 100 < 61
  }

  /// Whether the digits read as `YYYYMMDDHH`.
  private static func isHour(_ number: UInt64) -> Bool {
    number >= 2_000_010_100 && isDay(number / 100) && number % 100 < 24
  }
}

/// The numbers and words of a text that could be a date.
private struct Pieces {
  struct Number {
    var value: UInt64
    var digits: Int
    var followsDot: Bool
  }

  private(set) var numbers: [Number] = []
  /// Words that are more than a separator or a zone.
  private(set) var words: [[UInt8]] = []
  /// Whether the numbers stand in the order of their size, as far as separators tell.
  private(set) var isNumeric = true

  /// Words between the numbers of a date that mean nothing by themselves.
  private static let marks: Set<[UInt8]> = Set(["t", "z", "utc", "gmt"].map { Array($0.utf8) })
  private static let names: Set<[UInt8]> = {
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    let days = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    let short = (months + days).map { String($0.prefix(3)) }
    let others = ["am", "pm", "w", "h", "m", "s", "d", "y", "sept"]
    return Set((months + days + short + others).map { Array($0.utf8) })
  }()
  /// What programs call the log before the one that is written now.
  private static let former: Set<[UInt8]> = Set(
    ["old", "prev", "previous", "last", "bak", "orig", "rotated", "saved"].map { Array($0.utf8) })
  private static let separators: [UInt8] = Array("-_.:, ".utf8)

  /// Takes a text apart; nil if something in it does not belong to a date.
  init?(_ text: ArraySlice<UInt8>) {
    var place = text.startIndex
    var separator: UInt8?
    var zoneSign = false
    guard !text.isEmpty else { return nil }
    while place < text.endIndex {
      let byte = text[place]
      if byte.isDigit {
        let range = text.digits(from: place)
        guard let value = text.number(in: range) else { return nil }
        place = range.upperBound
        if zoneSign { continue }
        numbers.append(
          Number(value: value, digits: range.count, followsDot: separator == UInt8(ascii: ".")))
        separator = nil
      } else if byte.isLetter {
        var end = place
        while end < text.endIndex, text[end].isLetter { end += 1 }
        let word = text[place..<end].map { $0 | 0x20 }
        place = end
        separator = nil
        if Self.marks.contains(word) { continue }
        let isAlone = numbers.isEmpty && words.isEmpty && end == text.endIndex
        guard Self.names.contains(word) || isAlone && Self.former.contains(word) else { return nil }
        words.append(word)
      } else if byte == UInt8(ascii: "+"), !numbers.isEmpty {
        zoneSign = true
        place += 1
      } else {
        guard Self.separators.contains(byte), separator == nil, place + 1 < text.endIndex else {
          return nil
        }
        separator = byte
        place += 1
      }
    }
  }

  /// Whether this is rather a date in some spelling than a number or a word of a name.
  var isLikelyDate: Bool {
    if numbers.isEmpty { return words.count == 1 && Self.former.contains(words[0]) }
    if !words.isEmpty {
      let digits = numbers.reduce(0) { $0 + $1.digits }
      return digits >= (words.contains { $0.count > 2 } ? 2 : 5)
        && numbers.allSatisfy { $0.digits <= 6 }
    }
    if numbers.count == 1 { return isCompactDate(numbers[0]) }
    return numbers.contains { $0.digits == 4 && (1970...2999).contains($0.value) }
      || numbers.contains { [8, 10, 12, 14].contains($0.digits) && isDate($0) }
      || isCompactDate(numbers[0])
      || numbers.count >= 3 && numbers.allSatisfy { $0.digits == 2 && $0.value < 100 }
  }

  /// Whether a number begins with a date.
  private func isDate(_ number: Number) -> Bool {
    var value = number.value
    for _ in 8..<number.digits { value /= 10 }
    return RotationStamp.isDay(value)
  }

  /// Whether digits alone are a date: `YYMMDD`, `YYYYDDD`, `HHMMSS` or `DDMMYYYY`.
  private func isCompactDate(_ number: Number) -> Bool {
    switch number.digits {
    case 6:
      (10...99).contains(number.value / 10_000) && (1...12).contains(number.value / 100 % 100)
        && (1...31).contains(number.value % 100)
    case 7: (1970...2999).contains(number.value / 1000) && (1...366).contains(number.value % 1000)
    case 8:
      (1970...2999).contains(number.value % 10_000) && (1...31).contains(number.value / 1_000_000)
    default: false
    }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
}
