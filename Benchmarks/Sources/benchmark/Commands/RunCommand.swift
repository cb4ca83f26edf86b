import ArgumentParser

/// `benchmark run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Time whole commands and print a table in Markdown.",
    discussion: "Exit status: 1 if emslog counts other events than the logs hold.")

  @OptionGroup var places: Places

  @Option(help: "Size of each log, uncompressed.")
  var size = ByteCount(bytes: 400_000_000)

  @Option(help: ArgumentHelp("Only rows whose name contains this.", valueName: "name"))
  var filter: String?

  @Option(help: ArgumentHelp("How often each command is measured.", valueName: "n"))
  var runs = 5

  @Option(
    help: ArgumentHelp(
      "A Python that has the module duckdb, to compare with.", valueName: "path"))
  var python = "python3"

  mutating func validate() throws {
    if runs < 1 { throw ValidationError("--runs takes a number from 1 up.") }
  }

  func run() throws {
    try places.checkProgram()
    let suite = Suite(
      emslog: places.emslog, inputs: try places.inputs(), size: size.bytes, python: python)
    let miscounts = try suite.miscounts()
    for sentence in miscounts { Progress.say(sentence) }
    let (table, obstacles, comparison) = try measure(suite.cases(filter: filter))
    if !table.isEmpty { print(table.markdown) }
    for sentence in comparison.sentences { print(sentence) }
    for sentence in obstacles { print("Left out: \(sentence).") }
    if !miscounts.isEmpty { throw ExitCode.failure }
  }

  private func measure(
    _ cases: [BenchmarkCase]
  ) throws -> (table: Table, obstacles: [String], comparison: Comparison) {
    var comparison = Comparison()
    var table = Table(
      "what", "best s", "median s", "MB/s", "CPU best s", "CPU median s", "peak MB")
    var obstacles: [String] = []
    for example in cases {
      if let obstacle = example.obstacle {
        obstacles.append("\(example.name), as \(obstacle)")
        continue
      }
      Progress.say("\(example.name): \(example.program.arguments.joined(separator: " "))")
      let timing = try Timing(of: example.program, count: runs)
      if let question = example.question { comparison.add(timing, question) }
      table.append(
        example.name, timing.bestWall.decimals(3), timing.medianWall.decimals(3),
        example.bytes.map { (Double($0) / 1e6 / timing.bestWall).decimals(0) } ?? "-",
        timing.bestProcessor.decimals(3), timing.medianProcessor.decimals(3),
        (Double(timing.peakBytes) / 1e6).decimals(1))
    }
    return (table, obstacles, comparison)
  }
}
