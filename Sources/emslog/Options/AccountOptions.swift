import ArgumentParser
import SystemPackage

/// What is said and kept of the reading itself, beside the output: the same for all commands that read
/// logs and print what is in them.
struct AccountOptions: ParsableArguments {
  @Flag(help: "Print a summary of what was read on standard error.")
  var stats = false

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write the bytes of damaged records, which are skipped, to a file.", valueName: "file"))
  var badTo: String?

  /// What the options say.
  var account: Account {
    Account(
      printsSummary: stats, showsProgress: !noProgress, badFile: badTo.map { FilePath($0) })
  }
}
