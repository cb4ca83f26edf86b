/// A field that no event records, and that follows from others: of an event that ends a stream, a player
/// or a recording, how much that carried, and for how long.
///
/// The numbers are those of ``Session``. A field of the same name that an event records, in its
/// payload or beside it, comes first, so that none is hidden.
enum DerivedField: String, CaseIterable, Sendable {
  case bytes, droppedBytes, bitrate, seconds

  /// The field of that name, upper and lower case alike.
  init?(named name: some Sequence<UInt8>) {
    let name = Array(name)
    guard let field = Self.allCases.first(where: { equalIgnoringASCIICase($0.rawValue.utf8, name) })
    else { return nil }
    self = field
  }

  /// What an event has there.
  func value(of event: borrowing Event) -> FieldValue {
    guard let figures = event.endFigures else { return .missing }
    switch self {
    case .bytes: return figures.bytes.map(FieldValue.integer) ?? .missing
    case .droppedBytes: return figures.droppedBytes.map(FieldValue.integer) ?? .missing
    case .seconds: return figures.upTime.map(FieldValue.milliseconds) ?? .missing
    case .bitrate:
      guard let bytes = figures.bytes, let upTime = figures.upTime else { return .missing }
      return EndFigures.bitsPerSecond(bytes, in: upTime).map { .integer(Int128($0)) } ?? .missing
    }
  }

  /// The fields that it is made of, as a payload names them.
  var sources: [String] {
    switch self {
    case .bytes: ["audio.bytesCount", "video.bytesCount"]
    case .droppedBytes: ["audio.droppedBytesCount", "video.droppedBytesCount"]
    case .bitrate: ["audio.bytesCount", "video.bytesCount", "upTime"]
    case .seconds: ["upTime", "segmentDuration", "startTime", "stopTime"]
    }
  }

  /// What the catalogue says about it.
  var description: FieldDescription {
    switch self {
    case .bytes:
      .sometimes(rawValue, .integer, in: .bytes, "Bytes of audio and video together.")
    case .droppedBytes:
      .sometimes(rawValue, .integer, in: .bytes, "Dropped bytes of audio and video together.")
    case .bitrate:
      .sometimes(rawValue, .integer, in: .bitsPerSecond, "Average rate: bytes by seconds.")
    case .seconds:
      .sometimes(rawValue, .decimal, in: .seconds, "How long it lasted, to the millisecond.")
    }
  }

  /// The fields that events of a kind may have.
  static func fields(of kind: EventKind) -> [DerivedField] {
    guard let session = kind.endedSession, session != .chunk, kind.row.system == .ems else {
      return []
    }
    let paths = Set(kind.row.shape.fields.map(\.path))
    return allCases.filter { field in
      let isComplete = field != .bitrate || paths.contains("upTime")
      return isComplete && !paths.contains(field.rawValue)
        && field.sources.contains(where: paths.contains)
    }
  }
}
