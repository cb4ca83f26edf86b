import EventLog
import TestSupport
import Testing

@Suite("The server log: dumps of events")
struct ServerLogDumpTests {
  private static let prefix = "1795216683:6::0::"

  /// The dump of an event as a console sink prints it.
  private static func dump(
    _ payload: String, type: String = "timerClosed", id: Int = 8
  ) -> String {
    """
    <MAP name="" isArray="false">
        <UINT64 name="id">\(id)</UINT64>
        <MAP name="payload" isArray="false">
    \(payload)    </MAP>
        <INT32 name="processId">42</INT32>
        <UINT64 name="timestamp">1700000000</UINT64>
        <STR name="type">\(type)</STR>
    </MAP>
    """
  }

  private static func line(_ payload: String, type: String = "timerClosed") -> String {
    #"{"time":"2023-11-14T22:13:20.000Z","system":"ems","type":"\#(type)","id":8,"timestamp":1700000000,"processId":42,"payload":{\#(payload)},"origin":"serverLog"}"#
  }

  /// Elements of the payload, and what they are printed as.
  static let values: [(name: String, dump: String, printed: String)] = [
    ("nothing", "", ""),
    (
      "integers",
      "        <INT8 name=\"a\">-1</INT8>\n        <UINT64 name=\"b\">18446744073709551615</UINT64>\n",
      #""a":-1,"b":18446744073709551615"#
    ),
    (
      "fractions",
      "        <DOUBLE name=\"a\">1.500</DOUBLE>\n        <DOUBLE name=\"b\">-nan</DOUBLE>\n",
      #""a":1.500,"b":null"#
    ),
    (
      "truth and nothing",
      "        <BOOL name=\"a\">true</BOOL>\n        <NULL name=\"b\"></NULL>\n        <UNDEFINED name=\"c\"></UNDEFINED>\n",
      #""a":true,"b":null,"c":null"#
    ),
    (
      "quirk 96: byte arrays", "        <BYTEARRAY name=\"a\">3 bytes</BYTEARRAY>\n",
      #""a":"3 bytes""#
    ),
    (
      "times", "        <TIMESTAMP name=\"a\">2023-11-14T22:13:20.000</TIMESTAMP>\n",
      #""a":"2023-11-14T22:13:20.000""#
    ),
    (
      "empty containers",
      "        <MAP name=\"a\" isArray=\"false\">\n        </MAP>\n        <MAP name=\"b\" isArray=\"true\">\n        </MAP>\n",
      #""a":{},"b":[]"#
    ),
    (
      "an array with a named child",
      "        <MAP name=\"a\" isArray=\"true\">\n            <INT8 name=\"0x00000000\">1</INT8>\n            <MAP name=\"asciiList\" isArray=\"false\">\n                <STR name=\"names\">x</STR>\n            </MAP>\n        </MAP>\n",
      #""a":[1,{"names":"x"}]"#
    ),
    (
      "quirk 96: a typed map",
      "        <TYPED_MAP name=\"a\" typename=\"T\" isArray=\"false\">\n            <STR name=\"b\">c</STR>\n        </TYPED_MAP>\n",
      #""a":{"b":"c"}"#
    ),
    (
      "quirk 96: nothing is escaped",
      "        <STR name=\"a\">x<b>&amp;\"</STR>y</STR>\n        <STR name=\"b\"></STR></STR>\n",
      #""a":"x<b>&amp;\"</STR>y","b":"</STR>""#
    ),
    ("a number that is none", "        <INT8 name=\"a\">x</INT8>\n", #""a":"x""#),
  ]

  @Test("reads each value as the json sink would write it", arguments: values)
  func value(_ example: (name: String, dump: String, printed: String)) {
    let dump = Self.dump(example.dump)
    let expected = [Self.line(example.printed)]
    let lines = "\(Self.prefix)Event:\n\(dump)\n\(Self.prefix)x\n"
    let single = "\(Self.prefix)Event:\\n\(dump.replacing("\n", with: "\\n"))\n\(Self.prefix)x\n"
    let coloured = "\u{1B}[22;37m:0 Event:\n\(dump)\u{1B}[22;37m\n"
    for log in [lines, single, coloured] {
      let whole = Reading(log)
      #expect(whole.lines == expected)
      #expect(whole.accountsForEveryByte)
      for cut in ChunkCutter.all { #expect(Reading(log, cut: cut) == whole) }
    }
  }

  @Test("keeps line ends of values where the log does")
  func lineEnds() {
    let dump = Self.dump(
      "        <STR name=\"a\">x\ny</STR>\n        <STR name=\"b\">x\\ny</STR>\n")
    #expect(
      Reading("\(Self.prefix)Event:\n\(dump)\n").lines
        == [Self.line(#""a":"x\ny","b":"x\\ny""#)])
    // What was a line end and what was not cannot be told any more (quirk 94).
    #expect(
      Reading("\(Self.prefix)Event:\\n\(dump.replacing("\n", with: "\\n"))\n").lines
        == [Self.line(#""a":"x\\ny","b":"x\\ny""#)])
  }

  @Test("completes a dump without an envelope from its line")
  func commandOverWebRTC() {
    let dump =
      "<MAP name=\"\" isArray=\"false\">\n    <MAP name=\"payload\" isArray=\"false\">\n"
      + "        <NULL name=\"command\"></NULL>\n    </MAP>\n"
      + "    <STR name=\"type\">webRtcCommandReceived</STR>\n</MAP>"
    let expected =
      #"{"time":"2026-11-20T23:18:03.000Z","system":"ems","type":"webRtcCommandReceived","timestamp":1795216683,"processId":7,"payload":{"command":null},"origin":"serverLog"}"#
    let header = "PID: 7; TIMESTAMP: 1795216683\n"
    #expect(Reading("\(header)\(Self.prefix)Event to be sent: \(dump)\n").lines == [expected])
  }

  @Test("reads the settings of a pull that could not connect, and nothing of a push")
  func failedConnections() {
    func dump(_ settings: String) -> String {
      """
      1795216683:0::0::Connection failed:
      <MAP name="" isArray="false">
          <MAP name="customParameters" isArray="false">
              <MAP name="\(settings)" isArray="false">
                  <STR name="localStreamName">cam1</STR>
                  <MAP name="uri" isArray="false">
                      <UINT16 name="port">9</UINT16>
                  </MAP>
              </MAP>
          </MAP>
          <STR name="protocol">outboundRtmp</STR>
      </MAP>

      """
    }
    let lines = dump("externalStreamConfig")
    let single = String(lines.dropLast()).replacing("\n", with: "\\n") + "\n"
    for log in [lines, single] {
      #expect(
        Reading(log).lines == [
          #"{"time":"2026-11-20T23:18:03.000Z","system":"ems","type":"pullStreamFailed","stream":"cam1","timestamp":1795216683,"payload":{"localStreamName":"cam1","uri":{"port":9}},"origin":"serverLog"}"#
        ])
      #expect(Reading(dump("localStreamConfig")).lines.isEmpty)
    }
  }

  @Test("passes over a dump that is cut, and goes on with the next entry")
  func cut() {
    let dump = Self.dump("")
    let log =
      "\(Self.prefix)Event:\n\(dump.dropLast(40))\n\(Self.prefix)Event:\n\(dump)\n"
      + "\(Self.prefix)Event:\n\(dump.dropLast(9))"
    for cut in ChunkCutter.all {
      let reading = Reading(log, cut: cut)
      #expect(reading.lines == [Self.line("")])
      #expect(reading.reasons == [.tornRecord, .tornTail])
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("refuses nesting without bounds")
  func depth() {
    var inside = ""
    for level in 0..<70 {
      inside +=
        String(repeating: " ", count: 8 + 4 * level) + "<MAP name=\"a\" isArray=\"false\">\n"
    }
    let reading = Reading("\(Self.prefix)Event:\n\(Self.dump(inside))\n\(Self.prefix)x\n")
    #expect(reading.skipped.count == 1)
    #expect(reading.lines.isEmpty)
  }
}

@Suite("The server log: events that it holds twice")
struct ServerLogDuplicateTests {
  private static func stream(_ number: Int, _ verb: String, type: String = "INR") -> String {
    "1795216683:3::0::Stream \(type)(\(number)) with name `x` from protocol IR(8) \(verb) origin"
      + " application `live`\n"
  }

  private static func dump(_ type: String, _ number: Int = 0, command: String = "version") -> String
  {
    """
    1795216683:6::0::Event:
    <MAP name="" isArray="false">
        <MAP name="payload" isArray="false">
            <STR name="command">\(command)</STR>
            <UINT64 name="uniqueId">\(number)</UINT64>
        </MAP>
        <STR name="type">\(type)</STR>
    </MAP>

    """
  }

  private static let other = "1795216683:4::0::Handlers count changed\n"

  /// A log, and the types of its events; `+` marks those that a line tells of.
  static let logs: [(name: String, log: String, events: [String])] = [
    (
      "a line, then its dump", stream(1, "registered to") + dump("inStreamCreated", 1),
      ["inStreamCreated"]
    ),
    (
      "with something between", stream(1, "registered to") + other + dump("inStreamCreated", 1),
      ["inStreamCreated"]
    ),
    (
      "a dump, then its line", dump("inStreamClosed", 1) + stream(1, "unregistered from"),
      ["inStreamClosed"]
    ),
    (
      "no dumps", stream(1, "registered to") + stream(2, "registered to"),
      ["+inStreamCreated", "+inStreamCreated"]
    ),
    (
      "the dump of another stream",
      stream(1, "registered to") + dump("inStreamCreated", 2)
        + String(repeating: other, count: 20),
      ["+inStreamCreated", "inStreamCreated"]
    ),
    (
      "the dump comes too late",
      stream(1, "registered to") + String(repeating: other, count: 20)
        + dump("inStreamCreated", 1) + stream(2, "registered to"),
      ["+inStreamCreated", "inStreamCreated"]
    ),
    (
      "commands, whatever their case",
      "1795216683:3::0::command: pullstream\n" + dump("cliRequest", command: "pullStream"),
      ["cliRequest"]
    ),
    (
      "an application, long before its dump",
      "1795216683:3::0::Application live instantiated\n" + String(repeating: other, count: 100)
        + dump("applicationStart"),
      ["applicationStart"]
    ),
    (
      "streams whose end is not logged",
      dump("outStreamClosed", 1) + stream(1, "unregistered from", type: "ONR")
        + stream(2, "unregistered from", type: "OMETA") + dump("outStreamClosed", 3)
        + stream(3, "unregistered from", type: "OFRFLV") + String(repeating: other, count: 20),
      ["outStreamClosed", "+outStreamClosed", "outStreamClosed"]
    ),
    (
      "a command over WebRTC",
      "1795216683:6::0::Event to be sent: <MAP name=\"\" isArray=\"false\">\n"
        + "    <STR name=\"type\">webRtcCommandReceived</STR>\n</MAP>\n"
        + dump("webRtcCommandReceived"),
      ["webRtcCommandReceived"]
    ),
    (
      "kinds that no sink logs",
      "1795216683:3::0::Inbound connection accepted: [IR(8)]\n" + dump("protocolRegisteredToApp"),
      ["+connectionAccepted", "protocolRegisteredToApp"]
    ),
    (
      "another server, another rule",
      dump("cliRequest") + "PID: 7; TIMESTAMP: 1795216683\n"
        + "1795216683:3::0::command: version\n",
      ["cliRequest", "+cliRequest"]
    ),
  ]

  @Test("quirk 97: counts them once", arguments: logs)
  func once(_ example: (name: String, log: String, events: [String])) {
    let whole = Reading(example.log)
    let events = whole.lines.map { line in
      let name = line.split(separator: "\"type\":\"", maxSplits: 1).last ?? ""
      let isDump = line.contains("\"uniqueId\":") && line.contains("\"command\":")
      let isSent = line.contains("webRtc")
      return (isDump || isSent ? "" : "+") + name.prefix { $0 != "\"" }
    }
    #expect(events == example.events)
    #expect(whole.accountsForEveryByte)
    for cut in ChunkCutter.all { #expect(Reading(example.log, cut: cut) == whole) }
  }
}
