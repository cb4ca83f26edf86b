import TestSupport
import Testing

@testable import EventLog

@Suite("Gaps between chunks")
struct GapTests {
  private func only(_ plan: inout ChecksPlan) { plan.checks = [.gaps] }

  private func chunk(
    _ log: inout SessionLog, _ file: String = "/web/cam/s_1.ts", at time: Double,
    _ type: String = "hlsChunkClosed"
  ) {
    log.add(type, at: time, #""file":"\#(file)""#)
  }

  /// Chunks at these seconds, and something else at the end.
  private func log(_ times: [Double], end: Double? = nil) -> SessionLog {
    var log = SessionLog()
    for time in times { chunk(&log, at: time) }
    if let end { log.add("timerTriggered", at: end, "\"timerId\":1") }
    return log
  }

  @Test("More than one and a half times the median is a gap, just that much is none")
  func factor() {
    #expect(findings(log([0, 10, 20, 30, 40, 55, 65]), only) == [])
    #expect(
      findings(log([0, 10, 20, 30, 40, 56, 66]), only) == [
        "23:00:40.000Z 23:00:56.000Z gaps warning cam the next hls chunk came after 16s; "
          + "the median is 10s"
      ])
    #expect(
      findings(log([0, 10, 20, 30, 40, 56, 66])) {
        only(&$0)
        $0.gapFactor = 1600
      } == [])
  }

  @Test("Stamps of whole seconds make no gaps of short chunks")
  func floor() {
    #expect(findings(log([0, 1, 2, 2, 3, 4, 6, 6, 7]), only) == [])
    #expect(findings(log([0, 2, 4, 6, 8, 11, 12, 14]), only) == [])
    #expect(findings(log([0, 2, 4, 6, 8, 12, 14]), only).count == 1)
    #expect(
      findings(log([0, 2, 4, 6, 8, 12, 14])) {
        only(&$0)
        $0.gapFloor = 2001
      } == [])
  }

  @Test("The first chunks are judged as soon as there is a median, fewer than five never")
  func first() {
    #expect(
      findings(log([0, 30, 40, 50, 60]), only) == [
        "23:00:00.000Z 23:00:30.000Z gaps warning cam the next hls chunk came after 30s; "
          + "the median is 10s"
      ])
    #expect(findings(log([0, 30, 40, 50]), only) == [])
  }

  @Test("A series that is late when the log ends is stale")
  func stale() {
    #expect(findings(log([0, 10, 20, 30, 40], end: 55), only) == [])
    #expect(
      findings(log([0, 10, 20, 30, 40], end: 56), only) == [
        "23:00:40.000Z 23:00:56.000Z gaps warning cam no further hls chunk for 16s; "
          + "the median is 10s"
      ])
  }

  @Test("A series ends with its packager, with its inbound stream, and with the server")
  func ends() {
    var log = log([0, 10, 20, 30, 40])
    log.stream(
      "outStreamClosed", 9, at: 41, upTime: 41, tag: "OFHLS",
      more: #","hlsSettings":{"targetFolder":"/web//cam/"}"#)
    log.add("timerTriggered", at: 500, "\"timerId\":1")
    #expect(findings(log, only) == [])

    log = self.log([0, 10, 20, 30, 40])
    log.stream("inStreamClosed", 1, "cam", at: 41, upTime: 50)
    log.add("timerTriggered", at: 500, "\"timerId\":1")
    #expect(findings(log, only) == [])

    log = self.log([0, 10, 20, 30, 40])
    log.add("serverStopping", at: 41, "\"hash\":\"\"")
    log.add("timerTriggered", at: 500, "\"timerId\":1")
    #expect(findings(log, only) == [])
  }

  @Test("What comes behind a restart is a new series")
  func restart() {
    var log = log([0, 10, 20, 30, 40])
    log.restart(process: 43)
    for time in [90.0, 100, 110] { chunk(&log, at: time) }
    #expect(findings(log, only) == [])
  }

  @Test("Sound and picture have series of their own, and so have parts of recordings")
  func series() {
    var log = SessionLog()
    for time in stride(from: 0.0, through: 50, by: 10) {
      for medium in ["audio", "video"] where medium == "audio" || time != 40 {
        chunk(&log, "/web/dash/cam//\(medium)/100/s_\(Int(time)).m4s", at: time, "dashChunkClosed")
      }
      chunk(&log, "/rec/a_part000\(Int(time) / 10).mp4", at: time, "recordChunkClosed")
      if time != 20 {
        chunk(&log, "/rec/b_part000\(Int(time) / 10).mp4", at: time, "recordChunkClosed")
      }
    }
    #expect(
      findings(log, only) == [
        "23:00:10.000Z 23:00:30.000Z gaps warning b the next part of the recording came after "
          + "20s; the median is 10s",
        "23:00:30.000Z 23:00:50.000Z gaps warning cam the next dash chunk came after 20s; "
          + "the median is 10s",
      ])
  }

  @Test("Chunks that are missing in the log are no gaps, unless it was silent long before")
  func holes() {
    // The records of 40, 50 and 60 s are lost.
    var log = SessionLog()
    for time in stride(from: 0.0, through: 120, by: 10) {
      var whole = log
      chunk(&whole, at: time)
      if !(40...60).contains(time) { log = whole } else { log.skip(1) }
    }
    #expect(findings(log, only) == [])
    log = SessionLog()
    for time in [0.0, 10, 20, 30, 40] { chunk(&log, at: time) }
    log.add("timerTriggered", at: 80, "\"timerId\":1")
    log.skip(3)
    for time in [90.0, 100, 110, 120, 130] { chunk(&log, at: time) }
    #expect(
      findings(log, only) == [
        "23:00:40.000Z 23:01:30.000Z gaps warning cam the next hls chunk came after 50s; "
          + "the median is 10s"
      ])
  }

  @Test("Paths tell of a series and a stream")
  func paths() {
    let cases = [
      ("/web/hls/cam/s_12.ts", false, "/web/hls/cam", "/web/hls/cam", "cam"),
      ("/web/cam//video/100/s.m4s", false, "/web/cam/video/100", "/web/cam", "cam"),
      ("/rec/r1_part0003.mp4", true, "/rec/r1", "/rec/r1", "r1"),
      ("/rec.d/part12", true, "/rec.d/part12", "/rec.d/part12", "part12"),
      ("s.ts", false, "", "", ""), ("", true, "", "", ""),
    ]
    for (file, isRecording, series, target, name) in cases {
      let path = ChunkPath(ContiguousArray(file.utf8), isRecording: isRecording)
      #expect([path.series, path.target, path.name].map(\.asText) == [series, target, name])
    }
  }
}
