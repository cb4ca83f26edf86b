/// The rows of the server, its applications and its connections.
extension EventDescription {
  static let serverStarted = EventDescription(
    name: "serverStarted", category: .application, shape: .server,
    summary: "The server is up.",
    notes: [
      "Each application's logger and the logger of the server write one."
    ])

  static let serverStopping = EventDescription(
    name: "serverStopping", aliases: ["serverStopped"], category: .application, shape: .server,
    summary: "The server is about to stop.",
    notes: [
      "A stop by signal may write it twice with one id."
    ])

  static let applicationStart = EventDescription(
    name: "applicationStart", category: .application, shape: .application,
    summary: "An application of the server is ready.",
    notes: [
      "One very large record: it holds the whole configuration."
    ])

  static let applicationStop = EventDescription(
    name: "applicationStop", category: .application, shape: .application,
    summary: "An application of the server is shut down.",
    notes: [
      "Comes after serverStopping when the stop is orderly, and not at all after a crash."
    ])

  static let protocolRegisteredToApp = EventDescription(
    name: "protocolRegisteredToApp", category: .connection, shape: .protocolStack,
    summary: "A connection is up, bound to its application.",
    notes: [
      "Not written for timers.",
      "An RPC sink skips its own connections; file sinks log them.",
    ])

  static let protocolUnregisteredFromApp = EventDescription(
    name: "protocolUnregisteredFromApp", category: .connection, shape: .protocolStack,
    summary: "A connection is down, unbound from it.")

  static let carrierCreated = EventDescription(
    name: "carrierCreated", category: .connection, shape: .carrier,
    summary: "The handler of a socket was created.",
    notes: [
      "Goes to the logger of the server only."
    ])

  static let carrierClosed = EventDescription(
    name: "carrierClosed", category: .connection, shape: .carrier,
    summary: "The handler of a socket was destroyed.",
    notes: [
      "Goes to the logger of the server only."
    ])
}
