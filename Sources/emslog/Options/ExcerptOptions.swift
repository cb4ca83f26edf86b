import ArgumentParser
import EventLog

/// Which of the events that match are printed, and in which order.
struct ExcerptOptions: SharedOptions {
  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("lines")],
    parsing: .unconditional,
    help: ArgumentHelp("Only the last so many events that match.", valueName: "n"))
  var last: Int?

  @Flag(
    name: [.customShort("r"), .customLong("reverse")],
    help: "Print what was read last first; keeps up to 1 GiB in memory.")
  var isReversed = false

  @Option(
    name: [.customShort("A", allowingJoined: true), .customLong("after-context")],
    parsing: .unconditional,
    help: ArgumentHelp("Print so many records behind each event that matches.", valueName: "n"))
  var after: Int?

  @Option(
    name: [.customShort("B", allowingJoined: true), .customLong("before-context")],
    parsing: .unconditional,
    help: ArgumentHelp("Print so many records before each event that matches.", valueName: "n"))
  var before: Int?

  @Option(
    name: [.customShort("C", allowingJoined: true), .customLong("context")],
    parsing: .unconditional,
    help: ArgumentHelp("Print so many records around each event that matches.", valueName: "n"))
  var context: Int?

  func refuseMistakes() throws {
    for (name, value) in [("-n", last), ("-A", after), ("-B", before), ("-C", context)] {
      if let value, value < 0 { throw ValidationError("\(name) takes a number from 0 up.") }
    }
    if keepsEvents, hasContext {
      throw ValidationError("-n and -r print no context; leave out -A, -B and -C.")
    }
  }

  private var keepsEvents: Bool { last != nil || isReversed }
  private var hasContext: Bool { after != nil || before != nil || context != nil }

  /// Whether any of the options was given.
  var isGiven: Bool { keepsEvents || hasContext }

  /// What was asked for.
  var excerpt: Excerpt {
    var excerpt = Excerpt()
    excerpt.last = last
    excerpt.isReversed = isReversed
    excerpt.after = after ?? context ?? 0
    excerpt.before = before ?? context ?? 0
    return excerpt
  }
}
