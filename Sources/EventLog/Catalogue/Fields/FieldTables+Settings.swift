/// Settings with which a stream, recording or process was started, as stream events repeat them.
///
/// None of them is in every event: which keys there are depends on the command and on the build.
extension [FieldDescription] {
  /// What the server adds to all settings, and what users may add.
  private static let everySettings: Self = [
    .sometimes("configId", .integer, "Number of the configuration entry."),
    .sometimes("operationType", .integer, from: .connectionType, "What the entry asks for."),
    .sometimes("_*", .any, "A variable of the user's own."),
  ]

  private static let rtmpClient: Self = [
    .sometimes("emulateUserAgent", .string, "User agent to pretend."),
    .sometimes("swfUrl", .string, "RTMP: URL of the player to send."),
    .sometimes("pageUrl", .string, "RTMP: URL of the page to send."),
    .sometimes("tcUrl", .string, "RTMP: URL of the application to send."),
    .sometimes("httpProxy", .string, "HTTP proxy to go through."),
    .sometimes("forceTcp", .boolean, "RTSP: whether RTP goes over TCP."),
    .sometimes("ttl", .integer, "Time to live of packets; 256 leaves it alone."),
    .sometimes("tos", .integer, "Type of service of packets; 256 leaves it alone."),
  ]

  private static let common: Self = [
    .sometimes("localStreamName", .string, "Local stream name."),
    .sometimes("keepAlive", .boolean, "Whether it is started again when it breaks."),
  ]

  static let pullSettings: Self =
    common + rtmpClient + [
      .sometimes("uri", .string, "Source; may hold a user name and a password."),
      .sometimes("ssmIp", .string, "Source address of source-specific multicast."),
      .sometimes("rtcpDetectionInterval", .integer, in: .seconds, "How long to wait for RTCP."),
      .sometimes("isAudio", .boolean, "Raw RTP: whether it is audio."),
      .sometimes("audioCodecBytes", .string, "Raw RTP: audio codec set-up, in hexadecimal."),
      .sometimes("spsBytes", .string, "Raw RTP: H.264 sequence parameters."),
      .sometimes("ppsBytes", .string, "Raw RTP: H.264 picture parameters."),
      .sometimes(
        "rangeStart", .integer, in: .seconds, "Where to start; -2 live or recorded, -1 live."),
      .sometimes("rangeEnd", .integer, in: .seconds, "How much to play; -1 for all of it."),
      .sometimes("rangeTimeStart", .string, "RTSP: clock time to start at."),
      .sometimes("rangeTimeEnd", .string, "RTSP: clock time to stop at."),
      .sometimes(
        "sendRenewStream", .boolean, "RTSP: whether new clients make it renew the stream."),
      .sometimes("sourceType", .string, "Kind of source."),
      .sometimes("sdpCustParams", .string, "RTSP: parameters added to the SDP."),
      .sometimes("programPID", .integer, "MPEG-TS: packet id of the program to take."),
      .sometimes("audioLanguage", .string, "MPEG-TS: language of the audio to take."),
      .sometimes("videoPID", .integer, "MPEG-TS: packet id of the video to take."),
      .sometimes("audioPID", .integer, "MPEG-TS: packet id of the audio to take."),
      .sometimes("videoSourceIndex", .string, "Which of several qualities to take."),
      .sometimes("serializeToConfig", .boolean, "Whether the entry is kept over restarts."),
      .sometimes("saveToConfig", .boolean, "EMS 2.0: whether the entry is kept over restarts."),
      .sometimes("httpStreamType", .string, "EMS 2.0: kind of stream that HTTP carries."),
      .sometimes("sendDummyPayload", .boolean, "EMS 2.0: whether to send an empty payload."),
      .sometimes("width", .integer, in: .pixels, "Picture width, on pulls between processes."),
      .sometimes("height", .integer, in: .pixels, "Picture height, on pulls between processes."),
      .sometimes("_callback", .null, "EMS 2.0: left behind by a look-up."),
    ] + everySettings

  static let pushSettings: Self =
    common + rtmpClient + [
      .sometimes("targetUri", .string, "Where to push to; may hold a user name and a password."),
      .sometimes("targetStreamName", .string, "Name of the stream at the target."),
      .sometimes("targetStreamType", .string, "RTMP: live, record or append."),
      .sometimes("rtmpAbsoluteTimestamps", .boolean, "RTMP: whether time stamps are absolute."),
      .sometimes("useSourcePts", .boolean, "Whether the time stamps of the source are kept."),
      .sometimes("sendChunkSizeRequest", .boolean, "RTMP: whether to ask for a chunk size."),
    ] + everySettings

  /// What all packagers share.
  private static let packager: Self = [
    .sometimes(
      "bandwidth", .integer, in: .kibibitsPerSecond, "Announced bandwidth; 0 to measure it."),
    .sometimes("chunkLength", .integer, in: .seconds, "Target duration of a chunk."),
    .sometimes("chunkOnIDR", .boolean, "Whether chunks begin at key frames only."),
    .sometimes("cleanupDestination", .boolean, "Whether old files are removed first."),
    .sometimes("groupName", .string, "Name of the group of streams."),
    .sometimes("overwriteDestination", .boolean, "Whether files may be overwritten."),
    .sometimes("playlistLength", .integer, "Chunks that a rolling playlist names."),
    .sometimes(
      "playlistType", .string, from: .playlistType, "Whether old chunks leave the playlist."),
    .sometimes("staleRetentionCount", .integer, "Chunks kept after they left the playlist."),
    .sometimes("targetFolder", .string, "Folder of the files."),
  ]

  static let hlsSettings: Self =
    common + packager + [
      .sometimes("AESKeyCount", .integer, "Keys that encryption takes turns with."),
      .sometimes("audioOnly", .boolean, "Whether the video is left out."),
      .sometimes("chunkBaseName", .string, "What file names of segments begin with."),
      .sometimes("cleanupOnClose", .boolean, "Whether files are removed when the stream ends."),
      .sometimes("createMasterPlaylist", .boolean, "Whether the group gets a playlist."),
      .sometimes("drmType", .string, "Encryption, or none."),
      .sometimes("fileLength", .integer, "Size of a file that segments share."),
      .sometimes("groupTargetFolder", .string, "Folder of the group."),
      .sometimes("hlsResume", .boolean, "Whether an earlier playlist is continued."),
      .sometimes("hlsVersion", .integer, "Version that the playlist states."),
      .sometimes("masterPlaylistPath", .string, "Path of the group's playlist."),
      .sometimes(
        "maxChunkLength", .integer, in: .seconds, "Longest duration of a segment; 0 for any."),
      .sometimes("offsetTime", .integer, "Shift of the times in the playlist."),
      .sometimes("playlistName", .string, "File name of the playlist."),
      .sometimes("publishingPoint", .string, "Where files are sent to."),
      .sometimes("startOffset", .integer, in: .seconds, "Where players are told to start."),
      .sometimes(
        "timestamp", .decimal, in: .epochMilliseconds, "Clock time that the settings bear."),
      .sometimes("useByteRange", .boolean, "Whether segments share a file."),
      .sometimes("useSystemTime", .boolean, "Whether playlist times are UTC, not local time."),
    ] + everySettings

  static let hdsSettings: Self =
    common + packager + [
      .sometimes("chunkBaseName", .string, "What file names of fragments begin with."),
      .sometimes("createMasterPlaylist", .boolean, "Whether the group gets a manifest."),
      .sometimes("manifestName", .string, "File name of the manifest."),
      .sometimes("streamType", .string, "Stream type that the manifest states."),
    ] + everySettings

  static let mssSettings: Self =
    common + packager + [
      .sometimes("audioBitrates", [.integer, .array], "Announced bit rates of the audio."),
      .sometimes("videoBitrates", [.integer, .array], "Announced bit rates of the video."),
      .sometimes("ingestMode", .string, "Whether to ingest once or in a loop: single, loop."),
      .sometimes("isLive", .boolean, "Whether the manifest is that of a live stream."),
      .sometimes("ismType", .string, "Kind of manifest."),
      .sometimes("manifestName", .string, "File name of the manifest."),
      .sometimes("publishingPoint", .string, "Where fragments are sent to."),
    ] + everySettings

  static let dashSettings: Self =
    common + packager + [
      .sometimes("audioFolder", .string, "Folder of the audio; at the end of the stream only."),
      .sometimes("videoFolder", .string, "Folder of the video; at the end of the stream only."),
      .sometimes("chunkBaseName", .string, "What file names of fragments begin with."),
      .sometimes("dynamicProfile", .boolean, "Whether the manifest is that of a live stream."),
      .sometimes("groupTargetFolder", .string, "Folder of the group."),
      .sometimes("isAutoDASH", .null, "Left behind by a look-up at the end of the stream."),
      .sometimes(
        "manifestAbsolutePath", .string, "Path of the manifest; at the end of the stream."),
      .sometimes("manifestName", .string, "File name of the manifest."),
      .sometimes("publishingPoint", .string, "Where fragments are sent to."),
    ] + everySettings

  static let recordSettings: Self =
    common + [
      .sometimes("chunkLength", .integer, in: .seconds, "Duration of a part; 0 for one file."),
      .sometimes("computedPathToFile", .string, "Path of the file that is written."),
      .sometimes("dateFolderStructure", .boolean, "Whether folders are named by date."),
      .sometimes("hasAudio", .boolean, "Whether audio is recorded."),
      .sometimes("mp4BinPath", .string, "Program that writes mp4 files."),
      .sometimes("overwrite", .boolean, "Whether a file may be overwritten."),
      .sometimes("pathToFile", .string, "Path as it was asked for."),
      .sometimes("preset", .integer, "Number of the preset."),
      .sometimes("type", .string, from: .recordingType, "File format."),
      .sometimes("waitForIDR", .boolean, "Whether it begins at a key frame."),
      .sometimes("winQtCompat", .boolean, "Whether old QuickTime players can read the mp4."),
      .sometimes("_localStreamName", .string, "Stream name, as the auto-recorder set it."),
    ] + everySettings

  static let processSettings: Self =
    [
      .sometimes("fullBinaryPath", .string, "Path of the program."),
      .sometimes("arguments", .string, "Its arguments."),
      .sometimes("groupName", .string, "Group of processes that it belongs to."),
      .sometimes("keepAlive", .boolean, "Whether it is started again when it exits."),
    ] + everySettings
}
