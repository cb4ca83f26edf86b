/// The rows of FastPix webhooks about what is made of a media: tracks, transformations, insights, playback ids.
extension EventDescription {
  static let videoMediaTrackCreated = EventDescription(
    name: "video.media.track.created", system: .fastpix, category: .track,
    also: [.media, .created], status: .documented, shape: .fastpixTrack, isLoggedByDefault: nil,
    summary: "A track was added.")

  static let videoMediaTrackReady = EventDescription(
    name: "video.media.track.ready", system: .fastpix, category: .track, also: [.media, .ready],
    status: .documented, shape: .fastpixTrack, isLoggedByDefault: nil,
    summary: "A track can be used.")

  static let videoMediaTrackUpdated = EventDescription(
    name: "video.media.track.updated", system: .fastpix, category: .track,
    also: [.media, .updated], status: .documented, shape: .fastpixTrack, isLoggedByDefault: nil,
    summary: "A track was replaced.")

  static let videoMediaTrackDeleted = EventDescription(
    name: "video.media.track.deleted", system: .fastpix, category: .track,
    also: [.media, .deleted], status: .documented, shape: .fastpixTrack, isLoggedByDefault: nil,
    summary: "A track was removed.")

  static let videoMediaTrackFailed = EventDescription(
    name: "video.media.track.failed", system: .fastpix, category: .track, also: [.media, .failed],
    status: .documented, shape: .fastpixTrack, isLoggedByDefault: nil,
    summary: "A track could not be processed.")

  static let videoMediaSubtitleGeneratedReady = EventDescription(
    name: "video.media.subtitle.generated.ready", aliases: ["video.media.subtitle.generated"],
    system: .fastpix, category: .track, also: [.media, .ready], status: .documented,
    shape: .fastpixTrack, isLoggedByDefault: nil, summary: "Generated subtitles can be used.")

  static let videoMediaIntroReady = EventDescription(
    name: "video.media.intro.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .documented, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "An intro was put before the media.")

  static let videoMediaOutroReady = EventDescription(
    name: "video.media.outro.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "An outro was put behind the media.")

  static let videoMediaExpungeReady = EventDescription(
    name: "video.media.expunge.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "Parts were cut out.")

  static let videoMediaSpliceReady = EventDescription(
    name: "video.media.splice.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "Parts were put in.")

  static let videoMediaImposeReady = EventDescription(
    name: "video.media.impose.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "Tracks were laid over others.")

  static let videoMediaAudioswapReady = EventDescription(
    name: "video.media.audioswap.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "The sound was replaced.")

  static let videoMediaWatermarkReady = EventDescription(
    name: "video.media.watermark.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "A watermark was drawn.")

  static let videoMediaOptimizeAudioReady = EventDescription(
    name: "video.media.optimizeAudio.ready", system: .fastpix, category: .transform,
    also: [.media, .ready], status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "The sound was optimised.")

  static let videoMediaAIChaptersReady = EventDescription(
    name: "video.mediaAI.chapters.ready", aliases: ["video.media.ai.chapters.ready"],
    system: .fastpix, category: .ai, also: [.media, .ready], status: .documented,
    shape: .fastpixChapters, isLoggedByDefault: nil, summary: "Chapters were found.")

  static let videoMediaAINamedEntitiesReady = EventDescription(
    name: "video.mediaAI.namedEntities.ready",
    aliases: ["video.mediaAI.named-entities.ready", "video.media.ai.named-entities.ready"],
    system: .fastpix, category: .ai, also: [.media, .ready], status: .documented,
    shape: .fastpixInsight, isLoggedByDefault: nil, summary: "Names were found.")

  static let videoMediaAISummaryReady = EventDescription(
    name: "video.mediaAI.summary.ready", aliases: ["video.media.ai.summary.ready"],
    system: .fastpix, category: .ai, also: [.media, .ready], status: .documented,
    shape: .fastpixInsight, isLoggedByDefault: nil, summary: "A summary was written.")

  static let videoMediaAIModerationReady = EventDescription(
    name: "video.mediaAI.moderation.ready", aliases: ["video.media.ai.moderation.ready"],
    system: .fastpix, category: .ai, also: [.media, .ready], status: .documented,
    shape: .fastpixInsight, isLoggedByDefault: nil, summary: "The content was rated.")

  static let videoPlaybackID = EventDescription(
    name: "video.playback_id.*", system: .fastpix, category: .playback, also: [.media],
    status: .assumed, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "A playback id was added or removed.",
    notes: ["Every name that begins so; the one in the log is recordedType."])
}
