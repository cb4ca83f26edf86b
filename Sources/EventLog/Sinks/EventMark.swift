/// A digest of an event that is the same whichever sink of a server wrote the event.
///
/// It is made of values that all formats spell alike: whole numbers, plain text and, of numbers with a
/// fraction, the whole part. Left out are user data, which each sink may have of its own, dates, which
/// old json sinks cannot write, and text that some format cuts or mixes up.
///
/// The events of streams bear times in milliseconds. Their marks are made of the columns that w3c sinks
/// have too, and are *unique*: no two events share one, not even of two servers. Others may well be
/// equal, such as those of the same command that is given twice.
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

  /// Marks an event; `scratch` is room for decoding text.
  init(_ event: borrowing Event, _ scratch: inout ByteBuffer) {
    var digest = MarkDigest()
    var type: UInt64 = 0
    if event.head.typeNode >= 0 {
      type = event.valueBytes(event.nodes[Int(event.head.typeNode)]).digest
    }
    digest.add(payloadOf: event, &scratch)
    bits = (type & 0x7fff) << 49
    if digest.hasStamp { bits |= 1 << 48 | digest.name << 40 }
    bits |= (digest.hasStamp ? digest.columns : digest.values) >> 24
  }
}

/// Sums of the digests of an event's values, so that their order makes no difference.
private struct MarkDigest {
  /// All values.
  var values: UInt64 = 0
  /// Those that w3c has columns for.
  var columns: UInt64 = 0
  var name: UInt64 = 0
  var hasStamp = false

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
        }
      } else if !name.equals("customData") {
        add(node, named: name, key: key, isTop: depth == 0, of: event, &scratch)
      }
      child = Int(node.next)
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
    case 2 where name.equals("ip"), 3 where name.equals("PID"), 4 where name.equals("port"),
      5 where name.equals("farIp"), 6 where name.equals("nearIp"), 7 where name.equals("farPort"),
      8 where name.equals("uniqueId") || name.equals("nearPort"):
      columns &+= digest
    case 14 where name.equals("queryTimestamp"), 17 where name.equals("creationTimestamp"):
      columns &+= digest
      hasStamp = true
    case 4 where name.equals("name"): self.name = max(value >> 56, 1)
    default: break
    }
  }
}

extension Span<UInt8> {
  /// A digest of the bytes.
  fileprivate var digest: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in indices { hash = (hash ^ UInt64(self[index])) &* 0x100_0000_01b3 }
    return hash.mixed
  }

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
