import Foundation

/// A value of a printed JSON line, for comparing what two formats say.
enum PrintedValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case integer(Decimal)
  case number(Double)
  case string(String)
  case array([PrintedValue])
  case object([String: PrintedValue])

  init(from decoder: any Decoder) throws {
    // The frequent ones first: each wrong guess costs an error.
    let value = try decoder.singleValueContainer()
    if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let integer = try? value.decode(Int64.self) {
      self = .integer(Decimal(integer))
    } else if let number = try? value.decode(Double.self) {
      self = (try? value.decode(UInt64.self)).map { .integer(Decimal($0)) } ?? .number(number)
    } else if let object = try? value.decode([String: PrintedValue].self) {
      self = .object(object)
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let array = try? value.decode([PrintedValue].self) {
      self = .array(array)
    } else {
      self = .null
    }
  }

  /// The value of a line.
  static func line(_ text: String) throws -> PrintedValue {
    try JSONDecoder().decode(PrintedValue.self, from: Data(text.utf8))
  }

  /// A member of an object.
  subscript(_ key: String) -> PrintedValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text of a string.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  private var double: Double? {
    switch self {
    case .integer(let value): NSDecimalNumber(decimal: value).doubleValue
    case .number(let value): value
    default: nil
    }
  }

  /// Whether both are the same number to three decimals.
  func isSameNumber(as other: PrintedValue) -> Bool {
    guard let one = double, let two = other.double else { return false }
    return abs(one - two) < 0.0011
  }

  /// Where two values differ: the path of each place and both values, nil for none; nulls are none.
  static func differences(
    _ left: PrintedValue?, _ right: PrintedValue?, at path: String = ""
  ) -> [(path: String, left: PrintedValue?, right: PrintedValue?)] {
    switch (left, right) {
    case (nil, nil), (.null?, nil), (nil, .null?): return []
    case (.object(let one)?, .object(let two)?):
      return Set(one.keys).union(two.keys).sorted().flatMap {
        differences(one[$0], two[$0], at: path.isEmpty ? $0 : "\(path).\($0)")
      }
    case (.array(let one)?, .array(let two)?) where one.count == two.count:
      return zip(one, two).flatMap { differences($0, $1, at: path + "[]") }
    case (let one?, let two?) where one == two || one.isSameNumber(as: two): return []
    default: return [(path, left, right)]
    }
  }
}
