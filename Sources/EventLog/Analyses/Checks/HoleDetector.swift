/// Looks for records that are missing in the log, by the counters that records bear.
struct HoleDetector: Detector {
  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for case .missing(let range, let from, let to, _) in changes {
      let (count, overflowed) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
      let missing = overflowed || count == .max ? .max : count + 1
      var message = missing.counted("record") + " missing"
      if let from = from?.possible, let to = to?.possible, to > from {
        message += " within \((to - from).inWords)"
      }
      findings.add(
        Finding(
          .holes, from: from?.possible ?? to?.possible, to: to?.possible, message,
          [
            RowMember("records", .number(missing)),
            RowMember("firstLogEntry", .number(range.lowerBound)),
            RowMember("lastLogEntry", .number(range.upperBound)),
          ]))
    }
  }
}
