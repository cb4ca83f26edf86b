import ArgumentParser
import EventLog
import LogFiles

/// `emslog viewers`.
struct ViewersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "viewers",
    abstract: "Count who watched at the same time, by stream and in total.",
    usage: "emslog viewers [<options>] [<file> ...]",
    discussion: """
      Players count: outbound streams that end in one, and players of the built-in
      web server, from their beginning to their end; when the server is gone all of
      its viewers are. Packagers and recordings are outbound streams as well, of
      types that begin with OF, and so are streams of metadata: --all-outputs counts
      them too. One whose beginning is not logged counts from the moment of creation
      that its last record bears; one whose end is not logged counts to the last
      event. Of players of the web server the playlist takes the place of the stream.
      Players of Ant Media Server count as its webhooks tell of them.

      now is how many there were at the end, avg how many on average over time, peak
      the most at the same time, and peakAt when that was first so. In stretches of
      time (--every) who was there when one began counts in it too.

      --partial prints what the logs tell of viewers as JSON lines instead: emslog
      merge puts those of many logs together, and prints what one run over all of
      them would.

      Examples:
        emslog viewers '/var/log/ems/*.json*'
        emslog viewers -S yesterday --every 10m /var/log/ems
        emslog viewers --every 1h --by none -o csv events.json
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var sessions: SessionOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Which kinds of sessions count: stream, http.", valueName: "kind,..."))
  var kind = "stream,http"

  @Flag(help: "Count packagers, recordings and streams of metadata too.")
  var allOutputs = false

  @Flag(help: ArgumentHelp("Count players only, as by default.", visibility: .hidden))
  var players = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tell of stretches of time one by one: a number and ms, s, m, h, d, w, mo or y.",
      valueName: "time"))
  var every: TimeStep?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What a row tells of: stream, or none for all streams together; with --every none is the default.",
      valueName: "what"))
  var by: Grouping?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show only the n streams with the greatest peaks.", valueName: "n"))
  var top: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Print a row of all streams together; by default for table and markdown.")
  var totals: Bool?

  @Flag(help: "Print no rows, but the state as JSON lines that emslog merge puts together.")
  var partial = false

  @OptionGroup(title: "Output") var output: RowOutputOptions

  /// The value of `--by`.
  enum Grouping: String, ExpressibleByArgument, CaseIterable {
    case stream, none
  }

  mutating func validate() throws {
    try refuseMistakes(in: input, sessions, output)
    if players, allOutputs { throw ValidationError("--players and --all-outputs contradict.") }
    if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
    if partial, top != nil || totals != nil || output.rows.areAnyChosen {
      throw ValidationError(
        "--partial prints a state; --top, --totals, --redact, -o and -j are for emslog merge.")
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(TimeFrame(sessions.time, input.reading, now: .present))
  }

  func run() throws {
    let times = try TimeFrame(sessions.time, input.reading, now: .present)
    let plan = try plan(times)
    var run = ScanRun(
      Run(
        inputs: try input.inputs(), times: times, options: output.renderOptions(times),
        account: output.account.account),
      partial ? .state(.viewers(plan)) : .viewers(plan, output.format))
    try run.start()
  }

  private func plan(_ times: TimeFrame) throws -> ViewersPlan {
    var plan = ViewersPlan()
    let kinds = try SessionKind.list(kind, of: "--kind")
    guard kinds.isSubset(of: [.stream, .http]) else {
      throw ValidationError("--kind: recordings and chunks have no viewers; take stream, http.")
    }
    plan.choice = sessions.choice(kinds, times)
    plan.onlyPlayers = !allOutputs
    plan.step = every
    plan.zone = times.zone
    plan.isByStream = by.map { $0 == .stream } ?? (every == nil)
    plan.complete(top: top, totals: totals, output.rows)
    return plan
  }
}

extension ViewersPlan {
  /// Puts in what else is shown.
  mutating func complete(top: Int?, totals: Bool?, _ rows: RowOptions) {
    limit = top
    showsTotals = totals ?? rows.isForPeople
    showsTrend = rows.format == .table && Terminal.isAttached(to: .output)
  }
}
