/// What is known about one field of a payload.
public struct FieldDescription: Hashable, Sendable {
  /// The keys that lead to it from the payload, joined by dots, such as `audio.bytesCount`.
  ///
  /// A last key of `_*` or `$*` stands for every key that begins so.
  public let path: String
  /// The types that its value may have.
  public let types: FieldTypes
  /// What a number counts, where the name alone does not tell.
  public let unit: FieldUnit?
  /// Whether every event of the kind has it in current builds; otherwise it depends on the event or
  /// on the build.
  public let isAlways: Bool
  /// The vocabulary of its values, if it is closed.
  public let vocabulary: Vocabulary?
  /// One sentence.
  public let meaning: String

  /// Whether the last key is a pattern.
  public var isWildcard: Bool { path.utf8.last == UInt8(ascii: "*") }

  /// A field that every event of the kind has.
  static func always(
    _ path: String, _ types: FieldTypes, in unit: FieldUnit? = nil, from values: Vocabulary? = nil,
    _ meaning: String
  ) -> Self {
    Self(
      path: path, types: types, unit: unit, isAlways: true, vocabulary: values, meaning: meaning)
  }

  /// A field that depends on the event or on the build.
  static func sometimes(
    _ path: String, _ types: FieldTypes, in unit: FieldUnit? = nil, from values: Vocabulary? = nil,
    _ meaning: String
  ) -> Self {
    Self(
      path: path, types: types, unit: unit, isAlways: false, vocabulary: values, meaning: meaning)
  }

  /// The same field, one object deeper.
  func inside(_ object: String) -> Self {
    Self(
      path: object + "." + path, types: types, unit: unit, isAlways: isAlways,
      vocabulary: vocabulary, meaning: meaning)
  }
}

extension [FieldDescription] {
  /// An object and the fields within it.
  static func object(_ key: String, _ meaning: String, _ fields: [FieldDescription]) -> Self {
    [.sometimes(key, .object, meaning)] + fields.map { $0.inside(key) }
  }
}
