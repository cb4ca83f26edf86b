import TestSupport

@testable import EventLog

/// What `check` tells of a log: `time end check severity stream message`, with dots for what is
/// missing and without the date.
func findings(
  _ logs: [[[UInt8]]], day: String = "2025-12-17T", evidence: Bool = false,
  _ change: (inout ChecksPlan) -> Void = { _ in }
) -> [String] {
  var plan = ChecksPlan()
  change(&plan)
  var selection = FilteredEvents(
    Filter(), .checks(plan, .tsv))
  selection.read(logs, named: "log")
  return selection.printed.split(separator: "\n").dropFirst().map { row in
    row.split(separator: "\t", omittingEmptySubsequences: false).prefix(evidence ? 7 : 6).map {
      cell in
      if cell.isEmpty { return "." }
      return cell.hasPrefix(day) ? String(cell.dropFirst(day.count)) : String(cell)
    }.joined(separator: " ")
  }
}

/// What `check` tells of records written by hand, on the day of ``SessionLog``.
func findings(
  _ log: SessionLog, evidence: Bool = false, _ change: (inout ChecksPlan) -> Void = { _ in }
) -> [String] {
  findings([[Array(log.text.utf8)]], day: "2026-11-20T", evidence: evidence, change)
}
