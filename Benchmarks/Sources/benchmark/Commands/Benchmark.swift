import ArgumentParser

/// `benchmark`.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure emslog: make logs, time commands, check budgets.",
    discussion: "Start it in the root of the package; see Benchmarks/README.md.",
    subcommands: [GenerateCommand.self, RunCommand.self, BudgetCommand.self])
}
