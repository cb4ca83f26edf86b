import EventLog
import LogFiles

/// A log of which some stretches of records are read, one behind the other.
final class PartlyReadLog {
  private var source: LogSource
  private var reader: EventReader
  /// The number of the next record.
  private(set) var next = 1
  private var hasBegun = false
  private var hasEnded = false

  /// Opens a log.
  ///
  /// - Throws: ``FileError``
  init(_ file: InputFile, _ reader: consuming EventReader) throws(FileError) {
    source = try file.open()
    self.reader = reader
  }

  var statistics: ReadStatistics { reader.statistics }
  var end: SourceEnd { source.end }
  var position: Int64 { source.filePosition }
  /// Whether whoever took the events has asked to stop.
  var isStopped: Bool { reader.isStopped }

  /// Makes ready to read up to the record of that number, which is left.
  func turn(to record: Int, into events: inout FilteredEvents) {
    if !hasBegun { reader.skipHole(of: Int(source.leadingHole), into: &events) }
    hasBegun = true
    next = max(next, record)
    reader.rest(after: next - 1)
    if hasEnded { reader.finish(into: &events) } else { reader.goOn(into: &events) }
  }

  /// Reads on; returns whether more is to be read before the record that was said.
  ///
  /// - Throws: ``FileError``; the log has come to its end then.
  func advance(into events: inout FilteredEvents) throws(FileError) -> Bool {
    guard !hasEnded, !reader.isResting, !reader.isStopped else { return false }
    var hasMore = false
    do throws(FileError) {
      hasMore = try reader.read(into: &events) { (buffer) throws(FileError) in
        try source.read(into: &buffer)
      }
    } catch {
      finish(into: &events)
      throw error
    }
    if !hasMore { finish(into: &events) }
    return hasMore
  }

  private func finish(into events: inout FilteredEvents) {
    hasEnded = true
    reader.finish(into: &events)
  }
}
