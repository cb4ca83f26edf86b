/// All detectors at work on one log after the other, and what they have found.
///
/// Whoever holds it has the table of sessions too, and hands over its changes.
struct Inspection {
  /// What was found so far.
  var findings: FindingList
  private var detectors: [any Detector]
  /// The last time in the log at hand.
  private var last: Int64?

  /// Creates the inspection that a plan asks for.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - earlier: the window that findings are compared with.
  ///   - redacts: whether passwords are hidden.
  init(_ plan: ChecksPlan, earlier: TimeWindow? = nil, redacts: Bool) {
    detectors = plan.detectors
    findings = FindingList(plan, earlier: earlier, redacts: redacts)
  }

  /// Takes what an event has changed among the sessions, and then the event itself.
  mutating func take(
    _ event: borrowing Event, _ changes: ContiguousArray<SessionChange>
  ) {
    let time = event.timeInLog?.possible
    if let time { last = max(last ?? time, time) }
    take(changes, at: time)
    for index in detectors.indices where detectors[index].kinds.contains(event.kind) {
      detectors[index].take(event, at: time, &findings)
    }
  }

  private mutating func take(_ changes: ContiguousArray<SessionChange>, at time: Int64?) {
    if changes.isEmpty { return }
    for index in detectors.indices { detectors[index].take(changes, at: time, &findings) }
  }

  /// Ends the log at hand; `changes` is what became of its sessions.
  mutating func endLog(_ changes: ContiguousArray<SessionChange>) {
    take(changes, at: last)
    for index in detectors.indices { detectors[index].endLog(at: last, &findings) }
    last = nil
  }
}
