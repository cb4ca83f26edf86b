/// A group of event kinds that can be asked for by one name.
///
/// The raw value is that name. A kind has one category under which it is listed and may answer to
/// more: `hlsChunkClosed` is listed under `hls` and answers to `chunk` too.
public enum EventCategory: String, CaseIterable, Hashable, Sendable {
  case stream
  case codecs
  case feed
  case pull
  case hls
  case hds
  case mss
  case dash
  case record
  case chunk
  case playlist
  case session
  case cli
  case process
  case timer
  case connection
  case application
  case webrtc
  case websocket
  case serverLog

  // Webhooks.
  case media
  case upload
  case track
  case transform
  case ai
  case playback
  case live
  case simulcast
  case play
  case conference
  case analytics
  case request

  // What happened, whatever it happened to.
  case created
  case updated
  case deleted
  case started
  case ended
  case ready
  case failed

  case other

  /// One line for headings, without a full stop.
  public var title: String {
    switch self {
    case .stream: "Streams that enter and leave the server"
    case .codecs: "Codecs detected or changed"
    case .feed: "Inbound streams without sound or picture"
    case .pull: "Pulls from other servers"
    case .hls: "HTTP Live Streaming"
    case .hds: "HTTP Dynamic Streaming"
    case .mss: "Microsoft Smooth Streaming"
    case .dash: "MPEG-DASH"
    case .record: "Recordings"
    case .chunk: "Segments, fragments and parts of recordings"
    case .playlist: "RTMP playlists"
    case .session: "The built-in web server"
    case .cli: "The runtime API"
    case .process: "Launched processes"
    case .timer: "Timers"
    case .connection: "Connections and sockets"
    case .application: "The server and its applications"
    case .webrtc: "WebRTC"
    case .websocket: "WebSocket"
    case .serverLog: "Lines of the server's own log"
    case .media: "Media and recordings"
    case .upload: "Direct uploads"
    case .track: "Tracks of a media"
    case .transform: "Media made of other media"
    case .ai: "What was found out about a media"
    case .playback: "Addresses for players"
    case .live: "Live streams"
    case .simulcast: "Live streams sent on to others"
    case .play: "Players"
    case .conference: "Rooms"
    case .analytics: "What Ant Media Server measures of streams and players"
    case .request: "Requests that tell of no event"
    case .created: "Something came to be"
    case .updated: "Something was changed"
    case .deleted: "Something was removed"
    case .started: "Something began"
    case .ended: "Something ended"
    case .ready: "Something can be used"
    case .failed: "Something went wrong"
    case .other: "Events that this release does not know"
    }
  }

  /// Other names that it goes by.
  public var aliases: [String] {
    switch self {
    case .record: ["recording"]
    case .session: ["web"]
    case .cli: ["api"]
    case .application: ["server"]
    case .media: ["vod"]
    case .live: ["live_stream"]
    case .ended: ["closed"]
    case .failed: ["error"]
    default: []
    }
  }

  /// The category of that name or alias, ASCII case ignored.
  public init?(named name: String) {
    let matches = { (other: String) in equalIgnoringASCIICase(name.utf8, other.utf8) }
    let found = Self.allCases.first { matches($0.rawValue) || $0.aliases.contains(where: matches) }
    guard let found else { return nil }
    self = found
  }

  /// The kinds that answer to it, in the order of the catalogue.
  ///
  /// - Complexity: O(*n*) in the size of the catalogue.
  public var kinds: [EventKind] {
    EventKind.allCases.filter { $0.row.categories.contains(self) }
  }

  /// What happened, as the names of the media server's own events end.
  static func outcomes(of name: String) -> [EventCategory] {
    let endings: [(String, EventCategory)] = [
      ("Created", .created), ("Updated", .updated), ("Deleted", .deleted), ("Started", .started),
      ("Closed", .ended), ("Ended", .ended), ("Stopped", .ended), ("Failed", .failed),
      ("Error", .failed),
    ]
    return endings.filter { name.hasSuffix($0.0) }.map(\.1)
  }
}
