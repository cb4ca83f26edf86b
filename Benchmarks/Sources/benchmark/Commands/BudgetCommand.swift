import ArgumentParser
import SystemPackage

/// `benchmark budget`.
struct BudgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "Count allocations and instructions per event, and compare them with the budgets.",
    discussion: """
      Each command runs under valgrind on a number of events and on twice as many; the difference is \
      what events cost, without what the start costs. Exit status: 1 if a budget is not kept.
      """)

  @OptionGroup var places: Places

  @Option(help: ArgumentHelp("Where the budgets are, a file per compiler.", valueName: "dir"))
  var budgets = "Benchmarks/Budgets"

  @Option(help: ArgumentHelp("The smaller number of events.", valueName: "n"))
  var events = 10_000

  @Flag(help: "Make what was counted the budget.")
  var record = false

  mutating func validate() throws {
    if events < 1 { throw ValidationError("--events takes a number from 1 up.") }
  }

  func run() throws {
    try places.checkProgram()
    guard Program.isInstalled("valgrind") else {
      throw ValidationError("Counting needs valgrind, which is not installed.")
    }
    var file = try BudgetFile(folder: budgets)
    var table = Table("what", "allocations/event", "instructions/event", "budget")
    var objections: [String] = []
    let inputs = try places.inputs()
    let valgrind = try Valgrind(of: places.emslog, inputs: inputs)
    let suite = Suite(emslog: places.emslog, inputs: inputs, size: 0)
    for (name, spelling, arguments) in Self.cases {
      guard try suite.reads(spelling) else {
        Progress.say("\(name): left out, as this emslog does not know the format")
        continue
      }
      Progress.say(name)
      let cost = try cost(of: ["scan"] + arguments, in: inputs, spelling, by: valgrind)
      table.append(
        name, cost.allocations.decimals(4), cost.instructions.decimals(1),
        file.budgets[name]?.instructions.decimals(1) ?? "-")
      if !record, let objection = file.objection(to: cost, of: name) {
        objections.append("\(name) \(objection)")
      }
      if record { file.budgets[name] = cost }
    }
    print(table.markdown)
    if record { try file.save() }
    for objection in objections { Progress.say(objection) }
    if !objections.isEmpty { throw ExitCode.failure }
  }

  private static let cases: [(name: String, spelling: Spelling, arguments: [String])] = [
    ("json, count", .json, ["-c"]),
    ("json, select raw", .json, ["-t", "inStreamClosed", "-o", "raw"]),
    ("json, select raw by literal text", .json, ["-g", "inStreamClosed", "-o", "raw"]),
    ("json, select raw by regular expression", .json, ["-g", "inStr.*Closed", "-o", "raw"]),
    ("json, select raw by condition", .json, ["-w", "upTime > 1s", "-o", "raw"]),
    ("json, all to JSON lines", .json, ["-o", "jsonl"]),
    ("json, all to lines", .json, ["-o", "line"]),
    ("json, all to CSV", .json, ["-o", "csv", "-F", "time,stream,upTime"]),
    ("text, count", .text, ["-c"]),
    ("xml, count", .xml, ["-c"]),
    ("w3c, count", .w3c, ["-c"]),
  ]

  /// What an event costs: the difference between twice the events and the events.
  private func cost(
    of arguments: [String], in inputs: Inputs, _ spelling: Spelling, by valgrind: Valgrind
  ) throws -> Budget {
    let few = arguments + [try inputs.log(spelling, .events(events)).path.string]
    let many = arguments + [try inputs.log(spelling, .events(2 * events)).path.string]
    func perEvent(_ count: ([String]) throws -> Int) rethrows -> Double {
      Double(try count(many) - count(few)) / Double(events)
    }
    return Budget(
      allocations: try perEvent(valgrind.allocations),
      instructions: (try perEvent(valgrind.instructions) * 10).rounded() / 10)
  }
}
