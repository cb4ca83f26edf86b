/// Filters events and renders those that pass: what `scan`, `tail` and `poll` have in common.
public struct Selection: EventConsumer, ~Copyable {
  /// What becomes of events that pass.
  public enum Purpose: Sendable {
    /// They are rendered.
    case print
    /// Their fields are counted, and told at the end.
    case survey
    /// They, or the numbers in their fields, are added up by group, and that is told at the end.
    case tally
    /// They answer a question, and the answer is told at the end, or as it is found.
    case answer
    /// They are counted.
    case count
    /// The first one settles the question whether there is any; no more of that source is read.
    case findFirst
  }

  /// What has been rendered and not yet been taken away.
  public var output = ByteBuffer(capacity: 256 << 10)
  /// The bytes of pieces that were passed over, if they are kept.
  public var skippedBytes = ByteBuffer(capacity: 64)
  /// Events of no known time; they are in no window, and are counted only if there is one.
  public private(set) var undated = 0
  /// Whether events had to be given up that the excerpt asks for; what was kept is not to be shown.
  public private(set) var isOverfull = false
  /// Events that passed, of all sources.
  public private(set) var matched = 0
  /// Events that passed, of the source that is being read.
  public private(set) var matchedInSource = 0
  /// Events that were passed over because they had been delivered before.
  public private(set) var repeated = 0
  /// What becomes of the records that are read; see ``Stretch``.
  public var stretch = Stretch.own
  /// The first few pieces of this source that were passed over.
  public private(set) var firstSkipped: [SkippedPiece] = []

  private var filter: Filter
  private let purpose: Purpose
  private let excerpt: Excerpt
  private let showsNeighbours: Bool
  private let answerNeedsTimes: Bool
  private let answerNeeds: NeededFields
  private let limit: Int
  private let keptBytes: Int
  private let separatesGroups: Bool
  private let keepsSkipped: Bool
  private let dropsRepeats: Bool
  private var seen = SeenDeliveries()
  private var unseen: UnseenFields
  private var renderer: any EventRenderer & ~Copyable
  private var sourceName = ByteBuffer(capacity: 64)
  private var scratch = ByteBuffer(capacity: 256)
  /// Events that are shown when everything was read.
  private var kept: RenderedEvents
  /// The last records that were not shown, in case the next one matches.
  private var neighbours: RenderedEvents
  /// How many records behind the last match are still to be shown.
  private var trailing = 0
  /// Whether something was left out behind the last record shown.
  private var hasGap = false
  private var hasShown = false
  /// Events on their way to being arranged.
  private var rendered = ByteBuffer(capacity: 64)
  /// Whether the output has been arranged already.
  private var isFinal = false

  /// How many bytes of rendered events are kept at most, for excerpts that are shown at the end.
  public static let keptBytesLimit = 1 << 30

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - filter: which events pass.
  ///   - purpose: what becomes of them.
  ///   - format: how they are rendered.
  ///   - options: what all renderers are told.
  ///   - excerpt: which of the events that pass are printed, and in which order.
  ///   - limit: stop behind so many events that passed.
  ///   - keptBytes: how much is kept at most for excerpts that are shown at the end.
  ///   - tally: what is added up, if anything is.
  ///   - question: what is asked, if the purpose is to answer.
  ///   - keepsSkipped: whether bytes that are passed over are kept in ``skippedBytes``.
  ///   - dropsRepeats: whether events that are delivered again are passed over, if the reader's
  ///     context identifies deliveries; it remembers the last 1 000 000.
  public init(
    _ filter: Filter, purpose: Purpose = .print, format: OutputFormat = .jsonl,
    options: RenderOptions = RenderOptions(), excerpt: Excerpt = Excerpt(),
    limit: Int = .max, keptBytes: Int = Selection.keptBytesLimit, tally: TallyPlan = TallyPlan(),
    question: Question? = nil, keepsSkipped: Bool = false, dropsRepeats: Bool = false
  ) {
    self.filter = filter
    self.purpose = purpose
    self.excerpt = excerpt
    showsNeighbours = purpose == .print && excerpt.hasContext && !excerpt.keepsEvents
    self.limit = limit
    self.keptBytes = keptBytes
    separatesGroups = format.separatesGroups
    kept = RenderedEvents(limit: excerpt.last ?? .max)
    neighbours = RenderedEvents(limit: excerpt.before)
    self.keepsSkipped = keepsSkipped
    self.dropsRepeats = dropsRepeats
    let namedFields: [FieldPath] =
      switch purpose {
      case .print: options.fields.paths + (options.template?.paths ?? [])
      case .tally: tally.keys + tally.fields
      case .survey, .answer, .count, .findFirst: []
      }
    unseen = UnseenFields(namedFields)
    answerNeedsTimes = purpose == .tally && tally.needsTimes || question != nil
    answerNeeds =
      switch purpose {
      case .tally: tally.neededFields(options)
      case .count, .findFirst: .none
      case .print, .survey, .answer: .all
      }
    let rowFormat = RowFormat(rawValue: format.rawValue) ?? .tsv
    renderer =
      switch purpose {
      case .survey: FieldSurvey(format, options)
      case .tally: Tally(tally, rowFormat, options)
      case .answer: (question ?? .sessions(SessionsPlan())).renderer(rowFormat, options)
      case .print, .count, .findFirst: format.renderer(options)
      }
  }

  /// The kinds that the filter lets pass, or looks at more closely.
  ///
  /// Neighbours are of any kind.
  public var wantedKinds: EventKindSet {
    if stretch.isPassedOver { return EventKindSet() }
    return showsNeighbours ? .all : filter.kinds
  }

  /// Whether events are chosen, or counted, by their time.
  public var needsTimes: Bool { !filter.window.isUnlimited || answerNeedsTimes }

  /// The fields that the filter looks at, and those that are printed or added up.
  public var neededFields: NeededFields { filter.readsFields ? .all : answerNeeds }

  /// Whether a look at the bytes of records may tell that they do not pass.
  public var sievesRecords: Bool { filter.search.sieves && !showsNeighbours }

  /// Whether an event might pass whose recorded bytes are these of `bytes`.
  @inline(__always)
  public func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool {
    filter.search.mayMatch(record, of: bytes, kind: kind, &ahead)
  }

  /// How many texts patterns gave up on, since a match would have taken too long to find.
  public var abandonedTexts: Int {
    mutating get { filter.abandonedTexts + renderer.abandonedTexts }
  }

  /// The fields named for output that the catalogue does not know, and that none of the events that
  /// passed had; none if no event passed.
  public var unseenFields: [UnseenField] { matched > 0 ? unseen.fields : [] }

  /// How many things an answer has found that the status of the command tells of.
  public var findings: Int {
    mutating get { renderer.findings }
  }

  /// What has to be said of the answer besides, in lower case and without a full stop.
  public var notes: [String] {
    mutating get { renderer.notes }
  }

  /// Whether as many events have passed as were asked for, or more than can be kept.
  public var isSatisfied: Bool { matched >= limit && trailing == 0 || isOverfull }

  /// Makes ready for another source; ``endSource()`` has ended the one before.
  ///
  /// - Parameters:
  ///   - name: as the user knows it; printable.
  ///   - isContinuation: true if it belongs to the log of the source before, as in a rotated set.
  ///   - instance: the number of the server's run in the file's name.
  public mutating func beginSource(
    _ name: String, isContinuation: Bool = false, instance: UInt64? = nil
  ) {
    renderer.beginSource(
      SourceStart(name: name, isContinuation: isContinuation, instance: instance), into: &output)
    sourceName.removeAll()
    sourceName.append(name)
    filter.condition.beginSource(name)
    matchedInSource = 0
    firstSkipped.removeAll(keepingCapacity: true)
    neighbours.removeAll()
    hasGap = true
  }

  /// Gives up what was waited for in the source that has come to its end, and of which so much was
  /// read.
  ///
  /// `content` is what it held, for a state to name.
  public mutating func endSource(
    _ statistics: ReadStatistics = ReadStatistics(), content: LogContent? = nil
  ) {
    trailing = 0
    renderer.endSource(statistics, content: content)
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
    if purpose == .print || purpose == .answer { renderer.begin(&output) }
  }

  /// Brings ``output`` into its final form; call it before each time that it is taken away.
  public mutating func arrange() {
    if isFinal {
      isFinal = false
      return
    }
    guard purpose == .print, renderer.arranges, !output.isEmpty else { return }
    swap(&output, &rendered)
    rendered.arrange(with: &renderer, into: &output)
    rendered.removeAll()
  }

  /// Appends what is kept back so far, such as the first rows of a table: more may not come soon.
  ///
  /// The output is to be taken away before the next event.
  public mutating func settle() {
    arrange()
    if purpose == .print { renderer.settle(&output) }
    isFinal = true
  }

  /// Appends what stands behind the last event.
  public mutating func end() {
    arrange()
    if [.print, .survey, .tally, .answer].contains(purpose) { renderer.end(&output) }
    isFinal = true
  }

  /// Appends the page of a report, if one was asked for; ``end()`` has been called, and what it
  /// appended was taken away.
  public mutating func printPage() {
    renderer.printPage(into: &output)
    isFinal = true
  }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if case .inserted(holdsCounters: false) = stretch { return take(event.withoutCounter) }
    return take(event)
  }

  private mutating func take(_ event: borrowing Event) -> ReadingFlow {
    isFinal = false
    if dropsRepeats, event.head.identity != .none, !seen.insert(event.head.identity) {
      repeated &+= 1
      return .proceed
    }
    if showsNeighbours { return consumeWithNeighbours(event) }
    guard filter.matches(event, &scratch) else {
      countUndated(event)
      return .proceed
    }
    count(event)
    switch purpose {
    case .print where excerpt.keepsEvents: keep(event)
    case .print, .survey, .tally, .answer: sourceName.render(event, with: &renderer, into: &output)
    case .count: break
    case .findFirst: return .stop
    }
    return isSatisfied ? .stop : .proceed
  }

  /// Counts an event that passes.
  @inline(__always)
  private mutating func count(_ event: borrowing Event) {
    matched &+= 1
    matchedInSource &+= 1
    if !unseen.isEmpty { unseen.look(in: event) }
  }

  private mutating func countUndated(_ event: borrowing Event) {
    if !filter.window.isUnlimited, event.timeInLog == nil { undated += 1 }
  }

  private mutating func keep(_ event: borrowing Event) {
    sourceName.render(event, with: &renderer, into: &kept.bytes)
    kept.keep()
    if kept.byteCount > keptBytes { isOverfull = true }
  }

  /// Moves some of the events that were kept to ``output``; false when there are no more.
  ///
  /// Call it when everything was read, before ``end()``, and take the output away each time.
  public mutating func release() -> Bool {
    guard !isOverfull else { return false }
    var isMoving = true
    while isMoving, output.count < 256 << 10 {
      isMoving =
        excerpt.isReversed ? kept.moveNewest(to: &output) : kept.moveOldest(to: &output)
    }
    return !output.isEmpty
  }

  /// Keeps bytes that are passed over, if that was asked for.
  public mutating func skip(_ bytes: Span<UInt8>) {
    if keepsSkipped, stretch.isTold { skippedBytes.append(bytes) }
  }

  /// Keeps the places of the first few.
  public mutating func skipped(_ piece: SkippedPiece) {
    guard stretch.isTold else { return }
    if firstSkipped.count < SkippedPiece.locatedAtMost { firstSkipped.append(piece) }
    if purpose == .answer { renderer.skipped(piece) }
  }
}

extension Selection {
  /// Shows an event that matches with the records around it, as `grep -C` does with lines.
  private mutating func consumeWithNeighbours(_ event: borrowing Event) -> ReadingFlow {
    guard filter.kinds.contains(event.kind), filter.matches(event, &scratch) else {
      countUndated(event)
      if trailing > 0 {
        trailing -= 1
        sourceName.render(event, with: &renderer, into: &output)
      } else if excerpt.before > 0 {
        sourceName.render(event, with: &renderer, into: &neighbours.bytes)
        if neighbours.keep() { hasGap = true }
      } else {
        hasGap = true
      }
      return isSatisfied ? .stop : .proceed
    }
    // Only records behind the last match were waited for.
    guard matched < limit else {
      trailing = 0
      return .stop
    }
    count(event)
    if hasGap, hasShown, separatesGroups { output.append("--\n") }
    (hasGap, hasShown) = (false, true)
    while neighbours.moveOldest(to: &output) {}
    sourceName.render(event, with: &renderer, into: &output)
    trailing = excerpt.after
    return isSatisfied ? .stop : .proceed
  }
}

extension OutputFormat {
  /// Whether `--` stands between groups of records that were apart, as grep prints it.
  ///
  /// Only where people read: each line of the others is an event.
  fileprivate var separatesGroups: Bool { ["line", "raw"].contains(rawValue) }
}

extension ByteBuffer {
  /// Renders an event whose source has this name.
  ///
  /// Here, and not in the selection, since a span of one property forbids to change its siblings.
  @inline(__always)
  fileprivate borrowing func render(
    _ event: borrowing Event, with renderer: inout any EventRenderer & ~Copyable,
    into output: inout ByteBuffer
  ) {
    renderer.render(event, source: span, into: &output)
  }

  /// Arranges the rendered events in this buffer.
  fileprivate borrowing func arrange(
    with renderer: inout any EventRenderer & ~Copyable, into output: inout ByteBuffer
  ) {
    renderer.arrange(span, into: &output)
  }
}
