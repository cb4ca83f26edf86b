public import ArgumentParser
public import EventLog
import LogFiles

/// `emslog files`.
struct FilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "files",
    abstract: "List the logs that would be read, and check that nothing is missing.",
    discussion: """
      One row for each file, in the order in which they are read: its format, its
      size, the times of its first and last event, how many events it holds, how many
      pieces had to be skipped, and whether the server's counters go on without a gap,
      also from one file of a rotated log to the next. W3C logs have no counters.

      Exit status: 0; 2 if some input or output failed; with --check 3 if events are
      missing or damaged.

      Examples:
        emslog files /var/log/ems
        emslog files --check '/var/log/ems/*.json*' > /dev/null
      """)

  @OptionGroup(title: "Input") var input: InputOptions

  @Flag(help: "Tell of every finding and how to avoid it; exit with 3 if there is any.")
  var check = false

  @Flag(help: "With --check, also say how the logs are rotated where nothing is wrong.")
  var verbose = false

  @Option(
    name: [.long, .customShort("o", allowingJoined: true)],
    parsing: .unconditional,
    help: ArgumentHelp(
      "How to print the rows; by default table on a terminal, else tsv.", valueName: "format"))
  var output: RowFormat?

  @OptionGroup var zone: ZoneOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  mutating func validate() throws {
    try refuseMistakes(in: input, zone)
    if input.reading.dedupe {
      throw ValidationError("--dedupe is for commands that tell of events, not of logs.")
    }
    if verbose, !check { throw ValidationError("--verbose is for --check.") }
  }

  func run() throws {
    let times = TimeFrame(
      zone: try zone.zone(), logZone: try input.reading.statedLogZone() ?? .system)
    var options = RenderOptions()
    options.zone = times.zone
    options.usesColour = color.isOn(for: .output)
    options.width = Terminal.width(of: .output)
    var run = FilesRun(
      Run(
        inputs: try input.inputs(), times: times, options: options,
        account: Account(showsProgress: !noProgress)),
      output ?? (Terminal.isAttached(to: .output) ? .table : .tsv),
      verbose ? .everything : check ? .findings : .none)
    try run.start()
  }
}

extension RowFormat: ExpressibleByArgument {}
