/// The ways to print events; the raw value is the name on the command line.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// One JSON object per line.
  case jsonl
  /// The bytes of each record as they were recorded.
  case raw
}

/// What the renderers of all formats are told.
public struct RenderOptions: Sendable {
  /// Whether each event says from where in which file it comes.
  public var showsSource: Bool

  /// Creates options.
  public init(showsSource: Bool = false) { self.showsSource = showsSource }
}

extension OutputFormat {
  /// Makes the renderer; the one place that knows which there are.
  func renderer(_ options: RenderOptions) -> any EventRenderer & ~Copyable {
    switch self {
    case .jsonl: JSONLinesRenderer(options)
    case .raw: RawRenderer(options)
    }
  }
}
