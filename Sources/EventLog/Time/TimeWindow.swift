/// A stretch of time from its first moment up to, and without, its end.
///
/// Half-open, so that windows that follow one another hold every event once.
public struct TimeWindow: Equatable, Sendable {
  /// The first moment inside; nil: any time before ``until``.
  public var since: EventTime?
  /// The first moment after it; nil: any time from ``since`` on.
  public var until: EventTime?

  /// Creates a window.
  public init(since: EventTime? = nil, until: EventTime? = nil) {
    self.since = since
    self.until = until
  }

  /// Whether it has neither beginning nor end.
  @inline(__always)
  public var isUnlimited: Bool { since == nil && until == nil }

  /// Whether a moment lies inside.
  ///
  /// An event without a time, and without one before it in its log, is in no window but the unlimited.
  @inline(__always)
  public func contains(_ time: EventTime?) -> Bool {
    if isUnlimited { return true }
    guard let time else { return false }
    if let since, time < since { return false }
    if let until, time >= until { return false }
    return true
  }

  /// Whether something that went on from one moment to another lies inside, at least in part.
  ///
  /// Of the two one may be unknown; what has neither is in no window but the unlimited.
  public func overlaps(from start: EventTime?, to end: EventTime?) -> Bool {
    if isUnlimited { return true }
    guard let first = start ?? end, let last = end ?? start else { return false }
    if let until, first >= until { return false }
    if let since, last < since { return false }
    return true
  }
}
