/// Reads lines of a journal, one by one; see ``SessionJournal``.
///
/// It is reused from line to line, so that reading allocates nothing in the long run.
struct JournalReader: ~Copyable {
  /// What a line is.
  enum Kind: Equatable {
    /// A log begins: its name.
    case log(ContiguousArray<UInt8>)
    /// Some of it was passed, and perhaps a record told something.
    case passage
    /// A log ends: how much of it there was, and what it held if that is known.
    case end(JournalExtent, LogContent?)
  }

  /// What the line says.
  var line: JournalLine
  private var tree = RecordTree()

  init(readsDetails: Bool) { line = JournalLine(readsDetails: readsDetails) }

  /// Reads a line; nil if it is none of a journal.
  mutating func read(_ bytes: Span<UInt8>) -> Kind? {
    do throws(DecodeError) {
      try JSONScanner.scan(bytes, into: &tree)
    } catch {
      return nil
    }
    line.forget()
    var child = 1
    var members = 0
    while child < tree.nodes.count {
      guard line.read(member: child, of: tree, bytes) else { return nil }
      members += 1
      child = Int(tree.nodes[child].next)
    }
    return line.kind(members: members)
  }
}

/// What a line of a journal says.
struct JournalLine: ~Copyable {
  /// How far the log went on.
  private(set) var passage = LogPassage()
  /// Whether a record told of a session: ``fact``.
  private(set) var hasFact = false
  /// What it told.
  var fact: SessionFact

  /// What the line says of the first time; nil if it says nothing.
  private var since: EventTime??
  private var log: ContiguousArray<UInt8>?
  private var passed: Int64?
  private var source: LogContent?
  private var times: (from: Int64?, to: Int64?)
  private var marks: (first: JournalExtent.Mark?, last: JournalExtent.Mark?)
  private var created: Int64 = 0
  private var text = ByteBuffer(capacity: 64)

  fileprivate init(readsDetails: Bool) { fact = SessionFact(readsDetails: readsDetails) }

  fileprivate mutating func forget() {
    (passage, hasFact) = (LogPassage(), false)
    since = nil
    (log, passed, times, marks, created) = (nil, nil, (nil, nil), (nil, nil), 0)
    source = nil
    fact.forget()
  }

  /// What the line is, once all members are read; nil if they make no sense together.
  fileprivate mutating func kind(members: Int) -> JournalReader.Kind? {
    if let log { return members == 1 ? .log(log) : nil }
    if let passed { return extent(passed).map { .end($0, source) } }
    guard source == nil, times.from == nil, times.to == nil, marks.first == nil, marks.last == nil,
      members > 0
    else { return nil }
    passage.since = since ?? passage.time
    if hasFact { settleFact() }
    return .passage
  }

  private func extent(_ passed: Int64) -> JournalExtent? {
    var extent = JournalExtent()
    guard passed >= 0, passed <= 1 << 53, passage == LogPassage(), !hasFact,
      (times.from == nil) == (times.to == nil)
    else { return nil }
    extent.events = Int(passed)
    if let from = times.from, let to = times.to {
      guard from <= to else { return nil }
      extent.times = EventTime(milliseconds: from)...EventTime(milliseconds: to)
    }
    (extent.first, extent.last) = marks
    return extent
  }

  /// Completes the fact as ``SessionFact`` does that of a record.
  private mutating func settleFact() {
    fact.key = SessionKey(kind: fact.session.kind, system: fact.session.system)
    fact.key.first = fact.session.process ?? 0
    switch fact.session.kind {
    case .stream, .http: (fact.key.second, fact.key.third) = (fact.session.id ?? 0, created)
    case .recording, .chunk: (fact.key.second, fact.key.third) = fact.name.hashes
    }
    if fact.session.system != .ems { (fact.key.second, fact.key.third) = fact.identity.hashes }
    fact.complete(at: passage.time)
  }

  /// Reads a member; false if there is none of that name, or it is not as it should be.
  fileprivate mutating func read(
    member number: Int, of tree: borrowing RecordTree, _ bytes: Span<UInt8>
  ) -> Bool {
    let node = tree.nodes[number]
    let key = tree.key(node, in: bytes)
    switch key.count {
    case 2 where key.equals("id"): return tree.read(node, bytes, into: &fact.session.id)
    case 2 where key.equals("to"): return tree.read(node, bytes, into: &times.to)
    case 3 where key.equals("log"):
      text.removeAll()
      guard tree.read(text: node, bytes, into: &text) else { return false }
      log = text.copied()
      return true
    case 4 where key.equals("time"):
      // Null stands in a line that says nothing else.
      return node.kind == .null || tree.read(node, bytes, into: &passage.time)
    case 4 where key.equals("from"): return tree.read(node, bytes, into: &times.from)
    case 4 where key.equals("last"): return tree.read(mark: number, bytes, into: &marks.last)
    case 4 where key.equals("kind"):
      return tree.read(node, bytes, SessionKind.allCases, \.word, into: &fact.session.kind)
    case 4 where key.equals("type"): return tree.read(tag: node, bytes, into: &fact.session.tag)
    case 4 where key.equals("name"): return tree.read(text: node, bytes, into: &fact.name)
    case 5 where key.equals("since"):
      var time: EventTime?
      guard node.kind == .null || tree.read(node, bytes, into: &time) else { return false }
      since = .some(time)
      return true
    case 5 where key.equals("tells"): return read(what: tree.value(node, in: bytes), node.kind)
    case 5 where key.equals("first"): return tree.read(mark: number, bytes, into: &marks.first)
    case 5 where key.equals("start"): return tree.read(node, bytes, into: &fact.session.start)
    case 5 where key.equals("bytes"): return tree.read(node, bytes, into: &fact.session.bytes)
    case 5 where key.equals("video"):
      return tree.read(tag: node, bytes, into: &fact.session.videoCodec)
    case 5 where key.equals("audio"):
      return tree.read(tag: node, bytes, into: &fact.session.audioCodec)
    case 5 where key.equals("width"): return tree.read(node, bytes, into: &fact.session.width)
    case 5 where key.equals("agent"): return tree.read(text: node, bytes, into: &fact.userAgent)
    case 6 where key.equals("chosen"):
      fact.session.isChosen = true
      return node.kind == .true
    case 6 where key.equals("writer"): return tree.read(node, bytes, into: &passage.writer)
    case 6 where key.equals("number"):
      return tree.read(node, bytes, into: &passage.number)
        && passage.number.map { EventHead.counters.contains($0) } ?? false
    case 6 where key.equals("passed"): return tree.read(node, bytes, into: &passed)
    case 6 where key.equals("parent"): return tree.read(node, bytes, into: &fact.session.parent)
    case 6 where key.equals("upTime"): return tree.read(node, bytes, into: &fact.session.upTime)
    case 6 where key.equals("height"): return tree.read(node, bytes, into: &fact.session.height)
    case 6 where key.equals("system"):
      return tree.read(node, bytes, EventSystem.allCases, \.word, into: &fact.session.system)
    case 7 where key.equals("records"):
      var records: JournalExtent.Mark?
      guard tree.read(mark: number, bytes, into: &records), let records, let last = records.writer,
        records.record <= last, EventHead.counters.contains(last)
      else { return false }
      passage.entries = records.record...last
      return true
    case 7 where key.equals("content"):
      text.removeAll()
      guard tree.read(text: node, bytes, into: &text) else { return false }
      source = LogContent(String(copying: text.span))
      return source != nil
    case 7 where key.equals("process"): return tree.read(node, bytes, into: &fact.session.process)
    case 7 where key.equals("created"): return tree.read(node, bytes, into: &created)
    case 7 where key.equals("dropped"):
      return tree.read(node, bytes, into: &fact.session.droppedBytes)
    case 7 where key.equals("address"): return tree.read(text: node, bytes, into: &fact.address)
    case 8 where key.equals("identity"): return tree.read(text: node, bytes, into: &fact.identity)
    case 9 where key.equals("direction"):
      return tree.read(node, bytes, StreamDirection.allCases, \.word, into: &fact.session.direction)
    case 9 where key.equals("anonymous"):
      fact.isAnonymous = true
      return node.kind == .true
    case 11 where key.equals("approximate"):
      fact.isTimeApproximate = true
      return node.kind == .true
    case 11 where key.equals("application"):
      return tree.read(text: node, bytes, into: &fact.application)
    default: return false
    }
  }

  private mutating func read(what word: Span<UInt8>, _ kind: NodeKind) -> Bool {
    guard kind == .string else { return false }
    switch word.count {
    case 6 where word.equals("opened"): (fact.step, hasFact) = (.opened, true)
    case 6 where word.equals("closed"): (fact.step, hasFact) = (.closed, true)
    case 7 where word.equals("changed"): (fact.step, hasFact) = (.changed, true)
    case 7 where word.equals("started"): passage.notice = .started
    case 7 where word.equals("running"): passage.notice = .running
    case 8 where word.equals("stopping"): passage.notice = .stopping
    default: return false
    }
    return true
  }
}

extension RecordTree {
  fileprivate borrowing func read(
    _ node: Node, _ bytes: Span<UInt8>, into number: inout Int64?
  ) -> Bool {
    guard node.kind == .integer, let value = value(node, in: bytes).integer else { return false }
    number = value
    return true
  }

  /// Reads a sum of counters, which may have more than 64 bits.
  fileprivate borrowing func read(
    _ node: Node, _ bytes: Span<UInt8>, into number: inout Int128?
  ) -> Bool {
    guard node.kind == .integer else { return false }
    let text = value(node, in: bytes)
    // No record has room for more counters than this, and sums of sessions stay far from overflow.
    guard text.count <= 30,
      let sum = text.integer.map({ Int128($0) }) ?? Int128(String(copying: text)),
      sum.magnitude < 1 << 90
    else { return false }
    number = sum
    return true
  }

  fileprivate borrowing func read(
    _ node: Node, _ bytes: Span<UInt8>, into number: inout Int64
  ) -> Bool {
    guard node.kind == .integer, let value = value(node, in: bytes).integer else { return false }
    number = value
    return true
  }

  fileprivate borrowing func read(
    _ node: Node, _ bytes: Span<UInt8>, into time: inout EventTime?
  ) -> Bool {
    guard node.kind == .integer, let value = value(node, in: bytes).integer else { return false }
    time = EventTime(milliseconds: value)
    return true
  }

  /// Reads one of our own words.
  fileprivate borrowing func read<Value>(
    _ node: Node, _ bytes: Span<UInt8>, _ all: [Value], _ word: (Value) -> StaticString,
    into chosen: inout Value
  ) -> Bool {
    let text = value(node, in: bytes)
    guard node.kind == .string else { return false }
    for value in all where text.equals(word(value)) {
      chosen = value
      return true
    }
    return false
  }

  /// Reads a list of a counter and, perhaps, another number.
  fileprivate borrowing func read(
    mark number: Int, _ bytes: Span<UInt8>, into mark: inout JournalExtent.Mark?
  ) -> Bool {
    let end = Int(nodes[number].next)
    var record: Int64 = 0
    var writer: Int64?
    guard nodes[number].kind == .array, end == number + 2 || end == number + 3,
      read(nodes[number + 1], bytes, into: &record), EventHead.counters.contains(record),
      end == number + 2 || read(nodes[number + 2], bytes, into: &writer)
    else { return false }
    mark = JournalExtent.Mark(record: record, writer: writer)
    return true
  }

  /// Reads letters, or `0x` and 16 digits; see ``SessionJournal``.
  fileprivate borrowing func read(
    tag node: Node, _ bytes: Span<UInt8>, into tag: inout UInt64
  ) -> Bool {
    let letters = value(node, in: bytes)
    guard node.kind == .string, letters.count > 0 else { return false }
    if letters.count == 18, letters.has("0x", at: 0) {
      guard let high = letters.hexadecimal(at: 2, digits: 8),
        let low = letters.hexadecimal(at: 10, digits: 8)
      else { return false }
      tag = UInt64(high) << 32 | UInt64(low)
      return true
    }
    guard letters.count <= 8 else { return false }
    tag = 0
    for index in 0..<8 {
      tag = tag << 8 | (index < letters.count ? UInt64(letters[index]) : 0)
    }
    return true
  }

  /// Reads text; the words that servers write for nothing are text here.
  fileprivate borrowing func read(
    text node: Node, _ bytes: Span<UInt8>, into output: inout ByteBuffer
  ) -> Bool {
    guard node.valueStart > 0, bytes[Int(node.valueStart) - 1] == UInt8(ascii: "\""),
      output.isEmpty
    else { return false }
    output.append(decoding: value(node, in: bytes), style: node.valueStyle, dialect: .json)
    return true
  }
}
