/// The rows of lines of the server's own log.
extension EventDescription {
  static let connectionAccepted = EventDescription(
    name: "connectionAccepted", category: .serverLog, also: [.connection], status: .serverLog,
    shape: .logConnection, isLoggedByDefault: nil,
    summary: "An inbound connection was accepted.")

  static let connectionEstablished = EventDescription(
    name: "connectionEstablished", category: .serverLog, also: [.connection], status: .serverLog,
    shape: .logConnection, isLoggedByDefault: nil,
    summary: "An outbound connection was established.")

  static let connectionClosed = EventDescription(
    name: "connectionClosed", category: .serverLog, also: [.connection], status: .serverLog,
    shape: .logConnection, isLoggedByDefault: nil,
    summary: "A connection was taken down.")

  static let connectionRefused = EventDescription(
    name: "connectionRefused", category: .serverLog, also: [.connection], status: .serverLog,
    shape: .logConnection, isLoggedByDefault: nil,
    summary: "A client was dropped before it could connect.",
    notes: [
      "Either the acceptor is not enabled, or the server was told to drop the client."
    ])

  static let streamIdle = EventDescription(
    name: "streamIdle", category: .serverLog, also: [.stream], status: .serverLog,
    shape: .logStream, isLoggedByDefault: nil,
    summary: "A stream had no traffic and is destroyed.")

  static let publishRequested = EventDescription(
    name: "publishRequested", category: .serverLog, also: [.stream], status: .serverLog,
    shape: .logPublish, isLoggedByDefault: nil,
    summary: "An RTMP client asked to publish a stream.")

  static let playRequested = EventDescription(
    name: "playRequested", category: .serverLog, also: [.stream], status: .serverLog,
    shape: .logPlay, isLoggedByDefault: nil,
    summary: "An RTMP client asked to play a stream.")

  static let eventRelayed = EventDescription(
    name: "eventRelayed", category: .serverLog, status: .serverLog, shape: .logLine,
    isLoggedByDefault: nil,
    summary: "An edge or web server handed one event to the origin.")

  static let eventPostFailed = EventDescription(
    name: "eventPostFailed", category: .serverLog, status: .serverLog, shape: .logLine,
    isLoggedByDefault: nil,
    summary: "An event could not be posted over HTTP and is lost.")

  static let httpConnected = EventDescription(
    name: "httpConnected", category: .serverLog, also: [.session], status: .serverLog,
    shape: .logHTTP, isLoggedByDefault: nil,
    summary: "A client connected to the built-in web server.")

  static let httpRequestCompleted = EventDescription(
    name: "httpRequestCompleted", category: .serverLog, also: [.session], status: .serverLog,
    shape: .logHTTP, isLoggedByDefault: nil,
    summary: "A request to the built-in web server ended.")

  static let httpDisconnected = EventDescription(
    name: "httpDisconnected", category: .serverLog, also: [.session], status: .serverLog,
    shape: .logHTTP, isLoggedByDefault: nil,
    summary: "A client of the built-in web server disconnected.")

  static let serverLogLine = EventDescription(
    name: "serverLogLine", category: .serverLog, status: .serverLog, shape: .logLine,
    isLoggedByDefault: nil,
    summary: "Any other line of the server's own log.")

  static let unrecognized = EventDescription(
    name: "unrecognized", category: .other, status: .unknown, shape: .opaque,
    isLoggedByDefault: nil,
    summary: "An event that this release does not know.",
    notes: [
      "The record is kept, with the name and every field as recorded."
    ])
}
