/// How a body is found in a line of text.
extension WebhookBody {
  /// How many containers may be around a body: a log of containers around an access log, say.
  static let depthLimit = 4
  /// How many places of a line are tried.
  private static let attempts = 4

  /// Decodes the body in a line that is none itself.
  ///
  /// - Throws: what the body is if it is no event, ``SkipReason/malformed`` if it is that of a webhook
  ///   and cannot be read, ``SkipReason/noWebhook`` where a line about a request has no body, and
  ///   what ``SkipReason/init(unreadable:)`` says of other lines.
  func decode(
    line: Span<UInt8>, at place: Place, _ outer: WebhookCarriage, depth: Int,
    into tree: inout RecordTree, _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    guard depth < Self.depthLimit else {
      throw DecodeError(reason: SkipReason(unreadable: line), offset: 0)
    }
    var failure: DecodeError?
    var carriage = outer
    var from = 0
    for attempt in 0..<Self.attempts {
      guard let found = WebhookText.object(in: line, from: from) else { break }
      if attempt == 0 {
        carriage.read(prefix: line.extracting(0..<found.range.lowerBound), zone: context.logZone)
      }
      do {
        return try decode(found, of: line, at: place, carriage, depth: depth, into: &tree, context)
      } catch {
        let isOfWebhook =
          error.reason != .malformed || WebhookText.isKnown(line.extracting(found.range))
        if isOfWebhook { failure = failure ?? error.ofKnownSystem }
      }
      from = found.range.upperBound < line.count ? found.range.upperBound : from + 1
      from = max(from, found.range.lowerBound + 1)
    }
    from = 0
    for _ in 0..<Self.attempts {
      guard let found = WebhookText.form(in: line, from: from) else { break }
      carriage = outer
      carriage.read(prefix: line.extracting(0..<found.range.lowerBound), zone: context.logZone)
      do {
        return try decode(found, of: line, at: place, carriage, depth: depth, into: &tree, context)
      } catch {
        if error.reason != .malformed { failure = failure ?? error.ofKnownSystem }
      }
      from = found.range.upperBound
    }
    if let failure { throw failure }
    guard line.tellsOfRequest else {
      throw DecodeError(reason: SkipReason(unreadable: line), offset: 0)
    }
    carriage = outer
    carriage.read(prefix: line, zone: context.logZone)
    let isDelivery =
      line.tellsOfFastPixDelivery && WebhookText.object(in: line, from: 0) == nil
    try decodeNothing(isDelivery: isDelivery, carriage, into: &tree)
  }

  /// Deals with a request that has no body: with one to FastPix's path it is a probe.
  func decodeNothing(
    isDelivery: Bool, _ carriage: WebhookCarriage, into tree: inout RecordTree
  ) throws(DecodeError) {
    guard isDelivery, carriage.signature == nil else {
      throw DecodeError(reason: .noWebhook, offset: 0)
    }
    guard showsRequests else { throw DecodeError(reason: .probe, offset: 0) }
    tree.begin(.json)
    tree.arena.removeAll()
    var root = Node(kind: .map)
    root.next = 1
    tree.nodes.append(root)
    tree.head.kind = .webhookProbe
    tree.head.system = .fastpix
    tree.head.format = .fastpix
    tree.head.carriedTime = carriage.time
    if !carriage.client.isEmpty { tree.append(carriage.client) }
  }

  private func decode(
    _ found: WebhookText, of line: Span<UInt8>, at place: Place, _ carriage: WebhookCarriage,
    depth: Int, into tree: inout RecordTree, _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    let text = line.extracting(found.range)
    guard found.spelling != .plain else {
      return try decode(
        text, at: place.moved(by: found.range.lowerBound), carriage, depth: depth + 1, into: &tree,
        context: context)
    }
    var buffer = tree.bodies.take()
    if found.spelling == .hexadecimal {
      buffer.append(logEscapes: text)
    } else {
      buffer.append(decoding: text, style: .escaped, dialect: .json)
    }
    do {
      var body = buffer.span
      // What follows the object is another field of the line.
      if found.isOpen, let end = body.endOfObject, !end.isBroken,
        !body.extracting(end.offset...).isBlank
      {
        body = body.extracting(0..<end.offset)
      }
      try decode(body, at: .copy, carriage, depth: depth + 1, into: &tree, context: context)
    } catch {
      tree.bodies.giveBack(buffer)
      throw error
    }
    tree.bodies.giveBack(buffer)
  }
}

extension DecodeError {
  /// The error, if it is about something that a known system writes; else nil.
  var ofKnownSystem: DecodeError? { reason.isUnknown ? nil : self }
}

extension Span<UInt8> {
  /// Whether there is nothing but white space.
  var isBlank: Bool {
    for index in indices where !self[index].isXMLSpace { return false }
    return true
  }
}
