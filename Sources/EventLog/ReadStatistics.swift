/// Bytes that were passed over, and why.
public struct SkippedPiece: Equatable, Sendable {
  /// Why.
  public var reason: SkipReason
  /// Bytes from the start of the source, after decompression.
  public var offset: Int
  /// How many bytes.
  public var count: Int

  /// Creates the description of a piece.
  public init(reason: SkipReason, offset: Int, count: Int) {
    self.reason = reason
    self.offset = offset
    self.count = count
  }
}

/// What was read from a source and where each byte of it went.
///
/// Always: `bytes == eventBytes + separatorBytes + headerBytes + skippedBytes`.
public struct ReadStatistics: Equatable, Sendable {
  /// Bytes read, after decompression.
  public var bytes = 0
  /// Bytes of records that are events, the line ends that belong to them included.
  public var eventBytes = 0
  /// Bytes of blank lines and of lines that are meant for other readers.
  public var separatorBytes = 0
  /// Bytes of headers and footers.
  public var headerBytes = 0
  /// Bytes that are no event.
  public var skippedBytes = 0
  /// Events, whether or not they were asked for.
  public var events = 0
  /// Strings that were not UTF-8 and were read as Latin-1.
  public var repairedStrings = 0
  /// Lines inside values that look like records: somebody chose a name to deceive readers.
  public var forgedRecords = 0
  /// How many pieces were passed over for each ``SkipReason``, by its raw value.
  public private(set) var skippedPieces: [Int]
  /// The earliest and the latest time of any event that was decoded.
  public private(set) var earliest: EventTime?
  /// The latest time of any event that was decoded.
  public private(set) var latest: EventTime?

  /// Creates statistics of nothing.
  public init() {
    skippedPieces = Array(repeating: 0, count: SkipReason.allCases.count)
  }

  /// Pieces that were passed over, whatever the reason.
  public var skipped: Int { skippedPieces.reduce(0, +) }

  /// Pieces that were passed over for that reason.
  public func skipped(_ reason: SkipReason) -> Int { skippedPieces[reason.rawValue] }

  mutating func count(_ piece: SkippedPiece) {
    skippedPieces[piece.reason.rawValue] += 1
    skippedBytes += piece.count
  }

  @inline(__always)
  mutating func note(_ time: EventTime?) {
    guard let time else { return }
    if earliest == nil || time < earliest ?? time { earliest = time }
    if latest == nil || time > latest ?? time { latest = time }
  }

  /// Adds what was read from another source.
  public mutating func add(_ other: ReadStatistics) {
    bytes += other.bytes
    eventBytes += other.eventBytes
    separatorBytes += other.separatorBytes
    headerBytes += other.headerBytes
    skippedBytes += other.skippedBytes
    events += other.events
    repairedStrings += other.repairedStrings
    forgedRecords += other.forgedRecords
    for index in skippedPieces.indices { skippedPieces[index] += other.skippedPieces[index] }
    note(other.earliest)
    note(other.latest)
  }
}
