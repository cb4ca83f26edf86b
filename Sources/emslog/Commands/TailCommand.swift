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
    parsing: .unconditional,
    help: ArgumentHelp(
      "Begin with the last n events, by default 10; -20 is short for -n 20.", valueName: "n"))
  var last: Int?

  @Flag var digits: [CountDigit] = []

  @Flag(name: .shortAndLong, help: "Go on with the events that are written from now on.")
  var follow = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look for news after so many seconds at the latest, even if the system tells of none.",
      valueName: "seconds"))
  var interval = 1.0

  @Option(
    parsing: .unconditional, help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
  var exitAfter: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "End behind an event of which this is true, as in --where.", valueName: "expr"))
  var exitOn: String?

  mutating func validate() throws {
    try refuseMistakes(in: input, query, output)
    if let last, last < 0 { throw ValidationError("-n takes a number from 0 up.") }
    if last != nil, !digits.isEmpty {
      throw ValidationError("-20 is short for -n 20; give one of the two.")
    }
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

  /// The number of events that `-n` or `-20` asks for.
  var lastCount: Int {
    digits.isEmpty ? last ?? 10 : Int(digits.map { "\($0.rawValue)" }.joined()) ?? .max
  }

  func run() throws {
    if !follow, input.isStandardInput { return try readToEnd(["-"]) }
    if !follow, input.files.contains(where: { FollowedPipe.isNamed(FilePath($0)) }) {
      return try readToEnd(input.files)
    }
    let paths = try input.paths()
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let (filter, warnings) = try query.filter(times)
    var run = TailRun(
      Run(
        inputs: LogInputs(arguments: paths, reading: try input.reading.plan()), times: times,
        options: output.renderOptions(times), account: output.account.account, warnings: warnings),
      filter, output.format, last: lastCount)
    run.isFollowing = follow
    run.interval = interval
    run.exitAfter = exitAfter
    run.exitOn = try exitOn.map {
      try QueryOptions.condition($0, of: "--exit-on", timesIn: times.zone)
    }
    run.oldDirectory = input.oldDirectory
    try run.start()
  }

  /// Prints the last events of what is read to its end: standard input, named pipes.
  private func readToEnd(_ files: [String]) throws {
    var excerpt = Excerpt()
    excerpt.last = lastCount
    do {
      let times = try TimeFrame(query.time, input.reading, now: .present)
      let (filter, warnings) = try query.filter(times)
      let inputs = LogInputs(
        arguments: FilePath.paths(forArguments: files), reading: try input.reading.plan())
      var run = ScanRun(
        Run(
          inputs: inputs, times: times, options: output.renderOptions(times),
          account: output.account.account, warnings: warnings),
        .print(output.format, excerpt), filter: filter)
      try run.start()
    } catch let code as ExitCode {
      // Nothing matched: that is no failure of tail.
      throw code.rawValue == 1 ? ExitCode(0) : code
    }
  }
}

/// A digit of `-20`, which is short for `-n 20`.
///
/// ArgumentParser reads `-20` as the two flags `-2` and `-0`.
enum CountDigit: Int, EnumerableFlag {
  case zero, one, two, three, four, five, six, seven, eight, nine

  static func name(for digit: CountDigit) -> NameSpecification {
    .customShort(Character("\(digit.rawValue)"))
  }

  static func help(for digit: CountDigit) -> ArgumentHelp? { .private }
}
