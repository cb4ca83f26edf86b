import EventLog
import TestSupport

/// What came of reading a log.
struct Reading: Equatable {
  /// One JSON object per event, in order.
  var lines: [String] = []
  /// The places of damage.
  var skipped: [SkippedPiece] = []
  var statistics = ReadStatistics()
  var format: InputFormat?

  /// Reads a whole log, cut as asked, and renders its events as JSON lines.
  init(
    _ bytes: [UInt8], cut: ChunkCutter = .size(.max), format: InputFormat? = nil,
    output: OutputFormat = .jsonl, zone: ZoneRules = .utc, recordLimit: Int = 1 << 20,
    filter: Filter = Filter(), allLines: Bool = false, redacts: Bool = false,
    showsSource: Bool = false
  ) {
    var reader = EventReader(
      context: DecodingContext(logZone: zone), format: format, recordLimit: recordLimit,
      allLines: allLines)
    var options = RenderOptions()
    options.redacts = redacts
    options.showsSource = showsSource
    var recorder = Recorder(FilteredEvents(filter, .print(output), options: options))
    for chunk in cut.cut(bytes) { reader.read(chunk.span, into: &recorder) }
    reader.finish(into: &recorder)
    recorder.selection.arrange()
    let text = String(copying: recorder.selection.output.span)
    lines = text.split(separator: "\n").map(String.init)
    skipped = recorder.pieces
    statistics = reader.statistics
    self.format = reader.format
  }

  init(_ text: String, cut: ChunkCutter = .size(.max), format: InputFormat? = nil) {
    self.init(Array(text.utf8), cut: cut, format: format)
  }

  /// Whether each byte is an event, a separator, a header, damage or of another line.
  var accountsForEveryByte: Bool {
    statistics.bytes == statistics.eventBytes + statistics.separatorBytes + statistics.headerBytes
      + statistics.skippedBytes + statistics.otherBytes
      && skipped.reduce(0) { $0 + $1.count } == statistics.skippedBytes
  }

  /// What kinds of damage there are, in order.
  var reasons: [SkipReason] { skipped.map(\.reason) }

  /// Why pieces are no events: damage in order, then other lines as counted.
  var allReasons: [SkipReason] {
    SkipReason.allCases.filter { !$0.isDamage }.reduce(into: reasons) { reasons, reason in
      reasons += Array(repeating: reason, count: statistics.skipped(reason))
    }
  }
}

/// A selection that keeps all places, not only the first few.
private struct Recorder: EventConsumer, ~Copyable {
  var selection: FilteredEvents
  var pieces: [SkippedPiece] = []

  init(_ selection: consuming FilteredEvents) { self.selection = selection }

  var wantedKinds: EventKindSet { selection.wantedKinds }
  mutating func consume(_ event: borrowing Event) -> ReadingFlow { selection.consume(event) }
  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) { pieces.append(piece) }
}
