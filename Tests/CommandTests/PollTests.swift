import SystemPackage
import TestSupport
import Testing

@Suite("emslog poll")
struct PollTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func append(_ numbers: Range<Int>, to name: String = "e.json") throws {
    try folder.append(records(numbers), to: name)
  }

  private func poll(
    _ options: String..., environment: [String: String] = [:]
  ) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck"] + options + ["-o", "jsonl", "e.json"],
      environment: environment, directory: "\(folder.path)")
  }

  @Test("prints what is new, and nothing when nothing is")
  func news() async throws {
    try append(0..<5)
    #expect(numbers(try await poll().outputText) == Array(0..<5))
    try append(5..<7)
    #expect(numbers(try await poll().outputText) == [5, 6])
    let idle = try await poll("--idle-exit-code", "9")
    #expect(idle.output == [])
    #expect(idle.errors == [])
    #expect(idle.ending == .exited(9))
  }

  @Test("keeps a checkpoint for each job over the same logs, and goes on with an old one")
  func jobs() async throws {
    try append(0..<5)
    func job(_ options: String...) async throws -> [Int] {
      let run = try await BuiltProgram.run(
        ["poll", "-o", "jsonl"] + options + ["e.json"],
        environment: ["XDG_STATE_HOME": folder.path("state").string],
        directory: "\(folder.path)")
      return numbers(run.outputText)
    }
    #expect(try await job("-t", "inStreamCreated") == Array(0..<5))
    #expect(try await job("-t", "*Created") == Array(0..<5))
    #expect(try await job("-t", "*Created", "--stats") == [])
    #expect(try await job("-t", "inStreamCreated") == [])
    try append(5..<7)
    #expect(try await job("-t", "*Created") == [5, 6])
    #expect(try await job("-t", "inStreamCreated") == [5, 6])
  }

  @Test("leaves events new with --peek, and after --max")
  func peek() async throws {
    try append(0..<5)
    #expect(numbers(try await poll("--peek").outputText) == Array(0..<5))
    #expect(numbers(try await poll("--max", "2").outputText) == [0, 1])
    #expect(numbers(try await poll("--max", "2").outputText) == [2, 3])
    #expect(numbers(try await poll("--reset").outputText) == Array(0..<5))
  }

  @Test("passes over the past with --from end")
  func fromEnd() async throws {
    try append(0..<5)
    #expect(try await poll("--from", "end").output == [])
    try append(5..<7)
    #expect(numbers(try await poll("--from", "end").outputText) == [5, 6])
  }

  @Test("says nothing of gaps and damage in a past that --from passes over")
  func pastGaps() async throws {
    try append(0..<5)
    try append(9..<20)
    try folder.append(Array("{\"cut\":\n".utf8), to: "e.json")
    try append(20..<24)
    let first = try await poll("--from", "end")
    #expect(first.ending == .exited(0))
    #expect(first.errors == [])
    try append(24..<25)
    try append(30..<35)
    let second = try await poll()
    #expect(second.ending == .exited(3))
    #expect(second.errorText.contains("records 25 to 29 are missing"))
    #expect(numbers(second.outputText) == [24] + Array(30..<35))
  }

  @Test("prints everything in the next run when the output was full")
  func fullOutput() async throws {
    try append(0..<5)
    let run = try await FinishedProgram.running(
      "/bin/sh",
      arguments: [
        "-c", "\"$1\" poll --checkpoint ck -o jsonl e.json > /dev/full", "sh", BuiltProgram.path,
      ], directory: "\(folder.path)")
    #expect(run.ending == .exited(2))
    #expect(run.errorText.contains("no space left"))
    #expect(numbers(try await poll().outputText) == Array(0..<5))
  }

  @Test("says of a repeated event what it said before, though its log was compressed meanwhile")
  func identifiers() async throws {
    try append(0..<5)
    let first = try await poll("--peek", "--with-source")
    let content = try contents(of: folder.path("e.json").string)
    try folder.write(Gzip.member(content), to: "e.json.1.gz")
    try folder.delete("e.json")
    let second = try await poll("--with-source")
    func identifiers(_ output: String) -> [Substring] {
      output.split(separator: "\n").compactMap { $0.split(separator: #""id":""#).last }
    }
    #expect(numbers(second.outputText) == Array(0..<5))
    #expect(identifiers(first.outputText) == identifiers(second.outputText))
    #expect(Set(identifiers(first.outputText)).count == 5)
    let chosen = try await poll("--reset", "--max", "1", "--where", "source.id like '*:0'")
    #expect(numbers(chosen.outputText) == [0])
  }

  @Test("adds rows to a file under one heading, and refuses an array that no run can close")
  func heading() async throws {
    for range in [0..<2, 2..<3] {
      try append(range)
      let run = try await BuiltProgram.run(
        [
          "poll", "--checkpoint", "ck", "-o", "csv", "-F", "stream", "--output-file", "out",
          "e.json",
        ],
        directory: "\(folder.path)")
      #expect(run.ending == .exited(0), "\(run.errorText)")
    }
    #expect(try text(of: folder.path("out").string) == "stream\ns0\ns1\ns2\n")
    let array = try await BuiltProgram.run(
      ["poll", "-o", "json", "--output-file", "out", "e.json"], directory: "\(folder.path)")
    #expect(array.ending == .exited(64))
  }

  @Test("does not read its own output, whatever rotation makes of it")
  func ownOutput() async throws {
    for range in [0..<2, 2..<4, 4..<6] {
      try append(range)
      let run = try await BuiltProgram.run(
        ["poll", "--checkpoint", "ck", "-o", "raw", "--output-file", "e.out", "e.*"],
        directory: "\(folder.path)")
      #expect(run.ending == .exited(0), "\(run.errorText)")
      #expect(numbers(try text(of: folder.path("e.out").string)) == [])
      #expect(try contents(of: folder.path("e.out").string) == records(range))
      try? folder.rename("e.out.1", to: "e.out.2")
      try folder.rename("e.out", to: "e.out.1")
    }
  }

  @Test("says so when its output is larger than files may be")
  func tooLarge() async throws {
    try append(0..<400)
    let run = try await FinishedProgram.running(
      "/bin/sh",
      arguments: [
        "-c", #"ulimit -f 16; "$1" poll --checkpoint ck -o jsonl e.json > out"#, "sh",
        BuiltProgram.path,
      ], directory: "\(folder.path)")
    #expect(run.ending == .exited(2))
    #expect(run.errorText.hasPrefix("emslog: standard output: cannot write: "), "\(run.errorText)")
    #expect(run.errorText.contains("ulimit -f"))
    #expect(numbers(try await poll().outputText) == Array(0..<400))
  }

  @Test("prints only the types that were asked for")
  func types() async throws {
    try append(0..<5)
    let closed = String(decoding: records(5..<9), as: UTF8.self)
      .replacing("inStreamCreated", with: "inStreamClosed")
    try folder.append(closed.utf8, to: "e.json")
    #expect(numbers(try await poll("-t", "*Closed").outputText) == Array(5..<9))
    let last = try await BuiltProgram.run(
      ["tail", "-n", "3", "-t", "*Created", "e.json"], directory: "\(folder.path)")
    #expect(numbers(last.outputText) == [2, 3, 4])
  }

  @Test("keeps the bytes of each skipped record once, also when nothing else is new")
  func badRecords() async throws {
    try append(0..<3)
    try folder.append("{\"cut\":\n".utf8, to: "e.json")
    let run = try await poll("--bad-to", "bad")
    #expect(run.ending == .exited(3))
    try folder.append("{\"cut again\":\n".utf8, to: "e.json")
    _ = try await poll("--bad-to", "bad")
    _ = try await poll("--bad-to", "bad")
    #expect(
      try text(of: folder.path("bad").string) == "{\"cut\":\n{\"cut again\":\n")
    let tail = try await BuiltProgram.run(
      ["tail", "--bad-to", "bad2", "e.json"], directory: "\(folder.path)")
    #expect(numbers(tail.outputText) == [0, 1, 2])
    #expect(try text(of: folder.path("bad2").string) == "{\"cut\":\n{\"cut again\":\n")
    let refused = try await poll("--bad-to", "e.json")
    #expect(refused.ending == .exited(2))
    #expect(try await poll("--bad-to", "x", "--peek").ending == .exited(64))
  }

  @Test("reads what was moved into another directory")
  func oldDirectory() async throws {
    try append(0..<5)
    _ = try await poll("--olddir", "old")
    try append(5..<7)
    try folder.makeDirectory("old")
    try folder.rename("e.json", to: "old/e.json.1")
    try append(7..<9)
    #expect(numbers(try await poll("--olddir", "old").outputText) == Array(5..<9))
  }

  @Test("says in the help how to follow logs, within 80 columns", arguments: ["poll", "tail"])
  func help(command: String) async throws {
    let run = try await BuiltProgram.run([command, "--help"])
    let lines = run.outputText.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(!run.outputText.contains("- for standard input"))
  }

  @Test("names records that are missing, with status 3")
  func missing() async throws {
    try append(0..<5)
    try append(9..<20)
    let run = try await poll()
    #expect(run.ending == .exited(3))
    #expect(run.errorText.contains("records 5 to 8 are missing"))
  }

  @Test("refuses what is no checkpoint in one line, with status 2")
  func damagedCheckpoint() async throws {
    try append(0..<5)
    for text in ["", "\0\0\0\0", "{\"v\":1}", "emslog checkpoint 9 sha256 x\n"] {
      try folder.write(text, to: "ck")
      try folder.setPermissions(0o600, of: "ck")
      let run = try await poll()
      #expect(run.ending == .exited(2))
      #expect(run.output == [])
      #expect(run.errorText.hasPrefix("emslog: ck: the checkpoint "))
    }
  }
}
