public import ArgumentParser
public import EventLog
import LogFiles
import SystemPackage

/// `emslog stats`.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count events, or add up their fields, by group and time.",
    usage: "emslog stats [<options>] [<field> ...] [<file> ...]",
    discussion: """
      Without a field it counts events, by type if neither --by nor --every says
      otherwise. With fields it tells of each how many numbers there were (count),
      their sum, average (avg), least (min), greatest (max) and percentiles. What is
      no number is passed over.

      Every event of a stream has an upTime. The derived fields bytes, droppedBytes,
      bitrate and seconds are only in the event that ends a stream, a player or a
      recording, so that their sums count everything once, as emslog sessions does.

      Arguments in front that the catalogue knows, or that begin with payload. or
      extra., are fields; the first that is a file, a pattern, -, has a slash in it or
      ends like the name of a log (.json, .jsonl, .log, .txt, .xml, .w3c, .gz) begins
      the files. What could be both, or is neither, is refused: --field NAME is always
      a field, ./NAME always a file.

      Sums are exact to the ninth digit behind the point. avg is rounded to four
      digits behind the point, or below 1 to four digits that are not zeros in front.
      A percentile is the least of the numbers that so many percent of all do not
      exceed (nearest rank). It is exact up to 100000 numbers in a group; beyond that
      it is known to three digits, less than 0.1 % from the exact one. All groups and
      fields together keep 2000000 numbers; where there are more, that limit of 100000
      falls as far as it must for each to have no more than its share, so that the
      largest groups lose digits first. Where these have too many different numbers
      they are known to two digits (less than 1 % off), one (less than 4 %), or none.
      The column method says which: exact, 3 digits, 2 digits, 1 digit or none.
      Counts, sums, averages, min, max, p0 and p100 are exact in any case. With --by
      none there is a row even if no event matches, with a count of 0.

      --every cuts time where clocks show round times in the zone of --tz. Each group
      has a row for each stretch from the first event of all to the last, with a count
      of 0 where it has none, up to 100000 of these; where there would be more, only
      stretches without any event have a row, and longer gaps are left out. Events
      that bear no time are counted with the last time before them in their log.

      Of more than 100000 groups those with the most events are told apart; events of
      all others are counted in one group called (other). A group that was among the
      others for a while may have more events than its row says: the column missing
      says how many more at most. A message says how many events a group has at most
      that is not shown. No percentiles are known then of groups with more than 10
      numbers (with n fields 10 / n).

      Rows are sorted by count, the greatest first, or with --every by time. On a
      terminal the last column draws how counts are spread over time, or compares them
      with --every.

      --partial prints what was counted as JSON lines instead: emslog merge adds up
      those of many logs, and prints what one run over all of them would. Whether
      secrets in the values of --by are hidden is then decided by merge, unless
      --redact hides them here. A state names its logs, so that merge counts none
      twice.

      Examples:
        emslog stats '/var/log/ems/*.json*'
        emslog stats seconds bytes --by stream events.json
        emslog stats upTime --by stream -t inStreamClosed events.json
        emslog stats --every 5m --by type -S today --utc events.json
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Add up this field; repeat it for more.", valueName: "field"))
  var field: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Group by these fields, such as type, stream, farIp or source.file; none for one group.",
      valueName: "field,..."))
  var by: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Group by time too: a number and ms, s, m, h, d, w, mo or y, as in 5m.", valueName: "time"))
  var every: TimeStep?

  @Option(
    name: [.customShort("p", allowingJoined: true), .long],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which percentiles of the fields are told, from 0 to 100; none for none.",
      valueName: "n,..."))
  var percentiles = "50,95,99"

  @OptionGroup var rows: TallyRowOptions

  @Flag(help: "Print no rows, but the state as JSON lines that emslog merge puts together.")
  var partial = false

  @OptionGroup(title: "Output") var output: RowOutputOptions

  mutating func validate() throws {
    try refuseMistakes(in: input, query, rows, output)
    if partial, rows.isChosen || output.rows.isChosen {
      throw ValidationError(
        "--partial prints a state; --sort, --top, --totals, -o and -j are for emslog merge.")
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(fields: arguments().fields)
  }

  func run() throws {
    let arguments = try arguments()
    var input = input
    input.files = arguments.files
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let (filter, warnings) = try query.filter(times)
    let task = EventTask.stats(try plan(fields: arguments.fields), output.format)
    var run = ScanRun(
      Run(
        inputs: try input.inputs(), times: times, options: shown(times),
        account: output.account.account, warnings: warnings),
      task, filter: filter)
    try run.start()
  }

  /// How values are shown: in a state nothing is hidden that nobody asked to hide.
  private func shown(_ times: TimeFrame) -> RenderOptions {
    var output = output
    if partial { output.rows.output = .jsonl }
    return output.renderOptions(times)
  }

  private func arguments() throws -> StatsArguments {
    try StatsArguments(input.files) { name in
      // A name that cannot be looked at is a file as well: reading it tells what is wrong.
      let listing = PathList(FilePath.paths(forArguments: [name])).expanded()
      return listing.errors.isEmpty || !listing.errors.allSatisfy(\.isMissing)
    }
  }

  /// What was asked for.
  ///
  /// - Throws: A usage error for what makes no sense.
  private func plan(fields: [FieldPath]) throws -> TallyPlan {
    var plan = TallyPlan()
    plan.fields = try fields + field.map { try Self.path($0, of: "--field") }
    let names = by.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    plan.step = every
    plan.zone = try query.time.zone()
    if names.isEmpty {
      plan.keys = plan.fields.isEmpty && every == nil ? [try Self.path("type", of: "--by")] : []
    } else if names != ["none"] {
      plan.keys = try names.map { try Self.path(String($0), of: "--by") }
    }
    plan.percentiles = try Percentile.list(percentiles)
    let columns = plan.columns.map { $0.lowercased() }
    for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
      throw ValidationError(
        "There would be two columns called '\(printable(name))'; write payload.NAME for a field.")
    }
    try rows.complete(&plan, output.rows)
    if partial {
      plan.writesState = true
      plan.selection = query.digest
      plan.showsTrend = false
      plan.secrets = output.rows.redact == nil ? .both : .asOptions
    }
    return plan
  }

  private static func path(_ text: String, of option: String) throws -> FieldPath {
    do throws(FieldPath.ParseError) {
      return try FieldPath.parse(text)
    } catch {
      throw ValidationError("\(option) '\(printable(text))': \(error.problem).")
    }
  }
}

extension TimeStep: ExpressibleByArgument {
  /// Reads the value of `--every`.
  public init?(argument: String) { self.init(argument) }
}
