/// Fields of `data` in FastPix webhooks (webhooks.md §2).
///
/// What stands beside `data`, such as `object`, `workspace` and `status`, is extra.
extension [FieldDescription] {
  private static let restrictions = "with accessPolicy and accessRestrictions"

  static let fastpixMedia: Self = [
    .sometimes("id", .string, "The media; of a track, the track."),
    .sometimes("workspaceId", .string, "Workspace."),
    .sometimes("thumbnail", [.string, .null], "Address of a picture."),
    .sometimes("metadata", [.object, .null], "What the user attached, up to ten texts."),
    .sometimes("title", [.string, .null], "Title."),
    .sometimes("creatorId", [.string, .null], "Who made it, as the caller said."),
    .sometimes("mediaQuality", .string, "How it is encoded."),
    .sometimes("maxResolution", .string, "Largest rendition, such as 1080p."),
    .sometimes("sourceResolution", .string, "Size of the source, with or without the p."),
    .sometimes("status", .string, "State, such as Ready; upper and lower case are alike."),
    .sometimes("mp4Support", [.string, .array], "MP4 renditions."),
    .sometimes("sourceAccess", [.boolean, .null], "Whether the source can be fetched."),
    .sometimes("playbackIds", .array, "Playback ids, \(restrictions)."),
    .sometimes("playback_ids", [.array, .object], "The same in bodies of 2023 and 2024."),
    .sometimes("tracks", .array, "Tracks: id, type, size, frameRate, language and status."),
    .sometimes("generatedSubtitles", [.array, .null], "Generated subtitles: status and url."),
    .sometimes("summary", [.object, .null], "Summary: status and data."),
    .sometimes("chapters", [.object, .null], "Chapters: status and data."),
    .sometimes("namedEntities", [.object, .null], "Names in it: status and data."),
    .sometimes("moderation", [.object, .null], "Rating: status and data."),
    .sometimes("isAudioOnly", [.boolean, .null], "Whether there is no picture."),
    .sometimes("subtitleAvailable", [.boolean, .null], "Whether there are subtitles."),
    .sometimes("duration", [.string, .integer, .decimal], "HH:MM:SS[.fff], or seconds."),
    .sometimes("aspectRatio", [.string, .null], "Such as 16:9."),
    .sometimes("createdAt", .string, in: .utcTime, "When the media came to be."),
    .sometimes("updatedAt", .string, in: .utcTime, "When it was last changed."),
    .sometimes("uploadId", .string, "Upload that it came from."),
    .sometimes("error", .any, "What went wrong."),
  ]

  static let fastpixRecording: Self = [
    .sometimes("streamId", .string, "Live stream that was recorded.")
  ]

  static let fastpixUpload: Self = [
    .sometimes("uploadId", .string, "The upload."),
    .sometimes("trial", .boolean, "Whether the workspace is one for trial."),
    .sometimes("status", .string, "State, such as waiting."),
    .sometimes("url", .string, "Signed address to upload to: a secret."),
    .sometimes("timeout", .integer, in: .seconds, "How long the address is good."),
    .sometimes("corsOrigin", .string, "Origin that may upload."),
    .sometimes("pushMediaSettings", .object, "What the media will be like."),
    .sometimes("pushMediaSettings.playbackIds", .array, "Playback ids, \(restrictions)."),
  ]

  static let fastpixTrack: Self = [
    .sometimes("id", .string, "The track; the media is object.id."),
    .sometimes("type", .string, "video, audio or subtitle."),
    .sometimes("width", .integer, in: .pixels, "Picture width."),
    .sometimes("height", .integer, in: .pixels, "Picture height."),
    .sometimes(
      "frameRate", [.string, .integer, .decimal], in: .framesPerSecond,
      "Text such as 30/1, or a number; -1 when unknown."),
    .sometimes("status", .string, "State."),
    .sometimes("languageCode", .string, "Language, such as en."),
    .sometimes("languageName", .string, "The same in words."),
    .sometimes("title", .string, "Title."),
    .sometimes("closed_captions", .string, "Whether they are captions for the deaf."),
  ]

  static let fastpixChapters: Self = [
    .sometimes("isChaptersGenerated", .boolean, "Whether there are any."),
    .sometimes("chapters", .array, "Chapters: chapter, startTime, endTime, title and summary."),
    .sometimes("mediaId", .string, "The media; as a rule only object.id has it."),
  ]

  static let fastpixInsight: Self = [
    .sometimes("moderationResult", .array, "Flagged categories with scores of 0 to 1.")
  ]

  static let fastpixLiveStream: Self = [
    .sometimes("streamId", .string, "The live stream."),
    .sometimes("streamKey", .string, "Key to publish with: a secret."),
    .sometimes("srtSecret", .string, "Passphrase to publish with SRT: a secret."),
    .sometimes("trial", .boolean, "Whether the stream is one for trial."),
    .sometimes("test", .boolean, "The same in bodies of 2023 and 2024."),
    .sometimes("status", .string, "State, such as active."),
    .sometimes("maxResolution", .string, "Largest rendition, such as 1080p."),
    .sometimes("maxDuration", .integer, in: .seconds, "Longest broadcast."),
    .sometimes("createdAt", .string, in: .utcTime, "When the stream came to be."),
    .sometimes("reconnectWindow", .integer, in: .seconds, "Grace after the encoder dropped."),
    .sometimes("enableRecording", .boolean, "Whether it is recorded."),
    .sometimes("enableDvrMode", .boolean, "Whether viewers can go back."),
    .sometimes("mediaPolicy", .string, "Who may see the recording."),
    .sometimes("metadata", .object, "What the user attached."),
    .sometimes("lowLatency", .boolean, "Whether latency is kept low."),
    .sometimes("closedCaptions", .boolean, "Whether there are captions."),
    .sometimes("audioOnly", .boolean, "Whether there is no picture."),
    .sometimes("playbackIds", .array, "Playback ids: id and accessPolicy."),
    .sometimes("playback_ids", [.array, .object], "The same in bodies of 2023 and 2024."),
    .sometimes("srtPlaybackResponse", .object, "How to play with SRT."),
    .sometimes("srtPlaybackResponse.srtPlaybackStreamId", .string, "SRT stream id."),
    .sometimes("srtPlaybackResponse.srtPlaybackSecret", .string, "SRT passphrase: a secret."),
  ]

  static let fastpixSimulcast: Self = [
    .sometimes("simulcastId", .string, "The target."),
    .sometimes("streamId", .string, "The live stream."),
    .sometimes("url", .string, "Address of the target: a secret."),
    .sometimes("streamKey", .string, "Key of the target: a secret."),
    .sometimes("isEnabled", .boolean, "Whether it is on."),
    .sometimes("metadata", .object, "What the user attached."),
  ]
}
