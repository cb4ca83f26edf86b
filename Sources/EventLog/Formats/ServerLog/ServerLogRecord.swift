/// Builds the tree of an event that a line of a server log tells of.
///
/// The record holds the values; names, and what is known from elsewhere, are put into the arena.
extension RecordTree {
  /// Begins the tree: an envelope without a type, since lines bear none.
  mutating func beginServerLog(_ kind: EventKind) {
    begin(.raw)
    arena.removeAll()
    head.kind = kind
    head.isFromServerLog = true
    openContainer(Node(kind: .map))
  }

  /// Opens the payload; the writing process, as far as it is known, comes first.
  mutating func openServerLogPayload(process: Int64?) {
    head.payloadNode = Int32(truncatingIfNeeded: nodes.count)
    openContainer(keyed("payload", Node(kind: .map)))
    if let process { appendServerLog("PID", made: process) }
  }

  /// Closes the payload, and adds what the line says of itself.
  ///
  /// - Parameters:
  ///   - stamp: the epoch seconds; empty where the line bears no time.
  ///   - process: the writing process, if it is known.
  ///   - record: the entry.
  mutating func closeServerLogPayload(
    stamp: Range<Int>, process: Int64?, in record: Span<UInt8>
  ) {
    close()
    completeServerLog(stamp: stamp, process: process, in: record)
    close()
  }

  /// Adds to the envelope what the line knows and the event itself did not say.
  mutating func completeServerLog(
    stamp: Range<Int>, process: Int64?, in record: Span<UInt8>
  ) {
    if head.timestampNode < 0, !stamp.isEmpty {
      head.timestampNode = Int32(truncatingIfNeeded: nodes.count)
      appendServerLog("timestamp", stamp, .integer, in: record)
      if head.time == nil {
        head.time = record.extracting(stamp).integer.flatMap(EventTime.init(seconds:))
      }
    }
    if head.processIdNode < 0, let process {
      head.processIdNode = Int32(truncatingIfNeeded: nodes.count)
      appendServerLog("processId", made: process)
    }
  }

  /// Appends a field whose value stands in the record.
  mutating func appendServerLog(
    _ key: StaticString, _ value: Range<Int>, _ kind: NodeKind = .string, in record: Span<UInt8>
  ) {
    var node = keyed(key, Node(kind: kind))
    let bytes = record.extracting(value)
    // Digits that no JSON reader would take for a number are text.
    if kind == .integer, bytes.count > 1, bytes[0] == UInt8(ascii: "0") { node.kind = .string }
    if node.kind == .string { node.valueStyle = style(ofRaw: bytes) }
    node.valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
    node.valueCount = UInt32(truncatingIfNeeded: value.count)
    append(node)
  }

  /// Appends a field whose value is known from elsewhere.
  mutating func appendServerLog(_ key: StaticString, made value: Int64) {
    var node = keyed(key, Node(kind: .integer))
    node.valueStart = UInt32(truncatingIfNeeded: arena.count)
    arena.append(decimal: value)
    node.valueCount = UInt32(truncatingIfNeeded: arena.count) - node.valueStart
    node.valueStyle = .inArena
    append(node)
  }

  private mutating func keyed(_ key: StaticString, _ node: Node) -> Node {
    var node = node
    node.keyStart = UInt32(truncatingIfNeeded: arena.count)
    arena.append(key)
    node.keyCount = UInt32(truncatingIfNeeded: key.utf8CodeUnitCount)
    node.keyStyle = .inArena
    return node
  }

  /// Appends the sides of a connection.
  mutating func appendServerLog(
    far: ServerLogEndpoint?, near: ServerLogEndpoint?, in record: Span<UInt8>
  ) {
    if let far {
      appendServerLog("farIp", far.address, in: record)
      appendServerLog("farPort", far.port, .integer, in: record)
    }
    if let near {
      appendServerLog("nearIp", near.address, in: record)
      appendServerLog("nearPort", near.port, .integer, in: record)
    }
  }
}
