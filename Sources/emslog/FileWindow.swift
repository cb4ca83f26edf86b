import EventLog
import LogFiles

/// Which files of a rotated set need not be read for a window of time, judged by what little is known
/// of each: its name and its first record.
///
/// A file is left out if it begins behind the window, or if the file after it begins before the
/// window, for then it was closed by then. It is read whenever that cannot be told: without times,
/// with part numbers (they begin anew with each run of the server, which then writes on in old files),
/// and across runs that the names tell apart.
///
/// What it cannot see: that the server's clock was set back by more than a moment between two files.
struct FileWindow {
  /// What is known of a file without reading it.
  struct Candidate {
    /// The rotated set.
    var set: SetKey
    /// The place in the set.
    var order: RotationOrder
    /// The time of the first record that bears one.
    var first: EventTime?
  }

  /// The window; a file that may hold a record inside is read.
  var window: TimeWindow
  /// The zone of the stamps in names.
  var logZone: ZoneRules
  /// Whether the user has said so; else the zone may be any.
  var isZoneStated: Bool

  /// How far, in milliseconds, records may be from the order of their times.
  ///
  /// Stamps are cut to seconds where `queryTimestamp` is not, and what edge processes send arrives late.
  private static let disorder: Int64 = 2000
  private static let hour: Int64 = 3_600_000

  /// Whether the name alone says that the file begins behind the window.
  func isLate(byName order: RotationOrder) -> Bool {
    guard let until = window.until else { return false }
    // No zone is more than a day from another, clock changes included.
    guard let creation = creation(of: order) else { return false }
    let isLocal = if case .local? = order.creationStamp { true } else { false }
    let margin = isLocal && !isZoneStated ? 25 * Self.hour : Self.hour
    return creation.milliseconds - margin >= until.milliseconds
  }

  /// For each file whether it is left out; `files` may come in any order.
  func leavesOut(_ files: [Candidate]) -> [Bool] {
    var result = files.map { isLate(byName: $0.order) || isLate($0.first) }
    guard let since = window.since else { return result }
    let series = Dictionary(grouping: files.indices) { index in
      Series(set: files[index].set, creator: files[index].order.creator)
    }
    for members in series.values where members.count > 1 {
      let sorted = members.sorted { files[$0].order < files[$1].order }
      // From the newest back, so that the next file with a time is at hand.
      var next: EventTime?
      for index in sorted.reversed() {
        let file = files[index]
        if let next, !file.order.isPart,
          next.milliseconds + Self.disorder + repeatedTime(after: file) < since.milliseconds
        {
          result[index] = true
        }
        next = file.first ?? next
      }
    }
    return result
  }

  /// Files that one writer filled one after the other.
  private struct Series: Hashable {
    let set: SetKey
    let creator: UInt64
  }

  private func isLate(_ first: EventTime?) -> Bool {
    guard let first, let until = window.until else { return false }
    return first.milliseconds - Self.disorder >= until.milliseconds
  }

  private func creation(of order: RotationOrder) -> EventTime? {
    switch order.creationStamp {
    case .epoch(let milliseconds): EventTime(milliseconds: milliseconds)
    case .local(let year, let month, let day, let hour, let minute, let second):
      CivilTime(
        year: Int64(year), month: month, day: day, hour: hour, minute: minute, second: second
      ).map(logZone.moment(of:))
    case nil: nil
    }
  }

  /// How long after the next file begins this one may be written to once more, in milliseconds.
  ///
  /// When clocks are set back, names repeat, and the server appends to files that it had closed. The
  /// log's zone is taken to be known if the stamp in the name fits the first record.
  private func repeatedTime(after file: Candidate) -> Int64 {
    guard case .local? = file.order.creationStamp else { return 0 }
    guard let first = file.first, let creation = creation(of: file.order),
      (-5000...900_000).contains(first.milliseconds - creation.milliseconds)
    else { return Self.hour }
    let later = EventTime(milliseconds: first.milliseconds + 3 * Self.hour)
    return Int64(max(0, logZone.offset(at: first) - logZone.offset(at: later))) * 1000
  }
}
