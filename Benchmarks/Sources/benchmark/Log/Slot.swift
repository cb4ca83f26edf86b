/// A number that differs from event to event.
///
/// All else of an event is fixed by its ``EventSort``, so that a log is written by copying what is
/// fixed and printing what is not.
enum Slot: Int, CaseIterable {
  /// How many records the file had before.
  case entry
  /// The same, counted from 1.
  case ordinal
  case eventId
  /// Seconds since 1970.
  case seconds
  /// Milliseconds since 1970, in units of 0.1 µs, as all that ``Value/milliseconds(_:)`` shows.
  case now
  case created
  case upTime
  case playlistStart
  case segmentStart
  case segmentDuration
  /// The same as ``playlistStart`` in whole milliseconds, as file names have it.
  case playlistNumber
  case segmentNumber
  case uniqueId
  case sourceId
  case protocolId
  case host
  case port
  case configId
  case bandwidth
  case audioBytes
  case audioPackets
  case videoBytes
  case videoPackets
  case droppedPackets
  case droppedBytes
  case timerId
  case triggerCount
  /// An index of ``StreamNames/all``.
  case name
}

/// The values of all slots for one event.
struct SlotValues {
  private var values = [UInt64](repeating: 0, count: Slot.allCases.count)

  subscript(slot: Slot) -> UInt64 {
    get { values[slot.rawValue] }
    set { values[slot.rawValue] = newValue }
  }
}

/// The names of the streams of a log.
enum StreamNames {
  /// Two hundred: those that are pushed to the server, then those that it pulls.
  ///
  /// No letter needs escaping in any format; a few are more than one byte long.
  static let all: [[UInt8]] =
    (1...100).map { Array("studio-\($0)_\($0 % 3 == 0 ? "hd" : "sd")".utf8) }
    + (1...20).map { Array("caf\u{E9}-\($0)".utf8) }
    + (1...80).map { Array("lobby_cam\($0)".utf8) }

  /// How many of them are pushed.
  static let pushedCount = 120
}
