/// Fields of Ant Media Server's webhooks (webhooks.md §3).
///
/// A body is flat: its fields that are listed here are the payload, all others, which are the query
/// parameters of a publisher or player, are extra. `action` and `timestamp` are the envelope's.
extension [FieldDescription] {
  static let antmedia: Self = [
    .always("id", [.string, .null], "The stream; of events of a room, the room."),
    .sometimes("app", .string, "Application. Since 2.15."),
    .sometimes("metadata", [.object, .string, .null], "Metadata; text where it is no object."),
  ]

  static let antmediaBroadcast: Self = [
    .sometimes("streamName", [.string, .null], "Name for people."),
    .sometimes("category", .string, "Category of the broadcast."),
  ]

  static let antmediaMainTrack: Self = [
    .sometimes("mainTrackId", .string, "Room. Since 2.10."),
    .sometimes("roomId", .string, "The same as mainTrackId."),
  ]

  static let antmediaSubscriber: Self = [
    .sometimes("subscriberId", .string, "Who publishes or plays, as the client said.")
  ]

  static let antmediaRecording: Self = [
    .always("vodName", .string, "File without its ending."),
    .sometimes("vodId", .string, "The recording. Since 1.7."),
    .sometimes(
      "duration", .integer, in: .milliseconds,
      "Length; -1, -2 and -3 when it could not be told. Since 2.15."),
  ]

  static let antmediaStatus: Self = [
    .always("id", [.string, .null], "The stream."),
    .always("streamName", [.string, .null], "Name for people."),
    .always("width", .integer, in: .pixels, "Picture width."),
    .always("height", .integer, in: .pixels, "Picture height."),
    .always("totalByteReceived", .integer, in: .bytes, "Received since the stream began."),
    .always("inputQueueSize", .integer, in: .packets, "Waiting at the input."),
    .always("speed", .decimal, "Speed of processing; 1 is real time."),
    .sometimes("encodingQueueSize", .integer, in: .frames, "Waiting for the encoder."),
    .sometimes("dropFrameCountInEncoding", .integer, in: .frames, "Dropped by the encoder."),
    .sometimes("dropPacketCountInIngestion", .integer, in: .packets, "Dropped at the input."),
  ]

  static let antmediaResources: Self = [
    .always("host", .string, "Address of the server."),
    .always("resourceInfo", [.object, .string], "What is used of what; text where it is broken."),
  ]

  static let antmediaShutdown: Self = [
    .always("host", .string, "Address of the server."),
    .always("appNames", .string, "Applications that were open, commas between them."),
  ]

  static let antmediaAuthorization: Self = [
    .sometimes("mode", .string, "live, record or append; play."),
    .sometimes("name", .string, "The stream, as published."),
    .sometimes("streamId", .string, "The stream."),
    .sometimes("appName", .string, "Application."),
    .sometimes("queryParams", .string, "Parameters of the client, as {a=b, c=d}."),
    .sometimes("metaData", .any, "Metadata."),
    .sometimes("origin", .string, "Origin of the player's page."),
    .sometimes("ipAddress", .string, "Address of the player."),
    .sometimes("token", .string, "Token of the client: a secret."),
    .sometimes("subscriberId", .string, "Who publishes or plays."),
    .sometimes("subscriberCode", .string, "One-time code of the client: a secret."),
  ]

  static let antmediaHookCall: Self = [
    .sometimes("url", .string, "Address that is called."),
    .sometimes("id", .string, "The stream."),
    .sometimes("action", .string, "Event that the call tells of."),
    .sometimes("mainTrackId", .string, "Room."),
    .sometimes("vodName", .string, "File without its ending."),
    .sometimes("vodId", .string, "The recording."),
    .sometimes("status", .integer, "HTTP status of the last answer, if there was one."),
    .sometimes("attempts", .integer, "How often the request was sent."),
  ]

  static let webhookText: Self = [
    .always("text", .string, "The body as it is.")
  ]
}
