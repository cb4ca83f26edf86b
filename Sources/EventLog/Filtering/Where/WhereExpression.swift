/// Conditions that events have to fulfil: what follows `--where`.
///
///     upTime > 1m and farIp ~ "^10\."
///
/// The language is that of ``WhereSyntax``. A field that an event does not have, or that is null,
/// makes a comparison false, also `!=`; it is never an error.
public struct WhereExpression: Equatable, Sendable {
  /// The conditions as they were given; all of them have to hold.
  public let texts: [String]
  /// The kinds of events that may pass.
  public let kinds: EventKindSet
  /// What is probably not meant as it was written.
  public let remarks: [QueryRemark]
  private var program: WhereProgram

  /// The condition that every event fulfils.
  public init() {
    self = WhereExpression(texts: [], kinds: .all, remarks: [], program: WhereProgram())
  }

  private init(
    texts: [String], kinds: EventKindSet, remarks: [QueryRemark], program: WhereProgram
  ) {
    self.texts = texts
    self.kinds = kinds
    self.remarks = remarks
    self.program = program
  }

  /// Reads conditions all of which have to hold.
  ///
  /// - Parameters:
  ///   - texts: the conditions as typed.
  ///   - reading: what the language leaves to the program.
  /// - Throws: The first mistake, with its place.
  public init(_ texts: [String], reading: WhereReading) throws(QueryRemark) {
    // The compiler's index of all fields is not made for nothing: that would be most of the start.
    guard !texts.isEmpty else {
      self = WhereExpression()
      return
    }
    var conditions: [(text: String, tree: WhereTree)] = []
    for text in texts { conditions.append((text, try WhereParser.parse(text))) }
    var compiler = WhereCompiler(reading)
    let kinds = try compiler.compile(conditions)
    self = WhereExpression(
      texts: texts, kinds: kinds, remarks: compiler.remarks, program: compiler.program)
  }

  /// Whether an event of one of ``kinds`` passes.
  @inline(__always)
  func matches(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    program.accepts(event, &scratch)
  }

  /// Tells which log comes next, for `source.file`.
  mutating func beginSource(_ name: String) { program.sourceName = ContiguousArray(name.utf8) }

  /// How many values patterns gave up on.
  public var abandonedTexts: Int { program.patterns.reduce(0) { $0 + $1.abandonedTexts } }

  /// Whether the same was asked for.
  public static func == (left: Self, right: Self) -> Bool { left.texts == right.texts }
}

/// What conditions leave to the program: how times are written, and the engine of regular
/// expressions.
public struct WhereReading {
  /// Reads a time; nil if it is none.
  public var times: (String) -> EventTime?
  /// Compiles a regular expression.
  public var patterns: TextPatternCompiler

  /// Creates a way of reading.
  ///
  /// - Parameters:
  ///   - times: reads a time; by default stamps with a zone and seconds since 1970.
  ///   - patterns: compiles what follows `~`.
  public init(
    times: @escaping (String) -> EventTime? = WhereReading.time(_:),
    patterns: @escaping TextPatternCompiler
  ) {
    self.times = times
    self.patterns = patterns
  }

  /// Reads `2026-11-20T23:12:33.343Z`, also with an offset such as `+01:00`, and `@1795216353`, also
  /// with a fraction.
  ///
  /// A stamp that names no zone is in UTC.
  public static func time(_ text: String) -> EventTime? {
    let bytes = ContiguousArray(text.utf8)
    let span = bytes.span
    if span.count > 1, span[0] == UInt8(ascii: "@") {
      guard var number = ExactDecimal(span.extracting(1...)) else { return nil }
      number.multiply(by: 1000)
      return number.integer.map(EventTime.init(milliseconds:))
    }
    guard let last = bytes.last else { return nil }
    if last | 0x20 == UInt8(ascii: "z") {
      return CivilTime(stamp: span.extracting(..<(span.count - 1)))?.utc
    }
    let sign = span.count >= 25 ? span[span.count - 6] : 0
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      span[span.count - 3] == UInt8(ascii: ":"),
      let hours = span.number(at: span.count - 5, digits: 2), hours < 24,
      let minutes = span.number(at: span.count - 2, digits: 2), minutes < 60,
      let local = CivilTime(stamp: span.extracting(..<(span.count - 6)))
    else { return CivilTime(stamp: span)?.utc }
    let offset = Int64(hours * 60 + minutes) * 60_000
    let shift = sign == UInt8(ascii: "+") ? -offset : offset
    return EventTime(milliseconds: local.utc.milliseconds + shift)
  }

  /// Compiles a regular expression, or makes do without the engine if it is literal text.
  func pattern(_ text: String) throws(TextPatternError) -> any TextPattern {
    guard let literals = RequiredText.literals(of: text) else { return try patterns(text, false) }
    return LiteralPattern(literals, ignoresCase: false)
  }
}
