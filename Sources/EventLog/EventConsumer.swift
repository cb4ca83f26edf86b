/// What an ``EventReader`` hands its events to.
public protocol EventConsumer: ~Copyable {
  /// The kinds that have to be decoded; events of other kinds are only counted.
  var wantedKinds: EventKindSet { get }

  /// Takes one event; `.stop` ends the reading behind it.
  mutating func consume(_ event: borrowing Event) -> ReadingFlow

  /// Takes bytes of a piece that is passed over; a very long piece comes in several parts.
  mutating func skip(_ bytes: Span<UInt8>)

  /// Told when a piece that is passed over is complete.
  mutating func skipped(_ piece: SkippedPiece)
}

/// Whether reading goes on.
public enum ReadingFlow: Sendable {
  /// With the next record.
  case proceed
  /// No further.
  case stop
}
