/// The rows of Ant Media Server's webhooks and server hooks.
extension EventDescription {
  static let liveStreamStarted = EventDescription(
    name: "liveStreamStarted", system: .antmedia, category: .live, also: [.started, .created],
    shape: .antmediaStream, isLoggedByDefault: nil, summary: "A stream began to be published.")

  static let liveStreamEnded = EventDescription(
    name: "liveStreamEnded", system: .antmedia, category: .live, also: [.ended],
    shape: .antmediaStream, isLoggedByDefault: nil, summary: "A published stream ended.",
    notes: ["It is missing when the server died."])

  static let vodReady = EventDescription(
    name: "vodReady", system: .antmedia, category: .media, also: [.ready],
    shape: .antmediaRecording, isLoggedByDefault: nil,
    summary: "A recording is complete and stored.",
    notes: ["id is that of the stream, vodId that of the recording; one for each rendition."])

  static let endpointFailed = EventDescription(
    name: "endpointFailed", system: .antmedia, category: .live, also: [.failed],
    shape: .antmediaPublisher, isLoggedByDefault: nil,
    summary: "Publishing to an RTMP endpoint failed.",
    notes: ["The address in metadata ends in a stream key, hidden by --redact."])

  static let publishTimeoutError = EventDescription(
    name: "publishTimeoutError", system: .antmedia, category: .live, also: [.failed],
    shape: .antmediaPublisher, isLoggedByDefault: nil,
    summary: "A publisher sent no usable frames in time.",
    notes: ["An older manual prints endpointFailed as its action; no release sends that."])

  static let encoderNotOpenedError = EventDescription(
    name: "encoderNotOpenedError", system: .antmedia, category: .live, also: [.failed],
    shape: .antmediaPublisher, isLoggedByDefault: nil,
    summary: "The transcoder could not be opened.")

  static let playStarted = EventDescription(
    name: "playStarted", system: .antmedia, category: .play, also: [.started],
    shape: .antmediaPlayStart, isLoggedByDefault: nil,
    summary: "A player began to watch a stream.",
    notes: [
      "A webhook, or a line of the analytics log, which calls the stream streamId.",
      "In that log with the logSource client it comes from the player, after each pause too.",
    ])

  static let playStopped = EventDescription(
    name: "playStopped", system: .antmedia, category: .play, also: [.ended], shape: .antmediaPlay,
    isLoggedByDefault: nil, summary: "A player stopped watching a stream.",
    notes: ["RTMP viewers may raise it twice."])

  static let subtrackAddedInTheMainTrack = EventDescription(
    name: "subtrackAddedInTheMainTrack", system: .antmedia, category: .conference, also: [.started],
    shape: .antmediaTrack, isLoggedByDefault: nil, summary: "A participant joined a room.")

  static let subtrackLeftTheMainTrack = EventDescription(
    name: "subtrackLeftTheMainTrack", system: .antmedia, category: .conference, also: [.ended],
    shape: .antmediaTrack, isLoggedByDefault: nil, summary: "A participant left a room.")

  static let firstActiveTrackAddedInMainTrack = EventDescription(
    name: "firstActiveTrackAddedInMainTrack", system: .antmedia, category: .conference,
    also: [.started], shape: .antmediaRoom, isLoggedByDefault: nil,
    summary: "The first active stream of a room.",
    notes: ["id is the stream, mainTrackId the room; streamName is that of the room."])

  static let noActiveSubtracksLeftInMainTrack = EventDescription(
    name: "noActiveSubtracksLeftInMainTrack", system: .antmedia, category: .conference,
    also: [.ended], shape: .antmediaRoom, isLoggedByDefault: nil,
    summary: "The last active stream of a room left.", notes: ["id is the room."])

  static let liveStreamStatus = EventDescription(
    name: "liveStreamStatus", system: .antmedia, category: .live, shape: .antmediaStatus,
    isLoggedByDefault: nil, summary: "How a running stream is doing.",
    notes: ["A sample from time to time, only when it is configured."])

  static let idleTimeIsExpired = EventDescription(
    name: "idleTimeIsExpired", system: .antmedia, category: .live, also: [.ended],
    shape: .antmediaRoom, isLoggedByDefault: nil, summary: "A stream was not updated for too long.")

  static let highResourceUsage = EventDescription(
    name: "highResourceUsage", system: .antmedia, category: .application, also: [.failed],
    shape: .antmediaResources,
    isLoggedByDefault: nil, summary: "The server refused work: it has no resources left.",
    notes: ["Bears no time."])

  static let unexpectedServerShutdown = EventDescription(
    name: "unexpectedServerShutdown", system: .antmedia, category: .application, also: [.failed],
    shape: .antmediaShutdown, isLoggedByDefault: nil,
    summary: "The server found that it had crashed before.",
    notes: [
      "Releases send it under the action highResourceUsage; appNames tells it apart.",
      "Bears no time.",
    ])

  static let hookCall = EventDescription(
    name: "hookCall", system: .antmedia, category: .serverLog, status: .serverLog,
    shape: .antmediaHookCall, isLoggedByDefault: nil,
    summary: "The server called a webhook, says its own log.",
    notes: [
      "Its time is that of the call, not of the event that the call tells of.",
      "status and attempts are gathered from the lines behind it.",
    ])
}
