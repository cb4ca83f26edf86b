import EventLog
import TestSupport
import Testing

/// Bodies inside other logs, written after the specification.
@Suite("Containers of webhooks")
struct WebhookContainerTests {
  static let body = #"{"id":"cam","action":"liveStreamEnded","streamName":"Café"}"#
  static let form = "id=cam&action=liveStreamEnded&streamName=Caf%E9"
  static let event =
    #"{"time":null,"system":"antmedia","type":"liveStreamEnded","stream":"cam","#
    + #""payload":{"id":"cam","streamName":"Café"}}"#
  static let laidOut =
    "{\n  \"id\": \"cam\",\n  \"action\": \"liveStreamEnded\",\n"
    + "  \"streamName\": \"Café\"\n}"
  private static let prefix =
    #"203.0.113.10 -  [18/Nov/2026:10:30:54 +0100] "POST /hooks HTTP/1.1" 200 2 "UA {x}" "#
  /// As nginx writes it by default.
  private static let escaped =
    #"{\x22id\x22:\x22cam\x22,\x22action\x22:\x22liveStreamEnded\x22,"#
    + #"\x22streamName\x22:\x22Caf\xC3\xA9\x22}"#
  /// As text of JSON.
  private static let quoted = body.replacing("\"", with: #"\""#)
  private static let base64 =
    "eyJpZCI6ImNhbSIsImFjdGlvbiI6ImxpdmVTdHJlYW1FbmRlZCIsInN0cmVhbU5hbWUiOiJDYWbDqSJ9"

  private static func dumped(_ piece: String, _ client: String = "203.0.113.10:51822") -> String {
    "[Wed Nov 18 09:30:54.000678 2026] [dumpio:trace7] [pid 8:tid 1] mod_dumpio.c(103): "
      + "[client \(client)] mod_dumpio:  dumpio_in (data-HEAP): \(piece)\n"
  }
  private static let dumpedBody =
    #"{"id":"cam","action":"liveStreamEnded","streamName":"Caf\xc3\xa9"}"#

  /// A title and a log that holds the body once, with a time and an address.
  static let timed: [(title: String, log: String)] = [
    ("nginx, escape=default, quoted", prefix + "\"\(escaped)\"\n"),
    ("nginx, escape=default, quoted, other fields behind it", prefix + "\"\(escaped)\" \"-\" 5\n"),
    ("nginx, escape=default, not quoted", prefix + escaped + " 0.001 {x}\n"),
    ("nginx, escape=default, a form", prefix + "\"\(form)\"\n"),
    ("nginx, escape=none", prefix + body + "\n"),
    ("nginx, escape=none, fields behind it", prefix + body + " 0.001\r\n"),
    ("nginx, escape=none, on many lines", prefix + laidOut + "\n"),
    ("nginx, escape=none, a form", prefix + form + "\n"),
    (
      "nginx, escape=json",
      #"{"time":"2026-11-18T10:30:54+01:00","remote_addr":"203.0.113.10","#
        + #""request":"POST /hooks HTTP/1.1","request_body":"\#(quoted)"}"# + "\n"
    ),
    (
      "nginx, escape=json, a form and seconds",
      #"{"msec":"1794994254.000","remote_addr":"203.0.113.10","request_body":"\#(form)"}"# + "\n"
    ),
    (
      "a parsed body, and the receiver's own words",
      #"{"type":"info","id":"x","event":"video.media.ready","time":1794994254000,"#
        + #""req":{"remoteAddress":"203.0.113.10"},"body":\#(body)}"# + "\n"
    ),
    (
      "base64",
      #"{"requestContext":{"http":{"sourceIp":"203.0.113.10"},"timeEpoch":1794994254000},"#
        + #""body":"\#(base64)","isBase64Encoded":true}"# + "\n"
    ),
    (
      "lists",
      #"{"ts":1794994254.0,"remote":"203.0.113.10:51822","form":{"action":["liveStreamEnded"],"#
        + #""id":["cam"],"streamName":["Café"]}}"# + "\n"
    ),
    (
      "an access log in the log of a container",
      #"{"log":"203.0.113.10 - - [18/Nov/2026:09:30:54 +0000] \"POST /h HTTP/1.1\" 200 2 \#(quoted)\n","#
        + #""time":"2026-11-18T09:30:55.001122334Z"}"# + "\n"
    ),
    (
      "a request",
      "### 2026-11-18T09:30:54Z 203.0.113.10\r\nPOST /hooks HTTP/1.1\r\ncontent-length: 60\r\n\r\n"
        + body + "\r\n"
    ),
    (
      "a request on many lines, no length",
      "### 2026-11-18T09:30:54Z 203.0.113.10\nPOST /hooks HTTP/1.1\n\n" + laidOut + "\n\n"
    ),
    (
      "a request in pieces",
      "### 2026-11-18T09:30:54Z 203.0.113.10\r\nPOST /hooks HTTP/1.1\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n1c\r\n{\"id\":\"cam\",\"action\":\"liveSt\r\n"
        + "20\r\nreamEnded\",\"streamName\":\"Café\"}\r\n0\r\n\r\n"
    ),
    (
      "mod_dumpio, split, among another connection's lines",
      dumped("POST /hooks HTTP/1.1\\r\\n") + dumped("Content-Length: 60\\r\\n") + dumped("\\r\\n")
        + dumped("60 bytes") + dumped("GET / HTTP/1.1\\r\\n", "192.0.2.1:5")
        + dumped(String(dumpedBody.prefix(20))) + "[remote 192.0.2.1:5] x\n"
        + dumped(String(dumpedBody.dropFirst(20))) + dumped("0 readbytes")
    ),
    (
      "ModSecurity",
      "--c7036611-A--\n[18/Nov/2026:09:30:54 +0000] Wx1 203.0.113.10 51822 192.0.2.10 80\n"
        + "--c7036611-B--\nPOST /hooks HTTP/1.1\nContent-Type: application/json\n\n"
        + "--c7036611-C--\n\(laidOut)\n--c7036611-F--\nHTTP/1.1 200 OK\n\n--c7036611-Z--\n\n"
    ),
    (
      "ModSecurity, release 3",
      "---Ab3dEf9h---A--\n[18/Nov/2026:09:30:54 +0000] 16 203.0.113.10 51822 192.0.2.10 80\n"
        + "---Ab3dEf9h---B--\nPOST /hooks HTTP/1.1\n\n---Ab3dEf9h---C--\n\(form)\n"
        + "---Ab3dEf9h---Z--\n\n"
    ),
  ]

  @Test("A body is the same event in every container, with time and address", arguments: timed)
  func containers(_ example: (title: String, log: String)) throws {
    let bytes = Array(example.log.utf8)
    for cut in ChunkCutter.all {
      let reading = Reading(bytes, cut: cut)
      #expect(reading.lines == [Self.event], "\(example.title), \(cut)")
      #expect(reading.accountsForEveryByte, "\(example.title), \(cut)")
      let source = Reading(bytes, cut: cut, showsSource: true).lines.first ?? "{}"
      let event = try JSONEvent(source)
      #expect(event["source", "time"] == "2026-11-18T09:30:54.000Z", "\(example.title)")
      #expect(event["source", "address"] == "203.0.113.10", "\(example.title)")
    }
  }

  @Test("Containers, bodies and noise in one log: each event once, in order")
  func mixed() {
    let log =
      Self.timed.map(\.log).joined(separator: "noise of no format\n") + Self.body + "\n"
      + Self.form + "\n"
    let whole = Reading(log)
    #expect(whole.lines == Array(repeating: Self.event, count: Self.timed.count + 2))
    #expect(whole.statistics.skipped(.otherLine) >= Self.timed.count - 1)
    #expect(!whole.reasons.contains(.malformed), "\(whole.reasons)")
    for cut in ChunkCutter.all {
      let reading = Reading(log, cut: cut)
      #expect(reading.lines == whole.lines && reading.accountsForEveryByte)
      #expect(reading.skipped == whole.skipped, "\(cut)")
    }
  }

  static let others: [(title: String, line: String, reason: SkipReason)] = [
    (
      "a visit", #"192.0.2.1 - - [18/Nov/2026:09:30:54 +0000] "GET / HTTP/1.1" 200 5 "-" "-""#,
      .noWebhook
    ),
    ("nothing spooled", prefix + #""-""#, .noWebhook),
    (
      "an address with an action", #"192.0.2.1 - - "GET /x?action=vodReady&id=a HTTP/1.1" 200"#,
      .noWebhook
    ),
    ("a probe", #"192.0.2.1 - - "POST /hooks/fastpix HTTP/1.1" 200 {}"#, .probe),
    ("an empty probe", #"192.0.2.1 - - "POST /hooks/fastpix HTTP/1.1" 200 "-""#, .probe),
    ("a probe as JSON", #"{"request":"POST /fastpix HTTP/1.1","request_body":""}"#, .probe),
    ("a visit as JSON", #"{"request":"GET /fastpix HTTP/1.1","request_body":""}"#, .noWebhook),
    (
      "a question", #"x "POST /a HTTP/1.1" {"name":"cam","mode":"live","queryParams":""}"#,
      .authorization
    ),
    ("a cut body", prefix + body.dropLast(9), .malformed),
    (
      "another service",
      #"{"headers":{"mux-signature":"t=1,v1=2"},"body":{"type":"video.live_stream.idle","id":"e","#
        + #""environment":{},"data":{}}}"#,
      .foreignWebhook
    ),
    ("a client's own header", #"{"headers":{"body":"\#(quoted)"},"msg":"x"}"#, .unknownRecord),
  ]

  @Test("Requests that are no events are told as what they are", arguments: others)
  func other(_ example: (title: String, line: String, reason: SkipReason)) {
    let log = Self.body + "\n" + example.line + "\n" + Self.form + "\n"
    for cut in ChunkCutter.all {
      let reading = Reading(log, cut: cut)
      #expect(reading.lines.count == 2, "\(example.title)")
      #expect(reading.allReasons == [example.reason], "\(example.title)")
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("A length that counts too much swallows no other request")
  func lengths() {
    let request = "POST /hooks HTTP/1.1\r\nContent-Length: 60\r\n\r\n" + Self.body + "\r\n"
    for cut in ChunkCutter.all {
      let long = Reading(
        request + request.replacing("60", with: "900000") + request + request, cut: cut)
      #expect(long.lines == Array(repeating: Self.event, count: 3), "\(cut)")
      #expect(long.reasons == [.tornRecord])
      #expect(long.accountsForEveryByte)
    }
  }

  @Test("Requests of the media server among those of webhooks are read as ever")
  func sinks() {
    let record =
      #"{"id":1,"payload":{"name":"cam1","action":"x"},"processId":7,"timestamp":1795216353,"#
      + #""type":"inStreamCreated"}"#
    let rpc = "POST / HTTP/1.1\r\nContent-Length: \(record.count)\r\n\r\n" + record
    let hook = "POST /hooks HTTP/1.1\r\nContent-Length: 60\r\n\r\n" + Self.body + "\r\n"
    for log in [rpc + hook + rpc, hook + rpc + "\r\n" + hook] {
      for cut in ChunkCutter.all {
        let reading = Reading(log, cut: cut)
        let systems = reading.lines.map { $0.contains(#""system":"ems""#) }
        #expect(systems == (log.hasPrefix(rpc) ? [true, false, true] : [false, true, false]))
        #expect(reading.accountsForEveryByte && reading.skipped.isEmpty, "\(reading.reasons)")
      }
    }
  }

  @Test(
    "Containers that are cut, or have bytes of others in them, do no harm", arguments: Seed.all(8))
  func hostile(seed: Seed) {
    var random = SeededGenerator(seed)
    let logs = Self.timed.map { Array($0.log.utf8) }
    for _ in 0..<60 {
      var log: [UInt8] = []
      for _ in 0..<6 {
        guard var piece = logs.randomElement(using: &random) else { continue }
        if Bool.random(using: &random) {
          piece.removeSubrange(Int.random(in: 0..<piece.count, using: &random)...)
        }
        for _ in 0..<Int.random(in: 0..<4, using: &random) where !piece.isEmpty {
          let place = Int.random(in: 0..<piece.count, using: &random)
          piece[place] =
            [0, 0x0A, 0x22, 0x5C, 0x7B, 0x7D, 0x2D, 0x30, 0xFF]
            .randomElement(using: &random) ?? 0
        }
        log += piece
      }
      let whole = Reading(log, allLines: true)
      #expect(whole.accountsForEveryByte, "\(String(decoding: log, as: UTF8.self))")
      let cut = Reading(log, cut: .random(seed), allLines: true)
      #expect(cut == whole, "\(String(decoding: log, as: UTF8.self))")
    }
  }

  @Test("Time and address can be asked for like other fields")
  func fields() throws {
    let bytes = Array(Self.timed[0].log.utf8)
    for condition in [
      "source.address = 203.0.113.10", "source.time > 2026-11-18T09:00:00Z",
      "not source.time > 2026-11-18T10:00:00Z",
    ] {
      var filter = Filter()
      filter.condition = try WhereExpression([condition], reading: .forTests)
      #expect(Reading(bytes, filter: filter).lines.count == 1, "\(condition)")
    }
  }
}
