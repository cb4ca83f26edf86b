import EventLog
import TestSupport
import Testing

@Suite("What servers make of events")
struct ServerHabitTests {
  private func record(_ type: String, _ payload: String, beside: String = "") -> String {
    #"{"_logEntry":"00000","id":1,"payload":{\#(payload)}\#(beside),"processId":42,"#
      + #""timestamp":1795216353,"type":"\#(type)"},"# + "\n"
  }

  /// What one log is printed as, one line for each event.
  private func lines(_ log: String, _ format: OutputFormat = .line) -> [String] {
    Reading(Array(log.utf8), output: format).lines
  }

  @Test("quirk 62: the order of keys means nothing")
  func keyOrder() {
    let sorted = record("timerTriggered", #""PID":42"#)
    let shuffled =
      #"{"type":"timerTriggered","timestamp":1795216353,"payload":{"PID":42},"id":1,"#
      + #""_logEntry":"00000","processId":42},"# + "\n"
    #expect(lines(sorted, .jsonl).count == 1)
    #expect(lines(shuffled, .jsonl) == lines(sorted, .jsonl))
  }

  @Test("quirk 68: a field is found as it is documented and as it is recorded")
  func sessionNumber() throws {
    let log = record("streamingSessionStarted", #""sessionId":17"#)
    for name in ["sessionID", "sessionId"] {
      #expect(rendered(log, as: .tsv, try choosing(name)).hasSuffix("\n17\n"))
    }
  }

  @Test("quirk 74: a width of 0 is one that is not known yet")
  func unknownSize() {
    let known = record("inStreamCodecsUpdated", #""name":"c","video":{"height":720,"width":1280}"#)
    let unknown = record("inStreamCodecsUpdated", #""name":"c","video":{"height":0,"width":0}"#)
    #expect(lines(known).first?.contains("1280x720") == true)
    #expect(lines(unknown).first?.contains("0x0") == false)
  }

  @Test("quirks 78 and 84: equal events are as many events as there are records")
  func repetition() {
    let log = String(repeating: record("hlsChunkClosed", #""file":"\/w\/a.ts""#), count: 300)
    #expect(lines(log).count == 300)
  }

  @Test("quirk 79: a failed pull names its stream in both its shapes")
  func failedPulls() {
    let flat = #""localStreamName":"cam1","uri":"rtsp:\/\/h\/x""#
    let short = #""customParameters":{},"localStreamName":"cam1""#
    for payload in [flat, short] {
      #expect(
        lines(record("pullStreamFailed", payload), .jsonl).first?.contains(#""stream":"cam1""#)
          == true)
    }
  }

  @Test("quirk 80: fields of a web server's event are found beside its payload too")
  func fieldsBesidePayload() {
    let fields = #""clientIP":"192.0.2.7","mediaFile":"\/w\/a.mp4""#
    let inside = lines(record("mediaFileDownloaded", fields))
    #expect(inside.first?.contains("192.0.2.7") == true)
    #expect(lines(record("mediaFileDownloaded", "", beside: "," + fields)) == inside)
  }

  @Test("quirk 91: bodies that came out of order stay in the order in which they came")
  func captureOrder() {
    let log = [5, 4].map { id in
      #"{"id":\#(id),"payload":{},"processId":42,"timestamp":1795216353,"type":"timerTriggered"}"#
    }
    let found = lines(log.joined(separator: "\n") + "\n", .jsonl)
    #expect(found.count == 2)
    #expect(found.first?.contains(#""id":5"#) == true)
  }
}
