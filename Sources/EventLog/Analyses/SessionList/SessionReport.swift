/// An answer about sessions, made of events or of journals of them.
protocol SessionReport: EventSink, ~Copyable {
  /// Takes a step of a log, and what a record in it says of a session if `hasFact` is true.
  mutating func take(
    _ passage: LogPassage, _ fact: inout SessionFact, hasFact: Bool, into output: inout ByteBuffer)

  /// Takes the times between which a log lasted, once its journal has ended.
  mutating func pass(_ times: ClosedRange<EventTime>)
}

extension SessionReport where Self: ~Copyable {
  mutating func pass(_ times: ClosedRange<EventTime>) {}
}
