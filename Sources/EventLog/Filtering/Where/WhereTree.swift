/// A condition as it was written.
indirect enum WhereTree {
  case any([WhereTree])
  case all([WhereTree])
  case not(WhereTree)
  case test(WhereTest)
}

/// One question about one field.
struct WhereTest {
  var field: WhereName
  var relation: WhereRelation
  /// What the field is compared with: one value, any number behind `in`, none for `exists`.
  var values: [WhereValue]
}

/// A field as it was written.
struct WhereName {
  /// What stands between the dots.
  var keys: [String]
  /// Whether the first key was quoted, which makes it the name of a field in any case.
  var isQuoted: Bool
  var place: Range<Int>

  /// As it is written, without quotes.
  var path: String { keys.joined(separator: ".") }
}

/// A value as it was written.
struct WhereValue {
  /// With the escapes of quoted text resolved.
  var text: String
  /// Text in quotes is never a number, a truth value or null.
  var isQuoted: Bool
  var place: Range<Int>
  /// For each byte of ``text`` where it was written.
  var offsets: [Int]
}

/// How a field is compared.
enum WhereRelation: UInt8 {
  case exists
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case matches, matchesNot, like, notLike, among, notAmong

  /// Whether the relation is about text alone.
  var isAboutText: Bool {
    switch self {
    case .matches, .matchesNot, .like, .notLike: true
    default: false
    }
  }

  /// Whether the relation holds where the comparison that it is named after does not.
  var isNegated: Bool {
    switch self {
    case .notEqual, .matchesNot, .notLike, .notAmong: true
    default: false
    }
  }
}
