/// Takes the events that pass a filter: it prints them, or works out an answer.
///
/// It is called once an event, so it may be an existential; inside, all code is concrete. Answers
/// append their output when they know it, most of them in ``end(_:)``.
protocol EventSink: ~Copyable {
  /// True if ``Event/timeInLog`` has to be right.
  var needsTimes: Bool { get }

  /// The fields of payloads that are read.
  var neededFields: NeededFields { get }

  /// Appends what stands before everything else.
  mutating func begin(_ output: inout ByteBuffer)

  /// Starts a source.
  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer)

  /// Takes an event that passed.
  ///
  /// `source` is the name of the log, as the user knows it: UTF-8 and safe to print.
  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer)

  /// Takes a piece of the log that could not be read.
  mutating func skipped(_ piece: SkippedPiece)

  /// Ends a source; `content` says what it held, where that was looked at.
  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?)

  /// Appends what stands after everything else.
  mutating func end(_ output: inout ByteBuffer)

  /// Appends the same answer as a page; ``end(_:)`` was called.
  mutating func printPage(into output: inout ByteBuffer)

  /// The number of findings that decide the status of the command.
  var findings: Int { get }

  /// Remarks about the answer, in lower case and without a full stop.
  var notes: [String] { get }

  /// The number of texts that patterns of the question gave up on.
  var abandonedTexts: Int { get }
}

extension EventSink where Self: ~Copyable {
  var needsTimes: Bool { true }
  var neededFields: NeededFields { .all }
  mutating func begin(_ output: inout ByteBuffer) {}
  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {}
  mutating func skipped(_ piece: SkippedPiece) {}
  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?) {}
  mutating func end(_ output: inout ByteBuffer) {}
  mutating func printPage(into output: inout ByteBuffer) {}
  var findings: Int { 0 }
  var notes: [String] { [] }
  var abandonedTexts: Int { 0 }
}
