/// How the bytes of a key or string have to be read; nothing set means: ASCII that stands as it is
/// in any output.
struct TextStyle: OptionSet {
  var rawValue: UInt8

  /// Escapes of the record's dialect are in it.
  static let escaped = TextStyle(rawValue: 1)
  /// Quotes, backslashes, control characters or anything that is not ASCII is in it.
  static let special = TextStyle(rawValue: 2)
  /// It is not UTF-8 and is read as Latin-1.
  static let latin1 = TextStyle(rawValue: 4)
  /// Its bytes are in the tree's arena and not in the record.
  static let inArena = TextStyle(rawValue: 8)
}

/// How a record writes the characters that it cannot hold as they are.
public enum TextDialect: UInt8, Sendable {
  /// Not at all: text and w3c.
  case raw
  /// Backslashes.
  case json
  /// Character references and the five entities.
  case xml
}
