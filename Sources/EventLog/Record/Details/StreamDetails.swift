/// What an event says about one stream: created, codecs updated, closed.
///
/// Each property is looked up when it is asked for. Null and missing fields are nil; so is a value
/// that is not of the type which the catalogue gives it.
public struct StreamDetails: ~Escapable {
  private let event: Event

  @_lifetime(copy event)
  init(_ event: Event) { self.event = event }

  /// The name; may be empty.
  public var name: String? { event.string("name") }
  /// The number of the stream, unique within one process.
  public var uniqueId: Int64? { event.integer("uniqueId") }
  /// The process it lives in: an edge's own for events of edges.
  public var processIdentifier: Int64? { event.integer("PID") }
  /// The tag of the kind of stream as recorded, such as `INR`.
  public var tag: String? { event.string("type") }
  /// The kind of stream; nil for tags that the catalogue does not know.
  public var streamType: StreamType? { tag.flatMap(StreamType.init(rawValue:)) }
  /// Into or out of the server.
  public var direction: StreamDirection? { streamType?.direction }
  /// The application that the stream belongs to.
  public var applicationName: String? { event.string("appName") }
  /// How long it has lived, in milliseconds; negative after a step of the clock.
  public var upTimeMilliseconds: Double? { event.decimal("upTime") }
  /// When it was created.
  public var creationTime: EventTime? { event.epochMilliseconds("creationTimestamp") }
  /// When these figures were taken.
  public var queryTime: EventTime? { event.epochMilliseconds("queryTimestamp") }
  /// The address of the other side.
  public var farAddress: String? { event.string("farIp") }
  /// The port of the other side.
  public var farPort: Int64? { event.integer("farPort") }
  /// The server's own address.
  public var nearAddress: String? { event.string("nearIp") }
  /// The server's own port.
  public var nearPort: Int64? { event.integer("nearPort") }
  /// What the other side calls itself.
  public var userAgent: String? { event.string("userAgent") }
  /// For an outbound stream, the number of the inbound one that feeds it.
  public var inStreamUniqueId: Int64? { event.integer("inStreamUniqueId") }
  /// Counters of the sound.
  public var audio: MediaDetails {
    @_lifetime(copy self) get { MediaDetails(event, "audio") }
  }
  /// Counters of the picture.
  public var video: MediaDetails {
    @_lifetime(copy self) get { MediaDetails(event, "video") }
  }
  /// Bytes of sound and picture; nil if neither was recorded.
  public var bytes: Int64? {
    guard audio.bytes != nil || video.bytes != nil else { return nil }
    return (audio.bytes ?? 0).addingReportingOverflow(video.bytes ?? 0).partialValue
  }
}

/// The counters of a stream's sound or picture.
public struct MediaDetails: ~Escapable {
  private let event: Event
  private let group: StaticString

  @_lifetime(copy event)
  init(_ event: Event, _ group: StaticString) {
    self.event = event
    self.group = group
  }

  /// The codec's tag; `VUNK` and `AUNK` mean unknown.
  public var codec: String? { event.string(group, "codec") }
  /// Bytes so far.
  public var bytes: Int64? { event.integer(group, "bytesCount") }
  /// Packets so far.
  public var packets: Int64? { event.integer(group, "packetsCount") }
  /// Bytes thrown away so far.
  public var droppedBytes: Int64? { event.integer(group, "droppedBytesCount") }
  /// Packets thrown away so far.
  public var droppedPackets: Int64? { event.integer(group, "droppedPacketsCount") }
  /// Width of the picture in pixels; 0 means not known yet.
  public var width: Int64? { event.integer(group, "width") }
  /// Height of the picture in pixels; 0 means not known yet.
  public var height: Int64? { event.integer(group, "height") }
}
