import ArgumentParser

/// Where things are: the same for the commands that measure.
struct Places: ParsableArguments {
  @Option(help: ArgumentHelp("The program to measure.", valueName: "path"))
  var emslog = ".build/release/emslog"

  @Option(help: ArgumentHelp("Where logs are kept that were made to measure with.", valueName: "dir"))
  var folder = "Benchmarks/.build/logs"

  /// The logs.
  func inputs() throws -> Inputs { try Inputs(folder: folder) }

  /// - Throws: A usage error if there is no such program.
  func checkProgram() throws {
    guard Program.isInstalled(emslog) else {
      throw ValidationError(
        "There is no program \(emslog). Build it with 'swift build -c release' or name one with --emslog.")
    }
  }
}
