import EventLog
import TestSupport
import Testing

/// Logs of which only some fields are needed: what is left out of events changes nothing else.
@Suite("Skimmed logs")
struct SkimmedLogTests {
  /// What may be asked of a log, from the least to all fields.
  private static let questions: [(by: [String], fields: [String])] = [
    (["type"], []), (["stream"], ["upTime"]), (["payload.FARIP", "recordedType"], ["typeNumeric"]),
    (["customData", "parameters", "command"], []), (["audio.codec"], ["bandwidth", "extra.id"]),
  ]

  /// Expects that all questions get the same answers, and the same account is given of all bytes.
  private func expectSameAnswers(of log: [UInt8], cut: ChunkCutter = .size(.max)) throws {
    for question in Self.questions {
      let redacts = question.by.contains("command")
      let whole = try Answer(question, of: log, cut: cut, redacts: redacts, isWhole: true)
      let skimmed = try Answer(question, of: log, cut: cut, redacts: redacts, isWhole: false)
      #expect(skimmed == whole, "\(question)")
    }
    let whole = try Answer(Self.questions[0], of: log, cut: cut, redacts: false, isWhole: false)
    let count = Reading(log, cut: cut, format: .json)
    #expect(whole.statistics == count.statistics)
    #expect(whole.skipped == count.skipped)
    #expect(whole.heads.count == count.lines.count)
    #expect(whole.matched == count.lines.count)
  }

  @Test("samples give the same answers")
  func samples() throws {
    try expectSameAnswers(of: ReferenceWriter.file(SampleStory.events, .json))
  }

  @Test("hostile names give the same answers")
  func hostileNames() throws { try expectSameAnswers(of: HostileLog.json) }

  @Test("damaged at random, they give the same answers", arguments: Seed.all(16))
  func damage(_ seed: Seed) throws {
    var random = SeededGenerator(seed)
    let first = Int.random(in: 0..<SampleStory.events.count, using: &random)
    var log = ReferenceWriter.file(Array(SampleStory.events[first...].prefix(12)), .json)
    let bytes = Array("\"\"\"\\/{}[],:: \t\r\n0019-+.eEntf\u{7F}é".utf8) + [0, 0x80, 0xFF]
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let place = Int.random(in: 0..<log.count, using: &random)
      let byte = bytes.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<4, using: &random) {
      case 0: log[place] = byte
      case 1: log.insert(byte, at: place)
      case 2: log.remove(at: place)
      default:
        let end = min(log.count, place + Int.random(in: 1...80, using: &random))
        log.insert(contentsOf: log[place..<end], at: place)
      }
    }
    try expectSameAnswers(of: log, cut: ChunkCutter.all.randomElement(using: &random) ?? .size(7))
  }

  /// Payloads, and the reasons for which records with them are passed over.
  private static let payloads: [(String, SkipReason?)] = [
    ("{}", nil), ("[]", nil), (#"{"a":{}}"#, nil), (#"{"a":[]}"#, nil), (#"{"a":[{},[]]}"#, nil),
    (#"{"a":1,}"#, .malformed), (#"{,"a":1}"#, .malformed), (#"{"a":{"b":1,}}"#, .malformed),
    (#"{"a":[1,]}"#, .malformed), (#"{"a":[1}}"#, .malformed), (#"{"a":{"b":1]}"#, .malformed),
    (#"{"a" :1}"#, nil), (#"{ "a":1}"#, nil), (#"{"a":1 }"#, nil), (#"{"a":[1 , 2]}"#, nil),
    (#"{"a":0}"#, nil), (#"{"a":01}"#, .malformed), (#"{"a":-}"#, .malformed), (#"{"a":-0}"#, nil),
    (#"{"a":1.}"#, .malformed), (#"{"a":1.5}"#, nil), (#"{"a":.5}"#, .malformed),
    (#"{"a":1e5}"#, nil), (#"{"a":1e}"#, .malformed), (#"{"a":1.#QNAN}"#, nil),
    (#"{"a":-nan}"#, nil), (#"{"a":nan}"#, nil), (#"{"a":1x}"#, .malformed),
    (#"{"a":true,"b":false,"c":null}"#, nil), (#"{"a":truer}"#, .malformed),
    (#"{"a":[true,null]}"#, nil), (#"{"a":"b""c":1}"#, .malformed), (#"{"a":"b":1}"#, .malformed),
    (#"{"a"}"#, .malformed), (#"{"a":}"#, .malformed), (#"{"a":"\/"}"#, nil),
    (#"{"a\/b":1}"#, nil), (#"{"a":"\\"}"#, nil), (#"{"a":"\""}"#, nil),
    (#"{"a":"\x"}"#, .malformed),
    (#"{"a":\/}"#, .malformed), (#"{"a":"\u00e9"}"#, nil), (#"{"a":"é"}"#, nil),
    ("{\"a\":\"\u{1}\"}", nil), ("{\"a\":\"\u{7F}\"}", nil), (#"{"n\u0061me":"x"}"#, nil),
    (#"{"name":"a\/b"}"#, nil), (#"{"name":{"name":1},"audio":{"codec":"x"}}"#, nil),
    (#"{"name":[1,{"a":"b"}],"b":2}"#, nil), (#"{"queryTimestamp":1765998000123.25}"#, nil),
    (#"{"a":["b","c"],"name":"d"}"#, nil), (#"{"":1}"#, nil), ("1", nil), (#""x""#, nil),
    (String(repeating: #"{"a":"#, count: 63) + "1" + String(repeating: "}", count: 63), nil),
    (
      String(repeating: #"{"a":"#, count: 64) + "1" + String(repeating: "}", count: 64), .tooDeep
    ),
    (String(repeating: "[", count: 64) + String(repeating: "]", count: 64), .tooDeep),
  ]

  @Test("each token is checked, wherever among the bytes looked at together it stands")
  func tokens() throws {
    let paddings = [0, 1, 13, 30, 31, 32, 33, 47, 62, 63, 64, 65, 100]
    for (payload, reason) in Self.payloads {
      let records = paddings.map { padding in
        let name = String(repeating: "n", count: padding)
        return #"{"_logEntry":"00930","id":931,"x":"\#(name)","payload":\#(payload),"#
          + #""processId":4242,"timestamp":1795216353,"type":"inStreamClosed"},"# + "\n"
      }
      let log = Array(records.joined().utf8)
      let skimmed = try Answer(Self.questions[0], of: log, redacts: false, isWhole: false)
      let reasons = reason.map { Array(repeating: $0, count: paddings.count) } ?? []
      #expect(skimmed.skipped.map(\.reason) == reasons, "\(payload)")
      #expect(skimmed.matched == (reason == nil ? paddings.count : 0), "\(payload)")
      try expectSameAnswers(of: log)
    }
  }

  @Test("a second payload is a field like others")
  func twoPayloads() throws {
    let record =
      #"{"_logEntry":"1","payload":{"upTime":1,"name":"a"},"payload":{"upTime":2,"name":"b"},"#
      + #""extra":{"payload":{"upTime":3}},"type":"inStreamClosed"},"#
    try expectSameAnswers(of: Array((record + "\n").utf8))
  }
}

/// What came of a question.
private struct Answer: Equatable {
  var table = ""
  var heads: [Head] = []
  var skipped: [SkippedPiece] = []
  var statistics: ReadStatistics
  var matched: Int

  /// What an event tells of itself.
  struct Head: Equatable {
    var type: String
    var time: EventTime?
    var stream: String?
    var logEntry: Int64?
    var place: RecordPlace
  }

  init(
    _ question: (by: [String], fields: [String]), of log: [UInt8], cut: ChunkCutter = .size(.max),
    redacts: Bool, isWhole: Bool
  ) throws {
    var plan = TallyPlan()
    plan.keys = try question.by.map { try FieldPath.parse($0) }
    plan.fields = try question.fields.map { try FieldPath.parse($0) }
    plan.showsTrend = true
    var options = RenderOptions()
    options.redacts = redacts
    var asking = Asking(
      Selection(Filter(), purpose: .tally, format: .tsv, options: options, tally: plan),
      isWhole: isWhole)
    var reader = EventReader(format: .json)
    for chunk in cut.cut(log) { reader.read(chunk.span, into: &asking) }
    reader.finish(into: &asking)
    asking.selection.end()
    table = String(copying: asking.selection.output.span)
    heads = asking.heads
    skipped = asking.skipped
    statistics = reader.statistics
    matched = asking.selection.matched
  }
}

/// A selection that keeps what events tell of themselves.
private struct Asking: EventConsumer, ~Copyable {
  var selection: Selection
  let isWhole: Bool
  var heads: [Answer.Head] = []
  var skipped: [SkippedPiece] = []

  init(_ selection: consuming Selection, isWhole: Bool) {
    self.selection = selection
    self.isWhole = isWhole
  }

  var wantedKinds: EventKindSet { selection.wantedKinds }
  var neededFields: NeededFields { isWhole ? .all : selection.neededFields }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    heads.append(
      Answer.Head(
        type: event.type, time: event.time, stream: event.streamName, logEntry: event.logEntry,
        place: event.place))
    return selection.consume(event)
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) { skipped.append(piece) }
}
