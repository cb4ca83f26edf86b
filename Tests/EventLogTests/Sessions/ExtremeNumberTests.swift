import TestSupport
import Testing

@testable import EventLog

@Suite("Answers about logs that hold numbers beyond all measure")
struct ExtremeNumberTests {
  private static let extremes = [
    "9223372036854775807", "-9223372036854775808", "9223372036854775806", "-1", "0", "-0", "1e308",
    "-1e308", "18446744073709551615", "9999999999999999999999", "253402300800", "253402300799999",
    "-62135596801", "-62167219200001", "9223372036854775.807", "-9223372036854775.9", "1.5",
  ]

  private static var questions: [EventTask] {
    var stretches = ViewersPlan()
    stretches.step = TimeStep("1y")
    var sessions = SessionsPlan()
    sessions.choice.kinds = Set(SessionKind.allCases)
    sessions.order = SessionsPlan.Order(.seconds, isDescending: true)
    return [
      .sessions(sessions), .viewers(ViewersPlan()), .viewers(stretches), .checks(ChecksPlan()),
      .report(ReportPlan()), .metrics(MetricsPlan()), .state(.sessions(sessions)),
    ]
  }

  @Test(
    "A counter that no server has counted to does not crash what follows records",
    arguments: ["9223372036854775807", "9223372036854775806", "-9223372036854775808", "-1"])
  func counters(number: String) {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    log.stream("inStreamClosed", 1, at: 4, upTime: 4)
    let text = log.text.replacingFirst("\"00000\"", with: "\"\(number)\"")
    #expect(SessionLog.sessions([[text]]) == ["cam 1 4.000 closed"])
    for question in Self.questions { expectAnswer(question, text, of: .json) }
  }

  /// A check may have nothing to say; all others have at least a line of names.
  private func expectAnswer(_ question: EventTask, _ log: String, of format: InputFormat?) {
    let answer = SessionLog.answer(question, [[log]], of: format)
    if case .checks = question { return }
    #expect(answer.contains("\n"))
  }

  @Test("are given, whichever numbers these are", arguments: Seed.all(6))
  func anyNumbers(seed: Seed) {
    var random = SeededGenerator(seed)
    for _ in 0..<4 {
      var server = BusyServer(Seed(random.next()))
      let log = server.records(30).map { record -> String in
        var record = record
        for _ in 0..<Int.random(in: 0...2, using: &random) { record.exchangeNumber(&random) }
        return record
      }
      let hooks = (0..<20).map { number in
        let time = Self.extremes.randomElement(using: &random) ?? ""
        let action = ["liveStreamStarted", "liveStreamEnded"][number % 2]
        return #"{"app":"live","action":"\#(action)","id":"cam","timestamp":"\#(time)"}"# + "\n"
      }
      for question in Self.questions {
        expectAnswer(question, log.joined(), of: .json)
        expectAnswer(question, hooks.joined(), of: nil)
      }
    }
  }
}

extension String {
  func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(in: range, by: other)
  }

  private func replacingCharacters(in range: Range<Index>, by other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }

  /// Puts an extreme number in the place of one of the numbers.
  fileprivate mutating func exchangeNumber(_ random: inout SeededGenerator) {
    let numbers = ranges(of: /\d+(\.\d+)?/)
    guard let range = numbers.randomElement(using: &random) else { return }
    self = replacingCharacters(
      in: range, by: ExtremeNumberTests.number(&random))
  }
}

extension ExtremeNumberTests {
  fileprivate static func number(_ random: inout SeededGenerator) -> String {
    extremes.randomElement(using: &random) ?? ""
  }
}
