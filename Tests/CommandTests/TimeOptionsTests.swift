import ArgumentParser
import EventLog
import Testing

@testable import emslog

@Suite("-S, -U and --tz")
struct TimeOptionsTests {
  /// 2026-11-20T23:12:33.500Z.
  private let now = EventTime(milliseconds: 1_795_216_353_500)

  private func window(_ arguments: String...) throws -> String {
    let options = try TimeOptions.parse(arguments)
    let zone = try options.zone()
    let window = try options.window(now: now, in: zone)
    return "\(window.since?.text(in: zone) ?? "-") \(window.until?.text(in: zone) ?? "-")"
  }

  @Test("make a window in the zone that was asked for")
  func windows() throws {
    #expect(try window("--utc") == "- -")
    #expect(try window("--utc", "-S", "1h") == "2026-11-20T22:12:33.500Z -")
    #expect(try window("--utc", "-S", "-1h") == "2026-11-20T22:12:33.500Z -")
    #expect(try window("--utc", "-S-1h") == "2026-11-20T22:12:33.500Z -")
    #expect(try window("--utc", "-S=-1h") == "2026-11-20T22:12:33.500Z -")
    #expect(try window("--utc", "--since=-1h") == "2026-11-20T22:12:33.500Z -")
    #expect(try window("--utc", "--until", "-1h") == "- 2026-11-20T22:12:33.500Z")
    #expect(
      try window("--utc", "-S", "yesterday", "-U", "+30m")
        == "2026-11-19T00:00:00.000Z 2026-11-19T00:30:00.000Z")
    #expect(
      try window("--tz", "America/New_York", "-S", "yesterday", "-U", "today")
        == "2026-11-19T00:00:00.000-05:00 2026-11-20T00:00:00.000-05:00")
    #expect(
      try window("--tz", "+05:45", "-S", "2026-11-20 23:12 Europe/Berlin")
        == "2026-11-21T03:57:00.000+05:45 -")
    #expect(
      try window("--utc", "-S", "1h", "-U", "1h")
        == "2026-11-20T22:12:33.500Z 2026-11-20T22:12:33.500Z", "an empty window is no mistake")
  }

  /// What is wrong with a window, if anything is.
  private func complaint(since: String? = nil, until: String? = nil) throws -> String? {
    var options = try TimeOptions.parse(["--utc"])
    (options.since, options.until) = (since, until)
    do {
      _ = try options.window(now: now, in: .utc)
      return nil
    } catch let error as ValidationError {
      return error.message
    }
  }

  @Test("refuse a beginning behind the end, with both times")
  func backwards() throws {
    #expect(
      try complaint(since: "1h", until: "2h") == """
        --since lies after --until: 2026-11-20T22:12:33.500Z is later than \
        2026-11-20T21:12:33.500Z.
        """)
  }

  @Test("say what is wrong with a time or a zone")
  func refusals() throws {
    #expect(
      try complaint(until: "+30m") == "--until +30m counts from --since, which is missing.")
    #expect(
      try complaint(since: "+30m")
        == "--since +30m: only --until counts from another time, with a +.")
    #expect(
      try complaint(until: "2026-13-01") == """
        --until: '2026-13-01' is no time: there is no month 13. \
        Write it as in 2026-11-20T23:12:33Z, 2h or yesterday.
        """)
    for arguments in [["--tz", "Mars/Olympus"], ["--tz", "UTC", "--utc"]] {
      let options = try TimeOptions.parse(arguments)
      #expect(throws: ValidationError.self) { try options.refuseMistakes() }
    }
  }

  @Test(
    "know the clock changes of the system's zones",
    arguments: [
      ("America/New_York", "2026-03-08 02:30", "2026-03-08T03:30:00.000-04:00"),
      ("America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00.000-04:00"),
      ("America/New_York", "2026-11-01 02:30", "2026-11-01T02:30:00.000-05:00"),
      ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04T02:45:00.000+11:00"),
      ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00.000+11:00"),
      ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T03:30:00.000+02:00"),
      ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T02:30:00.000+02:00"),
      ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T03:00:00.000+01:00"),
    ])
  func clockChanges(zone: String, text: String, expected: String) throws {
    #expect(try window("--tz", zone, "-S", text) == expected + " -")
  }
}
