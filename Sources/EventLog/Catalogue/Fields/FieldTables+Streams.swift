/// Fields of stream events.
extension [FieldDescription] {
  /// What every payload of an event sink has.
  static let everyPayload: Self = [
    .always("PID", .integer, "Process in which it happened: the edge's own for edge events."),
    .always("customData", .any, "What the configuration attached to the sink or the logger."),
  ]

  static let stream: Self = [
    .always("uniqueId", .integer, "Number of the stream, unique within one process only."),
    .always(
      "type", .string, from: .streamType, "Kind of stream; the first letter is the direction."),
    .always("typeNumeric", .integer, "The same kind, its letters packed into 64 bits."),
    .always("name", .string, "Local stream name; may be empty, a path or bear URL parameters."),
    .always("creationTimestamp", .decimal, in: .epochMilliseconds, "When the stream came to be."),
    .always("queryTimestamp", .decimal, in: .epochMilliseconds, "When these values were taken."),
    .always("upTime", .decimal, in: .milliseconds, "Age; negative if the clock was set back."),
    .always("ip", .string, "The same as nearIp; empty for files."),
    .always("port", .integer, "The same as nearPort; 0 when unknown."),
    .always("nearIp", .string, "Address on the side of the server."),
    .always("nearPort", .integer, "Port on the side of the server."),
    .always("farIp", .string, "Address of the other side; empty for UDP and files."),
    .always("farPort", .integer, "Port of the other side."),
    .always("bandwidth", .integer, in: .kibibitsPerSecond, "Transfer rate divided by 1024."),
    .always("audio.codec", .string, from: .audioCodec, "Audio codec."),
    .always("audio.codecNumeric", .integer, "The same codec, its letters packed into 64 bits."),
    .always("audio.packetsCount", .integer, in: .packets, "Audio packets handled."),
    .always("audio.droppedPacketsCount", .integer, in: .packets, "Audio packets dropped."),
    .always("audio.bytesCount", .integer, in: .bytes, "Audio bytes handled."),
    .always("audio.droppedBytesCount", .integer, in: .bytes, "Audio bytes dropped."),
    .always("video.codec", .string, from: .videoCodec, "Video codec."),
    .always("video.codecNumeric", .integer, "The same codec, its letters packed into 64 bits."),
    .always("video.packetsCount", .integer, in: .packets, "Video packets handled."),
    .always("video.droppedPacketsCount", .integer, in: .packets, "Video packets dropped."),
    .always("video.bytesCount", .integer, in: .bytes, "Video bytes handled."),
    .always("video.droppedBytesCount", .integer, in: .bytes, "Video bytes dropped."),
    .sometimes("video.width", .integer, in: .pixels, "Picture width; 0 until it is known."),
    .sometimes("video.height", .integer, in: .pixels, "Picture height; 0 until it is known."),
    .sometimes("video.profile", .integer, "H.264 profile; without meaning for other codecs."),
    .sometimes("video.level", .integer, "H.264 level; without meaning for other codecs."),
    .sometimes("appName", .string, "Application that the stream belongs to."),
    .sometimes("processId", .integer, "Process that owns the stream."),
    .sometimes("processType", .string, from: .processType, "Role of that process."),
    .sometimes("connectionType", .integer, from: .connectionType, "Why the stream exists."),
    .sometimes("userAgent", .string, "What the client called itself."),
    .sometimes("serverAgent", .string, "What the remote server called itself."),
    .sometimes("_isInternal", .boolean, "Whether it only joins the origin and an edge."),
    .sometimes("record", .object, "The manuals' name for recordSettings; not seen in logs."),
    .sometimes("edgePid", .integer, "Process of the edge; seen in listings of the API."),
  ]

  static let inStream: Self =
    [
      .always("outStreamsUniqueIds", [.array, .null], "Outbound streams that it feeds."),
      .sometimes("ingestPoint", .string, "Ingest point that it was published to."),
      .sometimes("tcUrl", .string, "RTMP: URL of the application, as the client gave it."),
      .sometimes("swfUrl", .string, "RTMP: URL of the player, as the client gave it."),
      .sometimes("pageUrl", .string, "RTMP: URL of the page, as the client gave it."),
      .sometimes("audio.aveAudioBitRate", .decimal, in: .bitsPerSecond, "Mean audio bit rate."),
      .sometimes("audio.currAudioBitRate", .decimal, in: .bitsPerSecond, "Audio bit rate now."),
      .sometimes("video.aveVideoBitRate", .decimal, in: .bitsPerSecond, "Mean video bit rate."),
      .sometimes("video.currVideoBitRate", .decimal, in: .bitsPerSecond, "Video bit rate now."),
      .sometimes("video.aveFrameRate", .decimal, in: .framesPerSecond, "Mean frame rate."),
      .sometimes("video.currFrameRate", .decimal, in: .framesPerSecond, "Frame rate now."),
      .sometimes(
        "video.aveKeyFramesPerSec", .decimal, in: .framesPerSecond, "Mean key frame rate."),
      .sometimes(
        "video.currKeyFramesPerSec", .decimal, in: .framesPerSecond, "Key frame rate now."),
    ]
    + .object("pullSettings", "How it is pulled, if it is: connectionType 1.", .pullSettings)

  static let outStream: Self =
    [
      .always(
        "inStreamUniqueId", [.integer, .null], "Inbound stream that feeds it, while one does."),
      .sometimes("aliasName", .string, "Alias of the stream name."),
      .sometimes("streamAlias", .string, "Name that the player asked for."),
      .sometimes("canDropFrames", .boolean, "RTMP: whether frames may be dropped."),
      .sometimes("tcUrl", .string, "RTMP: URL of the application, as the client gave it."),
      .sometimes("swfUrl", .string, "RTMP: URL of the player, as the client gave it."),
      .sometimes("pageUrl", .string, "RTMP: URL of the page, as the client gave it."),
      .sometimes("pushUri", .string, "Pass-through: where it is pushed to."),
    ]
    + .object("pushSettings", "How it is pushed, if it is: connectionType 2.", .pushSettings)
    + .object("hlsSettings", "How it is packaged as HLS: connectionType 3.", .hlsSettings)
    + .object("hdsSettings", "How it is packaged as HDS: connectionType 4.", .hdsSettings)
    + .object(
      "mssSettings", "How it is packaged for Smooth Streaming: connectionType 5.", .mssSettings)
    + .object("dashSettings", "How it is packaged as DASH: connectionType 6.", .dashSettings)
    + .object("recordSettings", "How it is recorded, if it is: connectionType 7.", .recordSettings)
    + .object("processSettings", "Which process it belongs to: connectionType 8.", .processSettings)

  static let feed: Self = [
    .always("id", .integer, "Number of the stream, its uniqueId."),
    .always("localStreamName", .string, "Local stream name."),
  ]

  /// Either the pull settings themselves, or `localStreamName` and `customParameters`.
  static let pullFailure: Self =
    [
      .always("localStreamName", .string, "Local stream name."),
      .sometimes("customParameters", .object, "RTSP failures: everything about the connection."),
      .sometimes("uri", [.string, .object], "Source; may hold a user name and a password."),
    ]
    + pullSettings.filter { $0.path != "uri" && $0.path != "localStreamName" }

  static let multiprotocol: Self = [
    .always("object.event", .string, from: .startOrStop, "What happened."),
    .always("object.direction", .string, from: .inOrOut, "Direction of the stream."),
    .always("object.stream", .string, "Local stream name."),
    .always("object.appName", .string, "Application that the stream belongs to."),
    .always("object.audio-type", .string, from: .audioCodec, "Audio codec."),
    .always("object.video-type", .string, from: .videoCodec, "Video codec."),
    .always("object.rate", .integer, "Transfer rate."),
    .always("object.ip", .string, "Address."),
    .always("object.port", .integer, "Port."),
    .always("object.uniqueId", .integer, "Number of the stream, unique within one process only."),
    .always("object.protocol", .string, from: .multiprotocolName, "Protocol of the stream."),
  ]
}
