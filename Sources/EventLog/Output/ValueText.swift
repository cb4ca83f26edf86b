// Numbers as people read them. All is whole-number arithmetic on the recorded digits: no number is
// rounded through a binary fraction.

extension ByteBuffer {
  /// Appends a duration: `0s`, `345ms`, `6.0s`, `4m12s`, `2h14m07s`, `3d02h14m`; finer digits are cut.
  mutating func append(durationInMilliseconds value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    let milliseconds = value.magnitude
    let seconds = milliseconds / 1000
    switch seconds {
    case 0 where milliseconds == 0: append("0s")
    case 0:
      appendDigits(milliseconds, width: 1)
      append("ms")
    case ..<60:
      appendDigits(seconds, width: 1)
      append(UInt8(ascii: "."))
      appendDigits(milliseconds % 1000 / 100, width: 1)
      append(UInt8(ascii: "s"))
    case ..<3600:
      appendDigits(seconds / 60, width: 1)
      append(UInt8(ascii: "m"))
      appendDigits(seconds % 60, width: 2)
      append(UInt8(ascii: "s"))
    case ..<86_400:
      appendDigits(seconds / 3600, width: 1)
      append(UInt8(ascii: "h"))
      appendDigits(seconds / 60 % 60, width: 2)
      append(UInt8(ascii: "m"))
      appendDigits(seconds % 60, width: 2)
      append(UInt8(ascii: "s"))
    default:
      appendDigits(seconds / 86_400, width: 1)
      append(UInt8(ascii: "d"))
      appendDigits(seconds / 3600 % 24, width: 2)
      append(UInt8(ascii: "h"))
      appendDigits(seconds / 60 % 60, width: 2)
      append(UInt8(ascii: "m"))
    }
  }

  /// Appends a duration whose seconds have that number of decimals; nil: as many as are of use.
  ///
  /// As in `0.3s`, `4m12.3s`, `2h14m07.9s`, `3d02h14m07.9s`; finer digits are cut.
  mutating func append(durationInMilliseconds value: Int64, decimals: Int?) {
    guard let decimals else { return append(durationInMilliseconds: value) }
    if value < 0 { append(UInt8(ascii: "-")) }
    let seconds = value.magnitude / 1000
    var width = 1
    for (length, count, name) in [(86_400, .max, "d"), (3600, 24, "h"), (60, 60, "m")]
      as [(UInt64, UInt64, StaticString)]
    where width > 1 || seconds >= length {
      appendDigits(seconds / length % count, width: width)
      append(name)
      width = 2
    }
    appendDigits(seconds % 60, width: width)
    if decimals > 0 { append(UInt8(ascii: ".")) }
    var rest = value.magnitude % 1000
    for _ in 0..<decimals {
      append(UInt8(ascii: "0") + UInt8(rest / 100))
      rest = rest % 100 * 10
    }
    append(UInt8(ascii: "s"))
  }

  /// Appends a number of bytes in powers of 1000 with one digit behind the point, cut: `1.2 MB`.
  mutating func append(bytes value: some FixedWidthInteger) {
    append(scaled: value)
    append(UInt8(ascii: "B"))
  }

  /// Appends a number of bits each second: `1.3 Mbit/s`.
  mutating func append(bitsPerSecond value: Int64) {
    append(scaled: value)
    append("bit/s")
  }

  /// Appends `812 `, `1.2 k`, `3.4 M` and so on, ready for a unit.
  private mutating func append(scaled value: some FixedWidthInteger) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = UInt64(value.magnitude)
    var prefix = 0
    var tenths: UInt64 = 0
    while rest >= 1000, prefix < 6 {
      tenths = rest % 1000 / 100
      rest /= 1000
      prefix += 1
    }
    appendDigits(rest, width: 1)
    if prefix > 0 {
      append(UInt8(ascii: "."))
      appendDigits(tenths, width: 1)
    }
    append(UInt8(ascii: " "))
    let prefixes: StaticString = "kMGTPE"
    if prefix > 0 { append(prefixes.byte(at: prefix - 1)) }
  }

  /// Appends recorded digits with so many behind the point, rounded half away from zero.
  ///
  /// What is no plain decimal number, such as one with an exponent, stays as it is.
  mutating func append(number: Span<UInt8>, decimals: Int) {
    let isNegative = number.count > 0 && number[0] == UInt8(ascii: "-")
    let digits = number.extracting((isNegative ? 1 : 0)...)
    let point = digits.firstOffset(of: UInt8(ascii: ".")) ?? digits.count
    let fraction =
      point < digits.count ? digits.extracting((point + 1)...) : digits.extracting(0..<0)
    guard digits.extracting(0..<point).isDigits, fraction.count == 0 || fraction.isDigits else {
      append(number)
      return
    }
    if isNegative { append(UInt8(ascii: "-")) }
    let start = count
    append(UInt8(ascii: "0"))
    append(digits.extracting(0..<point))
    for place in 0..<decimals {
      append(place < fraction.count ? fraction[place] : UInt8(ascii: "0"))
    }
    if decimals < fraction.count, fraction[decimals] >= UInt8(ascii: "5") {
      var place = count - 1
      while span[place] == UInt8(ascii: "9") {
        replace(at: place, with: UInt8(ascii: "0"))
        place -= 1
      }
      let raised = span[place] + 1
      replace(at: place, with: raised)
    }
    finish(numberAt: start, whole: point, decimals: decimals)
  }

  /// Takes away the digit that was kept free for a carry, and puts in the point.
  private mutating func finish(numberAt start: Int, whole: Int, decimals: Int) {
    let first = span[start] == UInt8(ascii: "0") ? start + 1 : start
    let end = count
    appendAgain(first..<(start + 1 + whole))
    if decimals > 0 {
      append(UInt8(ascii: "."))
      appendAgain((start + 1 + whole)..<end)
    }
    removeBytes(start..<end)
  }

  /// Removes bytes from the middle.
  private mutating func removeBytes(_ range: Range<Int>) {
    var target = range.lowerBound
    for source in range.upperBound..<count {
      let byte = span[source]
      replace(at: target, with: byte)
      target += 1
    }
    truncate(to: target)
  }
}
