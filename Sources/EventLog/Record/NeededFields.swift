/// Which fields of payloads somebody reads, so that the others need not be kept.
///
/// Leaving out is coarse: of the names of fields that are needed only a digest is known, and whatever
/// has the same one is kept too. What an event tells of itself (kind, stream, time, counter and what
/// else stands outside of its payload) is always there.
public struct NeededFields: Equatable, Sendable {
  /// The bits of the names; that of a name follows from its first two letters.
  private var bits: UInt64 = 0

  private init() {}

  /// All fields.
  public static let all: NeededFields = {
    var all = NeededFields()
    all.bits = .max
    return all
  }()

  /// None, but for those that kind, stream and time are taken from.
  public static let none: NeededFields = {
    var none = NeededFields()
    // What ``RecordTree/settleHead(in:context:)`` looks for.
    for name in [
      "name", "queryTimestamp", "baseStreamName", "localStreamName", "startTime", "stopTime",
    ] {
      none.insert(name)
    }
    return none
  }()

  /// What has to be there for these paths to be found.
  public init(_ paths: [FieldPath]) {
    self = .none
    for path in paths {
      switch path.root {
      case .time, .system, .type, .recordedType, .stream, .id, .logEntry, .timestamp, .processId,
        .origin, .signature, .sourceFile, .sourceOffset, .sourceRecord, .sourceFormat,
        .sourceIdentifier, .sourceTime, .sourceAddress:
        break
      case .payload, .anywhere:
        let keys = path.keys
        // Slashes are escaped in records, so that the name would be longer there.
        if keys.count == 1, !keys[0].utf8.contains(UInt8(ascii: "/")) {
          insert(keys[0])
        } else {
          self = .all
        }
      case .bytes, .droppedBytes, .bitrate: self = .all
      case .seconds: for name in path.keys + (path.root.derived?.sources ?? []) { insert(name) }
      // A second payload, which stands beside the envelope, is to be printed whole.
      case .extra: self = .all
      }
    }
  }

  /// Adds the field of that name.
  mutating func insert(_ name: String) {
    var letters = name.utf8.makeIterator()
    guard let first = letters.next() else {
      self = .all
      return
    }
    bits |= Self.bit(of: first, letters.next() ?? UInt8(ascii: "\""))
  }

  /// Whether a field may be needed whose name begins with these bytes, in the quotes that are around it.
  @inline(__always)
  func mayContain(_ first: UInt8, _ second: UInt8) -> Bool {
    bits & Self.bit(of: first, second) != 0
  }

  /// Upper and lower case are alike, as in ``FieldPath``.
  @inline(__always)
  private static func bit(of first: UInt8, _ second: UInt8) -> UInt64 {
    1 &<< (UInt64(first | 0x20) &* 29 &+ UInt64(second | 0x20))
  }
}
