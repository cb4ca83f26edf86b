/// The set of fields that a payload may have; kinds that carry the same fields share one.
public enum PayloadShape: CaseIterable, Hashable, Sendable {
  case inStream, outStream, neutralStream
  case feed, pullFailure, multiprotocol
  case hlsChunkCreated, hlsChunkClosed, fragmentCreated, fragmentClosed, chunkError, file
  case recordingCreated, recordingClosed, recordingError, playlistItem
  case sessionStarted, sessionEnded, download
  case cliRequest, cliResponse, process, timer
  case server, application, protocolStack, carrier
  case webRtcCommand, webRtcConnection, webRtcService, webRtcServiceStopped, room
  /// Nothing but what every payload has.
  case bare
  case logConnection, logStream, logRequest, logHTTP, logLine
  /// Nothing is known about it.
  case opaque
}
