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

  /// Creates a frame; of all time unless a window is given.
  init(
    zone: ZoneRules = .utc, isZoneStated: Bool = false, logZone: ZoneRules,
    window: TimeWindow = TimeWindow()
  ) {
    self.zone = zone
    self.isZoneStated = isZoneStated
    self.logZone = logZone
    self.window = window
  }

  /// What is left out of a rotated set.
  var fileWindow: FileWindow {
    FileWindow(window: window, logZone: logZone)
  }
}
