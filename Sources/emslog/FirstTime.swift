import EventLog
import LogFiles

/// Finds the time of a file's first record that bears one.
struct FirstTime: EventConsumer, ~Copyable {
  /// The time, once it is known.
  private(set) var time: EventTime?

  /// So much is looked at before a file counts as one without times.
  private static let room = 64 << 10

  var wantedKinds: EventKindSet { .all }
  var neededFields: NeededFields { .none }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    time = event.time
    return time == nil ? .proceed : .stop
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}

  /// The first time in a regular file; nil if there is none near its start, or it cannot be read.
  ///
  /// Whoever reads the file after all will tell what is wrong with it.
  static func of(_ file: InputFile, with reader: inout EventReader) -> EventTime? {
    guard file.status?.kind == .regular else { return nil }
    var first = FirstTime()
    do throws(FileError) {
      var source = try file.open()
      var hasMore = true
      while hasMore, !reader.isStopped, reader.statistics.bytes < room {
        hasMore = try reader.read(into: &first) { (buffer) throws(FileError) in
          try source.read(into: &buffer)
        }
      }
      if !hasMore { reader.finish(into: &first) }
    } catch {
      first.time = nil
    }
    reader.reset()
    return first.time
  }
}
