import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// `emslog tail`.
struct TailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Print the last events of logs, and with -f those that come.",
    discussion: """
      A file stands for all that rotation makes of it, and quoted patterns and directories are \
      looked at again all the time, so that -f goes on over rotation, with new names too.

      Without -f, - is standard input.

      Exit status: 0 done, 1 if --exit-after came before what --exit-on waits for, 2 if some input \
      or output failed, 3 if events are known to be lost or damaged in the logs, 128 and the number \
      of the signal that ended it, as 130 and 143.

      Examples:
        emslog tail -20 /var/log/ems/events.json
        emslog tail -f '/var/log/ems/*.json*'
        emslog tail -f -n 0 -t '*Closed' /var/log/ems/events.json | jq .stream
        emslog tail -f -n0 --exit-on 'stream = cam1' --exit-after 30 /var/log/ems
      """)

  @OptionGroup(title: "Input") var input: FollowedInputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("last")],
    help: ArgumentHelp(
      "Begin with so many of the last events; -20 is short for -n 20.", valueName: "n"))
  var last = 10

  @Flag(name: .shortAndLong, help: "Go on with the events that are written from now on.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Look for news after so many seconds at the latest, even if the system tells of none.",
      valueName: "seconds"))
  var interval = 1.0

  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
  var exitAfter: Double?

  @Option(
    help: ArgumentHelp(
      "End behind an event of which this is true, as in --where.", valueName: "expr"))
  var exitOn: String?

  mutating func validate() throws {
    if last < 0 { throw ValidationError("-n takes a number from 0 up.") }
    guard interval >= 0.01, interval <= 3600 else {
      throw ValidationError("--interval takes 0.01 to 3600 seconds.")
    }
    if let exitAfter, !(exitAfter >= 0 && exitAfter <= 1e9) {
      throw ValidationError("--exit-after takes seconds from 0 up.")
    }
    if !follow, exitAfter != nil || exitOn != nil {
      throw ValidationError("--exit-after and --exit-on are about -f, which is missing.")
    }
    if let exitOn { _ = try QueryOptions.condition(exitOn, of: "--exit-on", timesIn: .utc) }
  }

  func run() throws {
    guard follow || !input.isStandardInput else { return try readStandardInput() }
    var session = try TailSession(self)
    try session.run()
  }

  /// Prints the last events of standard input, which cannot be followed: it is read to its end.
  private func readStandardInput() throws {
    var source = InputOptions()
    (source.files, source.reading) = (["-"], input.reading)
    var excerpt = Excerpt()
    excerpt.last = last
    do {
      var session = try ScanSession(
        input: source, query: query, output: output,
        times: TimeFrame(query.time, input.reading, now: .present), excerpt: excerpt, aim: .events)
      try session.run()
    } catch let code as ExitCode {
      // Nothing matched: that is no failure of tail.
      throw code.rawValue == 1 ? ExitCode(0) : code
    }
  }

  /// The arguments with `-20` as `-n20`, as the tail of every system has it.
  ///
  /// What stands behind an option that takes a value is that value.
  static func spellingOutCounts(in arguments: [String]) -> [String] {
    guard arguments.first == configuration.commandName else { return arguments }
    var result: [String] = []
    var isPastOptions = false
    for argument in arguments {
      let digits = argument.dropFirst()
      let isCount =
        argument.first == "-" && !digits.isEmpty
        && digits.utf8.allSatisfy { (48...57).contains($0) }
      let last = result.last ?? ""
      let isValue = last.hasPrefix("--") || valueOptions.contains(last)
      if argument == "--" { isPastOptions = true }
      result.append(isCount && !isValue && !isPastOptions ? "-n\(digits)" : argument)
    }
    return result
  }

  /// The letters that take a value.
  private static let valueOptions: Set<String> = [
    "-n", "-t", "-s", "-S", "-U", "-w", "-g", "-e", "-o", "-F",
  ]
}
