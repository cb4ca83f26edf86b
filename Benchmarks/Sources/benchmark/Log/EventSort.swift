/// A sort of record: a type of event, and what its payload is made of.
///
/// Some types come in two sorts, as a stream that is pulled says more than one that is pushed.
enum EventSort: Int, CaseIterable {
  case serverStarted
  case registered
  case unregistered
  case pushedCreated
  case pushedCodecs
  case pushedClosed
  case pulledCreated
  case pulledCodecs
  case pulledClosed
  case pullFailed
  case viewerCreated
  case viewerCodecs
  case viewerClosed
  case audioStopped
  case chunkCreated
  case chunkClosed
  case playlistUpdated
  case masterPlaylistUpdated
  case request
  case response
  case timerCreated
  case timerTriggered
  case timerClosed

  /// The type, as the log names it.
  var type: String {
    switch self {
    case .serverStarted: "serverStarted"
    case .registered: "protocolRegisteredToApp"
    case .unregistered: "protocolUnregisteredFromApp"
    case .pushedCreated, .pulledCreated: "inStreamCreated"
    case .pushedCodecs, .pulledCodecs: "inStreamCodecsUpdated"
    case .pushedClosed, .pulledClosed: "inStreamClosed"
    case .pullFailed: "pullStreamFailed"
    case .viewerCreated: "outStreamCreated"
    case .viewerCodecs: "outStreamCodecsUpdated"
    case .viewerClosed: "outStreamClosed"
    case .audioStopped: "audioFeedStopped"
    case .chunkCreated: "hlsChunkCreated"
    case .chunkClosed: "hlsChunkClosed"
    case .playlistUpdated: "hlsChildPlaylistUpdated"
    case .masterPlaylistUpdated: "hlsMasterPlaylistUpdated"
    case .request: "cliRequest"
    case .response: "cliResponse"
    case .timerCreated: "timerCreated"
    case .timerTriggered: "timerTriggered"
    case .timerClosed: "timerClosed"
    }
  }

  /// The event as json and xml write it.
  var tree: Value {
    [
      "_logEntry": "\(padded: .entry)", "id": .uint64(.eventId), "payload": payload,
      "processId": .int32(4242), "timestamp": .uint64(.seconds), "type": .string(letters: type),
    ]
  }

  /// What every format shows of it.
  var payload: Value {
    .map(entries.merging(Self.common) { $1 })
  }

  private static let common: [String: Value] = [
    "PID": .int32(4242),
    "customData": [
      "cluster": "north", "node": "media-07.example.net", "rack": .int8(12), "site": "dc/2",
    ],
  ]

  private var entries: [String: Value] {
    switch self {
    case .serverStarted: Self.release
    case .registered, .unregistered: Self.connection
    case .pushedCreated: Self.pushed.merging(Self.tracks(.unknown)) { $1 }
    case .pushedCodecs, .pushedClosed: Self.pushed.merging(Self.tracks(.known)) { $1 }
    case .pulledCreated: Self.pulled.merging(Self.tracks(.unknown)) { $1 }
    case .pulledCodecs, .pulledClosed: Self.pulled.merging(Self.tracks(.known)) { $1 }
    case .pullFailed: Self.pullSettings
    case .viewerCreated: Self.viewer.merging(Self.tracks(.unknown)) { $1 }
    case .viewerCodecs, .viewerClosed: Self.viewer.merging(Self.tracks(.known)) { $1 }
    case .audioStopped: ["id": .uint32(.uniqueId), "localStreamName": "\(.name)"]
    case .chunkCreated: Self.chunk
    case .chunkClosed:
      Self.chunk.merging(["segmentDuration": .milliseconds(.segmentDuration)]) { $1 }
    case .playlistUpdated: ["file": "/var/www/html/hls/north/\(.name)/playlist.m3u8"]
    case .masterPlaylistUpdated: ["file": "/var/www/html/hls/north/playlist.m3u8"]
    case .request: ["command": "getStreamInfo", "parameters": ["id": .uint64(.uniqueId)]]
    case .response:
      [
        "data": .map(Self.pushed.merging(Self.tracks(.known)) { $1 }),
        "description": "Stream information", "status": "SUCCESS",
      ]
    case .timerCreated, .timerTriggered, .timerClosed:
      [
        "timerId": .uint32(.timerId), "triggerCount": .uint64(.triggerCount), "value": .int8(15),
      ]
    }
  }
}

extension Value {
  /// A string without slots that is not a literal.
  static func string(letters: String) -> Value { .string(Text(stringLiteral: letters)) }
}
