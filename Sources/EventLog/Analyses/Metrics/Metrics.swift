/// Counts what events tell for a monitoring system, over as many runs as one likes.
///
///     var metrics = Metrics(seriesLimit: 1000)        // or Metrics(memory: lines, seriesLimit: …)
///     metrics.beginLog(name)
///     reader.read(chunk, into: &metrics)              // …
///     metrics.count(reader.statistics)
///     metrics.settle()
///     metrics.print(.prometheus, into: &output)
///     keep(metrics.memory)
///
/// Memory is bounded: by the values of labels, of which there are never more than the limit when it
/// is settled, and by the sessions that are open.
public struct Metrics: EventConsumer, ~Copyable {
  /// Events by their kind.
  var kinds = ContiguousArray<Int64>(repeating: 0, count: EventKind.count)
  /// The names of kinds that are not known, and their events by number.
  var types: MetricLabels
  var typeCounts: ContiguousArray<Int64> = [0]
  var streams: MetricLabels
  var series: [StreamSeries.Key: StreamSeries] = [:]
  var sessions: [SessionClass: SessionCounters] = [:]
  var log = LogCounters()
  var table: SessionTable
  /// The first few pieces that were skipped since a log was begun.
  public private(set) var firstSkipped: [SkippedPiece] = []
  private var missing: [ClosedRange<Int64>] = []
  private var name = ByteBuffer(capacity: 256)
  private var label = ByteBuffer(capacity: 256)

  /// So many sessions may be open at the same time: what is remembered of them stays small.
  static let openLimit = 100_000
  /// The most values of a label that may be asked for.
  public static let greatestSeriesLimit = 10_000
  /// So many gaps are told one by one.
  private static let toldGaps = 100

  /// Starts counting from zero.
  ///
  /// - Parameter seriesLimit: so many streams are told apart, the others are counted as `other`.
  public init(seriesLimit: Int) {
    types = MetricLabels(limit: seriesLimit)
    streams = MetricLabels(limit: seriesLimit)
    table = SessionTable(readsDetails: false, limit: Self.openLimit)
    for sort in SessionClass.all { sessions[sort] = SessionCounters() }
  }

  /// Every kind.
  public var wantedKinds: EventKindSet { .all }

  /// Sessions have to know when they began and ended.
  public var needsTimes: Bool { true }

  /// Makes ready for more of a log; others may be read in between.
  public mutating func beginLog(_ name: LogName) {
    table.beginSource(of: name)
    firstSkipped.removeAll(keepingCapacity: true)
  }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    count(event)
    table.take(event)
    if !table.changes.isEmpty { takeChanges() }
    return .proceed
  }

  private mutating func count(_ event: borrowing Event) {
    if event.kind == .unrecognized {
      name.removeAll()
      label.removeAll()
      event.appendRecordedType(to: &name)
      name.makeLabel(in: &label)
      let number = label.number(in: &types, meetings: 1)
      while typeCounts.count < types.end { typeCounts.append(0) }
      typeCounts[number] = typeCounts[number].adding(clamped: 1)
    } else {
      kinds[Int(event.kind.rawValue)] = kinds[Int(event.kind.rawValue)].adding(clamped: 1)
    }
    let hasFailed = event.kind == .pullStreamFailed
    guard event.head.streamNode >= 0 || hasFailed else { return }
    name.removeAll()
    label.removeAll()
    if event.head.streamNode >= 0 {
      event.appendText(of: event.nodes[Int(event.head.streamNode)], to: &name)
    }
    name.makeLabel(in: &label)
    let number = label.number(in: &streams, meetings: 1)
    if hasFailed {
      let key = StreamSeries.Key(stream: number, aspect: .pulls)
      ensure(key)
      series[key]?.failures += 1
    }
  }

  private mutating func takeChanges() {
    for change in table.changes {
      switch change {
      case .opened(let session): open(session)
      case .ended(let session): end(session)
      case .started(let start): log.count(start)
      case .missing(let range, _, _, _):
        log.count(missing: range)
        if missing.count < Self.toldGaps { missing.append(range) }
      case .recoded, .stopping: break
      }
    }
    table.changes.removeAll(keepingCapacity: true)
  }

  private mutating func open(_ session: Session) {
    if session.isOpeningLogged { sessions[SessionClass(session), default: .init()].opened += 1 }
    show(session)
  }

  private mutating func end(_ session: Session) {
    sessions[SessionClass(session), default: .init()].count(ended: session)
    guard session.status != .open, let number = show(session), session.kind == .stream else {
      return
    }
    let key = StreamSeries.Key(stream: number, aspect: .init(session.direction))
    series[key, default: .init()].count(ended: session)
  }

  /// Makes sure that there is something to show of the stream that a session is about; returns its
  /// number, or nil if that is of no stream.
  @discardableResult
  private mutating func show(_ session: Session) -> Int? {
    guard session.kind == .stream || session.kind == .http else { return nil }
    // Events of players name no stream.
    let number = number(of: session, meetings: session.kind == .http ? 1 : 0)
    if session.kind == .stream {
      ensure(StreamSeries.Key(stream: number, aspect: .init(session.direction)))
    }
    if session.isPlayed { ensure(StreamSeries.Key(stream: number, aspect: .viewers)) }
    return number
  }

  private mutating func ensure(_ key: StreamSeries.Key) {
    if series[key] == nil { series[key] = StreamSeries() }
  }

  /// The number of the stream that a session is about.
  private mutating func number(of session: Session, meetings: Int) -> Int {
    label.removeAll()
    label.append(label: session.name.span)
    return label.number(in: &streams, meetings: meetings)
  }

  /// Passes over bytes.
  public mutating func skip(_ bytes: Span<UInt8>) {}

  /// Keeps the places of the first few; ``count(_:)`` counts them.
  public mutating func skipped(_ piece: SkippedPiece) {
    table.skipped(piece.reason)
    if firstSkipped.count < SkippedPiece.locatedAtMost { firstSkipped.append(piece) }
  }

  /// Counts what was read of a log since the last time.
  public mutating func count(_ statistics: ReadStatistics) { log.add(statistics) }

  /// The first of the gaps in the counters of records that were found since this was asked last.
  public mutating func takeMissing() -> [ClosedRange<Int64>] {
    defer { missing = [] }
    return missing
  }

  /// Decides which values of labels are shown; call it before the metrics are printed or kept.
  public mutating func settle() {
    table.settleOld()
    takeChanges()
    if let numbers = types.settle() {
      var counts = ContiguousArray<Int64>(repeating: 0, count: types.end)
      for (old, count) in typeCounts.enumerated() {
        counts[numbers[old]] = counts[numbers[old]].adding(clamped: count)
      }
      typeCounts = counts
    }
    if let numbers = streams.settle() {
      var settled: [StreamSeries.Key: StreamSeries] = [:]
      for (key, values) in series {
        let stream = numbers[key.stream]
        settled[.init(stream: stream, aspect: key.aspect), default: .init()].add(values)
      }
      series = settled
    }
  }
}
