/// Two hours in the life of an invented media server, which `samples/` tells in every format.
///
/// On 2025-12-17 from 19:00 UTC it is started, a camera publishes, two viewers come and go, a pull
/// fails, a timer rings, an HLS packager runs, a second camera is pulled, and it is shut down.
public struct SampleStory: Sendable {
  /// 2025-12-17T19:00:00Z in seconds since 1970.
  public static let start: UInt64 = 1_765_998_000
  /// The process that is the server.
  public static let processId: Int32 = 4242
  /// All events, in order.
  public static let events: [ReferenceEvent] = {
    var story = SampleStory()
    story.serverStarts()
    story.cameraPublishes()
    story.viewersCome()
    story.pullFails()
    story.timerRings()
    story.packagerRuns()
    story.secondCameraIsPulled()
    story.everythingEnds()
    let inOrder = story.events.enumerated().sorted {
      ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset)
    }
    return inOrder.enumerated().map { index, entry in
      var event = entry.element
      event.id = UInt64(index + 1)
      return event
    }
  }()

  private var events: [ReferenceEvent] = []

  /// Adds an event; the payload gets the two entries that every payload has.
  private mutating func at(_ time: String, _ type: String, _ payload: [String: Variant]) {
    var payload = payload
    payload["PID"] = .int32(Self.processId)
    payload["customData"] = .null
    events.append(
      ReferenceEvent(
        type: type, payload: payload, id: 0, seconds: Self.seconds(at: time),
        processId: Self.processId))
  }

  /// Seconds since 1970 of `HH:MM:SS` on the day of the story.
  static func seconds(at time: String) -> UInt64 {
    let parts = time.split(separator: ":").compactMap { UInt64($0) }
    return start - 19 * 3_600 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
  }

  // MARK: - The chapters

  private mutating func serverStarts() {
    at("19:00:00", "applicationStart", ["config": .map(Self.configuration), "id": .uint32(1)])
    events[0].payload["name"] = "mediaserver"
    for (id, port, kind, name): (UInt32, UInt16, String, String) in [
      (2, 1112, "IJSONCLI", "inboundJsonCli"), (3, 1935, "IR", "inboundRtmp"),
    ] {
      at(
        "19:00:00", "protocolRegisteredToApp",
        [
          "customParameters": Self.acceptor("192.0.2.10", port, name), "id": .uint32(id),
          "protocolType": .text(kind),
        ])
    }
    at("19:00:00", "serverStarted", Self.build)
  }

  private mutating func cameraPublishes() {
    connect("19:02:10", id: 11, "protocolRegisteredToApp")
    var camera = SampleStream.camera
    at("19:02:10", "inStreamCreated", camera.payload(at: "19:02:10", after: 0.0579))
    camera.audio = .init(codec: "AAAC", bytes: 0, packets: 0)
    at("19:02:10", "inStreamCodecsUpdated", camera.payload(at: "19:02:10", after: 41.2031))
    camera.video = .init(codec: "VH264", bytes: 44, packets: 1)
    camera.bandwidth = 1_628
    at("19:02:10", "inStreamCodecsUpdated", camera.payload(at: "19:02:10", after: 46.5083))
  }

  private mutating func viewersCome() {
    for (viewer, from, to, id): (SampleStream, String, String, UInt32) in [
      (.viewer(uniqueId: 2, "203.0.113.5", 50_412), "19:05:00", "19:58:04", 17),
      (.viewer(uniqueId: 3, "203.0.113.77", 61_003), "19:20:30", "21:03:12", 23),
    ] {
      var viewer = viewer
      connect(from, id: id, "protocolRegisteredToApp")
      at(from, "outStreamCreated", viewer.payload(at: from, after: 0.0498))
      at(from, "lastPlaylistItemStart", ["playlistName": ""])
      viewer.audio = .init(codec: "AAAC", bytes: 0, packets: 0)
      viewer.video = .init(codec: "VH264", bytes: 0, packets: 0)
      viewer.entries["inStreamUniqueId"] = .uint64(1)
      at(from, "outStreamCodecsUpdated", viewer.payload(at: from, after: 3.1252))
      let seconds = Self.seconds(at: to) - Self.seconds(at: from)
      viewer.audio = .init(codec: "AAAC", bytes: seconds * 15_872, packets: seconds * 43)
      viewer.video = .init(
        codec: "VH264", bytes: seconds * 187_648, packets: seconds * 25 - 40, dropped: 40)
      at(to, "outStreamClosed", viewer.payload(at: to, after: 211.4375))
      connect(to, id: id, "protocolUnregisteredFromApp")
    }
  }

  private mutating func pullFails() {
    let pull = Self.pullSettings(uri: "rtsp://198.51.100.44:554/gate", name: "gate", configId: 7)
    at(
      "19:41:00", "cliRequest",
      [
        "command": "pullStream",
        "parameters": [
          "keepAlive": "1", "localStreamName": "gate", "uri": "rtsp://198.51.100.44:554/gate",
        ],
      ])
    at(
      "19:41:00", "cliResponse",
      [
        "data": .map(pull), "status": "SUCCESS",
        "description": "Stream rtsp://198.51.100.44:554/gate enqueued for pulling",
      ])
    for time in ["19:41:03", "19:41:13", "19:41:23"] { at(time, "pullStreamFailed", pull) }
  }

  private mutating func timerRings() {
    let times = ["19:30:00", "19:45:00", "20:00:00", "20:15:00", "20:20:00"]
    for (index, time) in times.enumerated() {
      let type = [0: "timerCreated", 4: "timerClosed"][index] ?? "timerTriggered"
      at(
        time, type,
        ["timerId": .uint32(91), "triggerCount": .uint32(UInt32(min(index, 3))), "value": 900])
    }
  }

  private mutating func packagerRuns() {
    let folder = "/srv/media/web/hls"
    var packager = SampleStream.packager(folder: folder)
    at(
      "20:10:00", "cliRequest",
      [
        "command": "createHLSStream",
        "parameters": [
          "chunkLength": "10", "groupName": "hls", "localStreamNames": "cam1",
          "playlistType": "rolling", "targetFolder": "/srv/media/web",
        ],
      ])
    at("20:10:00", "outStreamCreated", packager.payload(at: "20:10:00", after: 0.0417))
    at(
      "20:10:00", "cliResponse",
      [
        "data": [
          "bandwidths": [0], "chunkLength": 10, "configIds": [.uint32(8)], "groupName": "hls",
          "keepAlive": true, "localStreamNames": ["cam1"], "offsetTime": .int64(0),
        ],
        "description": "HLS stream created", "status": "SUCCESS",
      ])
    packager.audio = .init(codec: "AAAC", bytes: 0, packets: 0)
    packager.video = .init(codec: "VH264", bytes: 0, packets: 0)
    packager.entries["inStreamUniqueId"] = .uint64(1)
    at("20:10:00", "outStreamCodecsUpdated", packager.payload(at: "20:10:00", after: 13.8511))
    at("20:10:00", "hlsMasterPlaylistUpdated", ["file": .text(folder + "/playlist.m3u8")])
    at(
      "20:10:15", "streamingSessionStarted",
      [
        "clientIP": "203.0.113.130", "playlist": .text(folder + "/playlist.m3u8"),
        "sessionId": .integer(1, .bits8), "startTime": "2025-12-17T20-10-15",
      ])
    for (index, (from, to)) in [
      ("20:10:00", "20:10:10"), ("20:10:10", "20:10:20"), ("20:10:20", "20:10:30"),
      ("20:10:30", "20:10:40"),
    ].enumerated() {
      var chunk: [String: Variant] = [
        "file": .text("\(folder)/cam1/seg_\(Self.seconds(at: "20:10:00"))021_\(index + 1).ts"),
        "playlistStartTs": .double(Double(Self.seconds(at: "20:10:00")) * 1_000 + 21.0531),
        "segmentStartTs": .double(4_070_283 + Double(index) * 10_000),
      ]
      at(from, "hlsChunkCreated", chunk)
      chunk["segmentDuration"] = .double(index == 3 ? 9_600 : 10_000)
      at(to, "hlsChunkClosed", chunk)
      at(to, "hlsChildPlaylistUpdated", ["file": .text(folder + "/cam1/playlist.m3u8")])
    }
    at(
      "20:10:36", "streamingSessionEnded",
      [
        "clientIP": "203.0.113.130", "playlist": .text(folder + "/playlist.m3u8"),
        "sessionId": .integer(1, .bits8), "startTime": "2025-12-17T20-10-15",
        "stopTime": "2025-12-17T20-10-36",
      ])
    packager.audio = .init(codec: "AAAC", bytes: 634_880, packets: 1_722)
    packager.video = .init(codec: "VH264", bytes: 7_505_920, packets: 1_000)
    at("20:10:40", "outStreamClosed", packager.payload(at: "20:10:40", after: 2.75))
    at("20:31:07", "audioFeedStopped", ["id": .uint32(1), "localStreamName": "cam1"])
  }

  private mutating func secondCameraIsPulled() {
    let uri = "rtmp://198.51.100.30/live/tür?key=a/b&x=\"1\""
    var door = SampleStream.pulled(uri: uri, name: "Tür \"Süd\"/1")
    at("20:40:02", "inStreamCreated", door.payload(at: "20:40:02", after: 0.0569))
    door.audio = .init(codec: "APT", bytes: 0, packets: 0)
    door.video = .init(codec: "VH264", bytes: 18_446_744_073, packets: 22_425)
    door.bandwidth = 812
    at("20:55:00", "inStreamClosed", door.payload(at: "20:55:00", after: 400.5))
  }

  private mutating func everythingEnds() {
    var camera = SampleStream.camera
    camera.audio = .init(codec: "AAAC", bytes: 115_206_848, packets: 312_266)
    camera.video = .init(codec: "VH264", bytes: 1_362_136_832, packets: 181_550)
    at("21:03:12", "inStreamClosed", camera.payload(at: "21:03:12", after: 208.9922))
    connect("21:03:12", id: 11, "protocolUnregisteredFromApp")
    at("21:07:00", "cliRequest", ["command": "shutdownServer"])
    at("21:07:00", "serverStopping", Self.build)
    at(
      "21:07:00", "applicationStop",
      ["config": .map(Self.configuration), "id": .uint32(1), "name": "mediaserver"])
  }

  private mutating func connect(_ time: String, id: UInt32, _ type: String) {
    at(
      time, type,
      [
        "customParameters": Self.acceptor("192.0.2.10", 1935, "inboundRtmp"), "id": .uint32(id),
        "protocolType": "IR",
      ])
  }

  // MARK: - Payloads that occur more than once

  private static func acceptor(_ ip: String, _ port: UInt16, _ name: String) -> Variant {
    [
      "ip": .text(ip), "port": .uint16(port), "protocol": .text(name), "sslCert": "", "sslKey": "",
    ]
  }

  private static let build: [String: Variant] = [
    "banner": "Example Media Server (media.example) version 1.7.1 build 4242 - Sample",
    "branchName": "main", "buildDate": .timestamp("2025-11-03T08:00:00.000"),
    "buildNumber": "4242", "codeName": "Sample", "hash": "0123456789abcdef",
    "releaseNumber": "1.7.1",
  ]

  private static let configuration: [String: Variant] = [
    "acceptors": [
      acceptor("192.0.2.10", 1112, "inboundJsonCli"), acceptor("192.0.2.10", 1935, "inboundRtmp"),
    ],
    "aliases": .list(["live", "vod"], base: 1),
    "appDir": "/srv/media/",
    "default": true,
    "eventLogger": [
      "sinks": .list(
        [
          [
            "fileChunkLength": .integer(3_600, .bits16), "filename": "/var/log/media/events.json",
            "format": "json", "type": "file",
          ]
        ], base: 1)
    ],
    "mediaStorage": [:],
    "name": "mediaserver",
    "validateHandshake": false,
  ]

  static func pullSettings(uri: String, name: String, configId: UInt32) -> [String: Variant] {
    [
      "audioCodecBytes": "", "configId": .uint32(configId),
      "emulateUserAgent": "Example Media Server (media.example) player", "forceTcp": true,
      "httpProxy": "", "isAudio": true, "keepAlive": true, "localStreamName": .text(name),
      "operationType": .uint8(1), "pageUrl": "", "ppsBytes": "", "rangeEnd": -1, "rangeStart": -2,
      "rtcpDetectionInterval": 10, "sendRenewStream": false, "sourceType": "live", "spsBytes": "",
      "ssmIp": "", "swfUrl": "", "tcUrl": "", "tos": 256, "ttl": 256, "uri": .text(uri),
    ]
  }
}
