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

  /// A change of clocks, and when rows of each step begin around it.
  struct Change: CustomTestStringConvertible {
    var zone: ZoneRules
    /// When clocks are set, in minutes since 1970.
    var minute: Int64
    var rows: [(step: String, starts: [EventTime])] = []

    var testDescription: String { "\(zone.name) \(minute)" }

    static let all = TimeStepTable.text.split(separator: "\n").reduce(into: [Change]()) {
      changes, line in
      var words = line.split(separator: " ")
      let first = words.removeFirst()
      switch line.prefix(while: { $0 == " " }).count {
      case 0:
        let minute = Int64(words.removeFirst()) ?? 0
        let periods = words.map { word in
          let numbers = word.split(separator: ":").compactMap { Int64($0) }
          return ZoneRules.Period(start: numbers[0] * 60, offset: Int(numbers[1]) * 60)
        }
        changes.append(
          Change(zone: ZoneRules(name: String(first), periods: periods), minute: minute))
      case 2: changes[changes.count - 1].add(words, to: String(first))
      default: changes[changes.count - 1].add([first] + words, to: nil)
      }
    }

    private mutating func add(_ words: [Substring], to step: String?) {
      if let step { rows.append((step, [])) }
      rows[rows.count - 1].starts += words.compactMap { Int64($0) }.map {
        EventTime(milliseconds: ($0 + minute) * 60_000)
      }
    }
  }

  @Test("Are rows of a civil calendar across each change of clocks", arguments: Change.all)
  func changes(change: Change) throws {
    #expect(change.rows.count == 9)
    for (name, starts) in change.rows {
      let step = try #require(TimeStep(name))
      let last = try #require(starts.last)
      #expect(
        step.starts(from: starts[0], to: last, in: change.zone, atMost: 1000) == starts,
        "\(name)")
      // Each moment belongs to one row only: the sum of the rows is the whole.
      for (start, end) in zip(starts, starts.dropFirst()) {
        for moment in [start.milliseconds, start.milliseconds + 1, end.milliseconds - 1] {
          #expect(
            step.start(of: EventTime(milliseconds: moment), in: change.zone) == start, "\(name)")
        }
      }
    }
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
