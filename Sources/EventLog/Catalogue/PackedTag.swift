/// A short tag that the server also records as a number.
public protocol PackedTag: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String {
  /// A few words.
  var meaning: String { get }
}

extension PackedTag {
  /// The letters of the tag in eight bytes, first letter highest, zeros at the end.
  ///
  /// `INR` is 5282249572905648128.
  public var numeric: UInt64 {
    var letters = rawValue.utf8.makeIterator()
    return (0..<8).reduce(0) { number, _ in number << 8 | UInt64(letters.next() ?? 0) }
  }

  /// The tag of that number; `nil` when it is not a known one.
  public init?(numeric: UInt64) {
    guard let tag = Self.allCases.first(where: { $0.numeric == numeric }) else { return nil }
    self = tag
  }
}
