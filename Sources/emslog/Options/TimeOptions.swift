import ArgumentParser
import EventLog

/// The window of time, and the zone in which times are typed and shown.
struct TimeOptions: SharedOptions {
  @Option(
    name: [.customShort("S", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "Only events from this time on: 2h (ago), yesterday, 09:00, '2026-11-20 23:12:33', @epoch.",
      valueName: "time"))
  var since: String?

  @Option(
    name: [.customShort("U", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "Only events before this time; +30m counts from --since.", valueName: "time"))
  var until: String?

  @OptionGroup var zoneOptions: ZoneOptions

  func refuseMistakes() throws {
    try zoneOptions.refuseMistakes()
    _ = try window(now: .present, in: zone())
  }

  /// The zone of times that the user types and reads.
  ///
  /// - Throws: A usage error if there is no such zone.
  func zone() throws -> ZoneRules {
    try zoneOptions.zone()
  }

  /// The window that was asked for, its times read in `zone`.
  ///
  /// `now` is the present, which is asked for once so that both ends agree on it.
  ///
  /// - Throws: A usage error if a time makes no sense, or the end lies before the beginning.
  func window(now: EventTime, in zone: ZoneRules) throws -> TimeWindow {
    var window = TimeWindow()
    window.since = try since.map { text in
      try Self.moment(text, of: "--since", now: now, in: zone, since: nil)
    }
    window.until = try until.map { text in
      try Self.moment(text, of: "--until", now: now, in: zone, since: window.since)
    }
    if let since = window.since, let until = window.until, since > until {
      throw ValidationError(
        """
        --since lies after --until: \(since.text(in: zone)) is later than \
        \(until.text(in: zone)).
        """)
    }
    return window
  }

  private static func moment(
    _ text: String, of option: String, now: EventTime, in zone: ZoneRules, since: EventTime?
  ) throws -> EventTime {
    do throws(TimeExpressionError) {
      return try TimeExpression.parse(
        text, now: now, zone: zone, since: since, zoneNamed: ZoneRules.named)
    } catch {
      if error.reason == .noStart {
        throw ValidationError(
          option == "--since"
            ? "--since \(printable(text)): only --until counts from another time, with a +."
            : "\(option) \(printable(text)) counts from --since, which is missing.")
      }
      throw ValidationError("\(option): \(printable(error.description))")
    }
  }
}

extension ZoneRules {
  /// The zone that an option names, or else a variable of the environment; nil if neither does.
  ///
  /// - Throws: A usage error if there is no such zone.
  static func chosen(_ name: String?, orIn variable: String) throws -> ZoneRules? {
    guard let text = name ?? Environment[variable] else { return nil }
    if let zone = named(text) { return zone }
    let origin = name == nil ? " (from $\(variable))" : ""
    throw ValidationError(
      """
      There is no time zone '\(printable(text))'\(origin). \
      Name one as in America/New_York, UTC or +02:00.
      """)
  }
}

extension EventTime {
  /// The moment as clocks of a zone show it, with the zone's distance from UTC.
  func text(in zone: ZoneRules) -> String {
    let offset = zone.offset(at: self)
    let local = zone.civil(at: self)
    let date =
      "\(padded(Int(local.year), 4))-\(padded(local.month))-\(padded(local.day))"
      + "T\(padded(local.hour)):\(padded(local.minute)):\(padded(local.second))"
      + ".\(padded(local.millisecond, 3))"
    guard offset != 0 else { return date + "Z" }
    let minutes = abs(offset) / 60
    return date + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension TimeFrame {
  /// Settles what the options and the environment say.
  ///
  /// - Parameters:
  ///   - time: the window, and the zone of the user.
  ///   - reading: the zone of the logs.
  ///   - now: the present; the clock is read once, so that all times agree on it.
  /// - Throws: A usage error if a zone or a time makes no sense.
  init(_ time: TimeOptions, _ reading: ReadingOptions, now: EventTime) throws {
    let zone = try time.zone()
    self.init(
      zone: zone, isZoneStated: time.zoneOptions.isStated,
      logZone: try reading.statedLogZone() ?? .system, window: try time.window(now: now, in: zone))
  }
}
