/// What becomes of the events that pass a filter: the one place that knows which tasks there are.
public enum EventTask: Sendable {
  /// Prints them in a format.
  case print(OutputFormat = .jsonl, Excerpt = Excerpt())
  /// Counts them.
  case count
  /// Finds the sources that have any; the first event of each ends its reading.
  case names
  /// Finds out if there is any; the first event ends the reading.
  case any
  /// Counts their fields.
  case survey(OutputFormat = .json)
  /// Counts them, or adds up their fields, by group and time.
  case stats(TallyPlan, RowFormat = .tsv)
  /// Lists the sessions that they begin and end.
  case sessions(SessionsPlan, RowFormat = .tsv)
  /// Counts how many watched at the same time.
  case viewers(ViewersPlan, RowFormat = .tsv)
  /// Looks for what went wrong.
  case checks(ChecksPlan, RowFormat = .tsv)
  /// Sums up everything.
  case report(ReportPlan)
  /// Counts for a monitoring system.
  case metrics(MetricsPlan)
  /// Writes the state from which `merge` makes the answer of several runs.
  case state(SessionQuestion)

  /// True if a run tells nothing but whether, or where, there is an event.
  public var findsOnly: Bool {
    switch self {
    case .names, .any: true
    default: false
    }
  }

  /// True if the task prints events one by one.
  public var printsEvents: Bool { if case .print = self { true } else { false } }

  /// True for answers that have to see all events, whatever their times: what they are about may have
  /// begun before the window.
  ///
  /// They choose by time themselves.
  public var seesEverything: Bool {
    switch self {
    case .sessions, .viewers, .checks, .report, .metrics, .state: true
    case .print, .count, .names, .any, .survey, .stats: false
    }
  }

  /// True if a state is written, which says what the logs held.
  public var writesState: Bool {
    switch self {
    case .state: true
    case .stats(let plan, _): plan.writesState
    default: false
    }
  }

  /// True if events are put into rows by their times.
  public var hasRowsOfTime: Bool {
    if case .stats(let plan, _) = self { plan.step != nil } else { false }
  }

  /// The fields that the user named for the output.
  func namedFields(_ options: RenderOptions) -> [FieldPath] {
    switch self {
    case .print: options.fields.paths + (options.template?.paths ?? [])
    case .stats(let plan, _): plan.keys + plan.fields
    default: []
    }
  }

  /// Returns what takes the events; those that are printed go to an ``EventPrinter`` instead.
  func sink(_ options: RenderOptions) -> any EventSink & ~Copyable {
    switch self {
    case .print, .count, .names, .any: EventCounter()
    case .survey(let format): FieldSurvey(format, options)
    case .stats(let plan, let format): Tally(plan, format, options)
    case .sessions(let plan, let format): SessionsReport(plan, format, options)
    case .viewers(let plan, let format): ViewersReport(plan, format, options)
    case .checks(let plan, let format): ChecksReport(plan, format, options)
    case .report(let plan): LogReport(plan, options)
    case .metrics(let plan): MetricsReport(plan)
    case .state(let question): SessionJournal(question)
    }
  }
}

/// Takes events of which only the number counts.
private struct EventCounter: EventSink, ~Copyable {
  var needsTimes: Bool { false }
  var neededFields: NeededFields { .none }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {}
}
