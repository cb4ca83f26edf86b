import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("An output file that belongs to a checkpoint")
struct CommittedOutputTests {
  let folder: TemporaryDirectory
  let poll: Polling
  let output: FilePath

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log")
    output = folder.path("out")
    try folder.append(log(lines(0..<50)), to: "e.log")
    _ = try poll.run(output: output)
    try folder.append(log(lines(50..<60)), to: "e.log")
  }

  private var written: [String] {
    get throws {
      try text(of: output.string).split(separator: "\n").map(String.init)
    }
  }

  @Test("holds every line once after a run ended between output and checkpoint")
  func rollBack() throws {
    #expect(throws: FileError.self) {
      _ = try poll.run(
        output: output,
        beforeCommit: { _ throws(FileError) in
          throw FileError(.write, FilePath("gone"), .system(.ioError))
        })
    }
    #expect(try written == lines(0..<60), "the bytes are out, but nobody knows of them")
    try folder.append(log(lines(60..<70)), to: "e.log")
    _ = try poll.run(output: output)
    #expect(try written == lines(0..<70))
  }

  @Test("has lost bytes that were committed: the run stops and changes nothing")
  func tooShort() throws {
    _ = try folder.write(Array("short".utf8), to: output)
    #expect { _ = try poll.run(output: output) } throws: { error in
      (error as? FileError)?.reason == .damagedOutput
    }
    #expect(try text(of: output.string) == "short")
  }

  @Test("ends in something else than what was committed: the run stops")
  func otherEnd() throws {
    var bytes = Array(try text(of: output.string).utf8)
    bytes[bytes.count - 2] ^= 1
    _ = try folder.write(bytes, to: output)
    #expect(throws: FileError.self) { _ = try poll.run(output: output) }
  }

  @Test("was moved away: a new one takes what is new")
  func movedAway() throws {
    try folder.rename("out", to: "out.1")
    _ = try poll.run(output: output)
    #expect(try written == lines(50..<60))
  }
}
