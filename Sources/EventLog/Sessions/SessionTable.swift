/// Something that happened to a session, or to a server that logs them.
enum SessionChange {
  /// It began, or is met for the first time in a log that begins later.
  case opened(Session)
  /// Its codecs, or the size of its picture, are others than before.
  case recoded(Session, before: Session)
  /// It ended, one way or the other.
  case ended(Session)
  /// The server was started again.
  case started(ServerStart)
  /// The server announced its end.
  case stopping(EventTime?, run: Int32)
  /// Records are missing between two that were logged at these times.
  case missing(ClosedRange<Int64>, from: EventTime?, to: EventTime?, run: Int32)

  /// The run of the server that it is about; of a start, the run that ended.
  var run: Int32 {
    switch self {
    case .opened(let session), .recoded(let session, _), .ended(let session): session.run
    case .started(let start): start.runBefore
    case .stopping(_, let run), .missing(_, _, _, let run): run
    }
  }
}

/// Joins what events tell of sessions: the engine behind all reports on them.
///
/// Sessions are found by what their records bear (``SessionKey``), so that they may straddle the
/// files of a rotated set, which are read as one log. Each belongs to a run of a server
/// (``ServerRuns``); when another run of that server follows, the sessions that are open end. Only at
/// the end of a log is it known which runs follow one another, and which are of several servers.
///
/// It takes events of every kind: their counters and times tell when the server was there.
///
/// Logs are read one after the other (``beginSource(_:)``), or in turns as they grow
/// (``beginSource(of:)``). What is open can be kept as lines of text (``snapshot(nameLimit:byteLimit:)``)
/// and gone on with later.
///
/// Memory is bounded by the sessions that are open at the same time, of which there are never more
/// than ``limit``: then the oldest is given up as still open.
struct SessionTable: ~Copyable {
  /// What has happened since this was emptied last.
  var changes: ContiguousArray<SessionChange> = []
  /// Sessions that were given up because too many were open.
  var forgotten = 0
  /// Which events mark their sessions as chosen, if anybody asks for that.
  var sieve: SessionSieve?
  /// The runs of servers that were met.
  var runs = ServerRuns()

  private let limit: Int
  private var fact: SessionFact
  private(set) var slots: ContiguousArray<Slot> = []
  private var free: Int32 = -1
  private var places: [SessionKey: Int32] = [:]
  private var ends = DeliveredEnds()
  private var queues = SessionQueues()
  private var notifications: NotificationWindow
  /// Logs that were read one after the other.
  private var logs = 0
  private var opened = 0
  private var order = 0

  /// So many sessions may be open at the same time.
  static let standardLimit = 4_000_000
  /// A place for an open session, and its neighbours among those of the same run.
  struct Slot {
    var session: Session
    var key: SessionKey
    /// The text of a webhook whose hashes are in the key; empty for anonymous viewers, and where
    /// numbers or the name make the key.
    var identity: ContiguousArray<UInt8>
    /// When it was opened, counted.
    var order: Int
    var previous: Int32
    var next: Int32
    var isFree = false
  }

  /// Creates a table; `readsDetails` asks for addresses, agents and applications too.
  init(readsDetails: Bool, limit: Int = SessionTable.standardLimit) {
    fact = SessionFact(readsDetails: readsDetails)
    self.limit = limit
    notifications = NotificationWindow(readsDetails: readsDetails)
    runs.beginFile(of: LogName(group: []))
  }

  /// True if records may be missing of which that is not certain yet.
  var hasDoubt: Bool { runs.all.contains { $0.audit.gap != nil } }

  /// How many sessions are open.
  var openCount: Int { opened }

  /// Makes ready for another file: of the same log, or of the next one.
  mutating func beginSource(_ start: SourceStart) {
    takeNotifications(isEnd: true)
    if !start.isContinuation {
      settle(runs.group)
      logs += 1
    }
    runs.beginFile(of: LogName(group: ContiguousArray("\(logs)".utf8), run: start.instance))
  }

  /// Makes ready for more of a log, between which parts of others may have been read.
  mutating func beginSource(of name: LogName) {
    takeNotifications(isEnd: true)
    runs.beginFile(of: name)
  }

  /// Takes one event.
  mutating func take(_ event: borrowing Event) {
    take(LogPassage(event), hasFact: fact.read(event))
  }

  /// Takes one event of the log of this name, and marks its session if the event passes the sieve.
  mutating func take(_ event: borrowing Event, source: Span<UInt8>) {
    let hasFact = fact.read(event)
    if hasFact, let sieve { fact.session.isChosen = sieve.passes(event, source: source) }
    take(LogPassage(event), hasFact: hasFact)
  }

  /// Takes what a journal says of one event or of several.
  mutating func take(_ passage: LogPassage, _ fact: inout SessionFact, hasFact: Bool) {
    swap(&self.fact, &fact)
    take(passage, hasFact: hasFact)
    swap(&self.fact, &fact)
  }

  @inline(__always)
  private mutating func take(_ passage: LogPassage, hasFact: Bool) {
    if passage.number != nil { return takeNotification(passage, hasFact: hasFact) }
    pass(passage)
    if hasFact { applyFact() }
  }

  /// Takes what a notification tells once nothing that was sent before it may still come.
  private mutating func takeNotification(_ passage: LogPassage, hasFact: Bool) {
    notifications.pass(passage.number ?? 0, of: passage.writer)
    if hasFact || passage.notice != .none {
      notifications.hold(passage, &fact, hasFact: hasFact)
    } else {
      pass(passage)
    }
    takeNotifications(isEnd: false)
  }

  mutating func takeNotifications(isEnd: Bool) {
    while !notifications.isEmpty, let next = notifications.next(isEnd: isEnd) {
      pass(next.passage)
      if next.hasFact {
        swap(&fact, &next.fact)
        applyFact()
        swap(&fact, &next.fact)
      }
      notifications.finish(next)
    }
  }

  /// Notes that the log has gone on; of several events another run can only begin with the first.
  private mutating func pass(_ passage: LogPassage) {
    if let entries = passage.entries { audit(passage, entries) } else { runs.find(passage) }
    let run = Int(runs.current)
    if let time = passage.time {
      runs.all[run].latest = time
      if EventTime.printable.contains(time.milliseconds) { runs.all[run].pass(time) }
    }
    if runs.all[run].first == nil, let since = passage.since?.possible {
      runs.all[run].first = EventTime(milliseconds: since)
    }
    switch passage.notice {
    case .none: break
    case .running: runs.all[run].isRunning = true
    case .started: (runs.all[run].isRunning, runs.all[run].logsStarts) = (true, true)
    case .stopping:
      (runs.all[run].isStopping, runs.all[run].logsStarts) = (true, true)
      changes.append(.stopping(passage.time, run: runs.current))
    }
  }

  private mutating func applyFact() {
    guard fact.session.system == .ems else { return applyDelivery() }
    let run = Int(runs.current)
    runs.all[run].isRunning = true
    // What was created a moment ago tells the time more exactly than the record's whole seconds.
    if fact.step == .opened, let start = fact.session.start, let time = fact.session.opening,
      start.milliseconds(since: time) < 1000, EventTime.printable.contains(start.milliseconds)
    {
      runs.all[run].pass(start)
    }
    apply()
  }

  /// Takes note of a piece of the log that is passed over.
  ///
  /// In place of some records the server writes a sentence (quirk 38): these are not missing.
  mutating func skipped(_ reason: SkipReason) {
    if reason == .placeholder, let run = runs.lastRun { runs.all[Int(run)].placeholders += 1 }
  }

  /// Takes the counters of records that follow one another.
  @inline(__always)
  private mutating func audit(_ passage: LogPassage, _ entries: ClosedRange<Int64>) {
    runs.find(passage)
    let run = Int(runs.current)
    if runs.all[run].placeholders == 0, runs.all[run].audit.follow(entries) { return }
    auditSlowly(passage, entries)
  }

  private mutating func auditSlowly(_ passage: LogPassage, _ entries: ClosedRange<Int64>) {
    var passage = passage
    var rest = entries
    while true {
      let end = feed(rest, at: passage.time)
      guard end < rest.upperBound else { return }
      rest = (end + 1)...rest.upperBound
      passage.entries = rest
      runs.find(passage)
    }
  }

  /// Takes the first of some counters, and what surely follows it; returns the last one taken.
  private mutating func feed(_ entries: ClosedRange<Int64>, at time: EventTime?) -> Int64 {
    let place = Int(runs.current)
    var run = runs.all[place]
    let first = entries.lowerBound
    while run.placeholders > 0, let last = run.audit.last, last < first - 1 {
      run.placeholders -= 1
      run.audit.feed(logEntry: last + 1, processId: nil)
    }
    run.placeholders = 0
    run.hasCounters = true
    let (gap, bounds) = (run.audit.gap, run.gapBounds)
    run.audit.feed(logEntry: first, processId: nil)
    if run.audit.gap != gap { run.gapBounds = (run.latest, time) }
    var end = first
    if run.audit.last == first {
      if first < entries.upperBound {
        run.audit.feed((first + 1)...entries.upperBound, processId: nil)
      }
      end = entries.upperBound
    } else if let gap = run.audit.gap, gap.contains(first) {
      // Late ones change nothing, up to the end of the gap that they are in.
      end = min(gap.upperBound, entries.upperBound)
    }
    for case .missing(let range) in run.audit.takeFindings() {
      let known = range == gap ? bounds : run.gapBounds
      changes.append(.missing(range, from: known.from, to: known.to, run: runs.current))
    }
    runs.all[place] = run
    return end
  }

  /// Tells of all that is still open: oldest first, as ended when its server was heard of last.
  mutating func finish() {
    takeNotifications(isEnd: true)
    for group in runs.allGroups { settle(group) }
    for session in ends.takeUnopened() { changes.append(.ended(session)) }
    let rest = slots.indices.filter { !slots[$0].isFree }
    for place in rest.sorted(by: { slots[$0].order < slots[$1].order }) {
      end(Int32(place), as: .open)
    }
  }

  /// Goes on with a session that was open in one of the runs; false if its key is there already.
  mutating func resume(
    _ session: Session, _ key: SessionKey, identity: ContiguousArray<UInt8>
  ) -> Bool {
    guard places[key] == nil, runs.all.indices.contains(Int(session.run)) else { return false }
    insert(session, key, identity: identity)
    return true
  }
}

extension SessionTable {
  private mutating func apply() {
    var key = fact.key
    // Nothing but their names, or numbers, tells these apart, which come again with each run.
    if key.isReused { key.generation = runs.all[Int(runs.current)].generation }
    guard let place = places[key] else {
      var session = fact.session
      fact.copyTexts(to: &session)
      session.run = runs.current
      if fact.step == .closed {
        session.wasMet = false
        changes.append(.ended(session))
      } else {
        insert(session, key)
        changes.append(.opened(session))
      }
      return
    }
    switch fact.step {
    case .opened:
      // The same record once more: of another sink of the same server.
      if fact.session.isChosen { slots[Int(place)].session.isChosen = true }
      guard let before = slots[Int(place)].session.opening, let time = fact.session.opening,
        key.isReused, time.milliseconds(since: before) >= 1000
      else { return }
      replace(remove(place), at: time)
      apply()
    case .changed:
      let before = slots[Int(place)].session
      fact.update(&slots[Int(place)].session)
      let session = slots[Int(place)].session
      if session.hasOtherCodecs(than: before) { changes.append(.recoded(session, before: before)) }
    case .closed:
      var session = remove(place)
      fact.update(&session)
      session.end = fact.session.end ?? session.end
      session.isEndApproximate = fact.session.isEndApproximate
      session.upTime = fact.session.upTime
      session.bytes = fact.session.bytes
      session.droppedBytes = fact.session.droppedBytes
      session.status = session.isOpeningLogged ? .closed : .unopened
      changes.append(.ended(session))
    }
  }

  /// Applies a fact from a webhook, which may come late, twice or out of order.
  private mutating func applyDelivery() {
    var session = fact.session
    fact.copyTexts(to: &session)
    session.run = runs.current
    switch fact.step {
    case .opened, .changed: open(session)
    case .closed: close(session)
    }
  }

  private mutating func open(_ session: Session) {
    if !fact.isAnonymous, let place = places[fact.key] { return openAgain(session, place) }
    switch ends.opening(fact.key, at: session.start) {
    case .known(let ended): finish(session, as: ended)
    case .late where !fact.isAnonymous: break
    case .late, .new:
      if fact.isAnonymous {
        insert(session, queues.opening(fact.key))
      } else {
        insert(session, fact.key, identity: fact.identity.copied())
      }
      changes.append(.opened(session))
    }
  }

  /// Applies a beginning that comes while a session of its key is open.
  private mutating func openAgain(_ session: Session, _ place: Int32) {
    let isKnown = session.start == nil || session.start == slots[Int(place)].session.start
    if isKnown, session.isChosen { slots[Int(place)].session.isChosen = true }
    guard let start = session.start, let known = slots[Int(place)].session.start, start != known
    else { return }
    // FastPix logs one beginning as connected and active; webhooks and the analytics log of Ant Media
    // Server may both have it, moments apart.
    let isEcho = start.milliseconds(since: known).magnitude <= UInt64(DeliveredEnds.slack)
    if session.system == .fastpix || isEcho {
      if session.isChosen { slots[Int(place)].session.isChosen = true }
      guard start < known else { return }
      (slots[Int(place)].session.start, slots[Int(place)].session.opening) = (start, start)
    } else if start > known {
      replace(remove(place), at: start)
      insert(session, fact.key, identity: fact.identity.copied())
      changes.append(.opened(session))
    } else {
      switch ends.opening(fact.key, at: start) {
      case .known(let ended): finish(session, as: ended)
      case .late: break
      case .new:
        changes.append(.opened(session))
        replace(session, at: known)
      }
    }
  }

  private mutating func close(_ session: Session) {
    let key = fact.isAnonymous ? queues.closing(fact.key) : fact.key
    guard let key, let place = places[key] else {
      if !fact.isAnonymous, ends.isEcho(fact.key, at: session.end) { return }
      var session = session
      session.wasMet = false
      keep(ends.note(fact.key, at: session.end, unopened: session))
      return
    }
    if let end = session.end, let start = slots[Int(place)].session.start,
      start.milliseconds(since: end) > DeliveredEnds.slack
    {
      // It is the end of an earlier session.
      if ends.isEcho(fact.key, at: end) { return }
      var session = session
      session.wasMet = false
      changes.append(.ended(session))
      return
    }
    var ended = remove(place)
    ended.end = [session.end, ended.start].compactMap(\.self).max()
    ended.status = .closed
    ended.isChosen = ended.isChosen || session.isChosen
    changes.append(.ended(ended))
    if !fact.isAnonymous { keep(ends.note(fact.key, at: ended.end)) }
  }

  /// Ends a session whose end is not logged, since another one of its name began.
  private mutating func replace(_ session: Session, at time: EventTime) {
    var session = session
    session.end = [time, session.start].compactMap(\.self).max()
    session.status = .replaced
    changes.append(.ended(session))
    if session.system != .ems { keep(ends.note(fact.key, at: time)) }
  }

  /// Tells of a session whose end was met before its beginning.
  private mutating func finish(_ session: Session, as ended: Session) {
    var session = session
    session.isChosen = session.isChosen || ended.isChosen
    changes.append(.opened(session))
    session.end = [ended.end, session.start].compactMap(\.self).max()
    session.status = .closed
    changes.append(.ended(session))
  }

  /// Tells of an end whose beginning is not waited for any longer.
  private mutating func keep(_ session: Session?) {
    if let session { changes.append(.ended(session)) }
  }

  private mutating func insert(
    _ session: Session, _ key: SessionKey, identity: ContiguousArray<UInt8> = []
  ) {
    let run = Int(session.run)
    if opened >= limit, runs.all[run].oldest >= 0 {
      forgotten += 1
      end(runs.all[run].oldest, as: .open)
    }
    let slot = Slot(
      session: session, key: key, identity: identity, order: order, previous: runs.all[run].newest,
      next: -1)
    order += 1
    opened += 1
    let place: Int32
    if free >= 0 {
      place = free
      free = slots[Int(place)].next
      slots[Int(place)] = slot
    } else {
      place = Int32(slots.count)
      slots.append(slot)
    }
    let newest = runs.all[run].newest
    if newest >= 0 { slots[Int(newest)].next = place } else { runs.all[run].oldest = place }
    runs.all[run].newest = place
    places[key] = place
  }

  /// Takes a session out; its place is used again.
  mutating func remove(_ place: Int32) -> Session {
    let slot = slots[Int(place)]
    places[slot.key] = nil
    let run = Int(slot.session.run)
    if slot.previous >= 0 {
      slots[Int(slot.previous)].next = slot.next
    } else {
      runs.all[run].oldest = slot.next
    }
    if slot.next >= 0 {
      slots[Int(slot.next)].previous = slot.previous
    } else {
      runs.all[run].newest = slot.previous
    }
    opened -= 1
    slots[Int(place)] = Slot(
      session: Session(), key: SessionKey(), identity: [], order: 0, previous: -1, next: free,
      isFree: true)
    free = place
    return slot.session
  }
}

extension SessionFact {
  /// Gives a new session the texts that were read.
  fileprivate borrowing func copyTexts(to session: inout Session) {
    session.name = name.copied()
    guard readsDetails else { return }
    session.address = address.copied()
    session.userAgent = userAgent.copied()
    session.application = application.copied()
  }

  /// Brings an open session up to date: what is not known now stays as it was.
  ///
  /// While a stream is torn down its codecs may have fallen back to unknown, and its feeding stream
  /// to null (quirk 75).
  fileprivate borrowing func update(_ open: inout Session) {
    open.parent = session.parent ?? open.parent
    if session.isChosen { open.isChosen = true }
    if session.videoCodec.isKnownCodec { open.videoCodec = session.videoCodec }
    if session.audioCodec.isKnownCodec { open.audioCodec = session.audioCodec }
    if session.width > 0, session.height > 0 {
      (open.width, open.height) = (session.width, session.height)
    }
    guard readsDetails else { return }
    if open.address.isEmpty, !address.isEmpty { open.address = address.copied() }
    if open.userAgent.isEmpty, !userAgent.isEmpty { open.userAgent = userAgent.copied() }
    if open.application.isEmpty, !application.isEmpty { open.application = application.copied() }
  }
}

extension Session {
  fileprivate func hasOtherCodecs(than before: Session) -> Bool {
    videoCodec != before.videoCodec || audioCodec != before.audioCodec || width != before.width
      || height != before.height
  }
}

extension UInt64 {
  /// Whether a codec's tag says anything.
  var isKnownCodec: Bool {
    self != 0 && self != VideoCodec.unknown.numeric && self != AudioCodec.unknown.numeric
  }
}
