import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A poll of a log that gets a name without meaning")
struct UnknownNameTests {
  let folder: TemporaryDirectory
  let poll: Polling

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<100)), to: "e.log")
    #expect(try poll.run().lines == lines(0..<100))
    try folder.append(log(lines(100..<120)), to: "e.log")
  }

  /// What comes next are the lines from 100 on, in order, and after that nothing, without a word.
  private func expectRest(upTo end: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for expected in [lines(100..<end), [], [], []] {
      let run = try poll.run()
      #expect(run.lines == expected, sourceLocation: sourceLocation)
      #expect(run.findings == [] && run.errors == [], sourceLocation: sourceLocation)
    }
  }

  @Test("reads its rest", arguments: ["archive", "e.log.kept-by-me", "e.log.Monday", "e.log.old"])
  func renamed(name: String) throws {
    try folder.rename("e.log", to: name)
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
  }

  @Test("reads its rest out of what was made of it", arguments: ["archive.gz", "e.log.kept.gz"])
  func compressed(name: String) throws {
    try folder.write(Gzip.member(log(lines(0..<120))), to: name)
    try folder.delete("e.log")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
  }

  @Test("goes on with what is written to it there")
  func lateWriter() throws {
    try folder.rename("e.log", to: "archive")
    #expect(try poll.run().lines == lines(100..<120))
    try folder.append(log(lines(120..<125)), to: "archive")
    try folder.append(log(lines(125..<130)), to: "e.log")
    #expect(try poll.run().lines == lines(120..<130))
  }

  @Test("reads nothing else that stands in the directory")
  func others() throws {
    try folder.write(log(lines(500..<600)), to: "other.log")
    try folder.rename("e.log", to: "archive")
    try folder.append(log(lines(120..<130)), to: "e.log")
    try expectRest(upTo: 130)
    // The name goes to another content, perhaps with the same number of the file.
    try folder.delete("archive")
    try folder.write(log(lines(700..<800)), to: "archive")
    try expectRest(upTo: 100)
  }

  @Test("tells of what is nowhere")
  func gone() throws {
    try folder.delete("e.log")
    try folder.append(log(lines(120..<130)), to: "e.log")
    #expect(try poll.run().lines == lines(120..<130))
    let run = try poll.run()
    #expect(run.findings.count == 1)
  }
}

@Suite("A poll tells nothing of logs")
struct NotSearchedTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.append(log(lines(900..<950)), to: "a.log")
    try folder.append(log(lines(0..<50)), to: "b.log")
    #expect(try Polling(folder, "a.log", "b.log").run().lines.count == 100)
  }

  @Test("that are not named this time")
  func notNamed() throws {
    try folder.append(log(lines(50..<60)), to: "b.log")
    for _ in 0..<4 {
      let run = try Polling(folder, "a.log").run()
      #expect(run.lines == [] && run.findings == [] && run.errors == [])
    }
    #expect(try Polling(folder, "a.log", "b.log").run().lines == lines(50..<60))
  }

  @Test("whose directory is not there, but that it is not")
  func notMounted() throws {
    try folder.makeDirectory("volume")
    try folder.append(log(lines(300..<350)), to: "volume/c.log")
    let poll = Polling(folder, "a.log", "volume/c.log")
    #expect(try poll.run().lines == lines(300..<350))
    try folder.rename("volume", to: "elsewhere")
    for _ in 0..<4 {
      let run = try poll.run()
      #expect(run.lines == [] && run.findings == [])
    }
    try folder.append(log(lines(350..<360)), to: "elsewhere/c.log")
    try folder.rename("elsewhere", to: "volume")
    #expect(try poll.run().lines == lines(350..<360))
  }
}

@Suite("A poll that comes upon a log compressed in a way that is not read")
struct ForeignRotationTests {
  let folder: TemporaryDirectory
  let poll: Polling
  static let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x24, 0x00, 0x01, 0x00]

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log*")
  }

  @Test("names it once, unless it explains where a log went")
  func named() throws {
    try folder.append(log(lines(0..<50)), to: "e.log")
    try folder.write(Self.zstd, to: "e.log.1.zst")
    #expect(try poll.run().errors.map(\.reason) == [.foreign(.zstd)])
    #expect(try poll.run().errors == [])
    try folder.delete("e.log")
    try folder.write(Self.zstd + [1], to: "e.log.2.zst")
    try folder.append(log(lines(60..<70)), to: "e.log")
    let run = try poll.run()
    #expect(run.lines == lines(60..<70))
    #expect(run.errors == [] && run.findings.count == 1)
    #expect(try poll.run().errors == [])
  }

  @Test("says nothing where it stands for a log that was read to its end")
  func read() throws {
    try folder.append(log(lines(0..<50)), to: "e.log.1")
    try folder.append(log(lines(50..<60)), to: "e.log")
    #expect(try poll.run(now: Polling.later).lines == lines(0..<60))
    try folder.delete("e.log.1")
    try folder.write(Self.zstd, to: "e.log.1.zst")
    let run = try poll.run(now: Polling.later)
    #expect(run.lines == [] && run.errors == [] && run.findings == [])
  }
}

@Suite("The cost of following")
struct FollowingCostTests {
  @Test("of one log does not grow with the files beside it")
  func looks() throws {
    let folder = try TemporaryDirectory()
    for number in 0..<300 { try folder.write("", to: "segment_\(number).ts") }
    try folder.append(log(lines(0..<3)), to: "e.log")
    var search = DirectorySearch(depth: .oneLevel, rights: .current)
    search.wants = { member, _ in
      RotatedName(member.name.bytes).setName == ContiguousArray("e.log".utf8)
    }
    try search.run(folder.path)
    #expect(search.looks == 1 && search.found.count == 1)
  }

  @Test("of open files is linear", arguments: [100, 1000, 4000])
  func openFiles(count: Int) throws {
    let folder = try TemporaryDirectory()
    try folder.append(log(lines(0..<3)), to: "e.log")
    let input = InputFile(
      folder.path("e.log"), origin: .argument,
      status: try POSIX.status(of: folder.path("e.log"), following: true))
    let limit = OpenFileLimit(count + 1)
    var files: [FollowedFile] = []
    for _ in 0..<count {
      guard let file = FollowedFile(input, now: 0, limit) else { continue }
      try file.look()
      files.append(file)
    }
    for file in files { file.close() }
    #expect(limit.steps <= 3 * count)
  }
}
