/// Lets each event through once, where several followed logs hold it, whichever comes first.
///
/// Logs of one server are a *family*. What one of them has brought is expected from the others, each
/// once: by its mark, or by its number where the mark differs between formats. What no log of the
/// family has brought is let through, so that nothing is lost if logs are cut, late or lack events.
public struct SinkGate {
  private var families: [SinkFamily] = []
  /// The family and the place in it of each log that has one.
  private var places: [ContiguousArray<UInt8>: (family: Int, member: Int)] = [:]
  private var leaders: [Int: Int] = [:]
  /// Logs that are known to have no family.
  private var loners: Set<ContiguousArray<UInt8>> = []
  /// The sizes of logs that held too little to know their family.
  private var mutes: [ContiguousArray<UInt8>: Int64] = [:]
  private var current: (family: Int, member: Int)?
  private var log: ContiguousArray<UInt8> = []
  private var kinship = SinkKinship()
  private let scratch = Scratch()
  /// True if a family has brought more events at once than can be compared.
  public private(set) var isOverfull = false

  /// True if logs turn out to be of one server while they are read.
  private let isLive: Bool
  /// How often another log was begun.
  private var logs = 0

  /// Creates a gate for logs of which nothing is known; where `isLive`, it looks for families itself.
  public init(isLive: Bool = false) { self.isLive = isLive }

  /// True if the log, which has this size, needs no look at its contents to know its family.
  public func knows(_ log: LogName, size: Int64) -> Bool {
    places[log.group] != nil || loners.contains(log.group) || mutes[log.group] == size
  }

  /// Takes note that a log of this size holds too little to know its family.
  public mutating func mute(_ log: LogName, size: Int64) {
    if places[log.group] == nil { mutes[log.group] = size }
  }

  /// Takes note that logs have no family, unless a new log turns out to be of theirs.
  public mutating func part(_ logs: [LogName]) {
    for log in logs where places[log.group] == nil { loners.insert(log.group) }
  }

  /// Takes note that logs are of one server.
  public mutating func unite(_ logs: [LogName]) { unite(logs.map(\.group)) }

  private mutating func unite(_ logs: [ContiguousArray<UInt8>]) {
    let known = Set(logs.compactMap { places[$0]?.family })
    let family: Int
    if let first = known.min() {
      family = first
    } else {
      families.append(SinkFamily())
      family = families.count - 1
    }
    loners.subtract(logs)
    // Two families that turn out to be one keep their members apart until the next run.
    for log in logs where places[log] == nil {
      guard let member = families[family].add(log) else { continue }
      places[log] = (family, member)
    }
  }

  /// Goes on with a log.
  public mutating func begin(_ log: LogName) {
    if self.log != log.group { logs += 1 }
    self.log = log.group
    current = places[log.group]
  }

  /// True if events are to be asked for.
  public var isWatching: Bool { current != nil || isLive && logs > 1 }

  /// True if the log is the first of its family for which this is asked: it stands for all of them.
  public mutating func leads() -> Bool {
    guard let current else { return true }
    let leader = leaders[current.family] ?? current.member
    leaders[current.family] = leader
    return leader == current.member
  }

  /// The place of a log among those of its family, which are read in this order.
  public func rank(of log: LogName) -> Int { places[log.group]?.member ?? 0 }

  /// True if no other log of the family has brought the event before.
  public mutating func admits(_ event: borrowing Event) -> Bool {
    guard event.system == .ems else { return true }
    let marked = MarkedEvent(event, &scratch.buffer)
    guard let current else {
      if let kin = kinship.kin(of: log, marked.mark) {
        unite([kin, log])
        self.current = places[log]
        return false
      }
      return true
    }
    let isNew = families[current.family].admits(marked, event, by: current.member)
    if families[current.family].isOverfull { isOverfull = true }
    return isNew
  }

  /// Takes note that all logs have been read to their ends.
  public mutating func endPass() {
    for index in families.indices { families[index].endPass() }
  }
}

extension SinkGate {
  /// The first word of each line of ``memory``.
  public static let word = "sinks"

  /// What another run needs to go on: lines without line ends.
  public var memory: [String] {
    var lines: [String] = []
    for log in loners.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      var line = SnapshotLine(Self.word)
      line.append(word: "loner")
      line.append(text: log)
      lines.append(line.text)
    }
    for log in mutes.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      var line = SnapshotLine(Self.word)
      line.append(word: "mute")
      line.append(text: log)
      line.append(mutes[log])
      lines.append(line.text)
    }
    for family in families { lines += family.memory }
    return lines
  }

  /// Goes on with the memory of another run.
  ///
  /// - Throws: ``SnapshotError``
  public init(memory: [String]) throws(SnapshotError) {
    self.init()
    for (number, text) in memory.enumerated() {
      var words = SnapshotWords(text)
      guard words.word() == Self.word, restore(&words) else {
        throw SnapshotError(line: number + 1)
      }
    }
  }

  private mutating func restore(_ words: inout SnapshotWords) -> Bool {
    switch words.word() {
    case "loner":
      guard let log = words.text() else { return false }
      loners.insert(log)
    case "mute":
      guard let log = words.text(), let size = words.natural() else { return false }
      mutes[log] = size
    case "family": families.append(SinkFamily())
    case "log":
      guard let log = words.text(), !families.isEmpty else { return false }
      let format = words.word()
      guard ["sink", "server"].contains(format),
        let member = families[families.count - 1].add(log, format: format)
      else { return false }
      places[log] = (families.count - 1, member)
    case "event":
      guard !families.isEmpty, families[families.count - 1].restore(&words) else { return false }
    default: return false
    }
    return words.isAtEnd
  }
}

/// Room for decoding text.
private final class Scratch {
  var buffer = ByteBuffer(capacity: 256)
}

/// Finds logs of one server by events that no two servers log alike.
private struct SinkKinship {
  private var logs: [UInt64: ContiguousArray<UInt8>] = [:]
  private var order: ContiguousArray<UInt64> = []
  private var next = 0
  private var found: [ContiguousArray<UInt8>: (kin: ContiguousArray<UInt8>, mark: EventMark)] = [:]

  private static let room = 8192

  /// The log that has brought two events of this one before.
  mutating func kin(
    of log: ContiguousArray<UInt8>, _ mark: EventMark
  ) -> ContiguousArray<UInt8>? {
    guard mark.isUnique else { return nil }
    if let other = logs[mark.bits], other != log {
      if let before = found[log], before.kin == other, before.mark != mark { return other }
      found[log] = (other, mark)
      return nil
    }
    if order.count < Self.room {
      order.append(mark.bits)
    } else {
      logs[order[next]] = nil
      order[next] = mark.bits
      next = (next + 1) % Self.room
    }
    logs[mark.bits] = log
    return nil
  }
}
