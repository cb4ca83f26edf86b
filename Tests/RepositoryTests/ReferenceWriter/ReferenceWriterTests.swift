import TestSupport
import Testing

@Suite("The reference writer")
struct ReferenceWriterTests {
  static let event = ReferenceEvent(
    type: "inStreamCreated",
    payload: [
      "PID": .int32(42), "customData": .null, "upTime": .double(0.12344999),
      "$a": .undefined, "list": .list(["x", 7], base: 1), "map": [:],
      "name": .string(Array("a/\"b\"\t&#x<;>\u{1}é".utf8) + [0xFF, 0, 0x41]),
      "raw": .byteArray([1, 2, 3, 4]), "when": .timestamp("2023-11-14T22:13:20.000"),
      "typed": .typedMap("T", ["k": -1]), "0x0000002a": true,
    ], id: 3, seconds: 1_700_000_000, processId: 42)

  @Test("writes json as the server does: byte order, four decimals, eight escapes, the sentence")
  func json() {
    let sentence = "V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON"
    var expected = Array(
      #"{"_logEntry":"00002","id":3,"payload":{"$a":null,"0x0000002a":true,"PID":42,"#.utf8)
    expected += Array(#""customData":null,"list":["x",7],"map":{},"name":"a\/\"b\"\t&#x<;>"#.utf8)
    expected += [1] + Array("é".utf8) + [0xFF, 0, 0x41]
    expected += Array(
      """
      ","raw":"\(sentence)","typed":"\(sentence)","upTime":0.1234,\
      "when":"2023-11-14T22:13:20.000"},"processId":42,"timestamp":1700000000,\
      "type":"inStreamCreated"},

      """.utf8)
    var writer = ReferenceWriter(.json, count: 2)
    expect(writer.record(Self.event), expected)
  }

  @Test("writes text as the server does: one number ahead, three decimals, no nulls, cut at NUL")
  func text() {
    var expected = Array(
      """
      00003\tinStreamCreated\t<TIMESTAMP name="">2023-11-14T17:13:20.000</TIMESTAMP>
      \t$a:\u{20}
      \t42: true
      \tPID: 42
      \tlist:
      \t\t1: x
      \t\t2: 7
      \tmap:
      \tname: a/"b"\t&#x<;>\u{1}é
      """.utf8)
    expected += [0xFF] + Array("\n\traw: ".utf8) + [1, 2, 3, 4]
    expected += Array("\n\ttyped:\n\tupTime: 0.123\n\twhen: 2023-11-14T22:13:20.000\n\n\n".utf8)
    var writer = ReferenceWriter(.text, bearsLocalTime: true, zoneOffset: -5 * 3_600, count: 2)
    expect(writer.record(Self.event), expected)
  }

  @Test("writes xml as the server does: typed tags, escapes and the defect behind &#x")
  func xml() {
    let head = """

      <MAP isArray="false" name="">
          <STR name="_logEntry">00002</STR>
          <UINT64 name="id">3</UINT64>
          <MAP isArray="false" name="payload">
              <UNDEFINED name="$a" />
              <BOOL name="0x0000002a">true</BOOL>
              <INT32 name="PID">42</INT32>
              <NULL name="customData" />
              <MAP isArray="true" name="list">
                  <STR name="0x00000001">x</STR>
                  <UINT64 name="0x00000002">7</UINT64>
              </MAP>
              <MAP isArray="false" name="map" />
              <STR name="name">a/&quot;b&quot;&#x09;&#x<;&gt;&#x01;é
      """
    let tail = """
      </STR>
              <BYTEARRAY name="raw">AQIDBA==</BYTEARRAY>
              <TYPED_MAP typeName="T" isArray="false" name="typed">
                  <INT64 name="k">-1</INT64>
              </TYPED_MAP>
              <DOUBLE name="upTime">0.123</DOUBLE>
              <TIMESTAMP name="when">2023-11-14T22:13:20.000</TIMESTAMP>
          </MAP>
          <INT32 name="processId">42</INT32>
          <UINT64 name="timestamp">1700000000</UINT64>
          <STR name="type">inStreamCreated</STR>
      </MAP>


      """
    var writer = ReferenceWriter(.xml, count: 2)
    expect(writer.record(Self.event), Array(head.utf8) + [0xFF] + Array(tail.utf8))
  }

  @Test("writes w3c as the server does: 72 columns, a dash for nothing, only some types")
  func w3c() {
    var writer = ReferenceWriter(.w3c, bearsLocalTime: true)
    let cells = writer.record(Self.event).split(separator: 0x0A)[0]
      .split(separator: 0x09, omittingEmptySubsequences: false)
    #expect(cells.count == 74)  // 72, the time, and one more for the tab in the name
    #expect(cells[0].elementsEqual("2023-Nov-14 22:13:20".utf8))
    #expect(cells[1].elementsEqual("42".utf8))
    #expect(cells[2].elementsEqual("inStreamCreated".utf8))
    #expect(cells[3].elementsEqual("a/\"b\"".utf8))
    #expect(cells[10].elementsEqual("0.123".utf8))
    #expect(cells[73].elementsEqual("-".utf8))
    var other = Self.event
    other.type = "timerCreated"
    #expect(writer.record(other).isEmpty)
    #expect(writer.count == 1)
    #expect(writer.footer == Array("\n# ======= End of file ========".utf8))
  }

  @Test("turns a typed event into the fixed sentence in json and into a typed map in xml")
  func typedEvent() {
    var event = Self.event
    event.isTyped = true
    var json = ReferenceWriter(.json)
    let line = String(decoding: json.record(event), as: UTF8.self)
    #expect(line.hasPrefix("\"V_TIMESTAMP,V_DATE,") && line.hasSuffix(" JSON\",\n"))
    var xml = ReferenceWriter(.xml)
    let element = String(decoding: xml.record(event), as: UTF8.self)
    #expect(
      element.hasPrefix("\n<TYPED_MAP typeName=\"inStreamCreated\" isArray=\"false\" name=\"\">\n"))
  }

  @Test("spells numbers that are none, and huge ones, as the C library does")
  func doubles() {
    let spellings: [(Double, String)] = [
      (.nan, "nan"), (-.nan, "-nan"), (.infinity, "inf"), (-.infinity, "-inf"),
      (1e22, "10000000000000000000000.0000"), (-0.00004, "-0.0000"), (1.00005, "1.0001"),
    ]
    for (number, spelling) in spellings {
      var event = ReferenceEvent(
        type: "t", payload: ["d": .double(number)], id: 1, seconds: 0, processId: 1)
      event.payload["d"] = .double(number)
      var writer = ReferenceWriter(.json)
      #expect(
        String(decoding: writer.record(event), as: UTF8.self).contains(#"{"d":\#(spelling)}"#))
    }
  }

  private func expect(
    _ actual: [UInt8], _ expected: [UInt8], at location: SourceLocation = #_sourceLocation
  ) {
    if actual != expected {
      Issue.record("\n\(LineDifference(expected, actual))", sourceLocation: location)
    }
  }
}
