/// Typed views: which one an event has follows from the shape of its payload.
extension Event {
  /// What it says about one stream, if it is a created, codecs or closed event.
  public var stream: StreamDetails? {
    @_lifetime(copy self) get {
      switch kind.row.shape {
      case .inStream, .outStream, .neutralStream, .logStream: StreamDetails(self)
      default: nil
      }
    }
  }

  /// What it says about a chunk, a playlist file or a recording.
  public var chunk: ChunkDetails? {
    @_lifetime(copy self) get {
      switch kind.row.shape {
      case .hlsChunkCreated, .hlsChunkClosed, .fragmentCreated, .fragmentClosed, .chunkError, .file,
        .recordingCreated, .recordingClosed, .recordingError:
        ChunkDetails(self)
      default: nil
      }
    }
  }

  /// What it says about an inbound stream without sound or picture.
  public var feed: FeedDetails? {
    @_lifetime(copy self) get { kind.row.shape == .feed ? FeedDetails(self) : nil }
  }

  /// What it says about a pull that failed.
  public var pull: PullDetails? {
    @_lifetime(copy self) get { kind.row.shape == .pullFailure ? PullDetails(self) : nil }
  }

  /// What it says about an HTTP player or a download.
  public var session: SessionDetails? {
    @_lifetime(copy self) get {
      switch kind.row.shape {
      case .sessionStarted, .sessionEnded, .download: SessionDetails(self)
      default: nil
      }
    }
  }

  /// What it says about a command of the runtime API.
  public var command: CommandDetails? {
    @_lifetime(copy self) get {
      switch kind.row.shape {
      case .cliRequest, .cliResponse: CommandDetails(self)
      default: nil
      }
    }
  }

  /// What it says about a launched process.
  public var process: ProcessDetails? {
    @_lifetime(copy self) get { kind.row.shape == .process ? ProcessDetails(self) : nil }
  }

  /// What it says about a timer.
  public var timer: TimerDetails? {
    @_lifetime(copy self) get { kind.row.shape == .timer ? TimerDetails(self) : nil }
  }

  /// What it says about a socket or a protocol stack.
  public var connection: ConnectionDetails? {
    @_lifetime(copy self) get {
      switch kind.row.shape {
      case .carrier, .protocolStack: ConnectionDetails(self)
      default: nil
      }
    }
  }

  /// A field in milliseconds since 1970 as a moment.
  func epochMilliseconds(_ path: StaticString) -> EventTime? {
    node(at: path).flatMap { valueBytes(nodes[$0]).wholePart }.map(EventTime.init(milliseconds:))
  }

  /// A field that holds a date and time in UTC, though it does not say so (formats.md §1.2).
  func stampedTime(_ path: StaticString) -> EventTime? {
    node(at: path).flatMap { CivilTime(stamp: valueBytes(nodes[$0])) }.map(\.utc)
  }
}
