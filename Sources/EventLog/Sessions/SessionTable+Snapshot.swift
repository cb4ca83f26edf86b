// What is open, as lines that another run reads; the words of each in this order:
//
//     table forgotten
//     log   group instance|- run|-                 of the run that was read last
//     run   log process|- generation predecessor|- first|- last|- latest|- hasCounters isStopping
//           isRunning isResumed logsStarts isOver placeholders audit(5, or one hyphen)
//     open  run kind system direction first second third tag id|- process|- parent|- start|-
//           opening|- video audio width height isOpeningLogged name address agent application
//           identity
//
// Logs and runs are numbered from 0 in the order of their lines.
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
    let (logs, known) = runs.snapshot()
    var numbers: [Int32: Int] = [:]
    for (place, run) in known.enumerated() { numbers[run.number] = place }
    var left = byteLimit
    var sessions: [String] = []
    var leftOut = 0
    let open = slots.indices.filter { !slots[$0].isFree }
    for place in open.sorted(by: { slots[$0].order > slots[$1].order }) {
      let slot = slots[place]
      // Nothing would tell which of the anonymous viewers of webhooks leaves in another run.
      guard left > 0, let number = numbers[slot.session.run], !slot.isAnonymous,
        slot.session.keepsName || slot.session.name.count <= Self.fileNameLimit
      else {
        leftOut += 1
        continue
      }
      let line = slot.line(run: number, nameLimit: nameLimit)
      left -= line.utf8.count
      sessions.append(line)
    }
    var head = SnapshotLine("table")
    head.append(forgotten + leftOut)
    return [head.text] + logs + known.map(\.line) + sessions.reversed()
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
    var forgotten: Int?
    var reader = RunsReader()
    var number = 0
    for line in lines {
      number += 1
      var words = SnapshotWords(line)
      var isRight = false
      switch words.word() {
      case "table" where forgotten == nil:
        forgotten = words.natural().map { Int($0) }
        isRight = forgotten != nil
      case "log" where forgotten != nil && reader.runs.isEmpty:
        isRight = reader.readLog(&words)
      case "run" where !reader.logs.isEmpty && openCount == 0:
        isRight = reader.readRun(&words)
      case "open" where !reader.runs.isEmpty:
        if openCount == 0 {
          guard let runs = reader.makeRuns() else { break }
          self.runs = runs
        }
        if let (session, key, identity) = Session.open(&words, reader.runs) {
          isRight = resume(session, key, identity: identity)
        }
      default: break
      }
      guard isRight, words.isAtEnd else { throw SnapshotError(line: number) }
    }
    guard let forgotten, let runs = openCount > 0 ? self.runs : reader.makeRuns() else {
      throw SnapshotError(line: number + 1)
    }
    (self.runs, self.forgotten) = (runs, forgotten)
  }
}

extension SessionTable.Slot {
  /// Whether it is a viewer that a webhook told of without a name.
  fileprivate var isAnonymous: Bool { session.system != .ems && identity.isEmpty }

  fileprivate func line(run: Int, nameLimit: Int) -> String {
    var line = SnapshotLine("open")
    line.append(run)
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

  fileprivate static func open(
    _ words: inout SnapshotWords, _ runs: ContiguousArray<ServerRun>
  ) -> (Session, SessionKey, identity: ContiguousArray<UInt8>)? {
    var session = Session()
    guard let run = words.natural(), run < runs.count,
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
    session.run = Int32(run)
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
    if key.isReused { key.generation = runs[Int(run)].generation }
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
