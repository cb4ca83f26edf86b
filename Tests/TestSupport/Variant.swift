/// A value of the tree that a media server logs; the names are those of its XML format.
///
/// The server keeps more than JSON can say: the width of integers, dates, arrays that are maps with
/// numbered keys. Literals make trees readable:
/// ```swift
/// ["name": "cam1", "port": .uint16(1935), "upTime": 0.5, "customData": .null]
/// ```
/// An integer literal is a `UINT64`, or an `INT64` if it is negative; an array literal counts from 0.
public indirect enum Variant: Equatable, Sendable {
  /// How many bits an integer has.
  public enum Width: Int, Equatable, Sendable {
    case bits8 = 8
    case bits16 = 16
    case bits32 = 32
    case bits64 = 64
  }

  /// A null, which the server also adds for keys that it looked up in vain.
  case null
  /// A value that was never set, which is not the same to the text format.
  case undefined
  case bool(Bool)
  /// `INT8` to `INT64`.
  case integer(Int64, Width)
  /// `UINT8` to `UINT64`.
  case unsigned(UInt64, Width)
  case double(Double)
  /// `YYYY-MM-DDTHH:MM:SS.000`, already spelled.
  case timestamp(String)
  /// `YYYY-MM-DD`, already spelled.
  case date(String)
  /// `HH:MM:SS.000`, already spelled.
  case time(String)
  /// Any bytes: names are chosen by strangers and nothing checks them.
  case string([UInt8])
  case byteArray([UInt8])
  case map([String: Variant])
  /// A map flagged as an array; its keys are `0x` and eight lower-case hexadecimal digits, mostly.
  case array([String: Variant])
  case typedMap(String, [String: Variant])

  /// A list whose first index is `base`: 0 where the server made it, 1 where it is configuration.
  public static func list(_ values: [Variant], base: Int = 0) -> Variant {
    .array(
      Dictionary(
        uniqueKeysWithValues: values.enumerated().map { (indexKey(base + $0.offset), $0.element) }))
  }

  /// The key of an array element.
  static func indexKey(_ index: Int) -> String {
    let digits = String(index, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
  }

  /// A `STR` of the UTF-8 of the text.
  public static func text(_ text: String) -> Variant { .string(Array(text.utf8)) }
  /// An `INT32`.
  public static func int32(_ value: Int32) -> Variant { .integer(Int64(value), .bits32) }
  /// An `INT64`.
  public static func int64(_ value: Int64) -> Variant { .integer(value, .bits64) }
  /// A `UINT8`.
  public static func uint8(_ value: UInt8) -> Variant { .unsigned(UInt64(value), .bits8) }
  /// A `UINT16`.
  public static func uint16(_ value: UInt16) -> Variant { .unsigned(UInt64(value), .bits16) }
  /// A `UINT32`.
  public static func uint32(_ value: UInt32) -> Variant { .unsigned(UInt64(value), .bits32) }
  /// A `UINT64`.
  public static func uint64(_ value: UInt64) -> Variant { .unsigned(value, .bits64) }

  /// The value at a path of map keys, or nil where one of them is missing.
  public subscript(path: [String]) -> Variant? {
    guard let key = path.first else { return self }
    switch self {
    case .map(let children), .array(let children), .typedMap(_, let children):
      return children[key]?[Array(path.dropFirst())]
    default:
      return nil
    }
  }
}

extension [String: Variant] {
  /// The entries in byte order of the key, which is how the server keeps and writes them.
  public var inByteOrder: [(key: String, value: Variant)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

extension Variant: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A `STR`.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A `BOOL`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A `DOUBLE`.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A `UINT64`, or an `INT64` if it is negative.
  public init(integerLiteral value: Int64) {
    self = value < 0 ? .int64(value) : .uint64(UInt64(value))
  }
  /// An array that counts from 0.
  public init(arrayLiteral elements: Variant...) { self = .list(elements) }
  /// A `MAP`; a key that stands twice is a programming error.
  public init(dictionaryLiteral elements: (String, Variant)...) {
    self = .map(Dictionary(uniqueKeysWithValues: elements))
  }
}
