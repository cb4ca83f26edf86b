/// What a report is asked: the one place that knows which there are.
public enum Question: Sendable {
  /// Which sessions there were, and what became of them.
  case sessions(SessionsPlan)
  /// How many watched at the same time.
  case viewers(ViewersPlan)
  /// What went wrong.
  case checks(ChecksPlan)
  /// What there is to tell of all of it.
  case report(ReportPlan)
  /// What a monitoring system wants to know.
  case metrics(MetricsPlan)
  /// No answer yet, but what is needed to give one together with other runs.
  case journal(SessionQuestion)

  /// Makes what answers it.
  func renderer(
    _ format: RowFormat, _ options: RenderOptions
  ) -> any EventRenderer & ~Copyable {
    switch self {
    case .sessions(let plan): SessionsReport(plan, format, options)
    case .viewers(let plan): ViewersReport(plan, format, options)
    case .checks(let plan): ChecksReport(plan, format, options)
    case .report(let plan): LogReport(plan, options)
    case .metrics(let plan): MetricsReport(plan)
    case .journal(let question): SessionJournal(question)
    }
  }
}
