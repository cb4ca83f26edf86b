import TestSupport
import Testing

@testable import EventLog

@Suite("Events that say that something failed")
struct FailureTests {
  private func only(_ plan: inout ChecksPlan) { plan.checks = [.failures] }

  @Test("Chunks that could not be written are found, by type and the folder of their stream")
  func chunkErrors() {
    var log = SessionLog()
    log.add("hlsChunkError", at: 0, #""error":"Unable to create /web/cam1/seg_1.ts""#)
    log.add("hlsChunkError", at: 10, #""error":"Unable to create /web/cam1/seg_2.ts""#)
    log.add("hlsChunkError", at: 11, #""error":"Unable to create /web/cam2/seg_2.ts""#)
    log.add("mssChunkError", at: 12, #""error":"Manifest not opened, closing fragment.""#)
    log.add("recordChunkError", at: 13, #""error":"Unable to open file /rec/cam3_part0004.mp4""#)
    log.add("webRtcPeerError", at: 14, #""customData":null"#)
    #expect(
      findings(log, evidence: true, only) == [
        "23:00:00.000Z 23:00:10.000Z failures error cam1 2 hlsChunkError events in 10s; "
          + "the first says: Unable to create /web/cam1/seg_1.ts "
          + #"{"type":"hlsChunkError","events":2,"reason":"Unable to create /web/cam1/seg_1.ts"}"#,
        "23:00:11.000Z . failures error cam2 1 hlsChunkError event: "
          + "Unable to create /web/cam2/seg_2.ts "
          + #"{"type":"hlsChunkError","events":1,"reason":"Unable to create /web/cam2/seg_2.ts"}"#,
        "23:00:12.000Z . failures error . 1 mssChunkError event: "
          + "Manifest not opened, closing fragment. "
          + #"{"type":"mssChunkError","events":1,"#
          + #""reason":"Manifest not opened, closing fragment."}"#,
        "23:00:13.000Z . failures error cam3 1 recordChunkError event: "
          + "Unable to open file /rec/cam3_part0004.mp4 "
          + #"{"type":"recordChunkError","events":1,"#
          + #""reason":"Unable to open file /rec/cam3_part0004.mp4"}"#,
        "23:00:14.000Z . failures error . 1 webRtcPeerError event "
          + #"{"type":"webRtcPeerError","events":1,"reason":null}"#,
      ])
  }

  @Test("An hour without a failure begins another finding")
  func quiet() {
    var log = SessionLog()
    for time in [0.0, 3600, 7201] { log.add("hlsChunkError", at: time, #""error":"full""#) }
    #expect(
      findings(log, only) == [
        "23:00:00.000Z 2026-11-21T00:00:00.000Z failures error . 2 hlsChunkError events in 1h; "
          + "the first says: full",
        "2026-11-21T01:00:01.000Z . failures error . 1 hlsChunkError event: full",
      ])
  }

  @Test("Failed pulls are told once, by the check of pulls")
  func pulls() {
    var log = SessionLog()
    log.add("pullStreamFailed", at: 0, #""localStreamName":"cam","uri":"rtmp://h/a""#)
    #expect(findings(log, only) == [])
    #expect(findings(log).count == 1)
  }

  @Test("Failures that webhooks tell are found, those without a time between their neighbours")
  func webhooks() {
    let bodies = """
      {"app":"live","metadata":{"rtmp-url":"rtmp://203.0.113.30/app/KEY"},"action":"endpointFailed",\
      "id":"door","timestamp":"1765999831000"}
      {"action":"highResourceUsage","host":"203.0.113.10","appNames":"live"}
      {"app":"live","metadata":{"subscriberId":null},"action":"publishTimeoutError","id":"gate",\
      "timestamp":"1765999845000"}
      {"action":"highResourceUsage","host":"203.0.113.10","resourceInfo":{"cpu":97}}
      {"type":"video.media.failed","object":{"type":"media","id":"m-2"},"id":"e-7",\
      "workspace":{"name":"Production","id":"ws-1"},"status":"failed","data":{"id":"m-2"},\
      "createdAt":"2025-12-17T19:40:00Z","attempts":[]}

      """
    let rows = findings([[Array(bodies.utf8)]]).map { $0.replacing(" error ", with: " ") }
    #expect(
      rows == [
        "19:30:31.000Z . failures . 1 unexpectedServerShutdown event: live",
        "19:30:31.000Z . failures door 1 endpointFailed event: rtmp://203.0.113.30/app/KEY",
        "19:30:45.000Z . failures . 1 highResourceUsage event",
        "19:30:45.000Z . failures gate 1 publishTimeoutError event",
        "19:40:00.000Z . failures m-2 1 video.media.failed event",
      ])
    let answer = SessionLog.answer(
      .checks(ChecksPlan()), [[bodies]], as: .table, options: RenderOptions(), of: nil)
    let times = answer.split(separator: "\n").dropFirst().map { $0.prefix(51) }
    #expect(times[0].hasPrefix("between 2025-12-17 19:30:31 and 19:30:45"))
    #expect(times[1].hasPrefix("2025-12-17 19:30:31.000"))
    #expect(times[2].hasPrefix("between 2025-12-17 19:30:45 and 19:40:00"))
  }

  @Test("Every type of the category is looked for")
  func catalogue() {
    let kinds = FailureDetector().kinds.union(PullDetector(ChecksPlan()).kinds)
    #expect(kinds == EventKindSet(EventCategory.failed.kinds))
    #expect(kinds.contains(.unexpectedServerShutdown) && kinds.contains(.eventPostFailed))
  }
}
