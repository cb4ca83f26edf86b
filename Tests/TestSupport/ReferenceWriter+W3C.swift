extension ReferenceWriter {
  /// The types that a w3c sink writes unless it is configured to write others.
  static let w3cTypes: Set<String> = [
    "streamCreated", "streamCodecsUpdated", "streamClosed",
    "inStreamCreated", "inStreamCodecsUpdated", "inStreamClosed",
    "outStreamCreated", "outStreamCodecsUpdated", "outStreamClosed",
    "audioFeedStopped", "videoFeedStopped",
    "mediaFileDownloaded", "streamingSessionStarted", "streamingSessionEnded",
  ]

  /// The columns after the optional `timestamp`: the name, and the path in the payload.
  ///
  /// The second column is the type of the event, not a value of the payload.
  static let w3cColumns: [(name: String, path: [String])] =
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
    + ["audio", "video"].flatMap { track in
      [
        ("bytes", "bytesCount"), ("codec", "codec"), ("codecNumeric", "codecNumeric"),
        ("droppedBytes", "droppedBytesCount"), ("droppedPackets", "droppedPacketsCount"),
        ("packets", "packetsCount"),
      ].map { ("\(track)-\($0.0)", [track, $0.1]) }
    }
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

  /// Four lines; the date is the server's local time although it says UTC.
  func w3cHeader(at seconds: UInt64) -> [UInt8] {
    let start = CivilTime(seconds: seconds, offset: zoneOffset).w3cStamp
    let names = (bearsLocalTime ? ["timestamp"] : []) + Self.w3cColumns.map(\.name)
    return Array(
      """
      #Version: 1.0
      #Start-Date: \(start) UTC
      #Software: Example Media Server 1.7.1 4242
      #Fields: \(names.joined(separator: "\t"))

      """.utf8)
  }

  /// One row; nothing is escaped, a missing or null value is `-`, an empty one is an empty cell.
  func w3c(_ event: ReferenceEvent) -> [UInt8] {
    var cells = Self.w3cColumns.map { column in
      if column.path.isEmpty { return Array(event.type.utf8) }
      switch Variant.map(event.payload)[column.path] {
      case nil, .null: return Array("-".utf8)
      case .some(let value): return plain(value)
      }
    }
    if bearsLocalTime {
      cells.insert(
        Array(CivilTime(seconds: event.seconds, offset: zoneOffset).w3cStamp.utf8), at: 0)
    }
    return Array(cells.joined(separator: [UInt8(ascii: "\t")])) + Array("\n".utf8)
  }
}
