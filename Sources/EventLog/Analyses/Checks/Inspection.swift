/// All detectors at work on one log after the other, and what they have found.
///
/// Some look at each run of a server by itself: several may stand in one log, line by line or file by
/// file, and what they look for ends with the run.
///
/// Whoever holds it has the table of sessions too, and hands over its changes.
struct Inspection {
  /// What was found so far.
  var findings: FindingList
  private let plan: ChecksPlan
  private let redacts: Bool
  private var detectors: [any Detector]
  /// Those of each run, and the kinds of events that they want to see.
  private var ofRuns: [Int32: [any Detector]] = [:]
  private let kindsOfRuns: EventKindSet
  /// The last time in the log at hand.
  private(set) var last: Int64?
  /// The run of the event at hand, and the last time of each run.
  private var run: (number: Int32, last: Int64?) = (-1, nil)
  private var lastOfRuns: [Int32: Int64] = [:]
  private var neighbours = DatedNeighbours()
  /// The run that the lines of a memory are about, while they are read.
  private var recalled: Int32?

  /// Creates the inspection that a plan asks for.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - earlier: the window that findings are compared with.
  ///   - redacts: whether passwords are hidden.
  init(_ plan: ChecksPlan, earlier: TimeWindow? = nil, redacts: Bool) {
    self.plan = plan
    self.redacts = redacts
    detectors = plan.detectors(of: { !$0.endsWithRun })
    kindsOfRuns = plan.detectors(of: \.endsWithRun).reduce([]) { $0.union($1.kinds) }
    findings = FindingList(plan, earlier: earlier, redacts: redacts)
  }

  /// Takes what an event of a run has changed among the sessions, and then the event itself.
  mutating func take(
    _ event: borrowing Event, of number: Int32, _ changes: ContiguousArray<SessionChange>
  ) {
    let time = event.timeInLog?.possible
    if number != run.number { turn(to: number) }
    if let time {
      last = max(last ?? time, time)
      run.last = max(run.last ?? time, time)
    }
    neighbours.pass(event.time?.possible, after: time)
    take(changes, at: time)
    for index in detectors.indices where detectors[index].kinds.contains(event.kind) {
      detectors[index].take(event, at: time, &findings)
    }
    guard kindsOfRuns.contains(event.kind) else { return }
    var ofRun = takeDetectors(of: number)
    for index in ofRun.indices where ofRun[index].kinds.contains(event.kind) {
      ofRun[index].take(event, at: time, &findings)
    }
    ofRuns[number] = ofRun
  }

  private mutating func turn(to number: Int32) {
    lastOfRuns[run.number] = run.last
    run = (number, lastOfRuns[number])
  }

  private mutating func take(_ changes: ContiguousArray<SessionChange>, at time: Int64?) {
    guard let first = changes.first else { return }
    for index in detectors.indices { detectors[index].take(changes, at: time, &findings) }
    if changes.allSatisfy({ $0.run == first.run }) {
      take(changes, ofRun: first.run, at: time)
    } else {
      for change in changes { take([change], ofRun: change.run, at: time) }
    }
  }

  private mutating func take(
    _ changes: ContiguousArray<SessionChange>, ofRun number: Int32, at time: Int64?
  ) {
    var ofRun = takeDetectors(of: number)
    for index in ofRun.indices { ofRun[index].take(changes, at: time, &findings) }
    ofRuns[number] = ofRun
  }

  /// Takes the detectors of a run out, so that they can be changed without a copy.
  private mutating func takeDetectors(of number: Int32) -> [any Detector] {
    ofRuns.removeValue(forKey: number) ?? plan.detectors(of: \.endsWithRun)
  }

  /// Ends the log at hand; `changes` is what became of its sessions.
  mutating func endLog(_ changes: ContiguousArray<SessionChange>) {
    take(changes, at: last)
    turn(to: -1)
    for number in ofRuns.keys.sorted() {
      var ofRun = takeDetectors(of: number)
      for index in ofRun.indices { ofRun[index].endLog(at: lastOfRuns[number], &findings) }
    }
    for index in detectors.indices { detectors[index].endLog(at: last, &findings) }
    findings.place(between: neighbours)
    (ofRuns, lastOfRuns, last, neighbours) = ([:], [:], nil, DatedNeighbours())
  }
}

extension Inspection {
  /// Decides what is certain by now, of a log that goes on and of which no record is in doubt.
  mutating func settle() {
    for number in ofRuns.keys.sorted() {
      var ofRun = takeDetectors(of: number)
      for index in ofRun.indices { ofRun[index].settle(&findings) }
      ofRuns[number] = ofRun
    }
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
  ///
  /// - Parameter numbers: The number that each run will have; what is known of others is dropped.
  /// - Returns: Lines of printable ASCII.
  func memory(numbering numbers: [Int32: Int32]) -> [String] {
    var last = last
    var fields = KeptFields(writing: "last")
    fields(&last)
    var lines = [fields.text] + detectors.map { $0.line(numbering: numbers) }
    for (old, new) in numbers.sorted(by: { $0.value < $1.value }) {
      guard let ofRun = ofRuns[old] else { continue }
      var number: Int64? = Int64(new)
      var last = old == run.number ? run.last : lastOfRuns[old]
      var fields = KeptFields(writing: "ofRun")
      fields(&number)
      fields(&last)
      lines += [fields.text] + ofRun.map { $0.line(numbering: numbers) }
    }
    return lines
  }

  /// Goes on with what a line says; false if it is none of ``memory(numbering:)``.
  ///
  /// What a detector remembered that is not asked for now is forgotten.
  mutating func recall(_ line: String) -> Bool {
    var words = SnapshotWords(line)
    let word = words.word()
    var fields = KeptFields(reading: words)
    if word == "last" {
      fields(&last)
    } else if word == "ofRun" {
      var number: Int64?
      var last: Int64?
      fields(&number)
      fields(&last)
      guard let run = number.flatMap({ Int32(exactly: $0) }), run >= 0 else { return false }
      recalled = run
      lastOfRuns[run] = last
      ofRuns[run] = plan.detectors(of: \.endsWithRun)
    } else if let run = recalled {
      guard let index = ofRuns[run]?.firstIndex(where: { $0.word == word }) else {
        return ChecksPlan().detectors(of: \.endsWithRun).contains { $0.word == word }
      }
      ofRuns[run]?[index].keep(in: &fields)
    } else if let index = detectors.firstIndex(where: { $0.word == word }) {
      detectors[index].keep(in: &fields)
    } else {
      return ChecksPlan().detectors(of: { !$0.endsWithRun }).contains { $0.word == word }
    }
    return fields.isComplete
  }
}

extension Detector {
  /// What its line in a memory begins with.
  fileprivate var word: String { "\(Self.self)" }

  /// What it remembers, as a line.
  fileprivate func line(numbering numbers: [Int32: Int32]) -> String {
    var detector = self
    var fields = KeptFields(writing: word, numbering: numbers)
    detector.keep(in: &fields)
    return fields.text
  }
}
