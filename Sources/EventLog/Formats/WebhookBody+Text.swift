/// How a body is found in a line of text.
extension WebhookBody {
  /// How many containers may be around a body: a log of containers around an access log, say.
  static let depthLimit = 4
  /// How many places of a line are tried.
  private static let attempts = 4

  /// Decodes the body in a line that is none itself.
  ///
  /// - Throws: what the body is if it is no event, ``SkipReason/noWebhook`` where a line about a
  ///   request has no body, and ``SkipReason/malformed`` for other lines.
  func decode(
    line: Span<UInt8>, at place: Place, _ outer: WebhookCarriage, depth: Int,
    into tree: inout RecordTree, _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    var failure = DecodeError(reason: .malformed, offset: 0)
    guard depth < Self.depthLimit else { throw failure }
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
        if failure.reason == .malformed, error.reason != .noType { failure = error }
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
        if failure.reason == .malformed, error.reason != .noType { failure = error }
      }
      from = found.range.upperBound
    }
    guard failure.reason == .malformed, line.tellsOfRequest else { throw failure }
    guard WebhookText.object(in: line, from: 0) == nil else { throw failure }
    carriage = outer
    carriage.read(prefix: line, zone: context.logZone)
    try decodeNothing(isDelivery: line.tellsOfFastPixDelivery, carriage, into: &tree)
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

extension Span<UInt8> {
  /// Whether there is nothing but white space.
  var isBlank: Bool {
    for index in indices where !self[index].isXMLSpace { return false }
    return true
  }
}
