/// A test of text, such as a regular expression.
///
/// The core knows literal text only; a program hands in the engine of its choice as a
/// ``TextPatternCompiler``.
public protocol TextPattern: Sendable {
  /// Whether the pattern is found anywhere in `text`, which is UTF-8.
  func matches(_ text: Span<UInt8>) -> Bool

  /// How many texts were given up on, since a match would have taken too long to find; they count as
  /// not matching.
  var abandonedTexts: Int { get }
}

extension TextPattern {
  /// None: most patterns always come to an end.
  public var abandonedTexts: Int { 0 }
}

/// Why a pattern could not be compiled.
public struct TextPatternError: Error, Equatable {
  /// In lower case and without a full stop.
  public var problem: String
  /// Where in the UTF-8 of the pattern.
  public var offset: Int

  /// Creates an error.
  public init(problem: String, offset: Int) {
    self.problem = problem
    self.offset = offset
  }
}

/// What turns the text of a regular expression into a pattern.
///
/// Called with the text and whether the case of letters is ignored.
public typealias TextPatternCompiler =
  (_ pattern: String, _ ignoresCase: Bool) throws(TextPatternError) -> any TextPattern

/// One or more literal texts, of which any may occur.
struct LiteralPattern: TextPattern {
  private let needles: [TextNeedle]

  /// Creates the pattern of texts none of which is empty.
  init(_ texts: [String], ignoresCase: Bool) {
    needles = texts.map { TextNeedle(ContiguousArray($0.utf8), ignoresCase: ignoresCase) }
  }

  func matches(_ text: Span<UInt8>) -> Bool {
    for index in needles.indices where needles[index].isFound(in: text) { return true }
    return false
  }
}
