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
  private var held: [Held] = []
  private var holes: [Hole] = []

  private struct Series: Hashable, Kept {
    var system = EventSystem.ems
    var process: Int64 = 0
    var kind = EventKind.hlsChunkClosed
    var path: ContiguousArray<UInt8> = []

    mutating func keep(in fields: inout KeptFields) {
      fields(&system)
      fields(&process)
      fields(&kind)
      fields(&path)
    }
  }

  /// A gap that may turn out to be one of the log.
  private struct Held: Kept {
    var gap = ChunkCadence.Gap()
    var series = Series()
    var name: ContiguousArray<UInt8> = []
    /// Whether a chunk came in the end.
    var isOver = false

    mutating func keep(in fields: inout KeptFields) {
      fields(&gap)
      fields(&series)
      fields(&name)
      fields(&isOver)
    }
  }

  /// From the record before missing ones to the one after them.
  private struct Hole: Kept {
    var start: Int64 = 0
    var end: Int64 = 0

    mutating func keep(in fields: inout KeptFields) {
      fields(&start)
      fields(&end)
    }
  }

  private struct State: Kept {
    var target: ContiguousArray<UInt8> = []
    var name: ContiguousArray<UInt8> = []
    var cadence = ChunkCadence()
    /// Of an HLS playlist in a log without times: where its clock stood at its first segment.
    var playlist: Playlist?

    struct Playlist: Kept {
      var start: Int64 = 0
      var segment: Int64 = 0

      mutating func keep(in fields: inout KeptFields) {
        fields(&start)
        fields(&segment)
      }
    }

    /// Whether its times are those of the log, so that they can be compared with other ones.
    var isDated: Bool { playlist == nil }

    /// When a chunk was finished; in logs that bear no time with it, by the clock of its stream.
    mutating func moment(of clock: ChunkClock) -> Int64? {
      if let time = clock.time { return time }
      guard let start = clock.playlist, let segment = clock.segmentEnd else {
        return clock.timeInLog
      }
      if playlist?.start != start { playlist = Playlist(start: start, segment: segment) }
      return EventTime(milliseconds: start + segment - (playlist?.segment ?? segment)).possible
    }

    mutating func keep(in fields: inout KeptFields) {
      fields(&target)
      fields(&name)
      fields(&cadence)
      fields(&playlist)
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
      case .missing(_, let from, let to, _):
        if let from = from?.possible, let to = to?.possible, holes.count < FindingList.limit {
          holes.append(Hole(start: from, end: to))
        }
      case .stopping: isStopping = true
      case .started(let start):
        // A server that stops closes its chunks late, or not at all.
        if !start.wasStopped { tellSilent(all.all.map(\.key), at: start.after?.possible) }
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
    if isNew, let state = all[series] { enter(series, state) }
    if !isStopping { for gap in late { tell(gap, series, path.name, isOver: true) } }
  }

  /// Makes a series known under its target and its name.
  private mutating func enter(_ series: Series, _ state: State) {
    byTarget[state.target, default: []].insert(series)
    byName[state.name, default: []].insert(series)
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
    settle(&findings)
    findings.addUnwatched(all.refused, .gaps)
    self = GapDetector(plan)
  }

  mutating func settle(_ findings: inout FindingList) {
    holes.sort { $0.start < $1.start }
    for held in held where !isExplained(held.gap) { findings.add(finding(held)) }
    held.removeAll()
    // Later gaps begin with the last chunk of a series at the earliest.
    let earliest = all.all.compactMap { $0.value.cadence.last }.min() ?? .max
    holes.removeAll { $0.start < earliest }
  }

  mutating func keep(in fields: inout KeptFields) {
    fields(&all)
    fields(&open)
    fields(&isStopping)
    fields(&held)
    fields(&holes)
    if fields.isReading { for (series, state) in all.all { enter(series, state) } }
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
    held.append(Held(gap: gap, series: series, name: name, isOver: isOver))
  }

  private func finding(_ held: Held) -> Finding {
    let (gap, series, isOver) = (held.gap, held.series, held.isOver)
    let length = gap.end - gap.start
    let kind = series.kind.chunkName
    let what = kind == "record" ? "part of the recording" : "\(kind) chunk"
    var message = isOver ? "the next \(what) came after" : "no further \(what) for"
    message += " \(length.inWords); the median is \(gap.median.inWords)"
    return Finding(
      .gaps, from: gap.start, to: gap.end, stream: held.name, message,
      [
        RowMember("kind", .word(kind)), RowMember("state", .word(isOver ? "late" : "stale")),
        RowMember("seconds", .seconds(length)), RowMember("medianSeconds", .seconds(gap.median)),
        RowMember("path", .free(series.path)),
        RowMember("process", .number(series.process)),
      ])
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
