import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// `emslog merge`.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Add up what several runs of stats --partial have counted.",
    discussion: """
      Prints what one run of stats over all the logs would have printed, in whatever
      order the states come. They have to be of the same question: the same fields,
      --by, --every and percentiles; -p asks for other percentiles of the numbers that
      were kept than those that the states name. With --partial the sum is printed as
      a state again.

      Rows are sorted, chosen and printed as by stats. Times of --every are shown in
      the zone of the states, unless --tz, --utc or $EMSLOG_TZ names another.

      Nothing is printed if any state is missing, damaged, cut off or of another
      question: each defect is told with its file and line, and the exit status is 2.

      A file may hold several states, one behind the other, and be compressed by gzip.

      Examples:
        emslog stats upTime --by stream --partial monday.json > monday.state
        emslog merge -o table --top 10 monday.state tuesday.state
        ssh edge1 emslog stats --partial /var/log/ems | emslog merge - here.state
      """)

  @Argument(
    help: ArgumentHelp(
      "States to add up, or - for standard input.",
      discussion: "Without any: standard input, if it is a pipe or a file.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: [.customShort("p"), .long],
    help: ArgumentHelp(
      "Which percentiles of the fields are told, from 0 to 100; none for none.",
      valueName: "n,..."))
  var percentiles: String?

  @OptionGroup var rows: TallyRowOptions

  @Flag(help: "Print no table, but the state as JSON lines that emslog merge adds up.")
  var partial = false

  @OptionGroup var zone: ZoneOptions
  @OptionGroup(title: "Output") var output: RowOptions

  mutating func validate() throws {
    if let percentiles { _ = try Percentile.list(percentiles) }
    if partial, rows.isChosen || output.isChosen || percentiles != nil || output.redact != nil {
      throw ValidationError(
        """
        --partial prints a state as it is; -p, --sort, --top, --totals, --redact, -o and -j \
        are for the table.
        """)
    }
  }

  func run() throws {
    var session = try MergeSession(self)
    try session.run()
  }

  /// The files that were named.
  ///
  /// - Throws: A usage error if none was, and nothing stands on standard input.
  func listing() throws -> InputListing {
    if files.isEmpty, !Terminal.isRedirected(.input) {
      throw ValidationError("Nothing to add up. Name what stats --partial has printed.")
    }
    return PathList(files.isEmpty ? ["-"] : FilePath.paths(forArguments: files)).expanded()
  }
}

/// One run of `merge`.
struct MergeSession: ~Copyable {
  private let command: MergeCommand
  private let percentiles: [Percentile]?
  private var merger: StateMerger
  private var diagnostics = Diagnostics()

  init(_ command: MergeCommand) throws {
    self.command = command
    percentiles = try command.percentiles.map(Percentile.list)
    merger = StateMerger(ignoresPercentiles: percentiles != nil)
  }

  /// Adds everything up and exits with 0, or with 2 where anything went wrong.
  mutating func run() throws {
    Signals.ignoreClosedPipes()
    let listing = try command.listing()
    for error in listing.errors { diagnostics.trouble(error) }
    for note in listing.notes {
      diagnostics.note(Diagnostic(place: note.path.printable, problem: note.sentence))
    }
    for file in listing.files { read(file) }
    if merger.count == 0, !diagnostics.hasTrouble {
      diagnostics.trouble(Diagnostic(problem: "there is no state to add up"))
    }
    guard !diagnostics.hasTrouble else { throw ExitCode(2) }
    var output = ByteBuffer(capacity: 64 << 10)
    if command.partial {
      merger.write(into: &output)
    } else {
      try printTable(into: &output)
    }
    var standardOutput = OutputFile.standardOutput
    do throws(FileError) {
      try output.write(to: &standardOutput)
    } catch {
      // Whoever closed the pipe has all that was wanted.
      if error.isClosedPipe { return }
      diagnostics.trouble(error)
      throw ExitCode(2)
    }
  }

  private mutating func read(_ file: InputFile) {
    let name = file.displayName
    merger.beginFile(name)
    do {
      var source = try file.open()
      if source.leadingHole > 0 {
        diagnostics.trouble(Diagnostic(place: name, problem: "the file begins with a hole"))
        return
      }
      var chunk = ByteBuffer(capacity: 256 << 10)
      repeat {
        chunk.removeAll()
        try chunk.fill(room: 256 << 10) { (bytes) throws(FileError) in
          try source.read(into: &bytes)
        }
        try chunk.feed(to: &merger)
      } while !chunk.isEmpty
      guard source.end == .clean else {
        diagnostics.damage(source.end, of: name)
        return
      }
      try merger.endFile()
    } catch let error as FileError {
      diagnostics.trouble(error)
    } catch let defect as StateDefect {
      let place = defect.line.map { "\(name): line \($0)" } ?? name
      diagnostics.trouble(
        Diagnostic(
          place: place, problem: defect.problem,
          hint: "nothing is printed; write the state anew with emslog stats --partial"))
    } catch {
      diagnostics.trouble(Diagnostic(place: name, problem: "could not be read"))
    }
  }

  private mutating func printTable(into output: inout ByteBuffer) throws {
    guard var plan = merger.plan else { return }
    if let percentiles {
      if plan.percentiles.isEmpty, !percentiles.isEmpty, !plan.fields.isEmpty {
        diagnostics.trouble(
          Diagnostic(
            problem: "the states keep no numbers to tell percentiles of",
            hint: "leave -p none out where stats --partial runs"))
        throw ExitCode(2)
      }
      plan.percentiles = percentiles
    }
    try command.rows.complete(&plan, command.output)
    var options = try OutputOptions.parse(command.output.arguments).renderOptions(zone: plan.zone)
    if command.output.isForPeople, command.zone.isChosen { options.zone = try command.zone.zone() }
    let secrets = merger.secrets
    if let redact = command.output.redact,
      redact ? !secrets.canBeHidden : !secrets.canBeShown
    {
      diagnostics.trouble(
        Diagnostic(
          problem: redact
            ? "secrets in the states cannot be told from the rest: --no-redact has left them in"
            : "there are no secrets in the states: --redact has hidden them"))
      throw ExitCode(2)
    }
    merger.print(plan, command.output.format, options, into: &output)
  }
}

extension ByteBuffer {
  /// Hands all of it to what adds states up.
  fileprivate borrowing func feed(to merger: inout StateMerger) throws(StateDefect) {
    try merger.read(span)
  }
}
