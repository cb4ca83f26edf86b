import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// `emslog poll`.
struct PollCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poll",
    abstract: "Print the events that are new since the last run, then exit.",
    discussion: """
      A file stands for all that rotation makes of it: name events.json, and events.json.1, \
      events.json.2.gz and events_20251217_200640.json are read too, the oldest first, unless \
      rotation moves them during the run. What was read is recognised by its content, however it is \
      renamed, copied or compressed; a log that has been away for more than 30 days is new.

      With --output-file every event is in that file exactly once, whatever happens, and every \
      skipped record in that of --bad-to. Behind a pipe the last events, at most 1 MiB of them, may be \
      repeated after a crash; source.id, which --with-source adds, is the same in the repeat.

      Exit status: 0 done, 2 if some input or output failed, 3 if events are known to be lost or \
      damaged in the logs, 75 if another run is using the checkpoint, 128 and the number of the signal \
      that ended it.

      Examples:
        emslog poll --checkpoint ~/.ems.checkpoint /var/log/ems/events.json
        emslog poll -t '*Closed' --output-file closed.jsonl '/var/log/ems/*.json*'
      """)

  @OptionGroup(title: "Input") var input: FollowedInputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where to keep how far the logs were read; by default a file in $XDG_STATE_HOME/emslog that is named after the arguments.",
      valueName: "file"))
  var checkpoint: String?

  @Flag(help: "Print what is new, and leave it new.")
  var peek = false

  @Flag(help: "Forget what was read; all is new.")
  var reset = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is new in the first run: everything (start), only what comes later (end), or events from a time on.",
      valueName: "start|end|time"))
  var from = "start"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop behind this many events; the rest stays new.", valueName: "n"))
  var max: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Add the events to a file, each exactly once; nobody else may write to it.",
      valueName: "file"))
  var outputFile: String?

  /// How much is compared to know a log again.
  enum Verification: String, ExpressibleByArgument, CaseIterable {
    case quick, full
  }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How to know logs again: by the first and last bytes read, or by all of them.",
      valueName: "how"))
  var verify = Verification.quick

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Exit status if nothing is new.", valueName: "status"))
  var idleExitCode: Int32 = 0

  /// The value of `--from`, its times read in `zone`.
  private func past(in zone: ZoneRules) throws -> PollRun.Past {
    switch from {
    case "start": return .nothing
    case "end": return .everything
    default:
      do throws(TimeExpressionError) {
        return .before(
          try TimeExpression.parse(
            from, now: .present, zone: zone, zoneNamed: ZoneRules.named))
      } catch {
        throw ValidationError("--from: \(printable(error.description))")
      }
    }
  }

  mutating func validate() throws {
    try refuseMistakes(in: input, query, output)
    if let badTo = output.account.badTo {
      if peek { throw ValidationError("--peek leaves events new, so it excludes --bad-to.") }
      if FilePath(badTo) == outputFile.map({ FilePath($0) }) {
        throw ValidationError("--bad-to and --output-file name one file; they need two.")
      }
    }
    if outputFile != nil, output.format == .json, output.template == nil {
      throw ValidationError(
        "-o json is one array, to which no run can add events; with --output-file take -o jsonl.")
    }
    if let max, max < 1 { throw ValidationError("--max takes a number from 1 up.") }
    if peek, reset { throw ValidationError("--peek changes nothing, so it excludes --reset.") }
    if peek, outputFile != nil {
      throw ValidationError("--peek leaves events new, so it excludes --output-file.")
    }
    _ = try past(in: .utc)
    guard (0...255).contains(idleExitCode) else {
      throw ValidationError("--idle-exit-code takes 0 to 255.")
    }
  }

  func run() throws {
    let paths = try input.paths()
    let checkpoint = try checkpoint(for: paths)
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let past = try past(in: times.zone)
    let (filter, warnings) = try query.filter(times)
    var run = PollRun(
      Run(
        inputs: LogInputs(arguments: paths, reading: try input.reading.plan()), times: times,
        options: output.renderOptions(times), account: output.account.account, warnings: warnings),
      filter, output.format, checkpoint)
    run.past = past
    run.isPeeking = peek
    run.isReset = reset
    run.verifiesAll = verify == .full
    run.oldDirectory = input.oldDirectory
    run.outputFile = outputFile.map { FilePath($0) }
    run.limit = max ?? .max
    run.idleStatus = idleExitCode
    try run.start()
  }
}
