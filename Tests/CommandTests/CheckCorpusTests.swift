import TestSupport
import Testing

@Suite("What check finds in real logs", .enabled(if: Corpus.isPresent, Corpus.absence))
struct CheckCorpusTests {
  /// The findings of a log, each as its time, check, stream and message.
  private func findings(_ logs: String) async throws -> [String] {
    let path = try #require(Corpus.path) + "/" + logs
    let run = try await BuiltProgram.run(["check", path])
    return run.outputText.split(separator: "\n").dropFirst().map { row in
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
      return [0, 2, 4, 5].map { String(cells[$0]) }
        .joined(separator: " ")
    }
  }

  // Read off the records: eight visits of `back1` of 7 to 18 s, a second apart, and one that the stop
  // of the server ended; 80 records of pulls that failed; four fragments that had no manifest; two
  // feeds that never had the medium. Packagers that end while their stream comes in were removed by
  // commands.
  @Test(
    "The main run has a stream that flaps, and pulls and chunks that fail, whatever the format",
    arguments: ["json", "xml"])
  func main(ending: String) async throws {
    let found = try await findings("01-utc-main/ev-plain.\(ending)")
    #expect(
      found == [
        "2026-11-20T23:12:27.000Z pulls back2 1 pull of rtsp://127.0.0.1:15544/pushed1 failed; "
          + "not seen before in this log",
        "2026-11-20T23:12:27.000Z pulls fail3 1 pull of rtsp://127.0.0.1:9/x failed; "
          + "not seen before in this log",
        "2026-11-20T23:12:27.000Z pulls fail4 77 pulls of rtmp://127.0.0.1:9/live/x failed in "
          + "1m16s; not seen before in this log",
        "2026-11-20T23:12:27.000Z pulls カメラ \"back3\" 1 pull of "
          + "rtsp://127.0.0.1:15544/pushed1 failed; not seen before in this log",
        "2026-11-20T23:12:27.035Z flaps back1 8 sessions shorter than 30s, 8 of them within 1h; "
          + "away 8s in all, 1s at most",
        "2026-11-20T23:12:45.000Z failures  2 dashChunkError events; the first says: "
          + "Manifest not opened, closing fragment.",
        "2026-11-20T23:12:45.000Z failures  2 mssChunkError events; the first says: "
          + "Manifest not opened, closing fragment.",
      ])
  }

  @Test("Of three lives in numbered parts one was killed", arguments: ["json", "xml"])
  func lives(ending: String) async throws {
    #expect(
      try await findings("13-rotation-restart/p_*.\(ending)") == [
        "2026-11-20T23:42:43.000Z restarts  the server started again without having said that it "
          + "would stop, at once; 1 stream cut off"
      ])
  }

  @Test("A disk that was full six times left six holes")
  func holes() async throws {
    let found = try await findings("10-disk-full/full.json")
    #expect(
      found.map { $0.split(separator: " ").dropFirst(2).first.map(String.init) }
        == ["200", "218", "217", "217", "217", "217"].map { Optional($0) })
    #expect(found.allSatisfy { $0.contains(" holes ") })
  }

  @Test("Sentences in place of 278 records are no holes")
  func placeholders() async throws {
    let found = try await findings("05-rpc-sinks/after-rpcxml.json")
    #expect(!found.contains { $0.contains(" holes ") })
  }

  @Test(
    "Runs in which nothing went wrong are silent",
    arguments: [
      "12-playlists/pl.json", "12-playlists/pl.txt", "12-playlists/pl.xml", "12-playlists/pl.w3c",
      "10-disk-full/complete.json", "01-utc-main/instance2/inst2.json",
      "04-rotation/rot-part_00??.w3c", "13-rotation-restart/p_*.w3c",
    ])
  func silent(logs: String) async throws {
    #expect(try await findings(logs) == [])
  }
}
