import EventLog
import TestSupport
import Testing

@Suite("The xml sink")
struct XMLFormatTests {
  static let declaration = "<?xml version=\"1.0\" ?>"

  /// A record as the server writes it, with these elements as its payload.
  static func record(
    _ number: Int, _ payload: String, type: String = "timerTriggered", root: String = "MAP"
  ) -> String {
    let digits = String(number)
    let entry = String(repeating: "0", count: 5 - digits.utf8.count) + digits
    let typeName = root == "MAP" ? "" : " typeName=\"\(type)\""
    return """

      <\(root)\(typeName) isArray="false" name="">
          <STR name="_logEntry">\(entry)</STR>
          <UINT64 name="id">\(number + 1)</UINT64>
          <MAP isArray="false" name="payload">
              \(payload)
          </MAP>
          <INT32 name="processId">42</INT32>
          <UINT64 name="timestamp">1700000000</UINT64>
          <STR name="type">\(type)</STR>
      </\(root)>

      """
  }

  /// The line that such a record is printed as.
  static func line(_ number: Int, _ payload: String, type: String = "timerTriggered") -> String {
    "{\"time\":\"2023-11-14T22:13:20.000Z\",\"system\":\"ems\",\"type\":\"\(type)\",\"id\":\(number + 1),"
      + "\"logEntry\":\(number),\"timestamp\":1700000000,\"processId\":42,\"payload\":{\(payload)}}"
  }

  /// Payload as recorded, payload as printed, strings repaired.
  static let values: [(name: String, recorded: [UInt8], printed: String, repaired: Int)] = [
    (
      "quirk 42: all integers",
      Array(
        (["INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"].map {
          "<\($0) name=\"a\">7</\($0)>"
        }).joined().utf8), Array(repeating: "\"a\":7", count: 8).joined(separator: ","), 0
    ),
    (
      "quirk 32: 64 bits",
      Array(#"<UINT64 name="a">18446744073709551615</UINT64><INT64 name="b">-2</INT64>"#.utf8),
      #""a":18446744073709551615,"b":-2"#, 0
    ),
    (
      "quirk 29: three decimals", Array(#"<DOUBLE name="a">1700000001000.229</DOUBLE>"#.utf8),
      #""a":1700000001000.229"#, 0
    ),
    (
      "quirk 30: nan",
      Array(#"<DOUBLE name="a">-nan</DOUBLE><DOUBLE name="b">inf</DOUBLE>"#.utf8),
      #""a":null,"b":null"#, 0
    ),
    (
      "quirk 64: null and undefined",
      Array(#"<NULL name="a" /><UNDEFINED name="b" /><NULL name="c"></NULL>"#.utf8),
      #""a":null,"b":null,"c":null"#, 0
    ),
    (
      "truth", Array(#"<BOOL name="a">true</BOOL><BOOL name="b">false</BOOL>"#.utf8),
      #""a":true,"b":false"#, 0
    ),
    (
      "dates and bytes",
      Array(
        (#"<TIMESTAMP name="a">2026-11-20T23:18:02.000</TIMESTAMP><DATE name="b">2015-11-20</DATE>"#
          + #"<TIME name="c">08:15:30.000</TIME><BYTEARRAY name="d">B64=</BYTEARRAY>"#).utf8),
      #""a":"2026-11-20T23:18:02.000","b":"2015-11-20","c":"08:15:30.000","d":"B64=""#, 0
    ),
    (
      "entities", Array(#"<STR name="a">&lt;&amp;&gt;&quot;&apos;\/</STR>"#.utf8),
      #""a":"<&>\"'\\/""#, 0
    ),
    (
      "quirk 40: illegal references", Array(#"<STR name="a">a&#x01;b&#x0A;&#x1F;</STR>"#.utf8),
      #""a":"a\u0001b\n\u001f""#, 0
    ),
    ("no such entity", Array(#"<STR name="a">&nosuch;&;&</STR>"#.utf8), #""a":"&nosuch;&;&""#, 0),
    ("decimal reference", Array(#"<STR name="a">&#65;</STR>"#.utf8), #""a":"A""#, 0),
    ("quirk 41: a reference in data", Array(#"<STR name="a">&#x41;</STR>"#.utf8), #""a":"A""#, 0),
    (
      "quirk 41: escaping off to the end",
      Array(#"<STR name="a">x&#x<b></c> & "d"</STR><STR name="b">y</STR>"#.utf8),
      #""a":"x&#x<b></c> & \"d\"","b":"y""#, 0
    ),
    (
      "quirk 41: escaping off to the semicolon",
      Array(#"<STR name="a">x&#x<b>;&lt;</STR><STR name="b">y</STR>"#.utf8),
      #""a":"x&#x<b>;<","b":"y""#, 0
    ),
    (
      "quirk 41: no reference while escaping is off",
      Array(#"<STR name="a">x &#x<z> &amp; &amp;</STR>"#.utf8), #""a":"x &#x<z> &amp; &""#, 0
    ),
    (
      "quirk 41: an end tag within", Array("<STR name=\"a\">&#x</STR>y</STR>\n".utf8),
      #""a":"&#x</STR>y""#, 0
    ),
    (
      "quirk 41: the end of a record within",
      Array("<STR name=\"a\">&#x\n</MAP>\n\n</STR>\n        <STR name=\"b\">y</STR>".utf8),
      #""a":"&#x\n</MAP>\n\n","b":"y""#, 0
    ),
    (
      "quirk 43: apostrophes", Array(#"<STR name='k&quot;1'>v</STR>"#.utf8), #""k\"1":"v""#, 0
    ),
    (
      "quirk 34: Latin-1", Array(#"<STR name="a">caf"#.utf8) + [0xE9] + Array("</STR>".utf8),
      #""a":"café""#, 1
    ),
    (
      "Latin-1 with references",
      Array(#"<STR name="a">&lt;"#.utf8) + [0xE9] + Array("</STR>".utf8), #""a":"<é""#, 1
    ),
    (
      "UTF-8 and DEL", Array("<STR name=\"\u{E9}\">\u{E9}\u{7F}</STR>".utf8), "\"é\":\"é\\u007f\"",
      0
    ),
    (
      "empty strings", Array(#"<STR name=""></STR><STR name="a" />"#.utf8), #""":"","a":"""#, 0
    ),
    (
      "empty containers",
      Array(#"<MAP isArray="false" name="a" /><MAP isArray="true" name="b" />"#.utf8),
      #""a":{},"b":[]"#, 0
    ),
    (
      "quirk 44: arrays from 0 or 1",
      Array(
        (#"<MAP isArray="true" name="a"><INT8 name="0x00000001">3</INT8>"#
          + #"<MAP isArray="false" name="0x00000002"><NULL name="k" /></MAP></MAP>"#).utf8),
      #""a":[3,{"k":null}]"#, 0
    ),
    (
      "an array with a named child",
      Array(
        (#"<MAP isArray="true" name="data"><STR name="0x00000000">x</STR>"#
          + #"<MAP isArray="false" name="asciiList"><MAP isArray="true" name="names" /></MAP></MAP>"#)
          .utf8), #""data":["x",{"names":[]}]"#, 0
    ),
    (
      "quirk 47: mixed keys",
      Array(
        #"<MAP isArray="false" name="m"><INT8 name="0x00000001">1</INT8></MAP>"#.utf8),
      #""m":{"0x00000001":1}"#, 0
    ),
    (
      "typed maps",
      Array(
        #"<TYPED_MAP typeName="T" isArray="false" name="t"><INT32 name="a">1</INT32></TYPED_MAP>"#
          .utf8), #""t":{"a":1}"#, 0
    ),
    (
      "attributes in any order",
      Array("<MAP name='m'\tisArray='true' ><INT8\n name='x' >1</INT8></MAP>".utf8), #""m":[1]"#, 0
    ),
  ]

  @Test("reads values as the server means them", arguments: values)
  func value(_ example: (name: String, recorded: [UInt8], printed: String, repaired: Int)) {
    let parts = Self.record(0, "@").utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1)
    let log = Array(parts[0]) + example.recorded + Array(parts[1])
    let after = Array(Self.record(1, "").utf8)
    for cut in [ChunkCutter.size(.max), .size(1), .size(7)] {
      let reading = Reading(log + after, cut: cut)
      #expect(reading.lines == [Self.line(0, example.printed), Self.line(1, "")])
      #expect(reading.statistics.repairedStrings == example.repaired)
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("quirk 4: reads a record in one line as it reads an indented one")
  func compact() {
    let payload = #"<INT8 name="a">1</INT8>"#
    let indented = Self.record(3, payload)
    let compact = indented.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    let unindented = indented.split(separator: "\n").map { $0.drop { $0 == " " } }
      .joined(separator: "\n")
    for log in [compact, compact + compact, compact + "\n" + compact + "\n", unindented + "\n"] {
      for cut in ChunkCutter.all {
        let reading = Reading(Self.declaration + log, cut: cut)
        #expect(!reading.lines.isEmpty && reading.skipped == [])
        #expect(reading.lines.allSatisfy { $0 == Self.line(3, "\"a\":1") })
        #expect(reading.accountsForEveryByte)
      }
    }
  }

  @Test("quirk 39: reads a typed root")
  func typedRoot() {
    let log = Self.record(0, "", root: "TYPED_MAP") + Self.record(1, "")
    #expect(Reading(log).lines == [Self.line(0, ""), Self.line(1, "")])
    var filter = Filter()
    filter.types = TypeSelector.parse(["serverStarted"]).selector
    let counted = Reading(Array(log.utf8), filter: filter)
    #expect(counted.statistics.events == 2 && counted.lines == [])
  }

  @Test("quirk 57: reads a stamp without zone in the zone of the log")
  func localStamp() {
    let log = Self.record(0, "").replacing(
      #"<UINT64 name="timestamp">1700000000</UINT64>"#,
      with: #"<TIMESTAMP name="timestamp">2026-11-20T18:14:22.000</TIMESTAMP>"#)
    let reading = Reading(
      Array(log.utf8), zone: ZoneRules(name: "-05:00", fixedOffset: -18_000))
    #expect(
      reading.lines == [
        #"{"time":"2026-11-20T23:14:22.000Z","system":"ems","type":"timerTriggered","id":1,"logEntry":0,"timestamp":"2026-11-20T18:14:22.000","processId":42,"payload":{}}"#
      ])
  }

  /// A record of a text sink.
  private static func text(_ number: Int) -> String { "0000\(number)\ttimerClosed\n\tPID: 1\n\n\n" }

  /// A log, how many events are in it, and what is passed over.
  static let logs: [(name: String, log: String, events: Int, skipped: [SkipReason])] = {
    let one = record(0, #"<STR name="name">one</STR>"#)
    let two = record(1, #"<STR name="name">two</STR>"#)
    let stump = String(two.dropLast(120))
    let json = #"{"_logEntry":"00000","id":1,"payload":{},"type":"timerClosed"},"# + "\n"
    return [
      ("quirk 2: many roots", declaration + one + two, 2, []),
      ("quirk 3: a declaration alone", declaration, 0, []),
      ("quirk 10: resumed without declaration", one + two, 2, []),
      ("begins within a record", one.suffix(200) + two, 1, [.repeatedTail]),
      (
        "begins with zeros, then within a record", "\0\0" + one.suffix(200) + two, 1,
        [.zeros, .repeatedTail]
      ),
      ("declarations repeated", declaration + one + declaration + two + declaration, 2, []),
      ("white space", declaration + "\n \t\r\n" + one + "  \n\n\n" + two + "\n\n", 2, []),
      ("quirk 28: CR LF", declaration + one.replacing("\n", with: "\r\n"), 1, []),
      ("quirk 15: torn tail", one + stump, 1, [.tornTail]),
      ("torn in the first tag", one + "\n<MAP isArr", 1, [.tornTail]),
      ("torn declaration", "<?xml vers", 0, [.tornTail]),
      ("whole tail", one + two.dropLast(), 2, []),
      ("quirk 16: torn in a tag", one + two.prefix(130) + one, 2, [.tornRecord]),
      ("torn in a text", one + two.prefix(155) + one, 2, [.tornRecord]),
      ("torn between tags", one + stump + one + two, 3, [.tornRecord]),
      ("torn in the first tag, then the next", "\n<MAP isArr" + one, 1, [.tornRecord]),
      ("two stumps", stump + stump + one, 1, [.tornRecord, .tornRecord]),
      ("a stump, then another file", one + stump + declaration + one, 2, [.tornRecord]),
      ("torn declaration, then a record", "<?xml vers" + one, 1, [.tornRecord]),
      ("quirk 18: zeros", String(repeating: "\0", count: 9000) + one + two, 2, [.zeros]),
      ("zeros between", one + "\0\0\0" + two, 2, [.zeros]),
      ("zeros in a stump", one + stump + "\0\0\0" + two, 2, [.tornRecord]),
      (
        "repeated tail", one + "me=\"bytesCount\">0</UINT32>\n    </MAP>\n</MAP>\n\n" + two, 2,
        [.repeatedTail]
      ),
      (
        "repeated tail that begins with a map",
        one + "<MAP isArray=\"false\" name=\"audio\">\n        </MAP>\n</MAP>\n" + two, 2,
        [.repeatedTail]
      ),
      ("quirk 20: garbage", one + "lines of\nanything\n" + two, 2, [.malformed]),
      ("a record without a type", "\n<MAP isArray=\"false\" name=\"\" />\n" + two, 1, [.noType]),
      (
        "a number that is none", one.replacing(">1<", with: ">01<") + two, 1, [.malformed]
      ),
      ("a wrong end tag", one.replacing("one</STR>", with: "one</BOOL>") + two, 1, [.malformed]),
      ("an unknown element", one.replacing("STR", with: "FOO") + two, 1, [.malformed]),
      (
        "an unknown attribute", one.replacing("name=\"name\"", with: "nom=\"name\"") + two, 1,
        [.malformed]
      ),
      (
        "CDATA", one.replacing("one", with: "<![CDATA[one]]>") + two, 1, [.malformed]
      ),
      (
        "a comment",
        one.replacing("<STR name=\"name\">", with: "<!-- --><STR name=\"name\">") + two,
        1, [.malformed]
      ),
      ("quirk 21: goes on in json", declaration + one + json + json, 3, []),
      ("a stump, then json", one + stump + json + json, 3, [.tornRecord]),
      ("goes on in text", declaration + one + text(1) + text(2), 3, []),
      ("a stump, then text", one + stump + text(1) + text(2) + text(3), 3, [.tornRecord]),
      ("text goes on in xml", text(1) + text(2) + one + two, 4, []),
      ("text, xml and text", text(1) + declaration + one + text(2), 3, []),
      ("goes on in w3c", declaration + one + "#Version: 1.0\n", 1, []),
      ("json goes on in xml", json + one + two, 3, []),
      ("json, xml and json", json + declaration + one + json, 3, []),
    ]
  }()

  @Test(
    "finds records wherever they begin and however they are cut", arguments: logs, ChunkCutter.all)
  func framing(
    _ example: (name: String, log: String, events: Int, skipped: [SkipReason]), cut: ChunkCutter
  ) {
    let reading = Reading(example.log, cut: cut)
    #expect(reading.lines.count == example.events)
    #expect(reading.reasons == example.skipped)
    #expect(reading.accountsForEveryByte)
    #expect(reading == Reading(example.log))
  }

  @Test("counts by type without decoding what it counts when decoding", arguments: logs)
  func counting(_ example: (name: String, log: String, events: Int, skipped: [SkipReason])) {
    var filter = Filter()
    filter.types = TypeSelector.parse(["serverStarted"]).selector
    let counted = Reading(Array(example.log.utf8), filter: filter)
    let undecodable: Set<SkipReason> = [.malformed]
    // What is wrong inside of a record is only found by those who ask for it.
    guard undecodable.isDisjoint(with: example.skipped) else { return }
    #expect(counted.statistics.events == example.events)
    #expect(counted.lines.isEmpty && counted.reasons == example.skipped)
  }

  @Test("quirk 41: does not take a value for the end of a record when it only counts")
  func forgedEnd() {
    let forged = "&#x\n    <STR name=\"type\">serverStopping</STR>\n</MAP>\n"
    let log = Self.record(0, "<STR name=\"name\">\(forged)</STR>") + Self.record(1, "")
    var filter = Filter()
    filter.types = TypeSelector.parse(["serverStarted"]).selector
    let counted = Reading(Array(log.utf8), filter: filter)
    let decoded = Reading(log)
    #expect(counted.statistics.events == decoded.statistics.events)
    #expect(decoded.lines.allSatisfy { !$0.contains(#""type":"serverStopping""#) })
  }

  @Test("says where a piece was passed over and how long it is")
  func places() {
    let one = Self.record(0, "")
    let stump = String(Self.record(1, "").prefix(100))
    #expect(
      Reading(one + stump + one).skipped == [
        SkippedPiece(
          reason: .tornRecord, offset: one.utf8.count, count: stump.utf8.count)
      ])
  }

  @Test("repeats records as they were, with the empty line that begins each")
  func raw() {
    let log = Self.declaration + Self.record(0, "") + Self.record(1, "")
    let reading = Reading(Array(log.utf8), output: .raw)
    let wanted = (Self.record(0, "") + Self.record(1, "")).split(separator: "\n").map(String.init)
    #expect(reading.lines == wanted)
  }

  @Test("reads 64 levels of nesting and counts deeper records", arguments: [62, 63, 100_000])
  func nesting(levels: Int) {
    let open = String(repeating: "<MAP isArray=\"false\" name=\"a\">", count: levels)
    let close = String(repeating: "</MAP>", count: levels)
    let log = Self.record(0, open + close) + Self.record(1, "")
    let reading = Reading(Array(log.utf8), recordLimit: 16 << 20)
    #expect(reading.lines.count == (levels == 62 ? 2 : 1))
    #expect(reading.reasons == (levels == 62 ? [] : [.tooDeep]))
    #expect(reading.accountsForEveryByte)
  }

  /// Documents made to exhaust a careless reader.
  static let bombs: [(name: String, log: String)] = [
    (
      "entities",
      "<?xml version=\"1.0\" ?><!DOCTYPE l [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
    ),
    ("an external entity", "<!DOCTYPE l SYSTEM \"file:///etc/passwd\">"),
    ("a processing instruction", "<?php echo 1 ?>"),
    (
      "10^5 roots in one another",
      String(repeating: "<MAP isArray=\"false\" name=\"\">", count: 100_000)
    ),
    ("10^5 starts", String(repeating: "\n<MAP isArray=\"false\" name=\"\">", count: 100_000)),
    (
      "10^4 attributes",
      "<MAP" + (0..<10_000).map { " a\($0)=\"1\"" }.joined() + "><STR name=\"type\">x</STR></MAP>"
    ),
    ("a tag without an end", "<MAP " + String(repeating: " ", count: 200_000)),
    (
      "10^5 values that switch escaping off",
      String(repeating: "\n<MAP name=\"\"><STR>&#x", count: 100_000)
    ),
    ("10^5 end tags", String(repeating: "</MAP>", count: 100_000)),
    ("10^5 declarations cut off", String(repeating: "<?xml ", count: 100_000)),
  ]

  @Test("counts hostile documents and reads the record behind them", arguments: bombs)
  func bomb(_ example: (name: String, log: String)) {
    let reading = Reading(example.log + "\n" + Self.record(1, ""), format: .xml)
    #expect(reading.lines == [Self.line(1, "")])
    #expect(!reading.skipped.isEmpty && reading.accountsForEveryByte)
  }

  @Test("quirk 86: reads records of any size up to the limit, and the one after a longer one")
  func longRecords() {
    let text = String(repeating: "x", count: 200_000)
    let long = Self.record(0, "<STR name=\"a\">\(text)</STR>")
    let short = Self.record(1, "")
    for cut in [ChunkCutter.size(.max), .size(1009)] {
      let fits = Reading(Array((long + short).utf8), cut: cut, recordLimit: 300_000)
      #expect(fits.lines == [Self.line(0, "\"a\":\"\(text)\""), Self.line(1, "")])
      let tooLong = Reading(Array((long + short).utf8), cut: cut, recordLimit: 100_000)
      #expect(tooLong.lines == [Self.line(1, "")])
      #expect(tooLong.reasons == [.tooLong])
      #expect(tooLong.accountsForEveryByte)
    }
  }

  @Test("reads what is complete when a log pauses, and goes on behind it")
  func pause() {
    let first = Self.declaration + Self.record(0, "")
    let second = Self.record(1, "")
    for length in 0...second.utf8.count {
      var reader = EventReader()
      var selection = FilteredEvents(Filter())
      reader.read(
        Array((first + second).utf8.prefix(first.utf8.count + length)).span, into: &selection)
      reader.pause(into: &selection)
      // A line without its end waits, even where the record itself is there.
      let isWhole = length == second.utf8.count
      #expect(selection.matched == (isWhole ? 2 : 1))
      #expect(reader.offset == first.utf8.count + (isWhole ? length : 0))
      #expect(reader.statistics.skipped == 0)
      guard !isWhole else { continue }
      reader.resume(at: first.utf8.count, head: Array(first.utf8).span)
      #expect(reader.format == .xml)
      reader.read(Array(second.utf8).span, into: &selection)
      #expect(selection.matched == 2 && reader.offset == (first + second).utf8.count)
    }
  }

  @Test("never crashes, loses or doubts a byte of damaged logs", arguments: Seed.all(40))
  func damage(seed: Seed) {
    var random = SeededGenerator(seed)
    var log = Array(
      (Self.declaration
        + (0..<6).map { number in
          Self.record(number, #"<STR name="n">a&#x01;&lt;</STR><MAP isArray="true" name="e" />"#)
        }.joined()).utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<log.count, using: &random)
      let end = min(log.count, place + Int.random(in: 0...200, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: log.removeSubrange(place..<end)
      case 1: log.insert(contentsOf: log[place..<end], at: place)
      case 2: log[place] = UInt8.random(in: 0...255, using: &random)
      default: log.insert(contentsOf: Array("&#x".utf8), at: place)
      }
    }
    let whole = Reading(log)
    #expect(whole.accountsForEveryByte)
    #expect(whole.statistics.bytes == log.count)
    for cut in ChunkCutter.all where whole != Reading(log, cut: cut) {
      Issue.record("read differently \(cut.testDescription)")
    }
  }
}
