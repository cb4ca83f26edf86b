/// Looks for inbound streams without sound or picture.
///
/// The server reports such a feed again and again while it stays silent. Reports on one stream and
/// medium that are not further apart than a limit are one stall; it ends with the stream, or with the
/// last report. The server also reports a medium that never came: one that a stream is known not to have
/// cannot stall, and one report alone on a stream without a name says too little.
struct StallDetector: Detector {
  let kinds: EventKindSet = [.audioFeedStopped, .videoFeedStopped]
  private let limit: Int64
  private var stalls = Remembered<Feed, Stall>()
  private var tracks = Remembered<Feed, Tracks>()

  /// A stream, or one medium of it.
  private struct Feed: Hashable, Kept {
    var system = EventSystem.ems
    var process: Int64 = 0
    /// -1 where the format does not say: w3c.
    var id: Int64 = -1
    var isVideo = false

    mutating func keep(in fields: inout KeptFields) {
      fields(&system)
      fields(&process)
      fields(&id)
      fields(&isVideo)
    }
  }

  private struct Stall: Kept {
    var name: ContiguousArray<UInt8> = []
    var stretch = LogStretch()
    var reports: Int64 = 0

    mutating func keep(in fields: inout KeptFields) {
      fields(&name)
      fields(&stretch)
      fields(&reports)
    }
  }

  /// What an open stream is known to carry.
  private struct Tracks: Kept {
    var isWhole = false
    var audio = false
    var video = false

    mutating func keep(in fields: inout KeptFields) {
      fields(&isWhole)
      fields(&audio)
      fields(&video)
    }
  }

  init(_ plan: ChecksPlan) { limit = plan.stallGap }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for change in changes {
      switch change {
      case .opened(let session), .recoded(let session, _):
        guard let feed = Self.feed(of: session) else { continue }
        let known = Tracks(
          isWhole: session.isOpeningLogged, audio: session.audioCodec.isMedium,
          video: session.videoCodec.isMedium)
        tracks.update(feed, size: 0, new: known) { $0 = known }
      case .ended(let session):
        guard var feed = Self.feed(of: session) else { continue }
        tracks.remove(feed)
        guard let ending = session.status.end else { continue }
        for isVideo in [false, true] {
          feed.isVideo = isVideo
          guard let stall = stalls.remove(feed) else { continue }
          tell(stall, feed, endedBy: ending, at: session.end?.possible, &findings)
        }
      case .started(let start):
        endAll(as: "restart", at: start.after?.possible, &findings)
      case .stopping, .missing: break
      }
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    let isExact = event.time != nil
    let feed = Feed(
      system: event.system, process: event.integer("PID") ?? event.writer ?? 0,
      id: event.integer("id") ?? -1, isVideo: event.kind == .videoFeedStopped)
    guard carries(feed) else { return }
    if let stall = stalls[feed], let time, let last = stall.stretch.last, abs(time - last) > limit {
      stalls.remove(feed)
      tell(stall, feed, endedBy: nil, at: nil, &findings)
    }
    let name = ContiguousArray((event.streamName ?? "").utf8)
    let size = stalls[feed] == nil ? name.count : 0
    stalls.update(feed, size: size, new: Stall(name: name)) { stall in
      stall.reports += 1
      stall.stretch.add(time, isExact: isExact)
    }
  }

  /// Whether a stream may have that medium: only one that shows its other medium, and not this one,
  /// since its beginning, has not.
  private func carries(_ feed: Feed) -> Bool {
    var stream = feed
    stream.isVideo = false
    guard let tracks = tracks[stream], tracks.isWhole else { return true }
    return feed.isVideo ? tracks.video || !tracks.audio : tracks.audio || !tracks.video
  }

  mutating func keep(in fields: inout KeptFields) {
    fields(&stalls)
    fields(&tracks)
  }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    endAll(as: "log", at: time, &findings)
    tracks = Remembered()
  }

  private mutating func endAll(
    as end: String, at time: Int64?, _ findings: inout FindingList
  ) {
    for (feed, stall) in stalls.all { tell(stall, feed, endedBy: end, at: time, &findings) }
    findings.addUnwatched(stalls.refused, .stalls)
    stalls = Remembered()
  }

  private static func feed(of session: Session) -> Feed? {
    guard session.kind == .stream, session.direction != .out, let id = session.id else {
      return nil
    }
    return Feed(system: session.system, process: session.process ?? 0, id: id)
  }

  /// Tells of a stall; what would have ended it too late has not ended it.
  private func tell(
    _ stall: Stall, _ feed: Feed, endedBy end: String?, at time: Int64?,
    _ findings: inout FindingList
  ) {
    if feed.id < 0, stall.reports < 2 { return }
    var stretch = stall.stretch
    let lastReport = stretch.last
    var ended = "noFurtherReport"
    if let end, let time, let lastReport, time >= lastReport, time - lastReport <= limit {
      ended = end
      stretch.add(time, isExact: true)
    }
    var message = feed.isVideo ? "no picture" : "no sound"
    if let length = stretch.length { message += " for \(length.inWords)" }
    message += " (\(stall.reports.counted("report")))"
    switch ended {
    case "streamClosed": message += ", until the stream was closed"
    case "restart": message += ", until the server was started again"
    case "stop": message += ", until the server was stopped"
    case "log": message += ", until the end of the log"
    default: message += "; no further report"
    }
    findings.add(
      Finding(
        .stalls, stretch, stream: stall.name, message,
        [
          RowMember("media", .word(feed.isVideo ? "video" : "audio")),
          RowMember("reports", .number(stall.reports)),
          RowMember("seconds", stretch.isExact ? .seconds(stretch.length ?? 0) : .nothing),
          RowMember("lastReport", .moment(lastReport.map(EventTime.init(milliseconds:)))),
          RowMember("endedBy", .word(ended)),
          RowMember("id", .count(feed.id >= 0 ? feed.id : nil)),
          RowMember("process", .number(feed.process)),
        ]))
  }
}

extension UInt64 {
  /// Whether a codec's tag tells that there is such a medium: of one that never came the server says
  /// in the end that it is passed through.
  fileprivate var isMedium: Bool {
    isKnownCodec && self != VideoCodec.passThrough.numeric && self != AudioCodec.passThrough.numeric
  }
}

extension SessionStatus {
  /// What ended a stall of such a session.
  fileprivate var end: String? {
    switch self {
    case .closed, .unopened, .replaced: "streamClosed"
    case .restart: "restart"
    case .stop: "stop"
    case .open: nil
    }
  }
}
