import ArgumentParser
import EventLog

/// `emslog scan`.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Read logs from start to end and print the events that match.",
    discussion: """
      Exit status: 0 if an event matched, 1 if none did, 2 if some input or output failed.

      Examples:
        emslog scan -t inStreamClosed events.json
        emslog scan -s 'cam*' '/var/log/ems/*.json*' | jq .payload.upTime
        zcat old.gz | emslog scan -c -t hls -
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions
  @OptionGroup(title: "Selection") var excerpt: ExcerptOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    name: [.customShort("m", allowingJoined: true), .customLong("max-count")],
    parsing: .unconditional,
    help: ArgumentHelp("Stop behind this many matching events.", valueName: "n"))
  var maxCount: Int?

  @Flag(name: .shortAndLong, help: "Print only how many events match; with -H for each file.")
  var count = false

  @Flag(name: .shortAndLong, help: "Print nothing; the exit status tells if an event matched.")
  var quiet = false

  @Flag(
    name: [.customShort("l"), .customLong("files-with-matches")],
    help: "Print only the names of files with a matching event.")
  var filesWithMatches = false

  mutating func validate() throws {
    try refuseMistakes(in: input, query, excerpt, output)
    if let maxCount, maxCount < 0 { throw ValidationError("-m takes a number from 0 up.") }
    let ways = [count, quiet, filesWithMatches].filter { $0 }.count
    if ways > 1 { throw ValidationError("-c, -q and -l exclude each other.") }
    if ways > 0, excerpt.isGiven {
      throw ValidationError("-c, -q and -l print no events; leave out -n, -r, -A, -B and -C.")
    }
  }

  func run() throws {
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let (filter, warnings) = try query.filter(times)
    var run = ScanRun(
      Run(
        inputs: try input.inputs(), times: times, options: output.renderOptions(times),
        account: output.account.account, warnings: warnings),
      task, filter: filter,
      // Files are named as grep names them: its limit is one for each of them.
      limit: filesWithMatches ? .max : maxCount ?? .max, namesFiles: output.withFilename)
    try run.start()
  }

  private var task: EventTask {
    if quiet { return .any }
    if filesWithMatches { return .names }
    return count ? .count : .print(output.format, excerpt.excerpt)
  }
}
