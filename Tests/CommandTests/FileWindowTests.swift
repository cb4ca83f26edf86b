import EventLog
import SystemPackage
import Testing

@testable import LogFiles
@testable import emslog

@Suite("Which files a window leaves out")
struct FileWindowTests {
  private func time(_ text: String) throws -> EventTime {
    try TimeExpression.parse(text, now: EventTime(milliseconds: 0), zone: .utc)
  }

  /// The names of the files that are read, of pairs of a name and the time of the first record.
  private func read(
    _ files: KeyValuePairs<String, String?>, since: String? = nil, until: String? = nil,
    logZone: String = "UTC", isStated: Bool = false
  ) throws -> [String] {
    let window = FileWindow(
      window: TimeWindow(since: try since.map(time), until: try until.map(time)),
      logZone: try #require(ZoneRules.named(logZone)), isZoneStated: isStated)
    let candidates = try files.map { name, first in
      let file = InputFile(FilePath("logs/" + name), origin: .argument, status: nil)
      return FileWindow.Candidate(
        set: file.setKey, order: file.order, first: try first.map(time))
    }
    return zip(files, window.leavesOut(candidates)).filter { !$1 }.map(\.0.key)
  }

  private let hourly: KeyValuePairs<String, String?> = [
    "e_20261120_090000.json": "2026-11-20T09:00:00.100Z",
    "e_20261120_100000.json": "2026-11-20T10:00:00.100Z",
    "e_20261120_110000.json": "2026-11-20T11:00:00.100Z",
    "e_20261120_120000.json": "2026-11-20T12:00:00.100Z",
  ]

  @Test("are those that begin behind it, and those whose successor begins before it")
  func hourlyFiles() throws {
    #expect(
      try read(hourly, since: "2026-11-20T10:10Z", until: "2026-11-20T10:20Z")
        == ["e_20261120_100000.json"])
    #expect(
      try read(hourly, since: "2026-11-20T10:10Z", until: "2026-11-20T11:20Z")
        == ["e_20261120_100000.json", "e_20261120_110000.json"])
    #expect(
      try read(hourly, since: "2026-11-20T11:30Z")
        == ["e_20261120_110000.json", "e_20261120_120000.json"])
    #expect(try read(hourly, until: "2026-11-20T09:30Z") == ["e_20261120_090000.json"])
    #expect(try read(hourly, since: "2026-12-01").count == 1, "the last may still be written")
    #expect(try read(hourly).count == 4)
  }

  @Test("are judged with a moment's grace, since records are not quite in order")
  func disorder() throws {
    #expect(
      try read(hourly, since: "2026-11-20T11:00:02Z", until: "2026-11-20T11:30Z")
        == ["e_20261120_100000.json", "e_20261120_110000.json"])
    #expect(
      try read(hourly, since: "2026-11-20T11:00:03Z", until: "2026-11-20T11:59:59Z")
        == ["e_20261120_110000.json", "e_20261120_120000.json"])
    #expect(
      try read(hourly, since: "2026-11-20T11:00:03Z", until: "2026-11-20T11:59:58Z")
        == ["e_20261120_110000.json"])
  }

  @Test("may come in any order and from several sets")
  func mixed() throws {
    #expect(
      try read(
        [
          "e_20261120_120000.json": "2026-11-20T12:00:00Z",
          "x_20261120_090000.json": "2026-11-20T09:00:00Z",
          "e_20261120_090000.json": "2026-11-20T09:00:00Z",
          "e_20261120_110000.json": "2026-11-20T11:00:00Z",
        ], since: "2026-11-20T12:30Z")
        == ["e_20261120_120000.json", "x_20261120_090000.json"])
  }

  @Test("are told by name alone if the name is late in every zone")
  func byName() throws {
    let files: KeyValuePairs<String, String?> = [
      "e_20261120_090000.json": nil, "e_20261121_110000.json": nil, "e_20261122_090000.json": nil,
    ]
    #expect(try read(files, until: "2026-11-20T10:00Z").count == 1)
    #expect(try read(files, until: "2026-11-20T10:01Z").count == 2)
    #expect(try read(files, until: "2026-11-20T10:01Z", isStated: true).count == 1)
    #expect(
      try read(files, until: "2026-11-22T14:30Z", logZone: "America/New_York", isStated: true)
        .count == 3)
    #expect(
      try read(files, until: "2026-11-22T12:30Z", logZone: "America/New_York", isStated: true)
        .count == 2)
    #expect(
      try read(["rms.7.1795170000000.log": nil], until: "2026-11-20T09:00Z") == [])
  }

  @Test("are none whose successors tell nothing")
  func doubt() throws {
    #expect(
      try read(
        ["e_20261120_090000.json": "2026-11-20T09:00Z", "e_20261120_100000.json": nil],
        since: "2026-11-20T12:00Z"
      ).count == 2)
    #expect(
      try read(
        [
          "e_20261120_090000.json": nil, "e_20261120_100000.json": nil,
          "e_20261120_110000.json": "2026-11-20T10:00Z",
        ],
        since: "2026-11-20T12:30Z"
      ) == ["e_20261120_110000.json"], "an empty one in between does not matter")
    #expect(
      try read(
        ["e_0001.json": "2026-11-20T09:00Z", "e_0002.json": "2026-11-20T10:00Z"],
        since: "2026-11-20T12:00Z"
      ).count == 2, "the next run of the server appends to its part 1")
    #expect(
      try read(
        [
          "e_1234_20261120_090000.json": "2026-11-20T09:00Z",
          "e_0007_20261120_100000.json": "2026-11-20T10:00Z",
        ],
        since: "2026-11-20T12:00Z"
      ).count == 2, "two runs may go on at the same time")
    #expect(
      try read(
        [
          "e.json.2.gz": "2026-11-20T09:00Z", "e.json.1": "2026-11-20T10:00Z",
          "e.json": "2026-11-20T11:00Z",
        ],
        since: "2026-11-20T10:30Z") == ["e.json.1", "e.json"])
  }

  @Test("quirk 27: are not judged by how long a file of that name should last")
  func longFiles() throws {
    let days: KeyValuePairs<String, String?> = [
      "e_20261101_000000.json": "2026-11-01T00:00Z", "e_20261119_000000.json": "2026-11-19T00:00Z",
    ]
    #expect(try read(days, since: "2026-11-18T12:00Z").count == 2)
    #expect(try read(days, since: "2026-11-30T12:00Z") == ["e_20261119_000000.json"])
  }

  @Test("quirk 23: are fewer when clocks were set back, for then the server reopens old files")
  func clocksSetBack() throws {
    // New York at 02:00 EDT = 06:00 UTC: 01:30 comes twice, and the first file is written twice.
    let files: KeyValuePairs<String, String?> = [
      "e_20261101_013000.json": "2026-11-01T05:30:00Z",
      "e_20261101_014000.json": "2026-11-01T05:40:00Z",
      "e_20261101_020000.json": "2026-11-01T07:00:00Z",
    ]
    let zone = "America/New_York"
    #expect(try read(files, since: "2026-11-01T06:20Z", logZone: zone).count == 3)
    #expect(try read(files, since: "2026-11-01T06:50Z", logZone: zone).count == 2)
    #expect(try read(files, since: "2026-11-01T08:10Z", logZone: zone).count == 1)
    // Nor may a zone be trusted that does not fit the names.
    #expect(try read(files, since: "2026-11-01T06:20Z", logZone: "UTC").count == 3)
    // A day later there is nothing to fear.
    let later: KeyValuePairs<String, String?> = [
      "e_20261102_013000.json": "2026-11-02T06:30:00Z",
      "e_20261102_014000.json": "2026-11-02T06:40:00Z",
    ]
    #expect(try read(later, since: "2026-11-02T06:50Z", logZone: zone).count == 1)
  }
}
