import SystemPackage
import TestSupport
import Testing

@Suite("Output on a terminal and in a pipe")
struct TerminalOutputTests {
  private static let log = """
    {"_logEntry":"00000","id":1,"payload":{"audio":{"bytesCount":200000},"farIp":"10.0.0.24",\
    "name":"cam1","queryTimestamp":1795216353343.5491,"upTime":6006.0161,\
    "video":{"bytesCount":1000000}},"processId":42,"timestamp":1795216353,"type":"inStreamClosed"},
    {"_logEntry":"00001","id":2,"payload":{"error":"No \\u001b[2J space, 日本 e\u{301}"},\
    "processId":42,"timestamp":1795216354,"type":"hlsChunkError"},

    """

  private func terminal(
    _ columns: Int, _ options: [String], environment: [String: String] = [:]
  ) async throws -> String {
    let files = try TemporaryDirectory()
    let log = try files.write(Array(Self.log.utf8), to: "log.json").string
    let run = try await Python.runOnTerminal(
      columns: columns, [BuiltProgram.path, "scan"] + options + [log],
      environment: ["TERM": "xterm"].merging(environment) { $1 })
    #expect(run.errorText == "")
    #expect(run.ending == .exited(0))
    return run.outputText
  }

  private func pipe(
    _ options: [String], environment: [String: String] = [:]
  ) async throws -> String {
    try await BuiltProgram.run(
      ["scan"] + options + ["-"], input: Array(Self.log.utf8), environment: environment
    ).outputText
  }

  @Test(
    "On a terminal events are lines that fit it",
    .enabled(Python.absence("pty")) { await Python.has("pty") },
    arguments: [
      (
        200,
        """
        2026-11-20 23:12:33.343  inStreamClosed           cam1          upTime 6.0s  1.2 MB  from 10.0.0.24
        2026-11-20 23:12:34.000  hlsChunkError                          No \\x1b[2J space, 日本 e\u{301}

        """
      ),
      (
        80,
        """
        2026-11-20 23:12:33.343  inStreamClosed           cam1          upTime 6.0s  1.…
        2026-11-20 23:12:34.000  hlsChunkError                          No \\x1b[2J spac…

        """
      ),
      (
        40,
        """
        23:12:33.343  inStreamClosed  cam1     …
        23:12:34.000  hlsChunkError            …

        """
      ),
    ])
  func lines(columns: Int, expected: String) async throws {
    #expect(try await terminal(columns, ["--color", "never"]) == expected)
  }

  @Test("A table fits the terminal", .enabled(Python.absence("pty")) { await Python.has("pty") })
  func table() async throws {
    #expect(
      try await terminal(40, ["--color", "never", "-o", "table", "-F", "type,farIp,error"]) == """
        TYPE            FARIP      ERROR
        inStreamClosed  10.0.0.24
        hlsChunkError              No \\x1b[2J s…

        """)
  }

  @Test(
    "A terminal has colours, unless somebody says no",
    .enabled(Python.absence("pty")) { await Python.has("pty") })
  func colours() async throws {
    #expect(try await terminal(80, []).contains("\u{1B}[32minStreamClosed\u{1B}[0m"))
    #expect(try await !terminal(80, [], environment: ["NO_COLOR": "1"]).contains("\u{1B}"))
    #expect(try await !terminal(80, [], environment: ["TERM": "dumb"]).contains("\u{1B}"))
    #expect(try await !terminal(80, ["--color=never"]).contains("\u{1B}"))
    #expect(
      try await terminal(80, ["--color=always"], environment: ["NO_COLOR": "1"]).contains("\u{1B}"))
  }

  @Test(
    "COLUMNS goes before the size of the terminal",
    .enabled(Python.absence("pty")) { await Python.has("pty") })
  func columns() async throws {
    let output = try await terminal(200, ["--color=never"], environment: ["COLUMNS": "40"])
    #expect(output.hasPrefix("23:12:33.343  inStreamClosed  cam1     …\n"))
  }

  @Test("In a pipe events are JSON lines, without colours, and lines are never cut")
  func pipes() async throws {
    #expect(try await pipe([]).hasPrefix(#"{"time":"2026-11-20T23:12:33.343Z","system":"ems","#))
    let lines = try await pipe(["-o", "line"], environment: ["COLUMNS": "20"])
    #expect(
      lines.hasPrefix(
        "2026-11-20 23:12:33.343  inStreamClosed           cam1          "
          + "upTime 6.0s  1.2 MB  from 10.0.0.24\n"))
    #expect(!lines.contains("\u{1B}"))
    #expect(
      try await pipe(["-o", "line"], environment: ["CLICOLOR_FORCE": "1"]).contains("\u{1B}[32m"))
    #expect(
      try await !pipe(
        ["-o", "line"], environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]
      ).contains("\u{1B}"))
    #expect(
      try await !pipe(["-o", "line"], environment: ["CLICOLOR_FORCE": "0"]).contains("\u{1B}"))
    #expect(try await pipe(["-o", "table", "--color=always"]).hasPrefix("\u{1B}[1mTIME"))
  }

  @Test(
    "Secrets are hidden in what people read, and in what programs read when they are asked to be")
  func secrets() async throws {
    let log = """
      {"_logEntry":"00000","id":1,"payload":{"uri":"rtsp:\\/\\/u:pw9@h\\/x"},"timestamp":1,\
      "type":"pullStreamFailed"},

      """
    func output(_ options: String...) async throws -> FinishedProgram {
      try await BuiltProgram.run(["scan"] + options + ["-"], input: Array(log.utf8))
    }
    for format in ["line", "table", "markdown"] {
      let mask = format == "markdown" ? #"\*\*\*"# : "***"
      #expect(try await output("-o", format).outputText.contains("rtsp://u:\(mask)@h/x"))
      #expect(try await output("-o", format, "--no-redact").outputText.contains("u:pw9@h"))
    }
    #expect(try await output("--template", "{uri}").outputText == "rtsp://u:***@h/x\n")
    for format in ["jsonl", "json", "csv", "tsv"] {
      #expect(try await output("-o", format).outputText.contains("rtsp://u:pw9@h/x"))
      #expect(try await output("-o", format, "--redact").outputText.contains("rtsp://u:***@h/x"))
    }
    #expect(try await output("-o", "raw").outputText == log)
    let refusal = try await output("-o", "raw", "--redact")
    #expect(refusal.ending == .exited(64))
    #expect(refusal.errorText.contains("nothing can be hidden in it"))
  }

  @Test(
    "Options that contradict each other are usage errors",
    arguments: [
      (["-F", "a..b"], "a name is missing before the dot\n  a..b\n    ^"),
      (["--template", "{upTime:durashun}"], "  {upTime:durashun}\n          ^"),
      (["--template", "x", "-F", "a"], "leave out -F"),
      (["--template", "x", "-j"], "leave out -o"),
      (["-o", "raw", "-F", "a"], "no fields to choose"), (["--csv-raw"], "--csv-raw is for -o csv"),
      (["-j", "-F", "details"], "words for people"),
    ])
  func contradictions(options: [String], problem: String) async throws {
    let run = try await BuiltProgram.run(["scan"] + options + ["-"])
    #expect(run.ending == .exited(64))
    #expect(run.errorText.contains(problem))
    #expect(run.outputText == "")
  }

  @Test("-F takes a field with a hyphen before it")
  func dropping() async throws {
    let output = try await pipe(["-F", "-payload", "-F", "-time", "-m", "1"])
    #expect(
      output == """
        {"system":"ems","type":"inStreamClosed","stream":"cam1","id":1,"logEntry":0,\
        "timestamp":1795216353,"processId":42}

        """)
  }

  @Test("Help fits 80 columns", arguments: [["scan"], ["fields"], ["schema"]])
  func help(command: [String]) async throws {
    let run = try await BuiltProgram.run(command + ["--help"])
    #expect(run.ending == .exited(0))
    for line in run.outputText.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }
}
