/// Ends of sessions that webhooks told of last, for webhooks that come late, twice or out of order.
///
/// Deliveries are neither ordered nor unique (webhooks.md §2 and §3), and a beginning that is met
/// behind its end would stay open for ever. An end without a beginning is therefore kept until its
/// beginning comes, or nothing more can.
///
/// Memory is bounded: the last ``limit`` ends are remembered.
struct DeliveredEnds {
  /// What a beginning is that is met while no session of its key is open.
  enum Opening {
    /// That of another session.
    case new
    /// That of a session whose end is known, and was kept.
    case known(Session)
    /// One that comes late, or again: its session is over.
    case late
  }

  private struct Record {
    var end: EventTime?
    /// The session, while its beginning is not known.
    var unopened: Session?
    var number: Int
  }

  private var records: [SessionKey: Record] = [:]
  /// The keys in the order of their ends, those included that have ended once more since.
  private var order: ContiguousArray<(key: SessionKey, number: Int)> = []
  private var first = 0
  private var count = 0
  private let limit: Int

  /// An end at most so many milliseconds before its beginning, by their stamps, still belongs to it.
  static let slack: Int64 = 2_000
  /// An end at most so many milliseconds behind another one tells of the same.
  static let echo: Int64 = 60_000

  init(limit: Int = 100_000) { self.limit = limit }

  /// Judges a beginning.
  mutating func opening(_ key: SessionKey, at time: EventTime?) -> Opening {
    guard let record = records[key], let end = record.end, let time else { return .new }
    if let session = record.unopened {
      guard time.milliseconds(since: end) <= Self.slack else { return .new }
      records[key]?.unopened = nil
      return .known(session)
    }
    return time < end ? .late : .new
  }

  /// Whether an end tells of one that is known already.
  func isEcho(_ key: SessionKey, at time: EventTime?) -> Bool {
    guard let end = records[key]?.end, let time else { return false }
    return time.milliseconds(since: end) <= Self.echo
  }

  /// Takes note of an end; with the session if its beginning is not known.
  ///
  /// Returns a session that is not waited for any longer.
  mutating func note(_ key: SessionKey, at end: EventTime?, unopened: Session? = nil) -> Session? {
    count += 1
    var given = records.updateValue(
      Record(end: end, unopened: unopened, number: count), forKey: key)?.unopened
    order.append((key, count))
    while records.count > limit, first < order.count {
      let (oldest, number) = order[first]
      first += 1
      if records[oldest]?.number == number {
        given = given ?? records.removeValue(forKey: oldest)?.unopened
      }
    }
    if first > 1024, first * 2 > order.count {
      order.removeFirst(first)
      first = 0
    }
    return given
  }

  /// Gives up all sessions whose beginnings did not come, in the order of their ends.
  mutating func takeUnopened() -> [Session] {
    let waiting = records.values.filter { $0.unopened != nil }
    records = [:]
    order = []
    first = 0
    return waiting.sorted { $0.number < $1.number }.compactMap(\.unopened)
  }
}

/// Numbers sessions that nothing but their order tells apart, such as viewers without a name: the one
/// that began first is taken to end first.
struct SessionQueues {
  private var queues: [SessionKey: (opened: Int64, closed: Int64)] = [:]

  /// The key of a session that begins now.
  mutating func opening(_ key: SessionKey) -> SessionKey {
    var key = key
    let opened = (queues[key]?.opened ?? 0) + 1
    queues[key] = (opened, queues[key]?.closed ?? 0)
    key.first = opened
    return key
  }

  /// The key of the session that ends now; nil if none is open.
  mutating func closing(_ key: SessionKey) -> SessionKey? {
    guard let queue = queues[key] else { return nil }
    var open = key
    open.first = queue.closed + 1
    queues[key] = queue.closed + 1 < queue.opened ? (queue.opened, queue.closed + 1) : nil
    return open
  }
}
