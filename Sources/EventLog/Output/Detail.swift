/// One of the values that matter for a kind of event, and how it is said.
struct Detail {
  enum Style {
    case text
    /// The last two components of a path.
    case pathEnd
    /// A duration.
    case milliseconds, seconds
    /// A number of bytes.
    case bytes
    /// The time between two stamps.
    case span
    /// Width and height.
    case size
  }

  /// The word before the value; may be empty.
  var label: StaticString
  var style: Style
  /// Alternatives, the first that has a value counts; for the last two styles the parts.
  var paths: ContiguousArray<FieldPath>

  private init(_ label: StaticString, _ style: Style, _ paths: [[String]]) {
    self.label = label
    self.style = style
    self.paths = ContiguousArray(paths.map { FieldPath(anywhere: $0) })
  }

  private static func the(
    _ label: StaticString = "", _ style: Style = .text, _ paths: String...
  ) -> Detail {
    Detail(label, style, paths.map { $0.split(separator: ".").map(String.init) })
  }

  /// What matters for a kind; nothing: its first few fields.
  static func details(of kind: EventKind) -> [Detail] {
    switch kind {
    case .inStreamClosed, .outStreamClosed, .streamClosed:
      [
        .the("upTime", .milliseconds, "upTime"),
        .the("", .bytes, "bytes"),
        kind == .inStreamClosed ? .the("from", .text, "farIp", "ip") : .the("to", .text, "farIp"),
      ]
    case .inStreamCreated:
      [.the("", .text, "type"), .the("from", .text, "farIp", "ip"), .the("", .text, "userAgent")]
    case .outStreamCreated, .streamCreated, .outStreamFirstFrameSent:
      [
        .the("", .text, "type"), .the("to", .text, "farIp", "pushSettings.targetUri"),
        .the(
          "", .pathEnd, "hlsSettings.groupTargetFolder", "hdsSettings.groupTargetFolder",
          "mssSettings.groupTargetFolder", "dashSettings.groupTargetFolder",
          "recordSettings.computedPathToFile", "recordSettings.pathToFile"),
      ]
    case .inStreamCodecsUpdated, .outStreamCodecsUpdated, .streamCodecsUpdated:
      [
        .the("video", .text, "video.codec"), .the("", .size, "video.width", "video.height"),
        .the("audio", .text, "audio.codec"),
      ]
    default: details(of: kind.row.shape)
    }
  }

  private static func details(of shape: PayloadShape) -> [Detail] {
    switch shape {
    case .inStream, .outStream, .neutralStream: [.the("", .text, "type"), .the("", .text, "farIp")]
    case .feed: [.the("id", .text, "id")]
    case .pullFailure:
      [
        .the(
          "", .text, "uri.fullUri", "uri", "customParameters.uri.fullUri", "customParameters.uri")
      ]
    case .multiprotocol:
      [
        .the("", .text, "object.event"), .the("", .text, "object.stream"),
        .the("from", .text, "object.ip"),
      ]
    case .hlsChunkCreated, .fragmentCreated, .recordingCreated, .file: [.the("", .pathEnd, "file")]
    case .hlsChunkClosed:
      [.the("", .pathEnd, "file"), .the("", .milliseconds, "segmentDuration")]
    case .fragmentClosed, .recordingClosed:
      [
        .the("", .pathEnd, "file"), .the("", .span, "startTime", "stopTime"),
        .the("frames", .text, "frameCount"),
      ]
    case .chunkError, .recordingError: [.the("", .text, "error"), .the("", .pathEnd, "file")]
    case .playlistItem: [.the("playlist", .text, "playlistName")]
    case .sessionStarted: [.the("from", .text, "clientIP"), .the("", .pathEnd, "playlist")]
    case .sessionEnded:
      [
        .the("from", .text, "clientIP"), .the("", .pathEnd, "playlist"),
        .the("", .span, "startTime", "stopTime"),
      ]
    case .download:
      [
        .the("from", .text, "clientIP"), .the("", .pathEnd, "mediaFile"),
        .the("", .seconds, "elapsed"),
      ]
    case .cliRequest: [.the("", .text, "command"), .the("", .text, "parameters")]
    case .cliResponse: [.the("", .text, "status"), .the("", .text, "description")]
    case .process: [.the("", .text, "fullBinaryPath"), .the("", .text, "arguments")]
    case .timer:
      [
        .the("timer", .text, "timerId"), .the("count", .text, "triggerCount"),
        .the("at", .text, "value"),
      ]
    case .server: [.the("", .text, "banner")]
    case .application: [.the("", .text, "name"), .the("id", .text, "id")]
    case .protocolStack:
      [
        .the("", .text, "protocolType"), .the("ip", .text, "customParameters.ip"),
        .the("port", .text, "customParameters.port"),
      ]
    case .carrier:
      [
        .the("", .text, "type"), .the("from", .text, "farIP", "nearIP"),
        .the("received", .bytes, "rx"), .the("sent", .bytes, "tx"),
      ]
    case .webRtcCommand:
      [.the("", .text, "command"), .the("", .text, "argument"), .the("", .text, "baseStreamName")]
    case .webRtcConnection:
      [.the("", .text, "rrs"), .the("room", .text, "roomId")]
    case .webRtcService, .webRtcServiceStopped:
      [.the("", .text, "ersIp"), .the("room", .text, "roomId"), .the("entry", .text, "configId")]
    case .room: [.the("room", .text, "roomName"), .the("client", .text, "clientID")]
    case .logConnection, .logHTTP:
      [.the("from", .text, "farIp"), .the("", .text, "result"), .the("", .text, "message")]
    case .logStream: [.the("", .text, "type"), .the("", .text, "message")]
    case .logPublish, .logPlay, .logLine: [.the("", .text, "message")]
    case .fastpixMedia, .fastpixRecording:
      [.the("", .text, "title"), .the("", .text, "status")]
    case .fastpixUpload, .fastpixLiveStream: [.the("", .text, "status")]
    case .fastpixTrack:
      [.the("", .text, "type"), .the("", .text, "languageCode")]
    case .fastpixChapters, .fastpixInsight: [.the("", .text, "status")]
    case .fastpixSimulcast:
      [.the("target", .text, "simulcastId"), .the("", .text, "isEnabled")]
    case .antmediaStream, .antmediaPublisher:
      [
        .the("", .text, "streamName"), .the("to", .text, "metadata.rtmp-url"),
        .the("by", .text, "subscriberId"),
      ]
    case .antmediaRecording:
      [.the("", .text, "vodName"), .the("", .milliseconds, "duration")]
    case .antmediaPlay, .antmediaPlayStart, .antmediaPlayer:
      [
        .the("", .text, "protocol"), .the("by", .text, "subscriberId"),
        .the("from", .text, "clientIP"),
      ]
    case .antmediaTrack, .antmediaRoom:
      [.the("room", .text, "mainTrackId"), .the("by", .text, "subscriberId")]
    case .antmediaStatus:
      [
        .the("", .size, "width", "height"), .the("speed", .text, "speed"),
        .the("received", .bytes, "totalByteReceived"),
      ]
    case .antmediaResources: [.the("", .text, "host")]
    case .antmediaShutdown: [.the("", .text, "host"), .the("", .text, "appNames")]
    case .antmediaAuthorization: [.the("", .text, "mode"), .the("", .text, "appName")]
    case .antmediaHookCall: [.the("", .text, "action"), .the("", .text, "status")]
    case .antmediaPublishStart: [.the("", .text, "protocol"), .the("", .size, "width", "height")]
    case .antmediaPublishEnd: [.the("", .milliseconds, "durationMs")]
    case .antmediaPublishStats:
      [
        .the("", .size, "width", "height"), .the("speed", .text, "speed"),
        .the("received", .bytes, "totalByteReceived"),
      ]
    case .antmediaKeyFrames:
      [
        .the("per minute", .text, "keyFramesInLastMinute"),
        .the("every", .milliseconds, "keyFrameIntervalMs"),
      ]
    case .antmediaViewerCount:
      [
        .the("hls", .text, "hlsViewerCount"), .the("dash", .text, "dashViewerCount"),
        .the("webrtc", .text, "webRTCViewerCount"),
      ]
    case .antmediaWatchTime:
      [.the("", .milliseconds, "watchTimeMs"), .the("by", .text, "subscriberId")]
    case .antmediaPlayerStats:
      [.the("sent", .bytes, "byteTransferred"), .the("from", .text, "clientIP")]
    case .webhookText: [.the("", .text, "text")]
    case .bare, .opaque: []
    }
  }
}
