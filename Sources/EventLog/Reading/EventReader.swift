/// Reads events from the bytes of one log after the other.
///
///     var reader = EventReader()
///     reader.read(chunk, into: &consumer)   // as often as there is something
///     reader.finish(into: &consumer)        // at the end of each log
///     reader.reset()                        // before the next log
///
/// How the bytes are cut into chunks makes no difference to the events. Memory is bounded by the
/// record limit; in steady state nothing is allocated per event.
public struct EventReader: ~Copyable {
  /// Longest record that is read, in bytes; longer ones are counted and passed over.
  public static let defaultRecordLimit = 16 << 20

  private let options: ReaderOptions
  private var buffer = ByteBuffer(capacity: Self.chunk)
  private var tree = RecordTree()
  private var state: ReaderState
  private var formats: FormatStates

  /// How much is read at once; the second-level cache holds it.
  private static let chunk = 128 << 10

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - context: the catalogue, and the zone of stamps that name none.
  ///   - format: the format of all logs, or nil to recognise it by the bytes of each.
  ///   - recordLimit: longest record in bytes.
  ///   - decodesAll: whether records of kinds that nobody wants are decoded and checked too.
  ///   - allLines: whether lines of server logs that tell of no event are events as well, of kind
  ///     ``EventKind/serverLogLine``, and requests to webhooks that are none, of category
  ///     ``EventCategory/request``.
  public init(
    context: DecodingContext = DecodingContext(), format: InputFormat? = nil,
    recordLimit: Int = EventReader.defaultRecordLimit, decodesAll: Bool = false,
    allLines: Bool = false
  ) {
    options = ReaderOptions(
      context: context, format: format, recordLimit: max(recordLimit, 1024), decodesAll: decodesAll,
      allLines: allLines)
    state = ReaderState(format: format)
    formats = FormatStates(options)
  }

  /// What has been read since the last ``reset()``.
  public var statistics: ReadStatistics { state.statistics }

  /// The format of the log, as far as it is known.
  public var format: InputFormat? { state.format }

  /// Whether the consumer has asked to stop.
  public var isStopped: Bool { state.isStopped }

  /// Whether as many records were read as ``rest(after:)`` said.
  public var isResting: Bool { state.isResting }

  /// Makes reading rest behind the record of that number, counted as ``RecordPlace/number``.
  ///
  /// What was handed over of the log and not read yet is kept. Call ``goOn(into:)`` to go on.
  public mutating func rest(after record: Int) { state.restingPlace = record }

  /// Reads on in what was handed over before.
  public mutating func goOn<C: EventConsumer & ~Copyable>(into consumer: inout C) {
    guard !isStopped else { return }
    drain(into: &consumer, end: .more)
  }

  /// Makes ready for another log: forgets what was read, keeps the memory.
  ///
  /// - Parameter isContinuation: whether it goes on where the last one ended, as the next file of a
  ///   rotated set does; stamps that clocks show twice are told apart by those before them.
  public mutating func reset(isContinuation: Bool = false) {
    buffer.removeAll()
    buffer.shrink(to: 1 << 20)
    state = ReaderState(
      format: options.format, clock: isContinuation ? state.clock : StampClock())
    formats = FormatStates(options)
  }

  /// Reads events out of `chunk` and what was left over before it.
  public mutating func read<C: EventConsumer & ~Copyable>(
    _ chunk: Span<UInt8>, into consumer: inout C
  ) {
    guard !isStopped else { return }
    buffer.append(chunk)
    state.statistics.bytes += chunk.count
    drain(into: &consumer, end: .more)
  }

  /// Lets `source` append to the reader's own buffer, so that no copy is made, and reads events from
  /// there.
  ///
  /// - Parameters:
  ///   - consumer: takes the events.
  ///   - source: appends some bytes; none means that nothing more is there.
  /// - Returns: whether anything was appended.
  /// - Throws: what `source` throws; what it has appended before is kept.
  public mutating func read<C: EventConsumer & ~Copyable, E: Error>(
    into consumer: inout C, from source: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) -> Bool {
    guard !isStopped else { return false }
    let before = buffer.count
    // A record that is long already is read in ever larger steps, so that looking for its end again
    // and again stays linear.
    try buffer.fill(room: max(Self.chunk, min(before, 4 << 20)), source)
    guard buffer.count > before else { return false }
    state.statistics.bytes += buffer.count - before
    drain(into: &consumer, end: .more)
    return true
  }

  /// Reads what is left when a log has come to its end.
  public mutating func finish<C: EventConsumer & ~Copyable>(into consumer: inout C) {
    guard !isStopped else { return }
    drain(into: &consumer, end: .end)
  }

  /// Reads the records that are complete although nothing has come after them yet.
  ///
  /// For logs that are being written: call it when there is nothing more to read for now. The
  /// beginning of a record waits for the rest.
  public mutating func pause<C: EventConsumer & ~Copyable>(into consumer: inout C) {
    guard !isStopped else { return }
    drain(into: &consumer, end: .pause)
  }

  /// Bytes from the start of the log to the first that has not been dealt with: a place between
  /// records, from which another reader may go on.
  public var offset: Int { state.offset }

  /// What has to be known, besides the head of the log, to go on with it at ``offset``.
  public var bookmark: Bookmark {
    Bookmark(
      records: state.records, time: state.lastTime, header: formats.w3c.lateHeader,
      clock: state.clock)
  }

  /// Where in a log another reader stopped.
  public struct Bookmark: Equatable, Sendable {
    /// Records before, those that could not be read included.
    public var records: Int
    /// The time of the last record that bears one.
    public var time: EventTime?
    /// The columns of a w3c log, as the last header line names them that is not at its head.
    public var header: ContiguousArray<UInt8>
    /// How far the stamps have come, also those of the logs that this one continues.
    public var clock: StampClock

    /// Creates a bookmark; without anything it is that at the start of a log.
    ///
    /// Unless `clock` says more, the stamps have come as far as `time`.
    public init(
      records: Int = 0, time: EventTime? = nil, header: ContiguousArray<UInt8> = [],
      clock: StampClock? = nil
    ) {
      self.records = records
      self.time = time
      self.header = header
      self.clock = clock ?? StampClock(last: time)
    }
  }

  /// What the stream is called that is read, for ``RecordPlace/stream``.
  public mutating func name(stream: UInt64) { state.stream = stream }

  /// Makes ready to go on with a log behind what was read before.
  ///
  /// - Parameters:
  ///   - offset: where the next byte that will be read stands; a place between records.
  ///   - head: the first few KiB of the log, no more than were read before, from which the format and
  ///     its header are learned.
  ///   - bookmark: what ``bookmark`` was at that place.
  public mutating func resume(
    at offset: Int, head: Span<UInt8>, bookmark: Bookmark = Bookmark()
  ) {
    reset()
    var nobody = Nobody()
    read(head, into: &nobody)
    pause(into: &nobody)
    buffer.removeAll()
    formats.w3c.forgetLateHeader()
    if !bookmark.header.isEmpty { formats.w3c.read(lateHeader: bookmark.header) }
    state = ReaderState(
      format: options.format ?? state.format, offset: offset, bookmark, lineEnds: state.lineEnds)
  }

  /// Counts zero bytes that the source knows of and did not hand over: a hole at its start.
  public mutating func skipHole<C: EventConsumer & ~Copyable>(
    of count: Int, into consumer: inout C
  ) {
    guard count > 0 else { return }
    state.statistics.bytes += count
    state.skip(count, as: .zeros, &consumer)
  }

  private mutating func drain<C: EventConsumer & ~Copyable>(into consumer: inout C, end: InputEnd) {
    guard state.takeMark(from: &buffer, end: end) else { return }
    var (format, lineEnds) = (state.format, state.lineEnds)
    repeat {
      (format, lineEnds) = (state.format, state.lineEnds)
      if lineEnds == .crlf { state.returns.remove(from: &buffer) }
      let used = buffer.drain(
        end: end, &state, &formats, &tree, &consumer, options)
      buffer.removeFirst(used)
      if lineEnds == .crlf { state.returns.removeFirst(used) }
    } while (state.format != format || state.lineEnds != lineEnds) && !isStopped
      && !isResting
  }
}

extension ByteBuffer {
  /// Lets the format that is in force deal with the buffer; returns how many bytes it dealt with.
  ///
  /// Here, and not in the reader, since a span of one property forbids to change its siblings.
  fileprivate borrowing func drain<C: EventConsumer & ~Copyable>(
    end: InputEnd, _ state: inout ReaderState, _ formats: inout FormatStates,
    _ tree: inout RecordTree, _ consumer: inout C, _ options: borrowing ReaderOptions
  ) -> Int {
    if state.format == nil {
      state.format =
        InputFormat.recognise(span, isEnd: end == .end) ?? formatWithoutReturns(isEnd: end == .end)
      guard state.format != nil else {
        guard end == .end || count > options.recordLimit else { return 0 }
        // Nothing at all is a log to which nothing has been written yet.
        if count > 0 { state.skip(span, as: .unknownFormat, &consumer) }
        return count
      }
      return 0
    }
    if state.lineEnds == nil, state.format?.needsBareLineEnds ?? false {
      let first = span.firstOffset(of: UInt8(ascii: "\n"))
      guard first != nil || end == .end || count > options.recordLimit else { return 0 }
      state.lineEnds = endsWithReturn(first) ? .crlf : .lf
      return 0
    }
    // A line end may follow a return in the bytes that come next.
    let hides =
      state.lineEnds == .crlf && end != .end && count > 0 && span[count - 1] == UInt8(ascii: "\r")
    let span = span.extracting(0..<(hides ? count - 1 : count))
    switch state.format {
    case .json?: return state.run(span, end: end, &formats.json, &tree, &consumer, options)
    case .text?: return state.run(span, end: end, &formats.text, &tree, &consumer, options)
    case .w3c?: return state.run(span, end: end, &formats.w3c, &tree, &consumer, options)
    case .xml?: return state.run(span, end: end, &formats.xml, &tree, &consumer, options)
    case .notification?:
      return state.run(span, end: end, &formats.notification, &tree, &consumer, options)
    case .server?: return state.run(span, end: end, &formats.server, &tree, &consumer, options)
    case .fastpix?, .antmedia?:
      return state.run(span, end: end, &formats.webhooks, &tree, &consumer, options)
    case nil: return 0
    }
  }
}

extension ByteBuffer {
  /// How much of a log is looked at to find its format without the returns at its line ends.
  private static let lookAhead = 64 << 10

  /// True if a return stands before the line end at this offset.
  private func endsWithReturn(_ lineEnd: Int?) -> Bool {
    guard let lineEnd, lineEnd > 0 else { return false }
    return span[lineEnd - 1] == UInt8(ascii: "\r")
  }

  /// The format of these bytes if the returns at their line ends were not there.
  fileprivate borrowing func formatWithoutReturns(isEnd: Bool) -> InputFormat? {
    guard endsWithReturn(span.firstOffset(of: UInt8(ascii: "\n"))) else { return nil }
    let length = min(count, Self.lookAhead)
    var head = ByteBuffer(capacity: length)
    head.append(span.extracting(0..<length))
    var returns = RemovedReturns()
    returns.remove(from: &head)
    let format = InputFormat.recognise(head.span, isEnd: isEnd && length == count)
    return format?.needsBareLineEnds ?? false ? format : nil
  }
}

extension InputFormat {
  /// True if line ends are part of its records, so that a return before them would be too.
  fileprivate var needsBareLineEnds: Bool {
    switch self {
    case .text, .w3c, .xml: true
    case .json, .notification, .server, .fastpix, .antmedia: false
    }
  }
}

/// What each format remembers within one log.
struct FormatStates {
  var json = JSONFormat()
  var text = TextFormat()
  var w3c = W3CFormat()
  var xml = XMLFormat()
  var notification = NotificationFormat()
  var server: ServerLogFormat
  var webhooks: WebhookFormat

  init(_ options: borrowing ReaderOptions) {
    server = ServerLogFormat(allLines: options.allLines)
    let only: EventSystem? =
      switch options.format {
      case .fastpix: .fastpix
      case .antmedia: .antmedia
      default: nil
      }
    webhooks = WebhookFormat(
      only: only, allLines: options.allLines, zone: options.context.logZone)
  }
}

/// A consumer that wants nothing.
private struct Nobody: EventConsumer {
  let wantedKinds = EventKindSet()
  mutating func consume(_ event: borrowing Event) -> ReadingFlow { .proceed }
  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}
}
