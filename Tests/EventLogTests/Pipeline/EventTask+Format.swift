import EventLog

extension EventTask {
  /// The same task with its answer in a format.
  func shown(as format: OutputFormat) -> EventTask {
    let rows = RowFormat(rawValue: format.rawValue) ?? .tsv
    return switch self {
    case .print(_, let excerpt): .print(format, excerpt)
    case .survey: .survey(format)
    case .stats(let plan, _): .stats(plan, rows)
    case .sessions(let plan, _): .sessions(plan, rows)
    case .viewers(let plan, _): .viewers(plan, rows)
    case .checks(let plan, _): .checks(plan, rows)
    case .count, .names, .any, .report, .metrics, .state: self
    }
  }
}
