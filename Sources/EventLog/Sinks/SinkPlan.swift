/// Which records of which logs are read, so that each event counts once that several sinks of one
/// server have written.
///
/// Of the events that several logs hold, those of the most exact format are read: json, xml, text, w3c,
/// and of one format those of the log that holds the most. What that log lacks is read from the others,
/// where it belongs in the order of events.
///
/// Logs are taken for those of one run of a server if they share at least two events that no two events
/// can share by chance: of the same type and process, about the same stream, with the same addresses
/// and the same times in milliseconds. Logs for which that does not show are different.
public struct SinkPlan: Sendable {
  /// Records of a file, one behind the other.
  public struct Stretch: Equatable, Sendable {
    /// What the file is called in the traces.
    public var file: Int
    /// The numbers of the records; those behind the last known one are read too if it ends at `Int.max`.
    public var records: Range<Int>
    /// Whether it is put among the records of another log.
    public var isInserted: Bool
    /// Whether the counters of the records go on from those around them.
    public var holdsCounters: Bool
  }

  /// How a file is read.
  public enum Reading: Equatable, Sendable {
    /// From start to end, as if there were no other log.
    case whole
    /// Some stretches of it, and of other files; if it `isDamaged`, that is to be told.
    case parts([Stretch], isDamaged: Bool)
  }

  /// Logs that hold the same events.
  public struct Group: Equatable, Sendable {
    /// Those that are read first, by their number.
    public var main: Int
    /// The others.
    public var others: [Int]
    /// How many events only the others hold.
    public var additions: Int

    /// Creates a group.
    public init(main: Int, others: [Int], additions: Int) {
      (self.main, self.others, self.additions) = (main, others, additions)
    }
  }

  private var readings: [Int: Reading] = [:]
  /// Logs that hold the same events; empty if there are none.
  public private(set) var groups: [Group] = []

  /// How a file is read.
  public func reading(of file: Int) -> Reading { readings[file] ?? .whole }

  /// Makes a plan for logs of which these are the traces.
  public init(_ traces: [SinkTrace]) {
    let families = SinkFamilies(traces).families
    guard !families.isEmpty else { return }
    var builder = PlanBuilder(traces)
    for family in families { builder.add(family) }
    readings = builder.readings()
    groups = builder.groups()
  }
}

/// Puts a plan together.
private struct PlanBuilder {
  let traces: [SinkTrace]
  /// For each log its records that are read with another log, or not at all.
  private var taken: [[Range<Int>]]
  private var insertions: [[Insertion]]
  /// The log that each log's events are read with.
  private var mains: [Int]
  private var additions: [Int]

  /// Records of another log, before one of a log.
  private struct Insertion {
    var before: Int
    var log: Int
    var places: Range<Int>
    var holdsCounters: Bool
  }

  init(_ traces: [SinkTrace]) {
    self.traces = traces
    taken = traces.map { _ in [] }
    insertions = traces.map { _ in [] }
    mains = Array(traces.indices)
    additions = traces.map { _ in 0 }
  }

  mutating func add(_ family: SinkFamilies.Family) {
    let main = family.logs[0].log
    var entries = SinkEntries(family.logs[0].lives, of: main, in: traces)
    for member in family.logs.dropFirst() {
      entries.add(SinkEntries(member.lives, of: member.log, in: traces))
      taken[member.log] += member.lives.flatMap(\.ranges)
      unite(member.log, with: main)
    }
    insert(entries, into: main)
  }

  private mutating func insert(_ merged: SinkEntries, into main: Int) {
    // Those before the first record of the log, then those behind each.
    var before = merged.entries.first { $0.log == main }.map { Int($0.place) } ?? 0
    for entry in merged.entries {
      if entry.log == main {
        before = Int(entry.place) + 1
        continue
      }
      additions[main] += 1
      let (log, place) = (Int(entry.log), Int(entry.place))
      if let last = insertions[main].last, last.before == before, last.log == log,
        last.places.upperBound == place, last.holdsCounters == entry.holdsCounter
      {
        insertions[main][insertions[main].count - 1].places = last.places.lowerBound..<(place + 1)
      } else {
        insertions[main].append(
          Insertion(
            before: before, log: log, places: place..<(place + 1),
            holdsCounters: entry.holdsCounter))
      }
    }
  }

  private func root(_ log: Int) -> Int {
    var log = log
    while mains[log] != log { log = mains[log] }
    return log
  }

  private mutating func unite(_ log: Int, with main: Int) {
    let (one, other) = (root(log), root(main))
    if one != other { mains[one] = other }
  }

  func groups() -> [SinkPlan.Group] {
    let members = Dictionary(grouping: traces.indices, by: root).values.filter { $0.count > 1 }
    return members.map { logs in
      let main = logs.min { SinkFamilies.precedes(traces, $0, $1) } ?? 0
      return SinkPlan.Group(
        main: main, others: logs.filter { $0 != main },
        additions: logs.reduce(0) { $0 + additions[$1] })
    }.sorted { $0.main < $1.main }
  }

  func readings() -> [Int: SinkPlan.Reading] {
    var readings: [Int: SinkPlan.Reading] = [:]
    for log in traces.indices where !taken[log].isEmpty || !insertions[log].isEmpty {
      let trace = traces[log]
      for (number, file) in trace.files.enumerated() {
        let end = number + 1 < trace.files.count ? trace.files[number + 1].start : trace.count
        let isLast = number == trace.files.count - 1
        readings[file.index] = .parts(
          stretches(of: log, file.start..<end, isLast: isLast), isDamaged: file.isDamaged)
      }
    }
    return readings
  }

  /// What is read in the place of a file.
  private func stretches(of log: Int, _ places: Range<Int>, isLast: Bool) -> [SinkPlan.Stretch] {
    var result: [SinkPlan.Stretch] = []
    var next = places.lowerBound
    let insertions = insertions[log]
      .filter { places.contains($0.before) || isLast && $0.before == places.upperBound }
      .sorted { $0.before < $1.before }
    for insertion in insertions {
      result += own(log, next..<insertion.before)
      next = insertion.before
      result += stretches(
        of: insertion.log, insertion.places, isInserted: true,
        holdsCounters: insertion.holdsCounters)
    }
    result += own(log, next..<places.upperBound)
    // Whatever was written since belongs to the log, unless others are read in its place.
    let isOwn = !taken[log].contains { $0.contains(places.upperBound - 1) }
    if isOwn, let last = result.lastIndex(where: { !$0.isInserted }) {
      let stretch = result[last]
      if last == result.count - 1 {
        result[last].records = stretch.records.lowerBound..<Int.max
      }
    }
    return result
  }

  /// The records of a log at these places that are read in their own place.
  private func own(_ log: Int, _ places: Range<Int>) -> [SinkPlan.Stretch] {
    var result: [SinkPlan.Stretch] = []
    var next = places.lowerBound
    for range in taken[log].sorted(by: { $0.lowerBound < $1.lowerBound })
    where range.overlaps(places) {
      if next < range.lowerBound {
        result += stretches(
          of: log, next..<range.lowerBound, isInserted: false, holdsCounters: true)
      }
      next = max(next, min(range.upperBound, places.upperBound))
    }
    if next < places.upperBound {
      result += stretches(
        of: log, next..<places.upperBound, isInserted: false, holdsCounters: true)
    }
    return result
  }

  /// The records at these places, file by file.
  private func stretches(
    of log: Int, _ places: Range<Int>, isInserted: Bool, holdsCounters: Bool
  ) -> [SinkPlan.Stretch] {
    let trace = traces[log]
    var result: [SinkPlan.Stretch] = []
    for (number, file) in trace.files.enumerated() {
      let end = number + 1 < trace.files.count ? trace.files[number + 1].start : trace.count
      let part = (file.start..<end).clamped(to: places)
      guard !part.isEmpty, let first = trace.records[part.lowerBound],
        let last = trace.records[part.upperBound - 1]
      else { continue }
      result.append(
        SinkPlan.Stretch(
          file: file.index, records: Int(first)..<Int(last) + 1, isInserted: isInserted,
          holdsCounters: holdsCounters))
    }
    return result
  }
}
