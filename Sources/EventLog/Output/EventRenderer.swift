/// A file that is about to be read.
struct SourceStart {
  /// As the user knows it, and safe to print.
  var name: String
  /// True if it goes on with the log of the file before it: both are of one rotated set.
  var isContinuation: Bool
  /// The number of the server's run in the file's name.
  var instance: UInt64?
}

/// Turns events into bytes of one output format.
///
/// It is called once an event, so that it may be an existential; inside, all code is concrete.
///
/// What ``render(_:source:into:)`` makes of an event does not depend on other events, so that events
/// may be printed in another order, or not, once they are rendered. Formats in which an event's bytes
/// depend on its neighbours have a second stage, ``arrange(_:into:)``, that sees what is printed.
protocol EventRenderer: ~Copyable {
  /// Appends what stands before the first event.
  mutating func begin(_ output: inout ByteBuffer)

  /// Makes ready for another file.
  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer)

  /// Takes note of what was read of a file that has come to its end; `content` is what it held, where
  /// that was looked at.
  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?)

  /// Appends one event, its line end included.
  ///
  /// `source` is the name of the log, as the user knows it: UTF-8 and safe to print.
  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer)

  /// Told of a piece of the log that is passed over; only of answers to questions.
  mutating func skipped(_ piece: SkippedPiece)

  /// Whether rendered events go through ``arrange(_:into:)`` on their way out.
  var arranges: Bool { get }

  /// Appends what becomes of rendered events, which are whole lines, in the order of the output.
  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer)

  /// Appends what is kept back so far: more may not come for a long time.
  mutating func settle(_ output: inout ByteBuffer)

  /// Appends what stands behind the last event.
  mutating func end(_ output: inout ByteBuffer)

  /// Appends the page that tells the same as the output, for those who asked for one; behind
  /// ``end(_:)``.
  mutating func printPage(into output: inout ByteBuffer)

  /// How many things were found that the status of the command tells of.
  var findings: Int { get }

  /// What has to be said of the answer besides, in lower case and without a full stop.
  var notes: [String] { get }

  /// How many texts patterns of the question gave up on.
  var abandonedTexts: Int { get }
}

extension EventRenderer where Self: ~Copyable {
  mutating func begin(_ output: inout ByteBuffer) {}
  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {}
  mutating func skipped(_ piece: SkippedPiece) {}
  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?) {}
  var arranges: Bool { false }
  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer) {}
  mutating func settle(_ output: inout ByteBuffer) {}
  mutating func end(_ output: inout ByteBuffer) {}
  mutating func printPage(into output: inout ByteBuffer) {}
  var findings: Int { 0 }
  var notes: [String] { [] }
  var abandonedTexts: Int { 0 }
}
