extension ServerRuns {
  /// A run as a line, and the number that it has now.
  struct KnownRun {
    var number: Int32
    var line: String
  }

  /// The runs that may yet matter.
  private var kept: [Int32] {
    let lastRuns = Set(lastOfLogs.values)
    // What is over, with all of its sessions, is compared with nothing.
    return all.indices.map { Int32($0) }.filter { number in
      !all[Int(number)].isOver || all[Int(number)].oldest >= 0 || lastRuns.contains(number)
    }
  }

  /// The numbers that runs will have once they were read from ``snapshot()``.
  var keptNumbers: [Int32: Int32] {
    Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, Int32($0.offset)) })
  }

  /// The lines of all logs and of the runs that may yet matter; see ``SessionTable``.
  func snapshot() -> (logs: [String], runs: [KnownRun]) {
    let last = lastOfLogs
    let kept = kept
    var places: [Int32: Int] = [:]
    for (place, run) in kept.enumerated() { places[run] = place }
    var numbers: [Log: Int] = [:]
    var logs: [String] = []
    for (log, run) in last.sorted(by: { $0.value < $1.value }) {
      numbers[log] = logs.count
      var line = SnapshotLine("log")
      line.append(text: groupNames[Int(log.group)])
      line.append(word: log.instance.map { "\($0)" } ?? "-")
      line.append(places[run].map { Int64($0) })
      logs.append(line.text)
    }
    let runs = kept.map { number in
      let run = all[Int(number)]
      let log = numbers[Log(group: run.writer.group, instance: run.writer.instance)] ?? 0
      return KnownRun(
        number: number,
        line: run.line(log: log, predecessor: run.predecessor.flatMap { places[$0] }))
    }
    return (logs, runs)
  }
}

extension ServerRun {
  fileprivate func line(log: Int, predecessor: Int?) -> String {
    var line = SnapshotLine("run")
    line.append(log)
    line.append(writer.process)
    line.append(generation)
    line.append(predecessor.map { Int64($0) })
    for time in [first, last, latest] { line.append(time?.milliseconds) }
    for flag in [hasCounters, isStopping, isRunning, isResumed, logsStarts, isOver] {
      line.append(flag)
    }
    line.append(placeholders)
    line.append(word: audit.note.isEmpty ? "-" : audit.note)
    return line.text
  }

  fileprivate init?(
    _ words: inout SnapshotWords, _ logs: ContiguousArray<ServerRuns.Log>, number: Int
  ) {
    guard let log = words.natural(), log < logs.count, let process = words.optional(),
      let generation = words.natural(), generation <= Int32.max,
      let predecessor = words.optional(), (0..<Int64(max(number, 1))).contains(predecessor ?? 0),
      let first = words.optional(), let last = words.optional(), let latest = words.optional(),
      let hasCounters = words.flag(), let isStopping = words.flag(), let isRunning = words.flag(),
      let isResumed = words.flag(), let logsStarts = words.flag(), let isOver = words.flag(),
      let placeholders = words.natural(), case let note = words.takeRest()
    else { return nil }
    self.init(
      Writer(group: logs[Int(log)].group, instance: logs[Int(log)].instance, process: process))
    self.generation = Int32(generation)
    self.predecessor = predecessor.map { Int32($0) }
    self.first = first.map(EventTime.init(milliseconds:))
    self.last = last.map(EventTime.init(milliseconds:))
    self.latest = latest.map(EventTime.init(milliseconds:))
    (self.hasCounters, self.isStopping) = (hasCounters, isStopping)
    (self.isRunning, self.isResumed) = (isRunning, isResumed)
    (self.logsStarts, self.isOver) = (logsStarts, isOver)
    self.placeholders = Int(placeholders)
    audit = SequenceAudit(note: note)
    guard note == "-" || audit.last != nil && audit.note == note else { return nil }
  }
}

/// Reads the lines that ``ServerRuns/snapshot()`` wrote.
struct RunsReader {
  private(set) var logs: ContiguousArray<ServerRuns.Log> = []
  private(set) var runs: ContiguousArray<ServerRun> = []
  private var last: ContiguousArray<Int64?> = []
  private var groups: [ContiguousArray<UInt8>: Int32] = [:]
  private var names: ContiguousArray<ContiguousArray<UInt8>> = []

  /// Reads the line of a log; false if it is none.
  mutating func readLog(_ words: inout SnapshotWords) -> Bool {
    guard let name = words.text(), case let instance = words.word(),
      instance == "-" || UInt64(instance) != nil, let run = words.optional()
    else { return false }
    let group = groups[name] ?? Int32(names.count)
    if group == names.count {
      groups[name] = group
      names.append(name)
    }
    let log = ServerRuns.Log(group: group, instance: UInt64(instance))
    guard !logs.contains(log) else { return false }
    logs.append(log)
    last.append(run)
    return true
  }

  /// Reads the line of a run; false if it is none.
  mutating func readRun(_ words: inout SnapshotWords) -> Bool {
    guard let run = ServerRun(&words, logs, number: runs.count) else { return false }
    runs.append(run)
    return true
  }

  /// All runs; nil if a log was read last in one that is not there.
  func makeRuns() -> ServerRuns? {
    var all = ServerRuns()
    for (log, run) in zip(logs, last) {
      all.beginFile(of: LogName(group: names[Int(log.group)], run: log.instance))
      guard let run else { continue }
      guard let place = Int32(exactly: run), runs.indices.contains(Int(place)) else { return nil }
      all.note(place, asLastOf: log)
    }
    for run in runs { all.resume(run) }
    all.beginFile(of: LogName(group: []))
    return all
  }
}
