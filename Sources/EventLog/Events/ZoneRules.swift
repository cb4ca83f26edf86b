/// When clocks of a time zone were set how far from UTC: what turns a stamp without a zone into a
/// moment and back.
///
/// The core knows no zone database; the program fills this from the system's.
public struct ZoneRules: Equatable, Sendable {
  /// A stretch of time with one offset from UTC.
  public struct Period: Equatable, Sendable {
    /// The first second of it, in seconds since 1970-01-01T00:00:00Z.
    public var start: Int64
    /// Seconds east of UTC.
    public var offset: Int

    /// Creates a period.
    public init(start: Int64, offset: Int) {
      self.start = start
      self.offset = offset
    }
  }

  /// The name by which the user knows the zone, such as `America/New_York`.
  public var name: String
  /// The periods in order of time; the first one also holds for all time before it.
  private(set) var periods: [Period]

  /// Creates rules from periods in ascending order.
  ///
  /// - Precondition: there is at least one period, and the starts ascend.
  public init(name: String, periods: [Period]) {
    precondition(!periods.isEmpty)
    self.name = name
    self.periods = periods
  }

  /// Coordinated Universal Time.
  public static let utc = ZoneRules(name: "UTC", fixedOffset: 0)

  /// Creates a zone that is always `fixedOffset` seconds east of UTC.
  public init(name: String, fixedOffset: Int) {
    self.init(name: name, periods: [Period(start: .min, offset: fixedOffset)])
  }

  /// Seconds east of UTC that clocks are set to at `time`.
  ///
  /// - Complexity: O(log *n*) in the number of periods.
  public func offset(at time: EventTime) -> Int {
    let seconds =
      time.milliseconds >= 0 ? time.milliseconds / 1000 : (time.milliseconds - 999) / 1000
    return offset(atSeconds: seconds)
  }

  private func offset(atSeconds seconds: Int64) -> Int {
    var low = 0
    var high = periods.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if periods[middle].start <= seconds { low = middle } else { high = middle }
    }
    return periods[low].offset
  }

  /// The moment at which clocks of this zone show `local`.
  ///
  /// Where clocks show it twice (they were set back), the earlier moment. Where they never show it
  /// (they were set forward), the moment that is as long after the jump as `local` is into the gap:
  /// 02:30 becomes 03:30 where 02:00 was followed by 03:00.
  public func moment(of local: CivilTime) -> EventTime {
    let asUTC = local.utc.milliseconds
    let seconds = asUTC >= 0 ? asUTC / 1000 : (asUTC - 999) / 1000
    // The offset before any change near that moment, and the one after it; a day is more than any
    // zone is from UTC.
    let before = offset(atSeconds: seconds - 86_400)
    let after = offset(atSeconds: seconds + 86_400)
    let early = EventTime(milliseconds: asUTC - Int64(before) * 1000)
    if offset(at: early) == before { return early }
    let late = EventTime(milliseconds: asUTC - Int64(after) * 1000)
    if offset(at: late) == after { return late }
    return early
  }

  /// What clocks of this zone show at `time`.
  public func civil(at time: EventTime) -> CivilTime {
    let shift = Int64(offset(at: time)) * 1000
    let (local, overflowed) = time.milliseconds.addingReportingOverflow(shift)
    return CivilTime(utc: EventTime(milliseconds: overflowed ? time.milliseconds : local))
  }
}
