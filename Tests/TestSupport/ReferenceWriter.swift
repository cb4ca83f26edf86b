/// Writes events as a file sink of the server does, byte for byte.
///
/// It is written from the description of the formats and shares nothing with the readers of this
/// package, so that what they read can be checked against what was meant:
/// ```swift
/// var writer = ReferenceWriter(.text)
/// let file = writer.header(at: 1_700_000_000) + writer.record(first) + writer.record(second)
/// ```
/// One file per format holds the spelling of that format.
public struct ReferenceWriter: Sendable {
  /// The formats of a file sink.
  public enum Format: String, CaseIterable, Sendable { case json, text, xml, w3c }

  /// What the sink is configured to write.
  public let format: Format
  /// The `timestamp` option: whether records bear the local time, in place of the epoch if they had one.
  public var bearsLocalTime: Bool
  /// How many seconds the server's zone is ahead of UTC.
  public var zoneOffset: Int
  /// How many records the sink has written since the server started; rotation does not reset it.
  public var count: UInt32

  /// The sink of a server that has just started.
  public init(
    _ format: Format, bearsLocalTime: Bool = false, zoneOffset: Int = 0, count: UInt32 = 0
  ) {
    self.format = format
    self.bearsLocalTime = bearsLocalTime
    self.zoneOffset = zoneOffset
    self.count = count
  }

  /// What a fresh file begins with; an existing one is continued without it.
  ///
  /// - Parameter seconds: When the file is opened, in seconds since 1970.
  /// - Returns: Nothing for json and text; xml's declaration has no line end of its own.
  public func header(at seconds: UInt64) -> [UInt8] {
    switch format {
    case .json, .text: []
    case .xml: Array(#"<?xml version="1.0" ?>"#.utf8)  // its line ends with the first record
    case .w3c: w3cHeader(at: seconds)
    }
  }

  /// What rotation, and nothing else, puts at the end of a file.
  public var footer: [UInt8] {
    format == .w3c ? Array("\n# ======= End of file ========".utf8) : []
  }

  /// One record; empty if the sink filters the event out, which only w3c does.
  public mutating func record(_ event: ReferenceEvent) -> [UInt8] {
    if format == .w3c && !Self.w3cTypes.contains(event.type) { return [] }
    defer { count &+= 1 }
    return switch format {
    case .json: json(event)
    case .text: text(event)
    case .xml: xml(event)
    case .w3c: w3c(event)
    }
  }

  /// A file of a server that started, logged these events and was stopped before it rotated.
  public static func file(_ events: [ReferenceEvent], _ format: Format) -> [UInt8] {
    var writer = ReferenceWriter(format)
    return writer.header(at: events.first?.seconds ?? 0) + events.flatMap { writer.record($0) }
  }

  // MARK: - What the formats share

  /// The fixed sentence that stands for what the server cannot say in JSON.
  static let notSupported = Array(
    #""V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON""#.utf8)

  /// The tree of the event as json and xml write it.
  func tree(_ event: ReferenceEvent) -> [String: Variant] {
    [
      "_logEntry": .text(numbered(count)), "id": .uint64(event.id), "payload": .map(event.payload),
      "processId": .int32(event.processId),
      "timestamp": bearsLocalTime ? .timestamp(localStamp(event)) : .uint64(event.seconds),
      "type": .text(event.type),
    ]
  }

  /// The time that the server's clock showed.
  func localStamp(_ event: ReferenceEvent) -> String {
    CivilTime(seconds: event.seconds, offset: zoneOffset).stamp
  }

  /// At least five digits, as C's `%05u`.
  func numbered(_ number: UInt32) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
  }

  /// The spelling of a scalar in text and w3c: nothing is escaped, a NUL ends it.
  func plain(_ value: Variant) -> [UInt8] {
    switch value {
    case .null, .undefined, .map, .array, .typedMap: []
    case .bool(let value): Array(String(value).utf8)
    case .integer(let value, _): Array(String(value).utf8)
    case .unsigned(let value, _): Array(String(value).utf8)
    case .double(let value): fixedPoint(value, decimals: 3)
    case .timestamp(let value), .date(let value), .time(let value): Array(value.utf8)
    case .string(let bytes), .byteArray(let bytes): Array(bytes.prefix { $0 != 0 })
    }
  }
}
