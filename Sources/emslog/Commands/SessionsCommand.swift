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
      first. Where the record of a beginning or an end has no time, that of the record
      before it stands for it: with a ~ in tables, and true in the column approximate.
      seconds (DURATION) is the upTime of the closing record, else the time
      between start and end; after a session that is cut short stands a +: it lived
      at least as long, to the last record of its server. bytes (MBYTES, millions) are
      those of sound and picture, kbps (KBIT/S) is bytes * 8 / seconds / 1000,
      dropPercent (DROP%) is 100 * dropped bytes / (bytes + dropped bytes): all are
      known of closed sessions only.

      With -S and -U sessions are shown that lie in the window at least in part; all
      files are read, for sessions may have begun long before. -s looks at the name
      that a session has.

      -t, -w and -g choose sessions by the events that begin, change or end them: a
      session is shown whole if one of these events passes all three. Fields are those
      of events, as for emslog scan: farIp or clientIP for the address, appName,
      userAgent, and of the event that ends it seconds and bytes.

      --by prints sums instead, of the sessions that are alike in some columns: how
      many (sessions), how many of them without an end in the log (unfinished), how
      long all together (seconds), bytes of streams in and of all others (bytesIn,
      bytesOut), and how many different addresses, without their ports (addresses).
      bytes are known of sessions only that have ended. Nothing is cut at the borders
      of a window: a session counts whole. The groups with the most sessions come
      first.

      --partial prints what the logs tell of sessions as JSON lines instead: emslog
      merge puts those of many logs together, and prints what one run over all of
      them would. Nothing is hidden in them.

      Examples:
        emslog sessions '/var/log/ems/*.json*'
        emslog sessions -S yesterday -s 'cam*' --sort -seconds --top 20 /var/log/ems
        emslog sessions --kind stream --direction out -o csv events.json
        emslog sessions --by address -w 'appName = live' --sort -seconds logs
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions

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
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Print sums of the sessions that are alike in these columns, such as address or stream,status; none for one sum of all.",
      valueName: "column,..."))
  var by: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort by this column; with - before it the greatest first. By default sessions are shown as they end.",
      valueName: "column"))
  var sort: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show only the first n sessions, or sums.", valueName: "n"))
  var top: Int?

  @Flag(help: "Print no rows, but the state as JSON lines that emslog merge puts together.")
  var partial = false

  @OptionGroup(title: "Output") var output: RowOutputOptions

  mutating func validate() throws {
    try refuseMistakes(in: input, query, output)
    if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
    if partial, fields != nil || sort != nil || top != nil || output.rows.areAnyChosen {
      throw ValidationError(
        """
        --partial prints a state; -F, --sort, --top, --redact, -o and -j are for emslog merge.
        """)
    }
    if !by.isEmpty, fields != nil {
      throw ValidationError("-F chooses columns of single sessions; --by prints sums.")
    }
    // Only to refuse what makes no sense with the usage of the command at hand.
    _ = try plan(TimeFrame(query.time, input.reading, now: .present))
  }

  func run() throws {
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let (plan, warnings) = try plan(times)
    var run = ScanRun(
      Run(
        inputs: try input.inputs(), times: times, options: output.renderOptions(times),
        account: output.account.account, warnings: warnings),
      partial ? .state(.sessions(plan)) : .sessions(plan, output.format))
    try run.start()
  }

  private func plan(_ times: TimeFrame) throws -> (plan: SessionsPlan, warnings: [Diagnostic]) {
    var plan = SessionsPlan()
    plan.choice.kinds = try SessionKind.list(kind, of: "--kind")
    plan.choice.direction = direction
    plan.choice.names = query.streams.map { Glob($0) }
    plan.choice.window = times.window
    let (events, warnings) = try query.choice(times)
    plan.choice.events = events
    try plan.group(by: by)
    try plan.complete(fields: fields, sort: sort, top: top)
    return (plan, warnings)
  }
}

extension SessionsPlan {
  /// Puts in which columns make groups, if any do.
  ///
  /// - Throws: A usage error if there is no such column.
  fileprivate mutating func group(by names: [String]) throws {
    let names = names.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard !names.isEmpty else { return }
    guard names != ["none"] else {
      keys = []
      return
    }
    var keys: [SessionColumn] = []
    for name in names {
      let column = try Self.column(String(name), of: "--by")
      if !keys.contains(column) { keys.append(column) }
    }
    let sums = SessionSum.allCases.map(\.rawValue)
    if let twice = keys.first(where: { sums.contains($0.rawValue) }) {
      throw ValidationError("--by: there would be two columns called '\(twice.rawValue)'.")
    }
    self.keys = keys
  }

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
      let name = isDescending ? String(sort.dropFirst()) : sort
      if let keys {
        order = try Self.order(of: name, keys, isDescending: isDescending)
      } else {
        order = Order(try Self.column(name, of: "--sort"), isDescending: isDescending)
      }
    }
    limit = top
  }

  private static func order(
    of name: String, _ keys: [SessionColumn], isDescending: Bool
  ) throws -> Order {
    if let key = SessionColumn(named: name), keys.contains(key) {
      return Order(key, isDescending: isDescending)
    }
    let sums = SessionSum.allCases
    if let sum = sums.first(where: { $0.rawValue.lowercased() == name.lowercased() }) {
      return Order(sum: sum, isDescending: isDescending)
    }
    throw noColumn(name, of: "--sort", keys.map(\.rawValue) + sums.map(\.rawValue))
  }

  private static func column(_ name: String, of option: String) throws -> SessionColumn {
    if let column = SessionColumn(named: name) { return column }
    throw noColumn(name, of: option, SessionColumn.allCases.map(\.rawValue))
  }

  private static func noColumn(
    _ name: String, of option: String, _ columns: [String]
  ) -> ValidationError {
    var near = NearNames(to: name)
    for column in columns { near.consider(column, suggesting: column) }
    // What an event calls it is a good guess too.
    for (field, column) in [
      ("farIp", "address"), ("clientIP", "address"), ("appName", "application"),
    ]
    where columns.contains(column) {
      near.consider(field, suggesting: column)
    }
    let nearest = near.nearest(2)
    let hint =
      nearest.isEmpty
      ? "there are \(columns.joined(separator: ", "))."
      : "did you mean \(nearest.joined(separator: " or "))?"
    return ValidationError("\(option): there is no column '\(printable(name))'; \(hint)")
  }
}

extension StreamDirection: ExpressibleByArgument {}
