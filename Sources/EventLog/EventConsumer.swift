/// What an ``EventReader`` hands its events to.
public protocol EventConsumer: ~Copyable {
  /// The kinds that have to be decoded; events of other kinds are only counted.
  var wantedKinds: EventKindSet { get }

  /// Whether ``Event/timeInLog`` has to be right, even if records of other kinds must be decoded for it.
  var needsTimes: Bool { get }

  /// Takes one event; `.stop` ends the reading behind it.
  mutating func consume(_ event: borrowing Event) -> ReadingFlow

  /// Takes bytes of a piece that is passed over; a very long piece comes in several parts.
  mutating func skip(_ bytes: Span<UInt8>)

  /// Told when a piece that is passed over is complete.
  mutating func skipped(_ piece: SkippedPiece)
}

extension EventConsumer where Self: ~Copyable {
  /// Unless said otherwise, it is enough if events know their own time.
  public var needsTimes: Bool { false }
}

/// Whether reading goes on.
public enum ReadingFlow: Sendable {
  /// With the next record.
  case proceed
  /// No further.
  case stop
}
