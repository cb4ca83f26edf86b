/// Finds the logs that sinks of one server have written, run of the server by run.
public struct SinkFamilies {
  /// The same runs of one server in several logs.
  struct Family {
    /// The log that is read first, then the others.
    var logs: [(log: Int, lives: [SinkTrace.Life])]
  }

  private struct Member: Hashable {
    var log: Int
    var life: Int
  }

  private let traces: [SinkTrace]
  /// The lives of all logs, end to end.
  private var members: [Member] = []
  /// For each the one that it is united with.
  private var parents: [Int]

  /// So many events have to be the same.
  static let needed = 2

  init(_ traces: [SinkTrace]) {
    self.traces = traces
    for log in traces.indices {
      for life in traces[log].lives.indices { members.append(Member(log: log, life: life)) }
    }
    parents = Array(members.indices)
    for (pair, evidence) in evidence() where evidence.isEnough(Self.needed) {
      unite(pair.one, pair.other)
    }
    for pair in servers() { unite(pair.one, pair.other) }
  }

  private struct MemberPair: Hashable {
    var one: Int
    var other: Int
  }

  /// How many events two lives share, and whether the names of streams are the same.
  private struct Evidence {
    var events = 0
    var otherNames = 0

    func isEnough(_ needed: Int) -> Bool { events >= needed && otherNames * 2 <= events }
  }

  /// A mark of its own, and where it was met.
  private struct Finding {
    var mark: EventMark
    var member: Int32
  }

  private func evidence() -> [MemberPair: Evidence] {
    var findings: ContiguousArray<Finding> = []
    for (number, member) in members.enumerated() {
      let trace = traces[member.log]
      for place in trace.lives[member.life].ranges.joined() where trace.marks[place].isUnique {
        findings.append(Finding(mark: trace.marks[place], member: Int32(number)))
      }
    }
    findings.sort { ($0.mark.key, $0.member) < ($1.mark.key, $1.member) }
    var evidence: [MemberPair: Evidence] = [:]
    var start = 0
    while start < findings.count {
      var end = start + 1
      while end < findings.count, findings[end].mark.key == findings[start].mark.key { end += 1 }
      // The first log that holds an event stands for all that do.
      let first = findings[start]
      for other in findings[start..<end].dropFirst() where other.member != first.member {
        guard members[Int(other.member)].log != members[Int(first.member)].log else { continue }
        let pair = MemberPair(one: Int(first.member), other: Int(other.member))
        evidence[pair, default: Evidence()].events += 1
        if first.mark.name != 0, other.mark.name != 0, first.mark.name != other.mark.name {
          evidence[pair, default: Evidence()].otherNames += 1
        }
      }
      start = end
    }
    return evidence
  }

  /// The lives in logs of servers, each with one in a sink of the same server.
  ///
  /// Sinks log the streams that use the connections that a server opens. Two connections of
  /// two servers may have the same ports in the same second by chance, but not a tenth of them; where
  /// times are not known, not half of them.
  private func servers() -> [MemberPair] {
    var opened: [UInt64: [(member: Int, second: Int64?)]] = [:]
    for member in members.indices where isServerLog(member) {
      for connection in connections(member) {
        opened[connection.ends, default: []].append((member, connection.second))
      }
    }
    guard !opened.isEmpty else { return [] }
    var result: [MemberPair] = []
    for member in members.indices where !isServerLog(member) {
      var timed: [Int: Int] = [:]
      var untimed: [Int: Int] = [:]
      let used = Dictionary(connections(member).map { ($0.ends, $0.second) }) { first, _ in first }
      for (ends, second) in used {
        for server in Set(opened[ends, default: []].map(\.member)) {
          let seconds = opened[ends, default: []].filter { $0.member == server }.map(\.second)
          if seconds.contains(where: { Self.isSoonAfter($0, second) }) {
            timed[server, default: 0] += 1
          } else if second == nil || seconds.contains(nil) {
            untimed[server, default: 0] += 1
          }
        }
      }
      for server in Set(timed.keys).union(untimed.keys) {
        let (timed, untimed) = (timed[server] ?? 0, untimed[server] ?? 0)
        if timed >= Self.needed && timed * 10 >= used.count
          || untimed >= 2 * Self.needed && untimed * 2 >= used.count
        {
          result.append(MemberPair(one: member, other: server))
        }
      }
    }
    return result
  }

  private func isServerLog(_ member: Int) -> Bool { traces[members[member].log].format == .server }

  /// True if a stream that began at a second may go over a connection that was opened at another.
  private static func isSoonAfter(_ opened: Int64?, _ begun: Int64?) -> Bool {
    guard let opened, let begun else { return false }
    return (0...3600).contains(begun - opened)
  }

  private func connections(_ member: Int) -> [Connection] {
    traces[members[member].log].connections[members[member].life]
  }

  private func root(_ member: Int) -> Int {
    var member = member
    while parents[member] != member { member = parents[member] }
    return member
  }

  private mutating func unite(_ one: Int, _ other: Int) {
    let (first, second) = (root(one), root(other))
    parents[max(first, second)] = min(first, second)
  }

  /// The lives that are in more than one log.
  var families: [Family] {
    let groups = Dictionary(grouping: members.indices, by: root)
    return groups.keys.sorted().compactMap { key in
      let lives = Dictionary(grouping: (groups[key] ?? []).map { members[$0] }, by: \.log)
      guard lives.count > 1 else { return nil }
      let counts = lives.mapValues { members in
        members.reduce(0) { $0 + traces[$1.log].lives[$1.life].count }
      }
      let logs = lives.keys.sorted { one, other in
        Self.precedes(
          (traces[one].rank, -(counts[one] ?? 0), one),
          (traces[other].rank, -(counts[other] ?? 0), other))
      }
      return Family(
        logs: logs.map { log in
          let places = (lives[log] ?? []).map(\.life).sorted()
          return (log, places.map { traces[log].lives[$0] })
        })
    }
  }

  /// The logs of each server that has several, those that are read first before the others.
  ///
  /// - Parameters:
  ///   - traces: what the logs hold.
  ///   - sizes: their sizes; of two logs with the same kinds of events the larger one is read first.
  /// - Returns: The numbers of the logs.
  public static func logs(_ traces: [SinkTrace], sizes: [Int64]) -> [[Int]] {
    let found = SinkFamilies(traces)
    var mains = Array(traces.indices)
    func main(of log: Int) -> Int { mains[log] == log ? log : main(of: mains[log]) }
    for family in found.families {
      let first = main(of: family.logs[0].log)
      for (log, _) in family.logs { mains[main(of: log)] = first }
    }
    return Dictionary(grouping: traces.indices, by: main).values.filter { $0.count > 1 }
      .map { logs in
        logs.sorted {
          (traces[$0].rank, -traces[$0].types, -sizes[$0], $0)
            < (traces[$1].rank, -traces[$1].types, -sizes[$1], $1)
        }
      }.sorted { $0[0] < $1[0] }
  }

  private static func precedes(_ one: (Int, Int, Int), _ other: (Int, Int, Int)) -> Bool {
    one < other
  }

  /// Whether a log is read rather than another.
  static func precedes(_ traces: [SinkTrace], _ one: Int, _ other: Int) -> Bool {
    precedes(
      (traces[one].rank, -traces[one].count, one), (traces[other].rank, -traces[other].count, other)
    )
  }
}

extension SinkTrace {
  /// How many kinds of events there are.
  fileprivate var types: Int { Set(marks.lazy.map(\.type)).count }

  /// How exact the format of the log is; the smallest is the best.
  fileprivate var rank: Int {
    switch format {
    case .json?: 0
    case .xml?: 1
    case .notification?: 2
    case .text?: 3
    case .w3c?: 4
    default: 5
    }
  }
}
