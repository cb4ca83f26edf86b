/// What one log holds at a glance: when it begins and ends, and whether its counters go on.
///
///     var summary = LogSummary(continuing: runs)   // the counters of the file before in its set
///     reader.read(chunk, into: &summary)
///     …
///     reader.finish(into: &summary)
public struct LogSummary: EventConsumer, Sendable {
  /// The time of the first event that bears one.
  public private(set) var first: EventTime?
  /// The time of the last event that bears one.
  public private(set) var last: EventTime?
  /// The counters of the first and the last record that bear one.
  public private(set) var numbers: (first: Int64, last: Int64)?
  /// The process that wrote the first record with a counter; nil if it does not say.
  public private(set) var firstWriter: Int64?
  /// The counters of the set so far; the next file of the set goes on with them.
  public var runs: SequenceRuns
  /// The first few pieces that were passed over.
  public private(set) var firstSkipped: [SkippedPiece] = []

  /// So many places of skipped pieces are kept.
  private static let placeLimit = 5

  /// Creates a summary of a log that goes on where `runs` have stopped.
  public init(continuing runs: SequenceRuns = SequenceRuns()) { self.runs = runs }

  /// Every kind.
  public var wantedKinds: EventKindSet { .all }

  /// Nothing of payloads but times.
  public var neededFields: NeededFields { .none }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if let time = event.time {
      if first == nil { first = time }
      last = time
    }
    if let number = event.logEntry {
      let writer = event.writer
      if numbers == nil { firstWriter = writer }
      numbers = (numbers?.first ?? number, number)
      runs.feed(logEntry: number, processId: writer)
    }
    return .proceed
  }

  /// Passes over bytes.
  public mutating func skip(_ bytes: Span<UInt8>) {}

  /// Keeps the place of the first few pieces.
  public mutating func skipped(_ piece: SkippedPiece) {
    if firstSkipped.count < Self.placeLimit { firstSkipped.append(piece) }
  }
}
