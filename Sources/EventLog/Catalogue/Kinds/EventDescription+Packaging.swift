/// The rows of HLS, HDS, Smooth Streaming and DASH.
extension EventDescription {
  static let hlsChunkCreated = EventDescription(
    name: "hlsChunkCreated", category: .hls, also: [.chunk], shape: .hlsChunkCreated,
    summary: "An HLS segment file was opened.")

  static let hlsChunkClosed = EventDescription(
    name: "hlsChunkClosed", aliases: ["HLSChuckClosed"], category: .hls, also: [.chunk],
    shape: .hlsChunkClosed,
    summary: "An HLS segment file is complete.",
    notes: [
      "Playlists with byte ranges name the same file at many closes."
    ])

  static let hlsChunkError = EventDescription(
    name: "hlsChunkError", category: .hls, also: [.chunk], shape: .chunkError,
    summary: "An HLS segment could not be written or removed.")

  static let hlsChunkDeleted = EventDescription(
    name: "hlsChunkDeleted", category: .hls, also: [.chunk], status: .ems2, shape: .file,
    isLoggedByDefault: nil,
    summary: "An outdated HLS segment was removed.")

  static let hlsChildPlaylistUpdated = EventDescription(
    name: "hlsChildPlaylistUpdated", category: .hls, shape: .file,
    summary: "The HLS playlist of one stream was written anew.")

  static let hlsMasterPlaylistUpdated = EventDescription(
    name: "hlsMasterPlaylistUpdated", category: .hls, shape: .file,
    summary: "The HLS playlist of a group was written anew.")

  static let hdsChunkCreated = EventDescription(
    name: "hdsChunkCreated", category: .hds, also: [.chunk], shape: .fragmentCreated,
    summary: "An HDS fragment file was opened.")

  static let hdsChunkClosed = EventDescription(
    name: "hdsChunkClosed", category: .hds, also: [.chunk], shape: .fragmentClosed,
    summary: "An HDS fragment file is complete.")

  static let hdsChunkError = EventDescription(
    name: "hdsChunkError", category: .hds, also: [.chunk], shape: .chunkError,
    summary: "An HDS fragment could not be written or removed.")

  static let hdsChunkDeleted = EventDescription(
    name: "hdsChunkDeleted", category: .hds, also: [.chunk], status: .ems2, shape: .file,
    isLoggedByDefault: nil,
    summary: "An outdated HDS fragment was removed.")

  static let hdsChildPlaylistUpdated = EventDescription(
    name: "hdsChildPlaylistUpdated", category: .hds, shape: .file,
    summary: "The HDS manifest of one stream was written anew.")

  static let hdsMasterPlaylistUpdated = EventDescription(
    name: "hdsMasterPlaylistUpdated", category: .hds, shape: .file,
    summary: "The HDS manifest of a group was written anew.")

  static let mssChunkCreated = EventDescription(
    name: "mssChunkCreated", category: .mss, also: [.chunk], shape: .fragmentCreated,
    summary: "A Smooth Streaming fragment file was opened.")

  static let mssChunkClosed = EventDescription(
    name: "mssChunkClosed", category: .mss, also: [.chunk], shape: .fragmentClosed,
    summary: "A Smooth Streaming fragment file is complete.")

  static let mssChunkError = EventDescription(
    name: "mssChunkError", category: .mss, also: [.chunk], shape: .chunkError,
    summary: "A fragment could not be written or removed.")

  static let mssPlaylistUpdated = EventDescription(
    name: "mssPlaylistUpdated", category: .mss, shape: .file,
    summary: "The Smooth Streaming manifest was written anew.")

  static let dashChunkCreated = EventDescription(
    name: "dashChunkCreated", category: .dash, also: [.chunk], shape: .fragmentCreated,
    summary: "A DASH fragment file was opened.",
    notes: [
      "The example list of the shipped configuration leaves it out for file sinks."
    ])

  static let dashChunkClosed = EventDescription(
    name: "dashChunkClosed", category: .dash, also: [.chunk], shape: .fragmentClosed,
    summary: "A DASH fragment file is complete.")

  static let dashChunkError = EventDescription(
    name: "dashChunkError", category: .dash, also: [.chunk], shape: .chunkError,
    summary: "A DASH fragment could not be written or removed.")

  static let dashChunkDeleted = EventDescription(
    name: "dashChunkDeleted", category: .dash, also: [.chunk], status: .ems2, shape: .file,
    isLoggedByDefault: nil,
    summary: "An outdated DASH fragment was removed.")

  static let dashPlaylistUpdated = EventDescription(
    name: "dashPlaylistUpdated", category: .dash, shape: .file,
    summary: "The DASH manifest was written anew.")
}
