/// Looks for inbound streams that keep coming and going.
///
/// A flap is an inbound stream, not from a file, that lived less than a limit and was closed while the
/// server ran. So many of one name within the window begin a spell of flapping, which lasts until the
/// window passes without one.
struct FlapDetector: Detector {
  private let plan: ChecksPlan
  private var spells = Remembered<ContiguousArray<UInt8>, FlapSpell>()
  /// How many inbound streams of a name are open on each run of a server.
  private var open: [Feed: Int] = [:]
  private var leavers = RecentLeavers()
  /// The runs that have announced their end.
  private var stopping: Set<Int32> = []
  private var flapsSinceCleaning = 0

  private struct Feed: Hashable, Kept {
    var name: ContiguousArray<UInt8> = []
    var run: Int32 = -1

    init() {}
    init(_ session: Session) { (name, run) = (session.name, session.run) }

    mutating func keep(in fields: inout KeptFields) {
      fields(&name)
      fields.run(&run)
    }
  }

  /// How many bytes a flap takes, about.
  private static let flapSize = 64

  init(_ plan: ChecksPlan) { self.plan = plan }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .stopping(_, let run): stopping.insert(run)
      case .opened(let session) where session.kind == .stream:
        guard let start = (session.opening ?? session.start)?.possible else { continue }
        if session.isIngest {
          open[Feed(session), default: 0] += 1
          spells.change(session.name) { $0.comeBack(at: start) }
        } else if session.isPlayed {
          spells.change(session.name) { $0.viewerComes(session.host, at: start) }
        }
      case .ended(let session) where session.kind == .stream:
        if session.isIngest {
          close(session, &findings)
        } else if session.isPlayed, !stopping.contains(session.run), session.status.isClosing {
          viewerLeaves(session)
        }
      default: break
      }
    }
  }

  /// An inbound stream has ended.
  private mutating func close(_ session: Session, _ findings: inout FindingList) {
    let feed = Feed(session)
    if session.wasMet, let count = open[feed] { open[feed] = count > 1 ? count - 1 : nil }
    guard !stopping.contains(session.run), session.status.isClosing,
      let end = session.end?.possible,
      let length = session.duration, length >= 0, length < plan.flapLength
    else { return }
    var flap = Flap(start: end - length, end: end, id: session.id, process: session.process)
    if open[feed] != nil { flap.away = 0 }
    let left = leavers.all(of: session, at: end)
    var finished: FlapSpell?
    let (least, window) = (plan.flapCount, plan.flapWindow)
    let size =
      Self.flapSize * (1 + left.count)
      + (spells[session.name] == nil ? session.name.count : 0)
    spells.update(session.name, size: size, new: FlapSpell()) { spell in
      spell.forget(before: end - window)
      if spell.flaps.isEmpty, spell.isTold {
        finished = spell
        spell = FlapSpell()
      }
      spell.add(flap, least: least)
      for leaver in left { spell.viewerLeaves(leaver.host, at: leaver.time) }
    }
    if let finished { tell(finished, session.name, at: end, &findings) }
    flapsSinceCleaning += 1
    if spells.isFull, flapsSinceCleaning >= 10_000 { forgetOld(at: end, &findings) }
  }

  /// Makes room: what has passed by will not go on.
  private mutating func forgetOld(at time: Int64, _ findings: inout FindingList) {
    flapsSinceCleaning = 0
    let old = spells.all.filter { ($0.value.flaps.last?.end ?? 0) < time - plan.flapWindow }
    for (name, spell) in old {
      tell(spell, name, at: time, &findings)
      spells.remove(name)
    }
  }

  /// An outbound stream was closed, maybe since what fed it was closed just before.
  private mutating func viewerLeaves(_ session: Session) {
    guard let time = session.end?.possible else { return }
    var wasDropped = false
    spells.change(session.name) { spell in
      guard let flap = spell.flaps.last, abs(time - flap.end) <= FlapSpell.together,
        session.isFed(by: flap.id, flap.process)
      else { return }
      spell.viewerLeaves(session.host, at: time)
      wasDropped = true
    }
    if !wasDropped { leavers.add(session, at: time) }
  }

  mutating func keep(in fields: inout KeptFields) {
    fields(&spells)
    fields(&open)
    fields(&leavers)
    var runs = Array(stopping)
    fields(&runs)
    stopping = Set(runs)
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    for (name, spell) in spells.all { tell(spell, name, at: time, &findings) }
    findings.addUnwatched(spells.refused, .flaps)
    self = FlapDetector(plan)
  }

  private func tell(
    _ spell: FlapSpell, _ name: ContiguousArray<UInt8>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    guard spell.isTold else { return }
    var spell = spell
    spell.settle(at: time)
    var message =
      "\(spell.count) sessions shorter than \(plan.flapLength.inWords), "
      + "\(spell.worst) of them within \(plan.flapWindow.inWords)"
    message += "; away \(spell.away.inWords) in all, \(spell.longest.inWords) at most"
    if spell.isAway { message += ", and not back" }
    if spell.dropped > 0 {
      message += "; \(spell.dropped.counted("viewer")) dropped, \(spell.lost) not back within 1m"
    }
    findings.add(
      Finding(
        .flaps, from: spell.start, to: spell.end, stream: name, message,
        [
          RowMember("sessions", .number(Int64(spell.count))),
          RowMember("maxUpSeconds", .seconds(plan.flapLength)),
          RowMember("worst", .number(Int64(spell.worst))),
          RowMember("worstFrom", .moment(EventTime(milliseconds: spell.worstStart))),
          RowMember("worstWithinSeconds", .seconds(plan.flapWindow)),
          RowMember("awaySeconds", .seconds(spell.away)),
          RowMember("longestAwaySeconds", .seconds(spell.longest)),
          RowMember("backAtEnd", .word(spell.isAway ? "no" : "yes")),
          RowMember("viewersDropped", .number(spell.dropped)),
          RowMember("viewersBack", .number(spell.back)),
          RowMember("viewersLost", .number(spell.lost)),
          RowMember("lastId", .count(spell.flaps.last?.id)),
          RowMember("process", .count(spell.flaps.last?.process)),
        ]))
  }
}

extension Session {
  /// Whether it is an inbound stream that somebody sends, not one from a file.
  fileprivate var isIngest: Bool {
    kind == .stream && direction == .in
      && UInt8(truncatingIfNeeded: tag >> 48) != UInt8(ascii: "F")
  }

  /// The address of the other side without its port, as a number that is the same in every run; nil
  /// if it is not known.
  fileprivate var host: Int? {
    guard !address.isEmpty else { return nil }
    var end = address.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]") }
    if let last = end, address[last] != UInt8(ascii: ":") { end = nil }
    // FNV-1a
    let hash = address[..<(end ?? address.endIndex)].reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return Int(truncatingIfNeeded: hash)
  }

  /// Whether an inbound stream may have fed it: the one that it names, if it names any.
  func isFed(by id: Int64?, _ process: Int64?) -> Bool {
    parent.map { $0 == id && self.process == process } ?? true
  }
}

extension SessionStatus {
  /// Whether the log tells of the end.
  fileprivate var isClosing: Bool { self == .closed || self == .unopened }
}

/// Viewers that left in the last few seconds, by stream: what fed them may be closed a moment later.
private struct RecentLeavers: Kept {
  struct Leaver: Kept {
    var time: Int64 = 0
    var host: Int?
    var parent: Int64?
    var process: Int64?

    mutating func keep(in fields: inout KeptFields) {
      fields(&time)
      fields(&host)
      fields(&parent)
      fields(&process)
    }
  }

  private var recent: [ContiguousArray<UInt8>: [Leaver]] = [:]
  private var older: [ContiguousArray<UInt8>: [Leaver]] = [:]
  private var turned: Int64 = 0
  private var count = 0

  /// So many are remembered; a hostile log may have more in a second.
  private static let limit = 100_000

  mutating func keep(in fields: inout KeptFields) {
    fields(&recent)
    fields(&older)
    fields(&turned)
    fields(&count)
  }

  mutating func add(_ session: Session, at time: Int64) {
    if abs(time - turned) > FlapSpell.together || count >= Self.limit {
      older = recent
      recent = [:]
      count = 0
      turned = time
    }
    count += 1
    recent[session.name, default: []].append(
      Leaver(
        time: time, host: session.host, parent: session.parent, process: session.process))
  }

  /// Takes out those that an inbound stream may have fed until it was closed.
  mutating func all(of stream: Session, at time: Int64) -> [Leaver] {
    let all =
      (older.removeValue(forKey: stream.name) ?? [])
      + (recent.removeValue(forKey: stream.name) ?? [])
    return all.filter { leaver in
      abs(time - leaver.time) <= FlapSpell.together
        && leaver.parent.map { $0 == stream.id && leaver.process == stream.process } ?? true
    }
  }
}
