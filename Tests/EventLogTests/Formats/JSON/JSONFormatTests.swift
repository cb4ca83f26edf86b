import EventLog
import TestSupport
import Testing

private let sentence =
  "\"V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON\""

@Suite("The json sink")
struct JSONFormatTests {
  /// A record as the server writes it, with this payload.
  private static func record(_ number: Int, _ payload: String, type: String = "timerTriggered")
    -> String
  {
    let digits = String(number)
    let entry = String(repeating: "0", count: 5 - digits.utf8.count) + digits
    return
      "{\"_logEntry\":\"\(entry)\",\"id\":\(number + 1),\"payload\":{\(payload)},\"processId\":42,"
      + "\"timestamp\":1700000000,\"type\":\"\(type)\"},\n"
  }

  /// The line that such a record is printed as.
  private static func line(_ number: Int, _ payload: String, type: String = "timerTriggered")
    -> String
  {
    "{\"time\":\"2023-11-14T22:13:20.000Z\",\"system\":\"ems\",\"type\":\"\(type)\",\"id\":\(number + 1),"
      + "\"logEntry\":\(number),\"timestamp\":1700000000,\"processId\":42,\"payload\":{\(payload)}}"
  }

  @Test("prints the example of the schema, byte for byte")
  func schemaExample() {
    let reading = Reading(
      #"{"_logEntry":"00930","id":931,"payload":{"PID":4242,"name":"cam1","queryTimestamp":1795216353343.5491,"typeNumeric":5282243277764296704,"uri":"rtmp:\/\/h\/cam1","upTime":6006.0161},"processId":4242,"timestamp":1795216353,"type":"inStreamClosed"},"#
        + "\n")
    #expect(
      reading.lines == [
        #"{"time":"2026-11-20T23:12:33.343Z","system":"ems","type":"inStreamClosed","stream":"cam1","id":931,"logEntry":930,"timestamp":1795216353,"processId":4242,"payload":{"PID":4242,"name":"cam1","queryTimestamp":1795216353343.5491,"typeNumeric":5282243277764296704,"uri":"rtmp://h/cam1","upTime":6006.0161}}"#
      ])
  }

  /// Payload as recorded, payload as printed, strings repaired.
  static let values: [(name: String, recorded: [UInt8], printed: String, repaired: Int)] = [
    ("quirk 30: nan", Array(#""a":-nan,"b":inf,"c":nan"#.utf8), #""a":null,"b":null,"c":null"#, 0),
    ("quirk 30: old Windows", Array(#""a":1.#QNAN,"b":-1.#IND00"#.utf8), #""a":null,"b":null"#, 0),
    (
      "quirk 31: huge", Array(#""a":10000000000000000000000.0000"#.utf8),
      #""a":10000000000000000000000.0000"#, 0
    ),
    (
      "quirk 32: 64 bits", Array(#""a":5282249572905648128,"b":18446744073709551615"#.utf8),
      #""a":5282249572905648128,"b":18446744073709551615"#, 0
    ),
    ("quirk 29: all digits", Array(#""a":1700000001000.2290"#.utf8), #""a":1700000001000.2290"#, 0),
    ("quirk 33: controls", Array(#""a":"x"#.utf8) + [1, 0x7F, 0x22], #""a":"x\u0001\u007f""#, 0),
    ("quirk 34: Latin-1", Array(#""a":"caf"#.utf8) + [0xE9, 0x22], #""a":"café""#, 1),
    ("quirk 34: NUL", Array(#""a":"x"#.utf8) + [0, 0x79, 0x22], #""a":"x\u0000y""#, 0),
    ("quirk 35: slashes", Array(#""a":"rtmp:\/\/h\/a""#.utf8), #""a":"rtmp://h/a""#, 0),
    ("quirk 36: no escape", Array(#""a":"\\u0041""#.utf8), #""a":"\\u0041""#, 0),
    ("quirk 37: placeholder", Array("\"a\":\(sentence),\"b\":1".utf8), #""a":null,"b":1"#, 0),
    (
      "quirk 47: mixed keys", Array(#""m":{"0x00000001":1,"k":"v"}"#.utf8),
      #""m":{"0x00000001":1,"k":"v"}"#, 0
    ),
    ("quirk 60: a start that is empty", Array(#""startTime":"""#.utf8), #""startTime":"""#, 0),
    ("quirk 61: negative", Array(#""a":-12.5000,"b":-2"#.utf8), #""a":-12.5000,"b":-2"#, 0),
    ("quirk 64: stray null", Array(#""_callback":null"#.utf8), #""_callback":null"#, 0),
    (
      "quirk 75: an output without its input", Array(#""inStreamUniqueId":null"#.utf8),
      #""inStreamUniqueId":null"#, 0
    ),
    ("key with escapes", Array(#""a\/b":{"c\td":1}"#.utf8), #""a/b":{"c\td":1}"#, 0),
    ("key in Latin-1", [0x22, 0xE9, 0x22] + Array(":[true,false]".utf8), #""é":[true,false]"#, 1),
    ("empty containers", Array(#""a":{},"b":[],"":"""#.utf8), #""a":{},"b":[],"":"""#, 0),
    ("escapes of others", Array(#""a":"\u00e9\ud83d\ude00\u200b""#.utf8), #""a":"é😀\u200b""#, 0),
    ("half a surrogate", Array(#""a":"\ud800x""#.utf8), #""a":"\#u{FFFD}x""#, 1),
    ("bidi and C1", Array("\"a\":\"\u{202E}x\u{9B}\"".utf8), #""a":"\u202ex\u009b""#, 0),
  ]

  @Test("reads values as the server means them", arguments: values)
  func value(_ example: (name: String, recorded: [UInt8], printed: String, repaired: Int)) {
    let template = Self.record(0, "?")
    let parts = template.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1)
    let reading = Reading(Array(parts[0]) + example.recorded + Array(parts[1]))
    #expect(reading.lines == [Self.line(0, example.printed)])
    #expect(reading.statistics.repairedStrings == example.repaired)
    #expect(reading.accountsForEveryByte)
  }

  @Test("prints the same whether values are copied or walked")
  func whiteSpaceBetweenTokens() {
    let compact = #""a":{"b":[1,{"c":"x\/y"},[],{}],"d":nan},"e":"é""#
    let spaced = #" "a" : { "b" : [ 1 , {"c":"x\/y"} , [ ] , { } ] , "d" : nan } , "e":"é" "#
    #expect(Reading(Self.record(0, compact)).lines == Reading(Self.record(0, spaced)).lines)
    #expect(
      Reading(Self.record(0, spaced)).lines == [
        Self.line(0, #""a":{"b":[1,{"c":"x/y"},[],{}],"d":null},"e":"é""#)
      ])
  }

  @Test("resolves other names of an event and keeps the one that was recorded")
  func aliases() {
    let reading = Reading(Self.record(0, #""PID":1"#, type: "serverStopped"))
    #expect(
      reading.lines == [
        #"{"time":"2023-11-14T22:13:20.000Z","system":"ems","type":"serverStopping","recordedType":"serverStopped","id":1,"logEntry":0,"timestamp":1700000000,"processId":42,"payload":{"PID":1}}"#
      ])
  }

  @Test("quirk 83: passes unknown events and unknown fields on")
  func unknown() {
    let reading = Reading(
      #"{"new":{"a":1},"payload":{"x":[1]},"type":"brandNew","zebra":"\/"},"# + "\n")
    #expect(
      reading.lines == [
        #"{"time":null,"system":"ems","type":"brandNew","payload":{"x":[1]},"extra":{"new":{"a":1},"zebra":"/"}}"#
      ])
  }

  @Test("quirk 57: reads a stamp without zone in the zone of the log")
  func localStamp() {
    let record = #"{"payload":{},"timestamp":"2026-11-20T18:14:22.000","type":"timerClosed"},"#
    let reading = Reading(
      Array((record + "\n").utf8), zone: ZoneRules(name: "-05:00", fixedOffset: -18_000))
    #expect(
      reading.lines == [
        #"{"time":"2026-11-20T23:14:22.000Z","system":"ems","type":"timerClosed","timestamp":"2026-11-20T18:14:22.000","payload":{}}"#
      ])
  }

  @Test("takes the old envelope of payload and type, and one without a comma")
  func oldEnvelope() {
    #expect(
      Reading(#"{"payload":{"PID":1},"type":"timerClosed"}"#).lines == [
        #"{"time":null,"system":"ems","type":"timerClosed","payload":{"PID":1}}"#
      ])
  }

  /// A log, how many events are in it, and what is passed over.
  static let logs: [(name: String, log: String, events: Int, skipped: [SkipReason])] = {
    let one = record(0, #""PID":1"#)
    let two = record(1, #""PID":1,"uri":"a\/b""#)
    let stump = String(two.dropLast(50))
    return [
      ("quirk 1: lines", one + two, 2, []),
      ("quirk 14: nothing", "", 0, []),
      ("blank lines", "\n" + one + "\n\n" + two, 2, []),
      ("quirk 15: torn tail", one + stump, 1, [.tornTail]),
      ("whole tail", one + String(two.dropLast(2)), 2, []),
      ("quirk 16: torn, then restart", one + stump + one + two, 3, [.tornRecord]),
      ("two stumps", stump + stump + one, 1, [.tornRecord, .tornRecord]),
      ("a whole record without its end, then the next", String(one.dropLast(2)) + two, 2, []),
      ("a stump at the end of a glued line", one.dropLast(1) + stump, 1, [.tornTail]),
      ("quirk 18: zeros", String(repeating: "\0", count: 9000) + one + two, 2, [.zeros]),
      ("zeros only", "\0\0\0", 0, [.zeros]),
      ("quirk 38: placeholder", one + sentence + ",\n" + two, 2, [.placeholder]),
      ("repeated tail", one + "roppedBytesCount\":0}},\n" + two, 2, [.repeatedTail]),
      ("no type", one + #"{"payload":{}},"# + "\n", 1, [.noType]),
      ("an array and text", one + "[1,2],\nsome text\n" + two, 2, []),
      (
        "garbage", "{\"a\"\n" + one + "{]}\n{\"type\":\"x\"} x\n" + two, 2,
        [.malformed, .malformed, .malformed]
      ),
      ("two in one line", one.dropLast(2) + " " + one, 2, []),
      (
        "numbers that are none", "{\"type\":\"a\",\"n\":01}\n{\"type\":\"a\",\"n\":1.}\n" + one, 1,
        [.malformed, .malformed]
      ),
      ("mark of order at the start", "\u{FEFF}" + one, 1, []),
      ("quirk 28: CR before the line end", one.dropLast(1) + "\r\n" + two, 2, []),
    ]
  }()

  @Test(
    "quirk 17: finds records wherever they begin and however they are cut", arguments: logs,
    ChunkCutter.all)
  func framing(
    _ example: (name: String, log: String, events: Int, skipped: [SkipReason]), cut: ChunkCutter
  ) {
    let reading = Reading(example.log, cut: cut, format: .json)
    #expect(reading.lines.count == example.events)
    #expect(reading.reasons == example.skipped)
    #expect(reading.accountsForEveryByte)
  }

  @Test("keeps an event inside an event whole")
  func nestedEvent() {
    let inner = #"{"_logEntry":"00007","id":8,"type":"timerClosed"}"#
    let log = Self.record(0, "\"customParameters\":{\"payload\":\(inner)}")
    #expect(Reading(log).statistics.events == 1)
    // Asking for one type must not split it either.
    var filter = Filter()
    filter.types = TypeSelector.parse(["timerTriggered"]).selector
    #expect(Reading(Array(log.utf8), filter: filter).lines.count == 1)
  }

  @Test("says where a piece was passed over and how long it is")
  func places() {
    let one = Self.record(0, #""PID":1"#)
    let stump = "{\"_logEntry\":\"00001\",\"id\":2,\"pay"
    let reading = Reading(one + stump + one)
    #expect(
      reading.skipped == [
        SkippedPiece(reason: .tornRecord, offset: one.utf8.count, count: stump.utf8.count)
      ])
  }

  @Test("quirk 86: reads records of any size up to the limit, and the one after a longer one")
  func longRecords() {
    let long = Self.record(0, "\"a\":\"\(String(repeating: "x", count: 200_000))\"")
    let short = Self.record(1, #""PID":1"#)
    for cut in [ChunkCutter.size(.max), .size(1009)] {
      let fits = Reading(Array((long + short).utf8), cut: cut, recordLimit: 300_000)
      #expect(fits.lines.count == 2)
      let tooLong = Reading(Array((long + short).utf8), cut: cut, recordLimit: 100_000)
      #expect(tooLong.lines == [Self.line(1, #""PID":1"#)])
      #expect(
        tooLong.skipped == [SkippedPiece(reason: .tooLong, offset: 0, count: long.utf8.count)])
      #expect(tooLong.accountsForEveryByte)
    }
  }

  @Test("reads 64 levels of nesting and counts deeper records")
  func nesting() {
    func nested(_ levels: Int) -> String {
      // The record and its payload are two levels themselves.
      Self.record(
        0,
        "\"a\":" + String(repeating: "[", count: levels - 2)
          + String(repeating: "]", count: levels - 2))
    }
    #expect(Reading(nested(64)).statistics.events == 1)
    #expect(Reading(nested(65)).reasons == [.tooDeep])
    #expect(
      Reading(String(repeating: "[", count: 1_000_000) + "\n" + nested(3)).statistics.events == 1)
  }

  @Test("repeats records byte for byte, so that the output is a log again")
  func raw() {
    let log = Self.record(0, #""uri":"a\/b""#) + String(Self.record(1, #""n":nan"#).dropLast(1))
    let reading = Reading(Array(log.utf8), output: .raw)
    #expect(reading.lines.joined(separator: "\n") + "\n" == log + "\n")
  }

  @Test("gives the same events for a record of every length up to the next power of two")
  func everyLength() {
    for length in 0..<300 {
      let log = Self.record(0, "\"a\":\"\(String(repeating: "é", count: length))\"")
      #expect(Reading(log, cut: .size(64)).lines == Reading(log).lines)
    }
  }
}

@Suite("Following a json log")
struct JSONPauseTests {
  @Test("keeps the beginning of a record for later and goes on from there")
  func resuming() {
    let first = #"{"type":"timerClosed","payload":{"n":1}},"# + "\n"
    let second = #"{"type":"timerClosed","payload":{"n":2}},"# + "\n"
    var reader = EventReader()
    var selection = FilteredEvents(Filter())
    reader.read(Array((first + second.dropLast(2)).utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 1)
    #expect(reader.offset == first.utf8.count)
    #expect(reader.statistics.skipped == 0)

    reader.resume(at: first.utf8.count, head: Array(first.utf8).span)
    #expect(reader.format == .json)
    reader.read(Array(second.utf8).span, into: &selection)
    #expect(selection.matched == 2)
    #expect(reader.offset == (first + second).utf8.count)
  }
}
