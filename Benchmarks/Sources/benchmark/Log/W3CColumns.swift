/// The columns of a w3c sink.
enum W3CColumns {
  /// The types that it writes unless it is configured to write others, as far as ``EventSort`` has them.
  static let types: Set<String> = [
    "inStreamCreated", "inStreamCodecsUpdated", "inStreamClosed",
    "outStreamCreated", "outStreamCodecsUpdated", "outStreamClosed",
    "audioFeedStopped", "videoFeedStopped",
  ]

  /// The name of each, and its path in the payload; the one without a path is the type of the event.
  static let all: [(name: String, path: [String])] =
    [
      ("processId", ["PID"]), ("INFO", []), ("name", ["name"]), ("applicationName", ["appName"]),
    ]
    + [
      "creationTimestamp", "type", "typeNumeric", "uniqueId", "upTime", "queryTimestamp",
      "bandwidth", "connectionType", "farIp", "farPort",
    ].map { ($0, [$0]) }
    + [
      ("IP", ["ip"]), ("nearIP", ["nearIp"]), ("nearPort", ["nearPort"]), ("port", ["port"]),
      ("swf-url", ["swfUrl"]),
    ]
    + tracks
    + [
      "audioCodecBytes", "configId", "emulateUserAgent", "forceTcp", "httpProxy", "isAudio",
      "keepAlive", "localStreamName", "operationType", "pageUrl", "ppsBytes", "rangeEnd",
      "rangeStart", "rtcpDetectionInterval", "sendRenewStream", "spsBytes", "ssmIp", "swfUrl",
      "tcUrl", "tos", "ttl", "uri",
    ].map { ("pullSettings-\($0)", ["pullSettings", $0]) }
    + [
      "chunkLength", "computedPathToFile", "configId", "keepAlive", "localStreamName", "mp4BinPath",
      "operationType", "overwrite", "pathToFile", "type", "waitForIDR", "winQtCompat",
    ].map { ("recordSettings-\($0)", ["recordSettings", $0]) }
    + [
      "startTime", "stopTime", "elapsed", "clientIP", "sessionId", "playlist", "mediaFile",
    ].map { ("ews-\($0)", [$0]) }

  private static let tracks: [(name: String, path: [String])] = ["audio", "video"].flatMap {
    track in
    [
      ("bytes", "bytesCount"), ("codec", "codec"), ("codecNumeric", "codecNumeric"),
      ("droppedBytes", "droppedBytesCount"), ("droppedPackets", "droppedPacketsCount"),
      ("packets", "packetsCount"),
    ].map { ("\(track)-\($0.0)", [track, $0.1]) }
  }

  /// The four lines of a fresh file; the date is local time although it says UTC.
  static let header = """
    #Version: 1.0
    #Start-Date: 2025-Dec-17 19:00:00 UTC
    #Software: Example Media Server 1.7.1 4242
    #Fields: \(all.map(\.name).joined(separator: "\t"))

    """
}
