import SystemPackage
import TestSupport
import Testing

@Suite("Files that are read and written")
struct OutputAmongInputsTests {
  private static let record =
    #"{"_logEntry":"00000","id":1,"payload":{},"processId":7,"timestamp":1,"type":"timerClosed"},"#
    + "\n"
  private static let printed =
    #"{"time":"1970-01-01T00:00:01.000Z","system":"ems","type":"timerClosed","id":1,"#
    + #""logEntry":0,"timestamp":1,"processId":7,"payload":{}}"# + "\n"

  private let folder = try? TemporaryDirectory()

  private func shell(_ command: String) async throws -> FinishedProgram {
    let folder = try #require(folder)
    var environment = FinishedProgram.plainEnvironment
    environment["EMSLOG"] = BuiltProgram.path
    return try await .running(
      "/bin/sh", arguments: ["-c", "ulimit -f 100; " + command], environment: environment,
      directory: folder.path.string)
  }

  private func write(_ text: String, to name: String) throws {
    try #require(folder).write(Array(text.utf8), to: name)
  }

  private func text(of name: String) throws -> String {
    String(decoding: try contents(of: try #require(folder).path.string + "/" + name), as: UTF8.self)
  }

  @Test("A scan of a folder whose output goes into the folder does not read its own output")
  func ownOutput() async throws {
    try write(Self.record, to: "events.json")
    for command in ["scan .", "scan '*'"] {
      let run = try await shell("\"$EMSLOG\" \(command) > all.jsonl")
      #expect(run.ending == .exited(0))
      #expect(run.errorText.contains("all.jsonl: skipped, because the output goes to it\n"))
      #expect(try text(of: "all.jsonl") == Self.printed)
    }
  }

  @Test("A log that the output is added to is not read without end", arguments: ["log", "- < log"])
  func addedTo(input: String) async throws {
    try write(Self.record, to: "log")
    let run = try await shell("\"$EMSLOG\" scan \(input) >> log")
    #expect(run.ending == .exited(2))
    #expect(run.errorText.hasSuffix("skipped, because the output goes to it\n"))
    #expect(try text(of: "log") == Self.record)
  }

  @Test("A log that is named for --bad-to by mistake is not emptied")
  func badToLog() async throws {
    try write(Self.record, to: "events.json")
    for command in ["events.json", "'*.json'", "- < events.json"] {
      let run = try await shell("\"$EMSLOG\" scan -c --bad-to ./events.json \(command)")
      #expect(run.ending == .exited(2))
      #expect(
        run.errorText == """
          emslog: ./events.json: not written to, because it is one of the logs to be read
            hint: name another file

          """)
      #expect(try text(of: "events.json") == Self.record)
    }
  }

  @Test("With standard error closed the diagnostics do not end up in the file of --bad-to")
  func closedErrors() async throws {
    try write(Self.record + "{\"torn\n" + Self.record, to: "events.json")
    let run = try await shell("\"$EMSLOG\" scan -c --bad-to bad events.json 2>&-")
    #expect(run.outputText == "2\n")
    #expect(run.ending == .exited(0))
    #expect(try text(of: "bad") == "{\"torn\n")
  }

  @Test("With standard output closed the events do not end up in the file of --bad-to")
  func closedOutput() async throws {
    try write(Self.record, to: "events.json")
    let run = try await shell("\"$EMSLOG\" scan --bad-to bad events.json >&-")
    #expect(run.ending == .exited(2))
    #expect(try text(of: "bad") == "")
  }

  @Test(
    "A list that a full disk cuts off ends with 2",
    arguments: ["types", "types hls", "types --json", "schema"])
  func fullDisk(command: String) async throws {
    let run = try await shell("\"$EMSLOG\" \(command) > /dev/full")
    #expect(run.ending == .exited(2))
    #expect(run.errorText.hasPrefix("emslog: standard output: cannot write: no space left"))
    let pipe = try await shell("{ \"$EMSLOG\" \(command); echo $? >&2; } | true")
    #expect(pipe.errorText == "0\n")
  }

  @Test("An empty log is no damage", arguments: ["empty.json", "-", "empty.gz"])
  func emptyLog(name: String) async throws {
    try write("", to: "empty.json")
    try write("", to: "empty.gz")
    let run = try await shell("\"$EMSLOG\" scan --strict \(name) < empty.json")
    #expect(run.ending == .exited(1))
    #expect(run.errorText == "")
  }

  @Test(
    "A log that is followed is not fed with its own events",
    arguments: [
      "poll --checkpoint ck --output-file log log", "poll --checkpoint ck log >> log",
      "tail -f --exit-after 1 log >> log",
    ])
  func followedOutput(command: String) async throws {
    try write(Self.record, to: "log")
    let run = try await shell("\"$EMSLOG\" \(command)")
    #expect(run.ending == .exited(2))
    #expect(run.errorText.contains("not written to, because it is one of the logs to be read"))
    #expect(try text(of: "log") == Self.record)
  }

  @Test(
    "A folder that is followed into one of its files gives each event once",
    arguments: [
      "poll --checkpoint ../ck --output-file all.jsonl .", "tail -f --exit-after 0.2 . > all.jsonl",
    ])
  func followedFolder(command: String) async throws {
    let folder = try #require(folder)
    try folder.makeDirectory("logs")
    try write(Self.record, to: "logs/events.json")
    let run = try await shell("cd logs && \"$EMSLOG\" \(command) && \"$EMSLOG\" \(command)")
    #expect(run.errorText == "")
    #expect(try text(of: "logs/all.jsonl") == Self.printed)
  }
}
