/// The text sink: a header line, one line for each value with one TAB for each level, two empty lines.
///
/// Nothing is escaped (formats.md §3), so that a value with line ends in it may look like anything: a
/// stream called `x␊␊␊00099⇥serverStopping` forges a record (quirk 53). Where a record ends is
/// therefore decided by what follows its two empty lines:
///
/// 1. The header whose number is the next one is the next record.
/// 2. Another header is a record if it is 00001 or has a PID, and nothing later continues *this*
///    record's number. To tell, the headers behind it are looked at: up to the first that continues
///    either number, at most eight of them and ``lookAhead`` bytes. Where its PID is another one, two
///    servers may write in turns: then it is a record if it goes on with the number of that PID, or if
///    behind it each PID goes on with its own.
/// 3. The bytes from 4096 on once more are a repeated tail (real-bytes.md, fact 1).
/// 4. Behind a number, a truth value or an empty block nothing can be value; what follows is garbage.
/// 5. Anything else is still the last value.
///
/// Where a ``TextEndMark`` ends the record, all of this is settled.
///
/// A header that stands behind bytes of an unfinished record is judged like 2: a stump is in front of
/// it. What is decided depends on content only; the record before an end of input needs one of its
/// two empty lines to count.
struct TextFormat: EventFormat {
  static let name = InputFormat.text

  /// How far behind a header of doubtful number the ones after it are looked for.
  static let lookAhead = 64 << 10
  private static let headersAhead = 8
  /// So many processes are remembered.
  private static let writerLimit = 8
  /// The size of the buffer through which the server writes.
  private static let block = 4096
  /// The longest record of which a repeated tail is looked for: each multiple of a block is compared.
  private static let repeatableLimit = 256 << 10

  /// The number of the last record.
  private var last: Int64?
  /// How many bytes at the front are a repeated tail.
  private var repeated = 0
  /// Whether the last record has no line that looks like a header.
  private var isPlain = false
  /// Whether a mark has ended a record: only then others are looked for ahead.
  private var hasMarks = false
  /// The process of the record at the front.
  private var process: Int64?
  /// The last number of each process, of the last few that have written.
  private var writers: ContiguousArray<(process: Int64, number: Int64)> = []
  /// Where the mark of the record at the front stands, once it was looked for.
  private var ahead: EndAhead?
  /// What the scanner remembers of each open block.
  private var levels = TextLevels()

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard pending.count > 0 else { return nil }
    if repeated > 0 {
      guard pending.count >= repeated || isEnd else { return nil }
      let count = min(repeated, pending.count)
      repeated = 0
      return Frame(part: .skipped(.repeatedTail), count: count)
    }
    // What an end of input alone decides may be decided otherwise when the log goes on.
    switch pending[0] {
    case 0:
      var end = 1
      while end < pending.count, pending[end] == 0 { end += 1 }
      guard end < pending.count || isEnd else { return nil }
      return Frame(
        part: .skipped(.zeros), count: end, failure: end == pending.count ? .tornTail : nil)
    case UInt8(ascii: "\n"):
      return Frame(part: .separator, count: 1)
    case UInt8(ascii: "#"):
      switch TextEndMark.find(in: pending, at: 0, isEnd: isEnd) {
      case .incomplete: return nil
      case .mark(let mark):
        hasMarks = true
        return Frame(part: .separator, count: mark.end)
      case .nothing: break
      }
    default: break
    }
    switch TextHeader.find(in: pending, at: 0, isEnd: isEnd) {
    case .incomplete: return nil
    case .header(let header): return record(pending, header, isEnd: isEnd)
    case .nothing: return garbage(pending, isEnd: isEnd)
    }
  }

  /// The record that begins with `header`.
  private mutating func record(
    _ pending: Span<UInt8>, _ header: TextHeader, isEnd: Bool
  ) -> Frame? {
    isPlain = true
    // Marks before it are known to be inside a value.
    var floor = 0
    var blank: Range<Int>?
    ahead = nil
    process = header.process(in: pending)
    var offset = header.end
    while offset < pending.count {
      let mark = pending.nextRecordMark(from: offset)
      guard mark < pending.count else { break }
      offset = mark + 1
      if pending[mark] == UInt8(ascii: "\t") {
        isPlain = false
        guard mark >= floor else { continue }
        switch judge(pending, tab: mark, after: header.number, isEnd: isEnd) {
        case .undecided: return nil
        case .value(let end): floor = max(floor, end)
        case .record(let start): return stump(pending, header, end: start)
        }
        continue
      }
      // The line end before the mark ends the last line, all others are empty lines.
      while offset < pending.count, pending[offset] == UInt8(ascii: "\n") { offset += 1 }
      guard offset < pending.count || isEnd else { return nil }
      let lines = (mark - 1)..<offset
      if offset == pending.count {
        var frame = finished(header, lines)
        if lines.count < 3 { frame.failure = .tornTail }
        return frame
      }
      guard lines.count >= 3, offset >= floor else { continue }
      if offset == floor { return finished(header, lines) }
      switch isBoundary(
        pending, header, lines, isFirst: blank == nil, isEnd: isEnd)
      {
      case nil: return nil
      case true?: return finished(header, lines)
      case false?: if blank == nil { blank = lines }
      }
    }
    guard isEnd else { return nil }
    // The input ends in the middle: what has its two empty lines is taken for a record.
    guard let blank else { return nil }
    var frame = finished(header, blank)
    frame.failure = .tornTail
    return frame
  }

  /// Where the mark of a record stands.
  private enum EndAhead {
    /// The bytes end too early.
    case undecided
    case at(Int)
    case nowhere
  }

  /// Looks for the mark that ends the record at the front, if marks are to be expected.
  ///
  /// The first line decides that looks like it and stands where it says; it is looked for as far ahead
  /// as headers are.
  private func endAhead(_ pending: Span<UInt8>, isEnd: Bool) -> EndAhead {
    var offset = 0
    while let lineEnd = pending.firstOffset(of: UInt8(ascii: "\n"), from: offset),
      lineEnd < Self.lookAhead
    {
      offset = lineEnd + 1
      switch TextEndMark.find(in: pending, at: offset, isEnd: isEnd) {
      case .nothing: continue
      case .incomplete: return .undecided
      case .mark(let mark):
        guard mark.length == offset else { return .nowhere }
        return mark.ends(pending.extracting(..<offset)) ? .at(offset) : .nowhere
      }
    }
    return isEnd || pending.count >= Self.lookAhead ? .nowhere : .undecided
  }

  /// A record whose last line end and empty lines are `lines`.
  ///
  /// All but the last three line ends are value.
  private mutating func finished(_ header: TextHeader, _ lines: Range<Int>) -> Frame {
    last = header.number
    if let process { note(header.number, of: process) }
    let content = lines.upperBound - min(lines.count, 3)
    return Frame(part: .record(start: 0, content: content), count: lines.upperBound)
  }

  private mutating func note(_ number: Int64, of process: Int64) {
    for index in writers.indices where writers[index].process == process {
      writers[index].number = number
      return
    }
    if writers.count >= Self.writerLimit { writers.removeFirst() }
    writers.append((process, number))
  }

  /// A record that another one follows without its two empty lines: whole if it has one.
  private mutating func stump(
    _ pending: Span<UInt8>, _ header: TextHeader, end: Int
  ) -> Frame {
    last = header.number
    if pending[end - 1] == UInt8(ascii: "\n"), pending[end - 2] == UInt8(ascii: "\n") {
      return finished(header, (end - 2)..<end)
    }
    return Frame(part: .skipped(.tornRecord), count: end)
  }

  /// Whether the record ends with these empty lines; nil when that cannot be told yet.
  private mutating func isBoundary(
    _ pending: Span<UInt8>, _ header: TextHeader, _ lines: Range<Int>, isFirst: Bool, isEnd: Bool
  ) -> Bool? {
    let next = lines.upperBound
    if pending[next] == 0 { return true }
    switch TextEndMark.find(in: pending, at: next, isEnd: isEnd) {
    case .incomplete: return nil
    case .mark(let mark) where mark.ends(pending.extracting(..<next)): return true
    case .mark, .nothing: break
    }
    switch TextHeader.find(in: pending, at: next, isEnd: isEnd) {
    case .incomplete: return nil
    case .header(let other):
      if other.number == header.number + 1 { return true }
      switch judge(pending, other, after: header.number, isEnd: isEnd) {
      case .undecided: return nil
      case .record: return true
      case .value:
        isPlain = false
        return false
      }
    case .nothing: break
    }
    if isFirst, let tail = repeatedTail(pending, end: next, isEnd: isEnd) {
      guard tail.isSure else { return nil }
      repeated = tail.count
      return true
    }
    if lines.lowerBound > header.end,
      Self.isClosed(pending.extracting(header.end..<lines.lowerBound))
    {
      return true
    }
    switch InputFormat.recognition(of: pending.extracting(next...), isEnd: isEnd) {
    case .undecided: return nil
    case .known:
      switch rival(in: pending, from: next, of: header.number, and: nil, isEnd: isEnd) {
      case .undecided: return nil
      case .record: return true
      case .value: break
      }
    case .unknown: break
    }
    isPlain = false
    return false
  }

  /// Whether what follows `end` are the bytes before it once more, from a multiple of 4096 on.
  private func repeatedTail(
    _ pending: Span<UInt8>, end: Int, isEnd: Bool
  ) -> (count: Int, isSure: Bool)? {
    guard end <= Self.repeatableLimit else { return nil }
    var cut = Self.block
    while cut < end {
      let count = min(end - cut, pending.count - end)
      if pending.extracting(cut..<(cut + count)).equals(pending.extracting(end..<(end + count))) {
        return (count, isEnd || count == end - cut)
      }
      cut += Self.block
    }
    return nil
  }

  /// Whether the last line ends in a value that no text can follow.
  private static func isClosed(_ lines: Span<UInt8>) -> Bool {
    var start = lines.count
    while start > 0, lines[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    let line = lines.extracting(start...)
    guard line.count > 1, line[0] == UInt8(ascii: "\t") else { return false }
    guard let separator = line.firstOffset(of: ": ") else {
      return line[line.count - 1] == UInt8(ascii: ":")
    }
    let kind = line.extracting((separator + 2)...).bareKind
    return kind != .string
  }

  private enum Judgement {
    /// The bytes end too early.
    case undecided
    /// It is part of a value, and so is all before `end`.
    case value(end: Int)
    /// A record begins at `start`.
    case record(start: Int)
  }

  private mutating func judge(
    _ pending: Span<UInt8>, tab: Int, after number: Int64, isEnd: Bool
  ) -> Judgement {
    switch TextHeader.find(in: pending, tab: tab, after: number, isEnd: isEnd) {
    case .incomplete: .undecided
    case .nothing: .value(end: tab)
    case .header(let other): judge(pending, other, after: number, isEnd: isEnd)
    }
  }

  /// Whether a header inside or behind record `number` begins another record.
  private mutating func judge(
    _ pending: Span<UInt8>, _ other: TextHeader, after number: Int64, isEnd: Bool
  ) -> Judgement {
    guard let hasProcess = other.hasProcess(in: pending, isEnd: isEnd) else { return .undecided }
    guard hasProcess || other.number == 1 else { return .value(end: other.end - 1) }
    let record = Judgement.record(start: other.start)
    if other.number == number + 1 { return record }
    if hasMarks {
      let mark = ahead ?? endAhead(pending, isEnd: isEnd)
      ahead = mark
      switch mark {
      case .undecided: return .undecided
      case .at(let end) where end > other.start: return .value(end: end)
      case .at, .nowhere: break
      }
    }
    if pending.isBehindEmptyLine(other.start), !writers.isEmpty {
      guard isEnd || pending.count - other.end >= TextHeader.processLimit else { return .undecided }
      if let writer = other.process(in: pending), writer != process,
        writers.contains(where: { $0.process == writer && $0.number + 1 == other.number })
      {
        return record
      }
    }
    // The server's signal handler may write one record before another (real-bytes.md, fact 1).
    if other.number == number + 2, pending.isBehindEmptyLine(other.start) { return record }
    switch rival(
      in: pending, from: other.end, of: number, and: other.number, isEnd: isEnd)
    {
    case .record: return record
    case .value(let end):
      switch areTwoServers(in: pending, number, other, isEnd: isEnd) {
      case nil: return .undecided
      case true?: return record
      case false?: return .value(end: end)
      }
    case .undecided: return .undecided
    }
  }

  /// Looks for the header that settles whether a record begins before `start`: the first that
  /// continues the number of the record in front (no), or the other's (yes); yes if there is neither.
  private func rival(
    in pending: Span<UInt8>, from start: Int, of number: Int64, and other: Int64?, isEnd: Bool
  ) -> Judgement {
    let limit = start + Self.lookAhead
    var headers = 0
    var offset = start
    while offset < min(pending.count, limit), headers < Self.headersAhead {
      let mark = pending.nextRecordMark(from: offset)
      guard mark < pending.count else { break }
      offset = mark + 1
      guard pending[mark] == UInt8(ascii: "\t"), mark < limit else { continue }
      switch TextHeader.find(in: pending, tab: mark, after: other ?? number, isEnd: isEnd) {
      case .nothing: continue
      case .incomplete: return .undecided
      case .header(let later):
        if let other, later.number == other + 1 { return .record(start: start) }
        if later.number == number + 1, pending.isBehindEmptyLine(later.start) {
          return .value(end: later.start)
        }
        headers += 1
      }
    }
    let isSeen = isEnd || headers == Self.headersAhead || pending.count >= limit
    return isSeen ? .record(start: start) : .undecided
  }

  /// Indicates whether the record at the front and `other` are of two servers that write in turns.
  ///
  /// Then, behind them, the number of each goes on with its own PID. Nil: the bytes end too early.
  private func areTwoServers(
    in pending: Span<UInt8>, _ number: Int64, _ other: TextHeader, isEnd: Bool
  ) -> Bool? {
    guard pending.isBehindEmptyLine(other.start),
      let process, let otherProcess = other.process(in: pending),
      process != otherProcess
    else { return false }
    let limit = other.end + Self.lookAhead
    var (goesOn, otherGoesOn) = (false, false)
    var headers = 0
    var offset = other.end
    while offset < min(pending.count, limit), headers < Self.headersAhead {
      let mark = pending.nextRecordMark(from: offset)
      guard mark < pending.count else { break }
      offset = mark + 1
      guard pending[mark] == UInt8(ascii: "\t"), mark < limit else { continue }
      switch TextHeader.find(in: pending, tab: mark, after: other.number, isEnd: isEnd) {
      case .nothing: continue
      case .incomplete: return nil
      case .header(let later):
        guard let hasProcess = later.hasProcess(in: pending, isEnd: isEnd) else { return nil }
        headers += 1
        guard hasProcess, pending.isBehindEmptyLine(later.start) else { continue }
        guard let writer = later.process(in: pending) else { return isEnd ? false : nil }
        if later.number == number + 1, writer == process { goesOn = true }
        if later.number == other.number + 1, writer == otherProcess { otherGoesOn = true }
        if goesOn, otherGoesOn { return true }
      }
    }
    let isSeen = isEnd || headers == Self.headersAhead || pending.count >= limit
    return isSeen ? false : nil
  }

  /// Bytes that are no record, up to the next one.
  private mutating func garbage(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    switch InputFormat.recognition(of: pending, isEnd: isEnd) {
    case .undecided: return nil
    case .known(let other) where other != .text:
      guard isEnd || pending.firstOffset(of: UInt8(ascii: "\n")) != nil else { return nil }
      return Frame(part: .format(other), count: 0)
    case .known, .unknown: break
    }
    let isStump = pending[0].isASCIIDigit
    let reason: SkipReason = isStump ? .tornRecord : .malformed
    var offset = 1
    while offset < pending.count {
      let mark = pending.nextRecordMark(from: offset)
      guard mark < pending.count else { break }
      offset = mark + 1
      guard pending[mark] == UInt8(ascii: "\t") else { continue }
      switch TextHeader.find(in: pending, tab: mark, after: last, isEnd: isEnd) {
      case .nothing: continue
      case .incomplete: return nil
      case .header(let header):
        guard header.start > 0,
          let hasProcess = header.hasProcess(in: pending, isEnd: isEnd)
        else { return nil }
        let isNext = last.map { header.number == $0 + 1 } ?? false
        guard hasProcess || isNext || header.number == 1 else { continue }
        return Frame(part: .skipped(reason), count: header.start)
      }
    }
    guard isEnd else { return nil }
    return Frame(
      part: .skipped(isStump ? .tornTail : .malformed), count: pending.count, failure: .tornTail)
  }

  /// Tells the kind by the header of a record in which nothing looks like another record.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    guard isPlain, case .header(let header) = TextHeader.find(in: record, at: 0, isEnd: true),
      !context.needsNeighbours(record.extracting(header.stamp))
    else { return nil }
    return context.names.kind(of: record.extracting(header.type))
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    try TextScanner.scan(record, into: &tree, &levels, context: context)
    tree.settleHead(in: record, context: context)
  }

  /// Up to the next header behind an empty line.
  func resynchronise(_ pending: Span<UInt8>) -> (count: Int, isDone: Bool) {
    var offset = 0
    while offset < pending.count {
      let mark = pending.nextRecordMark(from: offset)
      guard mark < pending.count else { break }
      offset = mark + 1
      guard pending[mark] == UInt8(ascii: "\n") else { continue }
      switch TextHeader.find(in: pending, at: offset, isEnd: false) {
      case .header: return (offset, true)
      case .incomplete: return (mark - 1, false)
      case .nothing: continue
      }
    }
    // The empty line may be about to follow.
    let endsLine = pending.count > 0 && pending[pending.count - 1] == UInt8(ascii: "\n")
    return (pending.count - (endsLine ? 1 : 0), false)
  }
}

extension Span<UInt8> {
  /// Whether the line that begins at `offset` follows an empty one.
  fileprivate func isBehindEmptyLine(_ offset: Int) -> Bool {
    offset >= 2 && self[offset - 1] == UInt8(ascii: "\n") && self[offset - 2] == UInt8(ascii: "\n")
  }
}
