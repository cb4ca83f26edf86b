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

      Exit status: 0 done, 1 if --exit-after came before what --exit-on waits for, 2 if some input \
      or output failed, 3 if events are known to be lost or damaged in the logs.

      Examples:
        emslog tail -f '/var/log/ems/*.json*'
        emslog tail -f -n 0 -t '*Closed' /var/log/ems/events.json | jq .stream
        emslog tail -f -n 0 --exit-on 'type = inStreamCreated' --exit-after 30 /var/log/ems
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("last")],
    help: ArgumentHelp("Begin with so many of the last events.", valueName: "n"))
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
    if output.badTo != nil { throw ValidationError("--bad-to is for emslog scan.") }
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
    var session = try TailSession(self)
    try session.run()
  }
}
