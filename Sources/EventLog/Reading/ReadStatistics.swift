/// Bytes that are no event, and why.
public struct SkippedPiece: Equatable, Sendable {
  /// Why.
  public var reason: SkipReason
  /// Bytes from the start of the source, after decompression.
  public var offset: Int
  /// How many bytes.
  public var count: Int

  /// The most pieces of a source whose places are kept.
  public static let locatedAtMost = 3

  /// Creates the description of a piece.
  public init(reason: SkipReason, offset: Int, count: Int) {
    self.reason = reason
    self.offset = offset
    self.count = count
  }
}

/// What was read from a source and where each byte of it went.
///
/// Always: `bytes == eventBytes + separatorBytes + headerBytes + skippedBytes + otherBytes`.
public struct ReadStatistics: Equatable, Sendable {
  /// Bytes read, after decompression.
  public var bytes = 0
  /// Bytes of records that are events, the line ends that belong to them included.
  public var eventBytes = 0
  /// Bytes of blank lines, comments and the like.
  public var separatorBytes = 0
  /// Bytes of headers and footers.
  public var headerBytes = 0
  /// Bytes of damaged pieces, which were skipped.
  public var skippedBytes = 0
  /// Bytes of lines of something else.
  public var otherBytes = 0
  /// Events, whether or not they were asked for.
  public var events = 0
  /// Strings that were not UTF-8 and were read as Latin-1.
  public var repairedStrings = 0
  /// Lines inside values that look like records: somebody chose a name to deceive readers.
  public var forgedRecords = 0
  /// Events that were decoded and have no time of their own, though a record before them has one.
  public internal(set) var undated = 0
  /// Whether stamps are read in the right zone.
  public internal(set) var zoneDoubt = ZoneDoubt()
  /// How many pieces are no event for each ``SkipReason``, by its raw value.
  private var pieces: [Int]
  /// The earliest and the latest time of any event that was decoded.
  public private(set) var earliest: EventTime?
  /// The latest time of any event that was decoded.
  public private(set) var latest: EventTime?

  /// Creates statistics of nothing.
  public init() {
    pieces = Array(repeating: 0, count: SkipReason.allCases.count)
  }

  /// Damaged pieces, which were skipped.
  public var skipped: Int { count { $0.isDamage } }

  /// Lines of something else.
  public var others: Int { count { !$0.isDamage } }

  /// Pieces that are no event for that reason, damage or not.
  public func skipped(_ reason: SkipReason) -> Int { pieces[reason.rawValue] }

  private func count(where isCounted: (SkipReason) -> Bool) -> Int {
    SkipReason.allCases.reduce(0) { isCounted($1) ? $0 + skipped($1) : $0 }
  }

  mutating func count(_ piece: SkippedPiece) {
    pieces[piece.reason.rawValue] += 1
    if piece.reason.isDamage { skippedBytes += piece.count } else { otherBytes += piece.count }
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
    otherBytes += other.otherBytes
    events += other.events
    repairedStrings += other.repairedStrings
    forgedRecords += other.forgedRecords
    undated += other.undated
    zoneDoubt.add(other.zoneDoubt)
    for index in pieces.indices { pieces[index] += other.pieces[index] }
    note(other.earliest)
    note(other.latest)
  }
}
