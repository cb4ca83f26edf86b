import ArgumentParser
import EventLog

/// How a summary is shown, and what is said while it is made: for commands that print no rows.
struct SummaryOptions: ParsableArguments {
  @OptionGroup var account: AccountOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE.", valueName: "when"))
  var color: ColorChoice = .auto

  /// Returns how the summary is shown, with times in the zone of a time frame.
  func renderOptions(_ times: TimeFrame) -> RenderOptions {
    RenderOptions(.table, zone: times.zone, isZoneStated: times.isZoneStated, color: color)
  }
}
