/// What a report is asked: the one place that knows which there are.
public enum Question: Sendable {
  /// Which sessions there were, and what became of them.
  case sessions(SessionsPlan)
  /// How many watched at the same time.
  case viewers(ViewersPlan)

  /// The kinds of events that answer it.
  var kinds: EventKindSet {
    switch self {
    case .sessions(let plan): plan.choice.eventKinds
    case .viewers(let plan): plan.choice.eventKinds
    }
  }

  /// Makes what answers it.
  func renderer(
    _ format: RowFormat, _ options: RenderOptions
  ) -> any EventRenderer & ~Copyable {
    switch self {
    case .sessions(let plan): SessionsReport(plan, format, options)
    case .viewers(let plan): ViewersReport(plan, format, options)
    }
  }
}
