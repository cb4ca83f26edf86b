/// The rows of WebRTC and WebSocket.
extension EventDescription {
  static let webRtcCommandReceived = EventDescription(
    name: "webRtcCommandReceived", aliases: ["webRTCCommandReceived"], category: .webrtc,
    shape: .webRtcCommand,
    summary: "A command came in over WebRTC.",
    notes: [
      "It came over the data channel or from the rendezvous server.",
      "All five fields are null when the rendezvous server sent it.",
    ])

  static let webRtcServiceConnected = EventDescription(
    name: "webRtcServiceConnected", aliases: ["webRTCServiceConnected"], category: .webrtc,
    shape: .webRtcConnection,
    summary: "The server connected to its rendezvous server.")

  static let webRtcServiceStarted = EventDescription(
    name: "webRtcServiceStarted", aliases: ["webRTCServiceStarted"], category: .webrtc,
    status: .ems2, shape: .webRtcService, isLoggedByDefault: nil,
    summary: "A WebRTC service became active.",
    notes: [
      "Comes in bursts, one for each attempt to reconnect."
    ])

  static let webRtcServiceStopped = EventDescription(
    name: "webRtcServiceStopped", aliases: ["webRTCServiceStopped"], category: .webrtc,
    status: .ems2, shape: .webRtcServiceStopped, isLoggedByDefault: nil,
    summary: "A WebRTC service was stopped.",
    notes: [
      "Fields besides configId have not been seen."
    ])

  static let webRtcPeerConnected = EventDescription(
    name: "webRtcPeerConnected", aliases: ["webRTCPeerConnected"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "A WebRTC peer connected.")

  static let webRtcPeerDisconnected = EventDescription(
    name: "webRtcPeerDisconnected", aliases: ["webRTCPeerDisconnected"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "A WebRTC peer disconnected.")

  static let webRtcPeerError = EventDescription(
    name: "webRtcPeerError", aliases: ["webRTCPeerError"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "A WebRTC peer failed.")

  static let webRTCStarted = EventDescription(
    name: "webRTCStarted", aliases: ["webRtcStarted"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "The WebRTC part of the server started.")

  static let webRTCStopped = EventDescription(
    name: "webRTCStopped", aliases: ["webRtcStopped"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "The WebRTC part of the server stopped.")

  static let webRTCPeerConnectionCreated = EventDescription(
    name: "webRTCPeerConnectionCreated", aliases: ["webRtcPeerConnectionCreated"],
    category: .webrtc, also: [.connection], status: .unlistedPayload, shape: .bare,
    isLoggedByDefault: nil,
    summary: "A WebRTC peer connection was created.")

  static let webRTCPeerConnectionClosed = EventDescription(
    name: "webRTCPeerConnectionClosed", aliases: ["webRtcPeerConnectionClosed"],
    category: .webrtc, also: [.connection], status: .unlistedPayload, shape: .bare,
    isLoggedByDefault: nil,
    summary: "A WebRTC peer connection was closed.")

  static let webRTCPeerStreamStarted = EventDescription(
    name: "webRTCPeerStreamStarted", aliases: ["webRtcPeerStreamStarted"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "A WebRTC peer began to receive a stream.")

  static let webRTCPeerStreamClosed = EventDescription(
    name: "webRTCPeerStreamClosed", aliases: ["webRtcPeerStreamClosed"], category: .webrtc,
    status: .unlistedPayload, shape: .bare, isLoggedByDefault: nil,
    summary: "A WebRTC peer's stream ended.")

  static let playerJoinedRoom = EventDescription(
    name: "playerJoinedRoom", category: .webrtc, shape: .room, isLoggedByDefault: false,
    summary: "A player joined a WebRTC room.",
    notes: [
      "Passes by the filter of the logger; the filters of the sinks apply."
    ])

  static let wsStreamStarted = EventDescription(
    name: "WSStreamStarted", category: .websocket, status: .unlistedPayload, shape: .bare,
    isLoggedByDefault: nil,
    summary: "A stream over WebSocket was opened.")

  static let wsStreamClosed = EventDescription(
    name: "WSStreamClosed", category: .websocket, status: .unlistedPayload, shape: .bare,
    isLoggedByDefault: nil,
    summary: "A stream over WebSocket was closed.")
}
