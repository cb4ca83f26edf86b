/// How a body is found in a receiver's own record.
extension WebhookBody {
  /// Decodes the body that an object holds: one that was scanned into `tree` and is no event itself.
  ///
  /// What the receiver calls its own record never wins over what the body says. An object that could
  /// be a body of Ant Media Server itself holds one only if that is an object too.
  ///
  /// - Returns: false where it holds none: then the object is again in `tree`.
  /// - Throws: what the body is if it is no event.
  func decodeHeld(
    by record: Span<UInt8>, at place: Place, _ outer: WebhookCarriage,
    _ verdict: WebhookEnvelope.Verdict, _ depth: Int, into tree: inout RecordTree,
    _ context: borrowing DecodingContext
  ) throws(DecodeError) -> Bool {
    guard depth < Self.depthLimit else { return false }
    if case .record = verdict {
      if Self.isKnownRecord(tree, in: record, context) { return false }
    }
    var found = BodyCandidates(outer)
    swap(&found.list, &tree.candidates)
    found.list.removeAll(keepingCapacity: true)
    found.look(below: 0, of: tree, in: record, context)
    if case .event(_, .antmedia) = verdict { found.keepOnlyBodies(of: tree, in: record, context) }
    var failure: DecodeError?
    var isDecoded = false
    search: for form in BodyCandidate.Form.allCases {
      for candidate in found.list where candidate.form == form {
        do throws(DecodeError) {
          try decode(candidate, of: record, at: place, found.carriage, depth, into: &tree, context)
          isDecoded = true
          break search
        } catch {
          failure = failure ?? error.ofKnownSystem
        }
      }
    }
    let wasChanged = !found.list.isEmpty
    swap(&found.list, &tree.candidates)
    if isDecoded { return true }
    if let failure { throw failure }
    if found.hasEmptyBody || found.hasMethod, case .nothing = verdict {
      let isDelivery = found.hasEmptyBody && found.namesFastPix && !found.isOtherMethod
      try decodeNothing(isDelivery: isDelivery, found.carriage, into: &tree)
      return true
    }
    // A value that comes from a text is a record of the media server only if it is a known one.
    if depth > 0, case .record = verdict { throw DecodeError(reason: .unknownRecord, offset: 0) }
    if wasChanged {
      tree.arena.removeAll()
      try JSONScanner.scan(record, into: &tree)
    }
    return false
  }

  /// Whether an object is a record of the media server's own: of a sink, or with a type of it.
  private static func isKnownRecord(
    _ tree: borrowing RecordTree, in record: Span<UInt8>, _ context: borrowing DecodingContext
  ) -> Bool {
    guard !WebhookFormat.isSinkRecord(record),
      let type = tree.child(named: "type", of: 0, in: record)
    else { return true }
    let name = tree.value(tree.nodes[type], in: record)
    return context.names.kind(of: name) != .unrecognized
  }

  private func decode(
    _ candidate: BodyCandidate, of record: Span<UInt8>, at place: Place, _ outer: WebhookCarriage,
    _ depth: Int, into tree: inout RecordTree, _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    var carriage = outer
    let start = Int(candidate.node.valueStart)
    let value = record.extracting(start..<(start + Int(candidate.node.valueCount)))
    if candidate.form == .object {
      carriage.hasExactBody = false
      return try decode(
        value, at: place.moved(by: start), carriage, depth: depth + 1, into: &tree,
        context: context)
    }
    var buffer = tree.bodies.take()
    do throws(DecodeError) {
      switch candidate.form {
      case .base64:
        guard buffer.append(base64: value) else {
          throw DecodeError(reason: .malformed, offset: start)
        }
      case .lists:
        carriage.hasExactBody = false
        try buffer.append(formOfLists: value, into: &tree)
      default:
        // Bytes that are not UTF-8 stay what they are: the body decides how they are read.
        buffer.append(
          decoding: value, style: candidate.node.valueStyle.intersection(.escaped), dialect: .json)
      }
      let body = buffer.span
      if candidate.form == .message || body.count == 0 {
        try decode(line: body, at: .copy, carriage, depth: depth + 1, into: &tree, context)
      } else {
        try decode(body, at: .copy, carriage, depth: depth + 1, into: &tree, context: context)
      }
    } catch {
      tree.bodies.giveBack(buffer)
      throw error
    }
    tree.bodies.giveBack(buffer)
  }
}

extension ByteBuffer {
  /// Appends `{"action":["a"],"id":["b"]}` as the object `{"action":"a","id":"b"}`: of each list its
  /// first element.
  fileprivate mutating func append(
    formOfLists object: Span<UInt8>, into tree: inout RecordTree
  ) throws(DecodeError) {
    try JSONScanner.scan(object, into: &tree)
    let end = Int(tree.nodes[0].next)
    append(UInt8(ascii: "{"))
    var number = 1
    while number < end {
      let list = tree.nodes[number]
      if Int(list.next) > number + 1 {
        let value = tree.nodes[number + 1]
        if count > 1 { append(UInt8(ascii: ",")) }
        append(UInt8(ascii: "\""))
        append(tree.key(list, in: object))
        append("\":")
        let isText = value.kind == .string
        if isText { append(UInt8(ascii: "\"")) }
        append(tree.value(value, in: object))
        if isText { append(UInt8(ascii: "\"")) }
      }
      number = Int(list.next)
    }
    append(UInt8(ascii: "}"))
  }
}
