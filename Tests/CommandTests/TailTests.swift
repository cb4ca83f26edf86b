import ArgumentParser
import EventLog
import LogFiles
import SystemPackage
import TestSupport
import Testing

@testable import emslog

@Suite("emslog tail -f")
struct TailTests {
  let folder: TemporaryDirectory
  var tail: ScriptedTail

  init() throws {
    folder = try TemporaryDirectory()
    tail = ScriptedTail(folder: folder)
  }

  private func append(_ numbers: Range<Int>, to name: String = "e.json") throws {
    try folder.append(records(numbers), to: name)
  }

  @Test("prints what is appended, and tells of nothing")
  func appended() throws {
    let result = try tail.run(
      .content { try append(5..<7) },
      .unseen { try append(7..<9) })
    #expect(numbers(result.output) == Array(0..<9))
    #expect(result.gaps == [])
  }

  @Test("calls nothing missing when a log that it printed is renamed, compressed and emptied")
  func emptiedAfterCompression() throws {
    let result = try tail.run(
      after: 40,
      .content { try append(40..<70) },
      .names {
        try folder.rename("e.json", to: "e.json.1")
        let content = try contents(of: folder.path("e.json.1").string)
        try folder.write(Gzip.member(content), to: "e.json.1.gz")
        try folder.write(records(70..<80), to: "e.json.1")
      },
      .names { try append(80..<90) },
      .timeout, .timeout)
    #expect(numbers(result.output) == Array(0..<90))
    #expect(result.gaps == [])
    #expect(result.findings == [])
  }

  @Test("keeps the order when a log is compressed, emptied and deleted between two looks")
  func deletedAfterCompression() throws {
    try append(0..<40)
    let log = try FileDescriptor.open(folder.path("e.json"), .writeOnly, options: .append)
    let result = try tail.run(
      after: 0,
      .names {
        _ = try log.writeAll(records(40..<70))
        let content = try contents(of: folder.path("e.json").string)
        try folder.write(Gzip.member(content), to: "e.json.1.gz")
        try folder.delete("e.json")
        try log.resize(to: 0)
        _ = try log.writeAll(records(70..<80))
      },
      .names { try append(80..<90) },
      .timeout, .timeout)
    try log.close()
    #expect(numbers(result.output) == Array(0..<90))
    #expect(result.gaps == [])
  }

  @Test("prints nothing again when an old log is decompressed or compressed anew")
  func decompressedOldLog() throws {
    try folder.write(Gzip.member(records(0..<30)), to: "e.json.2.gz")
    try append(30..<60, to: "e.json.1")
    var tail = tail
    tail.last = 2
    let result = try tail.follow(
      "e.json",
      [
        .names {
          try append(60..<62)
          try append(0..<30, to: "e.json.2")
          try folder.delete("e.json.2.gz")
        },
        .names {
          try folder.write(Gzip.member(records(0..<30)), to: "e.json.2.gz")
          try folder.delete("e.json.2")
          try folder.write(Gzip.member(records(30..<60)), to: "e.json.1.gz")
          try folder.delete("e.json.1")
        },
        .content { try append(62..<64) }, .timeout,
      ])
    #expect(numbers(result.output) == [58, 59] + Array(60..<64))
    #expect(result.gaps == [])
  }

  @Test("calls nothing missing that the server still writes to the old log")
  func lateRecords() throws {
    let result = try tail.run(
      .names {
        try folder.rename("e.json", to: "e.json.1")
        try append(8..<14)
      },
      .content { try append(5..<8, to: "e.json.1") },
      .timeout, .timeout)
    #expect(numbers(result.output).sorted() == Array(0..<14))
    #expect(result.gaps == [])
  }

  @Test("names what is missing once another look has not found it")
  func gap() throws {
    let result = try tail.run(
      .names {
        try folder.rename("e.json", to: "e.json.1")
        try append(8..<14)
      },
      .timeout, .timeout)
    #expect(result.gaps == [5...7])
  }

  @Test("names what is missing when a log has come and gone between two looks")
  func shortLivedLog() throws {
    let result = try tail.run(
      .names {
        try append(5..<10, to: "new")
        try folder.delete("e.json")
        try folder.rename("new", to: "e.json")
        try folder.delete("e.json")
        try append(10..<16)
      },
      .timeout, .timeout)
    #expect(result.gaps == [5...9])
  }

  @Test("calls nothing missing when the server is started again under another process")
  func restart() throws {
    let result = try tail.run(
      .names {
        try folder.delete("e.json")
        let text = String(decoding: records(20..<30), as: UTF8.self)
        try folder.append(
          text.replacing(#""processId":7"#, with: #""processId":8"#).utf8, to: "e.json")
      },
      .timeout, .timeout)
    #expect(result.gaps == [])
  }

  @Test("ends as soon as nobody reads what it prints")
  func closedPipe() throws {
    let result = try tail.run(.timeout, .outputClosed, .timeout)
    #expect(result.isClosedPipe)
    #expect(tail.stage.steps.count == 1)
  }

  @Test("prints what was written before the signal that ends it")
  func signal() throws {
    let result = try tail.run(
      .unseen {
        try append(5..<9)
        tail.stage.isAskedToEnd = true
      })
    #expect(numbers(result.output) == Array(0..<9))
  }

  @Test("ends when the time of --exit-after is over, with all that was written until then")
  func exitAfter() throws {
    var tail = tail
    tail.end = 2500
    let result = try tail.run(
      .timeout, .timeout,
      .unseen { try append(5..<9) },
      .timeout)
    #expect(numbers(result.output) == Array(0..<9))
    #expect(tail.stage.sleeps == [1000, 1000, 500])
  }

  @Test("ends behind the event that --exit-on waits for")
  func exitOn() throws {
    var tail = tail
    tail.stops = try QueryOptions.condition("stream = s7", of: "--exit-on", timesIn: .utc)
    let result = try tail.run(
      .content { try append(5..<12) },
      .timeout)
    #expect(numbers(result.output) == Array(0..<8))
    #expect(tail.stage.steps.count == 1)
  }

  @Test("finds a new log within the interval, however busy another one is")
  func busyLog() throws {
    let stage = tail.stage
    var steps: [ScriptedWaker.Step] = [.unseen { try append(0..<3, to: "new.json") }]
    // Ten records a second, of which the directory tells; of the new log nothing does.
    for number in 0..<30 {
      steps.append(
        .content {
          stage.clock += 100
          try append(100 + number..<101 + number, to: "e.json")
        })
    }
    var seen: [Int] = []
    try append(50..<51, to: "e.json")
    steps[25] = .content {
      seen = numbers(try text(of: folder.path("out").string))
    }
    _ = try tail.follow("*.json", steps)
    #expect(Array(0..<3).allSatisfy(seen.contains))
  }

  @Test("goes on with a deleted log that the server writes to after an hour of silence")
  func silentDeletedLog() throws {
    let log = try FileDescriptor.open(
      folder.path("e.json"), .writeOnly, options: [.append, .create],
      permissions: .ownerReadWrite)
    defer { try? log.close() }
    let stage = tail.stage
    let result = try tail.run(
      .names {
        let content = try contents(of: folder.path("e.json").string)
        try folder.write(Gzip.member(content), to: "e.json.1.gz")
        try folder.delete("e.json")
        try folder.write([], to: "e.json")
      },
      .timeout,
      .unseen { stage.clock += 100_000 },
      .timeout,
      .unseen { stage.clock += 3_600_000 },
      .timeout,
      .unseen { _ = try log.writeAll(records(5..<9)) },
      .timeout)
    #expect(numbers(result.output) == Array(0..<9))
    #expect(stage.sleeps.suffix(4).first == 1000, "nothing is busy until then")
  }

  @Test("looks often while a log without a name may be written to, of which no directory tells")
  func nameless() throws {
    let result = try tail.run(
      .names {
        try folder.delete("e.json")
      },
      .timeout)
    #expect(numbers(result.output) == Array(0..<5))
    #expect(tail.stage.sleeps == [1000, 25, 25])
    #expect(tail.stage.watched == [folder.path])
  }

  @Test("says once that a directory without a log, a pattern and a file are waited for")
  func emptyDirectory() async throws {
    try folder.makeDirectory("logs")
    let directory = try await BuiltProgram.run(
      ["tail", "-f", "--interval", "0.01", "--exit-after", "0.05", "logs"],
      directory: "\(folder.path)")
    #expect(
      directory.errorText
        == "emslog: logs: there is no log file in this directory yet; tail waits for one\n")
    #expect(directory.ending == .exited(0))
    let others = try await BuiltProgram.run(
      ["tail", "-f", "--exit-after", "0", "logs/*.json", "e.json"], directory: "\(folder.path)")
    #expect(
      others.errorText == """
        emslog: logs/*.json: no file matches this pattern yet; tail waits for one
        emslog: e.json: there is no such file yet; tail waits for one

        """)
    #expect(others.ending == .exited(0))
    let once = try await BuiltProgram.run(["tail", "logs"], directory: "\(folder.path)")
    #expect(once.errorText == "emslog: logs: there is no log file in this directory\n")
    #expect(once.ending == .exited(0))
  }

  @Test("takes -20 for -n 20 wherever it stands, unless it is a value")
  func counts() throws {
    func count(_ arguments: String...) throws -> Int {
      try #require(try Emslog.parseAsRoot(["tail"] + arguments) as? TailCommand).lastCount
    }
    #expect(try count("e") == 10)
    #expect(try count("-20", "e") == 20)
    #expect(try count("-f", "-3", "e") == 3)
    #expect(try count("--utc", "-20", "e") == 20)
    #expect(try count("e", "--follow", "-20") == 20)
    #expect(try count("-20f", "e") == 20)
    #expect(try count("-n5", "e") == 5)
    #expect(try count("-0", "e") == 0)
    #expect(try count("-99999999999999999999", "e") == .max)
    #expect(try count("-s", "-3", "--stream", "-4", "e") == 10)
    #expect(try count("-g", "-3", "-7", "e") == 7)
    #expect(try count("--", "-3") == 10)
    #expect(throws: (any Error).self) { try count("-n", "-3") }
    #expect(throws: (any Error).self) { try count("-n", "5", "-3") }
    #expect(throws: (any Error).self) { try Emslog.parseAsRoot(["scan", "-3"]) }
  }
}
