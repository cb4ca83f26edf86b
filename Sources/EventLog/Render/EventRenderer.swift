/// Turns events into bytes of one output format.
///
/// It is called once an event, so that it may be an existential; inside, all code is concrete.
protocol EventRenderer: ~Copyable {
  /// Appends what stands before the first event.
  mutating func begin(_ output: inout ByteBuffer)

  /// Appends one event, its line end included.
  ///
  /// `source` is the name of the log, as the user knows it: UTF-8 and safe to print.
  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer)

  /// Appends what stands behind the last event.
  mutating func end(_ output: inout ByteBuffer)
}

extension EventRenderer where Self: ~Copyable {
  mutating func begin(_ output: inout ByteBuffer) {}
  mutating func end(_ output: inout ByteBuffer) {}
}
