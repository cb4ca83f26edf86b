import ArgumentParser

/// What is said of the reading itself: for commands that print no rows.
struct SummaryOptions: ParsableArguments {
  @Flag(help: "Print a summary of what was read on standard error.")
  var stats = false

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  @Option(
    help: ArgumentHelp(
      "Write the bytes of everything that was skipped to a file.", valueName: "file"))
  var badTo: String?

  @Option(
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  /// The same as options of a command that prints events, for people.
  var forEvents: OutputOptions {
    get throws {
      var arguments = ["--output", "table", "--color", color.rawValue]
      if stats { arguments.append("--stats") }
      if noProgress { arguments.append("--no-progress") }
      if let badTo { arguments.append("--bad-to=\(badTo)") }
      return try OutputOptions.parse(arguments)
    }
  }
}
