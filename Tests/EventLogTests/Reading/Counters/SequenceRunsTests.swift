import EventLog
import Testing

@Suite("The runs of counters")
struct SequenceRunsTests {
  private func runs(_ numbers: [Int64], of process: Int64? = nil) -> SequenceRuns {
    var runs = SequenceRuns()
    for number in numbers { runs.feed(logEntry: number, processId: process) }
    return runs
  }

  @Test("end where the server was started again, before gaps, and at the end of the log")
  func ends() {
    let ends = runs([600, 601, 602, 0, 1, 2, 7, 8, 9, 10]).ends
    #expect(ends.map(\.number) == [602, 2, 10])
    #expect(
      runs([1, 2, 9], of: 7).ends == [SequenceEnd(2, process: 7), SequenceEnd(9, process: 7)])
  }

  @Test("end where the next run begins at almost the same number")
  func closeStart() { #expect(runs([600, 601, 602, 601, 602, 603]).ends.first?.number == 602) }

  @Test("bear the process that wrote them, though another one has followed it")
  func processes() {
    var runs = runs([5, 9, 10], of: 7)
    runs.feed(logEntry: 0, processId: 8)
    #expect(
      runs.ends == [
        SequenceEnd(5, process: 7), SequenceEnd(10, process: 7), SequenceEnd(0, process: 8),
      ])
    let findings = runs.takeFindings()
    #expect(findings.map(\.finding) == [.missing(6...8), .restart(after: 10)])
    #expect(findings.map(\.process) == [7, 7])
    #expect(runs.takeFindings() == [])
  }

  @Test("keep their latest ends, however often a log begins anew")
  func capacity() {
    let numbers = (0..<5000).flatMap { (life: Int64) -> [Int64] in [0, 1, 10 + life] }
    let ends = runs(numbers).ends.map(\.number)
    #expect(ends.count <= 2 * SequenceRuns.capacity + 2)
    #expect(ends.contains(5008))
    #expect(ends.last == 5009)
  }

  @Test("ends are read as they are noted", arguments: [SequenceEnd(4), SequenceEnd(4, process: 7)])
  func note(end: SequenceEnd) { #expect(SequenceEnd(note: end.note[...]) == end) }

  @Test("nonsense is no end", arguments: ["", "x", "-1", "1/", "1/x", "1/2/3", "/2"])
  func nonsense(text: String) { #expect(SequenceEnd(note: text[...]) == nil) }

  @Test("the last end before a number is that of the same process, or of an unknown one")
  func lastEnd() {
    var ends = SequenceEnds()
    ends.add([SequenceEnd(5, process: 7), SequenceEnd(8, process: 9), SequenceEnd(3)])
    #expect(ends.last(before: 10, of: 7) == SequenceEnd(5, process: 7))
    #expect(ends.last(before: 10, of: nil) == SequenceEnd(8, process: 9))
    #expect(ends.last(before: 5, of: 7) == SequenceEnd(3))
    #expect(ends.last(before: 3, of: 7) == nil)
    ends.remove([SequenceEnd(5, process: 7)])
    #expect(ends.last(before: 10, of: 7) == SequenceEnd(3))
  }
}
