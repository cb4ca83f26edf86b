/// What kind of thing a session is.
public enum SessionKind: UInt8, CaseIterable, Hashable, Sendable {
  /// A stream into or out of the server.
  case stream
  /// A player that fetches packaged streams from the built-in web server.
  case http
  /// A recording, or a part of one.
  case recording
  /// A file of a packaged stream: HLS, HDS, Smooth Streaming or DASH.
  case chunk

  /// Its name on the command line and in output.
  public var name: String { "\(word)" }

  /// Its name, to be appended without a copy.
  var word: StaticString {
    switch self {
    case .stream: "stream"
    case .http: "http"
    case .recording: "recording"
    case .chunk: "chunk"
    }
  }
}

/// The part that events of a kind play in a session.
struct SessionRole {
  /// What happens to the session.
  enum Step {
    case opened, changed, closed
  }

  var kind: SessionKind
  var step: Step
  var direction = StreamDirection.neutral

  /// Creates the role of a kind; nil for kinds that play none.
  init?(_ kind: EventKind) {
    switch kind {
    case .inStreamCreated: self.init(.stream, .opened, .in)
    case .inStreamCodecsUpdated: self.init(.stream, .changed, .in)
    case .inStreamClosed: self.init(.stream, .closed, .in)
    case .outStreamCreated: self.init(.stream, .opened, .out)
    case .outStreamCodecsUpdated: self.init(.stream, .changed, .out)
    case .outStreamClosed: self.init(.stream, .closed, .out)
    case .streamCreated: self.init(.stream, .opened, .neutral)
    case .streamCodecsUpdated: self.init(.stream, .changed, .neutral)
    case .streamClosed: self.init(.stream, .closed, .neutral)
    case .streamingSessionStarted: self.init(.http, .opened, .out)
    case .streamingSessionEnded: self.init(.http, .closed, .out)
    case .recordChunkCreated: self.init(.recording, .opened, .out)
    case .recordChunkClosed: self.init(.recording, .closed, .out)
    case .hlsChunkCreated, .hdsChunkCreated, .mssChunkCreated, .dashChunkCreated:
      self.init(.chunk, .opened, .out)
    case .hlsChunkClosed, .hdsChunkClosed, .mssChunkClosed, .dashChunkClosed:
      self.init(.chunk, .closed, .out)
    case .videoLiveStreamConnected, .videoLiveStreamActive, .liveStreamStarted:
      self.init(.stream, .opened, .in)
    // An encoder that disconnected may be back before the stream is idle.
    case .videoLiveStreamIdle, .liveStreamEnded: self.init(.stream, .closed, .in)
    case .publishStarted: self.init(.stream, .opened, .in)
    case .publishEnded: self.init(.stream, .closed, .in)
    case .playStarted: self.init(.stream, .opened, .out)
    case .playStopped, .playEnded: self.init(.stream, .closed, .out)
    default: return nil
    }
  }

  private init(_ kind: SessionKind, _ step: Step, _ direction: StreamDirection) {
    (self.kind, self.step, self.direction) = (kind, step, direction)
  }
}

extension EventKind {
  /// What kind of session an event of this kind ends, if it ends any.
  var endedSession: SessionKind? {
    guard let role = SessionRole(self), role.step == .closed else { return nil }
    return role.kind
  }
}
