/// The rows of `ant-media-server-analytics.log`, which Ant Media Server writes since 2.10.
extension EventDescription {
  static let publishStarted = EventDescription(
    name: "publishStarted", system: .antmedia, category: .analytics, also: [.live, .started],
    shape: .antmediaPublishStart, isLoggedByDefault: nil, summary: "A stream began to be published."
  )

  static let publishEnded = EventDescription(
    name: "publishEnded", system: .antmedia, category: .analytics, also: [.live, .ended],
    shape: .antmediaPublishEnd, isLoggedByDefault: nil, summary: "A published stream ended.")

  static let publishStats = EventDescription(
    name: "publishStats", system: .antmedia, category: .analytics, also: [.live],
    shape: .antmediaPublishStats, isLoggedByDefault: nil,
    summary: "How a published stream is doing.", notes: ["A sample every few seconds."])

  static let keyFrameStats = EventDescription(
    name: "keyFrameStats", system: .antmedia, category: .analytics, also: [.live],
    shape: .antmediaKeyFrames, isLoggedByDefault: nil,
    summary: "How often a published stream has key frames.", notes: ["A sample every minute."])

  static let viewerCount = EventDescription(
    name: "viewerCount", system: .antmedia, category: .analytics, also: [.play],
    shape: .antmediaViewerCount, isLoggedByDefault: nil, summary: "How many watch a stream.",
    notes: ["A sample with each of publishStats."])

  static let playStartedFirstTime = EventDescription(
    name: "playStartedFirstTime", system: .antmedia, category: .analytics, also: [.play, .started],
    shape: .antmediaPlayer, isLoggedByDefault: nil,
    summary: "A player began to play, for the first time on its page.",
    notes: ["Only the player tells of it."])

  static let playPaused = EventDescription(
    name: "playPaused", system: .antmedia, category: .analytics, also: [.play],
    shape: .antmediaPlayer, isLoggedByDefault: nil, summary: "A player was paused.",
    notes: ["Only the player tells of it; playStarted follows when it goes on."])

  static let playEnded = EventDescription(
    name: "playEnded", system: .antmedia, category: .analytics, also: [.play, .ended],
    shape: .antmediaPlayer, isLoggedByDefault: nil, summary: "A player stopped watching a stream.",
    notes: [
      "The server tells of HLS and DASH players only after they have asked for nothing for a while."
    ])

  static let watchTime = EventDescription(
    name: "watchTime", system: .antmedia, category: .analytics, also: [.play],
    shape: .antmediaWatchTime, isLoggedByDefault: nil,
    summary: "Which part of a stream or recording a player has played.",
    notes: ["Only the player tells of it, every few seconds."])

  static let playerStats = EventDescription(
    name: "playerStats", system: .antmedia, category: .analytics, also: [.play],
    shape: .antmediaPlayerStats, isLoggedByDefault: nil,
    summary: "What was sent to a player in answer to one request.",
    notes: ["One for each segment or file, so that their sum is what was sent."])
}
