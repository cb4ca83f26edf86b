public import ArgumentParser
public import EventLog
import LogFiles
import SystemPackage

/// `emslog metrics`.
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Print counters, gauges and histograms for Prometheus, such as for node_exporter.",
    usage: "emslog metrics [<options>] [<file> ...]",
    discussion: """
      With --checkpoint only what is new since the last run is read, and the counters go on \
      where they were: a file stands for all that rotation makes of it, as in emslog poll. The \
      counters and what is open are kept in the checkpoint itself, so that nothing is counted \
      twice or lost, however a run ends. Without it all of the files is counted, from zero.

      --output-file is replaced as a whole and can be read at any time: a file whose name ends \
      in .prom in the directory of node_exporter's textfile collector. It bears no times; that \
      it is fresh tells node_textfile_mtime_seconds.

      Streams that are more than --max-series are added up as stream="other". A stream that \
      was shown once stays, and places that are left go to those with the most events. Names \
      of more than 256 bytes are cut, and control characters are written as \\x1b.

      kind, direction and status are those of emslog sessions: what is no stream has the \
      direction http, rec or chunk, which emslog 0.1.0 called out. Histograms have buckets up to \
      \(bounds) seconds, each with what lived so long or shorter. Lengths are those that \
      emslog sessions shows, 0 where they are negative. A server that said it would stop has \
      nothing open any more; its sessions are counted as ended when it is started again. Records \
      count as missing once three more go on after the gap.

      The metrics:
      \(metrics)

      Exit status: 0 done, 2 if some input or output failed; with --checkpoint also 3 if events \
      are known to be lost or damaged in the logs, and 75 if another run is using the checkpoint.

      Examples:
        emslog metrics '/var/log/ems/*.json*'
        emslog metrics --checkpoint ems.checkpoint --output-file ems.prom /var/log/ems
      """)

  /// Where buckets end, in seconds.
  private static let bounds = MetricFamily.bounds.map { "\($0)" }.joined(separator: ", ")

  /// What there is, each with its definition.
  private static let metrics = MetricFamily.allCases.map { family in
    let labels = family.labels.isEmpty ? "" : "{\(family.labels.joined(separator: ", "))}"
    let definition = lines(of: "\(family.kind.rawValue): \(family.help)", width: 74)
    return (["  \(family.sampleName)\(labels)"] + definition.map { "      \($0)" })
      .joined(separator: "\n")
  }.joined(separator: "\n")

  /// Breaks text at spaces into lines that are no longer than `width`, as far as its words are not.
  private static func lines(of text: String, width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let line = lines.last, line.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Go on where the last run stopped, as this file says, and keep there how far this one came.",
      valueName: "state-file"))
  var checkpoint: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where rotated files are moved to, if not into the directory of the log.",
      valueName: "directory"))
  var olddir: String?

  @Flag(help: "Forget what was read and counted; all is new.")
  var reset = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Tell so many streams apart; the others are one.", valueName: "n"))
  var maxSeries = 1000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Replace this file, instead of printing; it is whole at every moment.",
      valueName: "metrics-file"))
  var outputFile: String?

  @Option(
    name: [.long, .customShort("o", allowingJoined: true)],
    parsing: .unconditional,
    help: ArgumentHelp(
      "The text format: that of node_exporter and most other programs, or OpenMetrics.",
      valueName: "text-format"))
  var output: MetricsFormat = .prometheus

  @Flag(help: "Print a summary of what was read on standard error.")
  var stats = false

  @Flag(help: "Show no progress bar.")
  var noProgress = false

  mutating func validate() throws {
    try refuseMistakes(in: input)
    guard (1...Metrics.greatestSeriesLimit).contains(maxSeries) else {
      throw ValidationError("--max-series takes 1 to \(Metrics.greatestSeriesLimit).")
    }
    if olddir != nil, checkpoint == nil { throw ValidationError("--olddir is for --checkpoint.") }
    if reset, checkpoint == nil { throw ValidationError("--reset is for --checkpoint.") }
  }

  func run() throws {
    var plan = MetricsPlan()
    plan.format = output
    plan.seriesLimit = maxSeries
    let target = outputFile.map { FilePath($0) }
    let logZone = try input.reading.statedLogZone() ?? .system
    guard let checkpoint else {
      var run = ScanRun(
        Run(
          inputs: try input.inputs(), times: TimeFrame(logZone: logZone),
          account: Account(printsSummary: stats, showsProgress: !noProgress)),
        .metrics(plan), replacing: target)
      return try run.start()
    }
    var run = CheckpointRun(
      FilePath(checkpoint), try input.followedPaths(), try input.reading.plan(), logZone: logZone)
    run.oldDirectory = olddir.map { FilePath($0) }
    run.isReset = reset
    run.printsSummary = stats
    run.target = target
    try run.count(plan)
  }
}

extension MetricsFormat: ExpressibleByArgument {}
