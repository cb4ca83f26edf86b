/// Looks for what the server is to keep alive and that ends all the same: packagers and recorders
/// whose stream still comes in, and pulled streams that do not come back.
///
/// What ends because the server stops, the stream ends or somebody gave the command is no trouble,
/// nor is a publisher who leaves.
struct KeepAliveDetector: Detector {
  let kinds: EventKindSet = [
    .outStreamCreated, .outStreamClosed, .inStreamClosed, .pullStreamFailed, .cliRequest,
  ]
  private let plan: ChecksPlan
  private var packagers = Remembered<ContiguousArray<UInt8>, [Packager]>()
  /// When pulled streams ended that are not back.
  private var lost = Remembered<ContiguousArray<UInt8>, Int64>()
  /// How many inbound streams of a name are open.
  private var open: [ContiguousArray<UInt8>: Int] = [:]
  private var isStopping = false
  /// When somebody told the server last to stop or to remove something.
  private var lastCommand: Int64?

  /// What writes one folder or file.
  fileprivate struct Packager: Kept {
    var kind = Kind.hls
    var target: ContiguousArray<UInt8> = []
    /// When it ended while its stream came in; nil while it runs.
    var end: Int64?
    /// From the first to the last of its short lives that followed one another.
    var restarts = LogStretch()
    var restartCount = 0

    mutating func keep(in fields: inout KeptFields) {
      fields.name(&kind, \.rawValue) { Kind(rawValue: $0) }
      fields(&target)
      fields(&end)
      fields(&restarts)
      fields(&restartCount)
    }
  }

  fileprivate enum Kind: String, CaseIterable {
    case hls, hds, mss, dash, record
  }

  /// Ends that are no further apart than that belong together, in milliseconds.
  private static let grace: Int64 = 10_000
  /// A command takes no longer than that to work.
  private static let commandTime: Int64 = 5000
  /// Pulled streams that are not back after that are lost.
  private static let patience: Int64 = 60_000
  /// The most packagers of one stream that are told apart.
  private static let targetLimit = 64

  init(_ plan: ChecksPlan) { self.plan = plan }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?, _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .opened(let session) where session.kind == .stream && session.direction == .in:
        open[session.name, default: 0] += 1
        lost.remove(session.name)
      case .ended(let session) where session.kind == .stream && session.direction == .in:
        let others = (open[session.name] ?? 0) - (session.wasMet ? 1 : 0)
        open[session.name] = others > 0 ? others : nil
        guard others <= 0, session.status != .open else { continue }
        if let ended = packagers.remove(session.name) {
          for packager in ended {
            tell(packager, session.name, at: session.end?.possible, .ended, &findings)
          }
        }
      case .stopping: isStopping = true
      case .started(let start):
        tellAll(at: start.after?.possible, .ended, &findings)
        self = KeepAliveDetector(plan)
      // What came back may be among the missing records.
      case .missing:
        packagers = Remembered()
        lost = Remembered()
      default: break
      }
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    // W3C logs have no commands, which end most of what ends.
    if event.format == .w3c { return }
    let name = ContiguousArray((event.streamName ?? "").utf8)
    switch event.kind {
    case .cliRequest:
      if event.isCommandToEnd { lastCommand = time }
    case .pullStreamFailed: lost.remove(name)
    case .inStreamClosed:
      guard let time, open[name] == nil, event.boolean("pullSettings", "keepAlive") == true,
        !isExpected(at: time)
      else { return }
      lost.remove(name)
      lost.update(name, size: name.count, new: time) { _ in }
    default:
      for kind in Kind.allCases {
        guard let target = event.target(of: kind) else { continue }
        if event.kind == .outStreamCreated {
          begin(kind, target, name, at: time, &findings)
        } else {
          end(kind, target, name, at: time, life: event.epochMilliseconds("upTime"), &findings)
        }
      }
    }
  }

  /// True if the server or somebody at it has ended what ends at a time.
  private func isExpected(at time: Int64) -> Bool {
    isStopping || lastCommand.map { abs(time - $0) <= Self.commandTime } ?? false
  }

  private mutating func begin(
    _ kind: Kind, _ target: ContiguousArray<UInt8>, _ name: ContiguousArray<UInt8>,
    at time: Int64?, _ findings: inout FindingList
  ) {
    guard let place = packagers[name]?.firstIndex(where: { ($0.kind, $0.target) == (kind, target) })
    else { return }
    var ended: Packager?
    packagers.change(name) {
      ended = $0[place]
      $0[place].end = nil
    }
    if let ended { tellEnd(ended, name, at: time, .back, &findings) }
  }

  private mutating func end(
    _ kind: Kind, _ target: ContiguousArray<UInt8>, _ name: ContiguousArray<UInt8>,
    at time: Int64?, life: EventTime?, _ findings: inout FindingList
  ) {
    guard let time, open[name] != nil else { return }
    guard !isExpected(at: time) else {
      packagers.change(name) { $0.removeAll { ($0.kind, $0.target) == (kind, target) } }
      return
    }
    let known = packagers[name]?.firstIndex { ($0.kind, $0.target) == (kind, target) }
    guard known != nil || (packagers[name]?.count ?? 0) < Self.targetLimit else { return }
    let isShort = life.map { $0.milliseconds < plan.flapLength } ?? false
    let size = known == nil ? name.count + target.count : 0
    var over: Packager?
    packagers.update(name, size: size, new: []) { all in
      if known == nil { all.append(Packager(kind: kind, target: target)) }
      let place = known ?? all.count - 1
      if !isShort || all[place].restarts.isFarFrom(time, by: plan.flapWindow) {
        over = all[place]
        (all[place].restarts, all[place].restartCount) = (LogStretch(), 0)
      }
      all[place].end = time
      guard isShort else { return }
      all[place].restarts.add(time, isExact: true)
      all[place].restartCount += 1
    }
    if let over { tellRestarts(over, name, &findings) }
  }

  mutating func keep(in fields: inout KeptFields) {
    fields(&packagers)
    fields(&lost)
    fields(&open)
    fields(&isStopping)
    fields(&lastCommand)
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    tellAll(at: time, .gone, &findings)
    findings.addUnwatched(packagers.refused, .gaps)
    self = KeepAliveDetector(plan)
  }

  /// How a time without a packager ended.
  private enum Outcome: String {
    /// It began again.
    case back
    /// Its stream ended, or the server did.
    case ended
    /// It was not back at the end of the log.
    case gone
  }

  private func tellAll(at time: Int64?, _ outcome: Outcome, _ findings: inout FindingList) {
    for (name, all) in packagers.all {
      for packager in all { tell(packager, name, at: time, outcome, &findings) }
    }
    guard let time else { return }
    for (name, end) in lost.all where time - end >= Self.patience {
      findings.add(
        Finding(
          .gaps, from: end, to: time, stream: name,
          "the pulled stream ended, and was not back after \((time - end).inWords)",
          [
            RowMember("kind", .word("pull")), RowMember("state", .word(Outcome.gone.rawValue)),
            RowMember("seconds", .seconds(time - end)),
          ]))
    }
  }

  private func tell(
    _ packager: Packager, _ name: ContiguousArray<UInt8>, at time: Int64?, _ outcome: Outcome,
    _ findings: inout FindingList
  ) {
    tellEnd(packager, name, at: time, outcome, &findings)
    tellRestarts(packager, name, &findings)
  }

  private func tellEnd(
    _ packager: Packager, _ name: ContiguousArray<UInt8>, at time: Int64?, _ outcome: Outcome,
    _ findings: inout FindingList
  ) {
    guard let end = packager.end, let time, time - end > Self.grace else { return }
    let length = (time - end).inWords
    let rest =
      switch outcome {
      case .back: "it was back after \(length)"
      case .ended: "it was not back when the stream ended \(length) later"
      case .gone: "it was not back after \(length)"
      }
    findings.add(
      Finding(
        .gaps, from: end, to: time, stream: name,
        "the \(packager.noun) ended while the stream came in; \(rest)",
        [
          RowMember("kind", .word(packager.kind.rawValue)),
          RowMember("state", .word(outcome.rawValue)), RowMember("seconds", .seconds(time - end)),
          RowMember("path", .free(packager.target)),
        ]))
  }

  private func tellRestarts(
    _ packager: Packager, _ name: ContiguousArray<UInt8>, _ findings: inout FindingList
  ) {
    let (count, stretch) = (packager.restartCount, packager.restarts)
    guard count >= plan.flapCount else { return }
    var message = "the \(packager.noun) ended \(count) times less than \(plan.flapLength.inWords)"
    message += " after its start"
    if let length = stretch.length { message += ", within \(length.inWords)" }
    findings.add(
      Finding(
        .gaps, stretch, stream: name, message + ", while the stream came in",
        [
          RowMember("kind", .word(packager.kind.rawValue)), RowMember("state", .word("restarting")),
          RowMember("times", .number(Int64(count))), RowMember("path", .free(packager.target)),
        ]))
  }
}

extension KeepAliveDetector.Packager {
  fileprivate var noun: String { kind == .record ? "recorder" : "\(kind.rawValue) packager" }
}

extension Event {
  /// True if somebody tells the server to stop or to remove something.
  fileprivate var isCommandToEnd: Bool {
    guard let command = bytes("command") else { return false }
    return ["remove", "shutdown", "stop"].contains { (word: String) in
      equalIgnoringASCIICase(command.prefix(word.utf8.count), word.utf8)
    }
  }

  /// The folder or file of a packager or recorder that is to be kept alive; nil for other streams.
  fileprivate func target(of kind: KeepAliveDetector.Kind) -> ContiguousArray<UInt8>? {
    switch kind {
    case .hls: folder("hlsSettings")
    case .hds: folder("hdsSettings")
    case .mss: folder("mssSettings")
    case .dash: folder("dashSettings")
    case .record:
      // Recordings that end by themselves are not kept alive, or do not say so.
      if boolean("recordSettings", "keepAlive") == true {
        bytes("recordSettings", "pathToFile").map { ChunkPath.target($0, isRecording: false) }
      } else {
        nil
      }
    }
  }

  private func folder(_ settings: StaticString) -> ContiguousArray<UInt8>? {
    guard boolean(settings, "keepAlive") != false else { return nil }
    return bytes(settings, "targetFolder").map { ChunkPath.target($0, isRecording: false) }
  }
}
