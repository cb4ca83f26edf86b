import EventLog
import TestSupport
import Testing

/// A text log and what should be read from it.
struct TextExample: CustomTestStringConvertible {
  var title: String
  var log: [UInt8]
  /// What stands behind `"system":"ems",` in each line that is printed.
  var events: [String]
  var skipped: [SkipReason] = []
  var forged = 0
  /// What stands for the time.
  var time = "null"

  init(
    _ title: String, _ log: String, _ events: [String], skipped: [SkipReason] = [],
    forged: Int = 0, time: String = "null"
  ) {
    self.init(
      title, bytes: Array(log.utf8), events, skipped: skipped, forged: forged, time: time)
  }

  init(
    _ title: String, bytes: [UInt8], _ events: [String], skipped: [SkipReason] = [],
    forged: Int = 0, time: String = "null"
  ) {
    self.title = title
    log = bytes
    self.events = events
    self.skipped = skipped
    self.forged = forged
    self.time = time
  }

  var testDescription: String { title }

  /// Reads the log cut in every way and compares.
  func check() {
    let expected = events.map { "{\"time\":\(time),\"system\":\"ems\",\($0)}" }
    for cut in ChunkCutter.all {
      let reading = Reading(log, cut: cut, format: .text)
      #expect(reading.lines == expected, "\(cut)")
      #expect(reading.reasons == skipped, "\(cut)")
      #expect(reading.statistics.forgedRecords == forged, "\(cut)")
      #expect(reading.accountsForEveryByte, "\(cut)")
    }
  }
}

@Suite("The text sink")
struct TextFormatTests {
  /// Payload lines of a timer, which nothing is known about but PID, timerId and triggerCount.
  private static func one(_ lines: String, _ payload: String) -> (log: String, event: String) {
    (
      "00001\ttimerTriggered\n\tPID: 7\n\(lines)\n\n",
      "\"type\":\"timerTriggered\",\"logEntry\":0,\"payload\":{\"PID\":7,\(payload)}"
    )
  }

  static let values: [(title: String, lines: String, payload: String)] = [
    ("canonical integers are numbers", "\ta: 0\n\tb: -12\n", #""a":0,"b":-12"#),
    ("other digits are text", "\ta: 007\n\tb: +1\n\tc: -\n", #""a":"007","b":"+1","c":"-""#),
    (
      "quirk 29: three decimals are a number, others text", "\ta: -0.250\n\tb: 1.5\n\tc: 1.2345\n",
      #""a":-0.250,"b":"1.5","c":"1.2345""#
    ),
    ("truth values", "\ta: true\n\tb: false\n\tc: True\n", #""a":true,"b":false,"c":"True""#),
    ("quirk 30: no numbers", "\ta: nan\n\tb: -nan\n\tc: inf\n", #""a":null,"b":null,"c":null"#),
    (
      "quirk 32: all digits of 64 bits", "\ta: 18446744073709551615\n",
      #""a":18446744073709551615"#
    ),
    (
      "quirk 48: with a blank it is an empty string, without one a block",
      "\ta: \n\tb:\n\t\tc: 1\n",
      #""a":"","b":{"c":1}"#
    ),
    ("quirk 45: an empty block is a map", "\ta:\n\tb: 1\n", #""a":{},"b":1"#),
    ("quirk 44: lists count from 0", "\ta:\n\t\t0: 3\n\t\t1: x\n", #""a":[3,"x"]"#),
    ("quirk 44: lists of Lua count from 1", "\ta:\n\t\t1: 3\n\t\t2: x\n", #""a":[3,"x"]"#),
    (
      "a list may be longer than its digits", "\ta:\n" + (0...10).map { "\t\t\($0): 1\n" }.joined(),
      #""a":[1,1,1,1,1,1,1,1,1,1,1]"#
    ),
    ("quirk 46: gaps are no list", "\ta:\n\t\t0: 3\n\t\t2: x\n", #""a":{"0":3,"2":"x"}"#),
    (
      "a list of configuration entries bears their numbers",
      "\ta:\n\t\t7:\n\t\t\tb: 1\n\t\t12:\n\t\t\tb: 2\n", #""a":[{"b":1},{"b":2}]"#
    ),
    (
      "a list may end with asciiList", "\ta:\n\t\t0: x\n\t\tasciiList:\n\t\t\tnames: n\n",
      #""a":["x",{"names":"n"}]"#
    ),
    ("asciiList alone is no list", "\ta:\n\t\tasciiList: x\n", #""a":{"asciiList":"x"}"#),
    ("quirk 47: mixed keys", "\ta:\n\t\t1: x\n\t\tk: y\n", #""a":{"1":"x","k":"y"}"#),
    (
      "quirk 54: the first colon and blank divide", "\ta:b: rtmp://u:p@h/a: b\n",
      #""a:b":"rtmp://u:p@h/a: b""#
    ),
    ("quirk 28: a CR is data", "\ta: x\r\n", #""a":"x\r""#),
    ("TABs in a value", "\ta: x\t1\ty\n", #""a":"x\t1\ty""#),
    ("quirk 53: a value with a line end", "\ta: x\ny\n\tb: 1\n", #""a":"x\ny","b":1"#),
    ("a value that ends with line ends", "\ta: x\n\n\n\tb: 1\n", #""a":"x\n\n","b":1"#),
    ("a line that is too deep is value", "\ta: x\n\t\tb: 1\n", #""a":"x\n\t\tb: 1""#),
    (
      "a line out of order is value", "\tname: x\n\tPID: 9\n\tz: 1\n",
      #""name":"x\n\tPID: 9","z":1"#
    ),
    (
      "a line before those it should follow is value", "\tip: x\n\tzzz: 9\n\tname: n\n\tz: 1\n",
      #""ip":"x\n\tzzz: 9","name":"n","z":1"#
    ),
    (
      "of two equal keys the later is the field", "\tip: x\n\tname: evil\n\tname: n\n",
      #""ip":"x\n\tname: evil","name":"n""#
    ),
    (
      "what looks like a block's end is value",
      "\tc:\n\t\td: x\n\tPID: 1\n\t\te: 2\n", #""c":{"d":"x\n\tPID: 1","e":2}"#
    ),
    (
      "five levels", "\ta:\n\t\tb:\n\t\t\tc:\n\t\t\t\td: 1\n\tz: 2\n",
      #""a":{"b":{"c":{"d":1}}},"z":2"#
    ),
    ("quirk 63: keys of users", "\t_x: 1\n\tk\"é: 2\n", #""_x":1,"k\"é":2"#),
  ]

  @Test("reads a value", arguments: values)
  func value(_ example: (title: String, lines: String, payload: String)) {
    let (log, event) = Self.one(example.lines, example.payload)
    TextExample(example.title, log, [event]).check()
  }

  static let framing: [TextExample] = {
    let one = "00001\ttimerClosed\n\tPID: 7\n\ttimerId: 1\n\n\n"
    let two = "00002\ttimerClosed\n\tPID: 7\n\ttimerId: 2\n\n\n"
    func event(_ number: Int) -> String {
      "\"type\":\"timerClosed\",\"logEntry\":\(number - 1),\"payload\":"
        + "{\"PID\":7,\"timerId\":\(number)}"
    }
    func record(_ number: Int) -> String {
      let digits = String(number)
      let label = String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
      return "\(label)\ttimerClosed\n\tPID: 7\n\ttimerId: \(number)\n\n\n"
    }
    func names(_ name: String, _ rest: String = "") -> String {
      "\"type\":\"audioFeedStopped\",\"stream\":\"\(name)\",\"logEntry\":0,\"payload\":"
        + "{\"PID\":7,\"id\":3,\"localStreamName\":\"\(name)\"\(rest)}"
    }
    func feed(_ name: String) -> String {
      "00001\taudioFeedStopped\n\tPID: 7\n\tid: 3\n\tlocalStreamName: \(name)\n\n\n"
    }
    let long = String(repeating: "x", count: 5000)
    let big = "00001\tcliRequest\n\tPID: 7\n\tcommand: \(long)\n\n\n"
    let bigEvent =
      "\"type\":\"cliRequest\",\"logEntry\":0,\"payload\":{\"PID\":7,\"command\":\"\(long)\"}"
    return [
      TextExample(
        "quirks 5 and 6: two empty lines end a record, and its number is one ahead", one + two,
        [event(1), event(2)]),
      TextExample(
        "quirk 7: counters outgrow five digits", record(99999) + record(100_000),
        [event(99999), event(100_000)]),
      TextExample(
        "quirk 8: counters start again", record(412) + record(1), [event(412), event(1)]),
      TextExample(
        "quirk 24: an old part is continued with any number",
        record(41) + record(22) + record(23), [event(41), event(22), event(23)]),
      TextExample("quirk 14: an empty log", "", []),
      TextExample(
        "quirk 15: a torn tail", one + "00002\ttimerCl", [event(1)], skipped: [.tornTail]),
      TextExample(
        "quirk 15: a record without any empty line is torn",
        one + String(two.dropLast(2)), [event(1)], skipped: [.tornTail]),
      TextExample(
        "one empty line makes it whole at the end", one + String(two.dropLast(1)),
        [event(1), event(2)]),
      TextExample(
        "quirk 16: a new life behind a stump", "00007\tserverStarted\n\tPID: 7\n\tbanner: ca" + one,
        [event(1)], skipped: [.tornRecord]),
      TextExample(
        "quirk 16: a stump that ends with a line", "00007\tserverStarted\n\tPID: 7\n" + one + two,
        [event(1), event(2)], skipped: [.tornRecord]),
      TextExample(
        "a full disk: the number behind a stump is any above",
        "00007\ttimerClosed\n\tPID: 7\n\ttimerId: 10" + record(231) + record(232),
        [event(231), event(232)], skipped: [.tornRecord]),
      TextExample(
        "digits of stump and number run together",
        "00913\tinStreamClosed\n\tPID: 7\n\tupTime: 10" + record(1130) + record(1131),
        [event(1130), event(1131)], skipped: [.tornRecord]),
      TextExample(
        "a stump may end within the header",
        record(238) + "00239\tprotocolUnregister" + record(456),
        [event(238), event(456)], skipped: [.tornRecord]),
      TextExample(
        "a stump may end within the number", record(238) + "00" + record(239),
        [event(238), event(239)], skipped: [.tornRecord]),
      TextExample(
        "a stump with one of its empty lines is whole", String(one.dropLast(1)) + two,
        [event(1), event(2)]),
      TextExample(
        "quirk 18: zero bytes are passed over",
        bytes: [0, 0, 0] + Array(one.utf8) + [0, 0] + Array(two.utf8), [event(1), event(2)],
        skipped: [.zeros, .zeros]),
      TextExample(
        "quirk 20: garbage between records", one + "garbage\n\tx: 1\n" + two, [event(1), event(2)],
        skipped: [.malformed]),
      TextExample("stray empty lines", "\n" + one, [event(1)]),
      TextExample(
        "a log that begins within a record", "\tx: 1\n\n\n" + one, [event(1)],
        skipped: [.malformed]),
      TextExample(
        "a long record's end once more", big + String(big.dropFirst(4096)) + two,
        [bigEvent, event(2)], skipped: [.repeatedTail]),
      TextExample(
        "quirk 56: the stamp is markup",
        "00001\ttimerClosed\t<TIMESTAMP name=\"\">2023-11-14T17:13:20.000</TIMESTAMP>\n"
          + "\tPID: 7\n\n\n",
        [
          "\"type\":\"timerClosed\",\"logEntry\":0,\"timestamp\":\"2023-11-14T17:13:20.000\","
            + "\"payload\":{\"PID\":7}"
        ], time: "\"2023-11-14T17:13:20.000Z\""),
      TextExample(
        "quirk 83: any name is an event", "00001\tvendorThing\n\tPID: 7\n\n\n",
        ["\"type\":\"vendorThing\",\"logEntry\":0,\"payload\":{\"PID\":7}"]),
      TextExample(
        "quirk 53: a forged record without a process is value",
        feed("x\n\n\n00099\tserverStopping") + two,
        [names("x\\n\\n\\n00099\\tserverStopping"), event(2)], forged: 1),
      TextExample(
        "quirk 53: a forged record with a process is value when the count goes on",
        feed("x\n\n\n00099\tserverStopping\n\tPID: 1") + two,
        [names("x\\n\\n\\n00099\\tserverStopping\\n\\tPID: 1"), event(2)], forged: 1),
      TextExample(
        "quirk 53: so are two",
        feed("x\n\n\n00099\ta\n\tPID: 1\n\n\n00042\tb\n\tPID: 1") + two,
        [names("x\\n\\n\\n00099\\ta\\n\\tPID: 1\\n\\n\\n00042\\tb\\n\\tPID: 1"), event(2)],
        forged: 2),
      TextExample(
        "quirk 53: a forged restart is value when the count goes on",
        one + "00002\ttimerClosed\n\tPID: 7\n\ta: x\n\n\n00001\tapplicationStart\n\tPID: 1\n\n\n"
          + record(3),
        [
          event(1),
          "\"type\":\"timerClosed\",\"logEntry\":1,\"payload\":{\"PID\":7,"
            + "\"a\":\"x\\n\\n\\n00001\\tapplicationStart\\n\\tPID: 1\"}", event(3),
        ], forged: 1),
      TextExample(
        "a value that ends like a header line", feed("x 00099\tserverStarted") + two,
        [names("x 00099\\tserverStarted"), event(2)]),
      TextExample(
        "a value that ends with an empty line", feed("x\n") + two, [names("x\\n"), event(2)]),
      TextExample(
        "records out of order are all kept", record(186) + record(188) + record(187),
        [event(186), event(188), event(187)]),
      TextExample(
        "a number twice", record(23) + record(24) + record(24) + record(25),
        [event(23), event(24), event(24), event(25)]),
    ]
  }()

  @Test("tells records apart, however they are cut", arguments: framing)
  func frame(_ example: TextExample) { example.check() }

  @Test("knows the types of fields from the catalogue")
  func types() {
    TextExample(
      "types",
      """
      00001\tinStreamClosed
      \tPID: 7
      \taudio:
      \t\tbytesCount: 12
      \t\tcodec: 77
      \tfarIp: 10
      \tname: 12
      \toutStreamsUniqueIds:
      \tport: none
      \tpullSettings:
      \t\t0: 1
      \t\tkeepAlive: true
      \t\turi: true
      \tupTime: 12


      00002\tcliRequest
      \tPID: 7
      \tcommand: 5
      \tparameters:
      \t\tid: 1
      \t\tlist:
      \t\t\t0: 2


      """ + "\n",
      [
        #""type":"inStreamClosed","stream":"12","logEntry":0,"payload":{"PID":7,"#
          + #""audio":{"bytesCount":12,"codec":"77"},"farIp":"10","name":"12","#
          + #""outStreamsUniqueIds":[],"port":"none","#
          + #""pullSettings":{"0":1,"keepAlive":true,"uri":"true"},"upTime":12}"#,
        #""type":"cliRequest","logEntry":1,"payload":{"PID":7,"command":"5","#
          + #""parameters":{"id":"1","list":["2"]}}"#,
      ]
    ).check()
  }

  @Test(
    "a record without a stamp has the date of its payload, which is UTC wherever the server is",
    arguments: [
      ("streamingSessionStarted", "startTime: 2025-12-17T20-10-15", "20:10:15"),
      (
        "streamingSessionEnded",
        "startTime: 2025-12-17T20-10-15\n\tstopTime: 2025-12-17T20-10-36", "20:10:36"
      ),
      ("recordChunkClosed", "startTime: \n\tstopTime: 2025-12-17T20:10:36.000", "20:10:36"),
    ])
  func datesOfPayloads(type: String, fields: String, time: String) {
    let log = "00001\t\(type)\n\tPID: 42\n\t\(fields)\n\n\n"
    let hourAhead = ZoneRules(name: "+01:00", fixedOffset: 3600)
    let reading = Reading(Array(log.utf8), format: .text, zone: hourAhead)
    #expect(reading.lines.count == 1)
    #expect(reading.lines.first?.hasPrefix(#"{"time":"2025-12-17T\#(time).000Z""#) == true)
  }

  @Test("quirk 34: reads what is not UTF-8 as Latin-1 and counts it")
  func latin1() {
    let log = Array("00001\ttimerClosed\n\tPID: 7\n\ta: caf".utf8) + [0xE9, 10, 10, 10]
    let reading = Reading(log)
    #expect(reading.format == .text)
    #expect(
      reading.lines == [
        #"{"time":null,"system":"ems","type":"timerClosed","logEntry":0,"payload":{"PID":7,"a":"café"}}"#
      ])
    #expect(reading.statistics.repairedStrings == 1)
  }

  @Test("passes over a record longer than the limit, up to the next", arguments: ChunkCutter.all)
  func tooLong(_ cut: ChunkCutter) {
    let long = "00001\tcliRequest\n\tPID: 7\n\tcommand: " + String(repeating: "x", count: 3000)
    let log = long + "\n\n\n00002\ttimerClosed\n\tPID: 7\n\n\n"
    let reading = Reading(Array(log.utf8), cut: cut, format: .text, recordLimit: 1024)
    #expect(reading.lines.count == 1)
    #expect(reading.reasons == [.tooLong])
    #expect(reading.skipped.first?.count == long.utf8.count + 3)
    #expect(reading.accountsForEveryByte)
  }

  @Test("says where a record nested too deep stands")
  func tooDeep() {
    let lines = (1...70).map { String(repeating: "\t", count: $0) + "a:\n" }.joined()
    let reading = Reading("00001\ttimerClosed\n\(lines)\n\n")
    #expect(reading.reasons == [.tooDeep])
    #expect(reading.lines.isEmpty)
  }

  @Test("repeats records byte by byte as raw output")
  func raw() {
    let log = "00001\ttimerClosed\n\tPID: 7\n\n\n00002\ttimerClosed\n\tPID: 7\n\ta: x\n\n\n\n"
    var selection = FilteredEvents(Filter(), .print(.raw))
    selection.read([[log.utf8]])
    #expect(selection.printed == log)
    let reading = Reading(Array(log.utf8), output: .raw)
    #expect(reading.statistics.eventBytes == log.utf8.count)
  }

  @Test("gives out a complete record when a log pauses, and keeps the beginning of one")
  func pause() {
    var reader = EventReader(format: .text)
    var selection = FilteredEvents(Filter())
    reader.read(Array("00001\ttimerClosed\n\tPID: 7\n\n\n00002\tti".utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 1)
    reader.read(Array("merClosed\n\tPID: 7\n\n\n".utf8).span, into: &selection)
    #expect(selection.matched == 1)
    reader.pause(into: &selection)
    #expect(selection.matched == 2)
    reader.finish(into: &selection)
    #expect(reader.statistics.skipped == 0)
  }
}
