public import ArgumentParser
public import EventLog

/// How events are shown: the same for all commands that print events.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How to print events.", valueName: "format"))
  var output: OutputFormat?

  @Flag(name: [.customShort("j"), .customLong("json-lines")], help: "Short for -o jsonl.")
  var jsonLines = false

  @Flag(help: "Say of each event from which file, byte and record it is.")
  var withSource = false

  @Flag(
    name: [.customShort("H"), .customLong("with-filename")],
    help: "Say of each event, or count, from which file it is.")
  var withFilename = false

  @Flag(help: "Print a summary of what was read on standard error.")
  var stats = false

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  @Option(
    help: ArgumentHelp(
      "Write the bytes of everything that was skipped to a file.", valueName: "file"))
  var badTo: String?

  @Option(help: ArgumentHelp("Whether to use colour.", valueName: "when"))
  var color: ColorChoice = .auto

  mutating func validate() throws {
    if jsonLines, let output, output != .jsonl {
      throw ValidationError("-j asks for jsonl and -o for \(output.rawValue); choose one.")
    }
  }

  /// The output format that was asked for, or the one that fits.
  var format: OutputFormat { output ?? .jsonl }

  /// What renderers are told.
  var renderOptions: RenderOptions { RenderOptions(showsSource: withSource || withFilename) }
}

extension OutputFormat: ExpressibleByArgument {}

/// The value of `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}
