extension FilteredEvents {
  /// What becomes of records, where those of several logs are read as one.
  public enum Stretch: Equatable, Sendable {
    /// They are read in their place.
    case own
    /// They are read among those of another log, whose counters may be others.
    case inserted(holdsCounters: Bool)
    /// They are skipped, since another log holds the same events; whether pieces of it that cannot
    /// be read are reported.
    case passedOver(isTold: Bool)

    /// Whether pieces that cannot be read are reported.
    var isTold: Bool {
      switch self {
      case .own, .passedOver(isTold: true): true
      case .inserted, .passedOver(isTold: false): false
      }
    }

    /// True if events are skipped.
    var isPassedOver: Bool { if case .passedOver = self { true } else { false } }
  }
}
