import EventLog
import TestSupport
import Testing

/// Lines that belong in a log of webhooks or of a server and are no events.
@Suite("Other lines in logs")
struct OtherLineTests {
  private static let body = WebhookContainerTests.body
  private static let hook =
    #"203.0.113.10 - - [18/Nov/2026:09:30:54 +0000] "POST /hooks HTTP/1.1" 200 2 "-" "UA" "#
    + "\"{\\x22id\\x22:\\x22cam\\x22,\\x22action\\x22:\\x22liveStreamEnded\\x22}\"\n"
  private static let visit =
    #"192.0.2.1 - - [18/Nov/2026:09:30:55 +0000] "GET /watch HTTP/1.1" 200 5 "-" "UA" "-""# + "\n"

  static let others: [(title: String, line: String, reason: SkipReason)] = [
    ("a visit, nginx or Apache", String(visit.dropLast()), .noWebhook),
    (
      "a visit with braces in its address",
      #"192.0.2.1 - - [x] "GET /?q={\x22a\x22:[1 HTTP/1.1" 400 0"#, .noWebhook
    ),
    (
      "a visit, Caddy's console",
      "2026/11/18 09:30:55\tINFO\thttp.log.access\thandled request\t"
        + #"{"request": {"proto": "HTTP/2.0", "method": "GET", "uri": "/"}, "status": 200}"#,
      .noWebhook
    ),
    (
      "a visit, Caddy's JSON",
      #"{"level":"info","logger":"http.log.access","request":{"proto":"HTTP/2.0","method":"GET"}}"#,
      .noWebhook
    ),
    (
      "a receiver's record", #"{"level":30,"time":1765998043801,"msg":"listening"}"#, .unknownRecord
    ),
    (
      "a record with a type", #"{"level":30,"type":"request","msg":"GET /healthz"}"#, .unknownRecord
    ),
    ("an event of a payment", #"{"id":"evt_1","type":"invoice.paid","data":{}}"#, .unknownRecord),
    ("a line of an application", "2026-11-18 09:30:55 INFO listening on 8080", .otherLine),
    ("a line with JSON", #"09:30:55 INFO config {"port": 8080}"#, .otherLine),
    ("a line with JSON that is cut", #"09:30:55 INFO config {"port": 80"#, .otherLine),
    ("a line of keys and values", "level=info action=restart user=5 msg=\"a b\"", .otherLine),
    ("a line that begins with an action", "action=restart user=5", .otherLine),
    ("a map of Java", "{port=8080, host=a}", .otherLine),
    ("a set", "state = {1, 2}", .otherLine),
    ("a system's log", "Nov 18 09:30:55 host sshd[1]: session opened", .otherLine),
  ]

  @Test("A line of something else is counted, and neither damage nor shown", arguments: others)
  func other(_ example: (title: String, line: String, reason: SkipReason)) {
    for log in [
      Self.hook + example.line + "\n" + Self.hook, Self.hook + Self.hook + example.line,
    ] {
      for cut in ChunkCutter.all {
        let reading = Reading(log, cut: cut)
        #expect(reading.lines.count == 2, "\(cut)")
        #expect(reading.skipped.isEmpty, "\(cut)")
        #expect(reading.allReasons == [example.reason], "\(cut)")
        #expect(reading.accountsForEveryByte)
      }
    }
  }

  static let damage: [(title: String, line: String, reason: SkipReason)] = [
    ("a body that is cut", String(body.dropLast(9)), .malformed),
    ("a body that is cut in a line", "09:30 got " + body.dropLast(9), .malformed),
    ("a body that is cut in an access log", String(hook.dropLast(8)), .malformed),
    ("a form that is broken", "action=liveStreamEnded&id=a b", .malformed),
    ("an object that is cut", #"{"level":30,"msg":"hel"#, .malformed),
    ("the end of a record", #"treamName":"x"},"type":"inStreamClosed"},"#, .repeatedTail),
    ("a piece of a record", #"e":"cam1","nearIp":"192.0.2.10","nea"#, .malformed),
  ]

  @Test("What begins or ends like a record and cannot be read is damage", arguments: damage)
  func damaged(_ example: (title: String, line: String, reason: SkipReason)) {
    for cut in ChunkCutter.all {
      let reading = Reading(Self.hook + example.line + "\n" + Self.hook, cut: cut)
      #expect(reading.lines.count == 2, "\(cut)")
      #expect(reading.skipped.map(\.reason) == [example.reason], "\(cut)")
      #expect(reading.statistics.others == 0)
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("An access log without bodies is read as one, in whichever part of it reading begins")
  func accessLog() {
    let log = String(repeating: Self.visit, count: 1000)
    let reading = Reading(log, cut: .size(4096))
    #expect(reading.format == .fastpix && reading.lines.isEmpty && reading.skipped.isEmpty)
    #expect(reading.statistics.skipped(.noWebhook) == 1000)
    #expect(Reading("a line\nanother\n").allReasons == [.unknownFormat])
  }

  @Test("Lines of servers' own logs that hold no event are other lines")
  func serverLogs() {
    let ems = Reading("/src/a.cpp:12 command: version\n/src/a.cpp:13 Initialize\nmore\n")
    #expect(ems.lines.count == 1 && ems.allReasons == [.otherLine])
    let prefix = "2026-11-18 09:30:00,118 [worker-5] INFO  i.a.Adapter - "
    let antmedia = Reading(prefix + "Starting\n" + "java.lang.Exception\n\tat a.b\n\n" + prefix)
    #expect(antmedia.format == .antmedia && antmedia.skipped.isEmpty)
    #expect(antmedia.statistics.skipped(.otherLine) == 4)
    #expect(antmedia.accountsForEveryByte && ems.accountsForEveryByte)
  }

  @Test("Other lines are no records: those that are keep their numbers")
  func numbers() throws {
    let log = Array((Self.visit + Self.hook + Self.visit + Self.hook).utf8)
    let numbers = try Reading(log, showsSource: true).lines.map {
      try JSONEvent($0).number("source", "record")
    }
    #expect(numbers == [1, 2])
  }
}
