/// The json sink: one object per line, each line ended by `,` and LF (formats.md §4).
///
/// Within strings LF and CR are always escaped, so that a line is a record, or pieces of records that
/// a crash or a full disk has put on one line. A line is therefore read whole first. Only when that
/// fails it is divided before each `{"_logEntry":"` in it, and each piece stands for itself: the
/// sequence may also stand inside a record, as the copy of an event that was sent elsewhere.
struct JSONFormat: EventFormat {
  static let name = InputFormat.json
  /// Servers that number their records stamp them too (formats.md §11).
  static let recordsBearTime = true
  static let spellsOutText = true

  /// What the server writes for values, and whole records, that it cannot express in JSON.
  static let placeholder: StaticString =
    "\"V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON\""
  /// What every record of a file begins with.
  static let recordStart: StaticString = "{\"_logEntry\":\""
  /// The length of `2026-11-20T23:12:33.000`.
  static let stampCount = 23

  /// How many more bytes are to be cut into pieces, since they were no record as a whole.
  private var divided = 0

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    if divided > 0 {
      let frame = piece(of: pending.extracting(0..<min(divided, pending.count)))
      divided -= frame.count
      return frame
    }
    guard pending.count > 0 else { return nil }
    if pending[0] == 0 { return zeros(pending, isEnd: isEnd) }
    guard let end = pending.firstOffset(of: UInt8(ascii: "\n")) else {
      guard isEnd else { return nil }
      var frame = line(pending, count: pending.count)
      frame.failure = .tornTail
      return frame
    }
    return line(pending.extracting(0..<end), count: end + 1)
  }

  /// A run of zero bytes at the start of a line, which is not part of what follows (quirk 18).
  private func zeros(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var end = 0
    while end < pending.count, pending[end] == 0 { end += 1 }
    guard end < pending.count || isEnd else { return nil }
    return Frame(part: .skipped(.zeros), count: end)
  }

  private func line(_ line: Span<UInt8>, count: Int) -> Frame {
    let content = Self.content(of: line)
    guard content.upperBound > content.lowerBound else {
      return Frame(part: .separator, count: count)
    }
    let text = line.extracting(content)
    if text.equals(Self.placeholder) { return Frame(part: .skipped(.placeholder), count: count) }
    guard text[0] == UInt8(ascii: "{") else {
      if count > line.count, WebhookForm.isLikely(text) || AntMediaLogLine.begins(text) {
        return Frame(part: .format(.antmedia), count: 0)
      }
      if count > line.count, text.firstOffset(of: Self.recordStart) == nil,
        WebhookText.isCertain(in: text)
      {
        return Frame(part: .format(.fastpix), count: 0)
      }
      if count > line.count,
        case .known(let other) = InputFormat.recognition(of: line, isEnd: true), other != Self.name
      {
        return Frame(part: .format(other), count: 0)
      }
      return foreignLine(text, count: count)
    }
    // Sinks begin each record alike; only what begins otherwise has to be looked at.
    if count > line.count, !text.has(Self.recordStart, at: 0),
      let other = WebhookFormat.format(ofObject: text)
    {
      return Frame(part: .format(other), count: 0)
    }
    return Frame(part: .record(start: content.lowerBound, content: content.count), count: count)
  }

  /// A line that is no object: a piece of a record, or something else.
  func foreignLine(_ text: Span<UInt8>, count: Int) -> Frame {
    // A record in it can still be read: a stump without its beginning, then the next run's record.
    if text.firstOffset(of: Self.recordStart) != nil {
      return Frame(part: .record(start: 0, content: text.count), count: count)
    }
    return Frame(part: .skipped(SkipReason(unreadable: text)), count: count)
  }

  /// Where the record of a line is: without blanks and CR around it, and without one comma after it.
  static func content(of line: Span<UInt8>) -> Range<Int> {
    var end = line.count
    while end > 0, line[end - 1] == 0x20 || line[end - 1] == 0x0D || line[end - 1] == 0x09 {
      end -= 1
    }
    if end > 0, line[end - 1] == UInt8(ascii: ",") { end -= 1 }
    var start = 0
    if line.has("\u{FEFF}", at: 0) { start = 3 }
    while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
    return start..<end
  }

  /// One piece of a line that was no record as a whole.
  private func piece(of rest: Span<UInt8>) -> Frame {
    if let next = rest.firstOffset(of: Self.recordStart, from: 1) {
      let content = Self.content(of: rest.extracting(0..<next))
      let isRecord = rest.has(Self.recordStart, at: content.lowerBound)
      return Frame(
        part: isRecord
          ? .record(start: content.lowerBound, content: content.count) : .skipped(.tornRecord),
        count: next, failure: .tornRecord)
    }
    let hasEnd = rest[rest.count - 1] == UInt8(ascii: "\n")
    let content = Self.content(of: rest.extracting(0..<(rest.count - (hasEnd ? 1 : 0))))
    return Frame(
      part: .record(start: content.lowerBound, content: content.count), count: rest.count,
      failure: hasEnd ? nil : .tornTail)
  }

  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool {
    guard divided == 0, record.firstOffset(of: Self.recordStart, from: 1) != nil else {
      return false
    }
    divided = count
    return true
  }

  /// Tells the kind by the record's end, where the type always stands: `,"type":"inStreamClosed"}`.
  ///
  /// Inside a string each quote has a backslash before it, so that these bytes cannot be text. A line
  /// with more than one beginning is left to decoding.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    let count = record.count
    guard count > 40, record.has(Self.recordStart, at: 0), record[count - 1] == UInt8(ascii: "}"),
      record[count - 2] == UInt8(ascii: "\"")
    else { return nil }
    var start = count - 2
    while start > 8, record[start - 1].isASCIILetter || record[start - 1].isASCIIDigit {
      start -= 1
    }
    guard start < count - 2, record.has(",\"type\":\"", at: start - 9) else { return nil }
    if record[start - 10] == UInt8(ascii: "\"") {
      let stamp = max(start - 10 - Self.stampCount, 0)..<(start - 10)
      if context.needsNeighbours(record.extracting(stamp)) { return nil }
    }
    // A second beginning would hold the rarest byte of the sequence, the underscore.
    var underscore = record.firstOffset(of: UInt8(ascii: "_"), from: 3)
    while let found = underscore {
      if record.has(Self.recordStart, at: found - 2) { return nil }
      underscore = record.firstOffset(of: UInt8(ascii: "_"), from: found + 1)
    }
    return context.names.kind(of: record.extracting(start..<(count - 2)))
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    try JSONScanner.scan(record, keeping: tree.needed, into: &tree)
    if tree.head.typeNode < 0 { tree.findEnvelope(in: record) }
    try tree.head.requireSinkRecord()
    tree.settleHead(in: record, context: context)
  }
}
