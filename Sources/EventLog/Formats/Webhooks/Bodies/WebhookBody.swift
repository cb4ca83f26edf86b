/// Decodes the body of a webhook request, wherever it was found: the seam between containers, which
/// find bodies, and all that is made of them.
///
/// A container (a line of its own here; an access log, a dump of requests, a receiver's own log)
/// hands over three things:
///
/// * the **bytes of the body**, exactly as they were received: signatures are of these bytes;
/// * **where they are** (``Place``): in the record itself, or a copy of which escapes were undone.
///   A copy must not be in the tree; it is taken into the tree's arena here;
/// * the **carriage** (``WebhookCarriage``): what the request around the body said, if it is known.
///   Headers, the container's own time and the client's address belong there, and from there, once
///   the body is an event, into `tree.head`.
///
/// What comes back is a settled tree, or the reason why the body is no event. Requests that are none
/// by nature, such as probes, are events all the same for those who ask for all lines.
struct WebhookBody {
  /// Where the bytes of a body are.
  enum Place {
    /// In the record, so many bytes from its start.
    case record(at: Int)
    /// Somewhere else: they are copied.
    case copy

    /// The place of what lies so many bytes behind it.
    func moved(by distance: Int) -> Place {
      switch self {
      case .record(let offset): .record(at: offset + distance)
      case .copy: .copy
      }
    }
  }

  /// The one system whose events are wanted; nil: all.
  let only: EventSystem?
  /// Whether requests that are no events are shown as if they were.
  let showsRequests: Bool

  /// Decodes `body`, a JSON object or a form, into a tree for `record`.
  ///
  /// `depth` says how many containers are around it; nil: it is a body and can hold no other.
  ///
  /// - Throws: why it is no event.
  func decode(
    _ body: Span<UInt8>, at place: Place, _ carriage: WebhookCarriage = WebhookCarriage(),
    depth: Int? = nil, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    tree.arena.removeAll()
    let isForm = body.count > 0 && body[0] != UInt8(ascii: "{")
    if isForm {
      try WebhookForm.scan(body, into: &tree)
    } else {
      try JSONScanner.scan(body, into: &tree)
    }
    let envelope = WebhookEnvelope(of: tree, in: body)
    let verdict = envelope.verdict(of: tree, in: body, carriage, context)
    if let depth, !isForm, Self.mayHoldBody(envelope, verdict),
      try decodeHeld(by: body, at: place, carriage, verdict, depth, into: &tree, context)
    {
      return
    }
    switch verdict {
    case .event(let kind, .fastpix):
      try check(.fastpix)
      tree.settleFastPix(kind, envelope, in: body)
      if let check = context.signatureCheck {
        tree.head.signature = carriage.verdict(on: body, by: check)
      }
      if context.identifiesDeliveries { tree.identify(envelope, in: body) }
    case .event(let kind, _):
      try check(.antmedia)
      tree.settleAntMedia(kind, envelope, in: body, context: context)
      tree.isCompact = false
      // Two players may begin at the same moment: lines of a log are not delivered again.
      if context.identifiesDeliveries, !envelope.isAnalytics {
        tree.identify(envelope, in: body)
      }
    case .record:
      try check(.ems)
      tree.findEnvelope(in: body)
      try tree.head.requireSinkRecord()
      tree.settleHead(in: body, context: context)
      tree.head.format = .json
    case .request(let kind, let reason):
      guard showsRequests else { throw DecodeError(reason: reason, offset: 0) }
      if reason == .authorization {
        tree.settleAuthorization(kind, envelope, in: body, context: context)
      } else {
        tree.settleRequest(kind, envelope)
      }
    case .nothing(let reason):
      throw DecodeError(reason: reason, offset: 0)
    }
    switch place {
    case .record(at: 0): break
    case .record(let offset): tree.shift(from: 0, by: offset, into: [])
    case .copy:
      let base = tree.arena.count
      tree.arena.append(body)
      tree.shift(from: 0, by: base, into: .inArena)
      tree.isCompact = false
    }
    tree.head.carriedTime = carriage.time
    if !carriage.client.isEmpty { tree.append(carriage.client) }
  }

  /// Whether an object may be a receiver's record with a body in it.
  ///
  /// Anybody who publishes a stream may add text to a body of Ant Media Server, but no objects.
  private static func mayHoldBody(
    _ envelope: WebhookEnvelope, _ verdict: WebhookEnvelope.Verdict
  ) -> Bool {
    switch verdict {
    case .event(_, .antmedia): envelope.mayHoldBody
    case .event: !envelope.isWhole
    case .record, .request, .nothing: true
    }
  }

  private func check(_ system: EventSystem) throws(DecodeError) {
    guard only == nil || only == system else {
      throw DecodeError(reason: .foreignWebhook, offset: 0)
    }
  }

  /// Makes an event of bytes that are no body, for those who ask for all lines.
  func decodeText(_ record: Span<UInt8>, into tree: inout RecordTree) {
    tree.begin(.json)
    tree.arena.removeAll()
    tree.arena.append("text")
    var root = Node(kind: .map)
    root.next = 3
    var payload = Node(kind: .map)
    payload.next = 3
    var text = Node(kind: .string)
    text.keyCount = 4
    text.keyStyle = .inArena
    text.valueCount = UInt32(truncatingIfNeeded: record.count)
    text.valueStyle = tree.bareStyle(of: record)
    tree.nodes.append(root)
    tree.nodes.append(payload)
    tree.append(text)
    tree.head.kind = .malformedBody
    tree.head.system = only ?? .antmedia
    tree.head.payloadNode = 1
    tree.head.format = only == .fastpix ? .fastpix : .antmedia
  }
}

extension RecordTree {
  /// Moves what lies in the record, of the nodes from `first` on, by `offset` bytes, to the arena if
  /// asked.
  mutating func shift(from first: Int, by offset: Int, into style: TextStyle) {
    let distance = UInt32(truncatingIfNeeded: offset)
    for number in first..<max(first, nodes.count) {
      if !nodes[number].keyStyle.contains(.inArena) {
        nodes[number].keyStart &+= distance
        nodes[number].keyStyle.formUnion(style)
      }
      if !nodes[number].valueStyle.contains(.inArena) {
        nodes[number].valueStart &+= distance
        nodes[number].valueStyle.formUnion(style)
      }
    }
  }

  /// Settles the head of a FastPix event: its payload is `data`.
  mutating func settleFastPix(
    _ kind: EventKind, _ envelope: WebhookEnvelope, in bytes: Span<UInt8>
  ) {
    head.kind = kind
    head.system = .fastpix
    head.format = .fastpix
    head.typeNode = envelope.type
    head.idNode = envelope.id
    head.timestampNode = envelope.createdAt
    if envelope.data >= 0, nodes[Int(envelope.data)].kind == .map {
      head.payloadNode = envelope.data
    }
    if envelope.createdAt >= 0 {
      let node = nodes[Int(envelope.createdAt)]
      if node.kind == .string { head.time = EventTime(internet: value(node, in: bytes)) }
    }
    let stream =
      text(named: "streamId", of: head.payloadNode, in: bytes)
      ?? text(named: "id", of: envelope.object, in: bytes)
      ?? text(named: "uploadId", of: head.payloadNode, in: bytes)
      ?? text(named: "id", of: head.payloadNode, in: bytes)
    head.streamNode = stream.map { Int32(truncatingIfNeeded: $0) } ?? -1
  }

  /// Settles the head of a request that is no event and that Ant Media Server does not send.
  mutating func settleRequest(_ kind: EventKind, _ envelope: WebhookEnvelope) {
    head.kind = kind
    head.system = .fastpix
    head.format = .fastpix
    head.idNode = envelope.id
    head.timestampNode = envelope.createdAt
  }

  /// Settles the head of a request whether a stream may be published or played.
  mutating func settleAuthorization(
    _ kind: EventKind, _ envelope: WebhookEnvelope, in bytes: Span<UInt8>,
    context: borrowing DecodingContext
  ) {
    settleAntMedia(kind, envelope, in: bytes, context: context)
    let stream =
      text(named: "streamId", of: head.payloadNode, in: bytes)
      ?? text(named: "name", of: head.payloadNode, in: bytes)
    head.streamNode = stream.map { Int32(truncatingIfNeeded: $0) } ?? -1
    isCompact = false
  }

  private borrowing func text(
    named name: StaticString, of parent: Int32, in bytes: Span<UInt8>
  ) -> Int? {
    guard let number = child(named: name, of: parent, in: bytes), nodes[number].kind == .string,
      nodes[number].valueCount > 0
    else { return nil }
    return number
  }
}

extension EventTime {
  /// Reads an RFC 3339 stamp; finer digits than milliseconds are cut, no zone means UTC.
  init?(internet stamp: Span<UInt8>) {
    var end = stamp.count
    var minutes = 0
    if end > 0, stamp[end - 1] | 0x20 == UInt8(ascii: "z") {
      end -= 1
    } else if end > 6, stamp[end - 3] == UInt8(ascii: ":"),
      stamp[end - 6] == UInt8(ascii: "+") || stamp[end - 6] == UInt8(ascii: "-"),
      let hour = stamp.number(at: end - 5, digits: 2),
      let minute = stamp.number(at: end - 2, digits: 2)
    {
      minutes = (hour * 60 + minute) * (stamp[end - 6] == UInt8(ascii: "+") ? 1 : -1)
      end -= 6
    }
    guard let civil = CivilTime(stamp: stamp.extracting(0..<end)) else { return nil }
    self.init(milliseconds: civil.utc.milliseconds - Int64(minutes) * 60_000)
  }
}
