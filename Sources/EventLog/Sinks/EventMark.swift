/// A digest of an event that is the same whichever sink of a server wrote the event.
///
/// It is made of values that all formats spell alike: whole numbers, plain text and, of numbers with a
/// fraction, the whole part. Left out are user data, which each sink may have of its own, dates, which
/// old json sinks cannot write, and text that some format cuts or mixes up.
///
/// The events of streams bear times in milliseconds. Their marks are made of the columns that w3c sinks
/// have too, and are *unique*: no two events share one, not even of two servers. So are those of
/// connections over which the server sends such an event. Others may well be equal, such as those of
/// the same command that is given twice.
struct EventMark: Hashable {
  /// 15 bits of the type, 1 for ``isUnique``, 8 of the name and 40 of the values.
  private(set) var bits: UInt64

  /// Whether no other event has this mark.
  var isUnique: Bool { bits & 1 << 48 != 0 }

  /// The mark without the name of the stream, which formats may spell otherwise.
  var key: UInt64 { bits & ~(0xff << 40) }

  /// A digest of the name of the stream; 0 if the name is not plain text.
  var name: UInt8 { UInt8(truncatingIfNeeded: bits >> 40) }

  /// A digest of the type.
  var type: UInt16 { UInt16(truncatingIfNeeded: bits >> 49) }

  /// The ``type`` of a server that is about to stop.
  static let serverStopping: UInt16 = {
    let name = ContiguousArray("serverStopping".utf8)
    return UInt16(truncatingIfNeeded: name.span.digest & 0x7fff)
  }()

  /// Recalls a mark.
  init(bits: UInt64) { self.bits = bits }

  /// The mark that an event of this type has in the log of the server.
  init(type: UInt16, _ mark: ServerLogMark) {
    bits = UInt64(type) << 49 | (mark.isUnique ? 1 << 48 : 0) | UInt64(mark.bits) << 8
  }

  fileprivate init(type: UInt64, _ digest: MarkDigest) {
    bits = (type & 0x7fff) << 49
    if digest.hasStamp {
      bits |= 1 << 48 | digest.name << 40 | digest.columns >> 24
    } else if digest.hasSentStamp {
      bits |= 1 << 48 | digest.sent >> 24
    } else {
      bits |= digest.values >> 24
    }
  }
}

/// A digest of the little that the log of the server holds of an event, 4 bytes long.
///
/// It is made of the process, the number of the stream and the name of the command.
struct ServerLogMark: Hashable {
  let bits: UInt32

  /// True if the process logs no other event of the type with this mark.
  var isUnique: Bool { bits & 1 << 31 != 0 }
}

/// A connection that the server has accepted or established.
struct Connection: Hashable {
  /// A digest of the process and of the addresses and ports of both ends.
  var ends: UInt64
  /// When it was opened, or when a stream began that goes over it, in seconds since 1970; nil in what
  /// the server writes to a console.
  var second: Int64?
}

/// What there is to find an event by in other logs.
struct MarkedEvent {
  var mark: EventMark
  var serverLogMark: ServerLogMark
  /// The connection that was opened, or that the stream goes over that has begun.
  var connection: Connection?

  /// Marks an event; `scratch` is room for decoding text.
  init(_ event: borrowing Event, _ scratch: inout ByteBuffer) {
    var digest = MarkDigest()
    var type: UInt64 = 0
    if event.head.typeNode >= 0 {
      type = event.valueBytes(event.nodes[Int(event.head.typeNode)]).digest
    } else {
      type = event.type.utf8.span.digest
    }
    digest.add(payloadOf: event, &scratch)
    let isOpened = event.kind == .connectionAccepted || event.kind == .connectionEstablished
    let isBegun = event.kind == .inStreamCreated || event.kind == .outStreamCreated
    let isOfServerLog = event.format == .server
    if digest.ends == 5, isOfServerLog ? isOpened : isBegun {
      connection = Connection(ends: digest.connection, second: event.time?.wholeSeconds)
    }
    if isOfServerLog, isOpened { digest.serverLog = digest.values }
    mark = EventMark(type: type, digest)
    if isOfServerLog, connection != nil { mark = mark.unique }
    serverLogMark = ServerLogMark(
      bits: UInt32(truncatingIfNeeded: digest.serverLog) & 0x7fff_ffff
        | (digest.isStream || isOpened ? 1 << 31 : 0))
  }
}

extension EventMark {
  /// The mark, as one that no other event has.
  fileprivate var unique: EventMark { EventMark(bits: bits | 1 << 48) }
}

/// Sums of the digests of an event's values, so that their order makes no difference.
private struct MarkDigest {
  /// All values.
  var values: UInt64 = 0
  /// Those that w3c has columns for.
  var columns: UInt64 = 0
  var name: UInt64 = 0
  var hasStamp = false
  /// The times of an event that is sent over a connection, and the number of the connection.
  var sent: UInt64 = 0
  var hasSentStamp = false
  /// Those that the log of the server holds too.
  var serverLog: UInt64 = 0
  var isStream = false
  /// The process, and the addresses and ports of both ends, and how many of these five there are.
  var connection: UInt64 = 0
  var ends = 0

  private static let depthLimit = 16

  mutating func add(payloadOf event: borrowing Event, _ scratch: inout ByteBuffer) {
    guard event.head.payloadNode >= 0 else { return }
    add(childrenOf: Int(event.head.payloadNode), key: 0, depth: 0, of: event, &scratch)
  }

  private mutating func add(
    childrenOf parent: Int, key parentKey: UInt64, depth: Int, of event: borrowing Event,
    _ scratch: inout ByteBuffer
  ) {
    let isList = event.nodes[parent].kind == .array
    let end = Int(event.nodes[parent].next)
    var child = parent + 1
    while child < end {
      let node = event.nodes[child]
      let name = event.keyBytes(node)
      // Formats count the elements of lists each in its own way.
      let key = isList || name.isIndex ? parentKey : name.digest
      if node.kind.isContainer {
        let isForeign = name.equals("customData") || depth > 0 && name.equals("payload")
        if !isForeign, depth < Self.depthLimit {
          add(childrenOf: child, key: key, depth: depth + 1, of: event, &scratch)
        } else if isForeign, depth > 0, name.equals("payload") {
          add(sentStampsIn: child, of: event)
        }
      } else if !name.equals("customData") {
        add(node, named: name, key: key, isTop: depth == 0, of: event, &scratch)
      }
      child = Int(node.next)
    }
  }

  private mutating func add(sentStampsIn parent: Int, of event: borrowing Event) {
    var child = parent + 1
    while child < Int(event.nodes[parent].next) {
      let node = event.nodes[child]
      if !node.kind.isContainer, event.keyBytes(node).isStamp,
        let value = event.valueBytes(node).plainDigest
      {
        sent &+= (event.keyBytes(node).digest &* 0x9e37_79b9_7f4a_7c15 ^ value).mixed
        hasSentStamp = true
      }
      // The values of containers stand right after them.
      child += 1
    }
  }

  @inline(__always)
  private mutating func add(
    _ node: Node, named name: Span<UInt8>, key: UInt64, isTop: Bool, of event: borrowing Event,
    _ scratch: inout ByteBuffer
  ) {
    var value: UInt64? =
      switch node.kind {
      case .true: 1
      case .false: 2
      default: nil
      }
    if node.kind == .string, node.valueStyle.contains(.escaped) {
      scratch.removeAll()
      event.appendText(of: node, to: &scratch)
      value = scratch.span.plainDigest
    } else if value == nil, node.kind != .null {
      value = event.valueBytes(node).plainDigest
    }
    guard let value else { return }
    let digest = (key &* 0x9e37_79b9_7f4a_7c15 ^ value).mixed
    values &+= digest
    guard isTop else { return }
    switch name.count {
    case 2 where name.equals("id"): sent &+= digest
    case 2 where name.equals("ip"), 4 where name.equals("port"): columns &+= digest
    case 3 where name.equals("PID"):
      columns &+= digest
      serverLog &+= digest
      addEnd(digest)
    case 5 where name.equals("farIp"), 6 where name.equals("nearIp"),
      7 where name.equals("farPort"), 8 where name.equals("nearPort"):
      columns &+= digest
      addEnd(digest)
    case 8 where name.equals("uniqueId"):
      columns &+= digest
      serverLog &+= digest
      isStream = true
    case 7 where name.equals("command") && node.kind == .string && node.valueStyle.isEmpty:
      serverLog &+= event.valueBytes(node).caselessDigest
    case 14 where name.isStamp, 17 where name.isStamp:
      columns &+= digest
      hasStamp = true
    case 4 where name.equals("name"): self.name = max(value >> 56, 1)
    default: break
    }
  }

  private mutating func addEnd(_ digest: UInt64) {
    connection &+= digest
    ends += 1
  }
}

extension Span<UInt8> {
  /// A digest of the bytes.
  fileprivate var digest: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in indices { hash = (hash ^ UInt64(self[index])) &* 0x100_0000_01b3 }
    return hash.mixed
  }

  /// A digest of the bytes as lower-case letters.
  fileprivate var caselessDigest: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in indices { hash = (hash ^ UInt64(self[index] | 0x20)) &* 0x100_0000_01b3 }
    return hash.mixed
  }

  /// True if it is the name of a time in milliseconds.
  fileprivate var isStamp: Bool { equals("queryTimestamp") || equals("creationTimestamp") }

  /// Whether it is the number of an element: `0x0000002a`, in text `42`.
  fileprivate var isIndex: Bool { isDigits || count == 10 && has("0x", at: 0) }

  /// A digest of a value that all formats write alike; nil for any other.
  fileprivate var plainDigest: UInt64? {
    guard count > 0 else { return nil }
    if self[0] == UInt8(ascii: "-") || self[0] &- UInt8(ascii: "0") < 10 {
      if count == 1, self[0] == UInt8(ascii: "-") { return nil }
      if let number = roundedWholePart { return UInt64(bitPattern: number).mixed }
      // Old json sinks could not write dates.
      if count >= 10, self[4] == UInt8(ascii: "-"), self[7] == UInt8(ascii: "-") { return nil }
    }
    for index in indices where !(0x20...0x7e).contains(self[index]) { return nil }
    return digest
  }

  /// The whole part of a number after it is rounded to the three digits that all formats have.
  private var roundedWholePart: Int64? {
    guard let whole = wholePart else { return nil }
    guard let point = firstOffset(of: UInt8(ascii: ".")), count >= point + 5 else { return whole }
    for index in (point + 1)..<(point + 4) where self[index] != UInt8(ascii: "9") { return whole }
    guard self[point + 4] >= UInt8(ascii: "5") else { return whole }
    return self[0] == UInt8(ascii: "-") ? whole &- 1 : whole &+ 1
  }
}

extension UInt64 {
  /// The bits, each one spread over all others.
  fileprivate var mixed: UInt64 {
    var bits = self
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
