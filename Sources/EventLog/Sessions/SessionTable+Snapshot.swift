// What is open, as lines that another run reads; the words of each in this order:
//
//     table forgotten
//     log   group run|- last|- hasCounters isStopping isRunning isSuperseded audit(5, or one hyphen)
//     open  log kind system direction first second third tag id|- process|- parent|- start|-
//           opening|- video audio width height isOpeningLogged name address agent application
//           identity
//
// Sessions follow in the order in which they were opened, their keys included. What recordings and
// chunks are told apart by is a hash of their names that is another in each run: it is made anew.

extension SessionTable {
  /// All that is needed to go on later, as lines.
  ///
  /// - Parameters:
  ///   - nameLimit: names of streams and playlists are cut behind so many bytes of UTF-8.
  ///   - byteLimit: so long are all sessions together at most; the oldest are left out, and counted as
  ///     forgotten.
  /// - Returns: Lines of printable ASCII without quotes and backslashes.
  func snapshot(nameLimit: Int = .max, byteLimit: Int = .max) -> [String] {
    let logs = knownLogs
    var numbers: [Int32: Int] = [:]
    var lines: [String] = []
    for log in logs where !log.isSuperseded || log.first >= 0 {
      numbers[log.number] = lines.count
      lines.append(log.line)
    }
    var left = byteLimit
    var sessions: [String] = []
    var leftOut = 0
    let open = slots.indices.filter { !slots[$0].isFree }
    for place in open.sorted(by: { slots[$0].order > slots[$1].order }) {
      let slot = slots[place]
      // Nothing would tell which of the anonymous viewers of webhooks leaves in another run.
      guard left > 0, let number = numbers[slot.session.log], !slot.isAnonymous,
        slot.session.keepsName || slot.session.name.count <= Self.fileNameLimit
      else {
        leftOut += 1
        continue
      }
      let line = slot.line(log: number, nameLimit: nameLimit)
      left -= line.utf8.count
      sessions.append(line)
    }
    var head = SnapshotLine("table")
    head.append(forgotten + leftOut)
    return [head.text] + lines + sessions.reversed()
  }

  /// No path of a file is longer.
  private static let fileNameLimit = 4096

  /// Goes on where the table stopped whose ``snapshot(nameLimit:byteLimit:)`` these lines are.
  ///
  /// - Throws: ``SnapshotError`` if they are none.
  init(
    snapshot lines: some Sequence<String>, readsDetails: Bool,
    limit: Int = SessionTable.standardLimit
  ) throws(SnapshotError) {
    self.init(readsDetails: readsDetails, limit: limit)
    var logs: ContiguousArray<Log> = []
    var forgotten: Int?
    var hasLogs = false
    var number = 0
    for line in lines {
      number += 1
      var words = SnapshotWords(line)
      var isRight = false
      switch words.word() {
      case "table" where forgotten == nil:
        forgotten = words.natural().map { Int($0) }
        isRight = forgotten != nil
      case "log" where forgotten != nil && !hasLogs:
        if let log = Log(number: Int32(logs.count), &words) {
          logs.append(log)
          isRight = true
        }
      case "open":
        if !hasLogs { resume(logs, forgotten: forgotten ?? 0) }
        hasLogs = true
        if let (session, key, identity) = Session.open(&words) {
          isRight = resume(session, key, identity: identity)
        }
      default: break
      }
      guard isRight, words.isAtEnd else { throw SnapshotError(line: number) }
    }
    guard let forgotten, !logs.isEmpty else { throw SnapshotError(line: number + 1) }
    if !hasLogs { resume(logs, forgotten: forgotten) }
  }
}

extension SessionTable.Log {
  fileprivate var line: String {
    var line = SnapshotLine("log")
    line.append(text: name?.group ?? [])
    line.append(word: name?.run.map { "\($0)" } ?? "-")
    line.append(last?.milliseconds)
    line.append(hasCounters)
    line.append(isStopping)
    line.append(isRunning)
    line.append(isSuperseded)
    line.append(word: audit.note.isEmpty ? "-" : audit.note)
    return line.text
  }

  fileprivate init?(number: Int32, _ words: inout SnapshotWords) {
    self.init(number: number)
    guard let group = words.text(), case let run = words.word(), run == "-" || UInt64(run) != nil,
      let last = words.optional(), let hasCounters = words.flag(), let isStopping = words.flag(),
      let isRunning = words.flag(), let isSuperseded = words.flag()
    else { return nil }
    if !group.isEmpty { name = LogName(group: group, run: UInt64(run)) }
    self.last = last.map { EventTime(milliseconds: $0) }
    self.hasCounters = hasCounters
    self.isStopping = isStopping
    self.isRunning = isRunning
    self.isSuperseded = isSuperseded
    let note = words.takeRest()
    audit = SequenceAudit(note: note)
    guard note == "-" || audit.last != nil && audit.note == note else { return nil }
  }
}

extension SessionTable.Slot {
  /// Whether it is a viewer that a webhook told of without a name.
  fileprivate var isAnonymous: Bool { session.system != .ems && identity.isEmpty }

  fileprivate func line(log: Int, nameLimit: Int) -> String {
    var line = SnapshotLine("open")
    line.append(log)
    line.append(word: session.kind.name)
    line.append(word: session.system.rawValue)
    line.append(word: session.direction.rawValue)
    let isNamed = !session.keepsName
    for number in isNamed || !identity.isEmpty
      ? [key.first, 0, 0] : [key.first, key.second, key.third]
    {
      line.append(number)
    }
    line.append(session.tag)
    for number in [
      session.id, session.process, session.parent, session.start?.milliseconds,
      session.opening?.milliseconds,
    ] { line.append(number) }
    line.append(session.videoCodec)
    line.append(session.audioCodec)
    line.append(session.width)
    line.append(session.height)
    line.append(session.isOpeningLogged)
    line.append(text: isNamed ? session.name : session.name.cut(to: nameLimit))
    line.append(text: session.address)
    line.append(text: session.userAgent)
    line.append(text: session.application)
    line.append(text: identity)
    return line.text
  }
}

extension Session {
  /// Whether numbers alone tell it from others, so that its name may be cut.
  fileprivate var keepsName: Bool { kind == .stream || kind == .http }

  fileprivate static func open(_ words: inout SnapshotWords) -> (
    Session, SessionKey, identity: ContiguousArray<UInt8>
  )? {
    var session = Session()
    guard let log = words.natural(), log <= Int32.max,
      case let kindName = words.word(),
      let kind = SessionKind.allCases.first(where: { $0.name == kindName }),
      let system = EventSystem(rawValue: words.word()),
      let direction = StreamDirection(rawValue: words.word()),
      let first = words.integer(), let second = words.integer(), let third = words.integer(),
      let tag = words.unsigned(), let id = words.optional(), let process = words.optional(),
      let parent = words.optional(), let start = words.optional(),
      let opening = words.optional(), let video = words.unsigned(), let audio = words.unsigned(),
      let width = words.integer(), let height = words.integer(),
      let isOpeningLogged = words.flag(), let name = words.text(), let address = words.text(),
      let userAgent = words.text(), let application = words.text(),
      let identity = words.text()
    else { return nil }
    session.log = Int32(log)
    (session.kind, session.system, session.direction) = (kind, system, direction)
    (session.tag, session.id, session.process, session.parent) = (tag, id, process, parent)
    session.start = start.map { EventTime(milliseconds: $0) }
    session.opening = opening.map { EventTime(milliseconds: $0) }
    (session.videoCodec, session.audioCodec) = (video, audio)
    (session.width, session.height) = (width, height)
    session.isOpeningLogged = isOpeningLogged
    (session.name, session.address) = (name, address)
    (session.userAgent, session.application) = (userAgent, application)
    var key = SessionKey(
      kind: kind, system: system, first: first, second: second, third: third)
    if !session.keepsName { (key.second, key.third) = name.span.hashes() }
    if !identity.isEmpty { (key.second, key.third) = identity.span.hashes() }
    return (session, key, identity)
  }
}

extension ContiguousArray<UInt8> {
  /// The text, cut behind so many bytes of UTF-8, never within a character.
  func cut(to limit: Int) -> ContiguousArray<UInt8> {
    guard count > limit else { return self }
    var end = Swift.max(limit, 0)
    while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
    return ContiguousArray(self[..<end])
  }
}
