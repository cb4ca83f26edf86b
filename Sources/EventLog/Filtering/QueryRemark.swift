/// Why a condition or pattern cannot be understood, or what is odd about it.
///
/// These are facts with a place; whoever prints them draws the line below the text.
public struct QueryRemark: Error, Equatable, Sendable {
  /// In lower case and without a full stop.
  ///
  /// It may quote what was typed: escape it before printing.
  public var problem: String
  /// What to do about it, or nothing.
  public var hint: String?
  /// The whole condition or pattern, as typed.
  public var text: String
  /// What it is about: a range of the text's UTF-8.
  ///
  /// It is empty at the very end.
  public var place: Range<Int>
}
