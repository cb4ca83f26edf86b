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

  /// Creates rules from periods in ascending order; neighbours with one offset become one period.
  ///
  /// - Precondition: there is at least one period, and the starts ascend.
  public init(name: String, periods: [Period]) {
    precondition(!periods.isEmpty)
    self.name = name
    self.periods = periods.reduce(into: []) { merged, period in
      if merged.last?.offset != period.offset { merged.append(period) }
    }
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
    periods[period(at: time.wholeSeconds)].offset
  }

  /// The number of the period that a second lies in.
  private func period(at seconds: Int64) -> Int {
    var low = 0
    var high = periods.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if periods[middle].start <= seconds { low = middle } else { high = middle }
    }
    return low
  }

  /// The number of the first period in which clocks show a second, counted as if in UTC, or a later
  /// one.
  @inline(__always)
  private func period(showing local: Int64) -> Int {
    // No clock is two days from UTC.
    var number = period(at: local - 2 * 86_400)
    while number + 1 < periods.count,
      periods[number + 1].start + Int64(periods[number].offset) <= local
    {
      number += 1
    }
    return number
  }

  /// The moment at which clocks of this zone show `local`.
  ///
  /// Where clocks show it twice (they were set back), the earlier moment. Where they never show it
  /// (they were set forward), the moment that is as long after the jump as `local` is into the gap:
  /// 02:30 becomes 03:30 where 02:00 was followed by 03:00.
  public func moment(of local: CivilTime) -> EventTime { passes(of: local).first }

  /// The moment at which clocks of this zone show `local`, as ``moment(of:)`` has it, and how many
  /// milliseconds later they show it again; 0 if they do not.
  func passes(of local: CivilTime) -> (first: EventTime, repetition: Int64) {
    let asUTC = local.utc
    let seconds = asUTC.wholeSeconds
    var number = period(showing: seconds)
    var repetition: Int64 = 0
    if number > 0, seconds - Int64(periods[number].offset) < periods[number].start {
      number -= 1
    } else if number + 1 < periods.count {
      let next = periods[number + 1]
      if next.start + Int64(next.offset) <= seconds {
        repetition = Int64(periods[number].offset - next.offset) * 1000
      }
    }
    let offset = Int64(periods[number].offset) * 1000
    return (EventTime(milliseconds: asUTC.milliseconds - offset), repetition)
  }

  /// Whether clocks of this zone are ever set.
  var changesClocks: Bool { periods.count > 1 }

  /// Whether clocks of this zone are set back at most a day before, in or after a stretch of time.
  public func setsBackClocks(near times: ClosedRange<EventTime>) -> Bool {
    let day: Int64 = 86_400
    var number = period(at: times.lowerBound.wholeSeconds - day)
    while number + 1 < periods.count,
      periods[number + 1].start <= times.upperBound.wholeSeconds + day
    {
      if periods[number + 1].offset < periods[number].offset { return true }
      number += 1
    }
    return false
  }

  /// The first moment at which clocks of this zone show `local` or later: where they jump over it,
  /// the moment of the jump.
  func firstMoment(showing local: CivilTime) -> EventTime {
    let asUTC = local.utc
    let period = periods[period(showing: asUTC.wholeSeconds)]
    guard asUTC.wholeSeconds - Int64(period.offset) >= period.start else {
      return EventTime(milliseconds: period.start * 1000)
    }
    return EventTime(milliseconds: asUTC.milliseconds - Int64(period.offset) * 1000)
  }

  /// The latest that clocks of this zone have shown up to `time`: what they show, or what they showed
  /// before they were last set back.
  func latestCivil(upTo time: EventTime) -> CivilTime {
    let number = period(at: time.wholeSeconds)
    let shown = time.milliseconds + Int64(periods[number].offset) * 1000
    guard number > 0 else { return CivilTime(utc: EventTime(milliseconds: shown)) }
    let before = (periods[number].start + Int64(periods[number - 1].offset)) * 1000 - 1
    return CivilTime(utc: EventTime(milliseconds: max(shown, before)))
  }

  /// The moments at which clocks of this zone were set before and after `time`, up to which and from
  /// which on they have another offset; nil where they never were or will be.
  func changes(around time: EventTime) -> (last: EventTime?, next: EventTime?) {
    let number = period(at: time.wholeSeconds)
    return (
      number > 0 ? EventTime(milliseconds: periods[number].start * 1000) : nil,
      number + 1 < periods.count ? EventTime(milliseconds: periods[number + 1].start * 1000) : nil
    )
  }

  /// What clocks of this zone show at `time`.
  public func civil(at time: EventTime) -> CivilTime {
    let shift = Int64(offset(at: time)) * 1000
    let (local, overflowed) = time.milliseconds.addingReportingOverflow(shift)
    return CivilTime(utc: EventTime(milliseconds: overflowed ? time.milliseconds : local))
  }
}
