import Testing

@testable import EventLog

@Suite("Lengths of time as they are typed")
struct QuantityTests {
  @Test(
    "may have several units, or be written as clocks show them",
    arguments: [
      ("53m3s", 3_183_000), ("53m03s", 3_183_000), ("1h42m41s", 6_161_000), ("0:53:03", 3_183_000),
      ("1:42:41.5", 6_161_500), ("2d1h", 176_400_000), ("1m0.25s", 60_250), ("1s5ms", 1005),
      ("100:00:00", 360_000_000), ("90s", 90_000), ("1.5h", 5_400_000),
    ] as [(String, Int64)])
  func lengths(text: String, milliseconds: Int64) {
    #expect(Quantity.milliseconds(text) == milliseconds)
  }

  @Test(
    "are refused if it is not clear what they mean",
    arguments: [
      "3s53m", "1m1m", "1.5h3m", "53:03", "0:60:00", "0:00:60", "0:5:3", ":53:03", "1h 3m", "1h-3m",
      "1m3kB", "5m3", "1h3", "-1:00:00", "99999999999999999999h1s", "9999999999:00:00",
    ])
  func unclear(text: String) {
    #expect(Quantity.milliseconds(text) == nil)
  }
}
