/// The rows of the built-in web server.
extension EventDescription {
  static let streamingSessionStarted = EventDescription(
    name: "streamingSessionStarted", category: .session, shape: .sessionStarted,
    isLoggedByDefaultInW3C: true,
    summary: "An HTTP player began to fetch a packaged stream.")

  static let streamingSessionEnded = EventDescription(
    name: "streamingSessionEnded", category: .session, shape: .sessionEnded,
    isLoggedByDefaultInW3C: true,
    summary: "An HTTP player has stopped asking for the stream.",
    notes: [
      "The idle timeout is a few segment lengths.",
      "stopTime is the moment of detection, late by the idle timeout.",
    ])

  static let mediaFileDownloaded = EventDescription(
    name: "mediaFileDownloaded", aliases: ["fileDownloaded"], category: .session,
    shape: .download, isLoggedByDefaultInW3C: true,
    summary: "A plain media file was downloaded.",
    notes: [
      "Range requests delay it until a quiet period has passed, 30 s by default."
    ])
}
