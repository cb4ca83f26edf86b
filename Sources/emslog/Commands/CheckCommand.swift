import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// `emslog check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what went wrong.",
    usage: "emslog check [<options>] [<file> ...]",
    discussion: """
      Each finding has a time (and an end, unless it is a moment), the check, a
      severity, the stream, a sentence, and the evidence, whose names say their
      units. They are sorted by time. Where all is well nothing is printed, in any
      format.

      Some records have no time of their own, as in text logs. A finding about them
      is approximate: it began after "time", which the last record before them has,
      and before "notAfter", which the next one has. Tables say "after" or "between".

      flaps (warning): inbound streams that keep coming and going. A flap is an
      inbound stream, not one from a file, that lived shorter than --max-up and was
      closed while the server ran. --min-flaps of one name within --flap-window begin
      a spell, which lasts until that time passes without one. A stream is away
      behind a flap as long as none of its name is there. Viewers are dropped if
      their outbound stream of that name is closed within 2s of a flap, and lost if
      none from their address is there again within 60s.

      stalls (warning): inbound streams without sound or picture. Reports
      (audioFeedStopped, videoFeedStopped) on one stream that are at most --stall-gap
      apart are one stall, which ends with the stream or the server if these end in
      that time, else with the last report. Reports on a medium that the stream never
      had do not count.

      pulls (error): pulls from other servers that failed, by stream and target, from
      the first to the last before the stream comes in, or before an hour without
      one; --min-fails of them are told of. The last success is when an inbound
      stream of that name was there last.

      failures (error): all other events of the category failed, such as chunks that
      could not be written, WebRTC peers that failed, and webhooks about endpoints,
      publishers and media that failed (emslog types failed lists them). Events of
      one type and stream are one finding, from the first to the last before an hour
      without one, with the first reason that they give.

      gaps (warning): chunks of hls, hds, mss and dash, and parts of recordings, that
      were finished late: the time since the one before in the same folder (of
      recordings, of the same name) is more than --gap-factor times the median of the
      last 31, and longer than it by --gap-floor. Five chunks are needed for a
      median. A series that is that late when its log ends is stale. It ends with its
      packager or recorder, with the inbound stream of its name, and with the server.
      Where records are missing, chunks are not missed. Also packagers, recorders
      and pulled streams that the server is to keep alive: a packager that ends while
      its stream comes in and is away for more than 10s, or that does so --min-flaps
      times less than --max-up after its start; a pulled stream that ends, is not
      back after 1m, and of which no pull is known to have failed. What ends with the
      server, with the stream, or by a command in the log is no finding.

      drops (warning): streams that threw away --drop-percent of their bytes or more,
      of --drop-size in all, when they were closed: 100 * dropped bytes / (bytes +
      dropped bytes).

      restarts (error): the server started again, by its counters or its process, and
      had not logged serverStopping before.

      codecs (notice): an inbound stream whose codec or size of picture changed while
      it ran; that one becomes known is no change.

      holes (error): records are missing, by the counters (logEntry) that json, text
      and xml logs bear, over the files of a rotated log too.

      All files are read, and -S, -U and -s choose among the findings: those that lie
      in the window at least in part, and those about such streams; findings about
      the server have no stream. Each log is looked at by itself; what two sinks of
      one server tell alike is told once. W3C logs tell of no chunks, pulls,
      restarts, sizes or counters; feed reports in them name no stream, and one alone
      is not told of.

      With --checkpoint only what is new since the last run is read, as emslog poll
      does, and only findings that no run has told yet are told: what is going on is
      remembered in the checkpoint. With -f the logs are read, then what is written
      to them is followed as emslog tail -f does. Both tell a finding as soon as it
      is certain that it is one, with what is known by then, and not again when it
      goes on: pulls that fail for hours are told once, in the run that sees the
      first of them.

      Exit status: 0 if nothing was found; 1 if something was that --fail-on names; 2
      if some input or output failed; with --checkpoint also 3 if nothing was found
      and events are known to be lost or damaged in the logs, and 75 if another run
      is using the checkpoint; with -f 0, 2, 3, or 128 and the number of the signal
      that ended it.

      Examples:
        emslog check '/var/log/ems/*.json*'
        emslog check -S yesterday -U today --fail-on restarts,holes /var/log/ems
        emslog check --only gaps --gap-factor 2 -j events.json
        emslog check --checkpoint ~/ems-check.checkpoint /var/log/ems/events.json
        emslog check -f -S now /var/log/ems
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var sessions: SessionOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only these checks: flaps, stalls, pulls, failures, gaps, drops, restarts, codecs, holes.",
      valueName: "check,..."))
  var only: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("All but these checks.", valueName: "check,..."))
  var except: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exit with 1 only for findings of these checks; by default for all.",
      valueName: "check,..."))
  var failOn: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Flaps live shorter than that.", valueName: "time"))
  var maxUp = TimeLength(milliseconds: 30_000)

  @Option(parsing: .unconditional, help: ArgumentHelp("So many flaps are told of.", valueName: "n"))
  var minFlaps = 5

  @Option(parsing: .unconditional, help: ArgumentHelp("Within that time.", valueName: "time"))
  var flapWindow = TimeLength(milliseconds: 3_600_000)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Reports on silent feeds that are further apart tell of two stalls.", valueName: "time"))
  var stallGap = TimeLength(milliseconds: 60_000)

  @Option(
    parsing: .unconditional, help: ArgumentHelp("So many failed pulls are told of.", valueName: "n")
  )
  var minFails = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Chunks are late after so many times their median.", valueName: "number"))
  var gapFactor = Thousandths("1.5")

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("And if they are later than the median by that.", valueName: "time"))
  var gapFloor = TimeLength(milliseconds: 2000)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Streams that threw away so much of their bytes are told of.", valueName: "percent"))
  var dropPercent = Thousandths("5")

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "If these are so many, as in 500kB, 1MB, 1GiB.", valueName: "size"))
  var dropSize = ByteSize(bytes: 1_000_000)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Report only what is new since the last run, and remember it in this file.",
      valueName: "state-file"))
  var checkpoint: String?

  @Flag(help: "Forget all earlier runs.")
  var reset = false

  @Flag(name: .shortAndLong, help: "Keep reading what is written to the logs.")
  var follow = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With -f, look for new logs at least this often.", valueName: "seconds"))
  var interval = 1.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where rotated files are moved to, if not into the directory of the log.",
      valueName: "directory"))
  var olddir: String?

  @OptionGroup(title: "Output") var output: RowOutputOptions

  mutating func validate() throws {
    try refuseMistakes(in: input, sessions, output)
    if only != nil, except != nil {
      throw ValidationError("--only and --except exclude each other.")
    }
    if follow, checkpoint != nil {
      throw ValidationError("--checkpoint is for runs that end, so it excludes -f.")
    }
    if reset, checkpoint == nil { throw ValidationError("--reset is for --checkpoint.") }
    if olddir != nil, !isAboutNews {
      throw ValidationError("--olddir is for --checkpoint and -f.")
    }
    if isAboutNews, output.account.badTo != nil {
      throw ValidationError("--bad-to is not for --checkpoint and -f.")
    }
    guard interval >= 0.01, interval <= 3600 else {
      throw ValidationError("--interval takes 0.01 to 3600 seconds.")
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(TimeFrame(sessions.time, input.reading, now: .present))
  }

  func run() throws {
    let times = try TimeFrame(sessions.time, input.reading, now: .present)
    let plan = try plan(times)
    guard isAboutNews else {
      var run = ScanRun(
        Run(
          inputs: try input.inputs(), times: times, options: output.renderOptions(times),
          account: output.account.account),
        .checks(plan, output.format))
      return try run.start()
    }
    var run = CheckRun(
      paths: try input.followedPaths(), reading: try input.reading.plan(), times: times, plan: plan,
      format: output.format, options: output.renderOptions(times))
    run.interval = interval
    run.oldDirectory = olddir.map { FilePath($0) }
    run.printsSummary = output.account.stats
    if let checkpoint {
      try run.goOn(from: FilePath(checkpoint), isReset: reset)
    } else {
      try run.follow()
    }
  }

  /// Whether logs are read as they grow.
  private var isAboutNews: Bool { follow || checkpoint != nil }

  private func plan(_ times: TimeFrame) throws -> ChecksPlan {
    var plan = ChecksPlan()
    if let only { plan.checks = try Check.list(only, of: "--only") }
    if let except { plan.checks.subtract(try Check.list(except, of: "--except")) }
    if plan.checks.isEmpty { throw ValidationError("--except leaves no check.") }
    if let failOn { plan.failing = try Check.list(failOn, of: "--fail-on") }
    guard minFlaps >= 1 else { throw ValidationError("--min-flaps takes a number from 1 up.") }
    guard minFails >= 1 else { throw ValidationError("--min-fails takes a number from 1 up.") }
    guard gapFactor.number >= 1000 else {
      throw ValidationError("--gap-factor takes a number from 1 up, as in 1.5.")
    }
    guard dropPercent.number <= 100_000 else {
      throw ValidationError("--drop-percent takes a number up to 100, as in 2.5.")
    }
    plan.window = times.window
    plan.names = sessions.streams.map { Glob($0) }
    plan.flapLength = maxUp.milliseconds
    plan.flapCount = minFlaps
    plan.flapWindow = flapWindow.milliseconds
    plan.stallGap = stallGap.milliseconds
    plan.pullCount = minFails
    plan.gapFactor = gapFactor.number
    plan.gapFloor = gapFloor.milliseconds
    plan.dropShare = dropPercent.number / 10
    plan.dropSize = dropSize.bytes
    return plan
  }
}

extension Check {
  /// The checks that a list with commas names.
  ///
  /// - Throws: A usage error for a word that is none.
  fileprivate static func list(_ text: String, of option: String) throws -> Set<Check> {
    var checks: Set<Check> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let check = Check(rawValue: String(word)) else {
        throw ValidationError(
          """
          \(option) takes \(allCases.map(\.rawValue).joined(separator: ", ")), \
          not '\(printable(String(word)))'.
          """)
      }
      checks.insert(check)
    }
    return checks
  }
}
