import TestSupport
import Testing

@testable import EventLog

/// Lines written after the specification.
@Suite("The log of Ant Media Server")
struct AntMediaLogTests {
  private static let url = "https://h.example/hook?token=EXAMPLE"

  private static func line(_ clock: String, _ thread: String, _ message: String) -> String {
    "2026-11-18 \(clock) [\(thread)] INFO  i.a.AntMediaApplicationAdapter - \(message)\n"
  }

  private static func call(
    _ clock: String, _ thread: String, _ stream: String = "cam",
    _ action: String = "liveStreamStarted", url: String = url
  ) -> String {
    line(
      clock, thread,
      "Running notify hook url:\(url) stream id: \(stream) mainTrackId:null action:\(action) "
        + "vod name:null vod id:null")
  }

  private static func send(_ clock: String, _ thread: String, url: String = url) -> String {
    line(clock, thread, "Sending POST request to \(url)")
  }

  private static func status(_ clock: String, _ thread: String, _ status: Int) -> String {
    line(clock, thread, "POST Response Status: \(status)")
  }

  private static func retry(_ clock: String, _ thread: String, _ why: String) -> String {
    line(clock, thread, "Retry attempt for POST in 1000 milliseconds due to \(why)")
  }

  /// The stream, attempts and status of each call, read at every cut.
  private func calls(_ log: [String]) -> [String] {
    let bytes = Array(log.joined().utf8)
    let whole = Reading(bytes)
    for cut in ChunkCutter.all { #expect(Reading(bytes, cut: cut) == whole, "\(cut)") }
    #expect(whole.accountsForEveryByte && whole.skipped.isEmpty)
    return whole.lines.map { line in
      let values = ["stream\":\"", "attempts\":", "status\":"].map { key in
        guard let found = line.firstRange(of: "\"" + key) else { return "-" }
        return String(line[found.upperBound...].prefix { !"\",}".contains($0) })
      }
      return values.joined(separator: " ")
    }
  }

  @Test("tells of a call with its address, stream and action, and the status of the answer")
  func call() {
    let log =
      Self.line("09:29:00,000", "main", "Hello")
      + Self.call("09:30:00,118", "w-5") + Self.send("09:30:00,123", "w-5")
      + Self.status("09:30:00,190", "w-5", 200)
    let reading = Reading(log)
    #expect(
      reading.lines == [
        #"{"time":"2026-11-18T09:30:00.118Z","system":"antmedia","type":"hookCall","stream":"cam","#
          + #""timestamp":"2026-11-18 09:30:00,118","payload":{"#
          + #""url":"https://h.example/hook?token=EXAMPLE","id":"cam","action":"liveStreamStarted","#
          + #""mainTrackId":null,"vodName":null,"vodId":null,"status":200,"attempts":1},"#
          + #""origin":"serverLog"}"#
      ])
    #expect(reading.format == .antmedia)
    let hidden = Reading(Array(log.utf8), redacts: true).lines
    #expect(hidden.allSatisfy { $0.contains("hook?token=***\"") })
  }

  @Test("bears local times: they are read in the zone of the log")
  func zone() throws {
    let zone = ZoneRules(name: "+02:00", fixedOffset: 7200)
    let reading = Reading(Array(Self.call("09:30:00,118", "w").utf8), zone: zone)
    #expect(reading.lines.first?.hasPrefix(#"{"time":"2026-11-18T07:30:00.118Z""#) == true)
  }

  @Test("of an older release has no room, and two colons before the status")
  func older() {
    let log = [
      Self.line(
        "09:30:00,000", "w-1",
        "Running notify hook url:http://h/a stream id: cam action:vodReady vod name:cam_1 vod id:7"),
      Self.line("09:30:00,400", "w-1", "POST Response Status:: 404"),
    ]
    #expect(calls(log) == ["cam 1 404"])
    let text = Reading(log.joined()).lines.first ?? ""
    #expect(text.contains(#""action":"vodReady","vodName":"cam_1","vodId":"7","status":404"#))
    #expect(!text.contains("mainTrackId"))
  }

  @Test("Answers belong to the thread that has called, however they are mixed")
  func mixed() {
    #expect(
      calls([
        Self.call("09:30:00,000", "w-1", "a"), Self.call("09:30:00,001", "w-2", "b"),
        Self.send("09:30:00,002", "w-2"), Self.send("09:30:00,002", "w-1"),
        Self.status("09:30:00,003", "w-1", 200), Self.status("09:30:00,004", "w-2", 500),
      ]) == ["a 1 200", "b 1 500"])
  }

  @Test("The answer of a later call of the same thread is not that of one without any")
  func unanswered() {
    #expect(
      calls([
        Self.call("09:30:00,000", "w-1", "a"), Self.send("09:30:00,001", "w-1"),
        Self.call("09:30:02,000", "w-1", "b"), Self.send("09:30:02,001", "w-1"),
        Self.status("09:30:02,050", "w-1", 200),
      ]) == ["a 1 -", "b 1 200"])
  }

  @Test("An answer that comes after a minute is that of something else")
  func patience() {
    #expect(
      calls([
        Self.call("09:30:00,000", "w-1", "a"), Self.send("09:30:00,001", "w-1"),
        Self.status("09:31:30,000", "w-1", 200),
      ]) == ["a 1 -"])
  }

  @Test("Further attempts by other threads are found by their moment, not mistaken for calls")
  func retries() {
    #expect(
      calls([
        Self.call("09:30:00,000", "w-1", "a"), Self.send("09:30:00,001", "w-1"),
        Self.status("09:30:00,010", "w-1", 503),
        Self.retry("09:30:00,010", "w-1", "non-200 response: 503"),
        // Another call to the same address, sent before the attempt is due, and one sent after.
        Self.call("09:30:00,500", "w-3", "b"), Self.send("09:30:00,501", "w-3"),
        Self.status("09:30:00,502", "w-3", 404),
        Self.call("09:30:01,009", "w-4", "c"), Self.send("09:30:01,011", "w-4"),
        Self.send("09:30:01,012", "e-2"), Self.status("09:30:01,020", "w-4", 500),
        Self.status("09:30:01,021", "e-2", 200),
      ]) == ["a 2 200", "b 1 404", "c 1 500"])
  }

  @Test("A call that was never answered has attempts and no status")
  func givenUp() {
    #expect(
      calls([
        Self.call("09:30:00,000", "w-1", "a"), Self.send("09:30:00,001", "w-1"),
        Self.retry("09:30:02,000", "w-1", "IO exception: java.net.SocketTimeoutException: Read"),
        "\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)\n", "\n",
        Self.send("09:30:03,000", "e-1"),
        Self.line(
          "09:30:05,000", "e-1", "Stopping sending POST because no more retry attempts left."),
        Self.status("09:30:05,001", "e-1", 200),
      ]) == ["a 2 -"])
  }

  @Test("Names that look like labels are read from the end")
  func labels() {
    let log = Self.line(
      "09:30:00,000", "w-1",
      "Running notify hook url:http://h/a stream id: x action:y mainTrackId:null "
        + "action:vodReady vod name:x action:y vod id:null")
    let line = Reading(log).lines.first ?? ""
    #expect(line.contains(#""id":"x action:y","action":"vodReady""#), "\(line)")
  }

  @Test("Stack traces and other lines are no events, and are shown to those who ask for all lines")
  func otherLines() {
    let log = [
      Self.line("09:30:00,000", "https-[::1]-exec-8", "Response is: 200"),
      "java.lang.IllegalStateException: no\n", "\tat a.B.c(B.java:1)\n", "Caused by: {x}\n", "{\n",
      "\n",
      "2026-11-18 09:30:01,000 [w-6] INFO  analytics - {\"event\":\"playStarted\",\"app\":\"live\"}\n",
    ]
    #expect(calls(log) == [])
    let bytes = Array(log.joined().utf8)
    let all = Reading(bytes, allLines: true)
    #expect(all.lines.count == 6 && all.accountsForEveryByte)
    #expect(
      all.lines.last
        == #"{"time":"2026-11-18T09:30:01.000Z","system":"antmedia","type":"serverLogLine","#
        + #""timestamp":"2026-11-18 09:30:01,000","payload":{"severity":"INFO","#
        + #""logger":"analytics","thread":"w-6","#
        + #""message":"{\"event\":\"playStarted\",\"app\":\"live\"}"},"origin":"serverLog"}"#)
    #expect(all.lines.dropFirst(2).first?.contains(#""message":"\tat a.B.c(B.java:1)""#) == true)
    for cut in ChunkCutter.all {
      #expect(Reading(bytes, cut: cut, allLines: true) == all, "\(cut)")
    }
  }

  @Test("Among bodies, records of sinks and noise each line is what it is")
  func amongOthers() {
    let body = WebhookBodyTests.fastpix("video.media.ready") + "\n"
    let sink =
      #"{"_logEntry":"00000","id":1,"payload":{},"processId":7,"timestamp":1,"type":"timerClosed"},"#
      + "\n"
    let call = Self.call("09:30:00,000", "w-1")
    for first in [body, sink, call] {
      let reading = Reading(first + call + body + call + sink + "Dec 17 19:00:01 host sshd: x\n")
      #expect(reading.lines.count == 5)
      #expect(reading.lines.count { $0.contains("hookCall") } == (first == call ? 3 : 2))
      #expect(reading.allReasons == [.otherLine])
    }
  }

  @Test("A call that is cut at the end of a log is counted as cut")
  func cut() {
    let call = Self.call("09:30:00,000", "w-1")
    let reading = Reading(call + call.dropLast(20))
    #expect(reading.lines.count == 1)
    #expect(reading.reasons == [.tornTail])
  }

  @Test("A log that is being written keeps a call until it is known what became of it")
  func pause() {
    var reader = EventReader()
    var selection = FilteredEvents(Filter())
    var counts: [Int] = []
    let parts = [
      Self.call("09:30:00,000", "w-1"), Self.send("09:30:00,001", "w-1"),
      Self.status("09:30:00,050", "w-1", 200),
    ]
    for part in parts {
      let bytes = ContiguousArray(part.utf8)
      reader.read(bytes.span, into: &selection)
      reader.pause(into: &selection)
      counts.append(selection.matched)
    }
    #expect(counts == [0, 0, 1])
    #expect(reader.offset == parts.reduce(0) { $0 + $1.utf8.count })
  }

  @Test(
    "The samples give what the specification expects",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence))
  func samples() throws {
    let calls = try WebhookSpecification.rows(of: "ant-media-server.log")
    let bytes = try WebhookSpecification.contents(of: "samples/ant-media-server.log")
    let reading = Reading(bytes)
    #expect(calls.count == 5 && reading.lines.count == 5 && reading.skipped.isEmpty)
    for (row, line) in zip(calls, reading.lines) {
      let event = try JSONEvent(line)
      #expect(row.kind == "hook-call" && event["type"] == "hookCall")
      #expect(event["payload", "action"] == row.event)
      #expect(event["stream"] == row.subject)
      #expect(event["time"] == row.time + "Z")
    }
    let analytics = try WebhookSpecification.rows(of: "ant-media-server-analytics.log")
    let log = try WebhookSpecification.contents(of: "samples/ant-media-server-analytics.log")
    let measured = Reading(log)
    #expect(measured.lines.count == analytics.count && measured.accountsForEveryByte)
    #expect(measured.allReasons.isEmpty)
    for (row, line) in zip(analytics, measured.lines) {
      let event = try JSONEvent(line)
      #expect(row.kind == "analytics" && event["system"] == "antmedia")
      #expect(event["type"] == row.event && event["stream"] == row.subject)
      #expect(event["time"] == row.time)
      #expect(event["extra", "event"] == nil)
    }
  }
}
