/// What one event tells of a session; reused from event to event, so that reading allocates nothing.
struct SessionFact: ~Copyable {
  /// What happened to the session.
  var step = SessionRole.Step.opened
  /// All but the texts, which are in the buffers.
  var session = Session()
  var key = SessionKey()
  var name = ByteBuffer(capacity: 256)
  var address = ByteBuffer(capacity: 64)
  var userAgent = ByteBuffer(capacity: 256)
  var application = ByteBuffer(capacity: 64)
  /// True if the event has no time of its own: that of another record stands for it.
  var isTimeApproximate = false
  /// Whether it is one of many that nothing but their order tells apart.
  var isAnonymous = false
  /// What tells sessions of webhooks apart.
  var identity = ByteBuffer(capacity: 256)
  /// Whether the buffers other than ``name`` are filled.
  let readsDetails: Bool
  /// How much the session carried, and for how long, as the event says.
  private var figures = EndFigures()

  init(readsDetails: Bool) { self.readsDetails = readsDetails }

  /// Makes ready for another event.
  mutating func forget() {
    session = Session()
    figures = EndFigures()
    isAnonymous = false
    isTimeApproximate = false
    name.removeAll()
    address.removeAll()
    userAgent.removeAll()
    application.removeAll()
    identity.removeAll()
  }

  /// Reads an event; false if it tells of no session.
  mutating func read(_ event: borrowing Event) -> Bool {
    guard let role = SessionRole(event.kind) else { return false }
    forget()
    step = role.step
    session.kind = role.kind
    session.system = event.system
    session.direction = role.direction
    key = SessionKey(kind: role.kind, system: event.system)
    if role.kind == .stream, event.head.streamNode >= 0 {
      event.appendText(of: event.nodes[Int(event.head.streamNode)], to: &name)
    }
    guard event.system == .ems else { return readWebhook(event) }
    // Web servers without a payload of their own write fields at the top of the record.
    readFields(of: event, below: event.head.payloadNode >= 0 ? event.head.payloadNode : 0)
    settle(event)
    return true
  }

  /// Reads a webhook; false if it does not say of which stream it tells.
  ///
  /// Streams have names instead of numbers, which are unique in their application; viewers may have
  /// one too.
  private mutating func readWebhook(_ event: borrowing Event) -> Bool {
    guard !name.isEmpty, !isToldByPlayer(event) else { return false }
    if let number = event.child(named: "durationMs", of: event.head.payloadNode) {
      figures.read(event.nodes[number], event.keyBytes(event.nodes[number]), of: event)
    }
    identity.append(session.direction == .out ? 1 : 0)
    event.appendText(ofChild: "app", to: &identity)
    if readsDetails { event.appendText(ofChild: "app", to: &application) }
    identity.append(0)
    let start = identity.count
    if session.direction == .out { event.appendText(ofChild: "subscriberId", to: &identity) }
    isAnonymous = session.direction == .out && identity.count == start
    identity.append(0)
    name.appendAll(to: &identity)
    settle(event)
    (key.second, key.third) = identity.hashes
    return true
  }

  /// True if a player reported it: it does so after each pause, and repeats what the server logs.
  ///
  /// Only the analytics log says so; in a webhook, which has an id, a caller may have added the word.
  private func isToldByPlayer(_ event: borrowing Event) -> Bool {
    let payload = event.head.payloadNode
    guard event.child(named: "id", of: payload) == nil,
      let source = event.child(named: "logSource", of: payload)
    else { return false }
    return event.valueBytes(event.nodes[source]).equals("client")
  }

  private mutating func settle(_ event: borrowing Event) {
    if session.process == nil { session.process = event.writer }
    key.first = session.process ?? 0
    switch session.kind {
    case .stream: key.second = session.id ?? 0
    case .http:
      key.second = session.id ?? 0
      key.third = figures.clocks.start?.milliseconds ?? 0
    case .recording, .chunk: (key.second, key.third) = name.hashes
    }
    figures.settle()
    session.upTime = figures.upTime
    (session.bytes, session.droppedBytes) = (figures.bytes, figures.droppedBytes)
    isTimeApproximate = event.time == nil
    complete(at: event.timeInLog)
  }

  /// Adds what follows from the time of the record and from what was read so far.
  mutating func complete(at time: EventTime?) {
    switch step {
    case .opened:
      session.opening = time
      // A journal has written down the start that was taken from the time.
      if session.start == nil || isTimeApproximate && session.start == time {
        session.start = time
        session.isStartApproximate = isTimeApproximate
      }
      session.upTime = nil
    case .changed:
      session.isOpeningLogged = false
      session.upTime = nil
    case .closed:
      session.isOpeningLogged = false
      session.status = .unopened
      session.end = time
      session.isEndApproximate = isTimeApproximate && time != nil
      if let end = session.end, let upTime = session.upTime {
        let start = EventTime(milliseconds: end.milliseconds &- upTime)
        if session.start == nil || isTimeApproximate && session.start == start {
          session.start = start
          session.isStartApproximate = isTimeApproximate
        }
      }
    }
    if step != .closed { (session.bytes, session.droppedBytes) = (nil, nil) }
  }

  private mutating func readFields(of event: borrowing Event, below parent: Int32) {
    guard event.nodes.count > Int(parent) else { return }
    let end = Int(event.nodes[Int(parent)].next)
    var child = Int(parent) + 1
    while child < end {
      let node = event.nodes[child]
      readField(child, node, of: event)
      child = Int(node.next)
    }
  }

  @inline(__always)
  private mutating func readField(_ number: Int, _ node: Node, of event: borrowing Event) {
    let key = event.keyBytes(node)
    switch key.count {
    case 3 where key.equals("PID"): session.process = event.integer(of: node)
    case 4 where key.equals("type"):
      session.tag = event.tag(of: node)
      if session.kind == .stream, session.tag != 0 {
        session.direction = StreamDirection(
          firstLetter: UInt8(truncatingIfNeeded: session.tag >> 56))
      }
    case 4 where key.equals("file") && session.kind != .stream && session.kind != .http:
      event.appendText(of: node, to: &name)
    case 5 where key.equals("audio"): readTrack(number, node, of: event, isVideo: false)
    case 5 where key.equals("video"): readTrack(number, node, of: event, isVideo: true)
    case 5 where key.equals("farIp") && readsDetails: readAddress(node, of: event)
    case 7 where key.equals("farPort") && readsDetails:
      if let port = event.integer(of: node), port > 0, !address.isEmpty {
        address.append(UInt8(ascii: ":"))
        address.append(decimal: port)
      }
    case 7 where key.equals("appName") && readsDetails:
      event.appendText(of: node, to: &application)
    case 8 where key.equals("uniqueId"): session.id = event.integer(of: node)
    case 8 where key.equals("clientIP") && readsDetails: readAddress(node, of: event)
    case 8 where key.equals("playlist") && session.kind == .http:
      event.appendText(of: node, to: &name)
    case 9 where key.equalsIgnoringASCIICase("sessionId") && session.kind == .http:
      session.id = event.integer(of: node)
    case 9 where key.equals("userAgent") && readsDetails:
      event.appendText(of: node, to: &userAgent)
    case 16 where key.equals("inStreamUniqueId"): session.parent = event.integer(of: node)
    case 17 where key.equals("creationTimestamp"): readCreation(node, of: event)
    default: figures.read(node, key, of: event)
    }
  }

  /// Reads an address; those of version 6 stand in brackets, since a port may follow.
  private mutating func readAddress(_ node: Node, of event: borrowing Event) {
    guard node.kind == .string, node.valueCount > 0 else { return }
    let isVersion6 = event.valueBytes(node).firstOffset(of: UInt8(ascii: ":")) != nil
    if isVersion6 { address.append(UInt8(ascii: "[")) }
    event.appendText(of: node, to: &address)
    if isVersion6 { address.append(UInt8(ascii: "]")) }
  }

  private mutating func readCreation(_ node: Node, of event: borrowing Event) {
    guard node.kind == .decimal || node.kind == .integer,
      let microseconds = event.valueBytes(node).thousandths
    else { return }
    key.third = microseconds
    // 0 stands for streams whose creation is not known.
    if microseconds > 0 { session.start = EventTime(milliseconds: microseconds / 1000) }
  }

  private mutating func readTrack(
    _ parent: Int, _ node: Node, of event: borrowing Event, isVideo: Bool
  ) {
    guard node.kind == .map else { return }
    var child = parent + 1
    while child < Int(node.next) {
      let node = event.nodes[child]
      let key = event.keyBytes(node)
      switch key.count {
      case 5 where key.equals("codec"):
        let tag = event.tag(of: node)
        if isVideo { session.videoCodec = tag } else { session.audioCodec = tag }
      case 5 where key.equals("width") && isVideo: session.width = event.integer(of: node) ?? 0
      case 6 where key.equals("height") && isVideo: session.height = event.integer(of: node) ?? 0
      default: figures.readTrack(node, key, of: event)
      }
      child = Int(node.next)
    }
  }
}

extension Event {
  /// Appends the text of a member of the payload, if there is one.
  fileprivate func appendText(ofChild name: StaticString, to output: inout ByteBuffer) {
    if let number = child(named: name, of: head.payloadNode) {
      appendText(of: nodes[number], to: &output)
    }
  }

  fileprivate func integer(of node: Node) -> Int64? {
    node.kind == .integer ? valueBytes(node).integer : nil
  }

  /// Up to eight letters as a number, the first one highest; 0 for anything else.
  fileprivate func tag(of node: Node) -> UInt64 {
    guard node.kind == .string else { return 0 }
    let letters = valueBytes(node)
    guard letters.count <= 8 else { return 0 }
    var number: UInt64 = 0
    for index in 0..<8 {
      number = number << 8 | (index < letters.count ? UInt64(letters[index]) : 0)
    }
    return number
  }
}

extension ByteBuffer {
  /// Two hashes of the text; see ``Span/hashes(seed:)``.
  var hashes: (Int64, Int64) { span.hashes() }

  /// Appends all of it to another buffer.
  fileprivate borrowing func appendAll(to output: inout ByteBuffer) { output.append(span) }
}
