/// What is looked for in the text of whole events: what follows `--grep`.
public struct TextSearch: Equatable, Sendable {
  /// Literal text or regular expressions, of which any has to match.
  public let patterns: [String]
  /// Whether the case of letters is ignored.
  public let ignoresCase: Bool
  /// Whether events pass in which nothing is found.
  public let isInverted: Bool
  private let tests: ContiguousArray<any TextPattern>
  private let names = EventNameTable()
  /// What tells of most records, before they are decoded, that nothing will be found.
  private let sieve: RecordSieve?

  /// The search that every event passes.
  public init() {
    patterns = []
    ignoresCase = false
    isInverted = false
    tests = []
    sieve = nil
  }

  /// Compiles patterns.
  ///
  /// Text without the special characters of regular expressions is searched without their engine;
  /// its case is that of ASCII letters, or the engine's if there are others.
  ///
  /// - Parameters:
  ///   - patterns: at least one.
  ///   - ignoresCase: whether the case of letters is ignored.
  ///   - isInverted: whether events pass in which nothing is found.
  ///   - compiler: compiles regular expressions.
  /// - Throws: The first mistake, with its place.
  public init(
    _ patterns: [String], ignoresCase: Bool = false, isInverted: Bool = false,
    compiler: TextPatternCompiler
  ) throws(QueryRemark) {
    self.patterns = patterns
    self.ignoresCase = ignoresCase
    self.isInverted = isInverted
    var literals: [String] = []
    var tests: ContiguousArray<any TextPattern> = []
    for pattern in patterns {
      let isPlain = !ignoresCase || pattern.utf8.allSatisfy { $0 < 0x80 }
      if isPlain, let texts = RequiredText.literals(of: pattern) {
        literals += texts
        continue
      }
      do throws(TextPatternError) {
        tests.append(try compiler(pattern, ignoresCase))
      } catch {
        let end = min(error.offset + 1, pattern.utf8.count)
        throw QueryRemark(
          problem: error.problem, text: pattern, place: min(error.offset, end)..<end)
      }
    }
    if !literals.isEmpty {
      tests.insert(LiteralPattern(literals, ignoresCase: ignoresCase), at: 0)
    }
    self.tests = tests
    sieve = isInverted ? nil : RecordSieve(patterns, ignoresCase: ignoresCase)
  }

  /// Whether nothing is looked for.
  @inline(__always)
  var isEmpty: Bool { tests.isEmpty }

  /// Whether ``mayMatch(_:of:kind:_:)`` ever says no.
  var sieves: Bool { sieve != nil }

  /// Whether the event passes.
  func matches(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    scratch.removeAll()
    event.appendSearchText(to: &scratch, names: names)
    for index in tests.indices where tests[index].matches(scratch.span) { return !isInverted }
    return isInverted
  }

  /// Whether an event might pass whose recorded bytes are these of `bytes`.
  @inline(__always)
  func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool {
    sieve?.passes(record, of: bytes, kind: kind, &ahead) ?? true
  }

  /// How many events the patterns gave up on.
  public var abandonedTexts: Int { tests.reduce(0) { $0 + $1.abandonedTexts } }

  /// Whether the same was asked for.
  public static func == (left: Self, right: Self) -> Bool {
    left.patterns == right.patterns && left.ignoresCase == right.ignoresCase
      && left.isInverted == right.isInverted
  }
}
