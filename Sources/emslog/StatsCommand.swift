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
      Without a field it counts events, by type if neither --by nor --every says otherwise.
      With fields it tells of each how many numbers there were (count), their sum, average
      (avg), least (min), greatest (max) and percentiles. What is no number is passed over.

      Arguments in front that the catalogue knows, or that begin with payload. or extra.,
      are fields; the first that is a file, a pattern, -, has a slash in it or ends like
      the name of a log (.json, .jsonl, .log, .txt, .xml, .w3c, .gz) begins the files.
      What could be both, or is neither, is refused: --field NAME is always a field,
      ./NAME always a file.

      Sums are exact to the ninth digit behind the point. avg is rounded to four digits
      behind the point, or below 1 to four digits that are not zeros in front. A percentile
      is the least of the numbers that so many percent of all do not exceed (nearest rank).
      It is exact up to 100000 numbers in a group; beyond that it is known to three digits,
      less than 0.1 % from the exact one. The column method says which: exact, or 3 digits.

      --every cuts time where clocks show round times in the zone of --tz. Stretches without
      an event are shown with a count of 0, up to 100000 of them; longer gaps are left out.
      Events that bear no time are counted with the last time before them in their log.
      Beyond 100000 groups events are counted in one group called (other).

      Rows are sorted by count, the greatest first, or with --every by time. On a terminal
      the last column draws how counts are spread over time, or compares them with --every.

      Examples:
        emslog stats '/var/log/ems/*.json*'
        emslog stats upTime video.droppedBytesCount --by stream -t inStreamClosed events.json
        emslog stats --every 5m --by type -S today --utc events.json
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions

  @Option(
    help: ArgumentHelp("Add up this field; repeat it for more.", valueName: "field"))
  var field: [String] = []

  @Option(
    help: ArgumentHelp(
      "Group by these fields, such as type, stream, farIp or source.file; none for one group.",
      valueName: "field,..."))
  var by: [String] = []

  @Option(
    help: ArgumentHelp(
      "Group by time too: a number and ms, s, m, h, d, w, mo or y, as in 5m.", valueName: "time"))
  var every: TimeStep?

  @Option(
    name: [.customShort("p"), .long],
    help: ArgumentHelp(
      "Which percentiles of the fields are told, from 0 to 100; none for none.",
      valueName: "n,..."))
  var percentiles = "50,95,99"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort by this column; with - before it the greatest first.", valueName: "column"))
  var sort: String?

  @Option(
    help: ArgumentHelp(
      "Print only the first n rows; with --every those of the greatest count, unless --sort is given.",
      valueName: "n"))
  var top: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Print a row of all groups together; by default for table and markdown.")
  var totals: Bool?

  @OptionGroup(title: "Output") var output: ReportOptions

  mutating func validate() throws {
    if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(fields: arguments().fields)
  }

  func run() throws {
    let arguments = try arguments()
    var input = input
    input.files = arguments.files
    var session = try ScanSession(
      input: input, query: query, output: output.forEvents,
      times: TimeFrame(query.time, input.reading, now: .present),
      tally: plan(fields: arguments.fields), aim: .tally)
    try session.run()
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
    plan.percentiles = try percentileList()
    plan.limit = top
    plan.showsTotals = totals ?? output.isForPeople
    plan.showsTrend = output.format == .table && Terminal.isAttached(to: .output)
    let columns = plan.columns.map { $0.lowercased() }
    for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
      throw ValidationError(
        "There would be two columns called '\(printable(name))'; write payload.NAME for a field.")
    }
    if let sort {
      let isDescending = sort.hasPrefix("-")
      let name = (isDescending ? String(sort.dropFirst()) : sort).lowercased()
      guard let column = columns.firstIndex(of: name) else {
        throw ValidationError(
          """
          --sort: there is no column '\(printable(name))'; \
          there are \(plan.columns.map(printable).joined(separator: ", ")).
          """)
      }
      plan.order = TallyPlan.Order(column: column, isDescending: isDescending)
    }
    return plan
  }

  private func percentileList() throws -> [Percentile] {
    if percentiles == "none" { return [] }
    return try percentiles.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let percentile = Percentile(String(text)) else {
        throw ValidationError(
          "-p takes numbers from 0 to 100, as in 50,99.9, not '\(printable(String(text)))'.")
      }
      return percentile
    }
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
