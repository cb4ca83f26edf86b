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
}
