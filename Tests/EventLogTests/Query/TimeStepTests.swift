import TestSupport
import Testing

@testable import EventLog

@Suite("Stretches of time")
struct TimeStepTests {
  @Test(
    "Begin where clocks show a round time",
    arguments: [
      ("5m", "2026-11-20T23:12:33.343", "2026-11-20T23:10:00.000Z"),
      ("1h", "2026-11-20T23:59:59.999", "2026-11-20T23:00:00.000Z"),
      ("500ms", "2026-11-20T23:12:33.999", "2026-11-20T23:12:33.500Z"),
      ("6h", "2026-11-20T23:12:33", "2026-11-20T18:00:00.000Z"),
      ("1d", "2026-11-20T23:12:33", "2026-11-20T00:00:00.000Z"),
      // 20 November 2026 is a Friday.
      ("1w", "2026-11-20T23:12:33", "2026-11-16T00:00:00.000Z"),
      ("1mo", "2026-11-20T23:12:33", "2026-11-01T00:00:00.000Z"),
      ("3mo", "2026-11-20T23:12:33", "2026-10-01T00:00:00.000Z"),
      ("1y", "2026-11-20T23:12:33", "2026-01-01T00:00:00.000Z"),
      ("5m", "1969-12-31T23:59:59", "1969-12-31T23:55:00.000Z"),
    ])
  func starts(step: String, time: String, start: String) throws {
    let step = try #require(TimeStep(step))
    #expect(TestZones.text(step.start(of: TestZones.utc(time), in: .utc)) == start)
  }

  @Test("Follow the clocks of the zone, also where these are changed")
  func zones() throws {
    // In New York 1 November 2026 begins at 04:00 UTC and has 25 hours.
    let day = try #require(TimeStep("1d"))
    let start = day.start(of: TestZones.utc("2026-11-01T20:00:00"), in: TestZones.newYork)
    #expect(TestZones.text(start) == "2026-11-01T04:00:00.000Z")
    let next = day.next(after: start, in: TestZones.newYork)
    #expect(TestZones.text(next) == "2026-11-02T05:00:00.000Z")
    // From 01:00 to 02:00 clocks go twice: two hours, each of its own.
    let hour = try #require(TimeStep("1h"))
    let first = hour.start(of: TestZones.utc("2026-11-01T05:30:00"), in: TestZones.newYork)
    let second = hour.start(of: TestZones.utc("2026-11-01T06:30:00"), in: TestZones.newYork)
    #expect(TestZones.text(first) == "2026-11-01T05:00:00.000Z")
    #expect(TestZones.text(second) == "2026-11-01T06:00:00.000Z")
    #expect(hour.next(after: first, in: TestZones.newYork) == second)
  }

  @Test(
    "Follow one another without a gap: no moment lies before or behind its own",
    arguments: Seed.all(20))
  func order(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let steps = ["5m", "1h", "6h", "1d", "1w", "1mo", "7m", "2d"].compactMap { TimeStep($0) }
    for zone in [ZoneRules.utc, TestZones.newYork, TestZones.berlin, TestZones.lordHowe] {
      for step in steps {
        let time = EventTime(
          milliseconds: .random(in: 1_770_000_000_000...1_800_000_000_000, using: &random))
        let start = step.start(of: time, in: zone)
        #expect(start <= time)
        #expect(step.start(of: start, in: zone) == start)
        #expect(step.next(after: start, in: zone) > time)
      }
    }
  }

  @Test(
    "What is no length of time is refused",
    arguments: ["", "5", "m", "0m", "-5m", "5x", "5 m", "1.5h", "9999999999h", "1000000000d"])
  func mistakes(text: String) {
    #expect(TimeStep(text) == nil)
  }
}
