/// The type of a field's value.
public enum FieldType: UInt8, CaseIterable, Hashable, Sendable {
  /// A whole number of up to 64 bits.
  case integer
  /// A number with a decimal point.
  case decimal
  /// Text.
  case string
  /// `true` or `false`.
  case boolean
  /// Named fields.
  case object
  /// A list.
  case array
  /// The literal `null`.
  case null

  /// The word for listings.
  public var name: String {
    switch self {
    case .integer: "integer"
    case .decimal: "decimal"
    case .string: "string"
    case .boolean: "boolean"
    case .object: "object"
    case .array: "array"
    case .null: "null"
    }
  }
}

/// The types that a field's value may have.
public struct FieldTypes: OptionSet, Hashable, Sendable {
  /// One bit for each type.
  public let rawValue: UInt8

  /// The set with those bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The set of one type.
  public init(_ type: FieldType) {
    self.init(rawValue: 1 << type.rawValue)
  }

  /// A whole number.
  public static let integer = FieldTypes(.integer)
  /// A number with a decimal point.
  public static let decimal = FieldTypes(.decimal)
  /// Text.
  public static let string = FieldTypes(.string)
  /// `true` or `false`.
  public static let boolean = FieldTypes(.boolean)
  /// Named fields.
  public static let object = FieldTypes(.object)
  /// A list.
  public static let array = FieldTypes(.array)
  /// The literal `null`.
  public static let null = FieldTypes(.null)
  /// Every type.
  public static let any: FieldTypes = [
    .integer, .decimal, .string, .boolean, .object, .array, .null,
  ]

  /// The types in the set, in the order of their declaration.
  public var types: [FieldType] {
    FieldType.allCases.filter { contains(FieldTypes($0)) }
  }

  /// The one type that a value has when it is not null; `nil` when there are several or none.
  public var onlyType: FieldType? {
    let bits = subtracting(.null).rawValue
    guard bits.nonzeroBitCount == 1 else { return nil }
    return FieldType(rawValue: UInt8(bits.trailingZeroBitCount))
  }
}

extension FieldTypes: CustomStringConvertible {
  /// Words for listings, such as `string or null`.
  public var description: String {
    self == .any ? "any" : types.map(\.name).joined(separator: " or ")
  }
}
