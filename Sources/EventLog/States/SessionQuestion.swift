/// What is asked of sessions, where the answer is made of several runs: states of them can be put
/// together if they agree in it.
public enum SessionQuestion: Sendable {
  /// Which sessions there were; order, limit and columns are for whoever prints them.
  case sessions(SessionsPlan)
  /// How many watched at the same time; the limit and what else is shown are for whoever prints it.
  case viewers(ViewersPlan)

  /// The word for it in a state: the name of the command.
  var word: String {
    switch self {
    case .sessions: "sessions"
    case .viewers: "viewers"
    }
  }

  /// Which sessions.
  var choice: SessionChoice {
    switch self {
    case .sessions(let plan): plan.choice
    case .viewers(let plan): plan.choice
    }
  }

  /// Whether addresses, agents and applications are told of.
  var readsDetails: Bool {
    switch self {
    case .sessions: true
    case .viewers: false
    }
  }

  /// Whether the answer may depend on a fact about such a session.
  ///
  /// Names and directions may be others when a session was opened, so that only what can never become
  /// one that is asked for is left out.
  func concerns(_ session: Session) -> Bool {
    guard choice.kinds.contains(session.kind) else { return false }
    switch self {
    case .sessions: return true
    case .viewers: return session.kind == .http || session.direction != .in
    }
  }

  /// The columns that make groups of sessions; `none` for a single group.
  private var keyNames: [String] {
    guard case .sessions(let plan) = self, let keys = plan.keys else { return [] }
    return keys.isEmpty ? ["none"] : keys.map(\.rawValue)
  }

  /// The value of `--by`.
  private var keyWords: String {
    keyNames.isEmpty ? "not given" : keyNames.joined(separator: ",")
  }

  /// Makes what answers it.
  func report(_ format: RowFormat, _ options: RenderOptions) -> any SessionReport & ~Copyable {
    switch self {
    case .sessions(let plan): SessionsReport(plan, format, options)
    case .viewers(let plan): ViewersReport(plan, format, options)
    }
  }

  /// In which respect it is another one; nil if states of both can be put together.
  func difference(from other: SessionQuestion) -> String? {
    func sentence(_ name: String, _ mine: String, _ theirs: String) -> String? {
      mine == theirs ? nil : "\(name) is \(mine), not \(theirs) as in"
    }
    func time(_ time: EventTime?) -> String {
      guard let time else { return "none" }
      var text = ByteBuffer(capacity: 32)
      text.append(utc: time)
      return String(copying: text.span)
    }
    func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ",") }
    let (mine, theirs) = (choice, other.choice)
    let common =
      sentence("the question", word, other.word)
      ?? sentence("--kind", list(mine.kindNames), list(theirs.kindNames))
      ?? sentence(
        "--direction", mine.direction?.rawValue ?? "none", theirs.direction?.rawValue ?? "none")
      ?? sentence("--stream", list(mine.names.map(\.pattern)), list(theirs.names.map(\.pattern)))
      ?? sentence("--since", time(mine.window.since), time(theirs.window.since))
      ?? sentence("--until", time(mine.window.until), time(theirs.window.until))
    let chosen =
      common
      ?? (mine.events?.digest == theirs.events?.digest
        ? nil : "the choice of events (-t, -w, -g) is another one than in")
      ?? sentence("--by", keyWords, other.keyWords)
    guard chosen == nil, case .viewers(let mine) = self, case .viewers(let theirs) = other else {
      return chosen
    }
    return sentence(
      "--all-outputs", mine.onlyPlayers ? "off" : "on", theirs.onlyPlayers ? "off" : "on")
      ?? sentence("--every", mine.step?.text ?? "none", theirs.step?.text ?? "none")
      ?? sentence(
        "--by", mine.isByStream ? "stream" : "none", theirs.isByStream ? "stream" : "none")
      ?? (mine.step == nil || mine.zone.periods == theirs.zone.periods
        ? nil
        : "the zone of --every is \(mine.zone.name), not \(theirs.zone.name) as in")
  }
}

extension SessionChoice {
  /// The names of the kinds, in their order.
  fileprivate var kindNames: [String] {
    SessionKind.allCases.filter { kinds.contains($0) }.map(\.name)
  }
}

// MARK: - As the first line of a state

extension SessionQuestion {
  /// Appends the line.
  func write(into output: inout ByteBuffer) {
    output.append("{\"emslog\":\"\(word)\",\"version\":\(SessionJournal.version),\"kinds\":")
    output.append(jsonTexts: choice.kindNames)
    output.append(",\"direction\":")
    output.append(jsonTexts: choice.direction.map { [$0.rawValue] } ?? [])
    output.append(",\"streams\":")
    output.append(jsonTexts: choice.names.map(\.pattern))
    for (name, time) in [("since", choice.window.since), ("until", choice.window.until)] {
      output.append(",\"\(name)\":\(time.map { "\($0.milliseconds)" } ?? "null")")
    }
    if let events = choice.events {
      output.append(",\"choice\":\"\(String(events.digest, radix: 16))\"")
    }
    if !keyNames.isEmpty {
      output.append(",\"by\":")
      output.append(jsonTexts: keyNames)
    }
    if case .viewers(let plan) = self {
      output.append(",\"players\":\(plan.onlyPlayers),\"byStream\":\(plan.isByStream)")
      output.append(jsonStep: plan.step, plan.zone)
    }
    output.append("}\n")
  }

  /// Reads the line; nil if anything is not as it is written.
  init?(_ line: borrowing StateLine) {
    var choice = SessionChoice()
    guard let kinds = line.strings(line.member("kinds")),
      let direction = line.strings(line.member("direction")), direction.count <= 1,
      let names = line.strings(line.member("streams")),
      let since = line.time(line.member("since")), let until = line.time(line.member("until"))
    else { return nil }
    choice.kinds = Set(SessionKind.allCases.filter { kinds.contains($0.name) })
    choice.direction = direction.first.flatMap { StreamDirection(rawValue: $0) }
    guard choice.kindNames == kinds, (choice.direction == nil) == direction.isEmpty else {
      return nil
    }
    choice.names = names.map { Glob($0) }
    choice.window = TimeWindow(since: since, until: until)
    if let node = line.member("choice") {
      guard let digest = line.string(node).flatMap({ UInt64($0, radix: 16) }) else { return nil }
      choice.events = EventChoice(Filter(), digest: digest)
    }
    switch line.string(line.member("emslog")) {
    case "sessions":
      var plan = SessionsPlan()
      plan.choice = choice
      if let node = line.member("by") {
        guard let names = line.strings(node) else { return nil }
        let keys = names == ["none"] ? [] : names.compactMap { SessionColumn(named: $0) }
        guard keys.map(\.rawValue) == names || names == ["none"] else { return nil }
        plan.keys = keys
      }
      self = .sessions(plan)
    case "viewers":
      var plan = ViewersPlan()
      plan.choice = choice
      guard let players = line.flag(line.member("players")),
        let isByStream = line.flag(line.member("byStream")),
        let step = line.step(line.member("every"), zone: line.member("zone"))
      else { return nil }
      (plan.onlyPlayers, plan.isByStream) = (players, isByStream)
      if let step { (plan.step, plan.zone) = step }
      self = .viewers(plan)
    default: return nil
    }
  }
}
