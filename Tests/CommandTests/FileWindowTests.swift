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

  /// The names of the files that are read, of pairs of a name and the first and last times, if they
  /// are known: `09:00 09:59` of 20 November 2026.
  private func read(
    _ files: KeyValuePairs<String, String?>, since: String? = nil, until: String? = nil,
    logZone: ZoneRules = .utc
  ) throws -> [String] {
    func time(_ clock: some StringProtocol) throws -> EventTime {
      try self.time(clock.contains("-") ? String(clock) : "2026-11-20T\(clock)Z")
    }
    let window = FileWindow(
      window: TimeWindow(since: try since.map(time), until: try until.map(time)), logZone: logZone)
    let candidates = try files.map { name, ends in
      let file = InputFile(FilePath("logs/" + name), origin: .argument, status: nil)
      let times = try ends?.split(separator: " ").map(time)
      return FileWindow.Candidate(
        set: file.setKey, order: file.order, times: times.map { $0[0]...$0[1] })
    }
    return zip(files, window.leavesOut(candidates)).filter { !$1 }.map(\.0.key)
  }

  private let hourly: KeyValuePairs<String, String?> = [
    "e_20261120_090000.json": "09:00 09:59", "e_20261120_100000.json": "10:00 10:59",
    "e_20261120_110000.json": "11:00 11:59", "e_20261120_120000.json": "12:00 12:59",
  ]

  @Test("are those whose first and last times both lie on one side of it")
  func hourlyFiles() throws {
    #expect(try read(hourly, since: "10:10", until: "10:20") == ["e_20261120_100000.json"])
    #expect(
      try read(hourly, since: "10:10", until: "11:20")
        == ["e_20261120_100000.json", "e_20261120_110000.json"])
    #expect(
      try read(hourly, since: "11:30") == ["e_20261120_110000.json", "e_20261120_120000.json"])
    #expect(try read(hourly, until: "09:30") == ["e_20261120_090000.json"])
    #expect(try read(hourly, since: "2026-12-01").count == 1, "the last may still be written")
    #expect(try read(hourly).count == 4)
  }

  @Test("are judged with a moment's grace, since records are not quite in order")
  func disorder() throws {
    #expect(try read(hourly, since: "10:59:02", until: "11:30").first == "e_20261120_100000.json")
    #expect(try read(hourly, since: "10:59:03", until: "11:30").first == "e_20261120_110000.json")
    #expect(try read(hourly, since: "09:10", until: "09:59:59").count == 2)
    #expect(try read(hourly, since: "09:10", until: "09:59:57").count == 1)
  }

  @Test("may come in any order and from several sets")
  func mixed() throws {
    #expect(
      try read(
        [
          "e_20261120_120000.json": "12:00 12:59", "x_20261120_090000.json": "09:00 09:59",
          "e_20261120_090000.json": "09:00 09:59", "e_20261120_110000.json": "11:00 11:59",
        ], since: "12:30")
        == ["e_20261120_120000.json", "x_20261120_090000.json"])
  }

  @Test("are none whose times are not known, whatever their names and neighbours say")
  func doubt() throws {
    let files: KeyValuePairs<String, String?> = [
      "e_20261120_090000.json.gz": nil, "e_20261120_100000.json": "10:00 10:59",
      "e_20261122_090000.json": nil,
    ]
    #expect(
      try read(files, since: "10:00", until: "10:10").count == 3)
    #expect(
      try read(files, since: "11:00", until: "11:10")
        == ["e_20261120_090000.json.gz", "e_20261122_090000.json"])
  }

  @Test("are parts too, to which another run of the server appends")
  func parts() throws {
    #expect(
      try read(
        ["e_0001.json": "09:00 12:10", "e_0002.json": "10:00 10:59", "e_0003.json": "11:00 11:59"],
        since: "12:00") == ["e_0001.json", "e_0003.json"])
  }

  @Test("are none between which a clock was set back")
  func clockSetBack() throws {
    #expect(
      try read(
        [
          "e_20261120_090000.json": "09:00 09:59", "e_20261120_100000.json": "08:00 08:59",
          "e_20261120_110000.json": "09:00 09:59", "e_20261120_120000.json": "10:00 10:59",
        ], since: "10:30")
        == ["e_20261120_090000.json", "e_20261120_100000.json", "e_20261120_120000.json"])
  }

  @Test("quirk 27: are judged by their last time, not by how long a file of that name should last")
  func longFiles() throws {
    let files: KeyValuePairs<String, String?> = [
      "e_20261101_000000.json": "2026-11-01T00:00Z 2026-11-18T13:00Z",
      "e_20261119_000000.json": "2026-11-19T00:00Z 2026-11-20T00:00Z",
    ]
    #expect(try read(files, since: "2026-11-18T12:00Z").count == 2)
    #expect(try read(files, since: "2026-11-18T14:00Z") == ["e_20261119_000000.json"])
  }

  @Test("quirk 23: are none within a day of the hour that comes twice")
  func repeatedHour() throws {
    let zone = try #require(ZoneRules.named("America/New_York"))
    let files: KeyValuePairs<String, String?> = [
      "e_20261101_013000.json": "2026-11-01T05:30Z 2026-11-01T05:39Z",
      "e_20261101_014000.json": "2026-11-01T05:40Z 2026-11-01T06:59Z",
      "e_20261103_000000.json": "2026-11-03T05:00Z 2026-11-03T06:59Z",
      "e_20261104_000000.json": "2026-11-04T05:00Z 2026-11-04T06:59Z",
    ]
    #expect(try read(files, since: "2026-11-04T05:10Z", logZone: zone).count == 3)
    #expect(try read(files, since: "2026-11-04T05:10Z").count == 1)
  }
}
