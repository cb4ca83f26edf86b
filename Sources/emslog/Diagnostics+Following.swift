import EventLog
import LogFiles

extension Diagnostics {
  /// Tells what a pass over followed logs has noticed.
  mutating func report(_ follower: inout Follower, _ consumer: inout FollowConsumer) {
    for error in follower.passErrors { trouble(error) }
    reportLosses(&follower, &consumer)
  }

  /// Tells what is known to be lost or damaged.
  mutating func reportLosses(_ follower: inout Follower, _ consumer: inout FollowConsumer) {
    for finding in follower.takeFindings() { loss(finding.diagnostic) }
    for report in consumer.takeReports() {
      self.report(report.end, of: report.fileName)
      self.report(skipped: report.skipped, of: report.statistics, in: report.fileName)
      for finding in report.sequence {
        guard case .missing(let range) = finding else { continue }
        loss(
          Diagnostic(
            place: report.fileName,
            problem: range.count == 1
              ? "record \(range.lowerBound) is missing"
              : "records \(range.lowerBound) to \(range.upperBound) are missing",
            hint: "the server counts its records; these are in none of the files"))
      }
    }
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
    }
  }
}
