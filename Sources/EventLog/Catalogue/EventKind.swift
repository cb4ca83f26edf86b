/// Every kind of event that this release knows by name.
///
/// A kind is cheap to copy and compare; what is known about it stands in ``row``. Raw values are
/// positions, good for indexing tables of this process; they change between releases and are never
/// written anywhere.
public enum EventKind: UInt16, CaseIterable, Hashable, Sendable {
  // Inbound, outbound and neutral streams, and their feeds.
  case inStreamCreated
  case inStreamClosed
  case inStreamCodecsUpdated
  case outStreamCreated
  case outStreamClosed
  case outStreamCodecsUpdated
  case outStreamFirstFrameSent
  case streamCreated
  case streamClosed
  case streamCodecsUpdated
  case audioFeedStopped
  case videoFeedStopped
  case pullStreamFailed
  case multiprotocolSAPEvent

  // HLS, HDS, Smooth Streaming and DASH.
  case hlsChunkCreated
  case hlsChunkClosed
  case hlsChunkError
  case hlsChunkDeleted
  case hlsChildPlaylistUpdated
  case hlsMasterPlaylistUpdated
  case hdsChunkCreated
  case hdsChunkClosed
  case hdsChunkError
  case hdsChunkDeleted
  case hdsChildPlaylistUpdated
  case hdsMasterPlaylistUpdated
  case mssChunkCreated
  case mssChunkClosed
  case mssChunkError
  case mssPlaylistUpdated
  case dashChunkCreated
  case dashChunkClosed
  case dashChunkError
  case dashChunkDeleted
  case dashPlaylistUpdated

  // Recordings and RTMP playlists.
  case recordChunkCreated
  case recordChunkClosed
  case recordChunkError
  case firstPlaylistItemStart
  case playlistItemStart
  case lastPlaylistItemStart

  // The built-in web server.
  case streamingSessionStarted
  case streamingSessionEnded
  case mediaFileDownloaded

  // The runtime API, processes and timers.
  case cliRequest
  case cliResponse
  case processStarted
  case processStopped
  case timerCreated
  case timerTriggered
  case timerClosed

  // The server, its applications and its connections.
  case serverStarted
  case serverStopping
  case applicationStart
  case applicationStop
  case protocolRegisteredToApp
  case protocolUnregisteredFromApp
  case carrierCreated
  case carrierClosed

  // WebRTC and WebSocket.
  case webRtcCommandReceived
  case webRtcServiceConnected
  case webRtcServiceStarted
  case webRtcServiceStopped
  case webRtcPeerConnected
  case webRtcPeerDisconnected
  case webRtcPeerError
  case webRTCStarted
  case webRTCStopped
  case webRTCPeerConnectionCreated
  case webRTCPeerConnectionClosed
  case webRTCPeerStreamStarted
  case webRTCPeerStreamClosed
  case playerJoinedRoom
  case wsStreamStarted
  case wsStreamClosed

  // Lines of the server's own log.
  case connectionAccepted
  case connectionEstablished
  case connectionClosed
  case connectionRefused
  case streamIdle
  case publishRequested
  case playRequested
  case eventRelayed
  case eventPostFailed
  case httpConnected
  case httpRequestCompleted
  case httpDisconnected
  case serverLogLine

  // Webhooks of FastPix.
  case videoMediaCreated
  case videoMediaUpload
  case videoUploadMediaCreated
  case videoMediaReady
  case videoMediaFailed
  case videoMediaDeleted
  case videoMediaUpdated
  case videoMediaLiveStreamCreated
  case videoMediaSourceReady
  case videoMediaSourceDeleted
  case videoMediaMp4SupportReady
  case videoMediaLiveClipCreated
  case videoUploadCreated
  case videoMediaUploadCancelled
  case videoMediaTrackCreated
  case videoMediaTrackReady
  case videoMediaTrackUpdated
  case videoMediaTrackDeleted
  case videoMediaTrackFailed
  case videoMediaSubtitleGeneratedReady
  case videoMediaIntroReady
  case videoMediaOutroReady
  case videoMediaExpungeReady
  case videoMediaSpliceReady
  case videoMediaImposeReady
  case videoMediaAudioswapReady
  case videoMediaWatermarkReady
  case videoMediaOptimizeAudioReady
  case videoMediaAIChaptersReady
  case videoMediaAINamedEntitiesReady
  case videoMediaAISummaryReady
  case videoMediaAIModerationReady
  case videoPlaybackID
  case videoLiveStreamCreated
  case videoLiveStreamPreparing
  case videoLiveStreamConnected
  case videoLiveStreamRecording
  case videoLiveStreamActive
  case videoLiveStreamDisconnected
  case videoLiveStreamIdle
  case videoLiveStreamUpdated
  case videoLiveStreamDeleted
  case videoLiveStreamSrtDetected
  case videoLiveStreamRtmpsDetected
  case videoLiveStreamDisabled
  case videoLiveStreamEnabled
  case videoLiveStreamRecordingReady
  case videoLiveStreamSimulcastTargetCreated
  case videoLiveStreamSimulcastTargetUpdated
  case videoLiveStreamSimulcastTargetDeleted
  case videoLiveStreamSimulcastTargetStarting
  case videoLiveStreamSimulcastTargetBroadcasting

  // Webhooks of Ant Media Server, and what its own log tells of them.
  case liveStreamStarted
  case liveStreamEnded
  case vodReady
  case endpointFailed
  case publishTimeoutError
  case encoderNotOpenedError
  case playStarted
  case playStopped
  case subtrackAddedInTheMainTrack
  case subtrackLeftTheMainTrack
  case firstActiveTrackAddedInMainTrack
  case noActiveSubtracksLeftInMainTrack
  case liveStreamStatus
  case idleTimeIsExpired
  case highResourceUsage
  case unexpectedServerShutdown
  case hookCall

  // The analytics log of Ant Media Server; it has playStarted too.
  case publishStarted
  case publishEnded
  case publishStats
  case keyFrameStats
  case viewerCount
  case playStartedFirstTime
  case playPaused
  case playEnded
  case watchTime
  case playerStats

  // Requests to webhook receivers that tell of no event.
  case webhookProbe
  case foreignWebhook
  case publishAuthorization
  case playAuthorization
  case malformedBody

  /// Any name that is not in the catalogue; the record is kept, never dropped.
  case unrecognized
}

extension EventKind {
  /// What the catalogue says about the kind.
  ///
  /// A `switch`, not a dictionary: a kind without a row does not compile.
  public var row: EventDescription {
    switch self {
    case .inStreamCreated: .inStreamCreated
    case .inStreamClosed: .inStreamClosed
    case .inStreamCodecsUpdated: .inStreamCodecsUpdated
    case .outStreamCreated: .outStreamCreated
    case .outStreamClosed: .outStreamClosed
    case .outStreamCodecsUpdated: .outStreamCodecsUpdated
    case .outStreamFirstFrameSent: .outStreamFirstFrameSent
    case .streamCreated: .streamCreated
    case .streamClosed: .streamClosed
    case .streamCodecsUpdated: .streamCodecsUpdated
    case .audioFeedStopped: .audioFeedStopped
    case .videoFeedStopped: .videoFeedStopped
    case .pullStreamFailed: .pullStreamFailed
    case .multiprotocolSAPEvent: .multiprotocolSAPEvent
    case .hlsChunkCreated: .hlsChunkCreated
    case .hlsChunkClosed: .hlsChunkClosed
    case .hlsChunkError: .hlsChunkError
    case .hlsChunkDeleted: .hlsChunkDeleted
    case .hlsChildPlaylistUpdated: .hlsChildPlaylistUpdated
    case .hlsMasterPlaylistUpdated: .hlsMasterPlaylistUpdated
    case .hdsChunkCreated: .hdsChunkCreated
    case .hdsChunkClosed: .hdsChunkClosed
    case .hdsChunkError: .hdsChunkError
    case .hdsChunkDeleted: .hdsChunkDeleted
    case .hdsChildPlaylistUpdated: .hdsChildPlaylistUpdated
    case .hdsMasterPlaylistUpdated: .hdsMasterPlaylistUpdated
    case .mssChunkCreated: .mssChunkCreated
    case .mssChunkClosed: .mssChunkClosed
    case .mssChunkError: .mssChunkError
    case .mssPlaylistUpdated: .mssPlaylistUpdated
    case .dashChunkCreated: .dashChunkCreated
    case .dashChunkClosed: .dashChunkClosed
    case .dashChunkError: .dashChunkError
    case .dashChunkDeleted: .dashChunkDeleted
    case .dashPlaylistUpdated: .dashPlaylistUpdated
    case .recordChunkCreated: .recordChunkCreated
    case .recordChunkClosed: .recordChunkClosed
    case .recordChunkError: .recordChunkError
    case .firstPlaylistItemStart: .firstPlaylistItemStart
    case .playlistItemStart: .playlistItemStart
    case .lastPlaylistItemStart: .lastPlaylistItemStart
    case .streamingSessionStarted: .streamingSessionStarted
    case .streamingSessionEnded: .streamingSessionEnded
    case .mediaFileDownloaded: .mediaFileDownloaded
    case .cliRequest: .cliRequest
    case .cliResponse: .cliResponse
    case .processStarted: .processStarted
    case .processStopped: .processStopped
    case .timerCreated: .timerCreated
    case .timerTriggered: .timerTriggered
    case .timerClosed: .timerClosed
    case .serverStarted: .serverStarted
    case .serverStopping: .serverStopping
    case .applicationStart: .applicationStart
    case .applicationStop: .applicationStop
    case .protocolRegisteredToApp: .protocolRegisteredToApp
    case .protocolUnregisteredFromApp: .protocolUnregisteredFromApp
    case .carrierCreated: .carrierCreated
    case .carrierClosed: .carrierClosed
    case .webRtcCommandReceived: .webRtcCommandReceived
    case .webRtcServiceConnected: .webRtcServiceConnected
    case .webRtcServiceStarted: .webRtcServiceStarted
    case .webRtcServiceStopped: .webRtcServiceStopped
    case .webRtcPeerConnected: .webRtcPeerConnected
    case .webRtcPeerDisconnected: .webRtcPeerDisconnected
    case .webRtcPeerError: .webRtcPeerError
    case .webRTCStarted: .webRTCStarted
    case .webRTCStopped: .webRTCStopped
    case .webRTCPeerConnectionCreated: .webRTCPeerConnectionCreated
    case .webRTCPeerConnectionClosed: .webRTCPeerConnectionClosed
    case .webRTCPeerStreamStarted: .webRTCPeerStreamStarted
    case .webRTCPeerStreamClosed: .webRTCPeerStreamClosed
    case .playerJoinedRoom: .playerJoinedRoom
    case .wsStreamStarted: .wsStreamStarted
    case .wsStreamClosed: .wsStreamClosed
    case .connectionAccepted: .connectionAccepted
    case .connectionEstablished: .connectionEstablished
    case .connectionClosed: .connectionClosed
    case .connectionRefused: .connectionRefused
    case .streamIdle: .streamIdle
    case .publishRequested: .publishRequested
    case .playRequested: .playRequested
    case .eventRelayed: .eventRelayed
    case .eventPostFailed: .eventPostFailed
    case .httpConnected: .httpConnected
    case .httpRequestCompleted: .httpRequestCompleted
    case .httpDisconnected: .httpDisconnected
    case .serverLogLine: .serverLogLine
    case .videoMediaCreated: .videoMediaCreated
    case .videoMediaUpload: .videoMediaUpload
    case .videoUploadMediaCreated: .videoUploadMediaCreated
    case .videoMediaReady: .videoMediaReady
    case .videoMediaFailed: .videoMediaFailed
    case .videoMediaDeleted: .videoMediaDeleted
    case .videoMediaUpdated: .videoMediaUpdated
    case .videoMediaLiveStreamCreated: .videoMediaLiveStreamCreated
    case .videoMediaSourceReady: .videoMediaSourceReady
    case .videoMediaSourceDeleted: .videoMediaSourceDeleted
    case .videoMediaMp4SupportReady: .videoMediaMp4SupportReady
    case .videoMediaLiveClipCreated: .videoMediaLiveClipCreated
    case .videoUploadCreated: .videoUploadCreated
    case .videoMediaUploadCancelled: .videoMediaUploadCancelled
    case .videoMediaTrackCreated: .videoMediaTrackCreated
    case .videoMediaTrackReady: .videoMediaTrackReady
    case .videoMediaTrackUpdated: .videoMediaTrackUpdated
    case .videoMediaTrackDeleted: .videoMediaTrackDeleted
    case .videoMediaTrackFailed: .videoMediaTrackFailed
    case .videoMediaSubtitleGeneratedReady: .videoMediaSubtitleGeneratedReady
    case .videoMediaIntroReady: .videoMediaIntroReady
    case .videoMediaOutroReady: .videoMediaOutroReady
    case .videoMediaExpungeReady: .videoMediaExpungeReady
    case .videoMediaSpliceReady: .videoMediaSpliceReady
    case .videoMediaImposeReady: .videoMediaImposeReady
    case .videoMediaAudioswapReady: .videoMediaAudioswapReady
    case .videoMediaWatermarkReady: .videoMediaWatermarkReady
    case .videoMediaOptimizeAudioReady: .videoMediaOptimizeAudioReady
    case .videoMediaAIChaptersReady: .videoMediaAIChaptersReady
    case .videoMediaAINamedEntitiesReady: .videoMediaAINamedEntitiesReady
    case .videoMediaAISummaryReady: .videoMediaAISummaryReady
    case .videoMediaAIModerationReady: .videoMediaAIModerationReady
    case .videoPlaybackID: .videoPlaybackID
    case .videoLiveStreamCreated: .videoLiveStreamCreated
    case .videoLiveStreamPreparing: .videoLiveStreamPreparing
    case .videoLiveStreamConnected: .videoLiveStreamConnected
    case .videoLiveStreamRecording: .videoLiveStreamRecording
    case .videoLiveStreamActive: .videoLiveStreamActive
    case .videoLiveStreamDisconnected: .videoLiveStreamDisconnected
    case .videoLiveStreamIdle: .videoLiveStreamIdle
    case .videoLiveStreamUpdated: .videoLiveStreamUpdated
    case .videoLiveStreamDeleted: .videoLiveStreamDeleted
    case .videoLiveStreamSrtDetected: .videoLiveStreamSrtDetected
    case .videoLiveStreamRtmpsDetected: .videoLiveStreamRtmpsDetected
    case .videoLiveStreamDisabled: .videoLiveStreamDisabled
    case .videoLiveStreamEnabled: .videoLiveStreamEnabled
    case .videoLiveStreamRecordingReady: .videoLiveStreamRecordingReady
    case .videoLiveStreamSimulcastTargetCreated: .videoLiveStreamSimulcastTargetCreated
    case .videoLiveStreamSimulcastTargetUpdated: .videoLiveStreamSimulcastTargetUpdated
    case .videoLiveStreamSimulcastTargetDeleted: .videoLiveStreamSimulcastTargetDeleted
    case .videoLiveStreamSimulcastTargetStarting: .videoLiveStreamSimulcastTargetStarting
    case .videoLiveStreamSimulcastTargetBroadcasting: .videoLiveStreamSimulcastTargetBroadcasting
    case .liveStreamStarted: .liveStreamStarted
    case .liveStreamEnded: .liveStreamEnded
    case .vodReady: .vodReady
    case .endpointFailed: .endpointFailed
    case .publishTimeoutError: .publishTimeoutError
    case .encoderNotOpenedError: .encoderNotOpenedError
    case .playStarted: .playStarted
    case .playStopped: .playStopped
    case .subtrackAddedInTheMainTrack: .subtrackAddedInTheMainTrack
    case .subtrackLeftTheMainTrack: .subtrackLeftTheMainTrack
    case .firstActiveTrackAddedInMainTrack: .firstActiveTrackAddedInMainTrack
    case .noActiveSubtracksLeftInMainTrack: .noActiveSubtracksLeftInMainTrack
    case .liveStreamStatus: .liveStreamStatus
    case .idleTimeIsExpired: .idleTimeIsExpired
    case .highResourceUsage: .highResourceUsage
    case .unexpectedServerShutdown: .unexpectedServerShutdown
    case .hookCall: .hookCall
    case .publishStarted: .publishStarted
    case .publishEnded: .publishEnded
    case .publishStats: .publishStats
    case .keyFrameStats: .keyFrameStats
    case .viewerCount: .viewerCount
    case .playStartedFirstTime: .playStartedFirstTime
    case .playPaused: .playPaused
    case .playEnded: .playEnded
    case .watchTime: .watchTime
    case .playerStats: .playerStats
    case .webhookProbe: .webhookProbe
    case .foreignWebhook: .foreignWebhook
    case .publishAuthorization: .publishAuthorization
    case .playAuthorization: .playAuthorization
    case .malformedBody: .malformedBody
    case .unrecognized: .unrecognized
    }
  }

  /// The canonical name, as printed.
  public var name: String { row.name }

  /// One more than the largest raw value: the size of a table indexed by kind.
  public static var count: Int { Int(EventKind.unrecognized.rawValue) + 1 }
}

extension EventKind: CustomStringConvertible {
  /// The canonical name, as printed.
  public var description: String { name }
}
