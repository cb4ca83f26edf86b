import EventLog
import Testing

@testable import emslog

@Suite("What is noted of a stream")
struct FollowNoteTests {
  @Test("is read as it was written, in one line")
  func roundTrip() {
    var audit = SequenceAudit(after: 17, process: 4242)
    audit.feed(logEntry: 20, processId: 4242)
    let note = FollowNote(
      audit,
      EventReader.Bookmark(
        records: 18, time: EventTime(milliseconds: 1_795_216_353_000),
        header: [0, 9, 13, 10, 255]))
    #expect(note.text == "20 4242 18 19 0 18 1795216353000 00090d0aff")
    #expect(FollowNote(text: note.text) == note)
  }

  @Test("holds where earlier runs of counters have ended, if there are any")
  func brokenEnds() {
    let note = FollowNote(
      SequenceAudit(after: 17), EventReader.Bookmark(records: 18),
      brokenEnds: [SequenceEnd(40, process: 4240), SequenceEnd(20)])
    #expect(note.text == "17 - - - - 18 -  40/4240,20")
    #expect(FollowNote(text: note.text) == note)
    #expect(FollowNote(text: "17 - - - - 18 -  x,-1,20").brokenEnds == [SequenceEnd(20)])
  }

  @Test("is empty at the start of a log")
  func empty() {
    let note = FollowNote(SequenceAudit(), EventReader.Bookmark())
    #expect(note.text == "")
    #expect(FollowNote(text: "") == note)
  }

  @Test(
    "is as good as nothing if it is something else", arguments: ["x", "1 2 3", "- - - - - -1 - 0"])
  func nonsense(text: String) {
    #expect(FollowNote(text: text) == FollowNote(SequenceAudit(), EventReader.Bookmark()))
  }
}
