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
    (#"{"a","b":1}"#, .malformed), (#"{"a":"b":"c"}"#, .malformed), (#"{"a":{"b"}}"#, .malformed),
    (#"{"a":1{}}"#, .malformed), (#"{"a":{}{}}"#, .malformed), (#"{"a":{}"b":1}"#, .malformed),
    ("{{}}", .malformed), (#"{"a":{{}}}"#, .malformed), ("{:1}", .malformed),
    (#"{"a"::1}"#, .malformed), (#"{"a":,"b":1}"#, .malformed), (#"{"a":1,,"b":1}"#, .malformed),
    (#"{"a":"b"1}"#, .malformed), (#"{"a":1"b":1}"#, .malformed), (#"{"a":y}"#, .malformed),
    (#"{"a"1:2}"#, .malformed), (#"{1:2}"#, .malformed), (#"{"a":1}}"#, .malformed),
    (#"{"a":1:2}"#, .malformed), (#"{"a":{}:2}"#, .malformed), (#"{"a":true:2}"#, .malformed),
    (#"{"y":"y{}","z":"[,:{}]"}"#, nil), (#"1,"b":{"a":2}"#, nil), (#"{"a":1},"b":{"c":2}"#, nil),
    (#"{"a":"é","b":"日本","name":"ü"}"#, nil), (#"{"é":{"é":1},"name":"x"}"#, nil),
    (#"{"a":é}"#, .malformed),
    (String(repeating: #"{"a":"#, count: 63) + "1" + String(repeating: "}", count: 63), nil),
    (
      String(repeating: #"{"a":"#, count: 64) + "1" + String(repeating: "}", count: 64), .tooDeep
    ),
    (String(repeating: "[", count: 64) + String(repeating: "]", count: 64), .tooDeep),
  ]

  @Test("each token is checked, wherever among the bytes looked at together it stands")
  func tokens() throws {
    let paddings = Array(0...66) + [100, 127, 128, 129]
    for (payload, reason) in Self.payloads {
      let log = Self.log(of: ["{}", payload, payload])
      let skimmed = try Answer(Self.questions[0], of: log, redacts: false, isWhole: false)
      let reasons = reason.map { [$0, $0] } ?? []
      #expect(skimmed.skipped.map(\.reason) == reasons, "\(payload)")
      #expect(skimmed.matched == (reason == nil ? 3 : 1), "\(payload)")
      try expectSameAnswers(
        of: log
          + Self.log(
            of: paddings.map { padding in
              let name = String(repeating: "n", count: padding)
              return #"{"\#(name)":{"\#(name)":"x"},"name":"\#(name)","b":\#(payload),"upTime":1}"#
            }))
    }
  }

  /// A log of records with these payloads.
  private static func log(of payloads: [String]) -> [UInt8] {
    let records = payloads.map { payload in
      #"{"_logEntry":"00930","id":931,"payload":\#(payload),"#
        + #""processId":4242,"timestamp":1795216353,"type":"inStreamClosed"},"# + "\n"
    }
    return Array(records.joined().utf8)
  }

  @Test("text that is not UTF-8 is read as Latin-1 as often, wherever it stands")
  func latin1() throws {
    let payload = #"{"a":"??","name":"cam?","?":"é?","b":{"c":"?"}}"#
    let log = Self.log(of: [payload]).map { $0 == UInt8(ascii: "?") ? 0xE9 : $0 }
    try expectSameAnswers(of: log)
    let skimmed = try Answer(Self.questions[0], of: log, redacts: false, isWhole: false)
    #expect(skimmed.statistics.repairedStrings == 5)
  }

  @Test("what stands elsewhere in a record than servers write it is read as well")
  func otherLayouts() throws {
    let (log, record) = (
      [
        #"{"_logEntry":"930","id":-931,"payload":{"name":"a"},"processId":4242,"timestamp":1.5,"type":"x"},"#,
        #"{"_logEntry":"930","id":0931,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":"x"},"#,
        #"{"_logEntry":"93x","id":1,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":"x"},"#,
        #"{"_logEntry":"1","id":1,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":""},"#,
        #"{"_logEntry":"1","id":1,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":"a\/b"},"#,
        #"{"_logEntry":"1","id":1,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":"x","z":1},"#,
        #"{"_logEntry":"1","id":1,"payload":{"name":"a"},"timestamp":1,"processId":1,"type":"x"},"#,
        #"{"_logEntry":"1","id":1,"payload":{"name":"a"},"processId":1,"timestamp":1,"type":"x"}},"#,
        #"{"_logEntry":"1","id":1,"payload":"name","processId":1,"timestamp":1,"type":"x"},"#,
      ],
      #"{"_logEntry":"1","id":1,"payload":{},"processId":1,"timestamp":1,"type":"x"},"#
    )
    for line in log { try expectSameAnswers(of: Array("\(line)\n\(record)\n".utf8)) }
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
      FilteredEvents(Filter(), .stats(plan), options: options),
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
  var selection: FilteredEvents
  let isWhole: Bool
  var heads: [Answer.Head] = []
  var skipped: [SkippedPiece] = []

  init(_ selection: consuming FilteredEvents, isWhole: Bool) {
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
