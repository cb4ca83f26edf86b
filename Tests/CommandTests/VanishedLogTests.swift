import SystemPackage
import TestSupport
import Testing

/// What happens to a log of which ten records were read, and what the next poll makes of it.
struct Vanishing: CustomTestStringConvertible, Sendable {
  let name: String
  /// Shell text in the directory of the log.
  ///
  /// The files `0`, `10` and `20` in `kept` have ten records each, from these numbers on.
  let change: String
  /// The records that the next run prints, its status, and a part of what it says.
  let printed: Range<Int>
  let status: Int
  let saying: String
  /// What the run after it says.
  var later = ""

  var testDescription: String { name }

  static let all: [Vanishing] = [
    Vanishing(
      name: "read, deleted, and gone on with",
      change: "rm e.json; cat kept/10 > e.json", printed: 10..<20, status: 0, saying: ""),
    Vanishing(
      name: "read, emptied, and gone on with",
      change: ": > e.json; cat kept/10 >> e.json", printed: 10..<20, status: 0, saying: ""),
    Vanishing(
      name: "read, renamed and deleted, beside an older one that is still there",
      change: "mv e.json e.json.1; cat kept/10 > e.json; poll; rm e.json; cat kept/20 > e.json",
      printed: 20..<30, status: 0, saying: ""),
    Vanishing(
      name: "emptied with unread records",
      change: "cat kept/10 >> e.json; : > e.json; cat kept/20 >> e.json", printed: 20..<30,
      status: 3,
      saying: "e.json: records 10 to 19 are missing"),
    Vanishing(
      name: "deleted with unread records",
      change: "cat kept/10 >> e.json; rm e.json; cat kept/20 > e.json", printed: 20..<30, status: 3,
      saying: "e.json: records 10 to 19 are missing"),
    Vanishing(
      name: "deleted, and the server started again",
      change: "rm e.json; sed 's/:7,/:8,/;4q' kept/0 > e.json", printed: 0..<4, status: 0,
      saying: "",
      later: "e.json: gone; what was written to it after byte 1161, if anything, is lost"),
    Vanishing(
      name: "compressed with xz, read",
      change: "rm e.json; cat kept/10 > e.json; echo 1 > e.json.1.xz", printed: 10..<20, status: 0,
      saying: ""),
    Vanishing(
      name: "compressed with xz, with unread records",
      change: "rm e.json; cat kept/20 > e.json; echo 1 > e.json.1.xz", printed: 20..<30, status: 3,
      saying: "hint: e.json.1.xz may hold them, but is not read"),
    Vanishing(
      name: "compressed with zstd, and nothing follows",
      change: "rm e.json; : > e.json; echo 1 > e.json.1.zst", printed: 0..<0, status: 2,
      saying: "e.json.1.zst: not read; it may hold what was written to e.json after byte 1161"),
  ]
}

@Suite("A log that is gone when it is polled again")
struct VanishedLogTests {
  @Test("is told by the counters, in the run that misses it", arguments: Vanishing.all)
  func vanished(_ vanishing: Vanishing) async throws {
    let folder = try TemporaryDirectory()
    // Beside the log they would be copies of it.
    try folder.makeDirectory("kept")
    for start in [0, 10, 20] {
      try folder.write(records(start..<(start + 10)), to: "kept/\(start)")
    }
    let poll = #"poll() { "$EMSLOG" poll --checkpoint ck -o jsonl e.json; }; "#
    func run(_ text: String) async throws -> FinishedProgram {
      try await FinishedProgram.running(
        "/bin/sh", arguments: ["-c", poll + text],
        environment: ["EMSLOG": BuiltProgram.path, "PATH": "/usr/bin:/bin"],
        directory: "\(folder.path)")
    }
    _ = try await run("cp kept/0 e.json; poll")
    let next = try await run("{ \(vanishing.change); } > before; poll")
    #expect(numbers(next.outputText) == Array(vanishing.printed))
    #expect(next.ending == .exited(vanishing.status), "\(next.errorText)")
    #expect(
      vanishing.saying.isEmpty
        ? next.errorText.isEmpty : next.errorText.contains(vanishing.saying), "\(next.errorText)")
    for isFirst in [true, false] {
      let later = try await run("poll")
      let isSilent = vanishing.later.isEmpty || !isFirst
      #expect(
        isSilent ? later.errorText.isEmpty : later.errorText.contains(vanishing.later),
        "\(later.errorText)")
      #expect(later.ending == .exited(0))
      #expect(numbers(later.outputText) == [])
    }
  }

  @Test("is not told to be gone where it is only not named")
  func otherLog() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(records(0..<10), to: "e.json")
    try folder.write(records(20..<30), to: "g.json")
    for name in ["e.json", "g.json", "g.json", "g.json", "e.json"] {
      let run = try await BuiltProgram.run(
        ["poll", "--checkpoint", "ck", name], directory: "\(folder.path)")
      #expect(run.errorText == "")
      #expect(run.ending == .exited(0))
    }
  }
}
