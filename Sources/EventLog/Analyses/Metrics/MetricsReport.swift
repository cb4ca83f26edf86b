/// What is told of logs in numbers for a monitoring system.
public struct MetricsPlan: Sendable {
  /// The text that is written.
  public var format = MetricsFormat.prometheus
  /// So many streams are told apart, the others are counted as `other`.
  public var seriesLimit = 1000

  /// Creates a plan of up to 1000 streams.
  public init() {}
}

/// Counts everything, and prints that at the end.
struct MetricsReport: EventSink, ~Copyable {
  private let format: MetricsFormat
  private var metrics: Metrics
  private var logs = 0

  init(_ plan: MetricsPlan) {
    format = plan.format
    metrics = Metrics(seriesLimit: plan.seriesLimit)
  }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    if !start.isContinuation { logs += 1 }
    metrics.beginLog(LogName(group: ContiguousArray("\(logs)".utf8), run: start.instance))
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) { _ = metrics.consume(event) }

  mutating func skipped(_ piece: SkippedPiece) { metrics.skipped(piece) }

  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?) {
    metrics.count(statistics)
  }

  mutating func end(_ output: inout ByteBuffer) {
    metrics.settle()
    metrics.print(format, into: &output)
  }
}
