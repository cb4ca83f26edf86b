import ArgumentParser
import EventLog
import LogFiles

/// How the rows of a report are shown.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "How to print the rows; by default table on a terminal, else tsv.", valueName: "format"))
  var output: RowFormat?

  @Flag(name: [.customShort("j"), .customLong("json-lines")], help: "Short for -o jsonl.")
  var jsonLines = false

  @Flag(
    inversion: .prefixedNo, help: "Hide passwords; by default for table and markdown.")
  var redact: Bool?

  @Flag(help: "Leave text in CSV that looks like a formula as it is.")
  var csvRaw = false

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

  mutating func validate() throws {
    if jsonLines, let output, output != .jsonl {
      throw ValidationError("-j asks for jsonl and -o for \(output.rawValue); choose one.")
    }
    if csvRaw, format != .csv { throw ValidationError("--csv-raw is for -o csv.") }
  }

  /// The format that was asked for, or the one that fits.
  var format: RowFormat {
    if let output { return output }
    return jsonLines ? .jsonl : Terminal.isAttached(to: .output) ? .table : .tsv
  }

  /// Whether it is for people, who want totals too.
  var isForPeople: Bool { format == .table || format == .markdown }

  /// The same as options of a command that prints events.
  var forEvents: OutputOptions {
    get throws {
      var arguments = ["--output", format.rawValue, "--color", color.rawValue]
      if let redact { arguments.append(redact ? "--redact" : "--no-redact") }
      if csvRaw { arguments.append("--csv-raw") }
      if stats { arguments.append("--stats") }
      if noProgress { arguments.append("--no-progress") }
      if let badTo { arguments.append("--bad-to=\(badTo)") }
      return try OutputOptions.parse(arguments)
    }
  }
}
