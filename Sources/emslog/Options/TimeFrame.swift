import EventLog

/// The zones and the window of one run, settled before anything is read.
struct TimeFrame {
  /// The zone of times that the user types and reads.
  let zone: ZoneRules
  /// Whether an option names that zone.
  let isZoneStated: Bool
  /// The zone of stamps in logs, and in their names, that name none.
  let logZone: ZoneRules
  /// The events that are asked for.
  let window: TimeWindow

  /// Settles what the options and the environment say.
  ///
  /// - Parameters:
  ///   - time: the window, and the zone of the user.
  ///   - reading: the zone of the logs.
  ///   - now: the present; the clock is read once, so that all times agree on it.
  /// - Throws: A usage error if a zone or a time makes no sense.
  init(_ time: TimeOptions, _ reading: ReadingOptions, now: EventTime) throws {
    zone = try time.zone()
    isZoneStated = time.zoneOptions.isStated
    logZone = try reading.statedLogZone() ?? .system
    window = try time.window(now: now, in: zone)
  }

  /// What is left out of a rotated set.
  var fileWindow: FileWindow {
    FileWindow(window: window, logZone: logZone)
  }
}
