/// What a receiver's record tells of a request besides its own affairs.
struct BodyCandidates {
  var list: ContiguousArray<BodyCandidate> = []
  var carriage: WebhookCarriage
  /// Whether there is a body, and nothing in it.
  var hasEmptyBody = false
  /// Whether a path or request line names the vendor.
  var namesFastPix = false
  /// Whether it names the method of a request.
  var hasMethod = false
  /// Whether that is another one than of requests that deliver something.
  var isOtherMethod = false

  init(_ outer: WebhookCarriage) { carriage = outer }

  /// How deep the parts of a record are looked through.
  private static let depthLimit = 6

  /// Looks through the members of a map: under the usual keys only, since strangers choose what
  /// stands under others, such as the client's own headers.
  mutating func look(
    below parent: Int, of tree: borrowing RecordTree, in bytes: Span<UInt8>,
    _ context: borrowing DecodingContext, depth: Int = 0, isInBody: Bool = false
  ) {
    guard depth < Self.depthLimit else { return }
    let end = Int(tree.nodes[parent].next)
    var isBase64 = false
    var number = parent + 1
    while number < end {
      let node = tree.nodes[number]
      if node.kind == .true,
        tree.key(node, in: bytes).equalsIgnoringASCIICase("isBase64Encoded")
      {
        isBase64 = true
      }
      number = Int(node.next)
    }
    number = parent + 1
    while number < end {
      let node = tree.nodes[number]
      let value = tree.value(node, in: bytes)
      switch WebhookKey(tree.key(node, in: bytes), isInBody: isInBody) {
      case .body:
        if node.kind == .string {
          look(atText: node, value, isBase64 ? .base64 : .text)
        } else {
          look(at: number, of: tree, in: bytes, context, depth, isBody: true)
        }
      case .message:
        if node.kind == .string {
          look(atText: node, value, .message)
        } else {
          look(at: number, of: tree, in: bytes, context, depth, isBody: false)
        }
      case .wrapper:
        if node.kind == .map { look(below: number, of: tree, in: bytes, context, depth: depth + 1) }
        if node.kind == .string { look(atRequest: value) }
      case .headers:
        carriage.hasHeaders = true
        if node.kind == .map { look(atHeaders: number, of: tree, in: bytes) }
      case .signature: look(atSignature: node, value)
      case .muxSignature: carriage.hasMuxSignature = carriage.hasMuxSignature || value.count > 0
      case .request: look(atRequest: value)
      case .time:
        let time =
          node.kind == .string
          ? EventTime(carried: value, zone: context.logZone) ?? EventTime(sinceEpoch: value)
          : EventTime(sinceEpoch: value)
        if let time { carriage.time = time }
      case .client:
        if node.kind == .map {
          look(below: number, of: tree, in: bytes, context, depth: depth + 1)
        } else if let address = ClientAddress(value) {
          carriage.client = address
        }
      case .other: break
      }
      number = Int(node.next)
    }
  }

  /// Keeps of all finds only objects at the top that are whole bodies themselves.
  mutating func keepOnlyBodies(
    of tree: borrowing RecordTree, in bytes: Span<UInt8>, _ context: borrowing DecodingContext
  ) {
    list.removeAll(keepingCapacity: true)
    for name: StaticString in ["event", "body", "payload", "data"] {
      guard let number = tree.child(named: name, of: 0, in: bytes),
        tree.nodes[number].kind == .map
      else { continue }
      let envelope = WebhookEnvelope(of: tree, below: number, in: bytes)
      if envelope.verdict(of: tree, in: bytes, carriage, context).isEvent {
        list.append(BodyCandidate(node: tree.nodes[number], form: .object))
      }
    }
  }

  private mutating func look(atRequest value: Span<UInt8>) {
    namesFastPix = namesFastPix || value.namesFastPix
    let end = value.firstOffset(of: 0x20) ?? value.count
    let isMethod = end > 0 && end < 8 && value.extracting(0..<end).isUppercase
    hasMethod = hasMethod || isMethod
    if isMethod, !value.extracting(0..<end).equals("POST") { isOtherMethod = true }
  }

  /// The header of a signature as a value of its own; a logged one that is empty was not sent.
  private mutating func look(atSignature node: Node, _ value: Span<UInt8>) {
    guard node.kind == .string else { return }
    carriage.hasHeaders = true
    guard value.count > 0, !value.equals("-") else { return }
    carriage.signature = Self.unescaped(value)
  }

  private mutating func look(
    atHeaders parent: Int, of tree: borrowing RecordTree, in bytes: Span<UInt8>
  ) {
    var number = parent + 1
    while number < Int(tree.nodes[parent].next) {
      var node = tree.nodes[number]
      let key = WebhookKey(tree.key(node, in: bytes), isInBody: false)
      let next = Int(node.next)
      // Some receivers keep the values of each header in a list.
      if node.kind == .array, next > number + 1 { node = tree.nodes[number + 1] }
      if key == .signature { look(atSignature: node, tree.value(node, in: bytes)) }
      if key == .muxSignature { carriage.hasMuxSignature = true }
      number = next
    }
  }

  private mutating func look(atText node: Node, _ value: Span<UInt8>, _ form: BodyCandidate.Form) {
    if form != .message, value.isBlank || value.equals("-") {
      hasEmptyBody = true
      return
    }
    guard form == .base64 || WebhookText.mayBe(in: value) else { return }
    let isBody = form == .message || form == .base64 || value.beginsBody
    list.append(BodyCandidate(node: node, form: isBody ? form : .message))
  }

  private mutating func look(
    at number: Int, of tree: borrowing RecordTree, in bytes: Span<UInt8>,
    _ context: borrowing DecodingContext, _ depth: Int, isBody: Bool
  ) {
    let node = tree.nodes[number]
    guard node.kind == .map else { return }
    let envelope = WebhookEnvelope(of: tree, below: number, in: bytes)
    switch envelope.verdict(of: tree, in: bytes, carriage, context) {
    case .event: list.append(BodyCandidate(node: node, form: .object))
    case .request where !envelope.isEmpty || isBody:
      list.append(BodyCandidate(node: node, form: .object))
    case .nothing(.noIdentity): list.append(BodyCandidate(node: node, form: .object))
    default:
      if tree.isMapOfLists(number, in: bytes) {
        list.append(BodyCandidate(node: node, form: .lists))
      } else {
        look(below: number, of: tree, in: bytes, context, depth: depth + 1, isInBody: isBody)
      }
    }
  }

  /// Text of JSON without its escapes.
  private static func unescaped(_ text: Span<UInt8>) -> ContiguousArray<UInt8> {
    var plain = ContiguousArray<UInt8>()
    plain.reserveCapacity(text.count)
    for index in text.indices where text[index] != UInt8(ascii: "\\") { plain.append(text[index]) }
    return plain
  }
}

/// What a key of a receiver's record means for a webhook in it.
enum WebhookKey {
  case body, message, wrapper, headers, signature, muxSignature, request, time, client, other

  init(_ key: Span<UInt8>, isInBody: Bool) {
    func isOne(of names: StaticString...) -> Bool {
      names.contains { key.equalsIgnoringASCIICase($0) }
    }
    self =
      switch key.count {
      case 2 where isOne(of: "ts"): .time
      case 2 where isOne(of: "ip"): .client
      case 3 where isOne(of: "msg", "log"): .message
      case 3 where isOne(of: "req"): .wrapper
      case 3 where isOne(of: "url", "uri"): .request
      case 4 where isOne(of: "body", "form"): .body
      case 4 where isOne(of: "http"): .wrapper
      case 4 where isOne(of: "time", "msec", "date"): .time
      case 4 where isOne(of: "path"): .request
      case 5 where isOne(of: "event"): .message
      case 6 where isOne(of: "client", "remote", "source"): .client
      case 6 where isOne(of: "method"): .request
      case 7 where isOne(of: "payload", "rawBody"): .body
      case 7 where isInBody && isOne(of: "content"): .body
      case 7 where isOne(of: "message"): .message
      case 7 where isOne(of: "request", "_source"): .wrapper
      case 7 where isOne(of: "headers"): .headers
      case 7 where isOne(of: "rawPath"): .request
      case 8 where isOne(of: "raw_body"): .body
      case 8 where isOne(of: "clientIp", "sourceIp", "remoteIp"): .client
      case 8 where isOne(of: "routeKey"): .request
      case 9 where isOne(of: "signature"): .signature
      case 9 where isOne(of: "timestamp", "timeEpoch"): .time
      case 9 where isOne(of: "client_ip", "remote_ip", "client.ip", "source.ip"): .client
      case 10 where isOne(of: "@timestamp", "time_local"): .time
      case 11 where isOne(of: "requestBody"): .body
      case 11 where isOne(of: "remote_addr"): .client
      case 11 where isOne(of: "request_uri"): .request
      case 12 where isOne(of: "request_body"): .body
      case 12 where isOne(of: "time_iso8601"): .time
      case 13 where isOne(of: "remoteAddress"): .client
      case 13 where isOne(of: "mux-signature", "mux_signature"): .muxSignature
      case 14 where isOne(of: "requestContext"): .wrapper
      case 14 where isOne(of: "request_method"): .request
      case 17 where isOne(of: "fastpix-signature", "fastpix_signature"): .signature
      case 22 where isOne(of: "http_fastpix_signature"): .signature
      case 25 where isOne(of: "http.request.body.content"): .body
      default: .other
      }
  }
}

extension RecordTree {
  /// Whether a map is a form as Go parses it: lists of texts, one of them the action.
  fileprivate borrowing func isMapOfLists(_ parent: Int, in bytes: Span<UInt8>) -> Bool {
    var hasAction = false
    var number = parent + 1
    while number < Int(nodes[parent].next) {
      let node = nodes[number]
      guard node.kind == .array else { return false }
      hasAction = hasAction || key(node, in: bytes).equals("action")
      number = Int(node.next)
    }
    return hasAction
  }
}

extension WebhookText {
  /// Whether text of JSON, escapes and all, may hold a body.
  fileprivate static func mayBe(in text: Span<UInt8>) -> Bool {
    text.firstOffset(of: UInt8(ascii: "{")) != nil || text.firstOffset(of: "action=") != nil
      || text.tellsOfRequest
  }
}

extension Span<UInt8> {
  /// Whether these are letters from A to Z, as methods of requests are.
  fileprivate var isUppercase: Bool {
    for index in indices where !self[index].isASCIILetter || self[index] > UInt8(ascii: "Z") {
      return false
    }
    return true
  }

  /// Whether text begins like a body, behind white space and its escapes.
  fileprivate var beginsBody: Bool {
    var offset = 0
    while offset < count, self[offset].isXMLSpace || has("\\n", at: offset) {
      offset += self[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard offset < count else { return false }
    return self[offset] == UInt8(ascii: "{")
      || WebhookForm.isLikely(self) && firstOffset(of: UInt8(ascii: " ")) == nil
  }
}
