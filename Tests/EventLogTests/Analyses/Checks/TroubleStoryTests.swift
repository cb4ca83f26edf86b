import TestSupport
import Testing

@testable import EventLog

@Suite("Two hours of trouble")
struct TroubleStoryTests {
  /// All that is planted, worked out from the times at which it is.
  ///
  /// The camera at the gate is away for 170 s seven times. The viewer who is not back left half a
  /// second before it, the other one a second after it.
  private static let planted = [
    "19:10:00.000Z 19:20:00.000Z drops warning cam4 "
      + "outbound stream threw away 10.00% in 10m, with 192.0.2.99:50000",
    "19:20:00.000Z 19:38:10.000Z flaps warning gate "
      + "7 sessions shorter than 30s, 7 of them within 1h; away 19m50s in all, 2m50s at most; "
      + "2 viewers dropped, 1 not back within 1m",
    "19:30:00.000Z 19:31:00.000Z stalls warning yard "
      + "no picture for 1m (5 reports); no further report",
    "19:40:00.000Z . codecs notice lobby "
      + "video 1920x1080 VH264 became 1280x720 VH264 after 30m",
    "19:45:00.000Z 19:46:10.000Z gaps warning cam1 "
      + "the next hls chunk came after 1m10s; the median is 10s",
    "19:50:00.000Z 19:51:50.000Z pulls error dock "
      + "12 pulls of rtsp://user:secret@198.51.100.44/dock failed in 1m50s, "
      + "11m50s after the stream was there last; it came in 40s later",
    "20:00:00.000Z 20:00:20.000Z stalls warning shed "
      + "no sound for 20s (2 reports), until the stream was closed",
    "20:05:00.000Z 20:05:24.000Z failures error cam4 "
      + "3 dashChunkError events in 24s; the first says: "
      + "Could not write video sample to /web/dash/cam4//video/100/segment_7.m4s",
    "20:08:00.000Z 20:09:00.000Z gaps warning cam1 "
      + "the hls packager ended while the stream came in; it was back after 1m",
  ]

  /// The same for what is behind the restart; the times of chunks depend on chance there.
  private func isPlantedLater(_ findings: ArraySlice<String>, _ format: String) -> Bool {
    let patterns = [
      "20:15:20.000Z . restarts error . the server started again without having said that it "
        + "would stop, * after its last record; * cut off",
      "20:39:5?.000Z 20:59:45.000Z gaps warning cam2 "
        + "no further hds chunk for 19m*s; the median is 6s",
      "20:49:5* 20:50:3* holes error . * records missing within *",
    ]
    return findings.count == patterns.count
      && zip(patterns, findings).allSatisfy { Glob($0).matches($1) }
  }

  @Test(
    "Everything that was planted is found where it is, and nothing else", arguments: Seed.all(2))
  func planted(seed: Seed) {
    let story = TroubleStory(seed, troubles: Set(TroubleStory.Trouble.allCases))
    for format in [ReferenceWriter.Format.json, .text, .xml] {
      let log = story.files(format, bearsLocalTime: format == .text)
      let found = findings([log])
      #expect(Array(found.prefix(9)) == Self.planted, "\(format)")
      #expect(
        isPlantedLater(found.dropFirst(9), format.rawValue), "\(format): \(found.dropFirst(9))")
    }
  }

  @Test("W3C tells what its columns hold", arguments: Seed.all(1))
  func w3c(seed: Seed) {
    let story = TroubleStory(seed, troubles: Set(TroubleStory.Trouble.allCases))
    let found = findings([story.files(.w3c, bearsLocalTime: true)])
    // Feed reports bear a time and the process, but no stream; nothing tells the size of pictures.
    let stalls = [
      "19:30:00.000Z 19:31:00.000Z stalls warning . no picture for 1m (5 reports); no further report",
      "20:00:00.000Z 20:00:15.000Z stalls warning . no sound for 15s (2 reports); no further report",
    ]
    let expected = [Self.planted[0], Self.planted[1], stalls[0], stalls[1]]
    #expect(found == expected)
  }

  @Test(
    "Where all is well nothing is found, in any format, with times or without",
    arguments: Seed.all(1))
  func clean(seed: Seed) {
    let story = TroubleStory(seed)
    for format in ReferenceWriter.Format.allCases {
      for bearsLocalTime in format == .xml ? [false] : [false, true] {
        #expect(findings([story.files(format, bearsLocalTime: bearsLocalTime)]) == [])
      }
    }
  }

  @Test("One trouble alone is found alone", arguments: TroubleStory.Trouble.allCases)
  func alone(trouble: TroubleStory.Trouble) {
    let names: [TroubleStory.Trouble: Set<String>] = [
      .flaps: ["flaps"], .stalls: ["stalls"], .failedPulls: ["pulls"],
      .failures: ["failures"], .deadPackager: ["gaps"], .gaps: ["gaps"],
      .drops: ["drops"], .codecChange: ["codecs"], .crash: ["restarts"], .hole: ["holes"],
    ]
    let found = findings([TroubleStory(Seed(11), troubles: [trouble]).files(.json)])
    #expect(Set(found.map { String($0.split(separator: " ")[2]) }) == names[trouble])
  }

  @Test("A log that is cut into files tells the same as a whole one", arguments: [1, 1000])
  func parts(records: Int) {
    let story = TroubleStory(Seed(5), troubles: Set(TroubleStory.Trouble.allCases))
    let whole = findings([story.files(.json)], evidence: true)
    #expect(findings([story.files(.json, records: records)], evidence: true) == whole)
    #expect(whole.count == 12)
  }

  @Test("Two sinks of one server that tell alike are told of once")
  func twoSinks() {
    let story = TroubleStory(Seed(5), troubles: [.drops, .codecChange, .flaps])
    let once = findings([story.files(.json)])
    #expect(findings([story.files(.json), story.files(.xml)]) == once)
    #expect(once.count == 3)
  }

  @Test("A window chooses findings that lie in it in part, a name those of a stream")
  func choices() {
    let story = TroubleStory(Seed(5), troubles: Set(TroubleStory.Trouble.allCases))
    let log = [story.files(.json)]
    let noon = Int64(1_765_998_000_000)
    let from19h38 = EventTime(milliseconds: noon + 38 * 60_000)
    let to19h45 = EventTime(milliseconds: noon + 45 * 60_000)
    #expect(
      findings(log) { $0.window = TimeWindow(since: from19h38, until: to19h45) }
        == [Self.planted[1], Self.planted[3]])
    #expect(
      findings(log) { $0.names = [Glob("s*"), Glob("dock")] }
        == [Self.planted[5], Self.planted[6]])
    #expect(findings(log) { $0.checks = [.codecs] } == [Self.planted[3]])
  }
}
