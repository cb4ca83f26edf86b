/// A number in units of a thousand-millionth: exact for all that counters hold and media servers
/// write, 64-bit integers among them, and for sums of thousands of millions of these.
///
/// Digits beyond the ninth behind the point are rounded, half away from zero.
struct TallyNumber: Comparable, Hashable {
  /// How many there are of the unit.
  var units: Int128

  /// How many digits stand behind the point.
  static let decimals = 9
  /// One.
  static let one: Int128 = 1_000_000_000
  /// Numbers of 2^64 or more are none that a log counts, and 2^64 of these might overflow a sum.
  private static let limit = Int128(1) << 64 * one

  init(units: Int128) { self.units = units }

  init(_ value: some BinaryInteger) { units = Int128(value) * Self.one }

  static func < (left: TallyNumber, right: TallyNumber) -> Bool { left.units < right.units }

  /// Reads digits with an optional sign, point and exponent; nil for anything else, and for numbers
  /// of 2^64 or more.
  init?(_ text: Span<UInt8>) {
    if let units = Self.plain(text) {
      self.units = units
      return
    }
    guard let decimal = ExactDecimal(text), let units = Self.rounded(decimal) else { return nil }
    self.units = units
  }

  /// What a number with at most 18 digits and no exponent is, nine of them behind the point.
  @inline(__always)
  private static func plain(_ text: Span<UInt8>) -> Int128? {
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    var offset = isNegative ? 1 : 0
    guard text.count > offset, text.count &- offset <= 19 else { return nil }
    var value: UInt64 = 0
    var digits = 0
    var point: Int?
    while offset < text.count {
      let digit = text[offset] &- UInt8(ascii: "0")
      if digit < 10 {
        value = value &* 10 &+ UInt64(digit)
        digits &+= 1
      } else if text[offset] == UInt8(ascii: "."), point == nil {
        point = digits
      } else {
        return nil
      }
      offset &+= 1
    }
    let fraction = digits &- (point ?? digits)
    guard digits > 0, digits <= 18, fraction <= decimals else { return nil }
    let units = Int128(value) * Int128(power(decimals &- fraction))
    return isNegative ? -units : units
  }

  private static func rounded(_ decimal: ExactDecimal) -> Int128? {
    guard decimal.magnitude <= 20 else { return nil }
    var units: Int128 = 0
    let places = decimal.magnitude + decimals
    guard places >= 0 else { return 0 }
    for place in 0..<places {
      units = units * 10 + (place < decimal.digits.count ? Int128(decimal.digits[place]) : 0)
    }
    if places < decimal.digits.count, decimal.digits[places] >= 5 { units += 1 }
    guard units < limit else { return nil }
    return decimal.isNegative ? -units : units
  }

  /// Reads what ``digits`` writes, sums among it; nil for anything else.
  init?(exactly text: Span<UInt8>) {
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    let point = text.firstOffset(of: UInt8(ascii: ".")) ?? text.count
    let fraction = Swift.max(0, text.count - point - 1)
    guard point > start, text.count - start <= 41, fraction <= Self.decimals,
      fraction > 0 || point == text.count
    else { return nil }
    var units: Int128 = 0
    for place in start..<(point + 1 + Self.decimals) where place != point {
      let digit = place < text.count ? text[place] &- UInt8(ascii: "0") : 0
      let (product, overflowed) = units.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int128(digit))
      guard digit < 10, !overflowed, !carried else { return nil }
      units = sum
    }
    self.units = isNegative ? -units : units
  }

  private static func power(_ exponent: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 0..<exponent { result &*= 10 }
    return result
  }

  /// The quotient with a positive count, with as many digits as make sense: four behind the point,
  /// and of a fraction below one the first four that are not zero.
  func average(over count: Int) -> TallyNumber {
    let magnitude = units.magnitude
    let quotient = (magnitude + UInt128(count) / 2) / UInt128(count)
    var step: UInt128 = 1
    if quotient >= UInt128(Self.one) {
      step = 100_000
    } else {
      while quotient / step >= 10_000 { step *= 10 }
    }
    let rounded = Int128((quotient + step / 2) / step * step)
    return TallyNumber(units: units < 0 ? -rounded : rounded)
  }

  /// The number rounded to its first `count` digits, half away from zero.
  func rounded(toDigits count: Int) -> TallyNumber {
    var limit: UInt128 = 1
    for _ in 0..<count { limit *= 10 }
    var step: UInt128 = 1
    while units.magnitude / step >= limit { step *= 10 }
    let rounded = Int128((units.magnitude + step / 2) / step * step)
    return TallyNumber(units: units < 0 ? -rounded : rounded)
  }

  /// The digits, without zeros at the end of a fraction.
  var digits: ContiguousArray<UInt8> {
    let magnitude = units.magnitude
    let one = UInt128(Self.one)
    var text = (units < 0 ? "-" : "") + String(magnitude / one)
    let fraction = String(magnitude % one + one).dropFirst()
    if let last = fraction.lastIndex(where: { $0 != "0" }) { text += "." + fraction[...last] }
    return ContiguousArray(text.utf8)
  }
}
