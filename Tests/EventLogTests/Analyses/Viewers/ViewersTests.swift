import Testing

@testable import EventLog

@Suite("Viewers")
struct ViewersTests {
  /// Three viewers of cam, of whom one came before the log began, and a packager. In seconds:
  ///
  ///     a  cam    0 ────── 40         began 10 s before the log, its beginning is not logged
  ///     b  cam        10 ─────── 50
  ///     c  cam                   50 ── 60 …  nothing tells of its end
  ///     p  cam        10 ────────────────── 80  a packager
  private var log: SessionLog {
    var log = SessionLog()
    log.add("timerCreated", at: 0, "\"timerId\":1")
    log.stream("outStreamCreated", 2, at: 10, tag: "ONR")
    log.stream("outStreamCreated", 4, at: 10, tag: "OFHLS")
    log.stream("outStreamClosed", 1, at: 40, upTime: 50, tag: "ONR")
    log.stream("outStreamClosed", 2, at: 50, upTime: 40, tag: "ONR")
    log.stream("outStreamCreated", 3, at: 50, tag: "ONR")
    log.stream("outStreamClosed", 4, at: 80, upTime: 70, tag: "OFHLS")
    log.add("timerTriggered", at: 100, "\"timerId\":1")
    return log
  }

  private func viewers(_ log: SessionLog, _ change: (inout ViewersPlan) -> Void) -> [String] {
    var plan = ViewersPlan()
    change(&plan)
    return log.answer(.viewers(plan)).split(separator: "\n").dropFirst().map {
      String($0.map { $0 == "\t" ? " " : $0 })
    }
  }

  @Test(
    "Players are counted from their beginning to their end, also those that came before the log")
  func players() {
    // a 40 s, b 40 s and c 50 s of 100 s.
    #expect(
      viewers(log) { $0.onlyPlayers = true } == ["cam 1 1.30 2 2026-11-20T23:00:10.000Z"])
  }

  @Test("Packagers count where all outputs are asked for, and only there")
  func outbound() {
    #expect(viewers(log) { _ in } == ["cam 1 1.30 2 2026-11-20T23:00:10.000Z"])
    #expect(
      viewers(log) { $0.onlyPlayers = false } == ["cam 1 2.00 3 2026-11-20T23:00:10.000Z"])
  }

  @Test("In stretches of time those count who were there when one began")
  func stretches() {
    let rows = viewers(log) {
      $0.onlyPlayers = true
      $0.isByStream = false
      $0.step = TimeStep("40s")
    }
    // 23:00:00 is a multiple of 40 s since 1970, and the last stretch is cut by the end of the log.
    #expect(
      rows == [
        "2026-11-20T23:00:00.000Z 2 1.75 2 2026-11-20T23:00:10.000Z",
        "2026-11-20T23:00:40.000Z 1 1.00 2 2026-11-20T23:00:40.000Z",
        "2026-11-20T23:01:20.000Z 1 1.00 1 2026-11-20T23:01:20.000Z",
      ])
  }

  @Test("Stretches begin on a round time, also the first, of which a window holds a part")
  func roundTimes() {
    let rows = viewers(log) {
      $0.onlyPlayers = true
      $0.isByStream = false
      $0.step = TimeStep("40s")
      $0.choice.window = TimeWindow(
        since: EventTime(seconds: Int64(SessionLog.start + 20)),
        until: EventTime(seconds: Int64(SessionLog.start + 60)))
    }
    // a and b the 20 s of the first stretch, then b 10 s and c 10 s.
    #expect(
      rows == [
        "2026-11-20T23:00:00.000Z 2 2.00 2 2026-11-20T23:00:20.000Z",
        "2026-11-20T23:00:40.000Z 1 1.00 2 2026-11-20T23:00:40.000Z",
      ])
  }

  @Test("A window begins with those who are there")
  func window() {
    let rows = viewers(log) {
      $0.onlyPlayers = true
      $0.choice.window = TimeWindow(
        since: EventTime(seconds: Int64(SessionLog.start + 20)),
        until: EventTime(seconds: Int64(SessionLog.start + 60)))
    }
    // a 20 s, b 30 s and c 10 s of 40 s.
    #expect(rows == ["cam 1 1.50 2 2026-11-20T23:00:20.000Z"])
  }

  @Test("The average is that of the time the log tells of, though the window begins before it")
  func earlyWindow() {
    let rows = viewers(log) {
      $0.onlyPlayers = true
      $0.choice.window = TimeWindow(since: EventTime(seconds: Int64(SessionLog.start - 3600)))
    }
    #expect(rows == ["cam 1 1.30 2 2026-11-20T23:00:10.000Z"])
  }

  @Test("All viewers are gone when the server is")
  func restart() {
    var log = SessionLog()
    log.stream("outStreamCreated", 1, "a", at: 0, tag: "ONR")
    log.stream("outStreamCreated", 2, "b", at: 10, tag: "ONR")
    log.restart(process: 43)
    log.add("serverStarted", at: 20, #""banner":"x""#)
    log.stream("outStreamCreated", 1, "b", at: 30, tag: "ONR")
    log.add("timerTriggered", at: 40, "\"timerId\":1")
    let rows = viewers(log) { $0.showsTotals = true }
    // What is known of a and b ends with the last record of their server, at 10 s.
    #expect(
      rows == [
        "a 0 0.25 1 2026-11-20T23:00:00.000Z", "b 1 0.25 1 2026-11-20T23:00:10.000Z",
        "total 1 0.50 2 2026-11-20T23:00:10.000Z",
      ])
  }

  @Test("Streams are shown in the order of their peaks, and only so many as were asked for")
  func order() {
    var log = SessionLog()
    for (id, name) in ["a", "b", "b", "c", "c"].enumerated() {
      log.stream("outStreamCreated", id, name, at: Double(id), tag: "ONR")
    }
    #expect(
      viewers(log) { $0.limit = 2 }.map { $0.prefix(1) } == ["b", "c"])
    #expect(viewers(log) { _ in }.map { $0.prefix(1) } == ["b", "c", "a"])
  }

  @Test("A log without events has no viewers, and says nothing of them")
  func nothing() {
    #expect(viewers(SessionLog()) { $0.showsTotals = true }.isEmpty)
  }
}
