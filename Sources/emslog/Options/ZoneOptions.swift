import ArgumentParser
import EventLog

/// The zone in which times are typed and shown.
struct ZoneOptions: SharedOptions {
  @Option(
    name: .customLong("tz"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "Zone of times typed and shown; by default $EMSLOG_TZ, else $TZ, else local time. Times of csv and tsv are UTC unless this option names a zone.",
      valueName: "zone"))
  var zoneName: String?

  @Flag(help: "Short for --tz UTC.")
  var utc = false

  func refuseMistakes() throws {
    if utc, let zoneName {
      throw ValidationError("--utc and --tz \(printable(zoneName)) exclude each other.")
    }
    _ = try zone()
  }

  /// Whether an option names a zone.
  var isStated: Bool { utc || zoneName != nil }

  /// Whether an option or the environment names a zone.
  var isChosen: Bool { isStated || Environment["EMSLOG_TZ"] != nil }

  /// The zone of times that the user types and reads.
  ///
  /// - Throws: A usage error if there is no such zone.
  func zone() throws -> ZoneRules {
    if utc { return .utc }
    return try ZoneRules.chosen(zoneName, orIn: "EMSLOG_TZ") ?? .system
  }
}
