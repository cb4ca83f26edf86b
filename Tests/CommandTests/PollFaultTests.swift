import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("emslog poll, whatever fails")
struct PollFaultTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func append(_ numbers: Range<Int>) throws {
    try folder.append(records(numbers), to: "e.json")
  }

  private func poll(_ environment: [String: String] = [:]) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      [
        "poll", "--checkpoint", "ck", "--output-file", "out", "--bad-to", "bad", "-o", "jsonl",
        "e.json",
      ], environment: environment, directory: "\(folder.path)")
  }

  private func begin() throws {
    for name in ["ck", "ck.bak", "ck.tmp", "out", "bad", "e.json"] { try? folder.delete(name) }
    try append(0..<20)
  }

  /// What no record is, between the first twenty and the next.
  private static let stump = #"{"cut off":"# + "\n"

  private func appendNews() throws {
    try folder.append(Self.stump.utf8, to: "e.json")
    try append(20..<40)
  }

  /// How many calls a run is made of that has something new: those that ask for a status, those that
  /// read, and those that write.
  private func calls(
    _ library: String
  ) async throws -> (statuses: Int, reads: Int, writes: Int) {
    try begin()
    _ = try await poll()
    try appendNews()
    let run = try await poll(["LD_PRELOAD": library, "COUNT": "1"])
    let words = run.errorText.split { $0 == " " || $0 == "\n" }.suffix(6).compactMap { Int($0) }
    try #require(words.count == 3 && words[0] > 4 && words[1] > 4, "\(run.errorText)")
    try #require(words[2] >= 6, "\(run.errorText)")
    return (words[0], words[1], words[2])
  }

  /// Lets the first or the second run of a log be disturbed, and looks at what the third makes of it.
  private func expectWhole(
    _ variable: String, _ call: String, _ library: String, disturbing runs: [Int] = [1, 2],
    _ isRight: (FinishedProgram.Ending) -> Bool
  ) async throws {
    for isFirst in runs.map({ $0 == 1 }) {
      try begin()
      if !isFirst { _ = try await poll() }
      try appendNews()
      let failed = try await poll(["LD_PRELOAD": library, variable: call])
      if !isFirst { #expect(isRight(failed.ending), "\(variable) \(call): \(failed.ending)") }
      try append(40..<42)
      let rest = try await poll()
      #expect(
        rest.ending == .exited(0) || rest.ending == .exited(3), "\(call): \(rest.errorText)")
      let label: Comment = "\(variable) \(call) \(isFirst)"
      #expect(numbers(try text(of: folder.path("out").string)) == Array(0..<42), label)
      #expect(try text(of: folder.path("bad").string) == Self.stump, label)
    }
  }

  @Test("adds each event once to its file when it ends before, after or within any call")
  func crashPoints() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    for number in 1...(try await calls(library).writes) {
      for how in ["before", "after", "half"] {
        try await expectWhole("CALL", "\(number):\(how)", library) { $0 == .signaled(9) }
      }
    }
  }

  @Test("adds each event once to its file, and says so, when any call fails")
  func failingCalls() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    for number in 1...(try await calls(library).writes) {
      // An interruption and half a write are not noticed; 3 is for the stump.
      let how = number % 2 == 0 ? "4" : "short"
      try await expectWhole("CALL", "\(number):\(how)", library, disturbing: [2]) {
        $0 == .exited(3)
      }
      // After EIO and ENOSPC the next run makes the output whole.
      let error = number % 2 == 0 ? "5" : "28"
      try await expectWhole("CALL", "\(number):\(error)", library) {
        $0 == .exited(2) || $0 == .exited(3)
      }
    }
  }

  @Test("adds each event once to its file when any read is interrupted, short or fails")
  func failingReads() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    for number in 1...(try await calls(library).reads) {
      let how = number % 2 == 0 ? "4" : "short"
      try await expectWhole("READ", "\(number):\(how)", library, disturbing: [2]) {
        $0 == .exited(3)
      }
      // EIO, or ESTALE of a network file system.
      let error = number % 2 == 0 ? "5" : "116"
      try await expectWhole("READ", "\(number):\(error)", library, disturbing: [2]) {
        [.exited(2), .exited(3), .exited(127)].contains($0)
      }
    }
  }

  @Test("adds each event once to its file, and is never silent, when any status cannot be had")
  func failingStatuses() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    let errors = ["5", "13", "116"]
    for number in 1...(try await calls(library).statuses) {
      let call = "\(number):\(errors[number % errors.count])"
      try await expectWhole("STAT", call, library, disturbing: [2]) {
        // 3 is for the stump, which stands between the events that are new.
        $0 == .exited(2) || $0 == .exited(3)
      }
    }
  }

  @Test("has its events on the disk before its checkpoint tells of them, as a power cut would show")
  func order() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    try begin()
    _ = try await poll()
    try appendNews()
    let run = try await poll(["LD_PRELOAD": library, "TRACE": "1"])
    var unsynced: Set<Substring> = []
    var renamed = 0
    for line in run.errorText.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2 else { continue }
      switch words[0] {
      case "pwrite", "pwrite64": unsynced.insert(words[1])
      case "fsync": unsynced.remove(words[1])
      case "renameat":
        // What is not on the disk now may be gone while the new checkpoint stays.
        #expect(unsynced.isEmpty, "\(unsynced) before \(line)")
        unsynced.insert(words[1])
        renamed += 1
      default: break
      }
    }
    #expect(renamed > 0)
    // That the run ended well is noted last of all; without the note it counts as killed.
    #expect(
      unsynced.subtracting(["ck.lock"]).isEmpty, "the directory with the new name: \(unsynced)")
  }

  @Test("leaves the work to the run that holds the checkpoint, with status 75")
  func busy() async throws {
    try begin()
    do {
      let holder = try CheckpointFile(folder.path("ck"))
      let run = try await poll()
      #expect(run.ending == .exited(75))
      #expect(run.errorText.hasPrefix("emslog: ck: "))
      _ = try holder.load()
    }
    #expect(try await poll().ending == .exited(0))
    #expect(numbers(try text(of: folder.path("out").string)) == Array(0..<20))
  }

  @Test("prints each event once when eight runs are started at the same time")
  func eightRuns() async throws {
    try append(0..<2000)
    let run = try await FinishedProgram.running(
      "/bin/sh",
      arguments: [
        "-c",
        """
        for n in 1 2 3 4 5 6 7 8; do
          ("$1" poll --checkpoint ck -o jsonl e.json > "out$n"; echo $? >> status) &
        done
        wait
        """, "sh", BuiltProgram.path,
      ], directory: "\(folder.path)")
    #expect(run.ending == .exited(0))
    let statuses = try text(of: folder.path("status").string).split(separator: "\n")
    #expect(statuses.count == 8)
    #expect(statuses.allSatisfy { $0 == "0" || $0 == "75" }, "\(statuses)")
    #expect(statuses.contains("0"))
    let all = try (1...8).flatMap { numbers(try text(of: folder.path("out\($0)").string)) }
    #expect(all == Array(0..<2000))
  }
}
