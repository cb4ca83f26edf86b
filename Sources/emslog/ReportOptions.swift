import ArgumentParser
import EventLog
import LogFiles

/// How a report on logs is shown: its rows, and what is said while it is made.
struct ReportOptions: ParsableArguments {
  @OptionGroup var rows: RowOptions

  @Flag(help: "Print a summary of what was read on standard error.")
  var stats = false

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  @Option(
    help: ArgumentHelp(
      "Write the bytes of everything that was skipped to a file.", valueName: "file"))
  var badTo: String?

  /// The format that was asked for, or the one that fits.
  var format: RowFormat { rows.format }

  /// Whether it is for people, who want totals too.
  var isForPeople: Bool { rows.isForPeople }

  /// The same as options of a command that prints events.
  var forEvents: OutputOptions {
    get throws {
      var arguments = rows.arguments
      if stats { arguments.append("--stats") }
      if noProgress { arguments.append("--no-progress") }
      if let badTo { arguments.append("--bad-to=\(badTo)") }
      return try OutputOptions.parse(arguments)
    }
  }
}
