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
  private struct Run {
    var target: ContiguousArray<UInt8>
    var configuration: Int64?
    var count: Int64 = 0
    var first: Int64
    var last: Int64
    /// When the stream was there before.
    var success: Int64?
  }

  /// After so long without a failure, in milliseconds, the next one is another matter.
  private static let quiet: Int64 = 3_600_000
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
    guard let time else { return }
    let name = ContiguousArray((event.streamName ?? "").utf8)
    let target = event.pullTarget
    let configuration = event.integer("configId") ?? event.integer("customParameters", "configId")
    let success = seen[name]
    var over: Run?
    let isKnown = runs[name]?.contains { $0.target == target } ?? false
    let size = isKnown ? 0 : name.count + target.count
    runs.update(name, size: size, new: []) { runs in
      let new = Run(
        target: target, configuration: configuration, first: time, last: time, success: success)
      guard let place = runs.firstIndex(where: { $0.target == target }) else {
        if runs.count >= Self.targetLimit { over = runs.removeFirst() }
        runs.append(new)
        runs[runs.count - 1].count = 1
        return
      }
      if time - runs[place].last > Self.quiet {
        over = runs[place]
        runs[place] = new
      }
      runs[place].count += 1
      runs[place].last = max(runs[place].last, time)
    }
    if let over { tell(over, name, success: nil, &findings) }
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
    let since = run.success.map { run.last - $0 }
    var message = run.count.counted("pull")
    if !target.isEmpty { message += " of \(target.asText)" }
    message += " failed"
    if run.last > run.first { message += " in \((run.last - run.first).inWords)" }
    message +=
      since.map { ", \($0.inWords) after the stream was there last" } ?? ", never there before"
    if let success { message += "; it came in \((success - run.last).inWords) later" }
    findings.add(
      Finding(
        .pulls, from: run.first, to: run.last, stream: name, message,
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
