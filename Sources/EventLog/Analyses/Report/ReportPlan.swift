/// The ways to print a report; the raw value is the name on the command line.
public enum ReportForm: String, CaseIterable, Sendable {
  /// Lines and tables of at most 80 columns.
  case text
  /// The same as Markdown.
  case markdown
  /// One JSON object, with line ends inside.
  case json
  /// One JSON object on one line.
  case jsonl
}

/// What makes a stream one of the first in a report.
public enum ReportRanking: String, CaseIterable, Sendable {
  /// The bytes that its outbound streams sent.
  case bytes
  /// The most that watched it at the same time.
  case viewers
  /// How long it was watched, by all viewers together.
  case hours
}

/// What a report tells of.
public struct ReportPlan: Sendable {
  /// Which sessions, and when; streams are chosen of events too.
  public var choice = SessionChoice()
  /// True if outbound streams into files and packagers are left out where viewers are
  /// counted.
  public var onlyPlayers = true
  /// The window that figures are compared with, which has both ends; nil: nothing is compared.
  public var earlier: TimeWindow?
  /// How long before the window the earlier one begins, in the words of the user, as in `7d`.
  public var comparisonName = ""
  /// So many streams, inputs and types of events are told of; the others are counted.
  public var limit = 5
  /// What streams are sorted by.
  public var ranking = ReportRanking.bytes
  /// Whether nothing but problems is told, and nothing at all where there are none.
  public var onlyProblems = false
  /// How the report is printed; nil if it is not.
  public var form: ReportForm? = .text
  /// Whether a page is made as well.
  public var makesPage = false
  /// The zone of the times that people read.
  public var zone = ZoneRules.utc

  /// Creates the plan of a report on all there is.
  public init() {}

  /// What is looked for, as `emslog check` does if it is told nothing else.
  var checks: ChecksPlan {
    var checks = ChecksPlan()
    checks.window = choice.window
    checks.names = choice.names
    return checks
  }
}
