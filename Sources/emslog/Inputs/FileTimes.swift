import EventLog
import LogFiles

/// Finds the first and the last time in a file without reading what lies between.
struct FileTimes: EventConsumer, ~Copyable {
  private var times: ClosedRange<EventTime>?
  /// Whether no time lies before an earlier one, but for the disorder that is usual.
  private var isOrdered = true
  /// Whether the first time is all that is looked for.
  private var findsFirst = false

  /// How much of each end of a file is read, in bytes; files up to twice that are read whole.
  private static let room = 32 << 10
  /// How much of a file's head teaches the reader its format.
  private static let headRoom = 8 << 10

  var wantedKinds: EventKindSet { .all }
  var neededFields: NeededFields { .none }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    guard let time = event.time else { return .proceed }
    let first = times?.lowerBound ?? time
    let last = times?.upperBound ?? time
    if FileWindow.isEarly(time, after: last) { isOrdered = false }
    times = min(first, time)...max(last, time)
    return findsFirst ? .stop : .proceed
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}

  /// The first and the last time in a plain file; nil if they are not known for certain: the file is
  /// compressed, it cannot be read, it has no times near its ends, or these are not in order.
  ///
  /// Whoever reads the file after all will report what is wrong with it.
  static func of(_ file: InputFile, with reader: inout EventReader) -> ClosedRange<EventTime>? {
    guard file.status?.kind == .regular else { return nil }
    defer { reader.reset() }
    do throws(FileError) {
      let open = try file.openFile()
      let size = Int(clamping: try open.status().size)
      let head = try open.bytes(at: 0, count: min(size, 2 * room))
      // Gzip data, and the hole of a log that was cut while its writer went on.
      guard let first = head.first, first != 0x1F, first != 0 else { return nil }
      var ends = FileTimes()
      reader.reset()
      if head.count == size {
        reader.read(head.span, into: &ends)
      } else {
        ends.findsFirst = true
        reader.read(head.span, into: &ends)
        guard ends.times != nil else { return nil }
        ends.findsFirst = false
        let tail = try open.bytes(at: size - room, count: room)
        reader.resume(at: size - room, head: head.span.extracting(first: headRoom))
        let before = reader.statistics.events
        reader.read(tail.span, into: &ends)
        guard reader.statistics.events > before else { return nil }
      }
      reader.finish(into: &ends)
      return ends.isOrdered ? ends.times : nil
    } catch {
      return nil
    }
  }
}

extension OpenFile {
  /// The bytes from one place in the file on; fewer than `count` only at its end.
  borrowing func bytes(
    at offset: Int, count: Int
  ) throws(FileError) -> ContiguousArray<UInt8> {
    var failure: FileError?
    let bytes = ContiguousArray<UInt8>(capacity: count) { output in
      do throws(FileError) {
        while output.freeCapacity > 0 {
          let before = output.count
          try read(into: &output, at: Int64(offset + before))
          if output.count == before { break }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
