/// All that was counted: groups, how many events each has, and what is known of their numbers.
///
/// Two states add up to the one of all their events. As long as all groups are told apart, what it holds
/// when it is settled does not depend on the order of events, nor on how these were divided among states.
///
/// Memory is bounded: what is kept for percentiles has a ``TallyBudget``, and so many groups are told
/// apart. Where there are more, those with the fewest events are counted with the others from time to
/// time. A group that comes later may have been among these: it is known how many of its events are
/// counted there at most (the bound of Space-Saving and Lossy Counting). Each group with more events than
/// ``missingLimit`` is told apart, in whatever order events and states come.
struct TallyState: ~Copyable {
  /// The group of all that are not told apart.
  static let others = 0

  private(set) var keys: TallyKeys
  /// How many events each group has; the first is ``others``.
  private(set) var counts: ContiguousArray<Int> = [0]
  /// How many events of each group may be counted with the others.
  private(set) var missing: ContiguousArray<Int> = [0]
  /// No group that is not told apart has more events than this; 0 as long as all are.
  private(set) var missingLimit = 0
  /// The numbers of each field of each group.
  private(set) var values: ContiguousArray<TallyValues>
  private(set) var trend = TallyTrend()
  private(set) var budget = TallyBudget()
  /// How often groups have got other numbers.
  private(set) var renumberings = 0
  private let fieldCount: Int

  init(_ plan: TallyPlan) {
    fieldCount = plan.fields.count
    keys = TallyKeys(limit: plan.groupLimit)
    values = ContiguousArray(repeating: TallyValues(), count: fieldCount)
    budget.keeps = !plan.percentiles.isEmpty && fieldCount > 0
    budget.numberLimit = plan.numberLimit
    budget.binLimit = plan.numberLimit
  }

  /// Counts an event, and returns its group, which has that number until the next event.
  @inline(__always)
  mutating func count(_ key: Span<UInt8>) -> Int {
    let group = group(of: key)
    counts[group] &+= 1
    return group
  }

  /// Counts an event of a group that has had this number since the last of ``renumberings``.
  @inline(__always)
  mutating func count(group: Int) { counts[group] &+= 1 }

  /// Takes in a number of a group's field.
  @inline(__always)
  mutating func add(_ number: TallyNumber, field: Int, group: Int) {
    values[group &* fieldCount &+ field].add(number, &budget)
    if budget.isExceeded { settleBudget() }
  }

  /// Counts a time of a group.
  mutating func add(_ time: EventTime, group: Int) { trend.add(time, group: group) }

  @inline(__always)
  private mutating func group(of key: Span<UInt8>) -> Int {
    if let number = keys.knownNumber(of: key) { return number &+ 1 }
    // Before the group is there, which would be among those with the fewest events.
    if keys.isExceeded { settle() }
    counts.append(0)
    missing.append(missingLimit)
    for _ in 0..<fieldCount { values.append(TallyValues()) }
    return keys.number(of: key) + 1
  }

  /// The numbers of a group's field.
  func values(of group: Int, field: Int) -> TallyValues { values[group * fieldCount + field] }

  /// Lets go of what there is no room for.
  ///
  /// - Complexity: O(*n* log *n*) in the number of groups.
  mutating func settle() {
    if keys.isOverfull {
      let counts = counts
      let (kept, gone) = keys.keepFirst(
        of: (0..<keys.count).sorted { left, right in
          let (one, other) = (counts[left + 1], counts[right + 1])
          return one != other ? one > other : left < right
        })
      for key in gone { missingLimit = max(missingLimit, counts[key + 1] + missing[key + 1]) }
      renumber(kept, gone)
    }
    settleBudget()
  }

  /// Gives up what there is no room for; groups keep their numbers.
  private mutating func settleBudget() {
    if missingLimit > 0 {
      // Which groups there will be is not known any more, and so not how many numbers they have: each
      // is given as much room as it is sure to have, and of histograms there is no telling at all.
      let share = budget.numberLimit / max(1, 2 * keys.limit * fieldCount)
      budget.lower(to: share, .none)
    }
    guard budget.keeps else { return }
    budget.lower(for: values.map(\.count))
    settleValues()
    while budget.bins > budget.binLimit {
      budget.coarsen()
      settleValues()
    }
  }

  private mutating func settleValues() {
    budget.numbers = 0
    budget.bins = 0
    for index in values.indices {
      values[index].settle(budget)
      budget.numbers += min(values[index].count, budget.cutoff)
      budget.bins += values[index].binCount
    }
  }

  /// Gives groups other numbers; what is gone is counted with the others.
  private mutating func renumber(_ kept: [Int], _ gone: [Int]) {
    var fewerCounts: ContiguousArray = [counts[Self.others]]
    missing = [0] + kept.map { missing[$0 + 1] }
    var fewerValues = ContiguousArray(values[..<fieldCount])
    for key in kept {
      fewerCounts.append(counts[key + 1])
      fewerValues += values[((key + 1) * fieldCount)..<((key + 2) * fieldCount)]
    }
    for key in gone {
      fewerCounts[Self.others] += counts[key + 1]
      for field in 0..<fieldCount {
        fewerValues[field].add(
          values[(key + 1) * fieldCount + field], cutoff: budget.cutoff, budget.precision)
      }
    }
    trend.renumber([Self.others] + kept.map { $0 + 1 }, gone: gone.map { $0 + 1 })
    (counts, values) = (fewerCounts, fewerValues)
    renumberings += 1
  }
}

extension TallyState {
  /// One group of another state.
  struct Group {
    /// Nil for the others.
    var key: ContiguousArray<UInt8>?
    var events: Int
    /// As many as there are fields.
    var values: [TallyValues]
    var trend: [Int] = []
    /// How many more events it may have.
    var missing = 0
  }

  /// Takes in a group of another state, whose times are spread over the stretches of `frame`.
  ///
  /// `limit` is the ``missingLimit`` of that state, which this one has taken over: for this group it is
  /// known better.
  mutating func add(_ group: Group, frame: TallyTrend.Frame, missing limit: Int = 0) {
    let number = group.key.map { self.group(of: $0.span) } ?? Self.others
    if number != Self.others { missing[number] += group.missing - limit }
    counts[number] += group.events
    for (field, more) in group.values.enumerated() {
      let index = number * fieldCount + field
      let (numbers, bins) = (min(values[index].count, budget.cutoff), values[index].binCount)
      values[index].add(more, cutoff: budget.cutoff, budget.precision)
      budget.numbers += min(values[index].count, budget.cutoff) - numbers
      budget.bins += values[index].binCount - bins
    }
    trend.add(group.trend, in: frame, group: number)
    if budget.isExceeded { settleBudget() }
  }

  /// Gives up what another state has given up: numbers, digits, and that many events of any group.
  mutating func giveUp(
    _ cutoff: Int, _ precision: TallyHistogram.Precision, missing limit: Int = 0
  ) {
    budget.lower(to: cutoff, precision)
    missingLimit += limit
    for number in missing.indices where number != Self.others { missing[number] += limit }
  }

  /// Takes over that a group which is not told apart may have so many events.
  mutating func giveUp(absent limit: Int) { missingLimit = max(missingLimit, limit) }

  /// What has to be said of the answer besides: that not all groups are told apart.
  func notes(_ plan: TallyPlan) -> [String] {
    guard missingLimit > 0 else { return [] }
    return [
      """
      more than \(plan.groupLimit) groups: only those with the most events are told apart. None of the \
      others has more than \(missingLimit) events; 'missing' says how many more a group may have
      """
    ]
  }

  /// The groups with an event, in the order of their keys, the others last.
  func groups() -> [Int] {
    let told = keys.sorted().map { $0 + 1 }.filter { counts[$0] > 0 }
    return counts[Self.others] > 0 ? told + [Self.others] : told
  }

  /// One of the groups.
  func group(_ number: Int) -> Group {
    let stretches = trend.counts(of: number)
    return Group(
      key: number == Self.others ? nil : keys.key(number - 1), events: counts[number],
      values: Array(values[(number * fieldCount)..<((number + 1) * fieldCount)]),
      trend: stretches.contains { $0 > 0 } ? stretches : [], missing: missing[number])
  }
}
