/// Something that happened to a session, or to the log that tells of them.
enum SessionChange {
  /// It began, or is met for the first time in a log that begins later.
  case opened(Session)
  /// Its codecs, or the size of its picture, are others than before.
  case recoded(Session, before: Session)
  /// It ended, one way or the other.
  case ended(Session)
  /// The server was started; `stopped` tells whether it had announced its end before.
  case started(EventTime?, after: EventTime?, wasStopped: Bool)
  /// The server announced its end.
  case stopping(EventTime?)
  /// Records are missing between two that were logged at these times.
  case missing(ClosedRange<Int64>, from: EventTime?, to: EventTime?)
}

/// Joins what events tell of sessions: the engine behind all reports on them.
///
/// Sessions are found by what their records bear (``SessionKey``), so that they may straddle the
/// files of a rotated set, which are read as one log. When the server is gone its open sessions end:
/// it is gone when its counters begin anew (``SequenceAudit``), when another process writes the log,
/// or, where records bear no counters, when the start of a server is logged.
///
/// It takes events of every kind: their counters and times tell when the server was there.
///
/// Logs are read one after the other (``beginSource(isContinuation:)``), or in turns as they grow
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
  /// The time of the last event that had one.
  private(set) var last: EventTime?

  private let limit: Int
  private var fact: SessionFact
  private(set) var slots: ContiguousArray<Slot> = []
  private var free: Int32 = -1
  private var places: [SessionKey: Int32] = [:]
  /// The log that is being read.
  private var log = Log(number: 0)
  /// All logs; of the one that is being read it holds what was known when it was begun.
  private var logs: ContiguousArray<Log> = [Log(number: 0)]
  private var named: [LogName: Int32] = [:]
  private var ends = DeliveredEnds()
  private var queues = SessionQueues()
  /// What the logs of all runs have in common whose parts are being read.
  private var parts: ContiguousArray<UInt8>?
  private var opened = 0
  private var order = 0

  /// So many sessions may be open at the same time.
  static let standardLimit = 4_000_000

  /// A place for an open session, and its neighbours among those of the same log.
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

  /// What is known of a log.
  struct Log {
    var number: Int32
    /// Nil for logs that are read one after the other.
    var name: LogName?
    var audit = SequenceAudit()
    /// The times of the records around the gap that the audit has not told of yet.
    var gapBounds: (from: EventTime?, to: EventTime?) = (nil, nil)
    var hasCounters = false
    /// Records since the last counter that the server counted and could not write.
    var placeholders = 0
    var last: EventTime?
    var isStopping = false
    var isRunning = false
    /// Whether a later run of the same server writes a log of its own.
    var isSuperseded = false
    /// The open sessions of its server, oldest first.
    var first: Int32 = -1
    var newest: Int32 = -1
  }

  /// Creates a table; `readsDetails` asks for addresses, agents and applications too.
  init(readsDetails: Bool, limit: Int = SessionTable.standardLimit) {
    fact = SessionFact(readsDetails: readsDetails)
    self.limit = limit
  }

  /// True if records may be missing of which that is not certain yet.
  var hasDoubt: Bool { log.audit.gap != nil }

  /// How many sessions are open.
  var openCount: Int { opened }

  /// Makes ready for another file: of the same log, or of the next one.
  ///
  /// Of parts that each run of the server numbers anew, one may hold records of several runs, and the
  /// next one goes on with the first of these: each process is then taken to write a log of its own.
  mutating func beginSource(isContinuation: Bool, isPart: Bool = false) {
    guard !isContinuation else { return }
    settleLogs()
    parts = isPart ? ContiguousArray("\(logs.count)".utf8) : nil
    open(Log(number: Int32(logs.count)))
  }

  /// Makes ready for more of a log, between which parts of others may have been read.
  mutating func beginSource(of name: LogName) {
    guard let number = named[name] else {
      named[name] = Int32(logs.count)
      open(Log(number: Int32(logs.count), name: name))
      return
    }
    logs[Int(log.number)] = log
    log = logs[Int(number)]
  }

  private mutating func open(_ next: Log) {
    logs[Int(log.number)] = log
    logs.append(next)
    log = next
  }

  /// What is known of every log.
  var knownLogs: ContiguousArray<Log> {
    var all = logs
    all[Int(log.number)] = log
    return all
  }

  /// Ends the sessions of servers whose next run has begun a log of its own.
  ///
  /// Of the runs of a server, which have names of one ``LogName/group``, the one whose last event is
  /// the latest is alive.
  mutating func endSuperseded() {
    let current = Int(log.number)
    logs[current] = log
    var alive: [ContiguousArray<UInt8>: Int] = [:]
    for (place, log) in logs.enumerated() {
      guard let group = log.name?.group, let last = log.last else { continue }
      if let other = alive[group].flatMap({ logs[$0].last }), other >= last { continue }
      alive[group] = place
    }
    for place in logs.indices {
      guard let name = logs[place].name, logs[place].last != nil, alive[name.group] != place,
        !logs[place].isSuperseded
      else { continue }
      log = logs[place]
      restart(at: alive[name.group].flatMap { logs[$0].last })
      log.isSuperseded = true
      logs[place] = log
    }
    log = logs[current]
  }

  /// Takes one event.
  mutating func take(_ event: borrowing Event) {
    pass(LogPassage(event))
    if fact.read(event) { applyFact() }
  }

  /// Takes what a journal tells of one event or of several.
  mutating func take(_ line: inout JournalLine) {
    pass(line.passage)
    guard line.hasFact else { return }
    swap(&fact, &line.fact)
    applyFact()
    swap(&fact, &line.fact)
  }

  /// Notes that the log has gone on; of several events a restart can only come before the first.
  private mutating func pass(_ passage: LogPassage) {
    if let parts, let writer = passage.writer, writer != log.audit.process {
      beginSource(of: LogName(group: parts, run: UInt64(bitPattern: writer)))
    }
    if let entries = passage.entries {
      audit(entries, passage)
    } else if passage.notice == .started, !log.hasCounters, log.isRunning {
      restart(at: passage.time)
    }
    if let time = passage.time {
      log.last = time
      last = time
    }
    switch passage.notice {
    case .none: break
    case .started, .running: log.isRunning = true
    case .stopping:
      log.isStopping = true
      changes.append(.stopping(passage.time))
    }
  }

  private mutating func applyFact() {
    guard fact.session.system == .ems else { return applyDelivery() }
    log.isRunning = true
    apply()
  }

  /// Takes note of a piece of the log that is passed over.
  ///
  /// In place of some records the server writes a sentence (quirk 38): these are not missing.
  mutating func skipped(_ reason: SkipReason) {
    if reason == .placeholder { log.placeholders += 1 }
  }

  private mutating func audit(_ entries: ClosedRange<Int64>, _ passage: LogPassage) {
    log.hasCounters = true
    while log.placeholders > 0, let last = log.audit.last, last < entries.lowerBound - 1 {
      log.placeholders -= 1
      log.audit.feed(logEntry: last + 1, processId: nil)
    }
    log.placeholders = 0
    let (gap, bounds) = (log.audit.gap, log.gapBounds)
    log.audit.feed(entries, processId: passage.writer)
    // A gap is told of later, when it is certain.
    if log.audit.gap != gap { log.gapBounds = (log.last, passage.time) }
    for finding in log.audit.takeFindings() {
      switch finding {
      case .restart:
        restart(at: passage.time)
      case .missing(let range):
        changes.append(.missing(range, from: bounds.from, to: bounds.to))
      }
    }
  }

  /// Ends what was open when the server went away.
  private mutating func restart(at time: EventTime?) {
    changes.append(.started(time ?? log.last, after: log.last, wasStopped: log.isStopping))
    endAll(as: log.isStopping ? .stop : .restart)
    log.isStopping = false
  }

  /// Ends what is open on the server that writes the log; what webhooks tell of is elsewhere.
  private mutating func endAll(as status: SessionStatus) {
    var place = log.first
    while place >= 0 {
      let next = slots[Int(place)].next
      defer { place = next }
      guard slots[Int(place)].session.system == .ems else { continue }
      var session = remove(place)
      session.status = status
      session.end = log.last
      changes.append(.ended(session))
    }
  }

  /// Ends what is open in a log of a server that said it would stop.
  private mutating func settleLog() {
    log.audit.finish()
    for case .missing(let range) in log.audit.takeFindings() {
      changes.append(.missing(range, from: log.gapBounds.from, to: log.gapBounds.to))
    }
    if log.isStopping { endAll(as: .stop) }
  }

  /// Does the same in all logs of which parts were read.
  private mutating func settleLogs() {
    guard parts != nil else { return settleLog() }
    endSuperseded()
    settleAll()
  }

  private mutating func settleAll() {
    logs[Int(log.number)] = log
    for place in logs.indices {
      log = logs[place]
      settleLog()
      logs[place] = log
    }
  }

  /// Tells of all that is still open: oldest first, as ended with the last event of their log.
  mutating func finish() {
    if parts != nil { endSuperseded() }
    settleAll()
    for session in ends.takeUnopened() { changes.append(.ended(session)) }
    let rest = slots.indices.filter { !slots[$0].isFree }
    for place in rest.sorted(by: { slots[$0].order < slots[$1].order }) {
      var session = remove(Int32(place))
      session.end = logs[Int(session.log)].last
      changes.append(.ended(session))
    }
  }

  /// Goes on with logs that were read before; the last one is the one that is being read.
  mutating func resume(_ logs: ContiguousArray<Log>, forgotten: Int) {
    guard let current = logs.last else { return }
    (self.logs, log, self.forgotten) = (logs, current, forgotten)
    for log in logs { if let name = log.name { named[name] = log.number } }
  }

  /// Goes on with a session that was open in one of these logs; false if its key is there already.
  mutating func resume(
    _ session: Session, _ key: SessionKey, identity: ContiguousArray<UInt8>
  ) -> Bool {
    guard places[key] == nil, logs.indices.contains(Int(session.log)) else { return false }
    logs[Int(log.number)] = log
    log = logs[Int(session.log)]
    insert(session, key, identity: identity)
    return true
  }
}

extension SessionTable {
  private mutating func apply() {
    let key = fact.key
    guard let place = places[key] else {
      var session = fact.session
      fact.copyTexts(to: &session)
      session.log = log.number
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
    // The same record once more: of another sink of the same server.
    case .opened: break
    case .changed:
      let before = slots[Int(place)].session
      fact.update(&slots[Int(place)].session)
      let session = slots[Int(place)].session
      if session.hasOtherCodecs(than: before) { changes.append(.recoded(session, before: before)) }
    case .closed:
      var session = remove(place)
      fact.update(&session)
      session.end = fact.session.end ?? session.end
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
    session.log = log.number
    switch fact.step {
    case .opened, .changed: open(session)
    case .closed: close(session)
    }
  }

  private mutating func open(_ session: Session) {
    if !fact.isAnonymous, let place = places[fact.key] {
      // A beginning is told of more than once: as connected and active, or out of order.
      guard let start = session.start, let known = slots[Int(place)].session.start, start < known
      else { return }
      (slots[Int(place)].session.start, slots[Int(place)].session.opening) = (start, start)
      return
    }
    switch ends.opening(fact.key, at: session.start) {
    case .known(let ended):
      var session = session
      session.end = [ended.end, session.start].compactMap(\.self).max()
      finish(session)
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
    changes.append(.ended(ended))
    if !fact.isAnonymous { keep(ends.note(fact.key, at: ended.end)) }
  }

  /// Tells of a session whose end was met before its beginning.
  private mutating func finish(_ session: Session) {
    var session = session
    changes.append(.opened(session))
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
    if opened >= limit, log.first >= 0 {
      forgotten += 1
      var oldest = remove(log.first)
      oldest.end = log.last
      changes.append(.ended(oldest))
    }
    let slot = Slot(
      session: session, key: key, identity: identity, order: order, previous: log.newest, next: -1)
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
    if log.newest >= 0 { slots[Int(log.newest)].next = place } else { log.first = place }
    log.newest = place
    places[key] = place
  }

  /// Takes a session out; its place is used again.
  private mutating func remove(_ place: Int32) -> Session {
    let slot = slots[Int(place)]
    places[slot.key] = nil
    let isOfThisLog = slot.session.log == log.number
    if slot.previous >= 0 {
      slots[Int(slot.previous)].next = slot.next
    } else if isOfThisLog {
      log.first = slot.next
    } else {
      logs[Int(slot.session.log)].first = slot.next
    }
    if slot.next >= 0 {
      slots[Int(slot.next)].previous = slot.previous
    } else if isOfThisLog {
      log.newest = slot.previous
    } else {
      logs[Int(slot.session.log)].newest = slot.previous
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
