/// The xml sink: one indented element per record, many of them in a file (formats.md §5).
///
/// Line ends within values are escaped, so that the end tag of an indented record is the one at the
/// start of a line, and a record that a crash or a full disk cut off ends where a line begins the
/// next. What cannot be read when cut so is measured again, element by element (``XMLExtent``), as
/// records on one line are in the first place.
struct XMLFormat: EventFormat {
  static let name = InputFormat.xml

  /// The first bytes of a file; the declaration has no line end of its own (quirk 3).
  static let declarationStart: StaticString = "<?xml "
  private static let longestDeclaration = 256

  /// Whether the record at the front could not be read as its lines suggest.
  private var isDoubted = false
  /// Whether the last frame was measured and cannot be cut any better.
  private var isMeasured = false

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    isMeasured = false
    guard pending.count > 0 else { return nil }
    if pending[0] == 0 { return zeros(pending, isEnd: isEnd) }
    guard pending[0].isXMLSpace else { return element(pending, at: 0, isEnd: isEnd) }
    var blanks = 0
    while blanks < pending.count, pending[blanks].isXMLSpace { blanks &+= 1 }
    // The line end before a record is part of it.
    if blanks == pending.count {
      if blanks > 1 { return Frame(part: .separator, count: blanks - 1) }
      return isEnd ? Frame(part: .separator, count: 1, failure: .tornTail) : nil
    }
    let startsLine =
      pending[blanks] == UInt8(ascii: "<") && pending[blanks &- 1] == UInt8(ascii: "\n")
    if startsLine, blanks == 1 { return element(pending, at: 1, isEnd: isEnd) }
    return Frame(part: .separator, count: startsLine ? blanks - 1 : blanks)
  }

  /// A run of zero bytes, which is not part of what follows (quirk 18).
  private func zeros(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var end = 0
    while end < pending.count, pending[end] == 0 { end += 1 }
    guard end < pending.count || isEnd else { return nil }
    return Frame(part: .skipped(.zeros), count: end)
  }

  /// What begins at `start`, where there is no white space.
  private mutating func element(_ pending: Span<UInt8>, at start: Int, isEnd: Bool) -> Frame? {
    let text = pending.extracting(start...)
    guard text[0] == UInt8(ascii: "<") else { return foreign(pending, start, isEnd: isEnd) }
    guard text.count > Self.declarationStart.utf8CodeUnitCount || isEnd else { return nil }
    if text.has(Self.declarationStart, at: 0) {
      let limit = min(text.count, Self.longestDeclaration)
      let head = text.extracting(1..<limit)
      if let end = head.firstOffset(of: UInt8(ascii: ">")),
        head.firstOffset(of: UInt8(ascii: "<")) ?? end >= end
      {
        return Frame(part: .header, count: start + end + 2)
      }
      guard isEnd || text.count > limit else { return nil }
      return garbage(pending, start, from: 1, isEnd: isEnd, .malformed)
    }
    guard let isRecord = text.xmlRoot(at: 0) else {
      return isEnd ? garbage(pending, start, from: text.count, isEnd: isEnd, .tornTail) : nil
    }
    guard isRecord else { return foreign(pending, start, isEnd: isEnd) }
    if isDoubted { return measured(pending, start, isEnd: isEnd) }
    return lines(pending, start, isEnd: isEnd)
  }

  /// A record whose lines are indented: it ends with the first end tag at the start of a line.
  private mutating func lines(_ pending: Span<UInt8>, _ start: Int, isEnd: Bool) -> Frame? {
    let text = pending.extracting(start...)
    guard let close = text.firstOffset(of: UInt8(ascii: ">")), close + 2 < text.count || isEnd
    else {
      return nil
    }
    guard close + 2 < text.count, text[close + 1] == UInt8(ascii: "\n"),
      text[close + 2] == UInt8(ascii: " ")
    else { return measured(pending, start, isEnd: isEnd) }
    var from = close + 2
    while let lineEnd = text.firstOffset(of: UInt8(ascii: "\n"), from: from) {
      from = lineEnd &+ 1
      guard from < text.count else { break }
      if text[from] == UInt8(ascii: " ") { continue }
      if text.has("</MAP>", at: from) { return record(pending, start, from &+ 6, isEnd: isEnd) }
      if text.has("</TYPED_MAP>", at: from) {
        return record(pending, start, from &+ 12, isEnd: isEnd)
      }
      switch text.xmlLineStart(at: from) {
      case true?: return garbage(pending, start, from: from, isEnd: isEnd, .tornRecord)
      case nil where !isEnd: return nil
      default: break
      }
    }
    return isEnd ? garbage(pending, start, from: text.count, isEnd: isEnd, .tornTail) : nil
  }

  /// A record in any layout.
  private mutating func measured(_ pending: Span<UInt8>, _ start: Int, isEnd: Bool) -> Frame? {
    let text = pending.extracting(start...)
    let frame: Frame?
    switch XMLExtent.measure(text) {
    case .complete(let end): frame = record(pending, start, end, isEnd: isEnd)
    case .broken(let place, let reason):
      frame = garbage(pending, start, from: max(place, 1), isEnd: isEnd, reason)
    case .unfinished:
      frame = isEnd ? garbage(pending, start, from: text.count, isEnd: isEnd, .tornTail) : nil
    }
    if frame != nil { (isDoubted, isMeasured) = (false, true) }
    return frame
  }

  /// A record of `count` bytes, and the line end that belongs to it.
  private func record(
    _ pending: Span<UInt8>, _ start: Int, _ count: Int, isEnd: Bool
  ) -> Frame? {
    var end = start &+ count
    if end < pending.count {
      if pending[end] == UInt8(ascii: "\n") { end &+= 1 }
    } else if !isEnd {
      return nil
    }
    return Frame(part: .record(start: start, content: count), count: end)
  }

  /// Something that is no record: the end of one once more, another format, or garbage.
  private func foreign(_ pending: Span<UInt8>, _ start: Int, isEnd: Bool) -> Frame? {
    let text = pending.extracting(start...)
    switch InputFormat.recognition(of: text, isEnd: isEnd) {
    case .undecided: return nil
    case .known(let other) where other != Self.name:
      return Frame(part: .format(other), count: start)
    case .known, .unknown: break
    }
    return garbage(pending, start, from: 1, isEnd: isEnd, .repeatedTail)
  }

  /// Bytes that are no record, up to where the next one begins.
  private func garbage(
    _ pending: Span<UInt8>, _ start: Int, from: Int, isEnd: Bool, _ suspected: SkipReason
  ) -> Frame? {
    let text = pending.extracting(start...)
    // What comes before `from` was read as part of the record, but for what may be glued to it.
    let next = text.nextXMLStart(from: from, isEnd: isEnd).offset
    guard next != nil || isEnd else { return nil }
    var end = next ?? text.count
    if let glued = text.gluedStart(in: 1..<max(min(from, end), 1)) { end = glued }
    if end < text.count, text[end &- 1] == UInt8(ascii: "\n") { end -= 1 }
    var last = end
    while last > 0, text[last &- 1].isXMLSpace { last -= 1 }
    let isWhole = text.has("</MAP>", at: last - 6) || text.has("</TYPED_MAP>", at: last - 12)
    let isCut = text.has("<MAP ", at: 0) || text.has("<TYPED_MAP ", at: 0)
    let reason: SkipReason =
      switch suspected {
      case .repeatedTail where !isWhole && !isCut: .malformed
      case .repeatedTail where !isWhole, .malformed where !isWhole:
        next == nil ? .tornTail : .tornRecord
      default: suspected
      }
    return Frame(
      part: .skipped(reason), count: start + end, failure: next == nil ? .tornTail : nil)
  }

  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool {
    guard !isMeasured, !isDoubted else { return false }
    isDoubted = true
    return true
  }

  func resynchronise(_ pending: Span<UInt8>) -> (count: Int, isDone: Bool) {
    // The record that is too long begins with byte 0, or 1 behind a line end: its own start tag must
    // not be taken for the next one's. What is kept undecided therefore has two bytes before it.
    let next = pending.nextXMLStart(from: min(2, pending.count), isEnd: false)
    let limit = next.offset ?? next.cleared
    var from = 0
    while let tag = pending.extracting(0..<limit).firstOffset(of: "\n</", from: from) {
      from = tag + 1
      let isMap = pending.has("\n</MAP>", at: tag)
      guard isMap || pending.has("\n</TYPED_MAP>", at: tag) else { continue }
      let end = tag + (isMap ? 7 : 13)
      guard end < pending.count else { return (max(tag - 2, 0), false) }
      return (pending[end] == UInt8(ascii: "\n") ? end + 1 : end, true)
    }
    guard let start = next.offset else { return (max(limit - 14, 0), false) }
    return (pending[start - 1] == UInt8(ascii: "\n") ? start - 1 : start, true)
  }

  /// Tells the kind by the record's end, where the type always stands.
  ///
  /// Bytes that a value holds unescaped (quirk 41) could imitate it; they are left to decoding.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    let isTyped = record.has("<TYPED_MAP typeName=", at: 0)
    let end = record.count - (isTyped ? 19 : 13)
    guard end > 64,
      isTyped
        ? record.has("</STR>\n</TYPED_MAP>", at: end)
        : record.has("</STR>\n</MAP>", at: end)
          && record.has("<MAP isArray=\"false\" name=\"\">\n", at: 0)
    else { return nil }
    var start = end
    while record[start &- 1].isASCIILetter || record[start &- 1].isASCIIDigit { start -= 1 }
    guard start < end, record.has("\n    <STR name=\"type\">", at: start - 22) else { return nil }
    // The time stands before the type.
    let stampEnd = start - 34
    if stampEnd >= JSONFormat.stampCount, record.has("</TIMESTAMP>", at: stampEnd),
      context.needsNeighbours(record.extracting((stampEnd - JSONFormat.stampCount)..<stampEnd))
    {
      return nil
    }
    var from = 0
    while let found = record.firstOffset(of: UInt8(ascii: "&"), from: from) {
      if record.has("&#x", at: found), !record.isControlReference(at: found) { return nil }
      from = found + 1
    }
    return context.names.kind(of: record.extracting(start..<end))
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    try XMLScanner.scan(record, into: &tree)
    tree.findEnvelope(in: record)
    guard tree.head.typeNode >= 0 else {
      throw DecodeError(reason: .noType, offset: 0)
    }
    tree.settleHead(in: record, context: context)
  }
}
