/// Looks for chunks of packaged streams and recordings that do not come as they should.
///
/// A series ends when its packager or recorder is closed, when the last inbound stream of its name is,
/// and when the server stops; what comes after that is a new one.
struct GapDetector: Detector {
  let kinds: EventKindSet = [
    .hlsChunkClosed, .hdsChunkClosed, .mssChunkClosed, .dashChunkClosed, .recordChunkClosed,
    .outStreamClosed,
  ]
  private let plan: ChecksPlan
  private var all = Remembered<Series, State>()
  /// The series of a packager's folder, and of a stream's name.
  private var byTarget: [ContiguousArray<UInt8>: Set<Series>] = [:]
  private var byName: [ContiguousArray<UInt8>: Set<Series>] = [:]
  /// How many inbound streams of a name are open.
  private var open: [ContiguousArray<UInt8>: Int] = [:]
  private var isStopping = false
  /// Findings that wait for the end of the log: where records are missing, chunks may be among them.
  private var held: [(gap: ChunkCadence.Gap, finding: Finding)] = []
  private var holes: [(start: Int64, end: Int64)] = []

  private struct Series: Hashable {
    var system: EventSystem
    var process: Int64
    var kind: EventKind
    var path: ContiguousArray<UInt8>
  }

  private struct State {
    var target: ContiguousArray<UInt8>
    var name: ContiguousArray<UInt8>
    var cadence = ChunkCadence()
    /// Of an HLS playlist in a log without times: where its clock stood at its first segment.
    var playlist: (start: Int64, segment: Int64)?

    /// Whether its times are those of the log, so that they can be compared with other ones.
    var isDated: Bool { playlist == nil }

    /// When a chunk was finished; in logs that bear no time with it, by the clock of its stream.
    mutating func moment(of clock: ChunkClock) -> Int64? {
      if let time = clock.time { return time }
      guard let start = clock.playlist, let segment = clock.segmentEnd else {
        return clock.timeInLog
      }
      if playlist?.start != start { playlist = (start, segment) }
      return EventTime(milliseconds: start + segment - (playlist?.segment ?? segment)).possible
    }
  }

  init(_ plan: ChecksPlan) { self.plan = plan }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .opened(let session) where session.kind == .stream && session.direction == .in:
        open[session.name, default: 0] += 1
      case .ended(let session) where session.kind == .stream && session.direction == .in:
        let others = (open[session.name] ?? 0) - (session.wasMet ? 1 : 0)
        open[session.name] = others > 0 ? others : nil
        if others <= 0, session.status != .open, let ended = byName[session.name] {
          end(ended, at: session.end?.possible)
        }
      case .missing(_, let from, let to):
        if let from = from?.possible, let to = to?.possible, holes.count < FindingList.limit {
          holes.append((from, to))
        }
      case .stopping: isStopping = true
      case .started(_, let last, let wasStopped):
        // A server that stops closes its chunks late, or not at all.
        if !wasStopped { tellSilent(all.all.map(\.key), at: last?.possible) }
        forgetAll()
      default: break
      }
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    if event.kind == .outStreamClosed { return close(event, at: time) }
    guard let file = event.bytes("file") else { return }
    let isRecording = event.kind == .recordChunkClosed
    let path = ChunkPath(file, isRecording: isRecording)
    let series = Series(
      system: event.system, process: event.integer("PID") ?? event.writer ?? 0,
      kind: event.kind, path: path.series)
    var late: [ChunkCadence.Gap] = []
    let isNew = all[series] == nil
    let size = isNew ? 3 * path.series.count : 0
    let (factor, floor) = (plan.gapFactor, plan.gapFloor)
    let clock = event.chunkClock(at: time)
    all.update(series, size: size, new: State(target: path.target, name: path.name)) {
      guard let moment = $0.moment(of: clock) else { return }
      late = $0.cadence.add(moment, factor: factor, floor: floor)
    }
    if isNew, all[series] != nil {
      byTarget[path.target, default: []].insert(series)
      byName[path.name, default: []].insert(series)
    }
    if !isStopping { for gap in late { tell(gap, series, path.name, isOver: true) } }
  }

  /// A packager or recorder was closed: its chunks end.
  private mutating func close(_ event: borrowing Event, at time: Int64?) {
    for settings: StaticString in ["hlsSettings", "hdsSettings", "mssSettings", "dashSettings"] {
      guard let folder = event.bytes(settings, "targetFolder") else { continue }
      end(byTarget[ChunkPath.target(folder, isRecording: false)] ?? [], at: time)
    }
    if let file = event.bytes("recordSettings", "computedPathToFile") {
      end(byTarget[ChunkPath.target(file, isRecording: true)] ?? [], at: time)
    }
    if let stem = event.bytes("recordSettings", "pathToFile") {
      end(byTarget[ChunkPath.target(stem, isRecording: false)] ?? [], at: time)
    }
  }

  /// Ends some series; those that were silent for too long by then are told of.
  private mutating func end(_ ended: Set<Series>, at time: Int64?) {
    if !isStopping { tellSilent(Array(ended), at: time) }
    for series in ended {
      guard let state = all.remove(series) else { continue }
      byTarget[state.target]?.remove(series)
      byName[state.name]?.remove(series)
      if byTarget[state.target]?.isEmpty == true { byTarget[state.target] = nil }
      if byName[state.name]?.isEmpty == true { byName[state.name] = nil }
    }
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    if !isStopping { tellSilent(all.all.map(\.key), at: time) }
    holes.sort { $0.start < $1.start }
    for (gap, finding) in held where !isExplained(gap) { findings.add(finding) }
    findings.addUnwatched(all.refused, .gaps)
    self = GapDetector(plan)
  }

  /// Whether chunks may have come while records are missing: neither before nor behind these it was
  /// silent for too long.
  private func isExplained(_ gap: ChunkCadence.Gap) -> Bool {
    let first = firstHole(from: gap.start)
    let end = firstHole(from: gap.end)
    guard first < end, holes[end - 1].end <= gap.end else { return false }
    let before = holes[first].start - gap.start
    let behind = gap.end - holes[end - 1].end
    return !ChunkCadence.isLate(
      max(before, behind), median: gap.median, factor: plan.gapFactor, floor: plan.gapFloor)
  }

  /// The number of the first hole that does not begin before a time.
  private func firstHole(from time: Int64) -> Int {
    var (low, high) = (0, holes.count)
    while low < high {
      let middle = (low + high) / 2
      if holes[middle].start < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func forgetAll() {
    all = Remembered()
    (byTarget, byName, open, isStopping) = ([:], [:], [:], false)
  }

  private mutating func tellSilent(_ some: [Series], at time: Int64?) {
    guard let time else { return }
    for series in some {
      guard let state = all[series], state.isDated,
        let gap = state.cadence.silence(at: time, factor: plan.gapFactor, floor: plan.gapFloor)
      else { continue }
      tell(gap, series, state.name, isOver: false)
    }
  }

  private mutating func tell(
    _ gap: ChunkCadence.Gap, _ series: Series, _ name: ContiguousArray<UInt8>, isOver: Bool
  ) {
    guard held.count <= FindingList.limit else { return }
    let length = gap.end - gap.start
    let kind = series.kind.chunkName
    let what = kind == "record" ? "part of the recording" : "\(kind) chunk"
    var message = isOver ? "the next \(what) came after" : "no further \(what) for"
    message += " \(length.inWords); the median is \(gap.median.inWords)"
    let finding = Finding(
      .gaps, from: gap.start, to: gap.end, stream: name, message,
      [
        RowMember("kind", .word(kind)), RowMember("state", .word(isOver ? "late" : "stale")),
        RowMember("seconds", .seconds(length)), RowMember("medianSeconds", .seconds(gap.median)),
        RowMember("path", .free(series.path)),
        RowMember("process", .number(series.process)),
      ])
    held.append((gap, finding))
  }
}

/// What a record says about when a chunk was finished.
private struct ChunkClock {
  /// The record's own time, or that of the chunk's end.
  var time: Int64?
  /// The last time in the log before the record.
  var timeInLog: Int64?
  /// When the HLS playlist began, and the end of the segment on the clock of the stream.
  var playlist: Int64?
  var segmentEnd: Int64?
}

extension Event {
  fileprivate func chunkClock(at time: Int64?) -> ChunkClock {
    var clock = ChunkClock(timeInLog: time)
    clock.time = self.time?.possible ?? stampedTime("stopTime")?.possible
    let start = wholeMilliseconds("segmentStartTs")
    let length = wholeMilliseconds("segmentDuration")
    clock.playlist = wholeMilliseconds("playlistStartTs")
    if let start, let length { clock.segmentEnd = start + length }
    return clock
  }

  /// A field in milliseconds, if it is as small as moments are.
  private func wholeMilliseconds(_ name: StaticString) -> Int64? {
    epochMilliseconds(name)?.possible
  }

  /// A field of the payload in UTF-8; nil if it is not there, or empty.
  fileprivate func bytes(
    _ name: StaticString, _ inner: StaticString? = nil
  ) -> ContiguousArray<UInt8>? {
    guard let found = node(at: name, inner) else { return nil }
    var text = ByteBuffer(capacity: 128)
    appendText(of: nodes[found], to: &text)
    return text.isEmpty ? nil : text.copied()
  }
}

extension EventKind {
  /// What kind of chunk such an event tells of.
  fileprivate var chunkName: String {
    switch self {
    case .hdsChunkClosed: "hds"
    case .mssChunkClosed: "mss"
    case .dashChunkClosed: "dash"
    case .recordChunkClosed: "record"
    default: "hls"
    }
  }
}
