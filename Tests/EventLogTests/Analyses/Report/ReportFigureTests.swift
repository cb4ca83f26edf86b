import Testing

@testable import EventLog

@Suite("Figures for people")
struct ReportFigureTests {
  @Test(
    "have a unit and are cut to three digits",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1999, "1.99 kB"), (12_345, "12.3 kB"),
      (999_999, "999 kB"), (1_910_238_720, "1.91 GB"), (-2500, "-2.50 kB"),
      (Int128(Int64.max) * 1000, "9223372 PB"),
    ] as [(Int128, String)])
  func bytes(number: Int128, text: String) { #expect(ReportFigure.bytes(number) == text) }

  @Test(
    "tell lengths of time by their two greatest units",
    arguments: [
      (0, "0.0 s"), (9_650, "9.6 s"), (59_999, "59 s"), (898_000, "14 min 58 s"),
      (6_161_000, "1 h 42 min"), (183_600_000, "2 d 3 h"), (-5000, "-5.0 s"),
    ] as [(Int64, String)])
  func durations(milliseconds: Int64, text: String) {
    #expect(ReportFigure.duration(milliseconds) == text)
  }

  @Test(
    "tell by how many percent they have changed, to the nearest",
    arguments: [
      (100, 112, "+12 %"), (200, 199, "-1 %"), (300, 299, "-<1 %"), (1000, 1001, "+<1 %"),
      (7, 7, "±0 %"), (0, 5, "was 0"), (5, 0, "-100 %"), (3, 10, "+233 %"), (8, 9, "+13 %"),
      (Int128(1) << 70, Int128(1) << 71, "+100 %"),
    ] as [(Int128, Int128, String)])
  func changes(before: Int128, now: Int128, text: String) {
    #expect(ReportFigure.change(from: before, to: now) == text)
  }

  @Test("say nothing of a change from nothing to nothing")
  func nothing() { #expect(ReportFigure.change(from: 0, to: 0) == nil) }
}

@Suite("Axes of charts")
struct ChartAxisTests {
  @Test(
    "have at most five lines over the base, at round values, and room for all",
    arguments: [
      (0, 1, 1), (1, 1, 1), (3, 1, 3), (6, 2, 6), (39, 10, 40), (101, 50, 150), (999, 200, 1000),
      (2_000_001, 500_000, 2_500_000),
    ] as [(Int64, Int64, Int64)])
  func values(greatest: Int64, step: Int64, top: Int64) {
    let axis = ValueAxis(greatest: greatest)
    #expect(axis.step == step)
    #expect(axis.top == top)
  }

  @Test("end with the greatest number that there is")
  func hugeValues() {
    let axis = ValueAxis(greatest: .max)
    #expect(axis.values.count <= 6)
    #expect(axis.height(of: .infinity, in: 200) == 0)
  }

  @Test("show round times in the zone of the reader")
  func times() {
    // 2026-01-05 22:30 to 2026-01-06 03:30 in UTC, an hour later in a zone an hour ahead.
    let (start, end): (Int64, Int64) = (1_767_652_200_000, 1_767_670_200_000)
    let axis = TimeAxis(from: start, to: end, in: ZoneRules(name: "+1", fixedOffset: 3600))
    #expect(axis.marks.map(\.label) == ["6 Jan", "01:00", "02:00", "03:00", "04:00"])
    #expect(axis.marks.map(\.place) == [1000, 3000, 5000, 7000, 9000])
  }

  @Test(
    "have at most eight times, however long the log is",
    arguments: [1, 1000, 60_000, 86_400_000, 7 * 86_400_000, 3_000_000_000_000] as [Int64])
  func limits(length: Int64) {
    let start: Int64 = 1_767_571_200_000
    let axis = TimeAxis(from: start, to: start + length, in: .utc)
    #expect((1...8).contains(axis.marks.count))
    #expect(axis.marks.allSatisfy { (0...10_000).contains($0.place) })
  }
}
