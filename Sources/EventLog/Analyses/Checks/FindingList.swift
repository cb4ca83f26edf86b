/// What was found so far, of all that is asked for.
///
/// It may be asked of a second, earlier window, which findings are compared with.
struct FindingList {
  private let names: [Glob]
  private let failingChecks: Set<Check>
  private let redacts: Bool
  private var current: Share
  private var earlier: Share?
  private var unwatched: [Check: Int] = [:]
  /// Findings that wait for the time that they cannot be later than.
  private var waiting: [Finding] = []

  /// So many findings of each kind are kept; of a hostile log there may be millions.
  static let limit = 20_000

  /// The findings of one window.
  fileprivate struct Share {
    let window: TimeWindow
    var findings: [Finding] = []
    var counts: [Check: Int] = [:]
  }

  /// The findings of a window in order of time, and how many there are.
  struct Sorted {
    /// Those that were kept; where there were more, one of no known time says so.
    var findings: [Finding] = []
    /// All of them, those that were not kept included.
    var count = 0
  }

  /// Creates an empty list.
  ///
  /// - Parameters:
  ///   - plan: which findings are asked for.
  ///   - earlier: the window that those of the plan's are compared with.
  ///   - redacts: whether passwords are hidden.
  init(_ plan: ChecksPlan, earlier: TimeWindow? = nil, redacts: Bool) {
    names = plan.names
    failingChecks = plan.failing
    current = Share(window: plan.window)
    self.earlier = earlier.map { Share(window: $0) }
    self.redacts = redacts
  }

  /// How many findings there are that the status tells of.
  var failing: Int {
    current.counts.reduce(0) { $0 + (failingChecks.contains($1.key) ? $1.value : 0) }
  }

  /// Takes a finding, if it is asked for.
  mutating func add(_ finding: Finding) {
    guard names.isEmpty || names.contains(where: { $0.matches(finding.stream.span) }) else {
      return
    }
    guard !finding.isApproximate || waiting.count >= Self.limit else {
      waiting.append(finding)
      return
    }
    place(finding)
  }

  /// Decides about findings of one log with records that have no time.
  mutating func place(between neighbours: DatedNeighbours) {
    for var finding in waiting {
      finding.notAfter = neighbours.next(after: finding.end ?? finding.time)
      // Stamps are no finer than a second.
      let isExact = [finding.time, finding.end ?? finding.time].allSatisfy { time in
        guard let time, let next = neighbours.next(after: time) else { return false }
        return next.milliseconds(since: time) < 1000
      }
      if isExact { (finding.isApproximate, finding.notAfter) = (false, nil) }
      place(finding)
    }
    waiting.removeAll()
  }

  private mutating func place(_ finding: Finding) {
    let isCurrent = current.holds(finding)
    let isEarlier = earlier?.holds(finding) ?? false
    guard isCurrent || isEarlier else { return }
    var finding = finding
    finding.stream = shown(finding.stream)
    if isCurrent { current.add(finding) }
    // What reaches from the earlier window into the later one is counted there alone.
    if isEarlier, !isCurrent || current.window.contains(finding.time) { earlier?.add(finding) }
  }

  /// Takes note of names that a detector had no room for.
  mutating func addUnwatched(_ count: Int, _ check: Check) {
    if count > 0 { unwatched[check, default: 0] += count }
  }

  /// Text of the log as it may be shown: without passwords, if these are to be hidden.
  func shown(_ text: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    guard redacts else { return text }
    var safe = ByteBuffer(capacity: text.count)
    safe.append(redacting: text.span)
    return safe.copied()
  }

  /// All of them in order of time; what two sinks of one server tell alike stands there once.
  mutating func takeSorted() -> Sorted { current.takeSorted(unwatched) }

  /// Findings in order of time, those that are alike once.
  static func inOrder(_ findings: [Finding]) -> [Finding] {
    findings.sorted { $0.stands(before: $1) }.reduce(into: []) { sorted, finding in
      if sorted.last != finding { sorted.append(finding) }
    }
  }

  /// The same of the earlier window.
  mutating func takeSortedEarlier() -> Sorted { earlier?.takeSorted(unwatched) ?? Sorted() }
}

extension FindingList.Share {
  /// Whether a finding lies in the window at least in part.
  fileprivate func holds(_ finding: Finding) -> Bool {
    window.overlaps(from: finding.time, to: finding.notAfter ?? finding.end)
  }

  fileprivate mutating func add(_ finding: Finding) {
    counts[finding.check, default: 0] += 1
    if counts[finding.check] ?? 0 <= FindingList.limit { findings.append(finding) }
  }

  fileprivate mutating func takeSorted(_ unwatched: [Check: Int]) -> FindingList.Sorted {
    var sorted = FindingList.Sorted()
    for (check, count) in counts where count > FindingList.limit {
      let rest = count - FindingList.limit
      findings.append(
        Finding(
          check, from: nil, "\(rest) more findings are not shown; take a smaller window",
          [RowMember("notShown", .number(Int64(rest)))]))
      // The one that says so counts for one of them.
      sorted.count += rest - 1
    }
    for (check, count) in unwatched {
      findings.append(
        Finding(
          check, from: nil, "too many streams at once: \(count) events were not looked at",
          [RowMember("eventsNotLookedAt", .number(Int64(count)))]))
    }
    sorted.findings = FindingList.inOrder(findings)
    findings = []
    sorted.count += sorted.findings.count
    return sorted
  }
}

extension Finding {
  /// Whether it stands before another one: by time, those of no known time behind all others.
  fileprivate func stands(before other: Finding) -> Bool {
    if time != other.time {
      guard let time, let otherTime = other.time else { return time != nil }
      return time < otherTime
    }
    if check != other.check { return check.rawValue < other.check.rawValue }
    if stream != other.stream { return stream.lexicographicallyPrecedes(other.stream) }
    if end != other.end {
      guard let end, let otherEnd = other.end else { return end == nil }
      return end < otherEnd
    }
    return message.lexicographicallyPrecedes(other.message)
  }
}
