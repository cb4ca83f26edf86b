/// Fields of `ant-media-server-analytics.log`, as releases from 2.10 on write them.
///
/// Fields that are null are left out. `event` and `timeMs` are the envelope's.
extension [FieldDescription] {
  static let antmediaAnalytics: Self = [
    .always("app", .string, "Application."),
    .sometimes("streamId", .string, "The stream, or the file of a recording."),
    .always("logSource", .string, "server, or client if the player told of it."),
    .sometimes("subscriberId", .string, "Who publishes or plays, as the client said."),
    .sometimes("token", .string, "Token of the client: a secret."),
  ]

  static let antmediaPublishStart: Self = [
    .always("height", .integer, in: .pixels, "Picture height; 0 without a picture."),
    .always("width", .integer, in: .pixels, "Picture width; 0 without a picture."),
    .sometimes("videoCodec", .string, "Codec of the picture, such as h264."),
    .sometimes("audioCodec", .string, "Codec of the sound, such as aac."),
    .sometimes("protocol", .string, "How the stream comes in, such as RTMP, SRT, WebRTC or Pull."),
  ]

  static let antmediaPublishEnd: Self = [
    .always("durationMs", .integer, in: .milliseconds, "How long the stream was published.")
  ]

  static let antmediaPublishStats: Self = [
    .always("totalByteReceived", .integer, in: .bytes, "Received since the stream began."),
    .always("byteTransferred", .integer, in: .bytes, "Received since the sample before."),
    .always("durationMs", .integer, in: .milliseconds, "How long the stream is published."),
    .always("width", .integer, in: .pixels, "Picture width."),
    .always("height", .integer, in: .pixels, "Picture height."),
    .sometimes("speed", .decimal, "Speed of processing; 1 is real time. Means nothing for WebRTC."),
    .sometimes("inputQueueSize", .integer, in: .packets, "Waiting at the input."),
    .sometimes("encodingQueueSize", .integer, in: .frames, "Waiting for the encoder."),
    .sometimes("droppedFrameCountInEncoding", .integer, in: .frames, "Dropped by the encoder."),
    .sometimes("droppedPacketCountInIngestion", .integer, in: .packets, "Dropped at the input."),
    .sometimes("roundTripTimeMs", .integer, in: .milliseconds, "Round trip time, of WebRTC."),
    .sometimes("jitterMs", .integer, in: .milliseconds, "Jitter, of WebRTC."),
    .sometimes("packetLostRatio", .decimal, "Share of packets lost, of WebRTC."),
    .sometimes("packetsLost", .integer, in: .packets, "Lost since the stream began, of WebRTC."),
    .sometimes("remoteIp", .string, "Address of the publisher."),
    .sometimes("userAgent", .string, "Program of the publisher, as it said."),
  ]

  static let antmediaKeyFrames: Self = [
    .always("keyFramesInLastMinute", .integer, in: .frames, "Key frames in about a minute."),
    .always("keyFrameIntervalMs", .integer, in: .milliseconds, "Time between the last two."),
  ]

  static let antmediaViewerCount: Self = [
    .always("dashViewerCount", .integer, "Players of DASH."),
    .always("hlsViewerCount", .integer, "Players of HLS."),
    .always("webRTCViewerCount", .integer, "Players of WebRTC."),
  ]

  static let antmediaPlayer: Self = [
    .sometimes("protocol", .string, "How the stream goes out, such as hls, dash or webrtc."),
    .sometimes("clientIP", .string, "Address of the player."),
  ]

  static let antmediaWatchTime: Self = [
    .always("watchTimeMs", .integer, in: .milliseconds, "How long it was played."),
    .always("startTimeMs", .integer, in: .milliseconds, "Where in the video that began."),
  ]

  static let antmediaPlayerStats: Self = [
    .always("totalBytesTransferred", .integer, in: .bytes, "0: not filled in."),
    .always("byteTransferred", .integer, in: .bytes, "Sent in answer to this request."),
    .sometimes("uri", .string, "What was asked for."),
  ]

  /// A webhook's fields and those of the line in the analytics log.
  static let antmediaPlayStart: Self =
    [
      .sometimes("id", [.string, .null], "The stream, in a webhook."),
      .sometimes("app", .string, "Application. Webhooks have it since 2.15."),
      .sometimes("metadata", [.object, .string, .null], "Metadata; text where it is no object."),
      .sometimes("streamName", [.string, .null], "Name for people."),
      .sometimes("category", .string, "Category of the broadcast."),
      .sometimes("subscriberId", .string, "Who plays, as the client said."),
      .sometimes("streamId", .string, "The stream, in the analytics log."),
      .sometimes("logSource", .string, "server, or client if the player told of it."),
    ] + .antmediaPlayer
}
