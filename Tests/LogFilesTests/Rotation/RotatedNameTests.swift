import SystemPackage
import Testing

@testable import LogFiles

@Suite("Rotated names")
struct RotatedNameTests {
  /// Each list is one set, oldest first.
  static let rotatedSets: [[String]] = [
    // logrotate's indexes, also past nine, compressed or not
    [
      "events.log.10.gz", "events.log.9.gz", "events.log.2", "events.log.2.gz", "events.log.1",
      "events.log",
    ],
    // dateext in its usual spellings
    ["events.log-20251216", "events.log-20251217.gz", "events.log-20251218", "events.log"],
    ["e.json-20251217-010000.gz", "e.json-20251217-130000", "e.json-20251218-000000", "e.json"],
    ["e.json-2025121701", "e.json-2025121713", "e.json"],
    ["e.json-20251217-1765924400", "e.json-20251217-1765928000", "e.json"],
    ["e.json-1765924400.gz", "e.json-1765928000", "e.json"],
    ["e.json-2025-12-31", "e.json-2026-01-01", "e.json"],
    ["e.json-20260101-1767225600000", "e.json-20260101-1767225600070.gz", "e.json"],
    ["e.json.20251217", "e.json.20251218.gz", "e.json"],
    ["e.json-2025-12-17T193140", "e.json-2025-12-17T203140.gz", "e.json"],
    ["e.json.2025-12-17T19:31:40", "e.json.2025-12-17T20:31:40Z", "e.json"],
    ["e.json.2025-12-17T19:31:40+01:00", "e.json.2025-12-17T20:31:40+01:00", "e.json"],
    ["e.json-20251217_193140", "e.json-20251217_203140.gz", "e.json"],
    ["e.json-202512171931", "e.json-202512172031", "e.json"],
    ["e.json_20251217193140", "e.json_20251217203140", "e.json"],
    ["e.json.20251217-193140.123", "e.json.20251217-193140.456", "e.json"],
    // seconds and milliseconds since 1970
    ["e.json.1765999900", "e.json.1766003500.gz", "e.json"],
    ["e.json.1765999900123", "e.json.1766003500000", "e.json"],
    ["e.json.2025-12-17.1766000000", "e.json.2025-12-18.1765999999", "e.json"],
    // the newest index may be 0
    ["e.json.2.gz", "e.json.1", "e.json.0", "e.json"],
    ["my.srv.1.json", "my.srv.0.json", "my.srv.json"],
    // logrotate's extension option
    ["events.2.log.gz", "events.1.log", "events.log"],
    ["events-20251217.log", "events-20251218.log.gz", "events.log"],
    ["my.srv-20251217-193140.json", "my.srv-20251217-203140.json.gz", "my.srv.json"],
    ["my.srv.2025-12-17.json", "my.srv.2025-12-18.json", "my.srv.json"],
    // the server's stamp, in the local time of the server
    [
      "events_20251217_193320.json.gz", "events_20251217_200638.json",
      "events_20260101_000000.json",
    ],
    // the instance is random, so the stamp decides
    ["events_9999_20251217_193320.json", "events_0042_20251217_200638.json"],
    // and the extension begins at the first dot
    ["two_20251217_193320.dots.log", "two_20251217_200638.dots.log"],
    // a stamped file that logrotate took as well
    [
      "events_20251217_193320.json.2.gz", "events_20251217_193320.json.1",
      "events_20251217_193320.json", "events_20251217_200638.json",
    ],
    // the server's parts
    ["p_0001.json", "p_0002.json", "p_0010.json", "p_9999.json", "p_10000.json", "p.json"],
    ["p_0045_0015.xml", "p_0045_0016.xml"],
    // the server's own log, with and without its extension
    ["rms.17667.1795217621690.log", "rms.31.1795217621691.log", "rms.17667.1795218000000.log.gz"],
    ["rms.17667.1795217621690", "rms.17667.1795218000000"],
    // nothing to go by
    ["stdout"],
  ]

  private func file(_ name: String) -> InputFile {
    InputFile(FilePath("logs").appending(name), origin: .argument, status: nil)
  }

  @Test("quirks 22 and 25: sort from the oldest to the newest", arguments: rotatedSets)
  func order(names: [String]) {
    let files = names.map(file)
    for (older, newer) in zip(files, files.dropFirst()) {
      #expect(older.order < newer.order, "\(older.path) and \(newer.path)")
      #expect(!(newer.order < older.order), "\(older.path) and \(newer.path)")
    }
    #expect(Set(files.map(\.setKey)).count == 1)
  }

  @Test(
    "belong to different sets",
    arguments: [
      ("events_0001.json", "events_0001.xml"), ("events.json", "errors.json"),
      ("p_0045_0001.xml", "p_0046_0001.xml"), ("cam.1.json", "cam.1.json.txt"),
      ("rms.1.1795217621690.log", "rms-webserver.1.1795217621690.log"),
    ])
  func differentSets(left: String, right: String) {
    #expect(file(left).setKey != file(right).setKey)
  }

  @Test(
    "belong to a set without telling their place in it",
    arguments: [
      "Dec-17", "17Dec2025", "2025-W51", "2025-351", "2025351", "251217", "17-12-2025",
      "Wed_Dec_17_19.31.40_2025", "2025-12-17.1", "07-31-40-PM-17-12-2025", "old", "prev", "bak",
    ])
  func unclear(suffix: String) {
    for name in ["e.json.\(suffix)", "e.json-\(suffix).gz", "e.\(suffix).json"] {
      let file = file(name)
      #expect(file.setKey == self.file("e.json").setKey, "\(name)")
      #expect(file.order.isUnclear && file.order < self.file("e.json").order, "\(name)")
    }
  }

  @Test(
    "leave numbers alone that mean nothing",
    arguments: [
      "events.json", "cam-12.json", "cam_12.json", "cam-mon1.json", "cam-may.json", "x-1-2.json",
      "h264.json", "-rf", "_", ".gz", "a.", "",
      "events_20251317_193320x.json", "events.log.x1",
    ])
  func plainNames(name: String) {
    #expect(RotatedName(ContiguousArray(name.utf8)).order == RotationOrder())
  }

  @Test("survive indexes that no computer counts to")
  func giantIndex() {
    let name = RotatedName(ContiguousArray("events.log.99999999999999999999".utf8))
    #expect(name.order.index == 0)
  }

  @Test(
    "say which file may be a copy of which",
    arguments: [
      ("e.log", "e.log.gz", true), ("e.log", "e.log.1", true), ("e.log", "e.log-20251217", true),
      ("e.log.1", "e.log.1.gz", true), ("e.log.1", "e.log.2", false),
      ("e.log.1", "e.log.2.gz", false),
      ("p_0001.w3c", "p_0002.w3c", false), ("p_0001.w3c", "p_0001.w3c.gz", true),
      ("p_0001.w3c", "p_0001.w3c.1", true), ("e.log.gz", "e.log.1.gz", true),
    ])
  func replicas(left: String, right: String, expected: Bool) {
    #expect(file(left).order.mayReplicate(file(right).order) == expected)
    #expect(file(right).order.mayReplicate(file(left).order) == expected)
  }

  @Test(
    "compare naturally where they follow no rule",
    arguments: [
      ("a", "b"), ("a", "aa"), ("a2", "a10"), ("a2b", "a10a"), ("a7", "a007"), ("a007", "a8"),
      ("a99999999999999999998", "a99999999999999999999"), ("", "a"), ("1", "a"),
    ])
  func natural(left: String, right: String) {
    let (left, right) = (ContiguousArray(left.utf8), ContiguousArray(right.utf8))
    #expect(precedesNaturally(left, right))
    #expect(!precedesNaturally(right, left))
    #expect(!precedesNaturally(left, left))
  }
}
