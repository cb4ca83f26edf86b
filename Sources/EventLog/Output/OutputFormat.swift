/// The ways to print events; the raw value is the name on the command line.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// One line for people to read.
  case line
  /// One JSON object per line.
  case jsonl
  /// One JSON array.
  case json
  /// Aligned columns.
  case table
  /// Comma-separated values (RFC 4180), with lines that end in LF.
  case csv
  /// Tab-separated values.
  case tsv
  /// A table in Markdown.
  case markdown
  /// The bytes of each record as they were recorded.
  case raw

  /// Whether it is for people, so that secrets are hidden unless they are asked for.
  public var isForPeople: Bool {
    switch self {
    case .line, .table, .markdown: true
    case .jsonl, .json, .csv, .tsv, .raw: false
    }
  }
}

/// How events and rows are shown, whatever the format.
public struct RenderOptions: Sendable {
  /// Whether each event says from where in which file it comes.
  public var showsSource: Bool
  /// The zone in which formats for people show times.
  public var zone = ZoneRules.utc
  /// The zone in which CSV and TSV show times, each with its distance from UTC; nil: UTC.
  public var stampZone: ZoneRules?
  /// What is shown of each event.
  public var fields = FieldList()
  /// A template that takes the place of the format.
  public var template: Template?
  /// How many columns the terminal has; nil: the output is none, and nothing is cut.
  public var width: Int?
  /// Whether colours are used.
  public var usesColour = false
  /// Whether passwords and the like are hidden.
  public var redacts = false
  /// Whether text in CSV that a spreadsheet would take for a formula is left as it is.
  public var keepsFormulas = false

  /// Creates options.
  public init(showsSource: Bool = false) { self.showsSource = showsSource }
}

extension OutputFormat {
  /// Returns a writer of the format, the one place that knows which there are.
  func writer(_ options: RenderOptions) -> any EventWriter & ~Copyable {
    if let template = options.template { return TemplateWriter(template, options) }
    return switch self {
    case .line: LineWriter(options)
    case .jsonl: JSONLinesWriter(options)
    case .json: JSONArrayWriter(options)
    case .table: TableWriter(options)
    case .csv: SeparatedWriter(.commas, options)
    case .tsv: SeparatedWriter(.tabs, options)
    case .markdown: MarkdownWriter(options)
    case .raw: RawWriter(options)
    }
  }
}
