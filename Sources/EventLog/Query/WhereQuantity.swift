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

  /// Reads a number and a unit with nothing between them; nil for anything else.
  init?(_ text: String) {
    let bytes = ContiguousArray(text.utf8)
    guard let last = bytes.lastIndex(where: { !$0.isASCIILetter }) else { return nil }
    let name = String(decoding: bytes[(last + 1)...], as: UTF8.self)
    guard let unit = Self.units.first(where: { $0.name == name })?.unit,
      let number = ExactDecimal(bytes.span.extracting(...last))
    else { return nil }
    self.number = number
    self.unit = unit
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
