/// Takes the events that pass a filter, and does a task with them: the middle of every run.
///
///     reader ─▶ filter ─▶ printer or answer ─▶ output
public struct FilteredEvents: EventConsumer, ~Copyable {
  /// The output that has not been taken away yet.
  public var output = ByteBuffer(capacity: 256 << 10)
  /// The bytes of pieces that were passed over, if they are kept.
  public var skippedBytes = ByteBuffer(capacity: 64)
  /// The number of events without a known time; they are in no window, and are counted only if there
  /// is one.
  public private(set) var undated = 0
  /// The number of events that passed, of all sources.
  public private(set) var matched = 0
  /// The number of events that passed, of the source that is being read.
  public private(set) var matchedInSource = 0
  /// The number of events that were passed over because they had been delivered before.
  public private(set) var repeated = 0
  /// What becomes of the records that are read; see ``Stretch``.
  public var stretch = Stretch.own
  /// The first few pieces of this source that were passed over.
  public private(set) var firstSkipped: [SkippedPiece] = []

  private var filter: Filter
  private var sink: any EventSink & ~Copyable
  private var printer: EventPrinter?
  private let showsNeighbours: Bool
  private let findsOnly: Bool
  private let sinkNeedsTimes: Bool
  private let sinkNeeds: NeededFields
  private let limit: Int
  private let keepsSkipped: Bool
  private let dropsRepeats: Bool
  private var seen = SeenDeliveries()
  private var unseen: UnseenFields
  private var sourceName = ByteBuffer(capacity: 64)
  private var scratch = ByteBuffer(capacity: 256)

  /// The most bytes of printed events that are kept for excerpts that are shown at the end.
  public static let keptBytesLimit = 1 << 30

  /// Creates the middle of a run.
  ///
  /// - Parameters:
  ///   - filter: which events pass.
  ///   - task: what becomes of them.
  ///   - options: how events and rows are shown.
  ///   - limit: stop after this many events that passed.
  ///   - keptBytes: the most that is kept for excerpts that are shown at the end.
  ///   - keepsSkipped: true to keep the bytes that are passed over in ``skippedBytes``.
  ///   - dropsRepeats: true to pass over events that are delivered again, if the reader's context
  ///     identifies deliveries; the last 1,000,000 are remembered.
  public init(
    _ filter: Filter, _ task: EventTask = .print(), options: RenderOptions = RenderOptions(),
    limit: Int = .max, keptBytes: Int = FilteredEvents.keptBytesLimit, keepsSkipped: Bool = false,
    dropsRepeats: Bool = false
  ) {
    self.filter = filter
    self.limit = limit
    self.keepsSkipped = keepsSkipped
    self.dropsRepeats = dropsRepeats
    findsOnly = task.findsOnly
    unseen = UnseenFields(task.namedFields(options))
    let sink = task.sink(options)
    if case .print(let format, let excerpt) = task {
      printer = .some(EventPrinter(format, options, excerpt, keptBytes: keptBytes))
      showsNeighbours = excerpt.hasContext && !excerpt.keepsEvents
      (sinkNeedsTimes, sinkNeeds) = (false, .all)
    } else {
      printer = nil
      showsNeighbours = false
      (sinkNeedsTimes, sinkNeeds) = (sink.needsTimes, sink.neededFields)
    }
    self.sink = sink
  }

  /// The kinds that the filter lets pass, or looks at more closely.
  ///
  /// Neighbours are of any kind.
  public var wantedKinds: EventKindSet {
    if stretch.isPassedOver { return EventKindSet() }
    return showsNeighbours ? .all : filter.kinds
  }

  /// True if events are chosen, or counted, by their time.
  public var needsTimes: Bool { !filter.window.isUnlimited || sinkNeedsTimes }

  /// The fields that the filter looks at, and those that are printed or added up.
  public var neededFields: NeededFields { filter.readsFields ? .all : sinkNeeds }

  /// True if a look at the bytes of records may tell that they do not pass.
  public var sievesRecords: Bool { filter.search.sieves && !showsNeighbours }

  /// True if an event might pass whose recorded bytes are these of `bytes`.
  @inline(__always)
  public func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool {
    filter.search.mayMatch(record, of: bytes, kind: kind, &ahead)
  }

  /// The number of texts patterns gave up on, since a match would have taken too long to find.
  public var abandonedTexts: Int {
    mutating get { filter.abandonedTexts + sink.abandonedTexts }
  }

  /// The fields named for output that the catalogue does not know, and that none of the events that
  /// passed had; none if no event passed.
  public var unseenFields: [UnseenField] { matched > 0 ? unseen.fields : [] }

  /// The number of findings that decide the status of the command.
  public var findings: Int {
    mutating get { sink.findings }
  }

  /// Remarks about the answer, in lower case and without a full stop.
  public var notes: [String] {
    mutating get { sink.notes }
  }

  /// True if as many events have passed as were asked for, or more than can be kept.
  public var isSatisfied: Bool { matched >= limit && trailing == 0 || isOverfull }

  /// True if events had to be given up that the excerpt asks for; what was kept is not to be shown.
  public var isOverfull: Bool {
    switch printer {
    case .some(let printer): printer.isOverfull
    case .none: false
    }
  }

  private var trailing: Int {
    switch printer {
    case .some(let printer): printer.trailing
    case .none: 0
    }
  }

  /// Starts a source; ``endSource(_:content:)`` has ended the one before.
  ///
  /// - Parameters:
  ///   - name: as the user knows it; printable.
  ///   - isContinuation: true if it belongs to the log of the source before, as in a rotated set.
  ///   - instance: the number of the server's run in the file's name.
  public mutating func beginSource(
    _ name: String, isContinuation: Bool = false, instance: UInt64? = nil
  ) {
    sink.beginSource(
      SourceStart(name: name, isContinuation: isContinuation, instance: instance), into: &output)
    printer?.beginSource()
    matchedInSource = 0
    firstSkipped.removeAll(keepingCapacity: true)
    goOn(in: name)
  }

  /// Ends the source, of which so much was read; nothing of it is waited for any longer.
  ///
  /// `content` is what it held, for a state to name.
  public mutating func endSource(
    _ statistics: ReadStatistics = ReadStatistics(), content: LogContent? = nil
  ) {
    printer?.endSource()
    sink.endSource(statistics, content: content)
  }

  /// Goes on with events that stand in another file than those before.
  public mutating func goOn(in name: String) {
    sourceName.removeAll()
    sourceName.append(name)
    filter.condition.beginSource(name)
  }

  /// Forgets which events were delivered before.
  public mutating func forgetDeliveries() { seen = SeenDeliveries() }

  /// Appends what stands before the first event.
  public mutating func begin() {
    printer?.begin(&output)
    sink.begin(&output)
  }

  /// Brings ``output`` into its final form; call it before each time that it is taken away.
  public mutating func arrange() { printer?.arrange(&output) }

  /// Appends what is kept back so far, such as the first rows of a table: more may not come soon.
  ///
  /// The output is to be taken away before the next event.
  public mutating func settle() { printer?.settle(&output) }

  /// Appends what stands after the last event.
  public mutating func end() {
    printer?.end(&output)
    sink.end(&output)
  }

  /// Appends the page of a report, if one was asked for; ``end()`` has been called, and what it
  /// appended was taken away.
  public mutating func printPage() { sink.printPage(into: &output) }

  /// Moves some of the events that were kept to ``output``; false when there are no more.
  ///
  /// Call it when everything was read, before ``end()``, and take the output away each time.
  public mutating func release() -> Bool { printer?.release(into: &output) ?? false }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if case .inserted(holdsCounters: false) = stretch { return take(event.withoutCounter) }
    return take(event)
  }

  private mutating func take(_ event: borrowing Event) -> ReadingFlow {
    if dropsRepeats, event.head.identity != .none, !seen.insert(event.head.identity) {
      repeated &+= 1
      return .proceed
    }
    let passes =
      (!showsNeighbours || filter.kinds.contains(event.kind)) && filter.matches(event, &scratch)
    guard passes else {
      if !filter.window.isUnlimited, event.timeInLog == nil { undated += 1 }
      guard showsNeighbours else { return .proceed }
      printer?.takeNeighbour(event, of: sourceName, into: &output)
      return isSatisfied ? .stop : .proceed
    }
    // Only records after the last match were waited for.
    if showsNeighbours, matched >= limit {
      printer?.endSource()
      return .stop
    }
    matched &+= 1
    matchedInSource &+= 1
    if !unseen.isEmpty { unseen.look(in: event) }
    if findsOnly { return .stop }
    if printer?.take(event, of: sourceName, into: &output) == nil {
      sourceName.hand(event, to: &sink, into: &output)
    }
    return isSatisfied ? .stop : .proceed
  }

  /// Keeps bytes that are passed over, if that was asked for.
  public mutating func skip(_ bytes: Span<UInt8>) {
    if keepsSkipped, stretch.isTold { skippedBytes.append(bytes) }
  }

  /// Keeps the places of the first few.
  public mutating func skipped(_ piece: SkippedPiece) {
    guard stretch.isTold else { return }
    if firstSkipped.count < SkippedPiece.locatedAtMost { firstSkipped.append(piece) }
    sink.skipped(piece)
  }
}

extension ByteBuffer {
  /// Hands an event to a sink with the name of its source, which is in this buffer.
  ///
  /// A span of one property forbids changing its siblings, so this is not in ``FilteredEvents``.
  @inline(__always)
  fileprivate borrowing func hand(
    _ event: borrowing Event, to sink: inout any EventSink & ~Copyable,
    into output: inout ByteBuffer
  ) {
    sink.take(event, source: span, into: &output)
  }
}
