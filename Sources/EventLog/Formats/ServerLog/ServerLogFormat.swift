/// The server's own log: files of its appenders, and captures of its console (formats.md §8 and §9).
///
/// An entry begins with a line that has the prefix of one and goes on to the next such line: lines
/// without a prefix belong to the message before them, unless the appender writes each entry on one
/// line (quirk 95). Entries about an event are records, all others are lines of something else,
/// or records of kind `serverLogLine` if all lines are asked for.
///
/// Since an entry ends where the next begins, the last one of a log that is still growing is known
/// when the next is written.
struct ServerLogFormat: EventFormat {
  static let name = InputFormat.server

  /// Whether entries that are no event are records too.
  let showsAllLines: Bool
  /// The process that writes the log, once a header or the server itself has said it.
  private var process: Int64?
  /// The last line was a header after which a banner may follow.
  private var expectsBanner = false
  /// The log is the capture of a console without colours.
  private var isPlain = false
  /// An entry has been seen: the log is no longer taken for anything else.
  private var hasEntries = false
  /// What ends lines, as far as one byte goes: CR LF counts as LF (quirk 101).
  private var lineEnd: UInt8 = 0x0A
  private var duplicates = ServerLogDuplicates()

  init(allLines: Bool = false) { showsAllLines = allLines }

  /// Whether this may be the beginning of a server log; nil when more bytes are needed to tell.
  ///
  /// Nine digits at least, so that a record of a text sink is not mistaken for an entry.
  static func recognises(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    guard bytes.count > 0 else { return isEnd ? false : nil }
    switch bytes[0] {
    case UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "#"), UInt8(ascii: "\""): return false
    default: break
    }
    let opening = bytes.serverLogOpening(at: 0, isEnd: isEnd, isPlain: true, lineEnd: 0x0A)
    // Neither a header nor a prefix is longer, whatever the path of the source file.
    guard let opening else { return bytes.count < 8192 ? nil : false }
    switch opening {
    case .appender(let location): return location.stampEnd >= 9
    case .console, .header: return true
    case .zeros, .continuation: return false
    }
  }

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard pending.count > 0 else { return nil }
    guard var opening = opening(pending, at: 0, isEnd: isEnd) else { return nil }
    if opening == .continuation, !hasEntries, !isPlain {
      guard
        let plain = pending.serverLogOpening(
          at: 0, isEnd: isEnd, isPlain: true, lineEnd: lineEnd)
      else { return nil }
      if case .console = plain {
        isPlain = true
        opening = plain
      }
    }
    switch opening {
    case .zeros: return zeros(pending, isEnd: isEnd)
    case .header: return header(pending, isEnd: isEnd)
    case .continuation: return foreignLine(pending, isEnd: isEnd)
    case .appender(let location), .console(let location):
      hasEntries = true
      expectsBanner = false
      guard let end = entryEnd(pending, from: 0, isEnd: isEnd) else { return nil }
      return entry(location, count: end, in: pending, isEnd: isEnd)
    }
  }

  @inline(__always)
  private func opening(
    _ pending: Span<UInt8>, at offset: Int, isEnd: Bool
  ) -> ServerLogOpening? {
    pending.serverLogOpening(at: offset, isEnd: isEnd, isPlain: isPlain, lineEnd: lineEnd)
  }

  /// Where the entry that begins at `start` ends; nil when more bytes are needed to tell.
  private func entryEnd(_ pending: Span<UInt8>, from start: Int, isEnd: Bool) -> Int? {
    // Before the first entry it is not known yet what entries look like.
    let isPlain = isPlain || !hasEntries
    var from = start
    while let end = pending.firstOffset(of: lineEnd, from: from) {
      let next = end &+ 1
      guard next < pending.count else { return isEnd ? next : nil }
      guard
        let opening = pending.serverLogOpening(
          at: next, isEnd: isEnd, isPlain: isPlain, lineEnd: lineEnd)
      else { return nil }
      if opening != .continuation { return next }
      from = next
    }
    return isEnd ? pending.count : nil
  }

  /// A run of zero bytes, which is not part of what follows (quirk 18).
  private func zeros(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var end = 0
    while end < pending.count, pending[end] == 0 { end += 1 }
    guard end < pending.count || isEnd else { return nil }
    return Frame(part: .skipped(.zeros), count: end)
  }

  /// The first line of a file; the banner after it is a header of its own.
  private mutating func header(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var end = 0
    while end < pending.count, pending[end] != 0x0A, pending[end] != 0x0D { end += 1 }
    // A CR may be half of a line end.
    guard end + 1 < pending.count || isEnd else { return nil }
    let line = pending.extracting(0..<end)
    lineEnd = 0x0A
    if end + 1 < pending.count, pending[end] == 0x0D, pending[end + 1] != 0x0A { lineEnd = 0x0D }
    let numberEnd = line.firstOffset(of: UInt8(ascii: ";")) ?? line.count
    process = line.extracting(5..<max(5, numberEnd)).integer
    expectsBanner = line.firstOffset(of: "; LIFE: ") != nil
    duplicates = ServerLogDuplicates()
    guard let close = pending.firstOffset(of: lineEnd, from: end) else {
      return Frame(part: .header, count: pending.count, failure: .tornTail)
    }
    return Frame(part: .header, count: close + 1)
  }

  /// A line that belongs to no entry: a banner, what is left of an entry that has been dealt with, or
  /// what somebody else has put there.
  private mutating func foreignLine(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    if expectsBanner {
      guard let end = pending.firstOffset(of: lineEnd) else {
        return isEnd
          ? Frame(part: .header, count: pending.count, failure: .tornTail) : nil
      }
      expectsBanner = false
      return Frame(part: .header, count: end + 1)
    }
    guard let end = entryEnd(pending, from: 0, isEnd: isEnd) else { return nil }
    let isWhole = pending[end - 1] == lineEnd
    let failure: SkipReason? = isWhole ? nil : .tornTail
    if Self.isBlank(pending.extracting(0..<end)) {
      return Frame(part: .separator, count: end, failure: failure)
    }
    return Frame(
      part: .skipped(hasEntries ? .otherLine : .malformed), count: end, failure: failure)
  }

  private static func isBlank(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] != 0x0A && text[index] != 0x0D { return false }
    return true
  }

  private mutating func entry(
    _ location: ServerLogLocation, count: Int, in pending: Span<UInt8>, isEnd: Bool
  ) -> Frame? {
    let text = pending.extracting(0..<count)
    let entry = ServerLogEntry(
      text, location, isColoured: text[0] == 0x1B, lineEnd: lineEnd)
    let isWhole = text[count - 1] == lineEnd
    guard let message = ServerLogMessage(entry, in: text) else {
      // What is not an event yet may become one with the lines that follow.
      guard count == pending.count else { return plainEntry(text, failure: nil) }
      guard isWhole else { return nil }
      return plainEntry(text, failure: entry.mayGoOn(in: text) ? .tornTail : nil)
    }
    // Without its line end an entry may be cut, unless its last words say that it is not.
    guard isWhole || !message.hasOpenEnd else { return nil }
    var isComplete = isWhole && (count < pending.count || message.isComplete(entry, in: text))
    switch isDuplicate(message, entry, count: count, in: pending, isEnd: isEnd) {
    case true?: return plainEntry(text, failure: isWhole ? nil : .tornTail)
    case false?: break
    case nil:
      guard isEnd else { return nil }
      // Its dump may be written any moment.
      isComplete = false
    }
    if case .started(let number) = message, process == nil {
      process = text.extracting(number).integer
    }
    guard isComplete else { return record(text, failure: .tornTail) }
    return record(text, failure: message.isComplete(entry, in: text) ? nil : .tornRecord)
  }

  /// The frame of an entry that is no event.
  @inline(__always)
  private func plainEntry(_ text: Span<UInt8>, failure: SkipReason?) -> Frame {
    showsAllLines
      ? record(text, failure: failure)
      : Frame(part: .skipped(.otherLine), count: text.count, failure: failure)
  }

  private func record(_ text: Span<UInt8>, failure: SkipReason?) -> Frame {
    let content = ServerLogEntry.contentEnd(of: text, lineEnd: lineEnd)
    return Frame(
      part: .record(start: 0, content: content), count: text.count, failure: failure)
  }

  /// Tells the kind of all events but dumps by the words of their message.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    guard let entry = ServerLogEntry(record, isPlain: isPlain, lineEnd: lineEnd) else {
      return nil
    }
    guard let message = ServerLogMessage(entry, in: record) else { return .serverLogLine }
    switch message {
    case .dump, .pullFailure: return nil
    default: return showsAllLines ? nil : message.kind
    }
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    guard let entry = ServerLogEntry(record, isPlain: isPlain, lineEnd: lineEnd) else {
      throw DecodeError(reason: .malformed, offset: 0)
    }
    var message = ServerLogMessage(entry, in: record) ?? .line(.serverLogLine)
    if showsAllLines, duplicates.isLastDuplicate { message = .line(.serverLogLine) }
    try message.build(entry, process: process, in: record, into: &tree, context: context)
  }
}

// Duplicates.
extension ServerLogFormat {
  /// Whether a dump in this log tells of the same event; nil when more bytes are needed to tell.
  private mutating func isDuplicate(
    _ message: ServerLogMessage, _ entry: ServerLogEntry, count: Int, in pending: Span<UInt8>,
    isEnd: Bool
  ) -> Bool? {
    let text = pending.extracting(0..<count)
    if case .dump(_, isRecord: true) = message {
      duplicates.noteDump(text.extracting(entry.message))
      return false
    }
    switch duplicates.verdict(on: message, in: text) {
    case .distinct: return false
    case .duplicate: return true
    case .depends(let reach):
      guard
        let outlook = outlook(
          on: message, in: text, from: count, reach: reach, pending, isEnd: isEnd)
      else { return nil }
      duplicates.settle(outlook)
      return outlook == .sameEvent
    }
  }

  /// Looks for the dump of an event in the entries after the one that tells of it; nil when there are
  /// not enough of them yet.
  private func outlook(
    on message: ServerLogMessage, in text: Span<UInt8>, from start: Int, reach: Int,
    _ pending: Span<UInt8>, isEnd: Bool
  ) -> ServerLogDuplicates.Outlook? {
    var outlook = ServerLogDuplicates.Outlook.noDump
    var start = start
    for _ in 0..<reach {
      guard let first = opening(pending, at: start, isEnd: isEnd) else { return nil }
      if first == .header || first == .zeros { return outlook }
      guard let end = entryEnd(pending, from: start, isEnd: isEnd) else { return nil }
      let other = pending.extracting(start..<end)
      if let entry = ServerLogEntry(other, isPlain: isPlain, lineEnd: lineEnd),
        case .dump(_, isRecord: true)? = ServerLogMessage(entry, in: other)
      {
        outlook = .otherEvents
        let dump = other.extracting(entry.message)
        if ServerLogDuplicates.describesSame(dump, message, in: text) { return .sameEvent }
      }
      guard end < pending.count else { return nil }
      start = end
    }
    return outlook
  }
}
