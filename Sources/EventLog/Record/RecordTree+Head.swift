/// What decoding needs to know besides the bytes.
public struct DecodingContext: Sendable {
  /// Names of events of event sinks and server logs.
  let names: EventNameTable
  /// Names of FastPix webhooks, whatever their case: the vendor's own lists differ.
  let fastpixNames: EventNameTable
  /// Actions of Ant Media Server's webhooks.
  let antmediaNames: EventNameTable
  /// Types of fields, for formats that write everything as bare text.
  let fieldTypes: FieldTypeTable
  /// The kinds whose payload describes one stream and calls it `name`.
  let streamKinds: EventKindSet
  /// The kinds whose payload gives the time at which they happened, in UTC (real-bytes.md, fact 3).
  let kindsWithDates = EventKindSet([
    .streamingSessionStarted, .streamingSessionEnded, .mediaFileDownloaded,
    .recordChunkCreated, .recordChunkClosed, .mssChunkCreated, .mssChunkClosed, .dashChunkCreated,
    .dashChunkClosed,
  ])
  /// The zone of stamps that name none.
  public var logZone: ZoneRules
  /// Checks the signatures of FastPix webhooks; nil: nothing is said of them.
  public var signatureCheck: SignatureCheck?
  /// Whether events are to be told apart from further deliveries of them.
  public var identifiesDeliveries = false

  /// Creates a context for logs whose stamps without a zone are in `logZone`.
  public init(logZone: ZoneRules = .utc) {
    names = EventNameTable(of: [.ems])
    fastpixNames = EventNameTable(of: [.fastpix], ignoresCase: true)
    antmediaNames = EventNameTable(of: [.antmedia])
    fieldTypes = FieldTypeTable()
    streamKinds = EventKindSet(
      EventKind.allCases.filter { kind in
        switch kind.row.shape {
        case .inStream, .outStream, .neutralStream, .logStream: true
        default: false
        }
      })
    self.logZone = logZone
  }

  /// Whether the records around it may decide which moment a stamp means, so that none of them may go
  /// undecoded.
  func needsNeighbours(_ stamp: Span<UInt8>) -> Bool {
    guard logZone.changesClocks, let civil = CivilTime(stamp: stamp) else { return false }
    let moment = logZone.moment(of: civil)
    return logZone.setsBackClocks(near: moment...moment)
  }
}

extension RecordTree {
  /// Finds the envelope among the children of the root (node 0): the one place that knows its names.
  ///
  /// Source: formats.md §1. Envelope members that are not what they should be stay where they are and
  /// are printed as extra fields.
  mutating func findEnvelope(in bytes: Span<UInt8>) {
    guard let root = nodes.first else { return }
    var child = 1
    while child < Int(root.next) {
      let node = nodes[child]
      if !node.keyStyle.contains(.inArena) {
        let key = bytes.extracting(
          Int(node.keyStart)..<Int(node.keyStart &+ node.keyCount))
        switch key.count {
        case 2 where key.equals("id"): head.idNode = Int32(child)
        case 4 where key.equals("type") && node.kind == .string && node.valueCount > 0:
          head.typeNode = Int32(child)
        case 7 where key.equals("payload") && node.kind == .map: head.payloadNode = Int32(child)
        case 9 where key.equals("_logEntry"): head.logEntryNode = Int32(child)
        case 9 where key.equals("processId"): head.processIdNode = Int32(child)
        case 9 where key.equals("timestamp"): head.timestampNode = Int32(child)
        default: break
        }
      }
      child = Int(node.next)
    }
  }

  /// Settles kind, time and stream once the envelope's nodes are known.
  mutating func settleHead(in bytes: Span<UInt8>, context: borrowing DecodingContext) {
    if head.typeNode >= 0 {
      let node = nodes[Int(head.typeNode)]
      head.kind =
        node.valueStyle.subtracting(.inArena).isEmpty
        ? context.names.kind(of: value(node, in: bytes)) : .unrecognized
    }
    if head.logEntryNode >= 0, head.logEntry == nil {
      let entry = value(nodes[Int(head.logEntryNode)], in: bytes).integer
      if let entry, EventHead.counters.contains(entry) { head.logEntry = entry }
    }
    var queryTime: EventTime?
    if head.payloadNode >= 0 {
      let isStream = context.streamKinds.contains(head.kind)
      let payload = Int(head.payloadNode)
      let end = Int(nodes[payload].next)
      var child = payload + 1
      while child < end {
        let node = nodes[child]
        switch node.keyCount {
        case 4:
          if isStream, node.kind == .string, key(node, in: bytes).equals("name") {
            head.streamNode = Int32(child)
          }
        case 14:
          if node.kind == .decimal || node.kind == .integer,
            key(node, in: bytes).equals("queryTimestamp")
          {
            queryTime = value(node, in: bytes).wholePart.map(EventTime.init(milliseconds:))
          } else if !isStream, head.streamNode < 0, node.kind == .string,
            key(node, in: bytes).equals("baseStreamName")
          {
            head.streamNode = Int32(child)
          }
        case 15:
          if !isStream, node.kind == .string, key(node, in: bytes).equals("localStreamName") {
            head.streamNode = Int32(child)
          }
        default: break
        }
        child = Int(node.next)
      }
    }
    head.hasQueryTime = queryTime != nil
    if let queryTime {
      head.time = queryTime
    } else if let stamp = envelopeTime(in: bytes, context: context) {
      (head.time, head.repetition) = (stamp.first, stamp.repetition)
    } else {
      head.time = dateOfPayload(in: bytes, context)
    }
  }

  /// The time by the date fields of a payload, for records without a stamp of their own.
  ///
  /// Of something that has ended it is the time of its end.
  private borrowing func dateOfPayload(
    in bytes: Span<UInt8>, _ context: borrowing DecodingContext
  ) -> EventTime? {
    guard context.kindsWithDates.contains(head.kind) else { return nil }
    // Rows of w3c have no payload, but columns.
    let parent = head.payloadNode >= 0 ? Int(head.payloadNode) : 0
    guard parent < nodes.count else { return nil }
    var date: CivilTime?
    var child = parent + 1
    while child < Int(nodes[parent].next) {
      let node = nodes[child]
      let key = key(node, in: bytes)
      if node.kind == .string, key.equals("stopTime") || date == nil && key.equals("startTime") {
        date = CivilTime(stamp: value(node, in: bytes)) ?? date
      }
      child = Int(node.next)
    }
    return date?.utc
  }

  /// The two clocks of a record that has a stamp without a zone and a time in UTC.
  borrowing func clocks(
    in bytes: Span<UInt8>, context: borrowing DecodingContext
  ) -> RecordClocks? {
    guard head.hasQueryTime, let time = head.time, head.timestampNode >= 0,
      nodes[Int(head.timestampNode)].kind == .string,
      let stamp = CivilTime(stamp: value(nodes[Int(head.timestampNode)], in: bytes))
    else { return nil }
    return RecordClocks(stamp: stamp, time: time, read: context.logZone.moment(of: stamp))
  }

  /// The time of the envelope, and how much later clocks show the same stamp again.
  private borrowing func envelopeTime(
    in bytes: Span<UInt8>, context: borrowing DecodingContext
  ) -> (first: EventTime, repetition: Int64)? {
    guard head.timestampNode >= 0 else { return nil }
    let node = nodes[Int(head.timestampNode)]
    let text = value(node, in: bytes)
    switch node.kind {
    case .integer, .decimal:
      return text.wholePart.flatMap(EventTime.init(seconds:)).map { ($0, 0) }
    case .string: return CivilTime(stamp: text).map(context.logZone.passes(of:))
    default: return nil
    }
  }

  /// The bytes of a node's key as the record has them.
  @inline(__always)
  @_lifetime(copy bytes, borrow self)
  borrowing func key(_ node: Node, in bytes: Span<UInt8>) -> Span<UInt8> {
    let range = Int(node.keyStart)..<Int(node.keyStart &+ node.keyCount)
    return node.keyStyle.contains(.inArena) ? arena.span.extracting(range) : bytes.extracting(range)
  }

  /// The bytes of a node's value as the record has them.
  @inline(__always)
  @_lifetime(copy bytes, borrow self)
  borrowing func value(_ node: Node, in bytes: Span<UInt8>) -> Span<UInt8> {
    let range = Int(node.valueStart)..<Int(node.valueStart &+ node.valueCount)
    return node.valueStyle.contains(.inArena)
      ? arena.span.extracting(range) : bytes.extracting(range)
  }
}
