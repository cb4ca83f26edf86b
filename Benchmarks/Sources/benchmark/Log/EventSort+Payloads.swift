/// The parts that payloads are put together from.
extension EventSort {
  /// Whether the server has seen yet what is inside a stream.
  enum Codecs {
    case unknown
    case known
  }

  static let release: [String: Value] = [
    "banner": "Example Media Server (media.example) version 1.7.1 build 4242 - Sample",
    "branchName": "main", "buildDate": "2025-11-03T08:00:00.000", "buildNumber": "4242",
    "codeName": "Sample", "hash": "0123456789abcdef", "releaseNumber": "1.7.1",
  ]

  static let connection: [String: Value] = [
    "customParameters": [
      "ip": "192.0.2.10", "port": .uint16(1935), "protocol": "inboundRtmp", "sslCert": "",
      "sslKey": "",
    ],
    "id": .uint32(.protocolId), "protocolType": "IR",
  ]

  static let pushed: [String: Value] = stream(type: "INR", connectionType: 0).merging([
    "ingestPoint": "\(.name)", "outStreamsUniqueIds": nil, "tcUrl": "rtmp://192.0.2.10/live",
    "userAgent": "FMLE/3.0 (compatible; ExampleCam 2.1)",
  ]) { $1 }

  static let pulled: [String: Value] = stream(type: "INR", connectionType: 1).merging([
    "outStreamsUniqueIds": nil, "pageUrl": "", "pullSettings": .map(pullSettings),
    "serverAgent": "ExampleServer/3,0,1,123",
    "swfUrl": "rtmp://198.51.100.\(.host):1935/live/\(.name)",
    "tcUrl": "rtmp://198.51.100.\(.host):1935/live/\(.name)",
  ]) { $1 }

  static let viewer: [String: Value] = stream(type: "ONR", connectionType: 0).merging([
    "canDropFrames": true, "inStreamUniqueId": .uint64(.sourceId), "streamAlias": "\(.name)",
    "swfUrl": "", "tcUrl": "rtmp://192.0.2.10/live", "userAgent": "ExamplePlayer/1.0 (Linux)",
  ]) { $1 }

  static let pullSettings: [String: Value] = [
    "audioCodecBytes": "", "configId": .uint32(.configId),
    "emulateUserAgent": "Example Media Server (media.example) player", "forceTcp": false,
    "httpProxy": "", "isAudio": true, "keepAlive": true, "localStreamName": "\(.name)",
    "operationType": .uint8(1), "pageUrl": "", "ppsBytes": "", "rangeEnd": .int64(-1),
    "rangeStart": .int64(-2), "rangeTimeEnd": "", "rangeTimeStart": "",
    "rtcpDetectionInterval": .uint64(10), "sdpCustParams": "", "sendRenewStream": false,
    "serializeToConfig": true, "sourceType": "live", "spsBytes": "", "ssmIp": "", "swfUrl": "",
    "tcUrl": "", "tos": .uint64(256), "ttl": .uint64(256),
    "uri": "rtmp://198.51.100.\(.host):1935/live/\(.name)", "videoSourceIndex": "high",
  ]

  static let chunk: [String: Value] = [
    "file":
      "/var/www/html/hls/north/\(.name)/segment_\(.playlistNumber)_\(.segmentNumber).ts",
    "playlistStartTs": .milliseconds(.playlistStart),
    "segmentStartTs": .milliseconds(.segmentStart),
  ]

  /// The sound and the picture of a stream.
  static func tracks(_ codecs: Codecs) -> [String: Value] {
    let knows = codecs == .known
    let audio: [String: Value] = [
      "bytesCount": knows ? .uint64(.audioBytes) : .uint64(0),
      "codec": knows ? "AAAC" : "AUNK", "codecNumeric": .packed(knows ? "AAAC" : "AUNK"),
      "droppedBytesCount": .uint64(0), "droppedPacketsCount": .uint64(0),
      "packetsCount": knows ? .uint64(.audioPackets) : .uint64(0),
    ]
    let video: [String: Value] = [
      "bytesCount": knows ? .uint64(.videoBytes) : .uint64(0),
      "codec": knows ? "VH264" : "VUNK", "codecNumeric": .packed(knows ? "VH264" : "VUNK"),
      "droppedBytesCount": knows ? .uint64(.droppedBytes) : .uint64(0),
      "droppedPacketsCount": knows ? .uint64(.droppedPackets) : .uint64(0),
      "height": knows ? .uint32(1080) : .int32(0), "level": knows ? .uint8(40) : .int32(0),
      "packetsCount": knows ? .uint64(.videoPackets) : .uint64(0),
      "profile": knows ? .uint8(77) : .int32(0), "width": knows ? .uint32(1920) : .int32(0),
    ]
    return ["audio": .map(audio), "video": .map(video)]
  }

  /// What all streams say of themselves.
  private static func stream(type: String, connectionType: UInt8) -> [String: Value] {
    [
      "appName": "mediaserver", "bandwidth": .uint32(.bandwidth),
      "connectionType": .uint8(connectionType), "creationTimestamp": .milliseconds(.created),
      "farIp": "198.51.100.\(.host)", "farPort": .uint16(.port), "ip": "192.0.2.10",
      "name": "\(.name)", "nearIp": "192.0.2.10", "nearPort": .uint16(1935),
      "port": .uint16(1935), "processId": .uint64(4242), "processType": "origin",
      "queryTimestamp": .milliseconds(.now), "type": .string(letters: type),
      "typeNumeric": .packed(type), "uniqueId": .uint64(.uniqueId),
      "upTime": .milliseconds(.upTime),
    ]
  }
}
