/// What an event says about an HTTP player, or a download, of the built-in web server.
public struct SessionDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The player's address.
  public var clientAddress: String? { event.string("clientIP") }
  /// The number of the session.
  public var sessionId: Int64? { event.integer("sessionId") }
  /// The playlist that is played.
  public var playlist: String? { event.string("playlist") }
  /// The file that was downloaded.
  public var mediaFile: String? { event.string("mediaFile") }
  /// When it began, UTC.
  public var startTime: EventTime? { event.stampedTime("startTime") }
  /// When it ended, UTC.
  public var stopTime: EventTime? { event.stampedTime("stopTime") }
  /// How long a download took, in seconds.
  public var elapsedSeconds: Int64? { event.integer("elapsed") }
}

/// What an event says about a command of the runtime API.
public struct CommandDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The command.
  public var command: String? { event.string("command") }
  /// `SUCCESS` or `FAIL`, in responses.
  public var status: String? { event.string("status") }
  /// A sentence, in responses.
  public var description: String? { event.string("description") }
}

/// What an event says about a launched process.
public struct ProcessDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The program.
  public var path: String? { event.string("fullBinaryPath") }
  /// Its arguments.
  public var arguments: String? { event.string("arguments") }
  /// Whether it is started again when it ends.
  public var isKeptAlive: Bool? { event.boolean("keepAlive") }
  /// The number of the process in the server's configuration.
  public var configurationId: Int64? { event.integer("configId") }
}

/// What an event says about a timer.
public struct TimerDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The number of the timer.
  public var timerId: Int64? { event.integer("timerId") }
  /// How often it has fired.
  public var triggerCount: Int64? { event.integer("triggerCount") }
  /// Its interval in seconds; nil for timers that are set to a date.
  public var intervalSeconds: Int64? { event.integer("value") }
}

/// What an event says about a socket or a protocol stack.
public struct ConnectionDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The kind of carrier, such as `IOHT_TCP_CARRIER`.
  public var carrier: String? { event.string("type") }
  /// The protocol's tag, such as `IR`.
  public var protocolTag: String? { event.string("protocolType") }
  /// The address of the other side.
  public var farAddress: String? { event.string("farIP") }
  /// The port of the other side.
  public var farPort: Int64? { event.integer("farPort") }
  /// Bytes received.
  public var receivedBytes: Int64? { event.integer("rx") }
  /// Bytes sent.
  public var sentBytes: Int64? { event.integer("tx") }
}
