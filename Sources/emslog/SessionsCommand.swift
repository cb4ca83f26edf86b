public import ArgumentParser
public import EventLog
import LogFiles

/// `emslog sessions`.
struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "Show streams, players and recordings from their beginning to their end.",
    usage: "emslog sessions [<options>] [<file> ...]",
    discussion: """
      A session is a stream into or out of the server, a player that fetches a
      packaged stream from the built-in web server (http), a recording, or a chunk of
      a packaged stream. Its beginning and its end are joined by process, number and
      moment of creation, so that they may stand in different files of a rotated set.

      Webhooks tell of sessions too: live streams of FastPix from connected or active
      to idle, and streams (in) and players (out) of Ant Media Server, joined by the
      name of the stream, the application and the subscriber. Of players without a
      subscriber the one that began first is taken to end first. Webhooks may come
      late, twice or out of order.

      status tells how it ended:
        closed    the log tells of its end
        restart   the server was started again without telling of its end
        stop      the server said that it would stop, and told of no end
        open      nothing tells of its end
        unopened  its end is in the log, its beginning is not
        replaced  nothing tells of its end, but another one of its name began

      start is the moment of creation that the records bear, else the time of the
      first. seconds (DURATION) is the upTime of the closing record, else the time
      between start and end; after a session that is cut short stands a +: it lived
      at least as long, to the last record of its server. bytes (MBYTES, millions) are
      those of sound and picture, kbps (KBIT/S) is bytes * 8 / seconds / 1000,
      dropPercent (DROP%) is 100 * dropped bytes / (bytes + dropped bytes): all are
      known of closed sessions only.

      With -S and -U sessions are shown that lie in the window at least in part; all
      files are read, for sessions may have begun long before.

      --partial prints what the logs tell of sessions as JSON lines instead: emslog
      merge puts those of many logs together, and prints what one run over all of
      them would. Nothing is hidden in them.

      Examples:
        emslog sessions '/var/log/ems/*.json*'
        emslog sessions -S yesterday -s 'cam*' --sort -seconds --top 20 /var/log/ems
        emslog sessions --kind stream --direction out -o csv events.json
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var sessions: SessionOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which kinds: stream, http, recording, chunk.", valueName: "kind,..."))
  var kind = "stream,http,recording"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only streams in, out, or neutral.", valueName: "direction"))
  var direction: StreamDirection?

  @Option(
    name: [.customShort("F", allowingJoined: true), .long],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only these columns of sessions, as in stream,start,seconds,status.", valueName: "column,...")
  )
  var fields: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort by this column; with - before it the greatest first. By default sessions are shown as they end.",
      valueName: "column"))
  var sort: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Show only the first n sessions.", valueName: "n"))
  var top: Int?

  @Flag(help: "Print no rows, but the state as JSON lines that emslog merge puts together.")
  var partial = false

  @OptionGroup(title: "Output") var output: ReportOptions

  mutating func validate() throws {
    try refuseMistakes(in: input, sessions, output)
    if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
    if partial, fields != nil || sort != nil || top != nil || output.rows.areAnyChosen {
      throw ValidationError(
        """
        --partial prints a state; -F, --sort, --top, --redact, -o and -j are for emslog merge.
        """)
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(TimeFrame(sessions.time, input.reading, now: .present))
  }

  func run() throws {
    let times = try TimeFrame(sessions.time, input.reading, now: .present)
    let plan = try plan(times)
    var session = try ScanSession(
      input: input, output: output.forEvents, times: times,
      question: partial ? .journal(.sessions(plan)) : .sessions(plan))
    try session.run()
  }

  private func plan(_ times: TimeFrame) throws -> SessionsPlan {
    var plan = SessionsPlan()
    plan.choice = sessions.choice(try SessionKind.list(kind, of: "--kind"), times)
    plan.choice.direction = direction
    try plan.complete(fields: fields, sort: sort, top: top)
    return plan
  }
}

extension SessionsPlan {
  /// Puts in which columns of which sessions are shown, and in which order.
  ///
  /// - Throws: A usage error if there is no such column.
  mutating func complete(fields: String?, sort: String?, top: Int?) throws {
    if let fields {
      columns = try fields.split(separator: ",", omittingEmptySubsequences: false).map {
        try Self.column(String($0), of: "-F")
      }
    }
    if let sort {
      let isDescending = sort.hasPrefix("-")
      order = Order(
        try Self.column(isDescending ? String(sort.dropFirst()) : sort, of: "--sort"),
        isDescending: isDescending)
    }
    limit = top
  }

  private static func column(_ name: String, of option: String) throws -> SessionColumn {
    guard let column = SessionColumn(named: name) else {
      let names = SessionColumn.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "\(option): there is no column '\(printable(name))'; there are \(names).")
    }
    return column
  }
}

extension StreamDirection: ExpressibleByArgument {}
