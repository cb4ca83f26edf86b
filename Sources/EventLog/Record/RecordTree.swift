/// What a node of a record holds.
public enum NodeKind: UInt8, Sendable {
  /// No value; also nan, infinity and the sentence that json sinks write for what they cannot.
  case null
  /// A truth value.
  case `false`
  /// A truth value.
  case `true`
  /// Digits with an optional sign.
  case integer
  /// Digits with a point or exponent.
  case decimal
  /// Text.
  case string
  /// Named children.
  case map
  /// Children in order.
  case array
}

/// One value of a decoded record: byte ranges, not copies.
///
/// A record is a flat list of nodes in the order in which they were written, each container before
/// its children. `next` leads past a node's descendants:
///
///     {"id":7,"payload":{"name":"cam1"}}      0 map           next 4
///                                              1 id      7     next 2
///                                              2 payload map   next 4
///                                              3 name    cam1  next 4
struct Node {
  var keyStart: UInt32 = 0
  var keyCount: UInt32 = 0
  var valueStart: UInt32 = 0
  var valueCount: UInt32 = 0
  var next: UInt32 = 0
  var kind: NodeKind
  var keyStyle: TextStyle = []
  var valueStyle: TextStyle = []
}

/// What an event says of itself outside its payload; node numbers are -1 where there is none.
struct EventHead {
  var kind = EventKind.unrecognized
  var system = EventSystem.ems
  var typeNode: Int32 = -1
  var payloadNode: Int32 = -1
  var idNode: Int32 = -1
  var timestampNode: Int32 = -1
  var processIdNode: Int32 = -1
  var logEntryNode: Int32 = -1
  var streamNode: Int32 = -1
  /// The line counter, counted from 0.
  var logEntry: Int64?
  /// Whether it is read among records of another sink, whose counters are others.
  var hasForeignCounter = false
  var time: EventTime?
  /// Whether ``time`` is one in UTC of the payload, whatever the stamp of the record says.
  var hasQueryTime = false
  /// How much later, in milliseconds, clocks of the log's zone show the stamp again that ``time`` is
  /// read from; 0 where it means one moment only.
  var repetition: Int64 = 0
  var isFromServerLog = false
  /// The format that the record is in, where that is not the one of its log.
  var format: InputFormat?
  /// What checking the signature of a webhook gave, if that was asked for.
  var signature: SignatureVerdict?
  /// What deliveries of the event have in common, if that was asked for and there can be several.
  var identity = DeliveryIdentity.none
  /// When the webhook came, by the log that carried it.
  var carriedTime: EventTime?
  /// The address of the client that sent it, by that log: a node behind those of the record.
  var clientNode: Int32 = -1

  /// The numbers that can be a counter: the server's own has 32 bits; those beyond these count nothing.
  static let counters: ClosedRange<Int64> = 0...(1 << 53)
}

/// A decoded record; reused from record to record, so that decoding allocates nothing.
struct RecordTree: ~Copyable {
  var nodes: ContiguousArray<Node> = []
  /// The containers that are open while a record is decoded, innermost last.
  var open: ContiguousArray<UInt32> = []
  /// Numbers of the nodes whose bytes in a json record are not what JSON lines print.
  var patches: ContiguousArray<UInt32> = []
  /// Bytes that are in no record: names of w3c columns, text that a dump had to be unescaped to.
  var arena = ByteBuffer(capacity: 256)
  /// Room for a format to rearrange nodes in.
  var spare: ContiguousArray<Node> = []
  /// Room for a format to decode text in.
  var plain: ByteBuffer?
  /// Room for the bodies of webhooks whose escapes are undone, one inside the other.
  var bodies = ByteBufferPool()
  /// Room for the places in a record where the body of a webhook may be.
  var candidates: ContiguousArray<BodyCandidate> = []
  var head = EventHead()
  /// Which fields of payloads whoever takes the events reads; a format may leave out others.
  var needed = NeededFields.all
  var dialect = TextDialect.raw
  /// Whether a json record has no white space between its tokens.
  var isCompact = false
  /// Strings of this record that were not UTF-8.
  var repairedStrings = 0
  /// Lines inside this record's values that look like records of their own.
  var forgedRecords = 0

  /// The deepest nesting that is read; deeper records are malformed.
  static let depthLimit = 64

  init() {
    nodes.reserveCapacity(512)
    open.reserveCapacity(Self.depthLimit + 1)
    patches.reserveCapacity(64)
  }

  /// Forgets the last record; the arena is the format's own affair.
  mutating func begin(_ dialect: TextDialect) {
    nodes.removeAll(keepingCapacity: true)
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
    if !patches.isEmpty { patches.removeAll(keepingCapacity: true) }
    head = EventHead()
    self.dialect = dialect
    isCompact = false
    repairedStrings = 0
    forgedRecords = 0
  }

  /// Appends a scalar; its `next` is the node after it.
  @inline(__always)
  mutating func append(_ node: Node) {
    var node = node
    node.next = UInt32(truncatingIfNeeded: nodes.count &+ 1)
    nodes.append(node)
  }

  /// Opens a map or array; what is appended until ``close()`` is its content.
  @inline(__always)
  mutating func openContainer(_ node: Node) {
    open.append(UInt32(truncatingIfNeeded: nodes.count))
    nodes.append(node)
  }

  /// Closes the innermost container.
  @inline(__always)
  mutating func close() {
    guard let number = open.popLast() else { return }
    nodes[Int(number)].next = UInt32(truncatingIfNeeded: nodes.count)
  }

  /// Closes all containers that are still open.
  mutating func closeAll() {
    while !open.isEmpty { close() }
  }
}
