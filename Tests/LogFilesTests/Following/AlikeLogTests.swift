import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("Logs that begin alike")
struct AlikeLogTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private static let declaration = #"<?xml version="1.0" ?>"#

  /// A record of the xml sink.
  private func element(_ number: Int) -> String {
    "\n<MAP isArray=\"false\" name=\"\">\n    <STR name=\"stream\">cam\(number)</STR>\n</MAP>\n\n"
  }

  /// What a server writes when it starts: the same bytes at each start, where it runs as one process.
  private static let start = """
    00001\tapplicationStart
    \tPID: 1
    \tname: mediaserver


    00002\tprotocolRegisteredToApp
    \tPID: 1
    \tid: 2


    00003\tserverStarted
    \tPID: 1



    """

  /// A record of the text sink, which says nothing of the time.
  private func closing(_ number: Int, of stream: String) -> String {
    "0000\(number)\tinStreamClosed\n\tname: \(stream)\n\tupTime: 1.000\n\n\n"
  }

  private func write(_ text: String, to name: String) throws {
    try folder.write(Array(text.utf8), to: name)
  }

  /// The lines of a run that hold a text.
  private func poll(_ poll: Polling, for text: String) throws -> [String] {
    try poll.run(now: Polling.later).lines.filter { $0.contains(text) }
  }

  @Test("with the declaration of xml alone do not swallow the logs that follow")
  func emptyXML() throws {
    let poll = Polling(folder, "e_*")
    try write(Self.declaration, to: "e_20260101_000000.xml")
    #expect(try self.poll(poll, for: "cam") == [])
    for hour in 1...5 {
      let text = Self.declaration + element(2 * hour) + element(2 * hour + 1)
      try write(text, to: "e_20260101_0\(hour)0000.xml")
    }
    #expect(try self.poll(poll, for: "cam").count == 10)
    #expect(try self.poll(poll, for: "cam") == [])
    try folder.append(Array(element(0).utf8), to: "e_20260101_000000.xml")
    #expect(try self.poll(poll, for: "cam").count == 1)
  }

  @Test("with the header of w3c alone do not swallow the logs that follow")
  func emptyW3C() throws {
    let header = "#Version: 1.0\n#Start-Date: 2026-Jan-01 00:00:00 UTC\n#Fields: a\tb\n"
    let poll = Polling(folder, "e_*")
    try write(header, to: "e_0001.w3c")
    #expect(try self.poll(poll, for: "cam") == [])
    for part in 2...4 { try write(header + "1\tcam\(part)\n", to: "e_000\(part).w3c") }
    #expect(try self.poll(poll, for: "cam") == ["1\tcam2", "1\tcam3", "1\tcam4"])
    #expect(try self.poll(poll, for: "cam") == [])
  }

  @Test(
    "as each start of a server in a container writes them are all read, with dates in their names")
  func datedStarts() throws {
    let poll = Polling(folder, "e_*")
    for hour in 1...5 {
      try write(Self.start, to: "e_20260101_0\(hour)0000.txt")
      #expect(try self.poll(poll, for: "serverStarted").count == 1)
    }
    try write(Self.start + closing(4, of: "a"), to: "e_20260101_060000.txt")
    try write(Self.start + closing(4, of: "b") + closing(5, of: "c"), to: "e_20260101_070000.txt")
    let lines = try poll.run(now: Polling.later).lines
    #expect(lines.count { $0.contains("serverStarted") } == 2)
    #expect(lines.count { $0.contains("upTime") } == 3)
  }

  @Test("as each start of a server in a container writes them are all read, rotated at each start")
  func rotatedStarts() throws {
    let poll = Polling(folder, "e.txt")
    try write(Self.start, to: "e.txt")
    #expect(try self.poll(poll, for: "serverStarted").count == 1)
    try folder.rename("e.txt", to: "e.txt.1")
    try write(Self.start, to: "e.txt")
    #expect(try self.poll(poll, for: "serverStarted").count == 1)
    try folder.append(Array(closing(4, of: "a").utf8), to: "e.txt")
    try folder.rename("e.txt.1", to: "e.txt.2")
    try folder.rename("e.txt", to: "e.txt.1")
    try write(Self.start + closing(4, of: "b"), to: "e.txt")
    let lines = try poll.run(now: Polling.later).lines
    #expect(
      lines.filter { $0.contains("name: ") && !$0.contains("media") } == ["\tname: a", "\tname: b"])
    #expect(lines.count { $0.contains("serverStarted") } == 1)
    let old = try contents(of: folder.path("e.txt.2").string)
    try folder.write(Gzip.member(old), to: "e.txt.2.gz")
    try folder.delete("e.txt.2")
    #expect(try poll.run(now: Polling.later).lines == [])
  }

  @Test("are all read by tail too, while logs without a name are held")
  func followedStarts() throws {
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.txt")])
    for _ in 1...4 {
      try write(Self.start, to: "new")
      try folder.rename("new", to: "e.txt")
      try follower.pass(now: Polling.later, into: &consumer)
      try follower.commit(&consumer)
    }
    #expect(consumer.lines.count { $0.contains("serverStarted") } == 4)
  }

  @Test("are one where one is the copy of the other, be it as small as a few records")
  func smallCopy() throws {
    for start in ["", Self.start] {
      let folder = try TemporaryDirectory()
      let poll = Polling(folder, "e.log")
      try folder.write(Array(start.utf8) + log(lines(0..<20)), to: "e.log")
      _ = try poll.run()
      try folder.write(contents(of: folder.path("e.log").string), to: "e.log.1")
      try folder.append(log(lines(20..<23)), to: "e.log")
      #expect(try poll.run().lines == lines(20..<23))
      try folder.write(log(lines(23..<25)), to: folder.path("e.log"))
      #expect(try poll.run().lines == lines(23..<25))
      #expect(try poll.run(now: Polling.later).lines == [])
    }
  }

  @Test("are one where shorter copies are all that is left of a log, and one is touched")
  func touchedCopy() throws {
    let poll = Polling(folder, "e.log*")
    try folder.write(log(lines(0..<450)), to: "e.log")
    try folder.write(log(lines(0..<200)), to: "e.log.bak1")
    try folder.write(log(lines(0..<400)), to: "e.log.bak2")
    let half = Gzip.member(log(lines(0..<450))).prefix(900)
    try folder.write(half, to: "e.log.bak3.gz")
    #expect(try poll.run(now: Polling.later).lines == lines(0..<450))
    try folder.delete("e.log")
    #expect(try poll.run(now: Polling.later).lines == [])
    #expect(try poll.run(now: Polling.later + 10).lines == [])
    let copy = try contents(of: folder.path("e.log.bak2").string)
    try folder.write(copy, to: "e.log.bak2")
    #expect(try poll.run(now: Polling.later + 20).lines == [])
  }

  @Test("are read to the end in a copy when the run that read them from the log was stopped")
  func stoppedRun() throws {
    let poll = Polling(folder, "e.log")
    // Several batches, so that part of it is committed.
    let whole = log(lines(0..<200_000))
    try folder.write(whole, to: "e.log")
    try folder.write(whole, to: "e.log.1")
    let output = folder.path("out")
    #expect(throws: FileError.self) {
      _ = try poll.run(
        now: Polling.later, output: output,
        beforeCommit: { number throws(FileError) in
          if number == 3 { throw FileError(.write, FilePath("gone"), .system(.ioError)) }
        })
    }
    try folder.write([], to: folder.path("e.log"))
    _ = try poll.run(now: Polling.later, output: output)
    #expect(try contents(of: output.string) == whole)
  }

  @Test("are all read, in order, with more of them than may be open at once")
  func manyLogs() throws {
    var poll = Polling(folder, "e_*")
    poll.openFiles = 4
    for number in 0..<30 {
      try folder.write(log(lines(number * 10..<number * 10 + 10)), to: "e_\(1000 + number).log")
    }
    #expect(try poll.run().lines == lines(0..<300))
    try folder.append(log(lines(300..<305)), to: "e_1003.log")
    let result = try poll.run()
    #expect(result.lines == lines(300..<305))
    #expect(result.errors == [])
  }
}
