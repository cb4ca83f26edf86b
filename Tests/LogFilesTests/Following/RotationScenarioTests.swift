import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("A poll prints each line once when the log is")
struct RotationScenarioTests {
  let folder: TemporaryDirectory
  let poll: Polling

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<100)), to: "e.log")
    #expect(try poll.run().lines == lines(0..<100))
    try folder.append(log(lines(100..<120)), to: "e.log")
  }

  /// What comes next are the lines from 100 on, and after that nothing.
  private func expectRest(upTo end: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try poll.run().lines == lines(100..<end), sourceLocation: sourceLocation)
    #expect(try poll.run().lines == [], sourceLocation: sourceLocation)
  }

  @Test("appended to")
  func appended() throws { try expectRest(upTo: 120) }

  @Test("renamed, and a new one begun")
  func renamed() throws {
    try folder.rename("e.log", to: "e.log.1")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
  }

  @Test("renamed while the server goes on in the old file")
  func lateWriter() throws {
    try folder.rename("e.log", to: "e.log.1")
    try expectRest(upTo: 120)
    try folder.append(log(lines(120..<125)), to: "e.log.1")
    try folder.append(log(lines(125..<130)), to: "e.log")
    #expect(try poll.run().lines == lines(120..<130))
  }

  @Test("rotated three times between two runs")
  func rotatedOften() throws {
    try folder.rename("e.log", to: "e.log.3")
    try folder.append(log(lines(120..<130)), to: "e.log.2")
    try folder.append(log(lines(130..<140)), to: "e.log.1")
    try folder.append(log(lines(140..<150)), to: "e.log")
    try expectRest(upTo: 150)
  }

  @Test("compressed before it was read to its end")
  func compressed() throws {
    _ = try folder.write(Gzip.member(log(lines(0..<120))), to: "e.log.1.gz")
    try folder.delete("e.log")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
  }

  @Test("copied and not truncated yet")
  func copied() throws {
    _ = try folder.write(log(lines(0..<120)), to: "e.log.1")
    try expectRest(upTo: 120)
  }

  @Test("copied in part")
  func copiedInPart() throws {
    _ = try folder.write(log(lines(0..<50)), to: "e.log.1")
    try expectRest(upTo: 120)
  }

  @Test("copied, truncated and written again beyond the old end")
  func copyTruncated() throws {
    _ = try folder.write(log(lines(0..<120)), to: "e.log.1")
    _ = try folder.write(log(lines(120..<500)), to: folder.path("e.log"))
    try expectRest(upTo: 500)
  }

  @Test("truncated under a server that keeps its place, so that it begins with a hole")
  func hole() throws {
    let size = log(lines(0..<120)).count
    _ = try folder.write(log(lines(0..<120)), to: "e.log.1")
    _ = try folder.write([], to: folder.path("e.log"))
    try folder.extend("e.log", to: Int64(size))
    try folder.append(log(lines(120..<130)), to: "e.log")
    let result = try poll.run()
    #expect(result.lines == lines(100..<130))
    #expect(result.findings == [])
    #expect(try poll.run().lines == [])
  }

  @Test("truncated after more was written than was copied: the bytes lost are counted")
  func lostInTruncation() throws {
    let size = log(lines(0..<120)).count
    _ = try folder.write(log(lines(0..<120)), to: "e.log.1")
    _ = try folder.write([], to: folder.path("e.log"))
    try folder.extend("e.log", to: Int64(size + 261))
    try folder.append(log(lines(130..<140)), to: "e.log")
    let result = try poll.run()
    #expect(result.lines == lines(100..<120) + lines(130..<140))
    let name = folder.path("e.log").printable
    #expect(result.findings == [.lostInTruncation(file: name, bytes: 261)])
  }

  @Test("compressed at this moment, so that both are there and one is cut")
  func beingCompressed() throws {
    let whole = Gzip.member(log(lines(0..<120)))
    try folder.rename("e.log", to: "e.log.1")
    _ = try folder.write(whole.prefix(whole.count / 2), to: "e.log.1.gz")
    try expectRest(upTo: 120)
    try folder.delete("e.log.1")
    _ = try folder.write(whole, to: folder.path("e.log.1.gz"))
    #expect(try poll.run().lines == [])
  }

  @Test("compressed while one or two bytes of the compressed file are there")
  func twoBytesOfGzip() throws {
    for bytes in [[], [0x1f], [0x1f, 0x8b]] as [[UInt8]] {
      _ = try folder.write(bytes, to: folder.path("e.log.1.gz"))
      let result = try poll.run()
      #expect(result.lines.allSatisfy { $0.hasPrefix("record") })
      #expect(result.errors == [])
    }
  }

  @Test("given names with dates")
  func dated() throws {
    try folder.rename("e.log", to: "e.log-20260101-1767225600000")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
  }

  @Test("moved into another directory, compressed there, and begun anew")
  func movedAway() throws {
    try folder.makeDirectory("old")
    var poll = poll
    poll.oldDirectory = folder.path("old")
    try folder.rename("e.log", to: "old/e.log.1")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try folder.append(log(lines(500..<510)), to: "old/other.log.1")
    #expect(try poll.run().lines == lines(100..<130))
    try folder.append(log(lines(130..<140)), to: "e.log")
    let content = try contents(of: folder.path("e.log").string)
    _ = try folder.write(Gzip.member(content), to: "old/e.log.1.gz")
    try folder.rename("old/e.log.1", to: "old/e.log.2")
    try folder.delete("e.log")
    let result = try poll.run()
    #expect(result.lines == lines(130..<140))
    #expect(result.findings == [])
    try folder.append(log(lines(140..<150)), to: "e.log")
    #expect(try poll.run().lines == lines(140..<150))
  }

  @Test("closed by the server, which goes on under a name with the time")
  func chunks() throws {
    try folder.append(log(lines(120..<130)), to: "e_20260101_000000.log")
    try folder.append(log(lines(130..<140)), to: "e_20260102_000000.log")
    let new = try poll.run().lines
    #expect(new.sorted() == lines(100..<140))
    #expect(try poll.run().lines == [])
  }

  @Test("deleted, and its inode used again")
  func inodeReused() throws {
    #expect(try poll.run().lines == lines(100..<120))
    try folder.delete("e.log")
    try folder.append(log(lines(500..<700)), to: "e.log")
    #expect(try poll.run().lines == lines(500..<700))
  }

  @Test("cut in the middle of a line: its beginning waits for its end")
  func partialLine() throws {
    try folder.append(Array("record 120 ".utf8), to: "e.log")
    try expectRest(upTo: 120)
    try folder.append(Array("of the log\n".utf8), to: "e.log")
    #expect(try poll.run().lines == ["record 120 of the log"])
  }

  @Test("rotated with a beginning of a line at its end, which is told after a minute")
  func partialLineOfOldLog() throws {
    try folder.append(Array("record 12".utf8), to: "e.log")
    try folder.rename("e.log", to: "e.log.1")
    try folder.append(log(lines(130..<140)), to: "e.log")
    #expect(try poll.run().lines == lines(100..<120) + lines(130..<140))
    let old = try poll.run(now: Polling.present + 61)
    #expect(old.lines == [])
    #expect(old.cuts == ["record 12"])
    #expect(try poll.run(now: Polling.present + 62).cuts == [])
    try folder.append(Array("0 of the log\n".utf8), to: "e.log.1")
    #expect(try poll.run(now: Polling.present + 63).lines == lines(120..<121))
  }

  @Test("deleted before it was read: that is told in the second run after it")
  func deletedUnread() throws {
    try folder.delete("e.log")
    try folder.append(log(lines(300..<310)), to: "e.log")
    #expect(try poll.run().findings == [])
    let findings = try poll.run().findings
    #expect(
      findings == [
        .lostStream(
          file: folder.path("e.log").printable, offset: Int64(log(lines(0..<100)).count),
          hadMore: false)
      ])
    #expect(try poll.run().findings == [])
  }
}
