/// A number with a unit behind it, such as `90s` or `2.5Mbps`.
struct WhereQuantity {
  /// What was written before the unit.
  private var number: ExactDecimal
  private var unit: Unit

  private struct Unit {
    var dimension: Dimension
    /// How many of the dimension's base units it is.
    var factor: UInt32
  }

  private enum Dimension: String {
    /// In milliseconds.
    case time
    /// In bytes.
    case size
    /// In bits each second.
    case rate
  }

  private static let units: [(name: String, unit: Unit)] = [
    ("ms", Unit(dimension: .time, factor: 1)),
    ("s", Unit(dimension: .time, factor: 1000)),
    ("m", Unit(dimension: .time, factor: 60_000)),
    ("h", Unit(dimension: .time, factor: 3_600_000)),
    ("d", Unit(dimension: .time, factor: 86_400_000)),
    ("kB", Unit(dimension: .size, factor: 1000)),
    ("MB", Unit(dimension: .size, factor: 1_000_000)),
    ("GB", Unit(dimension: .size, factor: 1_000_000_000)),
    ("KiB", Unit(dimension: .size, factor: 1 << 10)),
    ("MiB", Unit(dimension: .size, factor: 1 << 20)),
    ("GiB", Unit(dimension: .size, factor: 1 << 30)),
    ("bps", Unit(dimension: .rate, factor: 1)),
    ("kbps", Unit(dimension: .rate, factor: 1000)),
    ("Mbps", Unit(dimension: .rate, factor: 1_000_000)),
    ("Gbps", Unit(dimension: .rate, factor: 1_000_000_000)),
    ("Kibps", Unit(dimension: .rate, factor: 1 << 10)),
    ("Mibps", Unit(dimension: .rate, factor: 1 << 20)),
    ("Gibps", Unit(dimension: .rate, factor: 1 << 30)),
  ]

  /// Reads a number and a unit with nothing between them, several of these that are a length of time
  /// (`1h42m41s`), or one as clocks show it (`0:53:03`); nil for anything else.
  init?(_ text: String) {
    let bytes = ContiguousArray(text.utf8)
    if let milliseconds = Self.clock(bytes) ?? Self.compound(bytes) {
      number = ExactDecimal(milliseconds)
      unit = Unit(dimension: .time, factor: 1)
      return
    }
    guard let (number, unit) = Self.single(bytes[...]) else { return nil }
    self.number = number
    self.unit = unit
  }

  private static func single(_ bytes: ArraySlice<UInt8>) -> (ExactDecimal, Unit)? {
    guard let last = bytes.lastIndex(where: { !$0.isASCIILetter }) else { return nil }
    let name = String(decoding: bytes[(last + 1)...], as: UTF8.self)
    let digits = ContiguousArray(bytes[...last])
    guard let unit = units.first(where: { $0.name == name })?.unit,
      let number = ExactDecimal(digits.span)
    else { return nil }
    return (number, unit)
  }

  /// The milliseconds of numbers with units of time, each smaller than the one before; only the last
  /// number may have a fraction.
  private static func compound(_ bytes: ContiguousArray<UInt8>) -> Int64? {
    var total: Int64 = 0
    var greatest = UInt32.max
    var rest = bytes[...]
    var parts = 0
    while !rest.isEmpty {
      let number = rest.prefix { !$0.isASCIILetter }
      let name = rest.dropFirst(number.count).prefix { $0.isASCIILetter }
      rest = rest.dropFirst(number.count + name.count)
      let isPlain = number.allSatisfy { $0.isASCIIDigit || rest.isEmpty && $0 == UInt8(ascii: ".") }
      guard isPlain, let (read, unit) = single(number + name), unit.dimension == .time,
        unit.factor < greatest
      else { return nil }
      greatest = unit.factor
      var amount = read
      amount.multiply(by: unit.factor)
      guard let milliseconds = amount.integer else { return nil }
      let (sum, overflowed) = total.addingReportingOverflow(milliseconds)
      guard !overflowed else { return nil }
      total = sum
      parts += 1
    }
    return parts > 1 ? total : nil
  }

  /// The milliseconds of hours, minutes and seconds with colons between them.
  private static func clock(_ bytes: ContiguousArray<UInt8>) -> Int64? {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count <= 9, parts[1].count == 2,
      parts.dropLast().allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }),
      parts[2].prefix(while: \.isASCIIDigit).count == 2,
      let hours = Int64(String(decoding: parts[0], as: UTF8.self)),
      let minutes = Int64(String(decoding: parts[1], as: UTF8.self)), minutes < 60,
      var seconds = ExactDecimal(ContiguousArray(parts[2]).span)
    else { return nil }
    seconds.multiply(by: 1000)
    guard let milliseconds = seconds.integer, milliseconds < 60_000 else { return nil }
    return (hours * 60 + minutes) * 60_000 + milliseconds
  }

  /// The number that a field in that unit would have; nil if it does not count the like.
  func number(in fieldUnit: FieldUnit) -> ExactDecimal? {
    var number = number
    switch (unit.dimension, fieldUnit) {
    case (.time, .milliseconds), (.size, .bytes), (.rate, .bitsPerSecond):
      number.multiply(by: unit.factor)
    case (.time, .seconds):
      number.multiply(by: unit.factor, power: -3)
    case (.rate, .kibibitsPerSecond):
      number.multiply(by: unit.factor)
      // Such fields count units of 1024 bits, and 1 / 1024 is 9765625 / 10^10.
      number.multiply(by: 9_765_625, power: -10)
    default: return nil
    }
    return number
  }

  /// What it measures: time, size or rate.
  var kind: String { unit.dimension.rawValue }
}
