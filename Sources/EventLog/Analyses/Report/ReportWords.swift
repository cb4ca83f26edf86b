/// A figure of a report as all forms for people show it.
struct ReportLine {
  /// What it is.
  var label: String
  /// The figure with its unit.
  var value: String
  /// How it has changed, as in `+12 %`; nil if nothing is compared.
  var change: String?
  /// What else there is to say.
  var note = ""
}

extension ReportSummary {
  /// The figures of the window as a whole.
  func lines(_ plan: ReportPlan) -> [ReportLine] {
    let (zone, before) = (plan.zone, comparable)
    var lines = [
      ReportLine(
        label: "Events", value: "\(totals.events)",
        change: change(Int128(totals.events), before.map { Int128($0.events) })),
      ReportLine(
        label: "Sessions", value: "\(totals.sessions)",
        change: change(Int128(totals.sessions), before.map { Int128($0.sessions) }),
        note: roles),
    ]
    let viewers = totals.viewers
    var peak = ReportLine(
      label: "Peak viewers", value: "\(viewers?.peak ?? 0)",
      change: change(Int128(viewers?.peak ?? 0), before.map { Int128($0.viewers?.peak ?? 0) }))
    if let time = viewers?.peakTime {
      peak.note = "at \(zone.text(EventTime(milliseconds: time))), \(plan.viewersCounted)"
    }
    lines.append(peak)
    let average = viewers?.averageHundredths
    lines.append(
      ReportLine(
        label: "Average viewers", value: average.map(ReportFigure.hundredths) ?? "none",
        change: change(
          Int128(average ?? 0), before.map { Int128($0.viewers?.averageHundredths ?? 0) })))
    lines.append(
      ReportLine(
        label: "Bytes out", value: ReportFigure.bytes(totals.bytes.out),
        change: change(totals.bytes.out, before?.bytes.out)))
    lines.append(
      ReportLine(
        label: "Bytes in", value: ReportFigure.bytes(totals.bytes.into),
        change: change(totals.bytes.into, before?.bytes.into)))
    lines.append(
      ReportLine(
        label: "Problems", value: "\(totals.problems)",
        change: change(Int128(totals.problems), before.map { Int128($0.problems) })))
    return lines
  }

  /// The totals that are compared with; nil if there is no event among them.
  private var comparable: Totals? {
    guard let earlier, earlier.totals.events > 0 else { return nil }
    return earlier.totals
  }

  private func change(_ now: Int128, _ before: Int128?) -> String? {
    before.flatMap { ReportFigure.change(from: $0, to: now) }
  }

  private func change(_ now: ByteSum, _ before: ByteSum?) -> String? {
    guard let now = now.value, let before = before?.value else { return nil }
    return ReportFigure.change(from: before, to: now)
  }

  /// What the sessions are: `2 in, 3 out, 1 http`.
  var roles: String {
    SessionRoleName.allCases.compactMap { role in
      totals.roles[role].map { "\($0) \(role.rawValue)" }
    }.joined(separator: ", ")
  }

  /// How the sessions ended: `6 closed, 1 cut by a restart`.
  var endings: String {
    SessionStatus.allCases.compactMap { status in
      totals.statuses[status].map { count in
        switch status {
        case .closed: "\(count) closed"
        case .restart: "\(count) cut by a restart"
        case .stop: "\(count) cut by a stop"
        case .open: "\(count) open"
        case .unopened: "\(count) whose beginning is not logged"
        case .replaced: "\(count) whose end is not logged"
        }
      }
    }.joined(separator: ", ")
  }

  /// The time that is told of.
  func period(in zone: ZoneRules) -> String {
    guard let start = stretch.start, let end = stretch.end else {
      return Self.text(of: stretch.window, in: zone) ?? "no event of known time"
    }
    let (first, last) = (EventTime(milliseconds: start), EventTime(milliseconds: end))
    return "\(zone.text(first)) to \(zone.text(last)) \(zone.name)"
      + " (\(ReportFigure.duration(end - start)))"
  }

  /// What is compared with, if anything is.
  func comparison(_ plan: ReportPlan) -> String? {
    guard let earlier, let window = Self.text(of: earlier.stretch.window, in: plan.zone) else {
      return nil
    }
    if earlier.totals.events == 0 { return "nothing to compare with: no event in \(window)" }
    let warning = isEarlierPartial ? ", of which the log has only a part" : ""
    return "compared with \(window) (\(plan.comparisonName) before)\(warning)"
  }

  private static func text(of window: TimeWindow, in zone: ZoneRules) -> String? {
    let since = window.since.map { zone.text($0) }
    let until = window.until.map { zone.text($0) }
    switch (since, until) {
    case (let since?, let until?): return "\(since) to \(until) \(zone.name)"
    case (let since?, nil): return "from \(since) \(zone.name) on"
    case (nil, let until?): return "until \(until) \(zone.name)"
    case (nil, nil): return nil
    }
  }

  /// What is known of the log itself, sentence by sentence.
  var logNotes: [String] {
    var notes = [
      "\(ReportFigure.count(log.files, "file")) read, "
        + (log.skippedPieces == 0
          ? "nothing unreadable"
          : "\(ReportFigure.count(log.skippedPieces, "piece")) unreadable"
            + " (\(ReportFigure.count(log.skippedBytes, "byte")))")
        + ", "
        + (log.missing == 0
          ? "no record missing"
          : "\(log.missing) \(log.missing == 1 ? "record" : "records") missing")
    ]
    if log.restarts > 0 {
      let times = log.restarts == 1 ? "once" : "\(log.restarts) times"
      notes.append("the server was started again \(times)")
    }
    if log.undated > 0 {
      let events = ReportFigure.count(log.undated, "event")
      notes.append("\(events) without a time of their own, taken at that of the record before")
    }
    if log.timeless > 0 {
      let events = ReportFigure.count(log.timeless, "event")
      notes.append(
        "\(events) with no known time" + (log.isWhole ? "" : ", not counted in the window"))
    }
    if log.forgotten > 0 {
      notes.append("\(ReportFigure.count(log.forgotten, "session")) given up: too many were open")
    }
    return notes
  }
}

extension ReportPlan {
  /// Who counts as a viewer.
  var viewersCounted: String {
    onlyPlayers ? "players only" : "packagers and recordings included"
  }
}

extension ReportRanking {
  /// As it stands in a heading.
  var words: String {
    switch self {
    case .bytes: "bytes out"
    case .viewers: "peak of viewers"
    case .hours: "hours watched"
    }
  }
}
