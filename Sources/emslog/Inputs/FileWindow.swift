import EventLog
import LogFiles

/// Which files need not be read for a window of time, judged by the times at both of their ends.
///
/// A file is left out if both ends lie on the same side of the window, unless something says that a
/// clock was set meanwhile: its times, or those of its neighbours in the rotated set, are out of order,
/// or clocks of the log's zone were set back within a day, so that stamps may mean either of two
/// moments. It is read whenever that cannot be told, as of compressed files, whose end is not at hand.
///
/// A file whose clock was set back and forward again between its ends looks like any other.
struct FileWindow {
  /// A file, as far as it is known without being read.
  struct Candidate {
    /// The rotated set.
    var set: SetKey
    /// The place in the set.
    var order: RotationOrder
    /// The first and the last time; nil: not known.
    var times: ClosedRange<EventTime>?
  }

  /// The window; a file that may hold a record inside is read.
  var window: TimeWindow
  /// The zone of stamps that name none.
  var logZone: ZoneRules

  /// How far, in milliseconds, records may be from the order of their times.
  ///
  /// Stamps are cut to seconds where `queryTimestamp` is not, and what edge processes send arrives late.
  private static let disorder: Int64 = 2000

  /// Whether a time lies before one that should not come after it.
  static func isEarly(_ time: EventTime, after last: EventTime) -> Bool {
    time.milliseconds + disorder < last.milliseconds
  }

  /// For each file whether it is left out; `files` may come in any order.
  func leavesOut(_ files: [Candidate]) -> [Bool] {
    var result = files.map { isOutside($0.times) }
    let series = Dictionary(grouping: files.indices) { index in
      Series(set: files[index].set, creator: files[index].order.creator)
    }
    for members in series.values {
      let sorted = members.sorted { files[$0].order < files[$1].order }
      // The newest may be written to while the others are read.
      if let newest = sorted.last, isBefore(files[newest].times) { result[newest] = false }
      for (index, next) in zip(sorted, sorted.dropFirst()) where !files[index].order.isPart {
        guard let times = files[index].times, let later = files[next].times,
          Self.isEarly(later.lowerBound, after: times.upperBound)
        else { continue }
        result[index] = false
        result[next] = false
      }
    }
    return result
  }

  /// Files that one writer filled one after the other.
  private struct Series: Hashable {
    let set: SetKey
    let creator: UInt64
  }

  private func isOutside(_ times: ClosedRange<EventTime>?) -> Bool {
    guard let times, !logZone.setsBackClocks(near: times) else { return false }
    let isAfter = window.until.map { Self.isEarly($0, after: times.lowerBound) } ?? false
    return isAfter || isBefore(times)
  }

  /// Whether the last time lies before the window.
  private func isBefore(_ times: ClosedRange<EventTime>?) -> Bool {
    guard let times, let since = window.since else { return false }
    return Self.isEarly(times.upperBound, after: since)
  }
}
