/// What is counted of one window of time while a log is read.
struct WindowFigures {
  /// Which sessions count.
  let choice: SessionChoice
  /// Events that were logged in the window.
  private(set) var events = 0
  /// Sessions that lie in the window at least in part, by how they ended.
  private(set) var statuses: [SessionStatus: Int] = [:]
  /// The same sessions by what they are.
  private(set) var roles: [SessionRoleName: Int] = [:]
  /// The bytes of the sessions that ended in the window, by direction.
  private(set) var bytes = StreamBytes()
  /// Pieces of the log that could not be read.
  var damage = LogDamage()
  /// Events without a time of their own, which count at that of the record before them.
  var undated = 0
  /// Events without a time that no record before them has either; a window leaves them out.
  var timeless = 0
  /// Records that are missing by the counters of the server.
  private(set) var missing: Int64 = 0
  /// How often the server was started after it had been running before.
  var restarts = 0
  private var kinds = [Int](repeating: 0, count: EventKind.count)
  private var names = TallyKeys(limit: 10_000, byteLimit: 4 << 20)
  private var nameCounts: [Int] = []
  private var otherNames = 0
  private var streamBytes: ContiguousArray<StreamBytes> = []

  /// What the sessions of one stream carried.
  struct StreamBytes {
    var into = ByteSum()
    var out = ByteSum()
  }

  init(_ choice: SessionChoice) { self.choice = choice }

  /// Whether something of that time belongs to the window.
  func contains(_ time: EventTime?) -> Bool { choice.window.contains(time) }

  /// Counts an event of a kind that has a name.
  mutating func count(_ kind: EventKind) {
    events += 1
    kinds[Int(kind.rawValue)] += 1
  }

  /// Counts an event that the catalogue does not know, under the name that it bears.
  mutating func count(named name: Span<UInt8>) {
    events += 1
    guard let number = names.numberOfEarly(name) else {
      otherNames += 1
      return
    }
    if number == nameCounts.count { nameCounts.append(0) }
    nameCounts[number] += 1
  }

  /// Counts a session that has ended; `group` is the number of its stream.
  mutating func count(_ session: Session, group: Int) {
    if choice.reaches(session) {
      statuses[session.status, default: 0] += 1
      roles[SessionRoleName(session), default: 0] += 1
    }
    let isInput = session.direction == .in
    guard session.kind == .stream, isInput || session.direction == .out,
      session.bytes == nil ? choice.reaches(session) : contains(session.end)
    else { return }
    while streamBytes.count <= group { streamBytes.append(StreamBytes()) }
    if isInput {
      bytes.into.add(session)
      streamBytes[group].into.add(session)
    } else {
      bytes.out.add(session)
      streamBytes[group].out.add(session)
    }
  }

  /// Counts records that are missing.
  mutating func count(missing range: ClosedRange<Int64>) {
    let number = Int128(range.upperBound) - Int128(range.lowerBound) + 1
    missing = Int64(clamping: Int128(missing) + number)
  }

  /// What the sessions of a stream carried.
  func bytes(of group: Int) -> StreamBytes {
    group < streamBytes.count ? streamBytes[group] : StreamBytes()
  }

  /// How many events there are of each type, the most first.
  var types: [ReportSummary.TypeCount] {
    var types = EventKind.allCases.compactMap { kind -> ReportSummary.TypeCount? in
      let count = kinds[Int(kind.rawValue)]
      return count == 0 ? nil : .init(name: ContiguousArray(kind.name.utf8), count: count)
    }
    types += nameCounts.indices.map { .init(name: names.key($0), count: nameCounts[$0]) }
    if otherNames > 0 {
      types.append(.init(name: ContiguousArray("(other)".utf8), count: otherNames))
    }
    return types.sorted { left, right in
      left.count != right.count
        ? left.count > right.count : left.name.lexicographicallyPrecedes(right.name)
    }
  }
}

/// What sessions carried, of some of which it is not known.
struct ByteSum: Equatable {
  private var sum: Int128 = 0
  private var isKnown = false
  /// True if a session was there that has not told yet how much it carried.
  private(set) var isOpen = false
  private var isUntold = false

  /// Adds a session.
  mutating func add(_ session: Session) {
    if let bytes = session.bytes {
      sum += max(bytes, 0)
      isKnown = true
    } else if session.status == .open {
      isOpen = true
    } else {
      isUntold = true
    }
  }

  /// The bytes of all sessions that have them; nil if there were sessions, and none has.
  var value: Int128? { isKnown || !isOpen && !isUntold ? sum : nil }

  /// What it is ranked by.
  var rank: Int128 { sum }
}

/// What a session is, in one word.
enum SessionRoleName: String, CaseIterable {
  case `in`, out, neutral, http, recording, chunk

  init(_ session: Session) {
    switch session.kind {
    case .http: self = .http
    case .recording: self = .recording
    case .chunk: self = .chunk
    case .stream:
      switch session.direction {
      case .in: self = .in
      case .out: self = .out
      default: self = .neutral
      }
    }
  }
}
