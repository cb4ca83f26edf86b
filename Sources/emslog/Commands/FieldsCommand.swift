import ArgumentParser
import EventLog

/// `emslog fields`.
struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "List the fields that the events of logs have.",
    usage: "emslog fields [<options>] [<file> ...]",
    discussion: """
      For each path: how often it was seen, of which types, and up to three values.
      Paths are those that -F and --template take; of lists, [] stands for every
      element. Passwords are hidden.

      Not listed are the derived fields of events that end a stream, a player or a
      recording: bytes and droppedBytes of audio and video together, bitrate (bit/s)
      and seconds. A recorded field of the same name comes before a derived one, and
      payload.NAME is only the recorded one.

      Examples:
        emslog fields -t inStreamClosed events.json
        emslog fields --json '/var/log/ems/*.json*' | jq '.fields[].path'
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selection") var query: QueryOptions

  @Flag(help: "Print JSON, for programs.")
  var json = false

  mutating func validate() throws { try refuseMistakes(in: input, query) }

  func run() throws {
    let format = json ? OutputFormat.json : .table
    let times = try TimeFrame(query.time, input.reading, now: .present)
    let (filter, warnings) = try query.filter(times)
    let options = RenderOptions(format, zone: times.zone, isZoneStated: times.isZoneStated)
    var run = ScanRun(
      Run(inputs: try input.inputs(), times: times, options: options, warnings: warnings),
      .survey(format), filter: filter)
    try run.start()
  }
}
