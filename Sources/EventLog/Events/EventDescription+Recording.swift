/// The rows of recordings and RTMP playlists.
extension EventDescription {
  static let recordChunkCreated = EventDescription(
    name: "recordChunkCreated", category: .record, also: [.chunk], shape: .recordingCreated,
    summary: "A recording, or the next part of one, was opened.")

  static let recordChunkClosed = EventDescription(
    name: "recordChunkClosed", category: .record, also: [.chunk], shape: .recordingClosed,
    summary: "A recording, or a part of one, is complete.")

  static let recordChunkError = EventDescription(
    name: "recordChunkError", category: .record, also: [.chunk], shape: .recordingError,
    summary: "A recording could not be opened, positioned or written.")

  static let firstPlaylistItemStart = EventDescription(
    name: "firstPlaylistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist of several items started its first one.")

  static let playlistItemStart = EventDescription(
    name: "playlistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist moved on to an item that is neither its first nor its last.")

  static let lastPlaylistItemStart = EventDescription(
    name: "lastPlaylistItemStart", category: .playlist, shape: .playlistItem,
    isLoggedByDefault: false,
    summary: "An RTMP playlist started its last item.",
    notes: [
      "The only item of a list counts as its last."
    ])
}
