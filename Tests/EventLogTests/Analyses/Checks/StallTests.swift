import TestSupport
import Testing

@testable import EventLog

@Suite("Stalls")
struct StallTests {
  private func only(_ plan: inout ChecksPlan) { plan.checks = [.stalls] }

  private func codecs(_ audio: String, _ video: String) -> String {
    #","audio":{"codec":"\#(audio)"},"video":{"codec":"\#(video)"}"#
  }

  private func report(_ log: inout SessionLog, _ type: String, _ id: Int = 1, at time: Double) {
    log.add(type, at: time, #""id":\#(id),"localStreamName":"cam""#)
  }

  @Test("Reports that are not far apart are one stall, others are two")
  func runs() {
    var log = SessionLog()
    for time in [0.0, 60, 121, 130] { report(&log, "videoFeedStopped", at: time) }
    report(&log, "audioFeedStopped", 2, at: 131)
    log.add("timerTriggered", at: 500, "\"timerId\":1")
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 23:01:00.000Z stalls warning cam no picture for 1m (2 reports); "
          + "no further report",
        "23:02:01.000Z 23:02:10.000Z stalls warning cam no picture for 9s (2 reports); "
          + "no further report",
        "23:02:11.000Z . stalls warning cam no sound (1 report); no further report",
      ])
    #expect(
      findings(log) {
        only(&$0)
        $0.stallGap = 61_000
      }.first == "23:00:00.000Z 23:02:10.000Z stalls warning cam no picture for 2m10s "
        + "(4 reports); no further report")
  }

  @Test("A stall ends with its stream if that is closed soon, and else with the last report")
  func closed() {
    var log = SessionLog()
    for id in [1, 2] { log.stream("inStreamCreated", id, at: 0) }
    for id in [1, 2] { report(&log, "videoFeedStopped", id, at: 10) }
    log.stream("inStreamClosed", 1, at: 30.5, upTime: 30.5)
    log.stream("inStreamClosed", 2, at: 71, upTime: 71)
    #expect(
      findings(log, only) == [
        "23:00:10.000Z . stalls warning cam no picture (1 report); no further report",
        "23:00:10.000Z 23:00:30.500Z stalls warning cam no picture for 20.5s (1 report), "
          + "until the stream was closed",
      ])
  }

  @Test("A crash ends a stall; numbers of streams mean others behind it")
  func restart() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    report(&log, "videoFeedStopped", at: 10)
    log.add("timerTriggered", at: 12, "\"timerId\":1")
    log.restart(process: 43)
    report(&log, "videoFeedStopped", at: 20)
    #expect(
      findings(log, only) == [
        "23:00:10.000Z 23:00:12.000Z stalls warning cam no picture for 2s (1 report), "
          + "until the server was started again",
        "23:00:20.000Z . stalls warning cam no picture (1 report), until the end of the log",
      ])
  }

  @Test("A medium that the stream never had does not stall; one that it has does")
  func media() {
    var log = SessionLog()
    // Of a medium that never came the server says after a while that it is passed through.
    log.stream("inStreamCreated", 1, at: 0, more: codecs("AUNK", "VUNK"))
    log.stream("inStreamCodecsUpdated", 1, at: 1, upTime: 1, more: codecs("AUNK", "VH264"))
    log.stream("inStreamCodecsUpdated", 1, at: 6, upTime: 6, more: codecs("APT", "VH264"))
    report(&log, "audioFeedStopped", at: 7)
    #expect(findings(log, only) == [])
    report(&log, "videoFeedStopped", at: 8)
    #expect(
      findings(log, only) == [
        "23:00:08.000Z . stalls warning cam no picture (1 report), until the end of the log"
      ])
  }

  @Test("Where the log does not show how the stream began, reports are believed")
  func unknown() {
    var log = SessionLog()
    log.stream("inStreamCodecsUpdated", 1, at: 1, upTime: 1, more: codecs("AUNK", "VH264"))
    report(&log, "audioFeedStopped", at: 7)
    #expect(findings(log, only).count == 1)
  }
}
