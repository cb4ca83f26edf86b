import SystemPackage
import TestSupport
import Testing

@Suite("emslog poll")
struct PollTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func record(_ number: Int) -> String {
    #"{"_logEntry":"\#(String(number + 100_000).dropFirst())","id":\#(number + 1),"#
      + #""payload":{"name":"s\#(number)"},"processId":7,"timestamp":1795216353,"#
      + #""type":"inStreamCreated"},"# + "\n"
  }

  private func append(_ numbers: Range<Int>, to name: String = "e.json") throws {
    try folder.append(numbers.map(record).joined().utf8, to: name)
  }

  private func poll(
    _ options: String..., environment: [String: String] = [:]
  ) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck"] + options + ["-o", "jsonl", "e.json"],
      environment: environment, directory: "\(folder.path)")
  }

  /// The numbers of the records of which an output tells.
  private func numbers(_ output: String) -> [Int] {
    output.split(separator: "\n").compactMap { line in
      line.split(separator: #""logEntry":"#).last.flatMap { rest in
        Int(rest.prefix { $0.isNumber })
      }
    }
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

  @Test("adds each event once to its file when it ends before, after or within any call")
  func crashPoints() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    let count = try await calls(library)
    for number in 1...count {
      for how in ["before", "after", "half"] {
        try await expectWhole(after: "\(number):\(how)", library) { $0 == .signaled(9) }
      }
    }
  }

  @Test("adds each event once to its file, and says so, when any call fails")
  func failingCalls() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    let count = try await calls(library)
    for number in 1...count {
      // EINTR is not noticed; after EIO and ENOSPC the next run makes the output whole.
      try await expectWhole(after: "\(number):4", library) { $0 == .exited(0) }
      for error in ["5", "28"] {
        try await expectWhole(after: "\(number):\(error)", library) {
          $0 == .exited(2) || $0 == .exited(0)
        }
      }
    }
  }

  /// How many calls two runs of one log are made of, the second with something new.
  private func calls(_ library: String) async throws -> Int {
    try begin()
    _ = try await poll("--output-file", "out")
    try append(20..<40)
    let run = try await poll(
      "--output-file", "out", environment: ["LD_PRELOAD": library, "COUNT": "1"])
    let words = run.errorText.split { $0 == " " || $0 == "\n" }
    let count = words.last.flatMap { Int($0) } ?? 0
    try #require(count >= 6, "\(run.errorText)")
    return count
  }

  private func begin() throws {
    for name in ["ck", "ck.bak", "ck.tmp", "out", "e.json"] { try? folder.delete(name) }
    try append(0..<20)
  }

  private func expectWhole(
    after call: String, _ library: String, _ isRight: (FinishedProgram.Ending) -> Bool
  ) async throws {
    for isFirst in [true, false] {
      try begin()
      if !isFirst { _ = try await poll("--output-file", "out") }
      try append(20..<40)
      let failed = try await poll(
        "--output-file", "out", environment: ["LD_PRELOAD": library, "CALL": call])
      if !isFirst { #expect(isRight(failed.ending), "\(call): \(failed.ending)") }
      try append(40..<42)
      let rest = try await poll("--output-file", "out")
      #expect(rest.ending == .exited(0), "\(call): \(rest.errorText)")
      #expect(
        numbers(try text(of: folder.path("out").string)) == Array(0..<42), "\(call) \(isFirst)")
    }
  }
}
