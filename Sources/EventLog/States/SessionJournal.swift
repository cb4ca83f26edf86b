// A state of `sessions` or `viewers` as JSON lines: what the logs tell of sessions, in their order, so
// that several states, put in the order of their logs, give what one run over all logs gives.
//
//     {"emslog":"sessions","version":2,"kinds":["stream","http"],"direction":[],"streams":[],
//      "since":null,"until":null}     with -t, -w or -g "choice", with --by "by",
//                                    and for viewers: "players", "byStream", "every", "zone"
//     {"log":"events.json.1"}
//     {"records":[17,40],"writer":42,"time":1795215600000}
//     {"records":[41,41],"writer":42,"time":1795215601000,"tells":"opened","kind":"stream",
//      "direction":"out","type":"OHLS","id":7,"process":42,"created":1795215600999000,
//      "start":1795215600999,"name":"cam1","address":"10.0.0.7:51234"}
//     {"records":[42,42],"writer":42,"time":1795215602000,"tells":"stopping"}
//     {"passed":26,"from":1795215600000,"to":1795215602000,"first":[17,42],"last":[42,42],
//      "content":"1234:00f3…,9ac0…"}
//     {"end":"sessions","logs":1,"events":26,"check":"0f0e…"}
//
// A line stands for the records whose counters it bears, or for the notification with that number; of those that tell of no session there is one
// line for as many as follow one another. What is not known is left out; numbers are those of the log,
// times in milliseconds, "since" that of the first record itself unless it is "time", "created" in the unit of the record (microseconds for streams).

/// Writes down what logs tell of sessions, instead of an answer.
///
/// Nothing is kept: memory does not depend on the log.
struct SessionJournal: EventSink, ~Copyable {
  /// Which version of the text is written; others are refused.
  static let version = 2

  private let question: SessionQuestion
  private var fact: SessionFact
  private var sieve: SessionSieve?
  /// Events that are not written down yet.
  private var pending = LogPassage()
  private var hasPending = false
  /// Whether an event has told that the server runs.
  private var isRunning = false
  private var passed = JournalExtent()
  private var isInLog = false
  private var content: LogContent?
  private var logs = 0
  private var events = 0
  private var check = StateCheck()

  init(_ question: SessionQuestion) {
    self.question = question
    fact = SessionFact(readsDetails: question.readsDetails)
    sieve = question.choice.events.map { SessionSieve($0) }
  }

  var abandonedTexts: Int { sieve?.abandonedTexts ?? 0 }

  mutating func begin(_ output: inout ByteBuffer) {
    let start = output.count
    question.write(into: &output)
    output.check(from: start, with: &check)
  }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    let offset = output.count
    endLog(&output)
    output.append("{\"log\":")
    output.append(jsonQuoted: ContiguousArray(start.name.utf8).span)
    output.append("}\n")
    output.check(from: offset, with: &check)
    logs += 1
    (isInLog, isRunning) = (true, false)
  }

  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?) {
    self.content = content
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    var passage = LogPassage(event)
    passed.take(passage)
    var tellsFact = false
    if fact.read(event) {
      tellsFact = question.concerns(fact.session)
      if tellsFact, let sieve {
        fact.session.isChosen = sieve.passes(event, source: source)
      }
      if !tellsFact, !isRunning, fact.session.system == .ems { passage.notice = .running }
      isRunning = isRunning || fact.session.system == .ems
    }
    if passage.notice == .started { isRunning = true }
    guard tellsFact || passage.notice != .none else {
      if hasPending, pending.extend(with: passage) { return }
      let start = output.count
      flush(&output)
      output.check(from: start, with: &check)
      (pending, hasPending) = (passage, true)
      return
    }
    let start = output.count
    // An event without a time must not bear that of those before it, and what a server says of itself
    // stands for itself.
    var whole = pending
    if hasPending, passage.notice == .none, passage.time != nil || pending.time == nil,
      whole.extend(with: passage)
    {
      passage = whole
      hasPending = false
    }
    flush(&output)
    output.append(passage)
    if tellsFact { output.append(fact) }
    output.append("}\n")
    output.check(from: start, with: &check)
  }

  private mutating func flush(_ output: inout ByteBuffer) {
    guard hasPending else { return }
    output.append(pending)
    output.append("}\n")
    hasPending = false
  }

  private mutating func endLog(_ output: inout ByteBuffer) {
    guard isInLog else { return }
    flush(&output)
    output.append(passed, content)
    content = nil
    events += passed.events
    passed = JournalExtent()
    isInLog = false
  }

  mutating func end(_ output: inout ByteBuffer) {
    let start = output.count
    endLog(&output)
    output.check(from: start, with: &check)
    Self.writeEnd(of: question, logs: logs, events: events, check, into: &output)
  }

  /// Appends the line that ends a state.
  static func writeEnd(
    of question: SessionQuestion, logs: Int, events: Int, _ check: StateCheck,
    into output: inout ByteBuffer
  ) {
    output.append("{\"end\":\"\(question.word)\",\"logs\":\(logs),\"events\":\(events),")
    output.append("\"check\":\"\(check.text)\"}\n")
  }
}

/// How much of a log there was, and where in it.
public struct JournalExtent: Equatable, Sendable {
  /// A record's counter and the process that wrote it, as far as it bears them.
  public struct Mark: Equatable, Sendable {
    /// The counter.
    public var record: Int64
    /// The process.
    public var writer: Int64?
  }

  /// How many events.
  public internal(set) var events = 0
  /// The least and the greatest time of any of them, of those that can be printed.
  public internal(set) var times: ClosedRange<EventTime>?
  /// The first record that bears a counter.
  public internal(set) var first: Mark?
  /// The last one.
  public internal(set) var last: Mark?

  @inline(__always)
  mutating func take(_ passage: LogPassage) {
    events += 1
    if let time = passage.time, EventTime.printable.contains(time.milliseconds) {
      let known = times ?? time...time
      times = min(known.lowerBound, time)...max(known.upperBound, time)
    }
    if let entries = passage.entries {
      first = first ?? Mark(record: entries.lowerBound, writer: passage.writer)
      last = Mark(record: entries.upperBound, writer: passage.writer)
    }
  }
}

extension ByteBuffer {
  /// Appends a line of a journal up to what it tells, without its brace.
  fileprivate mutating func append(_ passage: LogPassage) {
    let start = count
    if let entries = passage.entries {
      append(",\"records\":[")
      append(decimal: entries.lowerBound)
      append(",")
      append(decimal: entries.upperBound)
      append("]")
    }
    append(",\"number\":", passage.number)
    append(",\"writer\":", passage.writer)
    if passage.since == nil, passage.time != nil {
      append(",\"since\":null")
    } else if passage.since != passage.time {
      append(",\"since\":", passage.since?.milliseconds)
    }
    append(",\"time\":", passage.time?.milliseconds)
    switch passage.notice {
    case .none: break
    case .started: append(",\"tells\":\"started\"")
    case .stopping: append(",\"tells\":\"stopping\"")
    case .running: append(",\"tells\":\"running\"")
    }
    // Each member has a comma before it; the first one's becomes the brace.
    if count == start { append(",\"time\":null") }
    replace(at: start, with: UInt8(ascii: "{"))
  }

  /// Appends what a record tells of a session, behind other members.
  fileprivate mutating func append(_ fact: borrowing SessionFact) {
    let session = fact.session
    switch fact.step {
    case .opened: append(",\"tells\":\"opened\",\"kind\":\"")
    case .changed: append(",\"tells\":\"changed\",\"kind\":\"")
    case .closed: append(",\"tells\":\"closed\",\"kind\":\"")
    }
    append(session.kind.word)
    if session.system != .ems {
      append("\",\"system\":\"")
      append(session.system.word)
    }
    append("\",\"direction\":\"")
    append(session.direction.word)
    append("\"")
    append(",\"type\":", tag: session.tag)
    append(",\"id\":", session.id)
    append(",\"process\":", session.process)
    append(",\"parent\":", session.parent)
    if session.system == .ems, session.kind == .stream || session.kind == .http {
      append(",\"created\":", fact.key.third)
    }
    append(",\"start\":", session.start?.milliseconds)
    append(",\"upTime\":", session.upTime)
    append(",\"bytes\":", session.bytes)
    append(",\"dropped\":", session.droppedBytes)
    append(",\"video\":", tag: session.videoCodec)
    append(",\"audio\":", tag: session.audioCodec)
    append(",\"width\":", session.width == 0 ? nil : session.width)
    append(",\"height\":", session.height == 0 ? nil : session.height)
    append(",\"name\":", text: fact.name)
    append(",\"address\":", text: fact.address)
    append(",\"agent\":", text: fact.userAgent)
    append(",\"application\":", text: fact.application)
    if session.system != .ems {
      append(",\"identity\":", text: fact.identity)
      if fact.isAnonymous { append(",\"anonymous\":true") }
    }
    if fact.isTimeApproximate { append(",\"approximate\":true") }
    if session.isChosen { append(",\"chosen\":true") }
  }

  private mutating func append(_ name: StaticString, _ number: Int128?) {
    guard let number else { return }
    append(name)
    append(decimal: number)
  }

  private mutating func append(_ name: StaticString, _ number: Int64?) {
    guard let number else { return }
    append(name)
    append(decimal: number)
  }

  /// Appends the letters that a number holds, or its digits where they are none; nothing for 0.
  private mutating func append(_ name: StaticString, tag: UInt64) {
    guard tag != 0 else { return }
    append(name)
    append("\"")
    let isPlain = tag.isPlainTag
    if !isPlain { append("0x") }
    for place in 0..<8 {
      let byte = UInt8(truncatingIfNeeded: tag >> UInt64(56 - 8 * place))
      if !isPlain {
        append(hexadecimalDigits: UInt32(byte), count: 2)
      } else if byte != 0 {
        append(byte)
      }
    }
    append("\"")
  }

  private mutating func append(_ name: StaticString, text: borrowing ByteBuffer) {
    guard !text.isEmpty else { return }
    append(name)
    append(jsonQuoted: text.span)
  }

  /// Appends the line that ends a log.
  fileprivate mutating func append(_ extent: JournalExtent, _ content: LogContent?) {
    append("{\"passed\":")
    append(decimal: Int64(extent.events))
    append(",\"from\":", extent.times?.lowerBound.milliseconds)
    append(",\"to\":", extent.times?.upperBound.milliseconds)
    for (name, mark) in [("first", extent.first), ("last", extent.last)] {
      guard let mark else { continue }
      append(",\"\(name)\":[\(mark.record)")
      if let writer = mark.writer { append(",\(writer)") }
      append("]")
    }
    if let content { append(",\"content\":\"\(content.text)\"") }
    append("}\n")
  }
}

extension UInt64 {
  /// Whether it holds letters and digits with nothing between or before them, as all tags of servers.
  fileprivate var isPlainTag: Bool {
    var rest = self
    while rest != 0 {
      let byte = UInt8(truncatingIfNeeded: rest >> 56)
      guard byte.isASCIILetter || byte.isASCIIDigit else { return false }
      rest <<= 8
    }
    return true
  }
}
