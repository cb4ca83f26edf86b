import EventLog
import LogFiles

extension Diagnostics {
  /// Tells what a pass over followed logs has noticed; `isEnd` if no further look at them will follow.
  mutating func report(
    _ follower: inout Follower, _ consumer: inout FollowConsumer, isEnd: Bool
  ) {
    report(follower.takeFindings(), follower)
    for report in consumer.takeReports() {
      self.report(report.end, of: report.fileName)
      self.report(skipped: report.skipped, of: report.statistics, in: report.fileName)
      if report.isFromStart { self.report(nothingIn: report.statistics, report.fileName) }
    }
    for gap in consumer.takeGaps(isEnd: isEnd) {
      report(missing: gap.range, before: gap.log, follower)
    }
    if isEnd { report(unseen: consumer.unseenFields) }
  }

  /// Tells that numbered records are in no log that was read.
  mutating func report(
    missing range: ClosedRange<Int64>, before log: String, _ follower: borrowing Follower
  ) {
    loss(
      Diagnostic(
        place: log,
        problem: range.count == 1
          ? "record \(range.lowerBound) is missing"
          : "records \(range.lowerBound) to \(range.upperBound) are missing",
        hint: follower.unreadableLog(beside: log).map {
          "\($0.printable) may hold them, but is not read; decompress it to a file beside it"
        } ?? "the server counts its records; these are in none of the files"))
  }

  /// Tells what was found to be lost or changed.
  mutating func report(_ findings: [FollowFinding], _ follower: borrowing Follower) {
    for finding in findings {
      guard case .lostStream(let file, let offset, let hadMore) = finding else {
        loss(finding.diagnostic)
        continue
      }
      if let path = follower.unreadableLog(beside: file) {
        trouble(
          Diagnostic(
            place: path.printable,
            problem: "not read; it may hold what was written to \(file) after byte \(offset)",
            hint: "decompress it to a file beside it"))
      } else if hadMore {
        loss(finding.diagnostic)
      } else {
        note(finding.diagnostic)
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
    case .lostStream(let file, let offset, let hadMore):
      Diagnostic(
        place: file,
        problem: "gone; what was written to it after byte \(offset)"
          + (hadMore ? " is lost" : ", if anything, is lost"),
        hint: "keep rotated logs for longer, or run poll more often; name the directory that "
          + "rotation moves them to with --olddir")
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
