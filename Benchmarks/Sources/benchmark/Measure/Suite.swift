import SystemPackage

/// One row of the table: a command, and how much it reads.
struct BenchmarkCase {
  /// What the user gets.
  var name: String
  var program: Program
  /// The size of what the command has to look at, uncompressed; nil if it reads nothing.
  var bytes: Int?
  /// What is said instead of running it, if it cannot be run.
  var obstacle: String?
  /// The question that it answers, if other rows answer the same.
  var question: Question?
}

/// The commands that are timed.
struct Suite {
  let emslog: String
  let inputs: Inputs
  /// The size of the logs.
  let size: Int
  /// A Python that may have the module duckdb.
  var python = "python3"
  /// The size of the log for programs that would take minutes for a large one.
  var partSize: Int { min(size, 40_000_000) }

  /// All cases whose name contains a text; making them makes their inputs.
  func cases(filter: String?) throws -> [BenchmarkCase] {
    try [start, json, formats, compressed, part, questions].flatMap { group in
      try group.filter { filter.map($0.name.contains) ?? true }.map { try $0.make() }
    }
  }

  /// A case whose inputs are made only if it is wanted.
  struct Planned {
    var name: String
    var make: () throws -> BenchmarkCase
  }

  private func planned(
    _ name: String, tool: String? = nil,
    _ make: @escaping () throws -> (program: Program, bytes: Int?)
  ) -> Planned {
    Planned(name: name) {
      if let tool, !Program.isInstalled(tool) {
        return BenchmarkCase(
          name: name, program: Program(tool), obstacle: "\(tool) is not installed")
      }
      let (program, bytes) = try make()
      return BenchmarkCase(name: name, program: program, bytes: bytes)
    }
  }

  private func scan(_ arguments: [String], _ path: FilePath) -> Program {
    Program([emslog, "scan"] + arguments + [path.string])
  }

  private var start: [Planned] {
    [planned("start: emslog --version") { (Program(emslog, "--version"), nil) }]
  }

  private var json: [Planned] {
    let log = { try inputs.log(.json, .bytes(size)) }
    return [
      planned("json, count") {
        let log = try log()
        return (scan(["-c"], log.path), log.bytes)
      },
      planned("json, select raw") {
        let log = try log()
        return (scan(["-t", "inStreamClosed", "-o", "raw"], log.path), log.bytes)
      },
      planned("json, select raw by literal text") {
        let log = try log()
        return (scan(["-g", "inStreamClosed", "-o", "raw"], log.path), log.bytes)
      },
      planned("json, select raw by regular expression") {
        let log = try log()
        return (scan(["-g", "inStr.*Closed", "-o", "raw"], log.path), log.bytes)
      },
      planned("json, select raw: rg -F", tool: "rg") {
        let log = try log()
        let pattern = #""type":"inStreamClosed""#
        return (Program("rg", "--no-config", "-F", pattern, log.path.string), log.bytes)
      },
      planned("json, all to JSON lines") {
        let log = try log()
        return (scan(["-o", "jsonl"], log.path), log.bytes)
      },
    ]
  }

  private var formats: [Planned] {
    [Spelling.text, .xml, .w3c].map { spelling in
      let name = "\(spelling.rawValue), count"
      return Planned(name: name) {
        guard try reads(spelling) else {
          return BenchmarkCase(
            name: name, program: Program(emslog),
            obstacle: "this emslog does not know --format \(spelling.rawValue)")
        }
        let log = try inputs.log(spelling, .bytes(size))
        return BenchmarkCase(name: name, program: scan(["-c"], log.path), bytes: log.bytes)
      }
    }
  }

  private var compressed: [Planned] {
    let log = { try inputs.log(.json, .bytes(size)) }
    return [
      planned("json.gz, count") {
        let log = try log()
        return (scan(["-c"], try inputs.compressed(log)), log.bytes)
      },
      planned("json.gz, only decompress: pigz -dc", tool: "pigz") {
        let log = try log()
        return (Program("pigz", "-dc", try inputs.compressed(log).string), log.bytes)
      },
    ]
  }

  private var part: [Planned] {
    let log = { try inputs.log(.json, .bytes(partSize)) }
    return [
      planned("part, select to JSON lines") {
        let log = try log()
        return (scan(["-t", "inStreamClosed", "-o", "jsonl"], log.path), log.bytes)
      },
      planned("part, what jq and mlr need first: sed") {
        let log = try log()
        return (inputs.withoutCommas(log), log.bytes)
      },
      planned("part, select to JSON lines: jq -c", tool: "jq") {
        let log = try log()
        let lines = try inputs.lines(of: log).string
        return (Program("jq", "-c", #"select(.type == "inStreamClosed")"#, lines), log.bytes)
      },
      planned("part, select to JSON lines: mlr", tool: "mlr") {
        let log = try log()
        let lines = try inputs.lines(of: log).string
        return (
          Program("mlr", "--ijsonl", "--ojsonl", "filter", #"$type == "inStreamClosed""#, lines),
          log.bytes
        )
      },
    ]
  }

  /// Whether the program knows a format; it ends with 64 if it does not know what an option says.
  func reads(_ spelling: Spelling) throws -> Bool {
    try Program(emslog, "scan", "-c", "--format", spelling.rawValue, "/dev/null").run().status != 64
  }

  /// What the program counts wrongly in the logs it is timed with, a sentence each.
  func miscounts() throws -> [String] {
    try Spelling.allCases.filter(reads).compactMap { spelling in
      let log = try inputs.log(spelling, .bytes(size))
      let answer = try inputs.answer(of: scan(["-c"], log.path))
      return answer == "\(log.events)\n"
        ? nil : "\(log.path) holds \(log.events) events, but emslog says \(answer.dropLast())"
    }
  }
}
