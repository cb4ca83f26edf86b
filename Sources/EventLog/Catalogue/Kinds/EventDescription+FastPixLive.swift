/// The rows of FastPix webhooks about live streams and their simulcast targets.
extension EventDescription {
  static let videoLiveStreamCreated = EventDescription(
    name: "video.live_stream.created", system: .fastpix, category: .live, also: [.created],
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "A live stream and its key exist.")

  static let videoLiveStreamPreparing = EventDescription(
    name: "video.live_stream.preparing", system: .fastpix, category: .live,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "Resources are being reserved.")

  static let videoLiveStreamConnected = EventDescription(
    name: "video.live_stream.connected", system: .fastpix, category: .live,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "An encoder connected.")

  static let videoLiveStreamRecording = EventDescription(
    name: "video.live_stream.recording", system: .fastpix, category: .live,
    shape: .fastpixLiveStream, isLoggedByDefault: nil,
    summary: "The recording of the broadcast began.")

  static let videoLiveStreamActive = EventDescription(
    name: "video.live_stream.active", system: .fastpix, category: .live, also: [.started],
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "The stream is on air.")

  static let videoLiveStreamDisconnected = EventDescription(
    name: "video.live_stream.disconnected", system: .fastpix, category: .live,
    shape: .fastpixLiveStream, isLoggedByDefault: nil,
    summary: "The encoder dropped and may reconnect.",
    notes: ["Followed by idle when the reconnect window, 60 s by default, has passed."])

  static let videoLiveStreamIdle = EventDescription(
    name: "video.live_stream.idle", system: .fastpix, category: .live, also: [.ended],
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "The broadcast is over.",
    notes: ["The end of a broadcast; disconnected alone is not."])

  static let videoLiveStreamUpdated = EventDescription(
    name: "video.live_stream.updated", system: .fastpix, category: .live, also: [.updated],
    shape: .fastpixLiveStream, isLoggedByDefault: nil,
    summary: "Settings changed, or the key was reset.")

  static let videoLiveStreamDeleted = EventDescription(
    name: "video.live_stream.deleted", system: .fastpix, category: .live, also: [.deleted],
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "A live stream was removed.")

  static let videoLiveStreamSrtDetected = EventDescription(
    name: "video.live_stream.srt_detected", system: .fastpix, category: .live, status: .assumed,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "An SRT source was recognised.")

  static let videoLiveStreamRtmpsDetected = EventDescription(
    name: "video.live_stream.rtmps_detected", system: .fastpix, category: .live, status: .assumed,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "An RTMPS source was recognised.")

  static let videoLiveStreamDisabled = EventDescription(
    name: "video.live_stream.disabled", system: .fastpix, category: .live, status: .documented,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "A live stream was switched off.")

  static let videoLiveStreamEnabled = EventDescription(
    name: "video.live_stream.enabled", system: .fastpix, category: .live, status: .assumed,
    shape: .fastpixLiveStream, isLoggedByDefault: nil, summary: "A live stream was switched on.")

  static let videoLiveStreamRecordingReady = EventDescription(
    name: "video.live_stream.recording.ready", system: .fastpix, category: .live, also: [.ready],
    status: .assumed, shape: .fastpixLiveStream, isLoggedByDefault: nil,
    summary: "The recording can be used.")

  static let videoLiveStreamSimulcastTargetCreated = EventDescription(
    name: "video.live_stream.simulcast_target.created", system: .fastpix, category: .simulcast,
    also: [.live, .created], shape: .fastpixSimulcast, isLoggedByDefault: nil,
    summary: "A target was added.")

  static let videoLiveStreamSimulcastTargetUpdated = EventDescription(
    name: "video.live_stream.simulcast_target.updated", system: .fastpix, category: .simulcast,
    also: [.live, .updated], shape: .fastpixSimulcast, isLoggedByDefault: nil,
    summary: "A target was changed.")

  static let videoLiveStreamSimulcastTargetDeleted = EventDescription(
    name: "video.live_stream.simulcast_target.deleted", system: .fastpix, category: .simulcast,
    also: [.live, .deleted], shape: .fastpixSimulcast, isLoggedByDefault: nil,
    summary: "A target was removed.")

  static let videoLiveStreamSimulcastTargetStarting = EventDescription(
    name: "video.live_stream.simulcast_target.starting", system: .fastpix, category: .simulcast,
    also: [.live], status: .assumed, shape: .fastpixSimulcast, isLoggedByDefault: nil,
    summary: "A target is being called.")

  static let videoLiveStreamSimulcastTargetBroadcasting = EventDescription(
    name: "video.live_stream.simulcast_target.broadcasting", system: .fastpix, category: .simulcast,
    also: [.live], status: .assumed, shape: .fastpixSimulcast, isLoggedByDefault: nil,
    summary: "A target is receiving.")
}
