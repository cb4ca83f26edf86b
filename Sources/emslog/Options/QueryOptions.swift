import ArgumentParser
import EventLog

/// Which events are wanted: the same for all commands that read logs.
struct QueryOptions: SharedOptions {
  @Option(
    name: [.customShort("t", allowingJoined: true), .customLong("type")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only these event types: names, patterns such as '*Closed', categories such as hls, or any of these with ! before it.",
      valueName: "type,..."))
  var types: [String] = []

  @Option(
    name: [.customShort("s", allowingJoined: true), .customLong("stream")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only events about streams of this name or pattern; repeat it for more.", valueName: "glob"))
  var streams: [String] = []

  @OptionGroup var time: TimeOptions

  @Option(
    name: [.customShort("w", allowingJoined: true), .customLong("where")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only events of which this is true, such as 'upTime > 1m and farIp ~ \"^10\\.\"'; of several all have to be. The manual, emslog(1), describes the language.",
      valueName: "expr"))
  var conditions: [String] = []

  @Option(
    name: [
      .customShort("g", allowingJoined: true), .customLong("grep"),
      .customShort("e", allowingJoined: true), .customLong("regexp"),
    ], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only events in whose decoded text ('type key=value ...') this is found; repeat it for more.",
      valueName: "re"))
  var patterns: [String] = []

  @Flag(
    name: [.customShort("i"), .customLong("ignore-case")], help: "Ignore the case of letters in -g."
  )
  var ignoreCase = false

  @Flag(
    name: [.customShort("v"), .customLong("invert-match")],
    help: "Only events in which -g finds nothing.")
  var invertMatch = false

  /// A digest of what is asked for, but for the window.
  var digest: UInt64 {
    let lists = [types, streams, conditions, patterns]
    return TalliedLog.digest(of: "\(lists) \(ignoreCase) \(invertMatch)")
  }

  /// The choice of sessions that have an event of these, and words for what no event type is called;
  /// nil if any event will do.
  func choice(_ times: TimeFrame) throws -> (events: EventChoice?, warnings: [Diagnostic]) {
    var (filter, warnings) = try filter(times)
    guard !types.isEmpty || !conditions.isEmpty || !patterns.isEmpty else { return (nil, []) }
    (filter.window, filter.streams) = (TimeWindow(), [])
    var chosen = self
    chosen.streams = []
    return (EventChoice(filter, digest: chosen.digest), warnings)
  }

  func refuseMistakes() throws {
    try time.refuseMistakes()
    if patterns.isEmpty, ignoreCase || invertMatch {
      throw ValidationError("\(ignoreCase ? "-i" : "-v") is about -g, and there is none.")
    }
    _ = try textFilter(timesIn: .utc)
  }

  /// A filter of nothing but one condition, the value of `option`.
  static func condition(
    _ text: String, of option: String, timesIn zone: ZoneRules
  ) throws -> Filter {
    try conditions([text], of: option, timesIn: zone)
  }

  private static func conditions(
    _ texts: [String], of option: String, timesIn zone: ZoneRules
  ) throws -> Filter {
    var filter = Filter()
    let now = EventTime.present
    let times = { (text: String) -> EventTime? in
      try? TimeExpression.parse(
        text, now: now, zone: zone, since: nil, zoneNamed: ZoneRules.named)
    }
    do throws(QueryRemark) {
      filter.condition = try WhereExpression(
        texts, reading: WhereReading(times: times, patterns: RegularExpression.compile))
    } catch {
      throw ValidationError(error.explanation(of: option))
    }
    return filter
  }

  /// The filter of fields and text alone.
  private func textFilter(timesIn zone: ZoneRules) throws -> Filter {
    var filter = try Self.conditions(conditions, of: "--where", timesIn: zone)
    guard !patterns.isEmpty else { return filter }
    do throws(QueryRemark) {
      filter.search = try TextSearch(
        patterns, ignoresCase: ignoreCase, isInverted: invertMatch,
        compiler: RegularExpression.compile)
    } catch {
      throw ValidationError(error.explanation(of: "--grep"))
    }
    return filter
  }

  /// The filter, and words for items of `-t` that no event type is called.
  func filter(_ times: TimeFrame) throws -> (filter: Filter, warnings: [Diagnostic]) {
    var filter = try textFilter(timesIn: times.zone)
    filter.window = times.window
    let (selector, unknown) = TypeSelector.parse(types)
    filter.types = selector
    filter.streams = streams.map { Glob($0) }
    let table = EventNameTable()
    var warnings = unknown.map { name in
      let near = table.suggestions(for: name, limit: 3)
      return Diagnostic(
        problem: "no known event type or category is called '\(printable(name))'",
        hint: near.isEmpty
          ? "emslog types lists them; events of just that name are looked for all the same"
          : "did you mean \(near.joined(separator: ", "))?")
    }
    warnings += filter.condition.remarks.map { remark in
      Diagnostic(problem: remark.quotation(of: "--where"), hint: remark.hint.map(printable))
    }
    return (filter, warnings)
  }
}
