public import ArgumentParser
public import EventLog
import LogFiles

/// `emslog report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Sum up a log: totals, viewers, streams and problems, for a mail or as a page.",
    usage: "emslog report [<options>] [<file> ...]",
    discussion: """
      A report tells of the events of a window (-S, -U), or of the whole log. It ends
      with the last event if that comes before the end of the window. Text has at most
      80 columns, also in a pipe.

      The figures, and what they mean:
        Events    those that were logged in the window, by type; those that bear no
                  time count with the last time before them in their log
        Sessions  streams, players of the web server and recordings that lie in the
                  window at least in part, as emslog sessions shows them with the
                  same -S, -U, -s
        Viewers   players that were there at the same time, as emslog viewers counts
                  them: peak is the most, average is over time; packagers and
                  recordings count with --all-outputs
        Bytes     sound and picture of the inbound (in) and outbound (out) streams
                  that ended in the window; the log tells of bytes when a stream
                  ends, so that windows that follow one another count each byte once,
                  and those of open streams are not yet known
        watched   the time of all viewers of a stream together, within the window
        up        of an input (a name under which streams came in) the share of the
                  time in which it was there, from its first beginning in the window
                  to its last end; outages, down and longest tell of the rest of that
                  time: an input that does not come back has ended
        Bitrate   (page only) the bytes of streams that have ended, times 8, spread
                  evenly over the life of each; streams that are still open are not
                  in it
        Problems  see below
      kB, MB and so on are powers of 1000; figures with a unit are cut, not rounded.

      Problems are what emslog check finds with the same -S, -U, -s and no other
      option, in the same words: findings that lie in the window at least in part,
      with -s only those about such streams. To them comes damage (error): the pieces
      of the log that could not be read, told together, with -s too. Passwords in
      addresses are hidden. emslog check --help says what is looked for.

      Of the window that --compare names problems are counted by the same rule, but
      one that began before this window and reaches into it counts in this one alone,
      so that none counts twice in windows that follow one another.

      --compare 7d tells how figures differ from those of the window 7 days before, as
      in 70 (+12 %). It needs -S; without -U the window ends now. The two windows must
      not overlap. Percent are rounded. was 0 means that there was none before. If the
      log covers only part of the earlier window, the report says so.

      --html writes one page that needs no network and no script, by a temporary file
      that takes the place of the old page once it is whole. It has at most 20
      streams, 20 inputs, 15 types and 200 problems, and says how many others there
      are. With it text is printed only if -o is given too.

      -o json and jsonl print one object. Its keys are since, until (the window),
      first, last (the events in it), events, sessions (all; in, out, neutral, http,
      recording; closed, restart, stop, open, unopened, replaced), bytesOut, bytesIn,
      viewers (counts: players or all outputs; average, peak, peakAt, viewerSeconds,
      now), types (type, events), streams
      (stream, bytesOut, bytesIn, average, peak, peakAt, viewerSeconds), otherStreams,
      inputs (stream, upPercent, outages, downSeconds, longestSeconds), otherInputs,
      log (files, skippedPieces, skippedBytes, missingRecords, restarts,
      forgottenSessions), earlier (null, or the same totals of the window that is
      compared with, and isPartial if the log does not cover it all), problemCount
      and problems (objects as emslog check -j prints them). Times are UTC, bytes are
      bytes; null is what is not known.

      Exit status: 0, whatever was found; 2 if some input or output failed.

      Examples:
        emslog report -S yesterday -U today --compare 7d /var/log/ems
        emslog report -S yesterday -U today --only-problems /var/log/ems
        emslog report -S 7d --html /var/www/ems.html '/var/log/ems/*.json*'
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var sessions: SessionOptions

  @Flag(help: "Count packagers, recordings and streams of metadata as viewers too.")
  var allOutputs = false

  @Flag(help: ArgumentHelp("Count players only, as by default.", visibility: .hidden))
  var players = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tell how figures differ from a window of the same length that began so long before, as in 7d.",
      valueName: "time"))
  var compare: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tell of so many streams and inputs, and twice as many types.", valueName: "n"))
  var top = 5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What makes a stream one of the top: bytes, viewers, hours.", valueName: "what"))
  var rank: ReportRanking = .bytes

  @Flag(help: "Print nothing but problems, and nothing at all if there are none.")
  var onlyProblems = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write the report as a page to a file; - is standard output.", valueName: "file"))
  var html: String?

  @Option(
    name: [.long, .customShort("o", allowingJoined: true)],
    parsing: .unconditional,
    help: ArgumentHelp(
      "How to print the report; by default text, or nothing with --html.", valueName: "format"))
  var output: ReportForm?

  @Flag(name: [.customShort("j"), .customLong("json-lines")], help: "Short for -o jsonl.")
  var jsonLines = false

  @OptionGroup(title: "Output") var summary: SummaryOptions

  mutating func validate() throws {
    try refuseMistakes(in: input, sessions)
    if players, allOutputs { throw ValidationError("--players and --all-outputs contradict.") }
    guard (1...1000).contains(top) else { throw ValidationError("--top takes 1 to 1000.") }
    try checkFormats(jsonLines: jsonLines, output)
    if html == "-" {
      if output != nil || jsonLines {
        throw ValidationError("--html - and -o both print on standard output; name a file.")
      }
      if onlyProblems {
        throw ValidationError("--only-problems is for text and JSON; a page tells all.")
      }
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    let now = EventTime.present
    _ = try plan(TimeFrame(sessions.time, input.reading, now: now), now: now)
  }

  func run() throws {
    let now = EventTime.present
    let times = try TimeFrame(sessions.time, input.reading, now: now)
    let plan = try plan(times, now: now)
    var run = ScanRun(
      Run(
        inputs: try input.inputs(), times: times, options: summary.renderOptions(times),
        account: summary.account.account),
      .report(plan), page: html.map(PageTarget.init))
    try run.start()
  }

  private func plan(_ times: TimeFrame, now: EventTime) throws -> ReportPlan {
    var plan = ReportPlan()
    plan.choice = sessions.choice([.stream, .http, .recording], times)
    plan.onlyPlayers = !allOutputs
    if let compare {
      if plan.choice.window.until == nil {
        plan.choice.window.until = max(now, times.window.since ?? now)
      }
      plan.earlier = try earlier(compare, than: plan.choice.window, times.zone)
      plan.comparisonName = compare
    }
    plan.limit = top
    plan.ranking = rank
    plan.onlyProblems = onlyProblems
    plan.form = jsonLines ? .jsonl : output ?? (html == nil ? .text : nil)
    plan.makesPage = html != nil
    plan.zone = times.zone
    return plan
  }

  /// The window that another one is compared with.
  ///
  /// Days and weeks are those of the clocks in the zone of the user, one of which may have 23 hours.
  private func earlier(
    _ text: String, than window: TimeWindow, _ zone: ZoneRules
  ) throws -> TimeWindow {
    guard let since = window.since, let until = window.until else {
      throw ValidationError("--compare needs the beginning of the window: -S.")
    }
    guard case .ago(let length)? = try? TimeExpression(text), length > 0 else {
      throw ValidationError(
        "--compare takes a length of time, as in 7d or 12h, not '\(printable(text))'.")
    }
    let earlier = TimeWindow(
      since: since.earlier(by: length, in: zone), until: until.earlier(by: length, in: zone))
    guard earlier.until.map({ $0 <= since }) ?? true else {
      throw ValidationError(
        """
        --compare \(printable(text)) is shorter than the window, so that some events would be in \
        both. Name a longer time after --compare, or an earlier end of the window with -U.
        """)
    }
    return earlier
  }
}

extension EventTime {
  /// The time a number of milliseconds before; of whole days, when clocks of the zone showed the same.
  fileprivate func earlier(by length: Int64, in zone: ZoneRules) -> EventTime {
    guard length % 86_400_000 == 0 else {
      return EventTime(milliseconds: milliseconds - length)
    }
    let local = zone.civil(at: self).utc.milliseconds - length
    return zone.moment(of: CivilTime(utc: EventTime(milliseconds: local)))
  }
}

extension ReportForm: ExpressibleByArgument {}
extension ReportRanking: ExpressibleByArgument {}
