import ArgumentParser
import EventLog

/// How a summary is shown, and what is said while it is made: for commands that print no rows.
struct SummaryOptions: ParsableArguments {
  @OptionGroup var account: AccountOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  /// The same as options of a command that prints events, for people.
  var forEvents: OutputOptions {
    get throws {
      var options = try OutputOptions.parse(["--output", "table", "--color", color.rawValue])
      options.account = account
      return options
    }
  }
}
