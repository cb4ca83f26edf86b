import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// `emslog merge`.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put together what several runs of stats, sessions or viewers found.",
    discussion: """
      Prints what one run over all the logs would have printed, of states that
      stats --partial, sessions --partial or viewers --partial wrote, in whatever
      order they come. All have to be of the same question: of stats the same fields,
      --by, --every and percentiles (-p asks for other percentiles of the numbers that
      were kept than those that the states name); of sessions and viewers the same
      window, kinds, streams and so on. With --partial the whole is printed as a state
      again.

      Rows are sorted, chosen and printed as by the command that wrote the states.
      Times of --every are shown in the zone of the states, unless --tz, --utc or
      $EMSLOG_TZ names another.

      States name their logs by what these hold. A log that several states hold counts
      once, also if it had grown before a later one was written: the shorter of two
      logs of sessions and viewers is left out, and of stats a state of which another
      one holds all. Where states of stats share some of their logs only, nothing is
      printed, for sums cannot be taken apart. Nor is it if a state among others is of
      no log that holds anything, as from a host that logs nothing.

      Logs of sessions and viewers are put in the order in which emslog reads a
      directory: rotated sets by name, the oldest file first.
      Logs of one name are put in order by their times; where these overlap the logs
      are of several servers. Such states are read twice: those from a pipe, or
      compressed, are kept in memory.

      Nothing is printed if any state is missing, damaged, cut off or of another
      question: each defect is told with its file and line, and the exit status is 2.

      A file may hold several states, one behind the other, and be compressed by gzip.

      Examples:
        emslog stats seconds --by stream --partial monday.json > monday.state
        emslog merge -o table --top 10 monday.state tuesday.state
        emslog sessions --partial events.json.1 > 1.state
        emslog sessions --partial events.json | emslog merge 1.state -
        ssh edge1 emslog stats --partial /var/log/ems | emslog merge - here.state
      """)

  @Argument(
    help: ArgumentHelp(
      "States to put together, or - for standard input.",
      discussion: "Without any: standard input, if it is a pipe or a file.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: [.customShort("p", allowingJoined: true), .long],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which percentiles of the fields are told, from 0 to 100; none for none.",
      valueName: "n,..."))
  var percentiles: String?

  @Option(
    name: [.customShort("F", allowingJoined: true), .long],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only these columns of sessions, as in stream,start,seconds,status.",
      valueName: "column,..."))
  var fields: String?

  @OptionGroup var rows: TallyRowOptions

  @Flag(help: "Print no rows, but the state as JSON lines that emslog merge puts together.")
  var partial = false

  @OptionGroup var zone: ZoneOptions
  @OptionGroup(title: "Output") var output: RowOptions

  mutating func validate() throws {
    try refuseMistakes(in: rows, zone, output)
    if let percentiles { _ = try Percentile.list(percentiles) }
    if partial, rows.isChosen || output.areAnyChosen || percentiles != nil || fields != nil {
      throw ValidationError(
        """
        --partial prints a state as it is; -p, -F, --sort, --top, --totals, --redact, -o and -j \
        are for the table.
        """)
    }
  }

  func run() throws {
    var run = MergeRun(
      try listing(), percentiles: try percentiles.map(Percentile.list), writesState: partial, self)
    try run.start()
  }

  /// Returns the files that were named.
  ///
  /// - Throws: A usage error if none was, and nothing stands on standard input.
  private func listing() throws -> InputListing {
    if files.isEmpty, !Terminal.isRedirected(.input) {
      throw ValidationError(
        "Nothing to put together. Name what stats, sessions or viewers --partial has printed.")
    }
    return PathList(files.isEmpty ? ["-"] : FilePath.paths(forArguments: files)).expanded()
  }
}

extension MergeCommand: AnswerOptions {
  func complete(_ plan: TallyPlan) throws -> (plan: TallyPlan, shown: ShownRows) {
    if fields != nil {
      throw ValidationError("-F is for states of sessions; these are of stats.")
    }
    var plan = plan
    if let percentiles { plan.percentiles = try Percentile.list(percentiles) }
    try rows.complete(&plan, output)
    // States in another zone than times have here were made with --tz.
    let ownZone = try zone.zone()
    let hasZone = plan.step != nil && plan.zone.name != ownZone.name
    var options = output.renderOptions(
      zone: zone.isStated ? ownZone : plan.zone, isZoneStated: zone.isStated || hasZone)
    if output.isForPeople, zone.isChosen { options.zone = ownZone }
    return (plan, ShownRows(format: output.format, options: options, redact: output.redact))
  }

  func complete(
    _ question: SessionQuestion
  ) throws -> (question: SessionQuestion, shown: ShownRows) {
    var options = output.renderOptions(zone: try zone.zone(), isZoneStated: zone.isStated)
    func refuse(_ option: String, _ isChosen: Bool, _ command: String) throws {
      guard isChosen else { return }
      throw ValidationError("\(option) is not for states of \(command).")
    }
    let completed: SessionQuestion
    switch question {
    case .sessions(var plan):
      if fields != nil, plan.keys != nil {
        throw ValidationError("-F chooses columns of single sessions; these states are of --by.")
      }
      try refuse("-p", percentiles != nil, "sessions")
      try refuse("--totals", rows.totals != nil, "sessions")
      try plan.complete(fields: fields, sort: rows.sort, top: rows.top)
      completed = .sessions(plan)
    case .viewers(var plan):
      try refuse("-p", percentiles != nil, "viewers")
      try refuse("-F", fields != nil, "viewers")
      try refuse("--sort", rows.sort != nil, "viewers")
      if plan.step != nil, !zone.isChosen, output.isForPeople { options.zone = plan.zone }
      plan.complete(top: rows.top, totals: rows.totals, output)
      completed = .viewers(plan)
    }
    return (completed, ShownRows(format: output.format, options: options, redact: output.redact))
  }
}
