import TestSupport
import Testing

@testable import EventLog

@Suite("Failed pulls")
struct PullTests {
  private func only(_ plan: inout ChecksPlan) { plan.checks = [.pulls] }

  private func fail(_ log: inout SessionLog, at time: Double, uri: String = "rtmp://h/a") {
    log.add(
      "pullStreamFailed", at: time, #""configId":7,"localStreamName":"cam","uri":"\#(uri)""#)
  }

  @Test("Failures are told of by stream and target, with what was before and behind them")
  func runs() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    log.stream("inStreamClosed", 1, at: 100, upTime: 100)
    for time in [110.0, 120, 130] { fail(&log, at: time) }
    fail(&log, at: 125, uri: "rtmp://h/b")
    log.stream("inStreamCreated", 2, at: 140.5)
    log.stream("inStreamClosed", 2, at: 150, upTime: 9.5)
    fail(&log, at: 160)
    #expect(
      findings(log, evidence: true, only) == [
        "23:01:50.000Z 23:02:10.000Z pulls error cam 3 pulls of rtmp://h/a failed in 20s, "
          + "30s after the stream was there last; it came in 10.5s later "
          + #"{"target":"rtmp://h/a","fails":3,"lastSuccess":"2026-11-20T23:01:40.000Z","#
          + #""secondsSinceSuccess":30.000,"nextSuccess":"2026-11-20T23:02:20.500Z","configId":7}"#,
        "23:02:05.000Z . pulls error cam 1 pull of rtmp://h/b failed, 25s after the stream was "
          + "there last; it came in 15.5s later "
          + #"{"target":"rtmp://h/b","fails":1,"lastSuccess":"2026-11-20T23:01:40.000Z","#
          + #""secondsSinceSuccess":25.000,"nextSuccess":"2026-11-20T23:02:20.500Z","configId":7}"#,
        "23:02:40.000Z . pulls error cam 1 pull of rtmp://h/a failed, 10s after the stream was "
          + "there last "
          + #"{"target":"rtmp://h/a","fails":1,"lastSuccess":"2026-11-20T23:02:30.000Z","#
          + #""secondsSinceSuccess":10.000,"nextSuccess":null,"configId":7}"#,
      ])
    #expect(
      findings(log) {
        only(&$0)
        $0.pullCount = 3
      }.count == 1)
  }

  @Test("More than an hour without a failure makes two of them")
  func quiet() {
    var log = SessionLog()
    for time in [0.0, 3600, 7201] { fail(&log, at: time) }
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 2026-11-21T00:00:00.000Z pulls error cam 2 pulls of rtmp://h/a failed "
          + "in 1h; not seen before in this log",
        "2026-11-21T01:00:01.000Z . pulls error cam 1 pull of rtmp://h/a failed; not seen before in this log",
      ])
  }

  @Test("The address of an RTSP pull is taken from where its record has it")
  func nested() {
    var log = SessionLog()
    log.add(
      "pullStreamFailed", at: 0,
      #""customParameters":{"configId":9,"uri":{"fullUri":"rtsp://h/x","host":"h"}},"#
        + #""localStreamName":"cam""#)
    #expect(
      findings(log, evidence: true, only) == [
        "23:00:00.000Z . pulls error cam 1 pull of rtsp://h/x failed; not seen before in this log "
          + #"{"target":"rtsp://h/x","fails":1,"lastSuccess":null,"secondsSinceSuccess":null,"#
          + #""nextSuccess":null,"configId":9}"#
      ])
  }

  @Test("People are not shown the password of a target")
  func redaction() {
    var log = SessionLog()
    fail(&log, at: 0, uri: "rtsp://user:secret@h/x")
    var options = RenderOptions()
    options.redacts = true
    let text = log.answer(.checks(ChecksPlan()), as: .jsonl, options: options)
    #expect(!text.contains("secret"))
    #expect(text.contains("rtsp://user:***@h/x"))
  }
}
