/// A value of the tree that a media server logs, with ``Slot``s where events differ.
///
/// Integers know their width because the XML format names it. Literals make trees readable:
/// ```swift
/// ["name": "\(.name)", "nearPort": .uint16(1935), "upTime": .milliseconds(.upTime)]
/// ```
indirect enum Value: Sendable {
  case null
  case bool(Bool)
  /// An integer that is the same in each event: the tag of XML, and its digits.
  case constant(tag: String, digits: String)
  /// An integer that differs.
  case counter(tag: String, Slot)
  /// A floating point number: four decimals in json, three elsewhere.
  case milliseconds(Slot)
  case string(Text)
  case map([String: Value])
  /// An array; `base` is the number of its first element: 0 if the server made it, 1 if it was configured.
  case list([Value], base: Int)

  static func int8(_ value: Int8) -> Value { .constant(tag: "INT8", digits: "\(value)") }
  static func int32(_ value: Int32) -> Value { .constant(tag: "INT32", digits: "\(value)") }
  static func int64(_ value: Int64) -> Value { .constant(tag: "INT64", digits: "\(value)") }
  static func uint8(_ value: UInt8) -> Value { .constant(tag: "UINT8", digits: "\(value)") }
  static func uint16(_ value: UInt16) -> Value { .constant(tag: "UINT16", digits: "\(value)") }
  static func uint32(_ value: UInt32) -> Value { .constant(tag: "UINT32", digits: "\(value)") }
  static func uint64(_ value: UInt64) -> Value { .constant(tag: "UINT64", digits: "\(value)") }
  static func uint16(_ slot: Slot) -> Value { .counter(tag: "UINT16", slot) }
  static func uint32(_ slot: Slot) -> Value { .counter(tag: "UINT32", slot) }
  static func uint64(_ slot: Slot) -> Value { .counter(tag: "UINT64", slot) }

  /// A tag of up to eight letters as the server packs it in a number: big-endian, NULs behind.
  static func packed(_ tag: String) -> Value {
    let letters = tag.utf8.prefix(8)
    return .uint64(letters.reduce(0) { $0 << 8 | UInt64($1) } << (8 * UInt64(8 - letters.count)))
  }

  /// The value at a path of keys, or nil where one of them is missing.
  subscript(path: [String]) -> Value? {
    guard let key = path.first else { return self }
    guard case .map(let entries) = self else { return nil }
    return entries[key]?[Array(path.dropFirst())]
  }
}

/// A string with slots: `"rtmp://198.51.100.\(.host)/live"`.
struct Text: Sendable {
  /// A piece of it.
  enum Part: Sendable {
    case letters(String)
    /// Digits, or a name if it is ``Slot/name``.
    case slot(Slot)
    /// At least five digits.
    case padded(Slot)
  }

  var parts: [Part] = []
}

extension Text: ExpressibleByStringInterpolation, StringInterpolationProtocol {
  init(literalCapacity: Int, interpolationCount: Int) {}
  init(stringInterpolation: Text) { self = stringInterpolation }
  init(stringLiteral value: String) { appendLiteral(value) }
  mutating func appendLiteral(_ literal: String) {
    if !literal.isEmpty { parts.append(.letters(literal)) }
  }
  mutating func appendInterpolation(_ slot: Slot) { parts.append(.slot(slot)) }
  mutating func appendInterpolation(padded slot: Slot) { parts.append(.padded(slot)) }
  mutating func appendInterpolation(_ letters: String) { appendLiteral(letters) }
}

extension Value: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  init(stringLiteral value: String) { self = .string(Text(stringLiteral: value)) }
  init(stringInterpolation: Text) { self = .string(stringInterpolation) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(nilLiteral: ()) { self = .null }
  init(dictionaryLiteral elements: (String, Value)...) {
    self = .map(Dictionary(uniqueKeysWithValues: elements))
  }
}

extension [String: Value] {
  /// The entries in byte order of the keys, as the server keeps and writes them.
  var inByteOrder: [(key: String, value: Value)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
