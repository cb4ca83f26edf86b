import EventLog
import LogFiles

extension Diagnostics {
  /// Tells what a pass over followed logs has noticed; `isEnd` if no further look at them will follow.
  mutating func report(
    _ follower: inout Follower, _ consumer: inout FollowConsumer, isEnd: Bool
  ) {
    for finding in follower.takeFindings() { loss(finding.diagnostic) }
    for report in consumer.takeReports() {
      self.report(report.end, of: report.fileName)
      self.report(skipped: report.skipped, of: report.statistics, in: report.fileName)
      if report.isFromStart { self.report(nothingIn: report.statistics, report.fileName) }
    }
    for gap in consumer.takeGaps(isEnd: isEnd) {
      loss(
        Diagnostic(
          place: gap.log,
          problem: gap.range.count == 1
            ? "record \(gap.range.lowerBound) is missing"
            : "records \(gap.range.lowerBound) to \(gap.range.upperBound) are missing",
          hint: "the server counts its records; these are in none of the files"))
    }
    if isEnd { report(unseen: consumer.unseenFields) }
  }
}

extension FollowFinding {
  /// What to tell of it.
  var diagnostic: Diagnostic {
    switch self {
    case .lostInTruncation(let file, let bytes):
      Diagnostic(
        place: file, problem: "\(count(Int(bytes), "byte")) were lost when the log was truncated",
        hint: "copytruncate loses what is written meanwhile; let the server rotate its logs")
    case .lostStream(let file, let offset):
      Diagnostic(
        place: file, problem: "gone; what was written to it behind byte \(offset) is lost",
        hint: "keep rotated logs for longer, or run poll more often")
    case .shortened(let file, let from, let to):
      Diagnostic(
        place: file, problem: "it was read up to byte \(from) and is shorter now",
        hint: "reading goes on from byte \(to); some events may be repeated")
    case .rewritten(let file):
      Diagnostic(
        place: file, problem: "what had been read of it is something else now",
        hint: "it is read from its start again; events may be repeated")
    }
  }
}
