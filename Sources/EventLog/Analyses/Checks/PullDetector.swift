/// Looks for pulls from other servers that fail.
///
/// Failures of one stream and target are told of together, from the first to the last before the
/// stream comes in, or before an hour without one.
struct PullDetector: Detector {
  let kinds: EventKindSet = [.pullStreamFailed]
  private let least: Int
  private var runs = Remembered<ContiguousArray<UInt8>, [Run]>()
  /// When inbound streams were there last.
  private var seen = Remembered<ContiguousArray<UInt8>, Int64>()

  /// Failures in a row.
  private struct Run: Kept {
    var target: ContiguousArray<UInt8> = []
    var configuration: Int64?
    var count: Int64 = 0
    var stretch = LogStretch()
    /// When the stream was there before.
    var success: Int64?

    mutating func keep(in fields: inout KeptFields) {
      fields(&target)
      fields(&configuration)
      fields(&count)
      fields(&stretch)
      fields(&success)
    }
  }

  /// So many targets of one stream are told apart.
  private static let targetLimit = 64

  init(_ plan: ChecksPlan) { least = plan.pullCount }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .opened(let session) where session.direction == .in:
        guard let time = (session.opening ?? session.start)?.possible ?? time else { continue }
        if let runs = runs.remove(session.name) {
          for run in runs { tell(run, session.name, success: time, &findings) }
        }
        see(session.name, time)
      case .ended(let session) where session.direction == .in && session.status != .open:
        if let end = session.end?.possible { see(session.name, end) }
      default: break
      }
    }
  }

  private mutating func see(_ name: ContiguousArray<UInt8>, _ time: Int64) {
    if seen[name] == nil {
      seen.update(name, size: name.count, new: time) { _ in }
    } else {
      seen.change(name) { $0 = max($0, time) }
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    let name = ContiguousArray((event.streamName ?? "").utf8)
    let isExact = event.time != nil
    let target = event.pullTarget
    let configuration = event.integer("configId") ?? event.integer("customParameters", "configId")
    let success = seen[name]
    var over: Run?
    let isKnown = runs[name]?.contains { $0.target == target } ?? false
    let size = isKnown ? 0 : name.count + target.count
    runs.update(name, size: size, new: []) { runs in
      let new = Run(target: target, configuration: configuration, success: success)
      let known = runs.firstIndex { $0.target == target }
      if known == nil {
        if runs.count >= Self.targetLimit { over = runs.removeFirst() }
        runs.append(new)
      }
      let place = known ?? runs.count - 1
      if runs[place].stretch.isFarFrom(time, by: LogStretch.quiet) {
        over = runs[place]
        runs[place] = new
      }
      runs[place].count += 1
      runs[place].stretch.add(time, isExact: isExact)
    }
    if let over { tell(over, name, success: nil, &findings) }
  }

  mutating func keep(in fields: inout KeptFields) {
    fields(&runs)
    fields(&seen)
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    for (name, runs) in runs.all {
      for run in runs { tell(run, name, success: nil, &findings) }
    }
    findings.addUnwatched(runs.refused, .pulls)
    runs = Remembered()
    seen = Remembered()
  }

  private func tell(
    _ run: Run, _ name: ContiguousArray<UInt8>, success: Int64?, _ findings: inout FindingList
  ) {
    guard run.count >= least else { return }
    let target = findings.shown(run.target)
    let (stretch, before) = (run.stretch, run.success)
    // Of failures whose time is not known nobody can say how far from the stream they were.
    let last = stretch.isExact ? stretch.last : nil
    let since = last.flatMap { last in before.map { last - $0 } }
    var message = run.count.counted("pull")
    if !target.isEmpty { message += " of \(target.asText)" }
    message += " failed"
    if let length = stretch.length { message += " in \(length.inWords)" }
    if let since { message += ", \(since.inWords) after the stream was there last" }
    if before == nil { message += "; not seen before in this log" }
    if let success {
      message += "; it came in"
      if let last { message += " \((success - last).inWords) later" }
    }
    findings.add(
      Finding(
        .pulls, stretch, stream: name, message,
        [
          RowMember("target", .free(target)), RowMember("fails", .number(run.count)),
          RowMember("lastSuccess", .moment(run.success.map(EventTime.init(milliseconds:)))),
          RowMember("secondsSinceSuccess", since.map { .seconds($0) } ?? .nothing),
          RowMember("nextSuccess", .moment(success.map(EventTime.init(milliseconds:)))),
          RowMember("configId", .count(run.configuration)),
        ]))
  }
}

extension Event {
  /// Where a failed pull was to come from, in UTF-8; empty if the record does not say.
  ///
  /// The record is either the pull's own settings, or has them in `customParameters` (quirk 79); there
  /// the address is taken apart.
  fileprivate var pullTarget: ContiguousArray<UInt8> {
    var text = ByteBuffer(capacity: 128)
    guard let payload = node(at: "uri") ?? node(at: "customParameters", "uri") else { return [] }
    var found = payload
    if nodes[payload].kind == .map {
      guard
        let whole = child(named: "fullUri", of: Int32(payload))
          ?? child(named: "originalUri", of: Int32(payload))
      else { return [] }
      found = whole
    }
    appendText(of: nodes[found], to: &text)
    return text.copied()
  }
}
