/// A decimal number of any length, for comparisons in which no digit is lost.
///
/// Its value is 0.d₁d₂d₃… · 10 ^ magnitude; there are no zeros at either end of the digits.
struct ExactDecimal: Equatable, Sendable {
  private(set) var isNegative: Bool
  /// Values 0 to 9; none for zero.
  private(set) var digits: ContiguousArray<UInt8>
  private(set) var magnitude: Int
  /// The same number, where it is a whole one of 64 bits.
  private(set) var integer: Int64?

  /// Reads digits with an optional sign, point and exponent; nil for anything else.
  init?(_ text: Span<UInt8>) {
    guard let parts = DecimalParts(text) else { return nil }
    isNegative = parts.isNegative
    magnitude = parts.magnitude
    digits = []
    for index in parts.first..<parts.end where text[index] != UInt8(ascii: ".") {
      digits.append(text[index] - UInt8(ascii: "0"))
    }
    normalise()
  }

  /// Creates a whole number.
  init(_ value: Int64) {
    isNegative = value < 0
    digits = ContiguousArray(String(value.magnitude).utf8.map { $0 - UInt8(ascii: "0") })
    magnitude = digits.count
    normalise()
  }

  /// Multiplies by a small number and moves the point: by `factor` · 10 ^ `power`.
  mutating func multiply(by factor: UInt32, power: Int = 0) {
    var carry: UInt64 = 0
    for index in digits.indices.reversed() {
      let product = UInt64(digits[index]) * UInt64(factor) + carry
      digits[index] = UInt8(product % 10)
      carry = product / 10
    }
    while carry > 0 {
      digits.insert(UInt8(carry % 10), at: 0)
      carry /= 10
      magnitude += 1
    }
    magnitude += power
    normalise()
  }

  private mutating func normalise() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    magnitude -= zeros
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      isNegative = false
      magnitude = 0
    }
    integer = wholeValue
  }

  private var wholeValue: Int64? {
    guard magnitude >= digits.count, magnitude <= 19 else { return nil }
    var value: Int64 = 0
    for place in 0..<magnitude {
      let digit = Int64(place < digits.count ? digits[place] : 0)
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(isNegative ? -digit : digit)
      guard !overflowed, !carried else { return nil }
      value = sum
    }
    return value
  }

  /// How the number that `text` spells compares with this one: below 0 if it is less, 0 if they are
  /// equal; nil if it is no number.
  ///
  /// - Complexity: O(*n*), without allocating.
  func order(of text: Span<UInt8>) -> Int? {
    if let integer, let value = text.integer {
      return value < integer ? -1 : value > integer ? 1 : 0
    }
    guard let parts = DecimalParts(text) else { return nil }
    if parts.isZero || digits.isEmpty || parts.isNegative != isNegative {
      let left = parts.isZero ? 0 : parts.isNegative ? -1 : 1
      let right = digits.isEmpty ? 0 : isNegative ? -1 : 1
      return left - right
    }
    let sign = isNegative ? -1 : 1
    if parts.magnitude != magnitude { return parts.magnitude < magnitude ? -sign : sign }
    var place = 0
    for index in parts.first..<parts.end where text[index] != UInt8(ascii: ".") {
      let digit = text[index] - UInt8(ascii: "0")
      let other = place < digits.count ? digits[place] : 0
      if digit != other { return digit < other ? -sign : sign }
      place += 1
    }
    return place < digits.count ? -sign : 0
  }
}

/// Where the digits of a number stand in its text.
private struct DecimalParts {
  var isNegative = false
  /// The range of the digits from the first that is not 0 on, the point among them.
  var first = 0
  var end = 0
  var magnitude = 0
  var isZero: Bool { first == end }

  /// Nil for anything but `[+-] digits [. digits] [e [+-] digits]` with a digit before the exponent.
  init?(_ text: Span<UInt8>) {
    var offset = 0
    if offset < text.count, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
      isNegative = text[offset] == UInt8(ascii: "-")
      offset += 1
    }
    var count = 0
    var point: Int?
    var firstNonZero: Int?
    var digitsBeforePoint = 0
    var zerosBehindPoint = 0
    scan: while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "."):
        guard point == nil else { return nil }
        point = offset
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        if firstNonZero == nil, text[offset] != UInt8(ascii: "0") { firstNonZero = offset }
        if point == nil {
          if firstNonZero != nil { digitsBeforePoint += 1 }
        } else if firstNonZero == nil {
          zerosBehindPoint += 1
        }
      default: break scan
      }
      offset += 1
    }
    guard count > 0 else { return nil }
    first = firstNonZero ?? offset
    end = offset
    var exponent = 0
    if offset < text.count {
      guard text[offset] | 0x20 == UInt8(ascii: "e") else { return nil }
      let sign = offset + 1 < text.count ? text[offset + 1] : 0
      let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
      let digits = text.extracting((offset + (hasSign ? 2 : 1))...)
      guard digits.isDigits else { return nil }
      // Whatever does not fit is beyond every number that can be written out.
      let limit: Int64 = 1 << 40
      let size = Int(min(digits.integer ?? limit, limit))
      exponent = sign == UInt8(ascii: "-") ? -size : size
    }
    magnitude = (digitsBeforePoint > 0 ? digitsBeforePoint : -zerosBehindPoint) + exponent
  }
}
