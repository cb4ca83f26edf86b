import ArgumentParser
import EventLog
import LogFiles

/// How a report on logs is shown: its rows, and what is said while it is made.
struct ReportOptions: SharedOptions {
  @OptionGroup var rows: RowOptions

  @OptionGroup var account: AccountOptions

  func refuseMistakes() throws { try rows.refuseMistakes() }

  /// The format that was asked for, or the one that fits.
  var format: RowFormat { rows.format }

  /// Whether it is for people, who want totals too.
  var isForPeople: Bool { rows.isForPeople }

  /// The same as options of a command that prints events.
  var forEvents: OutputOptions {
    get throws {
      var options = try OutputOptions.parse(rows.arguments)
      options.account = account
      return options
    }
  }
}
