/// A stream of the sample story, and the payload of an event about it.
struct SampleStream: Sendable {
  /// What has passed of sound or picture.
  struct Track: Sendable {
    var codec: String
    var bytes: UInt64
    var packets: UInt64
    var dropped: UInt64 = 0

    fileprivate var entries: [String: Variant] {
      [
        "bytesCount": .uint64(bytes), "codec": .text(codec),
        "codecNumeric": .uint64(SampleStream.packed(codec)),
        "droppedBytesCount": .uint64(dropped * 1_500), "droppedPacketsCount": .uint64(dropped),
        "packetsCount": .uint64(packets),
      ]
    }
  }

  var uniqueId: UInt64
  var type: String
  var name: String
  /// When it came into being, in milliseconds since 1970.
  var created: Double
  var far: (ip: String, port: UInt16)
  var near: (ip: String, port: UInt16)
  var audio = Track(codec: "AUNK", bytes: 0, packets: 0)
  var video = Track(codec: "VUNK", bytes: 0, packets: 0)
  var bandwidth: UInt32 = 0
  var connectionType: UInt8 = 0
  /// What only this kind of stream has.
  var entries: [String: Variant]

  /// The payload of an event about it.
  ///
  /// - Parameters:
  ///   - time: `HH:MM:SS`, when it happens.
  ///   - milliseconds: How long after the whole second, or at birth, after that.
  /// - Returns: All entries but `PID` and `customData`.
  func payload(at time: String, after milliseconds: Double) -> [String: Variant] {
    let second = Double(SampleStory.seconds(at: time)) * 1_000
    let query = max(second, created) + milliseconds
    let size: Bool = video.codec != "VUNK"
    let payload: [String: Variant] = [
      "appName": "mediaserver", "audio": .map(audio.entries), "bandwidth": .uint32(bandwidth),
      "connectionType": .uint8(connectionType), "creationTimestamp": .double(created),
      "farIp": .text(far.ip), "farPort": .uint16(far.port), "ip": .text(near.ip),
      "name": .text(name), "nearIp": .text(near.ip), "nearPort": .uint16(near.port),
      "port": .uint16(near.port), "processId": .uint64(UInt64(SampleStory.processId)),
      "processType": "origin", "queryTimestamp": .double(query), "type": .text(type),
      "typeNumeric": .uint64(Self.packed(type)), "uniqueId": .uint64(uniqueId),
      "upTime": .double(query - created),
      "video": .map(
        video.entries.merging([
          "height": size ? .uint32(720) : .int32(0), "level": size ? .uint8(31) : .int32(0),
          "profile": size ? .uint8(77) : .int32(0), "width": size ? .uint32(1280) : .int32(0),
        ]) { $1 }),
    ]
    return payload.merging(entries) { $1 }
  }

  /// A tag of up to eight letters as the server packs it in a number: big-endian, NULs behind.
  static func packed(_ tag: String) -> UInt64 {
    let bytes = Array(tag.utf8.prefix(8))
    return bytes.reduce(0) { $0 << 8 | UInt64($1) } << (8 * UInt64(8 - bytes.count))
  }

  private static func milliseconds(_ time: String, _ fraction: Double) -> Double {
    Double(SampleStory.seconds(at: time)) * 1_000 + fraction
  }

  /// The camera that publishes over RTMP.
  static let camera = SampleStream(
    uniqueId: 1, type: "INR", name: "cam1", created: milliseconds("19:02:10", 345.4241),
    far: ("198.51.100.21", 40_112), near: ("192.0.2.10", 1935),
    entries: [
      "ingestPoint": "cam1", "outStreamsUniqueIds": .null, "tcUrl": "rtmp://192.0.2.10/live",
      "userAgent": "FMLE/3.0 (compatible; ExampleCam 2.1)",
    ])

  /// Somebody who watches the camera over RTMP.
  static func viewer(uniqueId: UInt64, _ ip: String, _ port: UInt16) -> SampleStream {
    SampleStream(
      uniqueId: uniqueId, type: "ONR", name: "cam1",
      created: milliseconds(uniqueId == 2 ? "19:05:00" : "19:20:30", 910.7002),
      far: (ip, port), near: ("192.0.2.10", 1935),
      entries: [
        "canDropFrames": true, "inStreamUniqueId": .null, "streamAlias": "cam1",
        "tcUrl": "rtmp://192.0.2.10/live", "userAgent": "ExamplePlayer/1.0",
      ])
  }

  /// What writes the camera to HLS chunks.
  static func packager(folder: String) -> SampleStream {
    var stream = SampleStream(
      uniqueId: 4, type: "OFHLS", name: "cam1", created: milliseconds("20:10:00", 15.7139),
      far: ("", 0), near: ("", 0), entries: ["inStreamUniqueId": .null])
    stream.connectionType = 3
    stream.entries["hlsSettings"] = [
      "audioOnly": false, "chunkBaseName": "seg", "chunkLength": 10, "configId": .uint32(8),
      "groupName": "hls", "groupTargetFolder": .text(folder + "/"), "localStreamName": "cam1",
      "offsetTime": .int64(0), "playlistLength": 5, "playlistType": "rolling",
      "targetFolder": .text(folder + "/cam1"),
      "timestamp": .double(milliseconds("20:10:00", 13.3582)),
    ]
    return stream
  }

  /// A camera that the server fetches.
  static func pulled(uri: String, name: String) -> SampleStream {
    var stream = SampleStream(
      uniqueId: 5, type: "INR", name: name, created: milliseconds("20:40:02", 35.1051),
      far: ("198.51.100.30", 1935), near: ("192.0.2.10", 46_578),
      entries: [
        "outStreamsUniqueIds": .null, "pageUrl": "", "serverAgent": "ExampleServer/3.0",
        "swfUrl": .text(uri), "tcUrl": .text(uri),
      ])
    stream.connectionType = 1
    stream.entries["pullSettings"] = .map(
      SampleStory.pullSettings(uri: uri, name: name, configId: 9))
    return stream
  }
}
