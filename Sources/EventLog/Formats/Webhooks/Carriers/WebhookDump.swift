/// A request in Apache's error log, as mod_dumpio writes it: in pieces, a line each, among the lines
/// of other connections.
///
///     [Wed Nov 18 09:30:12.345678 2026] [dumpio:trace7] [pid 812:tid 140] mod_dumpio.c(103):
///     [client 203.0.113.10:51822] mod_dumpio:  dumpio_in (data-HEAP): POST /hooks HTTP/1.1\r\n
///
/// Long data is split every 1968 printed bytes and wherever Apache read less; lines that count bytes
/// or tell of buckets without data are none of it (webhooks.md §4).
struct WebhookDump: ~Copyable {
  /// What a line of the log is.
  enum Line: Equatable {
    /// None of mod_dumpio's.
    case foreign
    /// One of mod_dumpio's that holds nothing of a request.
    case noise
    /// Holds a piece of what a client sent, from there on.
    case piece(start: Int)
    /// Holds the first piece of a request.
    case request(start: Int)
  }

  /// How far the pieces of one request are looked for.
  private static let reach = 256 << 10

  /// The body, and what the request says of it.
  private(set) var bytes = ByteBuffer()
  private(set) var carriage = WebhookCarriage()
  /// Where the body begins and ends in `bytes`.
  private(set) var body = 0..<0
  private(set) var isChunked = false
  private(set) var isTorn = false
  private(set) var isFastPixDelivery = false
  /// How many bytes of the log belong to the request and to nothing else.
  private(set) var count = 0

  /// What a line is, its line end left out.
  static func line(_ line: Span<UInt8>) -> Line {
    guard let mark = line.firstOffset(of: "mod_dumpio: ") else { return .foreign }
    guard let data = line.firstOffset(of: "dumpio_in (data-", from: mark),
      let start = line.firstOffset(of: "): ", from: data).map({ $0 + 3 }),
      line.client(before: mark).count > 0
    else { return .noise }
    let piece = line.extracting(start...)
    if piece.isCountOfBytes { return .noise }
    let isHead = piece.firstOffset(of: " HTTP/1.") != nil
    return isHead && piece.beginsMethod ? .request(start: start) : .piece(start: start)
  }

  /// Puts the request together whose first piece is in the line at the front; nil when more of the
  /// log is needed.
  init?(_ log: Span<UInt8>, isEnd: Bool, zone: ZoneRules) {
    var start = 0
    var isContiguous = true
    var own = 0..<0
    while start < log.count {
      let end = log.firstOffset(of: UInt8(ascii: "\n"), from: start)
      guard end != nil || isEnd else { return nil }
      let line = log.extracting(start..<(end ?? log.count))
      let next = end.map { $0 + 1 } ?? log.count
      let kind = Self.line(line)
      let mark = line.firstOffset(of: "mod_dumpio: ") ?? 0
      if start == 0 {
        own = line.client(before: mark)
        carriage.read(prefix: line.extracting(0..<mark), zone: zone)
      }
      let isOwn =
        kind != .foreign
        && line.extracting(line.client(before: mark)).equals(log.extracting(own))
      if !isOwn { isContiguous = false }
      switch kind {
      case .request(let offset) where isOwn && start == 0, .piece(let offset) where isOwn:
        var piece = line.extracting(offset...)
        if piece.count > 0, piece[piece.count - 1] == 0x0D {
          piece = piece.extracting(droppingLast: 1)
        }
        bytes.append(logEscapes: piece)
        if take(isEnd: false, zone) {
          if isContiguous { count = next }
          return
        }
      case .request where isOwn:
        isTorn = true
        _ = take(isEnd: true, zone)
        return
      default: break
      }
      if isContiguous { count = next }
      start = next
      guard start < Self.reach else { break }
    }
    guard isEnd || start >= Self.reach else { return nil }
    _ = take(isEnd: true, zone)
    isTorn = true
  }

  /// Reads the request from its pieces, if they are all there.
  private mutating func take(isEnd: Bool, _ zone: ZoneRules) -> Bool {
    guard let request = WebhookRequest(bytes.span, isEnd: isEnd, zone: zone) else { return false }
    let (time, client) = (carriage.time, carriage.client)
    carriage = request.carriage
    (carriage.time, carriage.client) = (time, client)
    body = request.body
    isChunked = request.isChunked
    isTorn = isTorn || request.isTorn
    isFastPixDelivery = request.isFastPixDelivery
    return true
  }
}

extension Span<UInt8> {
  /// The client's address and port in the part of a line before `mark`; empty where none is told.
  fileprivate func client(before mark: Int) -> Range<Int> {
    guard let found = firstOffset(of: "[client "), found < mark,
      let end = firstOffset(of: UInt8(ascii: " "), from: found + 8)
    else { return 0..<0 }
    return (found + 8)..<end
  }

  /// Whether it reads `178 bytes`.
  fileprivate var isCountOfBytes: Bool {
    guard let space = firstOffset(of: 0x20) else { return false }
    return extracting(0..<space).isDigits && extracting(space...).has(" bytes", at: 0)
  }

  /// Whether it begins with a method and a blank.
  fileprivate var beginsMethod: Bool {
    guard let space = firstOffset(of: 0x20), (3...7).contains(space) else { return false }
    for index in 0..<space where !self[index].isASCIILetter || self[index] > UInt8(ascii: "Z") {
      return false
    }
    return true
  }
}
