import LogFiles
import TestSupport
import Testing

@testable import emslog

@Suite("Parts that are numbered anew with each run of the server")
struct NumberedPartsTests {
  let folder: TemporaryDirectory
  var tail: ScriptedTail

  init() throws {
    folder = try TemporaryDirectory()
    tail = ScriptedTail(folder: folder)
    try folder.makeDirectory("logs")
  }

  /// Adds records to a part; those of the text sink do not say which process wrote them.
  private func append(_ numbers: Range<Int>, to part: Int, of process: Int? = nil) throws {
    if let process {
      let json = String(decoding: records(numbers), as: UTF8.self)
        .replacing(#""processId":7"#, with: #""processId":\#(process)"#)
      return try folder.append(json.utf8, to: "logs/e_000\(part).json")
    }
    // The text sink counts from 1.
    let texts = numbers.map { number in
      "\(String(number + 100_001).dropFirst())\tinStreamCreated\n"
        + "\tPID: 4242\n\tname: s\(number)\n\n\n"
    }
    try folder.append(texts.joined().utf8, to: "logs/e_000\(part).txt")
  }

  private func poll() async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "-o", "jsonl", "logs"], directory: "\(folder.path)")
  }

  private func expectSilence(_ run: FinishedProgram) {
    #expect(run.errorText == "")
    #expect(run.ending == .exited(0))
  }

  /// Writes the first run of the server, parts 1 to 3.
  ///
  /// Nothing that follows in a test begins at 55, where this run ends.
  private func firstRun() throws {
    try append(0..<20, to: 1)
    try append(20..<40, to: 2)
    try append(40..<55, to: 3)
  }

  @Test("poll calls nothing missing when the next run comes to a part with more records before it")
  func longerRun() async throws {
    try firstRun()
    expectSilence(try await poll())
    // The first part of the second run is longer than both first parts of the first one.
    try append(0..<50, to: 1)
    expectSilence(try await poll())
    try append(50..<60, to: 2)
    let last = try await poll()
    expectSilence(last)
    #expect(numbers(last.outputText) == Array(50..<60))
  }

  @Test("poll calls nothing missing when the next run has come to several parts between two polls")
  func longerRunAtOnce() async throws {
    try firstRun()
    expectSilence(try await poll())
    try append(0..<50, to: 1)
    try append(50..<60, to: 2)
    try append(60..<70, to: 3)
    try append(70..<75, to: 4)
    expectSilence(try await poll())
  }

  @Test("poll calls nothing missing in its first run over parts of several runs")
  func manyRunsAtFirst() async throws {
    try firstRun()
    try append(0..<50, to: 1)
    try append(50..<60, to: 2)
    try append(0..<80, to: 1)
    try append(80..<90, to: 2)
    expectSilence(try await poll())
  }

  @Test("poll calls nothing missing where a run went on that another run had followed by then")
  func runBehindAnother() async throws {
    try firstRun()
    try append(0..<45, to: 1)
    expectSilence(try await poll())
    // The second run goes on in part 2, and a third one is at part 1 before the next look.
    try append(45..<60, to: 2)
    try append(0..<7, to: 1)
    expectSilence(try await poll())
  }

  @Test("poll remembers where a run ended if it has to stop behind that")
  func stoppedBetween() async throws {
    try firstRun()
    expectSilence(try await poll())
    try append(0..<50, to: 1)
    try append(50..<60, to: 2)
    try append(0..<7, to: 1)
    let stopped = try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "-o", "jsonl", "--max", "55", "logs"],
      directory: "\(folder.path)")
    expectSilence(stopped)
    #expect(numbers(stopped.outputText) == Array(0..<50) + Array(0..<5))
    let rest = try await poll()
    expectSilence(rest)
    #expect(numbers(rest.outputText) == [5, 6] + Array(50..<60))
  }

  @Test("poll calls nothing missing when the runs have one process number, as in containers")
  func reusedProcess() async throws {
    try append(0..<20, to: 1, of: 1)
    try append(20..<40, to: 2, of: 1)
    expectSilence(try await poll())
    try append(0..<50, to: 1, of: 1)
    expectSilence(try await poll())
    try append(50..<60, to: 2, of: 1)
    expectSilence(try await poll())
  }

  @Test("poll names records that are missing within a part, though another run had their numbers")
  func gapWithin() async throws {
    try firstRun()
    expectSilence(try await poll())
    try append(0..<10, to: 1)
    try append(14..<30, to: 1)
    let run = try await poll()
    #expect(run.ending == .exited(3))
    #expect(run.errorText.contains("logs/e_0001.txt: records 10 to 13 are missing"))
  }

  @Test("poll names records that are missing where the next run came to a part, and no more")
  func gapBetweenRuns() async throws {
    try firstRun()
    expectSilence(try await poll())
    try append(0..<50, to: 1)
    expectSilence(try await poll())
    // What the server had written last to part 1 was lost.
    try append(53..<60, to: 2)
    let run = try await poll()
    #expect(run.ending == .exited(3))
    #expect(run.errorText.contains("logs/e_0002.txt: records 50 to 52 are missing"))
  }

  @Test("poll names the records of a part that was removed before they were read")
  func removedPart() async throws {
    try append(0..<20, to: 1)
    try append(20..<25, to: 2)
    expectSilence(try await poll())
    try append(25..<40, to: 2)
    try append(40..<60, to: 3)
    try folder.delete("logs/e_0002.txt")
    try append(60..<70, to: 4)
    let run = try await poll()
    #expect(run.ending == .exited(3))
    #expect(run.errorText.contains("logs/e_0003.txt: records 25 to 39 are missing"))
    #expect(!run.errorText.contains("e_0004"))
    #expect(numbers(run.outputText) == Array(40..<70))
  }

  @Test("poll says nothing of a part that was removed after it was read")
  func removedAfterReading() async throws {
    try append(0..<20, to: 1)
    try append(20..<40, to: 2)
    expectSilence(try await poll())
    try folder.delete("logs/e_0001.txt")
    try folder.delete("logs/e_0002.txt")
    try append(40..<60, to: 3)
    let run = try await poll()
    #expect(!run.errorText.contains("missing"))
    #expect(numbers(run.outputText) == Array(40..<60))
  }

  @Test("poll does not expect what was removed before it ran first")
  func retention() async throws {
    try append(40..<60, to: 3)
    try append(60..<80, to: 4)
    try append(0..<20, to: 1)
    expectSilence(try await poll())
  }

  @Test("tail calls nothing missing when the next run comes to a part with more records before it")
  func followedLongerRun() throws {
    try firstRun()
    let result = try tail.follow(
      "logs",
      [
        .content {
          try append(0..<50, to: 1)
        },
        .content {
          try append(50..<60, to: 2)
        },
        .names {
          try append(60..<70, to: 3)
          try append(70..<75, to: 4)
        },
        .content {
          try append(0..<30, to: 1)
          try append(30..<80, to: 2)
          try append(80..<90, to: 3)
        },
        .timeout, .timeout,
      ])
    #expect(result.gaps == [])
    #expect(result.findings == [])
  }

  @Test("tail calls nothing missing that is written to a part just after it was read")
  func followedLateRecords() throws {
    try firstRun()
    try append(0..<45, to: 1)
    let result = try tail.follow(
      "logs",
      [
        .content {
          try append(50..<60, to: 2)
        },
        .content {
          try append(45..<50, to: 1)
        },
        .timeout, .timeout,
      ])
    #expect(result.gaps == [])
  }

  @Test("tail calls nothing missing that is written to a part during the look that ends it")
  mutating func lateRecordsAtTheEnd() throws {
    try firstRun()
    try append(0..<45, to: 1)
    let parts = self
    tail.afterEnd = { try? parts.append(45..<50, to: 1) }
    let result = try tail.follow(
      "logs",
      [
        .content {
          try parts.append(50..<60, to: 2)
          parts.tail.stage.isAskedToEnd = true
        }
      ])
    #expect(result.gaps == [])
    #expect(numbers(result.output).suffix(15) == ArraySlice(Array(50..<60) + Array(45..<50)))
  }

  @Test("tail names records that are missing within a part, and a part that has come and gone")
  func followedGaps() throws {
    try firstRun()
    let result = try tail.follow(
      "logs",
      [
        .content {
          try append(0..<10, to: 1)
          try append(14..<30, to: 1)
        },
        .timeout, .timeout,
        .names {
          try append(30..<60, to: 2)
          try append(90..<99, to: 4)
        },
        .timeout, .timeout,
      ])
    #expect(result.gaps == [10...13, 60...89])
  }

  /// What `files` says of the counters of each part.
  private func verdicts() async throws -> [Substring] {
    let run = try await BuiltProgram.run(
      ["files", "-o", "tsv", "logs"], directory: "\(folder.path)")
    let lines = run.outputText.split(separator: "\n").dropFirst()
    return lines.compactMap { $0.split(separator: "\t", omittingEmptySubsequences: false).last }
  }

  @Test("files calls nothing missing between parts of several runs, whichever is longer")
  func listedParts() async throws {
    try firstRun()
    try append(0..<50, to: 1)
    try append(50..<60, to: 2)
    try append(60..<70, to: 3)
    try append(0..<10, to: 1)
    try append(10..<90, to: 2)
    #expect(try await verdicts() == ["0-9 2 restarts", "20-89 restart after 59", "40-69 ok"])
  }

  @Test("files counts a restart in the part in which it happened, not in those behind it")
  func listedRestarts() async throws {
    for process in [1, 2] {
      try append(0..<20, to: 1, of: process)
      try append(20..<40, to: 2, of: process)
    }
    #expect(try await verdicts() == ["0-19 restart after 19", "20-39 restart after 39"])
  }

  @Test("files names what is missing within parts, and a part that is gone between two")
  func listedGaps() async throws {
    try append(0..<10, to: 1)
    try append(12..<20, to: 1)
    try append(40..<50, to: 3)
    try append(50..<52, to: 4)
    try append(55..<57, to: 4)
    #expect(try await verdicts() == ["0-19 GAP 10-11", "40-49 GAP 20-39", "50-56 GAP 52-54"])
  }

  @Test("files does not expect what came before the oldest part")
  func listedRetention() async throws {
    try append(40..<50, to: 3)
    try append(50..<60, to: 4)
    #expect(try await verdicts() == ["40-49 ok", "50-59 ok"])
  }
}
