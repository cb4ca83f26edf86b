/// The times in a record that has one by the server's clock and one in UTC.
struct RecordClocks {
  /// The stamp, which names no zone.
  var stamp: CivilTime
  /// The time in UTC.
  var time: EventTime
  /// The stamp as it is read, in the zone of the log.
  var read: EventTime
}

/// Whether the stamps of a log are read in the right zone, by records that have a time in UTC too.
public struct ZoneDoubt: Equatable, Sendable {
  /// How many seconds clocks are ahead of UTC where the log was written, by the last record that is
  /// read wrong.
  public private(set) var offset = 0
  /// How many seconds too late its stamp is read.
  public private(set) var error = 0
  /// How many records were compared.
  private(set) var compared = 0
  private var wrong = 0

  /// Clocks of zones differ by multiples of this, in milliseconds.
  private static let step: Int64 = 900_000
  /// A record is written that much after its values were taken at most, in milliseconds.
  private static let slack: Int64 = 60_000
  /// The first records are all compared, later ones now and then.
  private static let sample = 64

  /// True if most stamps are read in a wrong zone.
  public var isJustified: Bool { wrong >= 3 && 2 * wrong > compared }

  /// Whether one more record should be compared.
  @inline(__always)
  func wants(_ record: Int) -> Bool { compared < Self.sample || record & 255 == 0 }

  mutating func add(_ clocks: RecordClocks) {
    compared += 1
    guard let error = Self.steps(clocks.read.milliseconds(since: clocks.time)), error != 0,
      let offset = Self.steps(clocks.stamp.utc.milliseconds(since: clocks.time))
    else { return }
    wrong += 1
    (self.error, self.offset) = (error, offset)
  }

  /// A difference of clocks in seconds, to the next step; nil if it is too far from that.
  private static func steps(_ milliseconds: Int64) -> Int? {
    guard milliseconds.magnitude < 86_400_000 else { return nil }
    let count = (milliseconds + (milliseconds < 0 ? -step / 2 : step / 2)) / step
    guard (milliseconds - count * step).magnitude <= slack else { return nil }
    return Int(count * step / 1000)
  }

  mutating func add(_ other: ZoneDoubt) {
    compared += other.compared
    wrong += other.wrong
    if other.error != 0 { (error, offset) = (other.error, other.offset) }
  }
}
