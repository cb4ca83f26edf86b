/// The runs of servers that logs hold, and the one that wrote the record at hand.
///
/// A server is a process with its counters, not a file: one file may hold several runs, one after the
/// other or, from a collector, line by line; and where each run numbers its parts anew and adds to
/// those of the run before (real-bytes.md, A6), the files of a run are not next to each other.
///
///     part 1   0 …  600 |   0 …  700       two runs of one server
///     part 2 601 …  690 | 701 … 1200       each goes on where its process and its counters do
struct ServerRuns {
  /// All runs, in the order in which they were met.
  var all: ContiguousArray<ServerRun> = []
  /// The run that wrote the record at hand; -1 before the first record of a file.
  private(set) var current: Int32 = -1

  private var log = Log(group: -1)
  private var groups: [ContiguousArray<UInt8>: Int32] = [:]
  private(set) var groupNames: ContiguousArray<ContiguousArray<UInt8>> = []
  /// The runs of each group.
  private var members: ContiguousArray<ContiguousArray<Int32>> = []
  /// The run that was read last of each log.
  private var lastRead: [Log: Int32] = [:]
  private var newestOfWriter: [ServerRun.Writer: Int32] = [:]
  /// The runs, other than the current one, whose next record would have these counters.
  private var waiting: [Continuation: ContiguousArray<Int32>] = [:]

  /// The files of a rotated set with one instance number.
  struct Log: Hashable {
    var group: Int32
    var instance: UInt64?
  }

  private struct Continuation: Hashable {
    var writer: ServerRun.Writer
    var entry: Int64
  }

  /// A run that follows another one on the same server.
  struct Succession {
    var before: Int32
    var after: Int32
  }

  /// More runs of a group are not told apart; a hostile log may have more.
  private static let limit = 100_000
  /// More servers that run at the same time are not followed.
  private static let serverLimit = 1000
  /// Of runs that wait for the same record no more are compared.
  private static let comparedLimit = 64

  /// Makes ready for a file of a rotated set.
  mutating func beginFile(of name: LogName) {
    leave()
    let group = groups[name.group] ?? Int32(groupNames.count)
    if group == groupNames.count {
      groups[name.group] = group
      groupNames.append(name.group)
      members.append([])
    }
    log = Log(group: group, instance: name.run)
  }

  /// Goes on with a run that was known before.
  mutating func resume(_ run: ServerRun) {
    let number = Int32(all.count)
    var run = run
    if let other = newestOfWriter[run.writer] {
      run.hasRivals = true
      all[Int(other)].hasRivals = true
    }
    all.append(run)
    newestOfWriter[run.writer] = number
    members[Int(run.writer.group)].append(number)
    if let place = continuation(of: number) { waiting[place, default: []].append(number) }
  }

  /// Goes on with a log of which a run was read last.
  mutating func note(_ run: Int32, asLastOf log: Log) { lastRead[log] = run }

  /// The run that was read last of each log.
  var lastOfLogs: [Log: Int32] {
    var runs = lastRead
    if current >= 0 { runs[log] = current }
    return runs
  }

  /// The group of the file at hand.
  var group: Int32 { log.group }

  /// The run that wrote the last record of the file at hand, or of the one before it in its set.
  var lastRun: Int32? { current >= 0 ? current : lastRead[log] }

  /// Finds the run that wrote a record, or begins a new one.
  @inline(__always)
  mutating func find(_ passage: LogPassage) {
    if current >= 0, all[Int(current)].goesOn(with: passage) { return }
    search(passage)
  }

  private mutating func search(_ passage: LogPassage) {
    let last = lastRun
    if let known = run(of: passage, last: last) {
      enter(known)
    } else {
      begin(passage.writer, after: last)
    }
    if all[Int(current)].writer.process == nil, let process = passage.writer {
      all[Int(current)].writer.process = process
      all[Int(current)].hasRivals = newestOfWriter[all[Int(current)].writer] != nil
      newestOfWriter[all[Int(current)].writer] = current
    }
  }

  /// The known run that wrote a record; nil if it begins a new one.
  private func run(of passage: LogPassage, last: Int32?) -> Int32? {
    let isSame = last.map { all[Int($0)].mayWrite(passage.writer) } ?? false
    let same = isSame ? last : nil
    var writer = ServerRun.Writer(
      group: log.group, instance: log.instance, process: passage.writer)
    if let same { writer.process = passage.writer ?? all[Int(same)].writer.process }
    guard let entry = passage.entries?.lowerBound else {
      guard let known = same ?? newestOfWriter[writer] else { return nil }
      return all[Int(known)].isBegunAnew(by: passage) ? nil : known
    }
    if let known = runHolding(entry, of: writer, same, at: passage.since) { return known }
    var candidate = same ?? newestOfWriter[writer]
    // Nothing but the time tells which run of a process without a number goes on behind a gap.
    if current < 0, writer.process == nil, let time = passage.since {
      candidate = latestRun(of: writer, before: time, entry) ?? candidate
    }
    guard let candidate, !all[Int(candidate)].audit.isRestart(at: entry) else { return nil }
    return candidate
  }

  /// The run whose counters a record continues, or stands among out of order; where those of several
  /// runs meet, the one that was heard of last before it.
  private func runHolding(
    _ entry: Int64, of writer: ServerRun.Writer, _ same: Int32?, at time: EventTime?
  ) -> Int32? {
    let waiting = waiting[Continuation(writer: writer, entry: entry)]?.suffix(Self.comparedLimit)
    var runs = waiting?.filter { all[Int($0)].audit.last == entry - 1 } ?? []
    if let same, all[Int(same)].mayHold(entry) { runs.insert(same, at: 0) }
    return runs.count > 1 ? latest(of: runs, before: time) ?? runs.first : runs.first
  }

  private func latestRun(
    of writer: ServerRun.Writer, before time: EventTime, _ entry: Int64
  ) -> Int32? {
    let runs = members[Int(writer.group)].filter {
      all[Int($0)].writer == writer && all[Int($0)].audit.last ?? .max < entry
    }
    return latest(of: runs, before: time)
  }

  /// The run that was heard of last before a time.
  private func latest(of runs: some Sequence<Int32>, before time: EventTime?) -> Int32? {
    guard let time else { return nil }
    var best: Int32?
    for run in runs {
      guard let last = all[Int(run)].last, last.second <= time.second else { continue }
      if let known = best.flatMap({ all[Int($0)].last }), known >= last { continue }
      best = run
    }
    return best
  }

  private mutating func begin(_ process: Int64?, after last: Int32?) {
    leave()
    let run = ServerRun(.init(group: log.group, instance: log.instance, process: process))
    guard members[Int(log.group)].count < Self.limit || last == nil else {
      current = last ?? -1
      all[Int(current)].audit = SequenceAudit()
      return
    }
    add(run, after: last)
  }

  private mutating func add(_ run: ServerRun, after last: Int32?) {
    var run = run
    let number = Int32(all.count)
    if let before = newestOfWriter[run.writer] {
      run.generation = all[Int(before)].generation + 1
      run.hasRivals = true
      all[Int(before)].hasRivals = true
    }
    run.predecessor = last
    all.append(run)
    newestOfWriter[run.writer] = number
    members[Int(run.writer.group)].append(number)
    current = number
  }

  private mutating func enter(_ run: Int32) {
    guard run != current else { return }
    leave()
    current = run
    if members[Int(log.group)].last != run { all[Int(run)].isResumed = true }
    guard let place = continuation(of: run) else { return }
    waiting[place]?.removeAll { $0 == run }
    if waiting[place]?.isEmpty == true { waiting[place] = nil }
  }

  private mutating func leave() {
    guard current >= 0 else { return }
    if let place = continuation(of: current) { waiting[place, default: []].append(current) }
    lastRead[log] = current
    current = -1
  }

  private func continuation(of run: Int32) -> Continuation? {
    let run = all[Int(run)]
    return run.audit.last.map { Continuation(writer: run.writer, entry: $0 + 1) }
  }
}

extension ServerRuns {
  /// The runs of a group of logs that follow one another, in the order of their starts.
  ///
  /// Where another run begins and the one before is never read again, it follows that one. Other runs
  /// follow the one on whose heels they began; those that overlap are of several servers.
  func successions(in group: Int32) -> [Succession] {
    let numbers = members[Int(group)]
    guard numbers.count > 1 else { return [] }
    var starts: [Int32: Int64] = [:]
    for number in numbers {
      let before = directPredecessor(of: number).flatMap { starts[$0] }
      // One without a time of its own follows whatever was there.
      starts[number] = max(all[Int(number)].first?.second ?? .max, before ?? .min)
    }
    var successions: [Succession] = []
    // The last runs of all servers, by when they were heard of last.
    var ends: [(last: Int64, run: Int32)] = []
    for number in numbers.sorted(by: { (starts[$0] ?? 0, $0) < (starts[$1] ?? 0, $1) }) {
      let direct = directPredecessor(of: number)
      let place =
        direct.flatMap { direct in ends.firstIndex { $0.run == direct } }
        ?? ends.lastIndex { $0.last <= starts[number] ?? .max }
      if let place {
        successions.append(Succession(before: ends[place].run, after: number))
        ends.remove(at: place)
      }
      let last = all[Int(number)].last?.second ?? .min
      let index = ends.firstIndex { $0.last > last } ?? ends.count
      ends.insert((last, number), at: index)
      if ends.count > Self.serverLimit { ends.removeFirst() }
    }
    return successions
  }

  /// The run that this one has followed in the log, if nothing more of it was read.
  private func directPredecessor(of run: Int32) -> Int32? {
    guard let before = all[Int(run)].predecessor, !all[Int(before)].isResumed,
      all[Int(before)].writer.group == all[Int(run)].writer.group
    else { return nil }
    return before
  }

  /// The latest moment at which any run of a group is known to have been there.
  func last(of group: Int32) -> EventTime? {
    members[Int(group)].compactMap { all[Int($0)].last }.max()
  }

  /// True if any run of a group logs starts or stops of its server.
  func logsStarts(_ group: Int32) -> Bool {
    members[Int(group)].contains { all[Int($0)].logsStarts }
  }

  /// The runs of a group, in the order in which they were met.
  func members(of group: Int32) -> ContiguousArray<Int32> { members[Int(group)] }

  /// The numbers of all groups.
  var allGroups: Range<Int32> { 0..<Int32(groupNames.count) }
}

extension EventTime {
  /// The second that it lies in.
  fileprivate var second: Int64 { milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0) }
}
