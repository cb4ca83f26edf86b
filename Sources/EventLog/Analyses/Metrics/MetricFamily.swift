/// The text formats that monitoring systems read.
public enum MetricsFormat: String, CaseIterable, Sendable {
  /// The text format of Prometheus, version 0.0.4: what node_exporter reads from files.
  case prometheus
  /// OpenMetrics 1.0.
  case openmetrics
}

/// Every metric: its name without what its kind adds to it, and what it tells.
public enum MetricFamily: String, CaseIterable, Sendable {
  case events = "ems_events"
  case sessionsOpened = "ems_sessions_opened"
  case sessionsEnded = "ems_sessions_ended"
  case sessionsForgotten = "ems_sessions_forgotten"
  case sessionsOpen = "ems_sessions_open"
  case sessionSeconds = "ems_session_seconds"
  case streamsOpen = "ems_streams_open"
  case viewers = "ems_viewers"
  case streamBytes = "ems_stream_bytes"
  case streamDroppedBytes = "ems_stream_dropped_bytes"
  case streamSessionSeconds = "ems_stream_session_seconds"
  case pullsFailed = "ems_pulls_failed"
  case serverStarts = "ems_server_starts"
  case logBytes = "ems_log_bytes"
  case logSkippedBytes = "ems_log_skipped_bytes"
  case logSkippedRecords = "ems_log_skipped_records"
  case logOtherLines = "ems_log_other_lines"
  case logMissingRecords = "ems_log_missing_records"
  case logRepairedStrings = "ems_log_repaired_strings"
  case logForgedRecords = "ems_log_forged_records"
  case logLastEvent = "ems_log_last_event_timestamp_seconds"

  /// What a metric does over time.
  public enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  /// What it does over time.
  public var kind: Kind {
    switch self {
    case .sessionsOpen, .streamsOpen, .viewers, .logLastEvent: .gauge
    case .sessionSeconds, .streamSessionSeconds: .histogram
    default: .counter
    }
  }

  /// Its unit, which its name ends in; nil for numbers of things.
  public var unit: String? {
    switch self {
    case .sessionSeconds, .streamSessionSeconds, .logLastEvent: "seconds"
    case .streamBytes, .streamDroppedBytes, .logBytes, .logSkippedBytes: "bytes"
    default: nil
    }
  }

  /// The name of its samples, without that of the parts of a histogram.
  public var sampleName: String { kind == .counter ? rawValue + "_total" : rawValue }

  /// The upper bounds of the buckets of histograms, in seconds; one more has none.
  public static var bounds: [Int64] { DurationHistogram.bounds }

  /// The names of its labels, without `le`.
  public var labels: [String] {
    switch self {
    case .events: ["type"]
    case .sessionsOpened, .sessionsOpen, .sessionSeconds: ["kind", "direction"]
    case .sessionsEnded: ["kind", "direction", "status"]
    case .streamsOpen, .streamBytes, .streamDroppedBytes, .streamSessionSeconds:
      ["stream", "direction"]
    case .viewers, .pullsFailed: ["stream"]
    case .serverStarts: ["announced"]
    case .logSkippedRecords, .logOtherLines: ["reason"]
    default: []
    }
  }

  /// One sentence on what is counted.
  public var help: String {
    switch self {
    case .events: "Events by type."
    case .sessionsOpened: "Sessions whose beginning is logged."
    case .sessionsEnded: "Sessions that ended, by how they did."
    case .sessionsForgotten: "Open sessions that were given up because too many were open."
    case .sessionsOpen: "Sessions that have begun and not ended, of servers that are not stopping."
    case .sessionSeconds: "How long sessions lived that ended."
    case .streamsOpen: "Streams that have begun and not ended, of servers that are not stopping."
    case .viewers:
      "Open outbound streams into players, and players of the web server, whose playlist is the stream."
    case .streamBytes: "Bytes of sound and picture of streams that ended."
    case .streamDroppedBytes: "Bytes that were thrown away of streams that ended."
    case .streamSessionSeconds: "How long streams lived that ended."
    case .pullsFailed: "Pulls that could not connect, or that the source rejected."
    case .serverStarts:
      "Starts of a server behind the first, by whether it had said before that it would stop."
    case .logBytes: "Bytes of logs that were read, uncompressed."
    case .logSkippedBytes: "Bytes of damaged records, which were skipped."
    case .logSkippedRecords: "Damaged records, which were skipped, by what is wrong with them."
    case .logOtherLines: "Lines of logs that hold no event and are not damaged, by what they are."
    case .logMissingRecords: "Records that the server counted and no log holds."
    case .logRepairedStrings: "Strings that were not UTF-8."
    case .logForgedRecords: "Lines inside values that look like records."
    case .logLastEvent: "The time of the latest event."
    }
  }
}
