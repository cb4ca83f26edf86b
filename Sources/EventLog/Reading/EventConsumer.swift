/// What an ``EventReader`` hands its events to.
public protocol EventConsumer: ~Copyable {
  /// The kinds that have to be decoded; events of other kinds are only counted.
  var wantedKinds: EventKindSet { get }

  /// The fields of payloads that are read; an event may be handed over without others.
  var neededFields: NeededFields { get }

  /// Whether ``Event/timeInLog`` has to be right, even if records of other kinds must be decoded for it.
  var needsTimes: Bool { get }

  /// Whether ``mayMatch(_:of:kind:_:)`` has to be asked.
  var sievesRecords: Bool { get }

  /// Whether the event might be wanted whose recorded bytes are these of `bytes`: those of a json
  /// record of one of ``wantedKinds``.
  ///
  /// If not, it is only counted. It is asked where that is safe, to spare decoding. What it learns of
  /// the bytes behind the record it may keep in `ahead`, which comes again with the same bytes.
  func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool

  /// Takes one event; `.stop` ends the reading behind it.
  mutating func consume(_ event: borrowing Event) -> ReadingFlow

  /// Takes bytes of a damaged piece; a very long piece comes in several parts.
  mutating func skip(_ bytes: Span<UInt8>)

  /// Takes note of a damaged piece, all of which has been seen.
  ///
  /// Lines of something else are only counted, in ``ReadStatistics``.
  mutating func skipped(_ piece: SkippedPiece)
}

extension EventConsumer where Self: ~Copyable {
  /// Unless said otherwise, events are whole.
  public var neededFields: NeededFields { .all }

  /// Unless said otherwise, it is enough if events know their own time.
  public var needsTimes: Bool { false }

  /// Records are not looked at before they are decoded.
  public var sievesRecords: Bool { false }

  /// Every event might be wanted.
  public func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool { true }
}

/// Whether reading goes on.
public enum ReadingFlow: Sendable {
  /// With the next record.
  case proceed
  /// No further.
  case stop
}
