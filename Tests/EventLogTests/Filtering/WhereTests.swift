import Testing

@testable import EventLog

@Suite("A condition")
struct WhereTests {
  /// 1 is a closed stream, 2 a created one, 3 an event that the catalogue does not know.
  static let log =
    record(
      id: 1,
      #""audio":{"bytesCount":77,"codec":"AAAC"},"farIp":"10.0.0.7","farPort":"1935","flag":true,"ids":[5,{"x":6}],"name":"cam1","nothing":null,"queryTimestamp":1795216353343.5491,"startTime":"2026-11-20T23:12:27.000","type":"INR","typeNumeric":5282243277764296704,"upTime":6006.0161,"uri":"rtmp:\/\/h\/cam1""#
    )
    + record(
      id: 2, type: "inStreamCreated",
      #""bandwidth":2000,"flag":false,"name":"K\u00e4m \"2\"","nearIP":"::1","upTime":90000"#)
    + record(id: 3, type: "somethingNew", #""count":-1.50e2,"name":"x","time":"noon","id":"seven""#)

  @Test(
    "finds the events for which it holds",
    arguments: [
      // Numbers by value.
      ("upTime > 6006", [1, 2]), ("upTime >= 6006.0161", [1, 2]), ("upTime > 6006.0161", [2]),
      ("upTime = 90000.000", [2]), ("upTime = 9e4", [2]), ("upTime != 90000", [1]),
      ("count = -150", [3]), ("count < -149.99999999999999999999", [3]), ("count < 0", [3]),
      ("typeNumeric = 5282243277764296704", [1]), ("typeNumeric = 5282243277764296705", []),
      ("typeNumeric < 5282243277764296704.0000000000000001", [1]),
      ("typeNumeric < 99999999999999999999999", [1]),
      // Units.
      ("upTime > 1m", [2]), ("upTime >= 90s", [2]), ("upTime < 0.0017h", [1]),
      ("upTime = 90000ms", [2]), ("bandwidth = 2.048Mbps", [2]), ("bandwidth < 2Mbps", []),
      ("bandwidth = 2000Kibps", [2]), ("bandwidth < 2Mibps", [2]), ("bandwidth > 2000kbps", [2]),
      ("bandwidth = 2000kbps", []),
      ("audio.bytesCount < 1kB", [1]), ("audio.bytesCount > 0.07KiB", [1]),
      // Text.
      (#"name = "cam1""#, [1]), ("name = cam1", [1]), ("name = 'cam1'", [1]),
      ("name > cam", [1, 3]),
      (#"name = "K\u{E4}m \"2\"""#, [2]), ("name != cam1", [2, 3]),
      ("uri = rtmp://h/cam1", [1]), ("name like c*", [1]), ("name not like 'c*'", [2, 3]),
      ("farIp like 10.0.0.?", [1]), (#"farIp ~ "^10\.""#, [1]), (#"farIp ~ ^10\."#, [1]),
      ("name ~ (am1|x)$", [1, 3]), ("name !~ m", [3]), ("upTime ~ ^6", [1]), ("flag ~ u", [1]),
      // Text and numbers.
      ("farPort = 1935", [1]), ("farPort > 80", [1]), ("farPort = 1935.0", [1]),
      (#"upTime = "90000.0""#, [2]), ("name > 5", []), ("name != 5", []), ("upTime != x", []),
      // Truth values and null.
      ("flag = true", [1]), ("flag != true", [2]), ("flag < true", []), ("flag = 1", []),
      (#"flag = "true""#, []), ("nothing = null", [1, 2, 3]), ("upTime != null", [1, 2]),
      ("exists(nothing)", []), ("exists(audio)", [1]), ("EXISTS (upTime)", [1, 2]),
      ("audio = 5", []), ("nothing != 5", []), ("missing !~ x", []), ("missing not in (1)", []),
      // Where fields are.
      ("AUDIO.Codec = AAAC", [1]), ("ids.0 = 5", [1]), ("ids.1.x = 6", [1]), ("ids.2 = 6", []),
      ("`ids`.0 = 5", [1]), ("nearIp = ::1", [2]), ("payload.type = INR", [1]),
      ("payload.name = x", [3]), ("payload.id = seven", [3]), ("`id` = seven", [3]),
      ("payload.time = noon", [3]), ("extra.name = x", []),
      // The envelope.
      ("type = inStreamClosed", [1]), ("type = INSTREAMCLOSED", [1]), ("type like '*Closed'", [1]),
      ("type != inStreamClosed", [2, 3]), ("type ~ '^in'", [1, 2]), ("type = somethingNew", [3]),
      ("type in (inStreamCreated, somethingNew)", [2, 3]), ("not type ~ Stream", [3]),
      ("stream = cam1", [1]), ("exists(stream)", [1, 2]), ("id = 2", [2]),
      ("logEntry >= 1", [2, 3]),
      ("processId = 4242 and id < 2", [1]), ("timestamp = 1795216353", [1, 2, 3]),
      ("system = ems", [1, 2, 3]), ("source.file = log", [1, 2, 3]), ("source.record > 2", [3]),
      ("source.offset = 0", [1]), ("source.format = json", [1, 2, 3]), ("origin = serverLog", []),
      ("recordedType = somethingNew", [3]),
      // Times.
      ("time = 2026-11-20T23:12:33.343Z", [1]), ("time > 2026-11-20T23:12:33Z", [1]),
      ("time = @1795216353", [2, 3]), ("time = 2026-11-21T00:12:33+01:00", [2, 3]),
      ("time = '2026-11-20T18:12:33-05:00'", [2, 3]), ("time ~ :33.343Z$", [1]),
      ("startTime = 2026-11-20T23:12:27Z", [1]), ("queryTimestamp > 2026-11-20T23:12:33.343Z", [1]),
      // How conditions are put together.
      ("id = 1 or id = 2 and upTime < 0", [1]), ("(id = 1 or id = 2) and upTime > 7000", [2]),
      ("not id = 1 and not id = 2", [3]), ("not (id = 1 or id = 2)", [3]), ("! id=1&&!id=2", [3]),
      ("id=1||id=3", [1, 3]), ("not not id = 1", [1]), ("NOT id = 1 AND id < 3 OR id = 1", [1, 2]),
      ("id in (1,3)", [1, 3]), ("id not in (1, 3)", [2]), ("name in ('a,b', \"cam1\", x)", [1, 3]),
      ("not upTime > 0", [3]),
    ] as [(String, [Int64])])
  func holds(condition: String, ids: [Int64]) throws {
    #expect(try SelectedEvents.ids(where: condition, in: Self.log) == ids)
  }

  @Test("names the place of a mistake")
  func mistakes() throws {
    let cases: [(text: String, problem: String, marked: String)] = [
      ("", "a field is expected here", ""), ("upTime", "an operator is expected here", ""),
      ("upTime 5", "an operator is expected here", "5"),
      ("upTime >", "a value is expected here", ""),
      ("upTime > 5 5", "`and`, `or` or the end is expected here", "5"),
      ("(upTime > 5", "this bracket is never closed", "("),
      ("(upTime > 5 x", "`and`, `or` or `)` is expected here", "x"),
      ("name = \"x", "this quote is never closed", "\""),
      ("`x = 5", "this backquote is never closed", "`"),
      ("name in 5", "a list is expected here", "5"),
      ("name in (5", "`,` or `)` is expected here", ""),
      ("exists(x", "`)` is expected here", ""),
      ("= 5", "the name of a field is expected here", "="),
      (#"name = "\u{110000}""#, "this is no character", #"\"#),
      ("upTime > null", "null can only be compared with `=` and `!=`", "null"),
      ("upTime > 5kB", "`upTime` counts in ms, which is no size", "5kB"),
      ("foo > 5s", "it is not known in which unit `foo` counts", "5s"),
      ("time > noon", "this is no time", "noon"),
      ("payload = 5", "`payload` holds fields and has no value of its own", "payload"),
      (#"name ~ "a(""#, "no regular expression", "(\""),
    ]
    for (text, problem, marked) in cases {
      let remark = #expect(throws: QueryRemark.self) {
        try WhereExpression([text], reading: .forTests)
      }
      guard let remark else { continue }
      let place = Array(text.utf8)[remark.place]
      #expect(remark.problem == problem, "\(text)")
      #expect(String(decoding: place, as: UTF8.self) == marked, "\(text)")
    }
  }

  @Test("may be nested, but not so deeply that reading it would overflow the stack")
  func nesting() throws {
    let deep = String(repeating: "(", count: 60) + "id = 1" + String(repeating: ")", count: 60)
    #expect(try SelectedEvents.ids(where: deep, in: Self.log) == [1])
    let deeper = String(repeating: "not ", count: 100_000) + "id = 1"
    #expect(throws: QueryRemark.self) { try WhereExpression([deeper], reading: .forTests) }
  }

  @Test("suggests names for fields and types that nobody knows, and what else was meant")
  func suggestions() throws {
    let cases: [(text: String, problem: String, hint: String?)] = [
      ("uptme > 5", "no known event has a field called `uptme`", "did you mean upTime?"),
      (
        "codec = x", "no known event has a field called `codec`",
        "did you mean audio.codec, video.codec?"
      ),
      ("type = inStreamClose", "no known event type is called `inStreamClose`", nil),
      (
        "type = '*Closed'", "no known event type is called `*Closed`",
        "`=` compares exactly; write `like` for a pattern"
      ),
      ("upTime > 5x", "`upTime` is a number and `5x` is none", nil),
      (
        "bandwidth = 1628kbps",
        "`bandwidth` is a whole number of Kibit/s, which `1628kbps` is not",
        "compare with < or >, or write a number without a unit"
      ),
      ("tpye = x", "no known event has a field called `tpye`", "did you mean type?"),
      (
        "name = cam*", "`cam*` is compared as it stands",
        "write `like` for a pattern, or quotes if that is what you want"
      ),
    ]
    for (text, problem, hint) in cases {
      let remarks = try WhereExpression([text], reading: .forTests).remarks
      #expect(remarks.map(\.problem) == [problem])
      if let hint { #expect(remarks.first?.hint == hint) }
    }
    for text in [
      "UPTIME > 5", "payload.foo = 1", "extra.foo = 1", "audio.bytesCount > 5", "id = 1",
      "bandwidth = 1628Kibps", "bandwidth > 1628kbps", "bytes > 1.5kB", "seconds = 0.5ms",
    ] {
      #expect(try WhereExpression([text], reading: .forTests).remarks.isEmpty, "\(text)")
    }
  }

  @Test("tells which kinds of events need not be decoded")
  func kinds() throws {
    func kinds(_ text: String) throws -> EventKindSet {
      try WhereExpression([text], reading: .forTests).kinds
    }
    #expect(try kinds("type = inStreamClosed and upTime > 5") == [.inStreamClosed])
    #expect(
      try kinds("type in (inStreamClosed, inStreamCreated)") == [.inStreamClosed, .inStreamCreated])
    #expect(try kinds("type = inStreamClosed or upTime > 5") == .all)
    #expect(try kinds("not (type != inStreamClosed or upTime > 5)").contains(.inStreamClosed))
    #expect(try !kinds("not (type != inStreamClosed or upTime > 5)").contains(.inStreamCreated))
    #expect(try kinds("type = inStreamClosed and type = inStreamCreated").isEmpty)
    #expect(try kinds("upTime > 5") == .all)
    #expect(try kinds("type = nobodyKnows") == [.unrecognized])
  }

  @Test("is one of several, all of which have to hold")
  func several() throws {
    var filter = Filter()
    filter.condition = try WhereExpression(["id < 3", "upTime > 7000"], reading: .forTests)
    #expect(SelectedEvents.ids(filter, in: Self.log) == [2])
  }

  @Test("takes the last of two fields of one name, as readers of JSON do")
  func duplicates() throws {
    let log = record(id: 1, #""a":1,"a":2"#)
    #expect(try SelectedEvents.ids(where: "a = 2", in: log) == [1])
    #expect(try SelectedEvents.ids(where: "a = 1", in: log) == [])
  }

  @Test("has a reference that fits a terminal")
  func reference() {
    for line in WhereSyntax.reference.split(separator: "\n") { #expect(line.count <= 80) }
  }
}
