import TestSupport
import Testing

@testable import EventLog

@Suite("Flaps")
struct FlapTests {
  /// A stream that comes so many times for `length` seconds, every minute from 0 on.
  private func log(_ count: Int, length: Double = 10, tag: String = "INR") -> SessionLog {
    var log = SessionLog()
    for number in 0..<count {
      let time = Double(60 * number)
      log.stream("inStreamCreated", number, at: time, tag: tag)
      log.stream("inStreamClosed", number, at: time + length, upTime: length, tag: tag)
    }
    return log
  }

  private func only(_ plan: inout ChecksPlan) { plan.checks = [.flaps] }

  @Test("Five short sessions in an hour are told of, four are not")
  func threshold() {
    #expect(findings(log(4), only) == [])
    #expect(
      findings(log(5), only) == [
        "23:00:00.000Z 23:04:10.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 3m20s in all, 50s at most"
      ])
  }

  @Test("Sessions as long as the limit, from files, or cut off by a stop are none")
  func others() {
    #expect(findings(log(6, length: 30), only) == [])
    #expect(findings(log(6, tag: "IFR"), only) == [])
    var stopped = SessionLog()
    stopped.add("serverStopping", at: 0, "\"hash\":\"\"")
    for number in 0..<6 {
      stopped.stream("inStreamClosed", number, at: Double(number), upTime: 5)
    }
    #expect(findings(stopped, only) == [])
  }

  @Test("The limit, the number and the window can be chosen")
  func options() {
    let log = log(4)
    #expect(
      findings(log) {
        only(&$0)
        $0.flapCount = 2
        $0.flapLength = 10_001
        $0.flapWindow = 70_000
      } == [
        "23:00:00.000Z 23:03:10.000Z flaps warning cam 4 sessions shorter than 10s, 2 of them "
          + "within 1m10s; away 2m30s in all, 50s at most"
      ])
    #expect(
      findings(log) {
        only(&$0)
        $0.flapCount = 2
        $0.flapWindow = 60_000
      } == [])
  }

  @Test("A spell ends when the window passes without a flap; the next one is told by itself")
  func spells() {
    var log = log(5)
    for number in 0..<5 {
      let time = Double(10_000 + 60 * number)
      log.stream("inStreamCreated", 10 + number, at: time)
      log.stream("inStreamClosed", 10 + number, at: time + 10, upTime: 10)
    }
    // Behind the first spell the stream was away for 9750 s, 2h42m30s.
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 23:04:10.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 2h45m50s in all, 2h42m30s at most",
        "2026-11-21T01:46:40.000Z 2026-11-21T01:50:50.000Z flaps warning cam 5 sessions shorter "
          + "than 30s, 5 of them within 1h; away 3m20s in all, 50s at most",
      ])
  }

  @Test("A stream that did not come back is away until the log ends")
  func away() {
    var log = log(5)
    log.add("timerTriggered", at: 370, "\"timerId\":1")
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 23:04:10.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 5m20s in all, 2m at most, and not back"
      ])
  }

  @Test("A session that another one replaces leaves no time without the stream")
  func replaced() {
    var log = SessionLog()
    log.stream("inStreamCreated", 0, at: 0)
    for number in 1...5 {
      log.stream("inStreamCreated", number, at: Double(number * 10))
      log.stream("inStreamClosed", number - 1, at: Double(number * 10) + 1, upTime: 11)
    }
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 23:00:51.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 0ms in all, 0ms at most"
      ])
  }

  @Test("A log that begins in the middle of a run tells of sessions whose beginning it has not")
  func midRun() {
    var log = SessionLog()
    for number in 0..<5 {
      log.stream("inStreamClosed", number, at: Double(100 + 60 * number), upTime: 10)
    }
    #expect(
      findings(log, only) == [
        "23:01:30.000Z 23:05:40.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 0ms in all, 0ms at most"
      ])
  }

  @Test("Viewers who are dropped within two seconds, and not back within a minute, are lost")
  func viewers() {
    func viewer(
      _ log: inout SessionLog, _ id: Int, _ type: String, _ host: Int, at time: Double, parent: Int
    ) {
      log.stream(
        type, id, at: time, upTime: type == "outStreamClosed" ? time - 1 : 0, tag: "ONR",
        more: #","farIp":"10.0.0.\#(host)","farPort":\#(id),"inStreamUniqueId":\#(parent)"#)
    }
    var log = SessionLog()
    log.stream("inStreamCreated", 0, at: 0)
    for id in 100..<105 { viewer(&log, id, "outStreamCreated", id - 100, at: 1, parent: 0) }
    // Two just before the stream, one too early, one behind it, and one of another stream.
    viewer(&log, 102, "outStreamClosed", 2, at: 7.5, parent: 0)
    viewer(&log, 100, "outStreamClosed", 0, at: 8, parent: 0)
    viewer(&log, 101, "outStreamClosed", 1, at: 9, parent: 0)
    log.stream("inStreamClosed", 0, at: 10, upTime: 10)
    viewer(&log, 103, "outStreamClosed", 3, at: 12, parent: 0)
    viewer(&log, 104, "outStreamClosed", 4, at: 12, parent: 77)
    // One is back in time, another one a millisecond too late.
    viewer(&log, 200, "outStreamCreated", 1, at: 69, parent: 0)
    viewer(&log, 201, "outStreamCreated", 0, at: 68.001, parent: 0)
    for number in 1..<5 {
      log.stream("inStreamCreated", number, at: Double(60 * number + 10))
      log.stream("inStreamClosed", number, at: Double(60 * number + 20), upTime: 10)
    }
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 23:04:20.000Z flaps warning cam 5 sessions shorter than 30s, 5 of them "
          + "within 1h; away 3m30s in all, 1m at most; 3 viewers dropped, 2 not back within 1m"
      ])
  }
}
