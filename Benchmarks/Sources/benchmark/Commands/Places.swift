import ArgumentParser
import SystemPackage

/// Where things are: the same for the commands that measure.
struct Places: ParsableArguments {
  @Option(
    name: .customLong("emslog"),
    help: ArgumentHelp(
      "The program to measure; by default the one built together with this.", valueName: "path"))
  var chosenProgram: String?

  @Option(
    help: ArgumentHelp("Where logs are kept that were made to measure with.", valueName: "dir"))
  var folder = "Benchmarks/.build/logs"

  /// The program to measure.
  var emslog: String {
    if let chosenProgram { return chosenProgram }
    let own = FilePath(CommandLine.arguments.first ?? "")
    return own.removingLastComponent().appending("emslog").string
  }

  /// The logs.
  func inputs() throws -> Inputs { try Inputs(folder: folder) }

  /// - Throws: A usage error if there is no such program.
  func checkProgram() throws {
    guard Program.isInstalled(emslog) else {
      throw ValidationError(
        "There is no program \(emslog). Name one with --emslog.")
    }
    #if DEBUG
      if chosenProgram == nil { Progress.say("this is a debug build; use -c release") }
    #endif
  }
}
