/// Something that was found: like an event, with a time, a stream, and what it is known from.
struct Finding: Equatable {
  /// What was looked for.
  var check: Check
  /// When it happened, or began.
  var time: EventTime?
  /// When it ended; nil if it is a moment.
  var end: EventTime?
  /// The stream that it is about, in UTF-8; empty if it is about none.
  var stream: ContiguousArray<UInt8> = []
  /// One sentence for people, in UTF-8, without the stream and without times of day.
  var message: ContiguousArray<UInt8>
  /// What it is known from; names say the units.
  var evidence: [RowMember]

  /// Creates a finding.
  ///
  /// - Parameters:
  ///   - check: what was looked for.
  ///   - start: when it happened or began, in milliseconds since 1970.
  ///   - end: when it ended; the same as `start`, or nil, makes it a moment.
  ///   - stream: the stream, in UTF-8.
  ///   - message: the sentence.
  ///   - evidence: what it is known from.
  init(
    _ check: Check, from start: Int64?, to end: Int64? = nil,
    stream: ContiguousArray<UInt8> = [], _ message: String, _ evidence: [RowMember]
  ) {
    self.check = check
    time = start.map(EventTime.init(milliseconds:))
    self.end = end == start ? nil : end.map(EventTime.init(milliseconds:))
    self.stream = stream
    self.message = ContiguousArray(message.utf8)
    self.evidence = evidence
  }
}

/// What was found so far, of all that is asked for.
struct FindingList {
  private let plan: ChecksPlan
  private let redacts: Bool
  private var findings: [Finding] = []
  private var counts: [Check: Int] = [:]
  private var unwatched: [Check: Int] = [:]

  /// So many findings of each kind are kept; of a hostile log there may be millions.
  static let limit = 20_000

  init(_ plan: ChecksPlan, redacts: Bool) {
    self.plan = plan
    self.redacts = redacts
  }

  /// How many findings there are that the status tells of.
  var failing: Int { counts.reduce(0) { $0 + (plan.failing.contains($1.key) ? $1.value : 0) } }

  /// Takes a finding, if it is asked for.
  mutating func add(_ finding: Finding) {
    guard isAskedFor(finding) else { return }
    counts[finding.check, default: 0] += 1
    guard counts[finding.check] ?? 0 <= Self.limit else { return }
    var finding = finding
    finding.stream = shown(finding.stream)
    findings.append(finding)
  }

  /// Takes note of names that a detector had no room for.
  mutating func addUnwatched(_ count: Int, _ check: Check) {
    if count > 0 { unwatched[check, default: 0] += count }
  }

  private func isAskedFor(_ finding: Finding) -> Bool {
    guard plan.names.isEmpty || plan.names.contains(where: { $0.matches(finding.stream.span) })
    else { return false }
    if plan.window.isUnlimited { return true }
    guard let start = finding.time ?? finding.end, let end = finding.end ?? finding.time else {
      return false
    }
    if let until = plan.window.until, start >= until { return false }
    if let since = plan.window.since, end < since { return false }
    return true
  }

  /// Text of the log as it may be shown: without passwords, if these are to be hidden.
  func shown(_ text: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    guard redacts else { return text }
    var safe = ByteBuffer(capacity: text.count)
    safe.append(redacting: text.span)
    return safe.copied()
  }

  /// All of them in order of time; what two sinks of one server tell alike stands there once.
  mutating func takeSorted() -> [Finding] {
    for (check, count) in counts where count > Self.limit {
      let rest = count - Self.limit
      findings.append(
        Finding(
          check, from: nil, "\(rest) more findings are not shown; take a smaller window",
          [RowMember("notShown", .number(Int64(rest)))]))
    }
    for (check, count) in unwatched {
      findings.append(
        Finding(
          check, from: nil, "too many streams at once: \(count) events were not looked at",
          [RowMember("eventsNotLookedAt", .number(Int64(count)))]))
    }
    findings.sort { $0.stands(before: $1) }
    var sorted: [Finding] = []
    for finding in findings where sorted.last != finding { sorted.append(finding) }
    findings = []
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

extension Int64 {
  /// Milliseconds in words: `850ms`, `15s`, `2.5s`, `1m15s`, `1h`, `2h14m07s`, `3d2h`.
  var inWords: String {
    let (seconds, rest) = (magnitude / 1000, magnitude % 1000)
    let sign = self < 0 ? "-" : ""
    if seconds == 0 { return "\(sign)\(rest)ms" }
    let padded = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600, seconds / 60 % 60)
    if days > 1 { return "\(sign)\(days)d" + (hours % 24 > 0 ? "\(hours % 24)h" : "") }
    if hours > 0 {
      let tail = seconds % 60 > 0 ? "\(padded(minutes))m\(padded(seconds % 60))s" : ""
      return "\(sign)\(hours)h" + (tail.isEmpty && minutes > 0 ? "\(padded(minutes))m" : tail)
    }
    if minutes > 0 {
      return "\(sign)\(minutes)m" + (seconds % 60 > 0 ? "\(padded(seconds % 60))s" : "")
    }
    return rest < 100 ? "\(sign)\(seconds)s" : "\(sign)\(seconds).\(rest / 100)s"
  }

  /// `1 report`, `5 reports`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension ContiguousArray<UInt8> {
  /// UTF-8 as a string.
  var asText: String { String(decoding: self, as: UTF8.self) }
}
