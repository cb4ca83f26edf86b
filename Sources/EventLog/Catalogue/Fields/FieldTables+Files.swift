/// Fields of events about files: segments, fragments, manifests, recordings.
extension [FieldDescription] {
  static let file: Self = [.always("file", .string, "Path of the file.")]

  static let hlsChunkCreated: Self =
    file + [
      .sometimes("playlistStartTs", .decimal, in: .epochMilliseconds, "When the playlist began."),
      .sometimes("segmentStartTs", .decimal, in: .milliseconds, "Start on the stream's timeline."),
    ]

  static let hlsChunkClosed: Self =
    hlsChunkCreated + [
      .sometimes("segmentDuration", .decimal, in: .milliseconds, "Duration of the segment.")
    ]

  static let fragmentCreated: Self =
    file + [.sometimes("startTime", .string, in: .utcTime, "When it was opened.")]

  static let fragmentClosed: Self =
    fragmentCreated + [
      .sometimes("stopTime", .string, in: .utcTime, "When it was closed."),
      .sometimes("frameCount", .integer, in: .frames, "Frames in it."),
    ]

  static let chunkError: Self = [
    .always("error", .string, "What went wrong, in English, with the path in it.")
  ]

  static let recordingCreated: Self =
    file + [
      .always("startTime", .string, in: .utcTime, "When it was opened; empty for flv files."),
      .sometimes("_*", .any, "A variable of the user's own, given with the record command."),
    ]

  static let recordingClosed: Self =
    recordingCreated + [
      .always("stopTime", .string, in: .utcTime, "When it was closed."),
      .always("frameCount", .integer, in: .frames, "Frames in it."),
    ]

  static let recordingError: Self =
    chunkError + [
      .sometimes("file", .string, "Path of the file; the manuals name it, logs do not have it."),
      .sometimes("_*", .any, "A variable of the user's own, given with the record command."),
    ]

  static let playlistItem: Self = [
    .always("playlistName", .string, "Name of the playlist; a hyphen when it is unknown.")
  ]

  // The web server.

  private static let client: Self = [
    .always("clientIP", .string, "Address of the player."),
    .always("sessionId", .integer, "Number of the session."),
    .always("playlist", .string, "Playlist or manifest that was asked for."),
  ]

  static let sessionStarted: Self =
    client + [
      .always("startTime", .string, in: .hyphenatedUTCTime, "When the session began.")
    ]

  static let sessionEnded: Self =
    sessionStarted + [
      .always("stopTime", .string, in: .hyphenatedUTCTime, "When its end was noticed.")
    ]

  static let download: Self = [
    .always("clientIP", .string, "Address of the client."),
    .always("mediaFile", .string, "Path of the file."),
    .always("startTime", .string, in: .hyphenatedUTCTime, "When the download began."),
    .sometimes("stopTime", .string, in: .hyphenatedUTCTime, "When the download ended."),
    .always("elapsed", .integer, in: .seconds, "Duration of the download."),
  ]
}
