import SystemPackage
import TestSupport
import Testing

/// What people expect of a command-line program (clig.dev), and what programs for logs get wrong most
/// often: one test for each rule.
@Suite("The twelve rules")
struct TwelveRulesTests {
  private static let samples = PackageRoot.path(of: "samples")
  private static let log = samples + "/events.json"

  private func emslog(
    _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:],
    directory: String? = nil
  ) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      arguments, input: input, environment: environment, directory: directory)
  }

  private func shell(_ script: String) async throws -> FinishedProgram {
    var environment = FinishedProgram.plainEnvironment
    environment["EMSLOG"] = BuiltProgram.path
    environment["LOG"] = Self.log
    return try await .running("/bin/sh", arguments: ["-c", script], environment: environment)
  }

  @Test("1. Help that was asked for is output, and no failure")
  func help() async throws {
    for command in try await ToolDescription.read().allCommands {
      for request in [command.path + ["--help"], ["help"] + command.path] {
        let run = try await BuiltProgram.run(request)
        #expect(run.ending == .exited(0), "\(request)")
        #expect(run.outputText.contains("USAGE: emslog"), "\(request)")
        #expect(run.errors.isEmpty, "\(request)")
      }
    }
    let bare = try await emslog()
    #expect(bare.ending == .exited(0))
    #expect(bare.outputText.contains("SUBCOMMANDS"))
  }

  @Test(
    "2. What fails says so by its status",
    arguments: [
      (["scan", "absent.json"], 2), (["files", "absent.json"], 2), (["stats", "absent.json"], 2),
      (["fields", "absent.json"], 2),
      (["scan", "-w", "a =", "-"], 64), (["scan", "-g", "(", "-"], 64), (["types", "zzzz"], 64),
      (["scan", "-S", "whenever", "-"], 64), (["scna"], 64), (["poll"], 64), (["tail"], 64),
      (["files", "--verbose", "-"], 64), (["scan", "--bad-to", "absent/x", "-"], 2),
    ])
  func failures(arguments: [String], status: Int) async throws {
    let folder = try TemporaryDirectory()
    let run = try await BuiltProgram.run(arguments, directory: folder.path.string)
    #expect(run.ending == .exited(status), "\(run.errorText)")
    #expect(!run.errors.isEmpty)
  }

  @Test(
    "3. Colours are for terminals, and for nobody who does not want them",
    .enabled(Python.absence("pty")) { await Python.has("pty") },
    arguments: [["scan", "-o", "table"], ["files"], ["stats"]])
  func colours(command: [String]) async throws {
    func terminal(_ environment: [String: String]) async throws -> Bool {
      let run = try await Python.runOnTerminal(
        columns: 100, [BuiltProgram.path] + command + [Self.log],
        environment: ["TERM": "xterm"].merging(environment) { $1 })
      #expect(run.ending == .exited(0))
      return run.output.contains(0x1B)
    }
    #expect(try await terminal([:]))
    #expect(try await !terminal(["NO_COLOR": "1"]))
    #expect(try await !terminal(["TERM": "dumb"]))
    let pipe = try await BuiltProgram.run(command + [Self.log])
    #expect(!pipe.output.isEmpty && !pipe.output.contains(0x1B))
  }

  @Test("4. Standard output has data alone, whatever there is to say")
  func dataOnly() async throws {
    let scan = try await emslog("scan", "--stats", "-j", Self.samples + "/damaged/torn.json")
    #expect(!scan.errors.isEmpty)
    #expect(scan.outputText.split(separator: "\n").count == 6)
    for line in scan.outputText.split(separator: "\n") {
      #expect(line.hasPrefix(#"{"time":"#) && line.hasSuffix("}"))
    }
    let files = try await emslog("files", "--check", Self.samples)
    #expect(!files.errors.isEmpty)
    for row in files.outputText.split(separator: "\n") {
      #expect(row.split(separator: "\t", omittingEmptySubsequences: false).count == 8)
    }
  }

  @Test("5. Errors are sentences with the name of the file; a closed pipe is none")
  func errors() async throws {
    for command in [
      "scan", "files", "fields", "stats", "sessions", "viewers", "report", "metrics",
    ] {
      let missing = try await emslog(command, "absent.json")
      #expect(missing.errorText.hasPrefix("emslog: absent.json: cannot open: no such file"))
      let empty = try TemporaryDirectory()
      let directory = try await emslog(command, empty.path.string)
      #expect(directory.errorText.contains("there is no log file in this directory"))
    }
    // More than fits into a pipe, so that writing fails.
    let long = Array(repeating: "$LOG", count: 20).joined(separator: " ")
    for command in ["cat \(long) | $EMSLOG scan -j -", "$EMSLOG files -o json $LOG"] {
      let run = try await shell("\(command) | head -c 1")
      #expect(run.output.count == 1)
      #expect(run.errorText.isEmpty, "\(command)")
    }
  }

  @Test("6. A hyphen is standard input, and so is nothing where a pipe is the input")
  func standardInput() async throws {
    let bytes = try contents(of: Self.log)
    for command in [
      "scan", "tail", "files", "fields", "stats", "sessions", "viewers", "report", "metrics",
    ] {
      let named = try await emslog(command, "-", input: bytes)
      #expect(named.ending == .exited(0) && !named.output.isEmpty)
      #expect(try await emslog(command, input: bytes) == named)
    }
    // What is followed needs a name under which it can be found again.
    for arguments in [["poll", "-"], ["tail", "-f", "-"]] {
      let run = try await BuiltProgram.run(arguments, input: bytes)
      #expect(run.ending == .exited(64), "\(arguments)")
    }
  }

  @Test(
    "7. A record that has come is printed before the next one comes",
    .enabled(Python.absence("select")) { await Python.has("select") })
  func lineByLine() async throws {
    let script = """
      import os, select, subprocess, sys
      child = subprocess.Popen(
          [sys.argv[1], "scan", "--template", "{logEntry}", "-"],
          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
      for number in range(3):
          child.stdin.write(
              b'{"_logEntry":"0000%d","payload":{},"timestamp":1,"type":"timerClosed"},\\n' % number)
          child.stdin.flush()
          ready, _, _ = select.select([child.stdout], [], [], 30)
          print(os.read(child.stdout.fileno(), 100).decode().strip() if ready else "late")
      child.stdin.close()
      sys.exit(child.wait())
      """
    let run = try await Python.run(script, arguments: [BuiltProgram.path])
    #expect(run.outputText == "0\n1\n2\n", "\(run.errorText)")
    #expect(run.ending == .exited(0))
  }

  @Test("8. -h is help, and every option has a long name")
  func names() async throws {
    for command in try await ToolDescription.read().allCommands {
      let run = try await BuiltProgram.run(command.path + ["-h"])
      #expect(run.ending == .exited(0) && run.outputText.contains("USAGE: emslog"))
      for argument in command.arguments ?? [] where argument.kind != .positional {
        let names = argument.names ?? []
        // The digits of `-20`, which is short for `-n 20`.
        if names.allSatisfy({ $0.typed.dropFirst().allSatisfy(\.isNumber) }) { continue }
        #expect(names.contains { $0.kind == "long" }, "\(command.path) \(names.map(\.typed))")
      }
    }
  }

  @Test(
    "9. Who mistypes is told what was meant",
    arguments: [
      (["scna"], "did you mean scan?"), (["file"], "did you mean files?"),
      (["types", "inStreamClosd"], "did you mean inStreamClosed"),
      (["scan", "-t", "inStreamClosd", "-"], "inStreamClosed"),
      (["scan", "--outptu", "json", "-"], "Did you mean '--output'?"),
      (["files", "--chekc", "-"], "Did you mean '--check'?"),
      (["scan", "-w", "upTme > 3", "-"], "upTime"),
    ])
  func suggestions(arguments: [String], suggestion: String) async throws {
    let run = try await BuiltProgram.run(arguments, input: Array("\n".utf8))
    #expect(run.errorText.contains(suggestion), "\(run.errorText)")
    #expect(run.output.isEmpty)
  }

  @Test("9. Names of commands that are like none are answered with all of them")
  func unknownCommand() async throws {
    let run = try await emslog("\u{1B}[2Jquux")
    #expect(run.ending == .exited(64))
    #expect(run.errorText.contains("scan, "))
    #expect(!run.errors.contains(0x1B))
  }

  @Test("10. Nothing is cut off in silence: neither events nor values")
  func wholeness() async throws {
    let name = String(repeating: "n", count: 3000)
    let record =
      #"{"payload":{"name":"\#(name)"},"timestamp":1795216353,"type":"inStreamCreated"},"# + "\n"
    let log = Array(String(repeating: record, count: 150).utf8)
    for format in ["line", "jsonl", "json", "table", "csv", "tsv", "markdown"] {
      let run = try await emslog("scan", "-o", format, "-", input: log)
      let lines = run.outputText.split(separator: "\n")
      #expect(lines.filter { $0.contains(name) }.count == 150, "\(format)")
    }
  }

  @Test("11. The order of options means nothing, and nothing is left beside the log")
  func orderAndTraces() async throws {
    let first = try await emslog("scan", "-j", "-t", "stream", Self.log)
    #expect(try await emslog("scan", Self.log, "-t", "stream", "-j") == first)
    #expect(try await emslog("scan", "-t", "stream", Self.log, "-j") == first)
    let folder = try TemporaryDirectory()
    try folder.write(try contents(of: Self.log), to: "events.json")
    for command in [
      "scan", "tail", "files", "fields", "stats", "sessions", "viewers", "report", "metrics",
    ] {
      let run = try await emslog(
        command, "events.json", environment: ["HOME": folder.path.string],
        directory: folder.path.string)
      #expect(run.ending == .exited(0))
    }
    #expect(filesBelow(folder.path.string) == ["events.json"])
  }

  @Test("12. Progress is shown on a terminal, and nowhere else")
  func progress() async throws {
    let log = try contents(of: Self.log)
    let folder = try TemporaryDirectory()
    try folder.write(Array(repeating: log, count: 300).joined(), to: "long.json")
    for command in [
      "scan", "tail", "files", "fields", "stats", "sessions", "viewers", "report", "metrics",
    ] {
      let run = try await emslog(command, folder.path("long.json").string)
      #expect(run.ending == .exited(0))
      #expect(run.errors.isEmpty)
    }
  }
}
