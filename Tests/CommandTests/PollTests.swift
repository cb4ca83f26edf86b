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
