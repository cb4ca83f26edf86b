/// The rows of recordings and RTMP playlists.
extension EventDescription {
  static let recordChunkCreated = EventDescription(
    name: "recordChunkCreated", category: .record, also: [.chunk, .media], shape: .recordingCreated,
    summary: "A recording, or the next part of one, was opened.")

  static let recordChunkClosed = EventDescription(
    name: "recordChunkClosed", category: .record, also: [.chunk, .media], shape: .recordingClosed,
    summary: "A recording, or a part of one, is complete.")

  static let recordChunkError = EventDescription(
    name: "recordChunkError", category: .record, also: [.chunk, .media], shape: .recordingError,
    summary: "A recording could not be opened, positioned or written.")

  static let firstPlaylistItemStart = EventDescription(
    name: "firstPlaylistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist started the first of its items.",
    notes: [
      "Not written for lists of one item."
    ])

  static let playlistItemStart = EventDescription(
    name: "playlistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist started an item in its middle.")

  static let lastPlaylistItemStart = EventDescription(
    name: "lastPlaylistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist started its last item.",
    notes: [
      "The only item of a list counts as its last."
    ])
}
