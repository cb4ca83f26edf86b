/// All detectors at work on one log after the other, and what they have found.
///
/// Whoever holds it has the table of sessions too, and hands over its changes.
struct Inspection {
  /// What was found so far.
  var findings: FindingList
  private var detectors: [any Detector]
  private let plan: ChecksPlan
  private let redacts: Bool
  /// The last time in the log at hand.
  private(set) var last: Int64?
  private var neighbours = DatedNeighbours()

  /// Creates the inspection that a plan asks for.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - earlier: the window that findings are compared with.
  ///   - redacts: whether passwords are hidden.
  init(_ plan: ChecksPlan, earlier: TimeWindow? = nil, redacts: Bool) {
    self.plan = plan
    self.redacts = redacts
    detectors = plan.detectors
    findings = FindingList(plan, earlier: earlier, redacts: redacts)
  }

  /// Takes what an event has changed among the sessions, and then the event itself.
  mutating func take(
    _ event: borrowing Event, _ changes: ContiguousArray<SessionChange>
  ) {
    let time = event.timeInLog?.possible
    if let time { last = max(last ?? time, time) }
    neighbours.pass(event.time?.possible, after: time)
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
    findings.place(between: neighbours)
    (last, neighbours) = (nil, DatedNeighbours())
  }
}

extension Inspection {
  /// Decides what is certain by now, of a log that goes on and of which no record is in doubt.
  mutating func settle() {
    for index in detectors.indices { detectors[index].settle(&findings) }
    findings.place(between: neighbours)
    neighbours.forget()
  }

  /// The findings since this was asked last.
  mutating func takeFindings() -> [Finding] {
    let found = findings.takeSorted().findings
    findings = FindingList(plan, redacts: redacts)
    return found
  }

  /// What the detectors remember, as lines that ``recall(_:)`` reads.
  var memory: [String] {
    var last = last
    var fields = KeptFields(writing: "last")
    fields(&last)
    return [fields.text]
      + detectors.map { detector in
        var detector = detector
        var fields = KeptFields(writing: detector.word)
        detector.keep(in: &fields)
        return fields.text
      }
  }

  /// Goes on with what a line says; false if it is none of ``memory``.
  ///
  /// What a detector remembered that is not asked for now is forgotten.
  mutating func recall(_ line: String) -> Bool {
    var words = SnapshotWords(line)
    let word = words.word()
    var fields = KeptFields(reading: words)
    if word == "last" {
      fields(&last)
    } else if let index = detectors.firstIndex(where: { $0.word == word }) {
      detectors[index].keep(in: &fields)
    } else {
      return ChecksPlan().detectors.contains { $0.word == word }
    }
    return fields.isComplete
  }
}

extension Detector {
  /// What its line in a memory begins with.
  fileprivate var word: String { "\(Self.self)" }
}
