import TestSupport
import Testing

@testable import EventLog

@Suite("A generated condition")
struct WherePropertyTests {
  /// Events in which every field is of any type, or missing.
  private func log(_ random: inout SeededGenerator) -> String {
    let values = [
      "0", "1", "10", "-2", "2.5", "-0.25", "9007199254740991", "true", "false", "null",
      "\"cam1\"", "\"cam2\"", "\"10\"", "\"2.50\"", "\"\"", "\"c\\u0061m1\"", "\"\\/a\"", "\"Ä\"",
      "[1,\"a\"]", "[]", "{\"x\":1}", "{\"x\":\"cam1\",\"y\":null}",
    ]
    let types = ["inStreamClosed", "outStreamCreated", "hlsChunkClosed", "newInThisBuild"]
    var log = ""
    for id in 1...40 {
      var members: [String] = []
      for key in ["a", "b", "c", "d", "e", "o", "l", "name"]
      where Int.random(in: 0..<4, using: &random) > 0 {
        members.append("\"\(key)\":" + values[Int.random(in: 0..<values.count, using: &random)])
      }
      log += record(
        id: id, type: types[Int.random(in: 0..<types.count, using: &random)],
        members.joined(separator: ","))
    }
    return log
  }

  @Test("agrees with a plain evaluator over the decoded JSON lines", arguments: Seed.all(200))
  func agreement(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let log = log(&random)
    let events = try DecodedEvent.all(in: log)
    #expect(events.count == 40)
    for _ in 0..<5 {
      let condition = GeneratedCondition.random(depth: 3, &random)
      let expected = events.filter { condition.holds(for: $0) }.map(\.id)
      #expect(
        try SelectedEvents.ids(where: condition.source, in: log) == expected,
        "\(condition.source)")
    }
  }
}
