/// What the logs of one server have brought lately, in the order in which it came first.
struct SinkFamily {
  /// A log.
  private struct Member {
    var log: ContiguousArray<UInt8>
    var isServerLog = false
    /// The last event that another log has brought too, and the one of these that came last there.
    var position = -1
    var reached = -1
    /// For marks that several events have, the last of these that is known to have come.
    var cursors: [UInt64: Int] = [:]
    /// For each log the difference of the counters of the last event that both have brought.
    var offsets: [Int64?]
  }

  /// An event.
  private struct Entry {
    var mark: EventMark
    var serverLogMark: ServerLogMark
    /// The numbers of the event; -1 if it has none.
    var id: Int64
    var counter: Int64
    /// The logs that have brought it, a bit each.
    var seen: UInt32
    /// The log that has brought it first.
    var origin: UInt8
    /// The next event with this mark; -1 if this is the last.
    var next: Int
  }

  /// The first and the last event with a mark.
  private struct Chain {
    var first: Int
    var last: Int
  }

  private var members: [Member] = []
  private var entries: ContiguousArray<Entry> = []
  /// The number of the first of the entries.
  private var start = 0
  /// How many of the first entries no log will bring any more.
  private var done = 0
  private var chains: [UInt64: Chain] = [:]
  /// The numbers of entries of streams that begin and end, by their mark in the log of the server.
  private var streams: [EventMark: Int] = [:]
  private var hasServerLog = false
  private(set) var isOverfull = false

  /// The number of events within which logs may differ in order.
  private static let disorder = 64
  /// The number of events that are kept from one pass to the next.
  private static let kept = 1024
  /// The number of events that are kept while logs are caught up on.
  private static let room = 1 << 21
  /// The number of events that are written down for the next run, with each commit of this one.
  private static let written = 1 << 12
  /// The number of events among which one is looked for by its number.
  private static let reach = 512

  /// Adds a log; nil if there are too many.
  mutating func add(_ log: ContiguousArray<UInt8>, format: String = "sink") -> Int? {
    guard members.count < 32 else { return nil }
    members.append(Member(log: log, offsets: []))
    for index in members.indices {
      members[index].offsets += Array(
        repeating: nil, count: members.count - members[index].offsets.count)
    }
    if format == "server" {
      members[members.count - 1].isServerLog = true
      hasServerLog = true
    }
    return members.count - 1
  }

  /// True if the event of a log is the first of its kind, and is to be dealt with.
  mutating func admits(_ marked: MarkedEvent, _ event: borrowing Event, by member: Int) -> Bool {
    if event.format == .server, !members[member].isServerLog {
      members[member].isServerLog = true
      hasServerLog = true
    }
    let new = Entry(
      mark: marked.mark, serverLogMark: marked.serverLogMark, id: event.sequenceId ?? -1,
      counter: event.logEntry ?? -1, seen: 1 << UInt32(member), origin: UInt8(member), next: -1)
    if let index = find(new, by: member) {
      see(index, new, by: member)
      return false
    }
    append(new)
    if let chain = chains[new.mark.key], chain.first != chain.last {
      members[member].cursors[new.mark.key] = chain.last
    }
    drop()
    return true
  }

  private mutating func append(_ entry: Entry) {
    let index = start + entries.count
    entries.append(entry)
    if let chain = chains[entry.mark.key] {
      entries[chain.last - start].next = index
      chains[entry.mark.key]?.last = index
    } else {
      chains[entry.mark.key] = Chain(first: index, last: index)
    }
    if hasServerLog, entry.serverLogMark.isUnique { streams[serverKey(entry)] = index }
  }

  private func serverKey(_ entry: Entry) -> EventMark {
    EventMark(type: entry.mark.type, entry.serverLogMark)
  }

  /// The next event with a mark that a log has not brought.
  private func next(_ key: UInt64, _ bit: UInt32, after cursor: Int?) -> Int? {
    var index = chains[key]?.first ?? -1
    if let cursor, cursor >= start { index = entries[cursor - start].next }
    while index >= 0, entries[index - start].seen & bit != 0 { index = entries[index - start].next }
    return index >= 0 ? index : nil
  }

  /// The event that another log has brought, if it is the same.
  private func find(_ new: Entry, by member: Int) -> Int? {
    let bit = UInt32(1) << UInt32(member)
    if let index = next(new.mark.key, bit, after: members[member].cursors[new.mark.key]) {
      return index
    }
    if hasServerLog, new.serverLogMark.isUnique, let index = streams[serverKey(new)],
      index >= start, entries[index - start].seen & bit == 0,
      isServerLog(member) != isServerLog(Int(entries[index - start].origin))
    {
      return index
    }
    if new.mark.type == EventMark.serverStopping, let index = twin(of: new) { return index }
    let first = max(start, members[member].position - Self.disorder)
    for index in first..<max(first, min(start + entries.count, first + Self.reach)) {
      let entry = entries[index - start]
      if entry.seen & bit == 0, entry.mark.type == new.mark.type, isSame(entry, new, member) {
        return index
      }
    }
    return nil
  }

  /// What a server writes twice to some sinks while it shuts down (real-bytes.md, fact 1).
  private func twin(of new: Entry) -> Int? {
    entries.indices.suffix(8).last { entries[$0].mark.key == new.mark.key }.map { start + $0 }
  }

  private func isServerLog(_ member: Int) -> Bool { members[member].isServerLog }

  /// True if two events of one type, whose marks differ, are the same by what else their logs hold.
  private func isSame(_ entry: Entry, _ new: Entry, _ member: Int) -> Bool {
    let origin = Int(entry.origin)
    if isServerLog(member) != isServerLog(origin) {
      return entry.serverLogMark == new.serverLogMark
    }
    if entry.id >= 0, new.id >= 0 { return entry.id == new.id }
    guard !entry.mark.isUnique, !new.mark.isUnique else { return false }
    if entry.counter >= 0, new.counter >= 0 {
      guard let offset = members[member].offsets[origin] else { return false }
      return entry.counter - new.counter == offset
    }
    // Of sinks without counters the next of the type is as good as any.
    return true
  }

  /// Takes note that a log has brought an event too.
  private mutating func see(_ index: Int, _ new: Entry, by member: Int) {
    let entry = entries[index - start]
    entries[index - start].seen |= 1 << UInt32(member)
    members[member].position = index
    if let chain = chains[entry.mark.key], chain.first != chain.last, entry.mark == new.mark {
      members[member].cursors[entry.mark.key] = index
    }
    for other in members.indices where entries[index - start].seen & 1 << UInt32(other) != 0 {
      members[other].reached = max(members[other].reached, index)
    }
    guard entry.counter >= 0, new.counter >= 0 else { return }
    let origin = Int(entry.origin)
    members[member].offsets[origin] = entry.counter - new.counter
    members[origin].offsets[member] = new.counter - entry.counter
  }

  /// Forgets the events that no log will bring any more, and the first if there are too many.
  private mutating func drop() {
    while done < entries.count - Self.disorder, isDone(start + done) { done += 1 }
    // Moving what is left costs as much as there is.
    if done * 2 > entries.count {
      dropFirst(done)
    } else if entries.count > 2 * Self.room {
      isOverfull = true
      dropFirst(entries.count - Self.room)
    }
  }

  private func isDone(_ index: Int) -> Bool {
    let seen = entries[index - start].seen
    return members.indices.allSatisfy {
      seen & 1 << UInt32($0) != 0 || members[$0].reached > index + Self.disorder
    }
  }

  private mutating func dropFirst(_ count: Int) {
    for offset in 0..<count {
      let entry = entries[offset]
      if let chain = chains[entry.mark.key], chain.first == start + offset {
        chains[entry.mark.key] = entry.next < 0 ? nil : Chain(first: entry.next, last: chain.last)
        if entry.next < 0 {
          for member in members.indices { members[member].cursors[entry.mark.key] = nil }
        }
      }
      if hasServerLog, streams[serverKey(entry)] == start + offset {
        streams[serverKey(entry)] = nil
      }
    }
    entries.removeFirst(count)
    start += count
    done = max(0, done - count)
  }

  /// Forgets what no log will bring that has been read to its end.
  mutating func endPass() {
    while done < entries.count - Self.disorder, isDone(start + done) { done += 1 }
    dropFirst(max(done, entries.count - Self.kept))
  }
}

extension SinkFamily {
  /// The logs and the events that are still expected from some of them.
  var memory: [String] {
    var first = SnapshotLine(SinkGate.word)
    first.append(word: "family")
    var lines = [first.text]
    for member in members {
      var line = SnapshotLine(SinkGate.word)
      line.append(word: "log")
      line.append(text: member.log)
      line.append(word: member.isServerLog ? "server" : "sink")
      lines.append(line.text)
    }
    for entry in entries.suffix(Self.written) {
      var line = SnapshotLine(SinkGate.word)
      line.append(word: "event")
      line.append(entry.mark.bits)
      line.append(entry.serverLogMark.bits)
      line.append(entry.id)
      line.append(entry.counter)
      line.append(entry.seen)
      line.append(entry.origin)
      lines.append(line.text)
    }
    return lines
  }

  /// Goes on with an event of the memory.
  mutating func restore(_ words: inout SnapshotWords) -> Bool {
    guard let mark = words.unsigned(), let serverLogMark = words.unsigned(),
      let id = words.integer(), let counter = words.integer(), let seen = words.unsigned(),
      let origin = words.natural(), origin < members.count,
      let bits = UInt32(exactly: serverLogMark), let seen = UInt32(exactly: seen)
    else { return false }
    append(
      Entry(
        mark: EventMark(bits: mark), serverLogMark: ServerLogMark(bits: bits), id: id,
        counter: counter, seen: seen, origin: UInt8(origin), next: -1))
    return true
  }
}
