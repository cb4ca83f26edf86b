/// The set of fields that a payload may have; kinds that carry the same fields share one.
public enum PayloadShape: UInt16, CaseIterable, Hashable, Sendable {
  // Streams.
  case inStream
  case outStream
  case neutralStream
  case feed
  case pullFailure
  case multiprotocol

  // Files.
  case hlsChunkCreated
  case hlsChunkClosed
  case fragmentCreated
  case fragmentClosed
  case chunkError
  case file
  case recordingCreated
  case recordingClosed
  case recordingError
  case playlistItem

  // The web server.
  case sessionStarted
  case sessionEnded
  case download

  // Control.
  case cliRequest
  case cliResponse
  case process
  case timer

  // The server.
  case server
  case application
  case protocolStack
  case carrier

  // WebRTC.
  case webRtcCommand
  case webRtcConnection
  case webRtcService
  case webRtcServiceStopped
  case room
  /// Nothing but what every payload has.
  case bare

  // Lines of the server's own log.
  case logConnection
  case logStream
  case logPublish
  case logPlay
  case logHTTP
  case logLine

  // Webhooks.
  case fastpixMedia
  case fastpixRecording
  case fastpixUpload
  case fastpixTrack
  case fastpixChapters
  case fastpixInsight
  case fastpixLiveStream
  case fastpixSimulcast
  case antmediaStream
  case antmediaRecording
  case antmediaPublisher
  case antmediaPlay
  case antmediaPlayStart
  case antmediaTrack
  case antmediaRoom
  case antmediaStatus
  case antmediaResources
  case antmediaShutdown
  case antmediaAuthorization
  case antmediaHookCall
  case antmediaPublishStart
  case antmediaPublishEnd
  case antmediaPublishStats
  case antmediaKeyFrames
  case antmediaViewerCount
  case antmediaPlayer
  case antmediaWatchTime
  case antmediaPlayerStats
  case webhookText

  /// Nothing is known about it.
  case opaque
}

extension PayloadShape {
  /// Every field that is known to occur, those of every payload first.
  public var fields: [FieldDescription] {
    switch self {
    case .inStream: .everyPayload + .stream + .inStream
    case .outStream: .everyPayload + .stream + .outStream
    case .neutralStream: .everyPayload + .stream
    case .feed: .everyPayload + .feed
    case .pullFailure: .everyPayload + .pullFailure
    case .multiprotocol: .multiprotocol
    case .hlsChunkCreated: .everyPayload + .hlsChunkCreated
    case .hlsChunkClosed: .everyPayload + .hlsChunkClosed
    case .fragmentCreated: .everyPayload + .fragmentCreated
    case .fragmentClosed: .everyPayload + .fragmentClosed
    case .chunkError: .everyPayload + .chunkError
    case .file: .everyPayload + .file
    case .recordingCreated: .everyPayload + .recordingCreated
    case .recordingClosed: .everyPayload + .recordingClosed
    case .recordingError: .everyPayload + .recordingError
    case .playlistItem: .everyPayload + .playlistItem
    case .sessionStarted: .everyPayload + .sessionStarted
    case .sessionEnded: .everyPayload + .sessionEnded
    case .download: .everyPayload + .download
    case .cliRequest: .everyPayload + .cliRequest
    case .cliResponse: .everyPayload + .cliResponse
    case .process: .everyPayload + .process
    case .timer: .everyPayload + .timer
    case .server: .everyPayload + .server
    case .application: .everyPayload + .application
    case .protocolStack: .everyPayload + .protocolStack
    case .carrier: .everyPayload + .carrier
    case .webRtcCommand: .everyPayload + .webRtcCommand
    case .webRtcConnection: .everyPayload + .webRtcConnection
    case .webRtcService: .everyPayload + .webRtcService
    case .webRtcServiceStopped: .everyPayload + .webRtcServiceStopped
    case .room: .everyPayload + .room
    case .bare: .everyPayload
    case .logConnection: .logLine + .logConnection
    case .logStream: .logLine + .logStream
    case .logPublish: .logLine + .logPublish
    case .logPlay: .logLine + .logPlay
    case .logHTTP: .logLine + .logHTTP
    case .logLine: .logLine
    case .fastpixMedia: .fastpixMedia
    case .fastpixRecording: .fastpixMedia + .fastpixRecording
    case .fastpixUpload: .fastpixUpload
    case .fastpixTrack: .fastpixTrack
    case .fastpixChapters: .fastpixChapters
    case .fastpixInsight: .fastpixInsight
    case .fastpixLiveStream: .fastpixLiveStream
    case .fastpixSimulcast: .fastpixSimulcast
    case .antmediaStream: .antmedia + .antmediaBroadcast + .antmediaMainTrack + .antmediaSubscriber
    case .antmediaRecording: .antmedia + .antmediaRecording
    case .antmediaPublisher: .antmedia + .antmediaBroadcast + .antmediaMainTrack
    case .antmediaPlay: .antmedia + .antmediaBroadcast + .antmediaSubscriber
    case .antmediaPlayStart: .antmediaPlayStart
    case .antmediaTrack: .antmedia + .antmediaBroadcast + .antmediaMainTrack + .antmediaSubscriber
    case .antmediaRoom: .antmedia + .antmediaBroadcast + .antmediaMainTrack
    case .antmediaStatus: .antmediaStatus
    case .antmediaResources: .antmediaResources
    case .antmediaShutdown: .antmediaShutdown
    case .antmediaAuthorization: .antmediaAuthorization
    case .antmediaHookCall: .antmediaHookCall
    case .antmediaPublishStart: .antmediaPublishStart + .antmediaAnalytics
    case .antmediaPublishEnd: .antmediaPublishEnd + .antmediaAnalytics
    case .antmediaPublishStats: .antmediaPublishStats + .antmediaAnalytics
    case .antmediaKeyFrames: .antmediaKeyFrames + .antmediaAnalytics
    case .antmediaViewerCount: .antmediaViewerCount + .antmediaAnalytics
    case .antmediaPlayer: .antmediaPlayer + .antmediaAnalytics
    case .antmediaWatchTime: .antmediaWatchTime + .antmediaPlayer + .antmediaAnalytics
    case .antmediaPlayerStats: .antmediaPlayerStats + .antmediaPlayer + .antmediaAnalytics
    case .webhookText: .webhookText
    case .opaque: []
    }
  }
}
