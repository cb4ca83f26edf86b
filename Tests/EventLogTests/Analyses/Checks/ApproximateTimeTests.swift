import TestSupport
import Testing

@testable import EventLog

/// Text logs without a stamp in each record: only streams say when.
@Suite("Findings about records without a time")
struct ApproximateTimeTests {
  /// A stream at a time of 2026-11-20, as seconds after 23:00:00.
  private func stream(_ type: String, at seconds: Int, number: Int) -> String {
    let time = (SessionLog.start + seconds) * 1000
    return """
      \(String(100_000 + number).dropFirst())\t\(type)
      \tPID: 42
      \tcreationTimestamp: \(SessionLog.start * 1000).000
      \tname: lobby
      \tqueryTimestamp: \(time).000
      \ttype: INR
      \tuniqueId: 1
      \tupTime: \(seconds * 1000).000



      """
  }

  private func record(_ type: String, _ lines: [String], number: Int) -> String {
    "\(String(100_000 + number).dropFirst())\t\(type)\n\tPID: 42\n"
      + lines.map { "\t\($0)\n" }.joined() + "\n\n"
  }

  private func pull(_ number: Int) -> String {
    record("pullStreamFailed", ["localStreamName: gate", "uri: rtmp://h/gate"], number: number)
  }

  private func table(_ text: String, _ change: (inout ChecksPlan) -> Void = { _ in }) -> [String] {
    var plan = ChecksPlan()
    change(&plan)
    return SessionLog.answer(.checks(plan), [[text]], as: .table, of: .text)
      .split(separator: "\n").dropFirst().map { row in
        row.split(separator: "  ", omittingEmptySubsequences: true)
          .map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " | ")
      }
  }

  @Test("A pull that failed between two streams is told between their times")
  func between() {
    let text =
      stream("inStreamCreated", at: 0, number: 1) + pull(2) + pull(3)
      + stream("inStreamClosed", at: 1200, number: 4)
    #expect(
      table(text) == [
        "between 2026-11-20 23:00:00 and 23:20:00 | error | pulls | gate | "
          + "2 pulls of rtmp://h/gate failed; not seen before in this log"
      ])
  }

  @Test(
    "A pull that failed after all times is told after the last, one before them before the first")
  func ends() {
    let late = stream("inStreamCreated", at: 0, number: 1) + pull(2)
    #expect(table(late).first?.hasPrefix("after 2026-11-20 23:00:00 | error | pulls") == true)
    let early = pull(1) + stream("inStreamCreated", at: 0, number: 2)
    #expect(table(early).first?.hasPrefix("before 2026-11-20 23:00:00 | error | pulls") == true)
    #expect(table(pull(1)).first?.hasPrefix("error | pulls | gate") == true)
  }

  @Test("A window is asked whether something may have happened in it")
  func window() {
    let text =
      stream("inStreamCreated", at: 0, number: 1) + pull(2)
      + stream("inStreamClosed", at: 1200, number: 3)
    let moment = { (seconds: Int) in
      EventTime(milliseconds: Int64(SessionLog.start + seconds) * 1000)
    }
    #expect(table(text) { $0.window = TimeWindow(since: moment(600)) }.count == 1)
    #expect(table(text) { $0.window = TimeWindow(since: moment(1201)) }.isEmpty)
  }

  @Test("Programs are told that a time is not exact, and what it is not after")
  func programs() {
    let text =
      stream("inStreamCreated", at: 0, number: 1) + pull(2)
      + record("audioFeedStopped", ["id: 1", "localStreamName: lobby"], number: 3)
      + stream("inStreamClosed", at: 1200, number: 4)
    let lines = SessionLog.answer(.checks(ChecksPlan()), [[text]], as: .jsonl, of: .text)
      .split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      #expect(line.hasPrefix(#"{"time":"2026-11-20T23:00:00.000Z","end":null,"#))
      #expect(line.hasSuffix(#""approximate":true,"notAfter":"2026-11-20T23:20:00.000Z"}"#))
    }
    #expect(lines.contains { $0.contains(#""message":"no sound (1 report); no further report""#) })
  }

  @Test("Where records have times of their own nothing is approximate")
  func exact() {
    var log = SessionLog()
    log.add("pullStreamFailed", at: 5, #""localStreamName":"gate","uri":"rtmp://h/gate""#)
    let text = log.answer(.checks(ChecksPlan()), as: .jsonl)
    #expect(text.hasSuffix(#""approximate":false,"notAfter":null}"# + "\n"))
  }
}
