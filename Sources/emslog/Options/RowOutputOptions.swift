import ArgumentParser
import EventLog
import LogFiles

/// How rows are shown, and what is said while they are made.
struct RowOutputOptions: SharedOptions {
  @OptionGroup var rows: RowOptions

  @OptionGroup var account: AccountOptions

  func refuseMistakes() throws { try rows.refuseMistakes() }

  /// The format that was asked for, or the one that fits.
  var format: RowFormat { rows.format }

  /// Whether it is for people, who want totals too.
  var isForPeople: Bool { rows.isForPeople }

  /// Returns how the rows are shown, with times in the zone of a time frame.
  func renderOptions(_ times: TimeFrame) -> RenderOptions {
    rows.renderOptions(zone: times.zone, isZoneStated: times.isZoneStated)
  }
}
