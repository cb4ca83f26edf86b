extension Span<UInt8> {
  /// The integer that these ASCII digits spell, with an optional leading `-`.
  ///
  /// Nil when empty, when any other byte is among them, or when it does not fit 64 bits.
  public var integer: Int64? {
    guard count > 0, count <= 20 else { return nil }
    let isNegative = self[0] == UInt8(ascii: "-")
    var offset = isNegative ? 1 : 0
    guard offset < count else { return nil }
    var value: Int64 = 0
    while offset < count {
      let digit = self[offset] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.subtractingReportingOverflow(Int64(digit))
      guard !overflowed, !carried else { return nil }
      value = sum
      offset &+= 1
    }
    guard !isNegative else { return value }
    return value == .min ? nil : -value
  }

  /// The whole part of a decimal number, the fraction cut off: `1795216353343.5491` is 1795216353343.
  ///
  /// Nil for anything but digits, one optional leading `-` and at most one `.` behind a digit.
  public var wholePart: Int64? {
    guard let point = firstOffset(of: UInt8(ascii: ".")) else { return integer }
    for index in (point + 1)..<count where self[index] &- UInt8(ascii: "0") > 9 { return nil }
    return extracting(0..<point).integer
  }

  /// A decimal number in thousandths, finer digits cut; nil for anything else.
  var thousandths: Int64? {
    guard let whole = wholePart else { return nil }
    let (product, overflowed) = whole.multipliedReportingOverflow(by: 1000)
    guard !overflowed, let point = firstOffset(of: UInt8(ascii: ".")) else {
      return overflowed ? nil : product
    }
    var fraction: Int64 = 0
    for place in 1...3 {
      let digit = point + place < count ? self[point + place] &- UInt8(ascii: "0") : 0
      fraction = fraction * 10 + Int64(digit)
    }
    return whole < 0 ? product &- fraction : product &+ fraction
  }

  /// The number that at most 20 ASCII digits spell; nil for anything else, or beyond 64 bits.
  var unsignedInteger: UInt64? {
    guard isDigits, count <= 20 else { return nil }
    var value: UInt64 = 0
    for index in indices {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(UInt64(self[index] - UInt8(ascii: "0")))
      guard !overflowed, !carried else { return nil }
      value = sum
    }
    return value
  }

  /// Whether all bytes are ASCII digits, and there is at least one.
  public var isDigits: Bool {
    guard count > 0 else { return false }
    for index in indices where self[index] &- UInt8(ascii: "0") > 9 { return false }
    return true
  }
}

extension ByteBuffer {
  /// Appends a number in decimal digits.
  public mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude, width: 1)
  }

  /// Appends a number of any size in decimal digits.
  mutating func append(decimal value: Int128) {
    if let value = Int64(exactly: value) { append(decimal: value) } else { append("\(value)") }
  }

  /// Appends milliseconds as seconds with three digits behind the point.
  mutating func append(seconds milliseconds: Int64) {
    if milliseconds < 0 { append(UInt8(ascii: "-")) }
    appendDigits(milliseconds.magnitude / 1000, width: 1)
    append(UInt8(ascii: "."))
    appendDigits(milliseconds.magnitude % 1000, width: 3)
  }

  /// Appends digits, with leading zeros up to `width`.
  public mutating func appendDigits(_ value: UInt64, width: Int) {
    var divisor: UInt64 = 1
    var digits = 1
    while digits < 20, value / divisor >= 10 {
      divisor &*= 10
      digits &+= 1
    }
    var padding = width - digits
    while padding > 0 {
      append(UInt8(ascii: "0"))
      padding -= 1
    }
    while divisor > 0 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}
