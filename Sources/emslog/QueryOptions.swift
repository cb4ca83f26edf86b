import ArgumentParser
import EventLog

/// Which events are wanted: the same for all commands that read logs.
struct QueryOptions: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("type")],
    help: ArgumentHelp(
      "Only these event types: names, patterns such as '*Closed', categories such as hls, or any of these with ! before it.",
      valueName: "type,..."))
  var types: [String] = []

  @Option(
    name: [.customShort("s"), .customLong("stream")],
    help: ArgumentHelp(
      "Only events about streams of this name or pattern; repeat it for more.", valueName: "glob"))
  var streams: [String] = []

  @OptionGroup var time: TimeOptions

  /// The filter, and words for items of `-t` that no event type is called.
  func filter() -> (filter: Filter, warnings: [Diagnostic]) {
    var filter = Filter()
    let (selector, unknown) = TypeSelector.parse(types)
    filter.types = selector
    filter.streams = streams.map { Glob($0) }
    let table = EventNameTable()
    let warnings = unknown.map { name in
      let near = table.suggestions(for: name, limit: 3)
      return Diagnostic(
        problem: "no known event type or category is called '\(printable(name))'",
        hint: near.isEmpty
          ? "emslog types lists them; events of just that name are looked for all the same"
          : "did you mean \(near.joined(separator: ", "))?")
    }
    return (filter, warnings)
  }
}
