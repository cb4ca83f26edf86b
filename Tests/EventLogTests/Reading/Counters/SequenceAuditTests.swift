import TestSupport
import Testing

@testable import EventLog

@Suite("The audit of record counters")
struct SequenceAuditTests {
  private func findings(
    _ numbers: [Int64], process: Int64? = 7, after audit: SequenceAudit = SequenceAudit()
  ) -> [SequenceAudit.Finding] {
    var audit = audit
    for number in numbers { audit.feed(logEntry: number, processId: process) }
    audit.finish()
    return audit.takeFindings()
  }

  @Test("finds nothing where records go on, wherever they begin")
  func clean() { #expect(findings([4711, 4712, 4713]) == []) }

  @Test("tells which records are missing")
  func gap() {
    #expect(findings([185, 188, 189, 190, 191]) == [.missing(186...187)])
    #expect(findings([1, 3, 4, 8]) == [.missing(2...2), .missing(5...7)])
  }

  @Test("takes records that stand out of order for what they are")
  func disorder() {
    #expect(findings([184, 185, 187, 186, 188]) == [])
    #expect(findings([22, 23, 23, 24]) == [])
  }

  @Test("takes one number that is far off for a forged record")
  func outlier() { #expect(findings([30, 99, 31, 32, 33]) == []) }

  @Test("takes a counter that begins again, and another process, for a restart")
  func restart() {
    #expect(findings([500, 501, 0, 1, 2]) == [.restart(after: 501)])
    var audit = SequenceAudit()
    audit.feed(logEntry: 10, processId: 1)
    audit.feed(logEntry: 400, processId: 2)
    #expect(audit.takeFindings() == [.restart(after: 10)])
  }

  @Test("waits with a gap until the records behind it go on")
  func patience() {
    var audit = SequenceAudit()
    for number in [1, 5, 6] as [Int64] { audit.feed(logEntry: number, processId: 7) }
    #expect(audit.takeFindings() == [])
    audit = SequenceAudit(note: audit.note)
    for number in [7, 8] as [Int64] { audit.feed(logEntry: number, processId: 7) }
    #expect(audit.takeFindings() == [.missing(2...4)])
  }

  @Test("starts anew from a note that makes no sense", arguments: ["", "x", "-5 - - - -", "1 2"])
  func nonsense(note: String) { #expect(SequenceAudit(note: note) == SequenceAudit()) }

  @Test("takes runs of counters as it takes them one by one", arguments: Seed.all(20))
  func runs(seed: Seed) {
    var random = SeededGenerator(seed)
    for _ in 0..<300 {
      var together = SequenceAudit()
      var single = SequenceAudit()
      for _ in 0..<6 {
        let start = Int64.random(in: 0...14, using: &random)
        let run = start...(start + Int64.random(in: 0...6, using: &random))
        let process = Int64.random(in: 0...6, using: &random) == 0 ? 2 : Int64(1)
        together.feed(run, processId: process)
        for number in run { single.feed(logEntry: number, processId: process) }
        #expect(together == single)
      }
    }
  }

  @Test("takes a run of any length at once")
  func longRun() {
    var audit = SequenceAudit()
    audit.feed(logEntry: 5, processId: 1)
    audit.feed(8...(1 << 50), processId: 1)
    #expect(audit.takeFindings() == [.missing(6...7)])
    // A gap that wide, and a run within it.
    audit.feed(logEntry: (1 << 50) + (1 << 40), processId: 1)
    audit.feed((1 << 50) + 10...(1 << 50) + (1 << 39), processId: 1)
    #expect(audit.last == (1 << 50) + (1 << 40))
  }
}
