/// The rows of FastPix webhooks about media and their uploads.
extension EventDescription {
  static let videoMediaCreated = EventDescription(
    name: "video.media.created", system: .fastpix, category: .media, also: [.created],
    shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "A media was made of a URL, not yet encoded.",
    notes: ["Direct uploads do not raise it: they raise video.upload.media_created."])

  static let videoMediaUpload = EventDescription(
    name: "video.media.upload", system: .fastpix, category: .media, also: [.upload],
    shape: .fastpixUpload, isLoggedByDefault: nil, summary: "A direct upload was opened.",
    notes: ["The URL in it is signed and hidden by --redact."])

  static let videoUploadMediaCreated = EventDescription(
    name: "video.upload.media_created", system: .fastpix, category: .media,
    also: [.upload, .created], shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "An uploaded file became a media.",
    notes: ["Raised instead of video.media.created for direct uploads."])

  static let videoMediaReady = EventDescription(
    name: "video.media.ready", system: .fastpix, category: .media, also: [.ready],
    shape: .fastpixMedia, isLoggedByDefault: nil, summary: "A media is encoded and can be played.")

  static let videoMediaFailed = EventDescription(
    name: "video.media.failed", system: .fastpix, category: .media, also: [.failed],
    shape: .fastpixMedia, isLoggedByDefault: nil, summary: "A media could not be processed.")

  static let videoMediaDeleted = EventDescription(
    name: "video.media.deleted", system: .fastpix, category: .media, also: [.deleted],
    shape: .fastpixMedia, isLoggedByDefault: nil, summary: "A media was removed.")

  static let videoMediaUpdated = EventDescription(
    name: "video.media.updated", system: .fastpix, category: .media, also: [.updated],
    shape: .fastpixMedia, isLoggedByDefault: nil, summary: "A media was changed.")

  static let videoMediaLiveStreamCreated = EventDescription(
    name: "video.media.live_stream.created", system: .fastpix, category: .media,
    also: [.live, .created], shape: .fastpixRecording, isLoggedByDefault: nil,
    summary: "A live recording became a media.",
    notes: [
      "The vendor lists it twice, as a media and as a live event; it is one.",
      "id is that of the media, streamId that of the live stream.",
    ])

  static let videoMediaSourceReady = EventDescription(
    name: "video.media.source.ready", system: .fastpix, category: .media, also: [.ready],
    status: .documented, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "The source file can be fetched.")

  static let videoMediaSourceDeleted = EventDescription(
    name: "video.media.source.deleted", system: .fastpix, category: .media, also: [.deleted],
    status: .documented, shape: .fastpixMedia, isLoggedByDefault: nil,
    summary: "The source file was removed.")

  static let videoMediaMp4SupportReady = EventDescription(
    name: "video.media.mp4Support.ready", aliases: ["video.media.mp4support.ready"],
    system: .fastpix, category: .media, also: [.ready], status: .documented, shape: .fastpixMedia,
    isLoggedByDefault: nil, summary: "MP4 renditions can be used.")

  static let videoMediaLiveClipCreated = EventDescription(
    name: "video.media.live_clip.created", system: .fastpix, category: .media,
    also: [.live, .created], status: .assumed, shape: .fastpixRecording, isLoggedByDefault: nil,
    summary: "A clip of a live stream became a media.")

  static let videoUploadCreated = EventDescription(
    name: "video.upload.created", system: .fastpix, category: .upload, also: [.media, .created],
    status: .documented, shape: .fastpixUpload, isLoggedByDefault: nil,
    summary: "The older name of an opened direct upload.")

  static let videoMediaUploadCancelled = EventDescription(
    name: "video.media.upload.cancelled", aliases: ["video.upload.cancelled"], system: .fastpix,
    category: .upload, also: [.media], status: .documented, shape: .fastpixMedia,
    isLoggedByDefault: nil, summary: "An upload was cancelled.")
}
