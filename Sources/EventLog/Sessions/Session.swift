/// How a session ended, as far as its log tells.
public enum SessionStatus: String, CaseIterable, Sendable {
  /// The log tells of its end.
  case closed
  /// The server was started again without telling of its end.
  case restart
  /// The server was stopped without telling of its end.
  case stop
  /// Nothing tells of its end.
  case open
  /// Its end is in the log, its beginning is not.
  case unopened
  /// Its end is not logged, but another one of the same name began: it lived at most until then.
  case replaced
}

/// What tells one session from another: numbers that its records bear, or a hash of text.
///
/// Numbers of streams are unique in one process only (quirk 70), and a process's number comes again
/// after a restart; the moment of creation tells such streams apart.
struct SessionKey: Hashable {
  var kind = SessionKind.stream
  var system = EventSystem.ems
  var first: Int64 = 0
  var second: Int64 = 0
  var third: Int64 = 0
  /// Which of the runs of a process number, where the same key may come again.
  var generation: Int32 = 0

  /// True if a later run of the same process number may use the key again.
  var isReused: Bool {
    switch kind {
    case .recording, .chunk: true
    case .stream, .http: system == .ems && third == 0
    }
  }
}

/// From the beginning of something to its end: a stream, a player, a recording, a chunk.
public struct Session: Sendable {
  /// What it is.
  public var kind = SessionKind.stream
  /// The product that reported it.
  public var system = EventSystem.ems
  /// Into or out of the server.
  public var direction = StreamDirection.neutral
  /// The tag of the kind of stream, as a number (``PackedTag/numeric``); 0 if there is none.
  public var tag: UInt64 = 0
  /// The number that its process gave it.
  public var id: Int64?
  /// The process it lived in: an edge's own for streams of edges.
  public var process: Int64?
  /// For an outbound stream, the number of the inbound one that fed it last.
  public var parent: Int64?
  /// The stream's name in UTF-8; of recordings and chunks the file, of players the playlist.
  public var name: ContiguousArray<UInt8> = []
  /// The other side: an address, and `:` with a port if that is known.
  public var address: ContiguousArray<UInt8> = []
  /// What the other side calls itself.
  public var userAgent: ContiguousArray<UInt8> = []
  /// The application that it belonged to.
  public var application: ContiguousArray<UInt8> = []
  /// When it began: as its records say, else the time of the first of them.
  public var start: EventTime?
  /// True if ``start`` is the time of another record, since that of its beginning has none.
  public var isStartApproximate = false
  /// True if ``end`` is the time of another record, since that of its end has none.
  public var isEndApproximate = false
  /// The time of the record of its beginning, which may be a little later; nil if that is not logged.
  public var opening: EventTime?
  /// The time of the record that told of its end, or of the last record before the server was gone.
  public var end: EventTime?
  /// How long it lived, in milliseconds, as the record of its end says; may be negative (quirk 61).
  public var upTime: Int64?
  /// Bytes of sound and picture, as the record of its end says.
  public var bytes: Int128?
  /// Bytes that were thrown away, as the record of its end says.
  public var droppedBytes: Int128?
  /// The tag of the last video codec that was known, as a number; 0 if none was.
  public var videoCodec: UInt64 = 0
  /// The tag of the last audio codec that was known, as a number; 0 if none was.
  public var audioCodec: UInt64 = 0
  /// Width of the picture in pixels; 0 if unknown.
  public var width: Int64 = 0
  /// Height of the picture in pixels; 0 if unknown.
  public var height: Int64 = 0
  /// How it ended.
  public var status = SessionStatus.open
  /// Whether the log has the record of its beginning.
  public var isOpeningLogged = true
  /// True if one of its events passes the ``EventChoice`` of the question, if it has one.
  var isChosen = false
  /// Whether it was told of as opened before it ended.
  var wasMet = true
  /// The run of the server that it was met in.
  var run: Int32 = 0

  /// How long it lived, in milliseconds: as its end says, else by the times that are known.
  public var duration: Int64? {
    if let upTime { return upTime }
    guard let start, let end else { return nil }
    return end.milliseconds.subtractingReportingOverflow(start.milliseconds).partialValue
  }

  /// Whether it may have lived longer than ``duration``: nothing tells of its end.
  public var isCutShort: Bool {
    switch status {
    case .closed, .unopened, .replaced: false
    case .restart, .stop, .open: true
    }
  }

  /// Bits each second on average; nil without bytes, or where it took no time.
  public var bitsPerSecond: Int64? {
    guard let bytes, let duration else { return nil }
    return EndFigures.bitsPerSecond(bytes, in: duration)
  }

  /// Bits each second on average, in thousands; nil without bytes, or where it took no time.
  public var kilobitsPerSecond: Int64? { bitsPerSecond.map { $0 / 1000 } }

  /// Hundredths of a percent of the bytes that were to be sent, or came in, that were thrown away.
  public var dropShare: Int64? {
    guard let bytes, let droppedBytes, bytes >= 0, droppedBytes >= 0 else { return nil }
    let all = bytes + droppedBytes
    return all > 0 ? Int64(droppedBytes * 10_000 / all) : nil
  }

  /// The tag of the kind of stream, or of a codec: up to eight letters.
  static func letters(of tag: UInt64) -> ContiguousArray<UInt8> {
    var letters: ContiguousArray<UInt8> = []
    var rest = tag
    while rest != 0 {
      letters.append(UInt8(truncatingIfNeeded: rest >> 56))
      rest <<= 8
    }
    return letters
  }

  /// Whether it is an outbound stream that ends in a player, and not in files.
  public var isPlayed: Bool {
    switch kind {
    case .http: return true
    case .recording, .chunk: return false
    case .stream:
      guard direction == .out else { return false }
      // Tags of streams into files, which packagers write too, begin with OF.
      let second = UInt8(truncatingIfNeeded: tag >> 48)
      let isMetadata = tag == StreamType.outMetadata.numeric || tag == StreamType.outVMF.numeric
      return second != UInt8(ascii: "F") && !isMetadata
    }
  }

  /// Whether the other side watches: an outbound stream of any kind, or a player of the web server.
  public var isViewed: Bool { kind == .http || kind == .stream && direction == .out }
}
