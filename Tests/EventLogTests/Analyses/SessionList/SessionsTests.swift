import Testing

@testable import EventLog

@Suite("Sessions")
struct SessionsTests {
  @Test("A stream is joined from its beginning to its end, with what was last known of it")
  func joined() {
    var log = SessionLog()
    let peer = #","farIp":"10.0.0.24","farPort":4000,"userAgent":"FMLE","appName":"live""#
    log.stream("inStreamCreated", 17, at: 10, upTime: 0.5, more: peer)
    log.add(
      "inStreamCodecsUpdated", at: 11,
      #""creationTimestamp":1795215609500.0000,"name":"cam","type":"INR","uniqueId":17,"#
        + #""video":{"codec":"VH264","width":1920,"height":1080}"#)
    // While it is torn down its codecs have fallen back to unknown.
    log.stream("inStreamClosed", 17, at: 20, upTime: 10.5, bytes: 1_312_500, dropped: 12_000)
    let rows = log.sessions([
      .stream, .direction, .type, .id, .process, .start, .end, .seconds, .bytes, .kbps,
      .dropPercent, .address, .userAgent, .application, .videoCodec, .audioCodec, .width, .status,
    ])
    // 1 312 500 bytes in 10.5 s are 1000 kbit/s; 12 000 of 1 324 500 bytes are 0.906 %.
    #expect(
      rows == [
        "cam in INR 17 42 2026-11-20T23:00:09.500Z 2026-11-20T23:00:20.000Z 10.500 1312500 1000 "
          + "0.90 10.0.0.24:4000 FMLE live VH264  1920 closed"
      ])
  }

  @Test("A fed stream keeps the number of the one that feeds it, though its end says null")
  func parent() {
    var log = SessionLog()
    log.stream("outStreamCreated", 3, at: 1, tag: "ONR", more: #","inStreamUniqueId":null"#)
    log.stream(
      "outStreamCodecsUpdated", 3, at: 2, upTime: 1, tag: "ONR", more: #","inStreamUniqueId":1"#)
    log.stream(
      "outStreamClosed", 3, at: 4, upTime: 3, tag: "ONR", more: #","inStreamUniqueId":null"#)
    #expect(log.sessions([.direction, .parent, .status]) == ["out 1 closed"])
  }

  @Test("An end without a beginning is shown, and begins when its record says")
  func unopened() {
    var log = SessionLog()
    log.stream("inStreamClosed", 1, at: 60, upTime: 90)
    #expect(
      log.sessions([.id, .start, .seconds, .status]) == [
        "1 2026-11-20T22:59:30.000Z 90.000 unopened"
      ])
  }

  @Test("A stream that is met before its end, but not at its beginning, is unopened once it ends")
  func metLate() {
    var log = SessionLog()
    log.stream("inStreamCodecsUpdated", 1, at: 10, upTime: 40)
    #expect(log.sessions([.id, .seconds, .status]) == ["1 40.000 open"])
    log.stream("inStreamClosed", 1, at: 60, upTime: 90)
    #expect(log.sessions([.id, .seconds, .status]) == ["1 90.000 unopened"])
  }

  @Test("What never ends is open up to the last event of the log")
  func open() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "a", at: 10)
    log.stream("inStreamCreated", 2, "b", at: 15)
    log.add("timerTriggered", at: 30, #""timerId":1"#)
    #expect(log.sessions() == ["a 1 20.000 open", "b 2 15.000 open"])
  }

  @Test("A server that crashed ends its streams with its last record")
  func crash() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "a", at: 10)
    log.stream("inStreamCreated", 2, "b", at: 12)
    log.stream("inStreamClosed", 1, "a", at: 15, upTime: 5)
    log.restart(process: 43)
    log.add("serverStarted", at: 100, #""banner":"x""#)
    // The numbers begin anew: it is another stream.
    log.stream("inStreamCreated", 2, "b", at: 110)
    log.stream("inStreamClosed", 2, "b", at: 130, upTime: 20)
    #expect(log.sessions() == ["a 1 5.000 closed", "b 2 20.000 closed", "b 2 3.000 restart"])
  }

  @Test("A crash is noticed by the counters alone, when the process has the same number again")
  func crashInContainer() {
    var log = SessionLog()
    log.process = 1
    for entry in 0..<8 { log.stream("inStreamCreated", entry, "s\(entry)", at: Double(entry)) }
    log.restart()
    log.stream("inStreamCreated", 0, "new", at: 50)
    let rows = log.sessions()
    #expect(rows.count == 9)
    #expect(rows.first == "s0 0 7.000 restart")
    #expect(rows.last == "new 0 0.000 open")
  }

  @Test("A server that announced its end has stopped its streams")
  func stop() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 10)
    log.add("serverStopping", at: 30, #""banner":"x""#)
    #expect(log.sessions() == ["cam 1 20.000 stop"])
    log.restart(process: 43)
    log.add("serverStarted", at: 90, #""banner":"x""#)
    #expect(log.sessions() == ["cam 1 20.000 stop"])
  }

  @Test("Streams of edges are told apart by process, though their numbers are the same")
  func edges() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "origin", at: 1)
    let edge = #""creationTimestamp":1795215602000.0000,"name":"edge","type":"INR","uniqueId":1"#
    log.add("inStreamCreated", at: 2, #""PID":500,"# + edge)
    log.add("inStreamClosed", at: 5, #""PID":500,"# + edge + #","upTime":3000.0000"#)
    #expect(log.sessions() == ["edge 1 3.000 closed", "origin 1 4.000 open"])
  }

  @Test("A rotated set is one log: what straddles its files is joined")
  func straddling() {
    var first = SessionLog()
    first.stream("inStreamCreated", 1, at: 10)
    var second = SessionLog()
    second.add("timerCreated", at: 1, "\"timerId\":1")
    second.stream("inStreamClosed", 1, at: 40, upTime: 30)
    let files = [first.text, second.text.split(separator: "\n").dropFirst().joined() + "\n"]
    #expect(SessionLog.sessions([files]) == ["cam 1 30.000 closed"])
  }

  /// Parts of a log whose numbers began again with the second life of the server, process 8, which went on
  /// with the parts of the first one, process 7.
  private static var parts: [String] {
    var (first, second) = (SessionLog(), SessionLog())
    (first.process, second.process) = (7, 8)
    first.stream("inStreamCreated", 1, "long", at: 0)
    first.stream("inStreamCreated", 2, "cut", at: 10)
    second.add("serverStarted", at: 100, #""x":1"#)
    second.stream("inStreamCreated", 1, "later", at: 110)
    let begun = (first.text.utf8.count, second.text.utf8.count)
    first.stream("inStreamClosed", 1, "long", at: 50, upTime: 50)
    second.stream("inStreamClosed", 1, "later", at: 140, upTime: 30)
    second.stream("inStreamCreated", 2, "last", at: 150)
    return [
      String(first.text.prefix(begun.0)) + second.text.prefix(begun.1),
      String(first.text.dropFirst(begun.0)) + second.text.dropFirst(begun.1),
    ]
  }

  @Test("A stream that goes on in the next part is one, though a later server wrote in between")
  func numberedParts() {
    var plan = SessionsPlan()
    plan.columns = [.stream, .process, .seconds, .status]
    var selection = FilteredEvents(
      Filter(), .sessions(plan, .csv))
    selection.read([Self.parts.map(\.utf8)], format: .json)
    #expect(
      selection.printed.split(separator: "\n").dropFirst() == [
        "long,7,50.000,closed", "later,8,30.000,closed", "cut,7,40.000,restart",
        "last,8,0.000,open",
      ])
  }

  @Test("Nobody watches the streams of a server that is gone, in numbered parts too")
  func viewersOfNumberedParts() {
    var selection = FilteredEvents(
      Filter(), .viewers(ViewersPlan(), .csv))
    let parts = Self.parts.map {
      $0.replacing("inStream", with: "outStream").replacing("INR", with: "ONR")
    }
    selection.read([parts.map(\.utf8)], format: .json)
    // Two from 10 to 50 seconds, when the first server was heard of last; of 150 seconds in all
    // 50, 40, 30 and 0 were watched.
    #expect(
      selection.printed.split(separator: "\n").dropFirst() == [
        "cut,0,0.27,1,2026-11-20T23:00:10.000Z", "last,1,0.00,1,2026-11-20T23:02:30.000Z",
        "later,0,0.20,1,2026-11-20T23:01:50.000Z", "long,0,0.33,1,2026-11-20T23:00:00.000Z",
      ])
  }

  @Test("A restart in one log leaves the streams of another one alone")
  func severalLogs() {
    var first = SessionLog()
    first.stream("inStreamCreated", 1, "first", at: 10)
    first.add("timerTriggered", at: 20, "\"timerId\":1")
    var second = SessionLog()
    second.process = 77
    second.stream("inStreamCreated", 1, "second", at: 5)
    second.restart(process: 78)
    second.stream("inStreamCreated", 1, "third", at: 9)
    #expect(
      SessionLog.sessions([[first.text], [second.text]], [.stream, .seconds, .status]) == [
        "second 0.000 restart", "first 10.000 open", "third 0.000 open",
      ])
  }

  @Test("The same record twice, as two sinks of a server write it, opens one session")
  func twice() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 10)
    log.stream("inStreamCreated", 1, at: 10)
    log.stream("inStreamClosed", 1, at: 20, upTime: 10)
    #expect(log.sessions() == ["cam 1 10.000 closed"])
  }

  @Test("Players of the web server are joined by number and by the time of their start")
  func players() {
    var log = SessionLog()
    let player = #""clientIP":"203.0.113.5","playlist":"/web/hls/cam/playlist.m3u8","#
    let start = #""startTime":"2026-11-20T23-00-10""#
    log.add("streamingSessionStarted", at: 10, player + #""sessionId":12,"# + start)
    log.add(
      "streamingSessionEnded", at: 70,
      player + #""sessionId":12,"# + start + #","stopTime":"2026-11-20T23-01-08""#)
    log.add(
      "streamingSessionStarted", at: 80,
      player + #""sessionId":12,"startTime":"2026-11-20T23-01-20""#)
    #expect(
      log.sessions([.file, .kind, .id, .seconds, .address, .status]) == [
        "/web/hls/cam/playlist.m3u8 http 12 58.000 203.0.113.5 closed",
        "/web/hls/cam/playlist.m3u8 http 12 0.000 203.0.113.5 open",
      ])
  }

  @Test("Recordings and chunks are joined by file")
  func files() {
    var log = SessionLog()
    log.add(
      "recordChunkCreated", at: 0, #""file":"/r/a.mp4","startTime":"2026-11-20T23:00:00.000""#)
    log.add("hlsChunkCreated", at: 1, #""file":"/h/1.ts""#)
    log.add("hlsChunkClosed", at: 3, #""file":"/h/1.ts","segmentDuration":2002.5000"#)
    log.add(
      "recordChunkClosed", at: 61,
      #""file":"/r/a.mp4","startTime":"2026-11-20T23:00:00.000","stopTime":"2026-11-20T23:01:00.000""#
    )
    #expect(log.sessions([.file, .kind, .seconds]) == ["/r/a.mp4 recording 60.000"])
    #expect(
      log.sessions([.file, .kind, .seconds]) { $0.choice.kinds = [.chunk] } == [
        "/h/1.ts chunk 2.002"
      ])
  }

  @Test("A window holds the sessions that lie in it at least in part")
  func window() {
    var log = SessionLog()
    for (id, start, end) in [(1, 10.0, 20.0), (2, 15.0, 40.0), (3, 30.0, 35.0), (4, 50.0, 60.0)] {
      log.stream("inStreamCreated", id, at: start)
      log.stream("inStreamClosed", id, at: end, upTime: end - start)
    }
    func moment(_ seconds: Int) -> EventTime? {
      EventTime(seconds: Int64(SessionLog.start + seconds))
    }
    let rows = log.sessions([.id]) {
      $0.choice.window = TimeWindow(since: moment(25), until: moment(50))
    }
    #expect(rows == ["2", "3"])
  }

  @Test("Sessions are sorted by a column, those without a value last, and only the first shown")
  func order() {
    var log = SessionLog()
    for (id, bytes) in [(1, 500), (2, 9000), (3, 70)] {
      log.stream("inStreamCreated", id, at: 1)
      log.stream("inStreamClosed", id, at: 2, upTime: 1, bytes: bytes)
    }
    log.stream("inStreamCreated", 4, at: 1)
    #expect(
      log.sessions([.id]) { $0.order = .init(.bytes, isDescending: true) } == ["2", "1", "3", "4"])
    #expect(
      log.sessions([.id]) { $0.order = .init(.bytes, isDescending: false) } == ["3", "1", "2", "4"])
    #expect(
      log.sessions([.id]) {
        $0.order = .init(.bytes, isDescending: true)
        $0.limit = 2
      } == ["2", "1"])
  }

  @Test("Far too many open streams make the oldest give way, which is told")
  func limit() {
    var log = SessionLog()
    for id in 1...3 { log.stream("inStreamCreated", id, at: Double(id)) }
    var collector = Collector(limit: 2)
    collector.read(log.text)
    #expect(collector.ended == [1, 2, 3])
    #expect(collector.table.forgotten == 1)
  }

  @Test("A duration that a step of the clock made negative stays as it was recorded")
  func negative() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 10)
    log.add(
      "inStreamClosed", at: 11,
      #""creationTimestamp":1795215610000.0000,"name":"cam","type":"INR","uniqueId":1,"#
        + #""upTime":-3500.2500,"audio":{"bytesCount":10},"video":{"bytesCount":10}"#)
    #expect(log.sessions([.seconds, .bytes, .kbps]) == ["-3.500 20 "])
  }
}

/// Collects what a table tells.
private struct Collector: EventConsumer, ~Copyable {
  var table: SessionTable
  private(set) var ended: [Int64] = []

  init(limit: Int) { table = SessionTable(readsDetails: false, limit: limit) }

  var wantedKinds: EventKindSet { .all }
  var needsTimes: Bool { true }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    table.take(event)
    return .proceed
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}

  mutating func read(_ log: String) {
    var reader = EventReader(format: .json)
    let bytes = ContiguousArray(log.utf8)
    reader.read(bytes.span, into: &self)
    reader.finish(into: &self)
    table.finish()
    for case .ended(let session) in table.changes { ended.append(session.id ?? -1) }
  }
}
