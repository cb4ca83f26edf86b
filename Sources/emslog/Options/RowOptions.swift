import ArgumentParser
import EventLog
import LogFiles

/// How the rows of a table are printed: the same for all commands that print rows about events.
struct RowOptions: SharedOptions {
  @Option(
    name: [.long, .customShort("o", allowingJoined: true)],
    parsing: .unconditional,
    help: ArgumentHelp(
      "How to print the rows; by default table on a terminal, else tsv.", valueName: "format"))
  var output: RowFormat?

  @Flag(name: [.customShort("j"), .customLong("json-lines")], help: "Short for -o jsonl.")
  var jsonLines = false

  @Flag(
    inversion: .prefixedNo, help: "Hide passwords; by default for table and markdown.")
  var redact: Bool?

  @Flag(help: "Leave text in CSV that looks like a formula as it is.")
  var csvRaw = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  func refuseMistakes() throws {
    try checkFormats(jsonLines: jsonLines, output)
    if csvRaw, format != .csv { throw ValidationError("--csv-raw is for -o csv.") }
  }

  /// The format that was asked for, or the one that fits.
  var format: RowFormat {
    if let output { return output }
    return jsonLines ? .jsonl : Terminal.isAttached(to: .output) ? .table : .tsv
  }

  /// Whether a format was asked for.
  var isChosen: Bool { output != nil || jsonLines }

  /// Whether anything was asked for that a state has no use for.
  var areAnyChosen: Bool { isChosen || redact != nil || csvRaw }

  /// Whether it is for people, who want totals too.
  var isForPeople: Bool { format == .table || format == .markdown }

  /// Returns how the rows are shown.
  func renderOptions(zone: ZoneRules, isZoneStated: Bool) -> RenderOptions {
    var options = RenderOptions(
      format.asOutput, zone: zone, isZoneStated: isZoneStated, color: color)
    options.redacts = redact ?? options.redacts
    options.keepsFormulas = csvRaw
    return options
  }
}

/// Which rows of a tally are printed, and in which order: options of `stats` and of `merge`.
struct TallyRowOptions: SharedOptions {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort by this column; with - before it the greatest first.", valueName: "column"))
  var sort: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print only the first n rows; with --every those of the greatest count, unless --sort is given.",
      valueName: "n"))
  var top: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Print a row of all groups together; by default for table and markdown.")
  var totals: Bool?

  func refuseMistakes() throws {
    if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
  }

  /// Whether any of these was asked for.
  var isChosen: Bool { sort != nil || top != nil || totals != nil }

  /// Puts what was asked for in a plan that is complete but for this.
  ///
  /// - Throws: A usage error if there is no such column.
  func complete(_ plan: inout TallyPlan, _ rows: RowOptions) throws {
    plan.limit = top
    plan.showsTotals = totals ?? rows.isForPeople
    plan.showsTrend = rows.format == .table && Terminal.isAttached(to: .output)
    guard let sort else { return }
    let isDescending = sort.hasPrefix("-")
    let name = (isDescending ? String(sort.dropFirst()) : sort).lowercased()
    guard let column = plan.columns.firstIndex(where: { $0.lowercased() == name }) else {
      throw ValidationError(
        """
        --sort: there is no column '\(printable(name))'; \
        there are \(plan.columns.map(printable).joined(separator: ", ")).
        """)
    }
    plan.order = TallyPlan.Order(column: column, isDescending: isDescending)
  }
}

extension Percentile {
  /// Reads the value of `-p`.
  ///
  /// - Throws: A usage error for anything but percentages with commas between them, or `none`.
  static func list(_ text: String) throws -> [Percentile] {
    if text == "none" { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let percentile = Percentile(String(text)) else {
        throw ValidationError(
          "-p takes numbers from 0 to 100, as in 50,99.9, not '\(printable(String(text)))'.")
      }
      return percentile
    }
  }
}
