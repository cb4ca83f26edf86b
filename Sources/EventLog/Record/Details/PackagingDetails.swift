/// What an event says about a segment, fragment, playlist or part of a recording.
public struct ChunkDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The file that was written.
  public var file: String? { event.string("file") }
  /// What went wrong, for error events.
  public var error: String? { event.string("error") }
  /// How long an HLS segment plays, in milliseconds.
  public var durationMilliseconds: Double? { event.decimal("segmentDuration") }
  /// When the chunk begins, UTC; HLS chunks do not say.
  public var startTime: EventTime? { event.stampedTime("startTime") }
  /// When the chunk ends, UTC.
  public var stopTime: EventTime? { event.stampedTime("stopTime") }
  /// Frames in the chunk.
  public var frameCount: Int64? { event.integer("frameCount") }
}

/// What an event says about an inbound stream without sound or picture.
public struct FeedDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The number of the stream, unique within one process.
  public var streamId: Int64? { event.integer("id") }
  /// The name of the stream.
  public var streamName: String? { event.string("localStreamName") }
}

/// What an event says about a pull from another server that failed.
public struct PullDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The name under which the stream would have appeared.
  public var streamName: String? { event.string("localStreamName") }
  /// Where it was to be pulled from; it may hold a password.
  public var uri: String? { event.string("uri") }
  /// The number of the pull in the server's configuration.
  public var configurationId: Int64? { event.integer("configId") }
}
