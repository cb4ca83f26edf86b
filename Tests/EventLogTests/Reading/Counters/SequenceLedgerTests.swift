import EventLog
import Testing

@Suite("The ledger of counters")
struct SequenceLedgerTests {
  private func note(
    _ numbers: ClosedRange<Int64>, in ledger: inout SequenceLedger, of process: Int64
  ) {
    for number in numbers { ledger.note(number, process: process) }
  }

  @Test("tells a gap at the second time it is asked, as no record has filled it")
  func ripening() {
    var ledger = SequenceLedger()
    note(8...12, in: &ledger, of: 7)
    ledger.doubt(5...7, in: "e.json")
    #expect(ledger.hasUnripeGaps)
    #expect(ledger.takeGaps().isEmpty)
    #expect(ledger.takeGaps().map(\.range) == [5...7])
    #expect(!ledger.hasUnripeGaps)
    #expect(ledger.takeGaps().isEmpty)
  }

  @Test("tells at the end what it has not told")
  func end() {
    var ledger = SequenceLedger()
    note(8...12, in: &ledger, of: 7)
    ledger.doubt(5...7, in: "e.json")
    let gaps = ledger.takeGaps(isEnd: true)
    #expect(gaps.map(\.range) == [5...7])
    #expect(gaps.map(\.log) == ["e.json"])
  }

  @Test("tells only the part of a gap that stands in no other log, read before or later")
  func parts() {
    var ledger = SequenceLedger()
    note(10...14, in: &ledger, of: 7)
    note(30...33, in: &ledger, of: 7)
    ledger.doubt(5...29, in: "e.json")
    note(20...22, in: &ledger, of: 7)
    #expect(ledger.takeGaps(isEnd: true).map(\.range) == [5...9, 15...19, 23...29])
  }

  @Test("fills a gap with records of the same process alone")
  func processes() {
    var ledger = SequenceLedger()
    note(8...12, in: &ledger, of: 7)
    ledger.doubt(5...7, in: "e.json")
    note(0...20, in: &ledger, of: 8)
    #expect(ledger.takeGaps(isEnd: true).map(\.range) == [5...7])
  }

  @Test("forgets what a server wrote before it began to count anew")
  func restart() {
    var ledger = SequenceLedger()
    note(0...100, in: &ledger, of: 1)
    note(0...2, in: &ledger, of: 1)
    ledger.doubt(3...5, in: "e.json")
    #expect(ledger.takeGaps(isEnd: true).map(\.range) == [3...5])
  }

  @Test("forgets gaps of a past that is not wanted")
  func past() {
    var ledger = SequenceLedger()
    note(8...12, in: &ledger, of: 7)
    ledger.doubt(5...7, in: "e.json")
    ledger.forgetGaps()
    #expect(ledger.takeGaps(isEnd: true).isEmpty)
  }

  @Test("calls nothing missing between mixed logs behind which a run of another log goes on")
  func mixedLogs() {
    var ledger = SequenceLedger(isMixed: true)
    ledger.doubt(41...49, in: "e_0002.text")
    #expect(ledger.hasUnripeGaps)
    ledger.ends.add([SequenceEnd(40), SequenceEnd(49)])
    #expect(ledger.takeGaps(isEnd: true).isEmpty)
  }

  @Test("tells between mixed logs what no run ends behind, though other runs had those numbers")
  func gapBetweenMixedLogs() {
    var ledger = SequenceLedger(isMixed: true)
    note(0...100, in: &ledger, of: 7)
    ledger.ends.add([SequenceEnd(45), SequenceEnd(100)])
    ledger.doubt(41...49, in: "e_0002.text")
    #expect(ledger.takeGaps(isEnd: true).map(\.range) == [46...49])
  }
}
