import EventLog
import LogFiles

/// Finds the first time and the first counter in the first bytes of a log.
struct FirstRecordSearch: EventConsumer, ~Copyable {
  private var time: EventTime?
  private var number: Int64?
  private var writer: Int64?

  /// How much of a log is read, in bytes.
  private static let room = 64 << 10

  var wantedKinds: EventKindSet { .all }
  var neededFields: NeededFields { .none }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if number == nil, let entry = event.logEntry { (number, writer) = (entry, event.writer) }
    time = event.time
    return time == nil ? .proceed : .stop
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}

  private var found: FirstRecord? {
    time.map { FirstRecord(time: $0.milliseconds, number: number, writer: writer) }
  }

  /// The first record in the first bytes of a log; nil if no record there has a time.
  static func inHead(_ head: ContiguousArray<UInt8>) -> FirstRecord? {
    var search = FirstRecordSearch()
    var reader = EventReader(context: DecodingContext(logZone: .system))
    reader.read(head.span, into: &search)
    reader.pause(into: &search)
    return search.found
  }

  /// The first record of a log; nil if no record has a time, or the log cannot be read.
  static func first(of file: InputFile, with reader: inout EventReader) -> FirstRecord? {
    guard var source = try? file.open() else { return nil }
    var search = FirstRecordSearch()
    reader.reset()
    var left = room
    var hasMore = true
    while hasMore, left > 0, !reader.isStopped {
      do throws(FileError) {
        hasMore = try reader.read(into: &search) { (buffer) throws(FileError) in
          let before = buffer.count
          try source.read(into: &buffer)
          left -= buffer.count - before
        }
      } catch {
        hasMore = false
      }
    }
    reader.pause(into: &search)
    reader.reset()
    return search.found
  }
}

/// Tells whether two parts of a record that stand in two logs are those of one.
///
/// Its counter comes right before that of the record behind it. Without counters nobody knows what else
/// was written between the two parts and is lost.
struct JoinedRecord: EventConsumer, ~Copyable {
  private var counters: [(number: Int64?, writer: Int64?)] = []
  private var isBroken = false

  var wantedKinds: EventKindSet { .all }
  var neededFields: NeededFields { .none }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    counters.append((event.logEntry, event.writer))
    return counters.count < 2 ? .proceed : .stop
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) { isBroken = true }

  /// Whether the records are those of one log; nil as long as the second one is not there.
  private var isOne: Bool? {
    if isBroken { return false }
    guard counters.count == 2 else { return nil }
    guard let first = counters[0].number, let second = counters[1].number else { return false }
    return second == first + 1 && counters[0].writer == counters[1].writer
  }

  /// Whether the first bytes of a log go on with the rest of another, of which the head is known.
  static func isOne(
    _ rest: ContiguousArray<UInt8>, _ head: ContiguousArray<UInt8>, _ log: ContiguousArray<UInt8>
  ) -> Bool? {
    var joined = JoinedRecord()
    var reader = EventReader(context: DecodingContext(logZone: .system))
    reader.resume(at: head.count, head: head.span)
    reader.read(rest.span, into: &joined)
    reader.read(log.span, into: &joined)
    reader.pause(into: &joined)
    return joined.isOne
  }
}

extension Follower {
  /// Lets the follower ask for what only records show.
  mutating func askRecords() {
    firstRecord = FirstRecordSearch.inHead
    isOneRecord = JoinedRecord.isOne
  }
}
