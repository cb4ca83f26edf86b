/// Hands events to a closure, for programs that want nothing more.
private struct ClosureConsumer: EventConsumer {
  let body: (borrowing Event) -> Void
  let wantedKinds: EventKindSet

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    body(event)
    return .proceed
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}
}

extension EventReader {
  /// Reads the events of a whole log that is in memory.
  ///
  ///     var reader = EventReader()
  ///     reader.forEach(in: bytes.span) { event in
  ///       if let upTime = event.stream?.upTimeMilliseconds { total += upTime }
  ///     }
  ///
  /// What could not be read is counted in ``statistics``.
  ///
  /// - Parameters:
  ///   - log: the whole log, uncompressed.
  ///   - kinds: the kinds to decode; events of others are only counted.
  ///   - body: called for each event, in the order of the log.
  public mutating func forEach(
    in log: Span<UInt8>, of kinds: EventKindSet = .all, _ body: (borrowing Event) -> Void
  ) {
    reset()
    withoutActuallyEscaping(body) { body in
      var consumer = ClosureConsumer(body: body, wantedKinds: kinds)
      read(log, into: &consumer)
      finish(into: &consumer)
    }
  }
}
