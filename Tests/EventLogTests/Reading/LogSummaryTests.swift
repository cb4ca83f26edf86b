import EventLog
import TestSupport
import Testing

@Suite("The summary of a log")
struct LogSummaryTests {
  private func log(_ numbers: [Int], process: Int = 42) -> [UInt8] {
    let lines = numbers.map { number in
      let digits = String(number)
      let padding = String(repeating: "0", count: max(0, 5 - digits.count))
      return #"{"_logEntry":"\#(padding)\#(digits)","id":\#(number),"payload":{},"#
        + #""processId":\#(process),"timestamp":\#(1_795_216_000 + number),"type":"timerTriggered"},"#
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func summary(
    of bytes: [UInt8], continuing runs: SequenceRuns = SequenceRuns()
  ) -> LogSummary {
    var reader = EventReader()
    var summary = LogSummary(continuing: runs)
    reader.read(bytes.span, into: &summary)
    reader.finish(into: &summary)
    return summary
  }

  /// The cell that describes a file with these counters.
  private func cell(_ numbers: [Int]) -> String {
    var summary = summary(of: log(numbers))
    var verdict = SequenceVerdict()
    verdict.first = summary.numbers?.first
    verdict.last = summary.numbers?.last
    summary.runs.finish()
    for found in summary.runs.takeFindings() { verdict.add(found.finding) }
    return "\(verdict)"
  }

  @Test("tells the first and the last time and counter")
  func ends() {
    let summary = summary(of: log([3, 4, 5]))
    #expect(summary.first == EventTime(milliseconds: 1_795_216_003_000))
    #expect(summary.last == EventTime(milliseconds: 1_795_216_005_000))
    #expect(summary.numbers?.first == 3)
    #expect(summary.numbers?.last == 5)
  }

  @Test(
    "says in a word whether counters go on; quirk 8: a restart is no gap",
    arguments: [
      ([0, 1, 2, 3], "0-3 ok"),
      ([7], "7-7 ok"),
      ([0, 1, 3, 4, 5, 6], "0-6 GAP 2"),
      ([0, 1, 5, 6, 7, 8], "0-8 GAP 2-4"),
      ([0, 1, 3, 4, 5, 6, 9, 10, 11, 12], "0-12 2 gaps"),
      ([0, 1, 9], "0-9 GAP 2-8"),
      ([11, 12, 0, 1, 2], "11-2 restart after 12"),
      ([11, 12, 0, 1, 0, 1], "11-1 2 restarts"),
      ([40, 41, 43, 44, 45, 46, 0, 1, 2], "40-2 GAP 42, restart after 46"),
    ] as [([Int], String)])
  func verdict(numbers: [Int], expected: String) {
    #expect(cell(numbers) == expected)
  }

  @Test("quirk 9: counters go on from one file of a set to the next")
  func rotation() {
    let first = summary(of: log([835, 836]))
    var next = summary(of: log([837, 838, 839]), continuing: first.runs)
    next.runs.finish()
    #expect(next.runs.takeFindings().map(\.finding) == [])
    var late = summary(of: log([839, 840, 841, 842]), continuing: first.runs)
    #expect(late.runs.takeFindings().map(\.finding) == [.missing(837...838)])
  }

  @Test("keeps a gap that nothing has confirmed for the file behind it")
  func pending() {
    var first = summary(of: log([1, 2, 5]))
    #expect(first.runs.takeFindings().map(\.finding) == [])
    #expect(first.runs.audit.gap == 3...4)
    var next = summary(of: log([6, 7, 8]), continuing: first.runs)
    #expect(next.runs.takeFindings().map(\.finding) == [.missing(3...4)])
  }

  @Test("keeps the first places of damage, and none of other lines")
  func places() {
    let summary = summary(of: log([1]) + Array("{\"cut off\nsome text\n".utf8) + log([2]))
    #expect(summary.firstSkipped.map(\.reason) == [.malformed])
    #expect(summary.firstSkipped.map(\.offset) == [log([1]).count])
  }

  @Test("quirk 85: takes no note of ids, which leave gaps and repeat")
  func ids() {
    let lines = [(7, 900), (8, 900), (9, 5)].map { number, id in
      #"{"_logEntry":"0000\#(number)","id":\#(id),"payload":{},"type":"timerTriggered"},"#
    }
    var summary = summary(of: Array((lines.joined(separator: "\n") + "\n").utf8))
    summary.runs.finish()
    #expect(summary.runs.takeFindings().map(\.finding) == [])
  }

  @Test("quirk 71: takes no process of the payload for the one that writes")
  func edges() {
    let lines = [1, 2, 3].map { number in
      #"{"_logEntry":"0000\#(number)","payload":{"PID":5\#(number),"processId":5\#(number)},"#
        + #""processId":42,"type":"inStreamCreated"},"#
    }
    var summary = summary(of: Array((lines.joined(separator: "\n") + "\n").utf8))
    summary.runs.finish()
    #expect(summary.runs.takeFindings().map(\.finding) == [])
    #expect(summary.runs.audit.process == 42)
  }

  @Test("has no counters where the format has none")
  func w3c() {
    let summary = summary(of: Array((W3CLog.header() + W3CLog.row()).utf8))
    #expect(summary.numbers == nil)
    #expect("\(SequenceVerdict())" == "-")
  }
}
