/// What a reader decides once for all its logs.
struct ReaderOptions {
  var context: DecodingContext
  /// The format of all logs; nil: recognised for each.
  var format: InputFormat?
  /// Longest record in bytes.
  var recordLimit: Int
  /// Whether records of kinds that nobody wants are decoded and checked too.
  var decodesAll: Bool
  /// Whether lines of server logs that tell of no event are events as well.
  var allLines: Bool
}

/// What follows the bytes that a reader has.
enum InputEnd {
  /// More of the log, any moment.
  case more
  /// Nothing for now: what is complete is to be read, the beginning of a record has to wait.
  case pause
  /// Nothing any more.
  case end
}

/// Where a reader stands in its log, and the loop that all formats share.
struct ReaderState {
  var statistics = ReadStatistics()
  /// Source offset of the first byte that has not been dealt with.
  private(set) var offset = 0
  private(set) var isStopped = false
  var format: InputFormat?
  /// How much of a record that is too long has been passed over so far.
  private var discarded = 0
  /// True if these are the zero bytes of a hole, which ends before the next byte that is not zero.
  private var isInHole = false
  /// Records so far, those that could not be read included.
  private(set) var records = 0
  /// The time of the last record that bears one.
  private(set) var lastTime: EventTime?
  /// How far the stamps of the log have come, and of those before it that it continues.
  private(set) var clock: StampClock
  /// What the stream is called, if it has a name.
  var stream: UInt64?
  /// True until the first bytes were looked at: a byte order mark may stand there.
  private(set) var mayBeginWithMark: Bool
  /// How lines end, once it is known and makes a difference.
  var lineEnds: LineEnds?
  /// The returns that were taken out of the buffer, where ``lineEnds`` are CRLF.
  var returns = RemovedReturns()
  /// The number of records after which reading rests.
  var restingPlace = Int.max

  /// Whether reading rests.
  var isResting: Bool { records >= restingPlace }

  /// How the lines of a log end.
  enum LineEnds {
    case lf
    case crlf
  }

  init(format: InputFormat?, clock: StampClock = StampClock()) {
    self.format = format
    self.clock = clock
    mayBeginWithMark = true
  }

  init(
    format: InputFormat?, offset: Int, _ bookmark: EventReader.Bookmark, lineEnds: LineEnds? = nil
  ) {
    self.init(format: format, clock: bookmark.clock)
    self.offset = offset
    self.lineEnds = lineEnds
    mayBeginWithMark = offset == 0
    records = bookmark.records
    lastTime = bookmark.time
  }

  /// Deals with as much of `pending` as can be dealt with; returns how many bytes that was.
  ///
  /// When the log goes on in another format, ``format`` has changed and the rest is left.
  mutating func run<F: EventFormat, C: EventConsumer & ~Copyable>(
    _ pending: Span<UInt8>, end: InputEnd, _ syntax: inout F, _ tree: inout RecordTree,
    _ consumer: inout C, _ options: borrowing ReaderOptions
  ) -> Int {
    // A line that has no end yet may be any part of a record.
    let pending = end == .pause ? pending.extracting(0..<pending.endOfLastLine) : pending
    var used = 0
    if isInHole {
      used = passHole(pending, isEnd: end == .end, &consumer)
      if isInHole { return used }
    } else if discarded > 0 {
      used = discard(pending, isEnd: end == .end, syntax, &consumer)
    }
    let wanted = consumer.wantedKinds
    tree.needed = consumer.neededFields
    let sieves = F.spellsOutText && consumer.sievesRecords
    let glances =
      !options.decodesAll && (wanted != .all || sieves)
      && (F.recordsBearTime || !consumer.needsTimes)
    // Where few records are wanted, a search through all of them would cost more than it spares.
    let looksAhead = sieves && wanted == .all
    var ahead = BytesAhead()
    while discarded == 0, !isStopped, !isResting, used < pending.count {
      let rest = pending.extracting(used...)
      guard let frame = syntax.frame(rest, isEnd: end != .more) else {
        if rest.count > options.recordLimit, rest[rest.count - 1] == 0 {
          used += enterHole(rest, limit: options.recordLimit, &consumer)
        } else if rest.count > options.recordLimit {
          used += discard(rest, isEnd: end == .end, syntax, &consumer)
        } else if end == .end {
          skip(rest, as: .tornTail, &consumer)
          used += rest.count
        }
        break
      }
      if end == .pause, frame.failure == .tornTail { break }
      let framed = rest.extracting(0..<frame.count)
      switch frame.part {
      case .record(let start, let content):
        if content > options.recordLimit {
          if syntax.divide(framed.extracting(start..<(start &+ content)), frame: frame.count) {
            continue
          }
          skip(framed, as: .tooLong, &consumer)
          break
        }
        let record = framed.extracting(start..<(start &+ content))
        if glances, let kind = syntax.glance(record, context: options.context) {
          var mayMatch = wanted.contains(kind)
          if mayMatch, looksAhead {
            let place = used &+ start
            mayMatch = consumer.mayMatch(
              place..<(place &+ content), of: pending, kind: kind, &ahead)
          } else if mayMatch, sieves {
            ahead = BytesAhead()
            mayMatch = consumer.mayMatch(0..<content, of: record, kind: kind, &ahead)
          }
          guard mayMatch else {
            countEvent(returns.take(framed.count))
            break
          }
        }
        do {
          try syntax.decode(record, into: &tree, context: options.context)
        } catch {
          if syntax.divide(record, frame: frame.count) { continue }
          skip(
            framed, as: error.reason.isDamage ? frame.failure ?? error.reason : error.reason,
            &consumer)
          break
        }
        let place = RecordPlace(
          offset: offset + returns.length(of: start), number: records + 1, stream: stream)
        countEvent(returns.take(framed.count))
        statistics.repairedStrings += tree.repairedStrings
        statistics.forgedRecords += tree.forgedRecords
        clock.settle(&tree.head)
        statistics.note(tree.head.time)
        if tree.head.hasQueryTime, statistics.zoneDoubt.wants(records),
          let clocks = tree.clocks(in: record, context: options.context)
        {
          statistics.zoneDoubt.add(clocks)
        }
        let event = Event(
          record: record, framed: framed, place: place, format: tree.head.format ?? F.name,
          tree: tree,
          precedingTime: lastTime)
        if let time = event.time {
          lastTime = time
        } else if lastTime != nil {
          statistics.undated &+= 1
        }
        if wanted.contains(event.kind), consumer.consume(event) == .stop { isStopped = true }
      case .separator:
        let length = returns.take(frame.count)
        statistics.separatorBytes += length
        offset += length
      case .header:
        countHeader(returns.take(frame.count))
      case .skipped(let reason):
        skip(framed, as: reason, &consumer)
      case .format(let other):
        if options.format == nil {
          countHeader(returns.take(frame.count))
          format = other
          return used + frame.count
        }
        // The user knows better than the bytes: in the format that was asked for they are nothing.
        let lineEnd = rest.firstOffset(of: UInt8(ascii: "\n"))
        if lineEnd == nil, end != .end, rest.count <= options.recordLimit { return used }
        let line = rest.extracting(0...(lineEnd ?? rest.count - 1))
        skip(line, as: .malformed, &consumer)
        used += line.count
        continue
      }
      used &+= frame.count
    }
    return used
  }

  /// Counts bytes of a header or footer.
  private mutating func countHeader(_ count: Int) {
    statistics.headerBytes += count
    offset += count
  }

  /// Takes a byte order mark from the start of a log; false if more bytes are needed to tell.
  mutating func takeMark(from buffer: inout ByteBuffer, end: InputEnd) -> Bool {
    guard mayBeginWithMark else { return true }
    let mark: StaticString = "\u{FEFF}"
    let count = mark.utf8CodeUnitCount
    if end != .end, buffer.count < count, buffer.span.begins(mark, at: 0) { return false }
    mayBeginWithMark = false
    if buffer.span.has(mark, at: 0) {
      buffer.removeFirst(count)
      countHeader(count)
    }
    return true
  }

  @inline(__always)
  private mutating func countEvent(_ count: Int) {
    statistics.events &+= 1
    statistics.eventBytes &+= count
    offset &+= count
    records &+= 1
  }

  /// Passes over what is left of a record that is longer than the limit; returns how much of
  /// `pending` that was.
  private mutating func discard<F: EventFormat, C: EventConsumer & ~Copyable>(
    _ pending: Span<UInt8>, isEnd: Bool, _ syntax: F, _ consumer: inout C
  ) -> Int {
    let (count, isDone) = syntax.resynchronise(pending)
    let part = pending.extracting(0..<count)
    if isDone || isEnd {
      skip(part, as: .tooLong, &consumer)
    } else {
      consumer.skip(part)
      let length = returns.take(count)
      discarded += length
      offset += length
    }
    return count
  }

  /// Begins to pass over zero bytes at the end of what there is, more than a record could have; what
  /// stands before them is a record that was cut off.
  private mutating func enterHole<C: EventConsumer & ~Copyable>(
    _ rest: Span<UInt8>, limit: Int, _ consumer: inout C
  ) -> Int {
    var start = rest.count
    while start > 0, rest[start - 1] == 0 { start -= 1 }
    if start > 0 {
      skip(rest.extracting(0..<start), as: start > limit ? .tooLong : .tornRecord, &consumer)
    }
    isInHole = true
    return start + passHole(rest.extracting(start...), isEnd: false, &consumer)
  }

  /// Passes over zero bytes; returns how many.
  ///
  /// They count as one piece when something follows them.
  private mutating func passHole<C: EventConsumer & ~Copyable>(
    _ pending: Span<UInt8>, isEnd: Bool, _ consumer: inout C
  ) -> Int {
    var count = 0
    while count < pending.count, pending[count] == 0 { count += 1 }
    let zeros = pending.extracting(0..<count)
    if count < pending.count || isEnd {
      skip(zeros, as: .zeros, &consumer)
      isInHole = false
    } else {
      consumer.skip(zeros)
      let length = returns.take(count)
      discarded += length
      offset += length
    }
    return count
  }

  /// Counts a piece that is no event, and what had been discarded before it as part of it.
  ///
  /// The one place that decides what consumers learn of: damage, and nothing of other lines.
  mutating func skip<C: EventConsumer & ~Copyable>(
    _ bytes: Span<UInt8>, as reason: SkipReason, _ consumer: inout C
  ) {
    if reason.isDamage { consumer.skip(bytes) }
    skip(returns.take(bytes.count), as: reason, &consumer)
  }

  /// Counts `count` bytes that are no event and were not even handed over.
  mutating func skip<C: EventConsumer & ~Copyable>(
    _ count: Int, as reason: SkipReason, _ consumer: inout C
  ) {
    let piece = SkippedPiece(reason: reason, offset: offset - discarded, count: count + discarded)
    discarded = 0
    offset += count
    statistics.count(piece)
    guard reason.isDamage else { return }
    records += 1
    consumer.skipped(piece)
  }
}

extension Span<UInt8> {
  /// The place behind the last line end; 0 without one.
  fileprivate var endOfLastLine: Int {
    var end = count
    while end > 0, self[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }
}
