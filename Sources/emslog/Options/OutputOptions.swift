public import ArgumentParser
public import EventLog
import LogFiles

/// How events are shown: the same for all commands that print events.
struct OutputOptions: SharedOptions {
  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    parsing: .unconditional,
    help: ArgumentHelp(
      "How to print events; by default line on a terminal, else jsonl.", valueName: "format"))
  var output: OutputFormat?

  @Flag(name: [.customShort("j"), .customLong("json-lines")], help: "Short for -o jsonl.")
  var jsonLines = false

  @Option(
    name: [.customShort("F", allowingJoined: true), .customLong("fields")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only these fields, as in type,seconds,bytes,video.width; -name leaves one out.",
      valueName: "field,..."))
  var fields: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Print this for each event, as in '{time} {stream} {upTime:duration:>8|-}'. Formats are \
      duration, bytes, rate, json, upper, lower, .2 for decimals, <9 >9 ^9 for widths, %H:%M:%S \
      for times; behind | stands what is shown where there is no value.
      """, valueName: "text"))
  var template: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Hide passwords; by default for line, table, markdown and --template.")
  var redact: Bool?

  @Flag(help: "Leave text in CSV that looks like a formula as it is.")
  var csvRaw = false

  @Flag(help: "Say of each event from which file, byte and record it is.")
  var withSource = false

  @Flag(
    name: [.customShort("H"), .customLong("with-filename")],
    help: "Say of each event, or count, from which file it is.")
  var withFilename = false

  @OptionGroup var account: AccountOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  func refuseMistakes() throws {
    try checkFormats(jsonLines: jsonLines, output)
    if let template {
      if jsonLines || output != nil {
        throw ValidationError("--template is an output format of its own; leave out -o and -j.")
      }
      if !fields.isEmpty {
        throw ValidationError("--template names its fields itself; leave out -F.")
      }
      _ = try parse(template: template)
    }
    if format == .raw, template == nil {
      if redact == true {
        throw ValidationError("-o raw prints what was recorded; nothing can be hidden in it.")
      }
      if !fields.isEmpty {
        throw ValidationError("-o raw prints what was recorded; it has no fields to choose.")
      }
    }
    if csvRaw, format != .csv { throw ValidationError("--csv-raw is for -o csv.") }
    let list = try fieldList()
    if format == .json || format == .jsonl, list.wanted.contains(.details) {
      throw ValidationError(
        "'details' are words for people; name fields, or payload.details if you mean a field.")
    }
  }

  /// The output format that was asked for, or the one that fits.
  var format: OutputFormat {
    if let output { return output }
    return !jsonLines && template == nil && Terminal.isAttached(to: .output) ? .line : .jsonl
  }

  /// Returns how events are shown.
  ///
  /// Times are in the zone of a time frame.
  func renderOptions(_ times: TimeFrame) -> RenderOptions {
    var options = RenderOptions(
      format, isForPeople: format.isForPeople || template != nil, zone: times.zone,
      isZoneStated: times.isZoneStated, color: color)
    options.showsSource = withSource || withFilename
    options.template = template.flatMap { try? Template.parse($0) }
    options.fields = (try? shownFields()) ?? FieldList()
    options.redacts = redact ?? options.redacts
    options.keepsFormulas = csvRaw
    return options
  }

  /// The list of `-F`, with the source in it if that was asked for too.
  ///
  /// In lines it stands before the fields anyway, and a template names all that it shows.
  private func shownFields() throws -> FieldList {
    let list = try fieldList()
    guard withSource || withFilename, !list.wanted.isEmpty else { return list }
    return switch format {
    case .jsonl, .json:
      try FieldList.parse(
        fields + [
          "source.file", "source.offset", "source.record", "source.format", "source.time",
          "source.address",
        ])
    case .csv, .tsv, .table, .markdown: try FieldList.parse(["source.file"] + fields)
    case .line, .raw: list
    }
  }

  private func fieldList() throws -> FieldList {
    for item in fields {
      do throws(FieldPath.ParseError) {
        _ = try FieldList.parse([item])
      } catch {
        throw ValidationError("-F: " + pointing(at: error.offset, of: item, error.problem))
      }
    }
    return try FieldList.parse(fields)
  }

  private func parse(template: String) throws -> Template {
    do throws(Template.ParseError) {
      return try Template.parse(template)
    } catch {
      throw ValidationError(
        "--template: " + pointing(at: error.offset, of: template, error.problem))
    }
  }

  /// A sentence about a text, and under it the text with a caret where the problem is.
  private func pointing(at offset: Int, of text: String, _ problem: String) -> String {
    let before = printable(String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self))
    let caret = String(repeating: " ", count: before.count) + "^"
    return "\(problem)\n  \(printable(text))\n  \(caret)"
  }
}

extension OutputFormat: ExpressibleByArgument {}

extension RenderOptions {
  /// Creates what fits a format: people read times in their zone and no secrets, within the width of
  /// their terminal.
  init(
    _ format: OutputFormat, isForPeople: Bool? = nil, zone: ZoneRules, isZoneStated: Bool,
    color: ColorChoice = .auto
  ) {
    self.init()
    let isForPeople = isForPeople ?? format.isForPeople
    if isForPeople { self.zone = zone }
    if isZoneStated, format == .csv || format == .tsv { stampZone = zone }
    redacts = isForPeople
    usesColour = color.isOn(for: .output)
    if format == .line || format == .table { width = Terminal.width(of: .output) }
  }
}

/// Makes sure that `-j` and `-o` do not ask for two formats.
///
/// - Throws: A usage error if they do.
func checkFormats(jsonLines: Bool, _ output: (some RawRepresentable<String>)?) throws {
  if jsonLines, let output, output.rawValue != OutputFormat.jsonl.rawValue {
    throw ValidationError("-j asks for jsonl and -o for \(output.rawValue); choose one.")
  }
}

/// The value of `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether to use colour on a stream.
  ///
  /// By itself: on a terminal that is not dumb, unless `NO_COLOR` is set (no-color.org); anywhere if
  /// `CLICOLOR_FORCE` is set and not 0 (bixense.com/clicolors). `NO_COLOR` goes before it.
  func isOn(for stream: Terminal.Stream) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if Environment["NO_COLOR"] != nil { return false }
      if let force = Environment["CLICOLOR_FORCE"], force != "0" { return true }
      return Terminal.isAttached(to: stream) && Environment["TERM"] != "dumb"
    }
  }
}

extension Terminal {
  /// How many columns there are to fill: those that `COLUMNS` says, else those of the terminal; nil
  /// where the stream is no terminal.
  static func width(of stream: Stream) -> Int? {
    guard isAttached(to: stream) else { return nil }
    if let columns = Environment["COLUMNS"].flatMap(Int.init), (1...10_000).contains(columns) {
      return columns
    }
    return columns(of: stream) ?? 80
  }
}
