/// Writes events in one output format.
///
/// It is called once an event, so it may be an existential; inside, all code is concrete.
///
/// What ``write(_:source:into:)`` makes of an event does not depend on other events, so that events
/// may be printed in another order, or left out, after they were written. Formats in which an event's
/// bytes depend on its neighbours have a second stage, ``arrange(_:into:)``, that sees only what is
/// printed.
protocol EventWriter: ~Copyable {
  /// Appends what stands before the first event.
  mutating func begin(_ output: inout ByteBuffer)

  /// Appends one event, its line end included.
  ///
  /// `source` is the name of the log, as the user knows it: UTF-8 and safe to print.
  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer)

  /// True if written events go through ``arrange(_:into:)`` on their way out.
  var arranges: Bool { get }

  /// Appends written events, which are whole lines, in their final form and in the order of the output.
  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer)

  /// Appends what was kept back so far: more may not come for a long time.
  mutating func settle(_ output: inout ByteBuffer)

  /// Appends what stands after the last event.
  mutating func end(_ output: inout ByteBuffer)
}

extension EventWriter where Self: ~Copyable {
  mutating func begin(_ output: inout ByteBuffer) {}
  var arranges: Bool { false }
  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer) {}
  mutating func settle(_ output: inout ByteBuffer) {}
  mutating func end(_ output: inout ByteBuffer) {}
}
