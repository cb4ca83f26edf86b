import EventLog
import TestSupport
import Testing

@Suite("What the RPC sink posts")
struct NotificationFormatTests {
  static let json =
    #"{"id":8,"payload":{"PID":42,"a":[1,{"b":null}],"s":"\/ } {"},"processId":42,"timestamp":1700000000,"type":"timerClosed"}"#
  static let xml = """
    <?xml version="1.0" ?>
    <TYPED_MAP typeName="timerClosed" isArray="false" name="">
        <UINT64 name="id">8</UINT64>
        <MAP isArray="false" name="payload">
            <INT32 name="PID">42</INT32>
            <MAP isArray="true" name="a">
                <INT8 name="0x00000000">1</INT8>
                <MAP isArray="false" name="0x00000001">
                    <NULL name="b" />
                </MAP>
            </MAP>
            <STR name="s">/ } {</STR>
        </MAP>
        <INT32 name="processId">42</INT32>
        <UINT64 name="timestamp">1700000000</UINT64>
        <STR name="type">timerClosed</STR>
    </TYPED_MAP>

    """
  static let call = """
    <?xml version="1.0" ?>
    <methodCall>
        <methodName>timerClosed</methodName>
        <params>
            <param><value><int>8</int></value></param>
            <param>
                <value>
                    <struct>
                        <member>
                            <name>PID</name>
                            <value>
                                <int>42</int>
                            </value>
                        </member>
                        <member>
                            <name>a</name>
                            <value>
                                <array>
                                    <data>
                                        <value>
                                            <int>1</int>
                                        </value>
                                        <value>
                                            <struct>
                                                <member>
                                                    <name>b</name>
                                                    <value>
                                                        <nil />
                                                    </value>
                                                </member>
                                            </struct>
                                        </value>
                                    </data>
                                </array>
                            </value>
                        </member>
                        <member>
                            <name>s</name>
                            <value>
                                <string>/ } {</string>
                            </value>
                        </member>
                    </struct>
                </value>
            </param>
            <param><value><int>42</int></value></param>
            <param><value><int>1700000000</int></value></param>
            <param><value><string>timerClosed</string></value></param>
        </params>
    </methodCall>

    """
  static let line =
    #"{"time":"2023-11-14T22:13:20.000Z","system":"ems","type":"timerClosed","id":8,"timestamp":1700000000,"processId":42,"payload":{"PID":42,"a":[1,{"b":null}],"s":"/ } {"}}"#

  /// A request as the server sends it, with seven stray bytes in its head (quirk 90).
  static func request(_ body: String, stray: String = "\0\0\0\0\0\0\0") -> String {
    let type = body.hasPrefix("{") ? "json" : "xml"
    return "POST /a?b=c HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Media Server (example.org)\r\n"
      + "\(stray)Content-Type: application/\(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// A capture, its format, how many times it has the event, what is passed over.
  static let captures:
    [(name: String, log: String, format: InputFormat?, events: Int, skipped: [SkipReason])] = {
      let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
      let stump = String(call.dropLast(60))
      return [
        ("json body", json, .json, 1, []),
        ("json bodies, one per line", json + "\n" + json + "\n", .json, 2, []),
        ("xml body", xml, .xml, 1, []),
        ("xml bodies", xml + xml, .xml, 2, []),
        ("quirk 87: XML-RPC body", call, .notification, 1, []),
        ("XML-RPC bodies", call + call, .notification, 2, []),
        ("XML-RPC without a declaration", String(call.dropFirst(23)), .notification, 1, []),
        ("all three", xml + call + json + "\n" + json + xml, .notification, 5, []),
        ("json, nothing between, as told", json + json + json, nil, 3, []),
        ("json with commas, as told", json + ",\r\n" + json + ",\n", nil, 2, []),
        ("quirk 90: json request", request(json), .notification, 1, []),
        ("xml request", request(xml), .notification, 1, []),
        ("XML-RPC request", request(call), .notification, 1, []),
        ("other stray bytes", request(json, stray: "\0Rubbis"), .notification, 1, []),
        (
          "requests", request(json) + request(xml) + request(call) + request(json), .notification,
          4, []
        ),
        (
          "requests and answers", request(json) + answer + request(xml) + answer, .notification, 2,
          []
        ),
        (
          "a tool's own lines", request(json) + "\nconnection closed\nnew one\n" + request(xml),
          .notification, 2, [.unknownFormat]
        ),
        (
          "a head that breaks off", "POST / HTTP/1.1\r\nHost: a\r\n" + request(json), .notification,
          1, []
        ),
        (
          "an XML-RPC body that breaks off", request(stump) + request(json) + request(call),
          .notification, 2, [.tornRecord]
        ),
        (
          "an xml body that breaks off", request(String(xml.dropLast(99))) + request(json),
          .notification, 1, [.tornRecord]
        ),
        (
          "a json body that breaks off", json.dropLast(9) + "\n" + json, nil, 1, [.tornRecord]
        ),
        (
          "a torn head", request(json) + request(json).prefix(130), .notification, 1, [.tornTail]
        ),
        ("a torn tail", request(json) + request(call).dropLast(20), .notification, 1, [.tornTail]),
        (
          "a body that cannot be said in json",
          request(
            "\"V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON\""),
          .notification, 0, [.placeholder]
        ),
        ("zeros", request(json) + "\0\0\0\0" + request(json), .notification, 2, [.zeros]),
      ]
    }()

  @Test(
    "reads bodies and requests however they are cut", arguments: captures,
    [ChunkCutter.size(.max), .size(1), .size(2), .size(7), .random(Seed(1))])
  func capture(
    _ example: (
      name: String, log: String, format: InputFormat?, events: Int, skipped: [SkipReason]
    ), cut: ChunkCutter
  ) {
    let reading = Reading(
      example.log, cut: cut, format: example.format == nil ? .notification : nil)
    #expect(reading.lines == Array(repeating: Self.line, count: example.events))
    #expect(reading.reasons == example.skipped)
    #expect(reading.format == example.format ?? .notification)
    #expect(reading.accountsForEveryByte)
  }

  @Test("counts the heads of requests as headers")
  func heads() {
    let log = Self.request(Self.json)
    let reading = Reading(log)
    #expect(reading.statistics.headerBytes == log.utf8.count - Self.json.utf8.count)
    #expect(reading.statistics.eventBytes == Self.json.utf8.count)
  }

  /// The value of a member, as recorded and as printed.
  static let values: [(name: String, recorded: String, printed: String)] = [
    ("quirk 88: 64 bits", "<int>5282249572905648128</int>", "5282249572905648128"),
    (
      "other widths",
      "<array><data><value><i4>1</i4></value><value><i8>-2</i8></value></data></array>", "[1,-2]"
    ),
    ("double", "<double>15.600</double>", "15.600"),
    ("six decimals", "<double>15.600000</double>", "15.600000"),
    ("quirk 30: nan", "<double>-nan</double>", "null"),
    ("boolean", "<boolean>1</boolean>", "true"),
    ("boolean", "<boolean>0</boolean>", "false"),
    ("nothing", "<nil />", "null"),
    ("string", "<string>a&lt;&#x01;\"</string>", #""a<\u0001\"""#),
    ("empty string", "<string></string>", #""""#),
    ("empty string in one tag", "<string />", #""""#),
    ("no type", "plain", #""plain""#),
    ("quirk 41: escaping off", "<string>&#x<b></string>", #""&#x<b>""#),
    (
      "quirk 89: dashes in dates", "<dateTime.iso8601>2023-11-14T22:13:20.000</dateTime.iso8601>",
      #""2023-11-14T22:13:20.000""#
    ),
    ("bytes", "<base64>QUJD</base64>", #""QUJD""#),
    ("empty struct", "<struct />", "{}"),
    ("empty struct in two tags", "<struct></struct>", "{}"),
    ("empty array", "<array><data></data></array>", "[]"),
    ("empty array in one tag", "<array><data /></array>", "[]"),
  ]

  @Test("reads the values of XML-RPC", arguments: values)
  func value(_ example: (name: String, recorded: String, printed: String)) {
    let body =
      "<methodCall><methodName>timerClosed</methodName><params><param><value><struct><member>"
      + "<name>k&amp;</name><value>\(example.recorded)</value></member></struct></value></param>"
      + "</params></methodCall>"
    #expect(
      Reading(body).lines == [
        #"{"time":null,"system":"ems","type":"timerClosed","payload":{"k&":\#(example.printed)}}"#
      ])
  }

  @Test("quirk 87: reads the documented shape, the event as one parameter")
  func documentedShape() {
    let body = """
      <?xml version="1.0"?>
      <methodCall><methodName>event.Log</methodName><params><param><value><struct>
      <member><name>payload</name><value><struct>
      <member><name>name</name><value><string>cam1</string></value></member>
      <member><name>upTime</name><value><double>12.500000</double></value></member>
      </struct></value></member>
      <member><name>type</name><value><string>inStreamClosed</string></value></member>
      </struct></value></param></params></methodCall>
      """
    #expect(
      Reading(body).lines == [
        #"{"time":null,"system":"ems","type":"inStreamClosed","stream":"cam1","payload":{"name":"cam1","upTime":12.500000}}"#
      ])
  }

  @Test("keeps parameters that are none of the envelope")
  func extraParameters() {
    let body =
      "<methodCall><methodName>x</methodName><params><param><value><int>1</int></value></param>"
      + "<param><value><struct /></value></param><param><value><int>2</int></value></param>"
      + "<param><value><dateTime.iso8601>2023-11-14T22:13:20.000</dateTime.iso8601></value></param>"
      + "<param><value><boolean>1</boolean></value></param></params></methodCall>"
    #expect(
      Reading(body).lines == [
        #"{"time":"2023-11-14T22:13:20.000Z","system":"ems","type":"x","id":1,"timestamp":"2023-11-14T22:13:20.000","processId":2,"payload":{},"extra":{"param5":true}}"#
      ])
  }

  @Test(
    "counts calls that do not follow the format",
    arguments: [
      "<methodCall><methodName>x</methodName></methodCall>",
      "<methodCall><params></params></methodCall>",
      "<methodCall><methodName>x</methodName><params><param><value><int>x</int></value></param></params></methodCall>",
      "<methodCall><methodName>x</methodName><params><param><value><map /></value></param></params></methodCall>",
      "<methodCall><methodName>event.Log</methodName><params><param><value><int>1</int></value></param></params></methodCall>",
    ])
  func malformed(body: String) {
    let reading = Reading(body + Self.call)
    #expect(reading.lines == [Self.line])
    #expect(reading.reasons == [.malformed])
  }

  @Test("counts calls nested too deep")
  func nesting() {
    let levels = 100_000
    let body =
      "<methodCall><methodName>x</methodName><params><param><value>"
      + String(repeating: "<array><data><value>", count: levels) + "</methodCall>"
    let reading = Reading(Array((body + Self.call).utf8), recordLimit: 16 << 20)
    #expect(reading.lines == [Self.line])
    #expect(reading.reasons == [.tooDeep])
  }

  @Test(
    "reads what is complete when a capture pauses, and goes on behind it",
    arguments: [json, xml, call])
  func pause(body: String) {
    let first = Self.request(body)
    let bytes = Array(first.utf8)
    for length in stride(from: 0, to: bytes.count - 1, by: 7) {
      var reader = EventReader(format: .notification)
      var selection = FilteredEvents(Filter())
      let cut = bytes + bytes.prefix(length)
      reader.read(cut.span, into: &selection)
      reader.pause(into: &selection)
      // A body without a line end may wait for what comes behind it, but no event comes twice.
      #expect(selection.matched <= 1 && reader.statistics.skipped == 0)
      let rest = Array((bytes + bytes).dropFirst(reader.offset))
      reader.resume(at: reader.offset, head: bytes.span)
      reader.read(rest.span, into: &selection)
      reader.finish(into: &selection)
      #expect(selection.matched == 2 && reader.statistics.skipped == 0)
    }
  }

  @Test("never crashes or loses a byte of damaged captures", arguments: Seed.all(30))
  func damage(seed: Seed) {
    var random = SeededGenerator(seed)
    var log = Array(
      (Self.request(Self.json) + Self.request(Self.xml) + Self.call + Self.request(Self.call)
        + "HTTP/1.1 200 OK\r\n\r\n" + Self.request(Self.json)).utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<log.count, using: &random)
      let end = min(log.count, place + Int.random(in: 0...300, using: &random))
      switch Int.random(in: 0..<3, using: &random) {
      case 0: log.removeSubrange(place..<end)
      case 1: log.insert(contentsOf: log[place..<end], at: place)
      default: log[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
    let whole = Reading(log, format: .notification)
    #expect(whole.accountsForEveryByte)
    for cut in ChunkCutter.all where whole != Reading(log, cut: cut, format: .notification) {
      Issue.record("read differently \(cut.testDescription)")
    }
  }
}
