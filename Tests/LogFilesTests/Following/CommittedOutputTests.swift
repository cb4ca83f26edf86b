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

  @Test("was emptied or removed by whoever deals with it: a new one takes what is new")
  func emptied() throws {
    _ = try folder.write([], to: output)
    _ = try poll.run(output: output)
    #expect(try written == lines(50..<60))
    try folder.delete("out")
    try folder.append(log(lines(60..<70)), to: "e.log")
    _ = try poll.run(output: output)
    #expect(try written == lines(60..<70))
  }

  @Test(
    "is known by its content where the file system has got another number since a run was killed")
  func otherDevice() throws {
    #expect(throws: FileError.self) {
      _ = try poll.run(
        output: output,
        beforeCommit: { _ throws(FileError) in
          throw FileError(.write, FilePath("gone"), .system(.ioError))
        })
    }
    // Another file with the same bytes: all that is left of the identity.
    try folder.rename("out", to: "saved")
    _ = try folder.write(contents(of: folder.path("saved").string), to: "out")
    _ = try poll.run(output: output)
    #expect(try written == lines(0..<60))
  }

  @Test("keeps what an older checkpoint knows nothing of, beside it")
  func olderCheckpoint() throws {
    let state = poll.checkpoint.string
    let saved = try contents(of: state)
    _ = try poll.run(output: output)
    _ = try folder.write(log(lines(60..<70)), to: folder.path("e.log"))
    _ = try folder.write(saved, to: poll.checkpoint)
    _ = try poll.run(output: output)
    #expect(try written == lines(0..<50) + lines(60..<70))
    #expect(
      try text(of: folder.path("out.cut").string) == lines(50..<60).joined(separator: "\n") + "\n")
  }

  @Test("keeps a line that somebody else has added, beside it")
  func foreignLine() throws {
    try folder.append(Array("a remark\n".utf8), to: "out")
    _ = try poll.run(output: output)
    #expect(try written == lines(0..<60))
    #expect(try text(of: folder.path("out.cut").string) == "a remark\n")
  }

  @Test("may be a device or a FIFO, which takes what is new", arguments: ["/dev/null", "fifo"])
  func noRegularFile(name: String) throws {
    try folder.makeFIFO("fifo")
    let reader = try FileDescriptor.open(folder.path("fifo"), .readWrite)
    defer { try? reader.close() }
    let sink = name.hasPrefix("/") ? FilePath(name) : folder.path(name)
    let poll = Polling(folder, "f.log")
    for range in [100..<120, 120..<130] {
      try folder.append(log(lines(range)), to: "f.log")
      #expect(try poll.run(output: sink).lines == lines(range))
    }
  }

  @Test("was moved away: a new one takes what is new")
  func movedAway() throws {
    try folder.rename("out", to: "out.1")
    _ = try poll.run(output: output)
    #expect(try written == lines(50..<60))
  }
}
