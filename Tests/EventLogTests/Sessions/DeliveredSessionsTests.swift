import Testing

@testable import EventLog

@Suite("Sessions of which webhooks tell")
struct DeliveredSessionsTests {
  /// 2026-11-20T23:00:00Z.
  private static let start = 1_795_215_600_000

  private static func antmedia(
    _ action: String, _ stream: String = "cam", at seconds: Double, by viewer: String? = nil,
    app: String? = "live"
  ) -> String {
    let viewer = viewer.map { #""subscriberId":"\#($0)","# } ?? ""
    let app = app.map { #""app":"\#($0)","# } ?? ""
    let stamp = start + Int((seconds * 1000).rounded())
    return #"{\#(app)\#(viewer)"action":"\#(action)","id":"\#(stream)","timestamp":"\#(stamp)"}"#
      + "\n"
  }

  private static func fastpix(
    _ event: String, _ stream: String = "s-1", minute: Int, second: Int = 0
  ) -> String {
    let stamp =
      "2026-11-20T23:\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)Z"
    return #"{"type":"video.live_stream.\#(event)","object":{"type":"live","id":"\#(stream)"},"#
      + #""id":"e-\#(event)-\#(minute)-\#(second)","workspace":{"id":"w"},"#
      + #""data":{"streamId":"\#(stream)"},"createdAt":"\#(stamp)"}"# + "\n"
  }

  /// The rows of `sessions`, read without a format.
  private func sessions(
    _ log: [String], _ columns: [SessionColumn] = [.stream, .direction, .seconds, .status]
  ) -> [String] {
    var plan = SessionsPlan()
    plan.columns = columns
    return answer(.sessions(plan), log)
  }

  private func answer(_ question: EventTask, _ log: [String]) -> [String] {
    var selection = FilteredEvents(
      Filter(), question.shown(as: .tsv))
    selection.read([[log.joined().utf8]])
    return selection.printed.split(separator: "\n").dropFirst().map {
      String($0.map { $0 == "\t" ? " " : $0 })
    }
  }

  @Test("A live stream of FastPix is there from connected to idle; a disconnection ends nothing")
  func fastpix() {
    let log = [
      Self.fastpix("created", minute: 0), Self.fastpix("connected", minute: 1),
      Self.fastpix("active", minute: 1, second: 2), Self.fastpix("recording", minute: 2),
      Self.fastpix("disconnected", minute: 5), Self.fastpix("connected", minute: 5, second: 30),
      Self.fastpix("active", minute: 5, second: 31), Self.fastpix("disconnected", minute: 9),
      Self.fastpix("idle", minute: 10), Self.fastpix("deleted", minute: 20),
    ]
    #expect(
      sessions(log, [.stream, .system, .direction, .start, .end, .seconds, .status]) == [
        "s-1 fastpix in 2026-11-20T23:01:00.000Z 2026-11-20T23:10:00.000Z 540.000 closed"
      ])
  }

  @Test("Streams and viewers of Ant Media Server are told apart by application and name")
  func antmedia() {
    let log = [
      Self.antmedia("liveStreamStarted", at: 0),
      Self.antmedia("liveStreamStarted", at: 1, app: "other"),
      Self.antmedia("playStarted", at: 2, by: "ann"),
      Self.antmedia("playStarted", at: 3, by: "bob"),
      Self.antmedia("playStopped", at: 10, by: "ann"),
      Self.antmedia("liveStreamEnded", at: 20, app: "other"),
      Self.antmedia("playStopped", at: 23, by: "bob"),
      Self.antmedia("liveStreamEnded", at: 30),
    ]
    #expect(
      sessions(log, [.stream, .application, .direction, .seconds, .status]) == [
        "cam live out 8.000 closed", "cam other in 19.000 closed", "cam live out 20.000 closed",
        "cam live in 30.000 closed",
      ])
    var plan = ViewersPlan()
    plan.isByStream = true
    // Two at once from second 3 to 10: (8 + 20) / 30.
    #expect(answer(.viewers(plan), log) == ["cam 0 0.93 2 2026-11-20T23:00:03.000Z"])
  }

  @Test("Viewers without a name end in the order in which they began")
  func anonymous() {
    let log = [
      Self.antmedia("playStarted", at: 0), Self.antmedia("playStarted", at: 5),
      Self.antmedia("playStopped", at: 8), Self.antmedia("playStarted", at: 9),
      Self.antmedia("playStopped", at: 15), Self.antmedia("playStopped", at: 16),
    ]
    #expect(
      sessions(log) == ["cam out 8.000 closed", "cam out 10.000 closed", "cam out 7.000 closed"])
  }

  @Test("A player that is said to have stopped twice has stopped once")
  func echo() {
    let log = [
      Self.antmedia("playStarted", at: 0, by: "ann"),
      Self.antmedia("playStopped", at: 10, by: "ann"),
      Self.antmedia("playStopped", at: 10.2, by: "ann"),
    ]
    #expect(sessions(log) == ["cam out 10.000 closed"])
    let later = Self.antmedia("playStopped", at: 500, by: "ann")
    #expect(sessions(log + [later]) == ["cam out 10.000 closed", "cam out  unopened"])
  }

  @Test("An end that is delivered before its beginning does not leave a stream open for hours")
  func disorder() {
    let started = Self.antmedia("liveStreamStarted", at: 0)
    let ended = Self.antmedia("liveStreamEnded", at: 12)
    let hours = Self.antmedia("vodReady", "other", at: 36_000)
    #expect(sessions([started, ended, hours]) == ["cam in 12.000 closed"])
    #expect(sessions([ended, started, hours]) == ["cam in 12.000 closed"])
  }

  @Test("An end that is stamped just before its beginning lasted no time")
  func stampedBefore() {
    let started = Self.antmedia("playStarted", at: 10, by: "ann")
    let stopped = Self.antmedia("playStopped", at: 9.997, by: "ann")
    let hours = Self.antmedia("vodReady", "other", at: 36_000)
    #expect(sessions([started, stopped, hours]) == ["cam out 0.000 closed"])
    #expect(sessions([stopped, started, hours]) == ["cam out 0.000 closed"])
  }

  @Test("A beginning that comes again when all is over opens nothing")
  func late() {
    let log = [
      Self.fastpix("active", minute: 1, second: 2), Self.fastpix("idle", minute: 10),
      Self.fastpix("connected", minute: 1), Self.fastpix("updated", minute: 50),
    ]
    #expect(sessions(log) == ["s-1 in 538.000 closed"])
  }

  @Test("A beginning out of order makes an open stream begin earlier")
  func earlier() {
    let log = [
      Self.fastpix("active", minute: 1, second: 2), Self.fastpix("connected", minute: 1),
      Self.fastpix("idle", minute: 2),
    ]
    #expect(sessions(log) == ["s-1 in 60.000 closed"])
  }

  @Test("A stream that comes again is another session")
  func again() {
    let log = [
      Self.antmedia("liveStreamStarted", at: 0), Self.antmedia("liveStreamEnded", at: 10),
      Self.antmedia("liveStreamStarted", at: 10), Self.antmedia("liveStreamEnded", at: 25),
    ]
    #expect(sessions(log) == ["cam in 10.000 closed", "cam in 15.000 closed"])
  }

  @Test("A second start whose first end was lost is another session, a repeated one is not")
  func lostEnd() {
    let first = Self.antmedia("liveStreamStarted", at: 0)
    let second = Self.antmedia("liveStreamStarted", at: 100)
    let end = Self.antmedia("liveStreamEnded", at: 200)
    let expected = ["cam in 100.000 replaced", "cam in 100.000 closed"]
    #expect(sessions([first, first, second, end]) == expected)
    #expect(sessions([second, first, first, end]) == expected, "out of order")
    let late = Self.antmedia("liveStreamEnded", at: 40)
    #expect(sessions([first, second, late, end]) == expected, "an end that comes too late")
    let viewers = [
      Self.antmedia("playStarted", at: 0, by: "ann"),
      Self.antmedia("playStarted", at: 10, by: "ann"),
      Self.antmedia("playStopped", at: 30, by: "ann"),
    ]
    #expect(sessions(viewers) == ["cam out 10.000 replaced", "cam out 20.000 closed"])
    #expect(answer(.viewers(ViewersPlan()), viewers) == ["cam 0 1.00 1 2026-11-20T23:00:00.000Z"])
  }

  @Test("The end of an earlier session leaves the open one open")
  func earlierEnd() {
    let log = [
      Self.antmedia("liveStreamStarted", at: 100), Self.antmedia("liveStreamEnded", at: 50),
      Self.antmedia("liveStreamEnded", at: 130),
    ]
    #expect(sessions(log) == ["cam in  unopened", "cam in 30.000 closed"])
  }

  @Test("An end without a beginning is told of, an event of no stream is not")
  func unopened() {
    let nobody =
      #"{"app":"live","action":"playStopped","id":null,"timestamp":"1795215600000"}"# + "\n"
    #expect(
      sessions([nobody, Self.antmedia("liveStreamEnded", at: 10)], [.stream, .end, .status])
        == ["cam 2026-11-20T23:00:10.000Z unopened"])
  }

  @Test("A restart of the media server ends its own streams and no others")
  func restart() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "own", at: 1)
    let before = log.text
    log.restart(process: 43)
    log.add("serverStarted", at: 100, #""banner":"x""#)
    let after = String(log.text.dropFirst(before.count))
    let mixed = [
      before, Self.antmedia("liveStreamStarted", at: 2),
      Self.fastpix("active", minute: 0, second: 3),
      after, Self.antmedia("liveStreamEnded", at: 200), Self.fastpix("idle", minute: 5),
    ]
    #expect(
      sessions(mixed) == [
        "cam in 198.000 closed", "s-1 in 297.000 closed", "own in 2.000 restart",
      ])
  }

  @Test("Only so many ends are remembered, and those not waited for any longer are told of")
  func limit() {
    var ends = DeliveredEnds(limit: 2)
    func key(_ number: Int64) -> SessionKey { SessionKey(second: number) }
    let time = EventTime(milliseconds: 1000)
    var session = Session()
    session.id = 1
    let given = [
      ends.note(key(1), at: time, unopened: session), ends.note(key(2), at: time),
      ends.note(key(3), at: time),
    ]
    #expect(given.map { $0?.id } == [nil, nil, 1])
    #expect(!ends.isEcho(key(1), at: time) && ends.isEcho(key(2), at: time))
    let rest = ends.takeUnopened()
    #expect(rest.isEmpty)
  }

  private static func analytics(
    _ event: String, at seconds: Double, _ fields: String = "", source: String = "server"
  ) -> String {
    let stamp = start + Int((seconds * 1000).rounded())
    return #"2026-11-20 23:00:00,000 [w-1] INFO  analytics - {\#(fields)"event":"\#(event)","#
      + #""timeMs":\#(stamp),"app":"live","streamId":"cam","logSource":"\#(source)"}"# + "\n"
  }

  @Test("The analytics log tells of streams and viewers; what players tell of them begins none")
  func analytics() {
    let log = [
      Self.analytics("publishStarted", at: 0), Self.analytics("playStarted", at: 2),
      Self.analytics("playStartedFirstTime", at: 2.5, source: "client"),
      Self.analytics("playStarted", at: 2.6, source: "client"),
      Self.analytics("playPaused", at: 5, source: "client"),
      Self.analytics("playStarted", at: 6, source: "client"),
      Self.analytics("playEnded", at: 9, source: "client"),
      Self.analytics("playEnded", at: 29), Self.analytics("publishEnded", at: 30),
    ]
    #expect(sessions(log) == ["cam out 27.000 closed", "cam in 30.000 closed"])
    #expect(
      sessions(
        [Self.analytics("publishEnded", at: 30, #""durationMs":30000,"#)], [.start, .status])
        == ["2026-11-20T23:00:00.000Z unopened"])
  }

  @Test("A stream of which webhooks and the analytics log tell is one session")
  func analyticsAndWebhooks() {
    let log = [
      Self.antmedia("liveStreamStarted", at: 0), Self.analytics("publishStarted", at: 0.2),
      Self.antmedia("liveStreamEnded", at: 30), Self.analytics("publishEnded", at: 30.1),
    ]
    #expect(sessions(log) == ["cam in 30.000 closed"])
    let viewer = Self.antmedia("playStarted", at: 1, by: #"v","logSource":"client"#)
    #expect(sessions([viewer, Self.antmedia("playStopped", at: 5, by: "v")]).count == 1)
  }
}
