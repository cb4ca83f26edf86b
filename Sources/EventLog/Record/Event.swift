/// One event of a log, borrowing the bytes it was read from.
///
/// It lives for the duration of the call that hands it out; what should outlive that is copied out
/// with ``string(_:)``, ``integer(_:)`` and their like, or by rendering it.
public struct Event: ~Escapable {
  /// The record's own bytes, from its first to its last, without what separates it from the next.
  public let record: Span<UInt8>
  /// Where the record stands in its source.
  public let place: RecordPlace
  /// The format in which it was recorded.
  public let format: InputFormat
  /// The record with what ends it: what `raw` output repeats.
  let framed: Span<UInt8>
  let arena: Span<UInt8>
  let nodes: Span<Node>
  let patches: Span<UInt32>
  private(set) var head: EventHead
  let dialect: TextDialect
  let isCompact: Bool
  let precedingTime: EventTime?

  @_lifetime(copy record, copy framed, borrow tree)
  init(
    record: Span<UInt8>, framed: Span<UInt8>, place: RecordPlace, format: InputFormat,
    tree: borrowing RecordTree, precedingTime: EventTime? = nil
  ) {
    self.record = record
    self.framed = framed
    self.place = place
    self.format = format
    arena = tree.arena.span
    nodes = tree.nodes.span
    patches = tree.patches.span
    head = tree.head
    dialect = tree.dialect
    isCompact = tree.isCompact
    self.precedingTime = precedingTime
  }

  /// What kind of event it is.
  public var kind: EventKind { head.kind }

  /// The product that wrote it.
  public var system: EventSystem { head.system }

  /// The best time that the record itself bears: the payload's `queryTimestamp`, else the envelope's
  /// stamp, read in the log's zone where it names none.
  public var time: EventTime? { head.time }

  /// When it happened as far as its log tells: its ``time``, else the last time of a record before it.
  ///
  /// Text records of feeds and servers bear no time. Nil if no record before it bears one either.
  public var timeInLog: EventTime? { head.time ?? precedingTime }

  /// How many records this sink wrote before it since the server started.
  public var logEntry: Int64? { head.logEntry }

  /// Its counter, unless it is that of another sink than that of the records around it.
  var counter: Int64? { head.hasForeignCounter ? nil : head.logEntry }

  /// The event among those of another sink, which counts its records for itself.
  public var withoutCounter: Event {
    @_lifetime(copy self)
    get {
      var event = self
      event.head.hasForeignCounter = true
      return event
    }
  }
}

/// Where a record stands.
public struct RecordPlace: Equatable, Sendable {
  /// Bytes from the start of the source to the record's first, after decompression.
  public var offset: Int
  /// The record's number in its source, from 1, records that could not be read included.
  public var number: Int
  /// What the stream of records is called that it belongs to, however its log is named by now; nil
  /// where nobody keeps an account of streams.
  public var stream: UInt64?
}

extension ByteBuffer {
  /// Appends what tells a record from all others, whenever it is read: `9f3c0a7be1d24c58:4096`, the
  /// stream in hexadecimal digits and the offset in it.
  mutating func append(identifierOf place: RecordPlace, in stream: UInt64) {
    for shift: UInt64 in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: stream >> shift & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }
    append(UInt8(ascii: ":"))
    append(decimal: Int64(place.offset))
  }
}

extension Event {
  @inline(__always)
  @_lifetime(copy self)
  func keyBytes(_ node: Node) -> Span<UInt8> {
    let range = Int(node.keyStart)..<Int(node.keyStart &+ node.keyCount)
    return node.keyStyle.contains(.inArena) ? arena.extracting(range) : record.extracting(range)
  }

  @inline(__always)
  @_lifetime(copy self)
  func valueBytes(_ node: Node) -> Span<UInt8> {
    let range = Int(node.valueStart)..<Int(node.valueStart &+ node.valueCount)
    return node.valueStyle.contains(.inArena) ? arena.extracting(range) : record.extracting(range)
  }

  /// Appends a node's value as text: strings decoded to UTF-8, all else as recorded.
  func appendText(of node: Node, to output: inout ByteBuffer) {
    switch node.kind {
    case .null, .map, .array: break
    case .false: output.append("false")
    case .true: output.append("true")
    case .integer, .decimal: output.append(valueBytes(node))
    case .string:
      output.append(decoding: valueBytes(node), style: node.valueStyle, dialect: dialect)
    }
  }

  /// Appends the recorded name of the event, as UTF-8.
  func appendRecordedType(to output: inout ByteBuffer) {
    guard head.typeNode >= 0 else { return }
    appendText(of: nodes[Int(head.typeNode)], to: &output)
  }

  /// The number of the payload's child of that name, upper and lower case alike.
  ///
  /// Streams spell `nearIp`, carriers `nearIP`: one question finds both.
  func child(named name: StaticString, of parent: Int32) -> Int? {
    guard parent >= 0 else { return nil }
    let end = Int(nodes[Int(parent)].next)
    var child = Int(parent) + 1
    while child < end {
      let node = nodes[child]
      if Int(node.keyCount) == name.utf8CodeUnitCount,
        keyBytes(node).equalsIgnoringASCIICase(name)
      {
        return child
      }
      child = Int(node.next)
    }
    return nil
  }

  /// The number of the node of that name in the payload, or of one inside such a group.
  ///
  /// Web servers without a payload of their own write fields at the top of the record; these are
  /// found too.
  func node(at name: StaticString, _ inner: StaticString? = nil) -> Int? {
    guard nodes.count > 0 else { return nil }
    return node(at: name, inner, below: head.payloadNode) ?? node(at: name, inner, below: 0)
  }

  private func node(
    at name: StaticString, _ inner: StaticString?, below parent: Int32
  ) -> Int? {
    guard let found = child(named: name, of: parent) else { return nil }
    guard let inner else { return found }
    return child(named: inner, of: Int32(found))
  }
}
