import EventLog

extension ReadStatistics {
  /// The lines of `--stats` about what is no event: damage first, then lines of something else.
  var accountOfOthers: [String] {
    var lines = ["skipped     \(skipped) (\(skippedBytes) bytes)"]
    lines += account { $0.isDamage }
    if others > 0 {
      lines.append("other       \(others) (\(otherBytes) bytes)")
      lines += account { !$0.isDamage }
    }
    return lines
  }

  /// Requests, and lines about requests, that have no body.
  var requestsWithoutBody: Int { skipped(.noWebhook) + skipped(.probe) }

  /// True of a log that was read, is whole, and holds nothing but requests without a body or records of
  /// no known system.
  var lacksEvents: Bool {
    guard events == 0, skipped == 0 else { return false }
    let unknown = skipped(.unknownRecord)
    guard requestsWithoutBody > 0 || unknown > 0 else { return false }
    return others == requestsWithoutBody + unknown + skipped(.otherLine)
  }

  private func account(of isCounted: (SkipReason) -> Bool) -> [String] {
    SkipReason.allCases.filter { isCounted($0) && skipped($0) > 0 }.map { reason in
      "            \(count(skipped(reason), reason.singular, reason.plural))"
    }
  }
}
