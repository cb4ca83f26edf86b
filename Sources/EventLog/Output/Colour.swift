/// The colours of the output.
enum Colour {
  case plain, bold, dim, red, green, yellow, blue, magenta, cyan

  /// What turns it on; `plain` turns all off.
  var code: StaticString {
    switch self {
    case .plain: "\u{1B}[0m"
    case .bold: "\u{1B}[1m"
    case .dim: "\u{1B}[2m"
    case .red: "\u{1B}[31m"
    case .green: "\u{1B}[32m"
    case .yellow: "\u{1B}[33m"
    case .blue: "\u{1B}[34m"
    case .magenta: "\u{1B}[35m"
    case .cyan: "\u{1B}[36m"
    }
  }

  /// The colour of a kind of event: red for what went wrong, else that of its category.
  init(of kind: EventKind) {
    switch kind {
    case .pullStreamFailed, .audioFeedStopped, .videoFeedStopped, .hlsChunkError, .hdsChunkError,
      .mssChunkError, .dashChunkError, .recordChunkError, .webRtcPeerError, .connectionRefused,
      .eventPostFailed, .videoMediaFailed, .videoMediaTrackFailed, .endpointFailed,
      .publishTimeoutError, .encoderNotOpenedError, .highResourceUsage, .unexpectedServerShutdown:
      self = .red
    default: self.init(of: kind.row.category)
    }
  }

  private init(of category: EventCategory) {
    switch category {
    case .stream, .codecs, .feed, .pull, .live, .simulcast: self = .green
    case .hls, .hds, .mss, .dash, .chunk: self = .cyan
    case .record, .playlist, .media, .upload, .track, .transform, .ai: self = .magenta
    case .session, .connection, .webrtc, .websocket, .play, .conference, .playback, .analytics:
      self = .blue
    case .cli, .process, .timer, .application: self = .yellow
    case .created, .updated, .deleted, .started, .ended, .ready, .failed: self = .dim
    case .request, .serverLog, .other: self = .dim
    }
  }
}
