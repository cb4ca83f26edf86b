/// How a flat body of Ant Media Server becomes an event.
extension RecordTree {
  /// Settles the head, and parts the members: those that the catalogue knows of the kind into a
  /// payload, in their order and with its types, all others, which callers chose, beside it.
  ///
  ///     0 map                    0 map
  ///     1  app                   1  action
  ///     2  lang             →    2  timestamp
  ///     3  action                3  payload map
  ///     4  id                    4   app
  ///     5  timestamp             5   id
  ///                              6  lang
  mutating func settleAntMedia(
    _ kind: EventKind, _ envelope: WebhookEnvelope, in bytes: Span<UInt8>,
    context: borrowing DecodingContext
  ) {
    head.kind = kind
    head.system = .antmedia
    head.format = .antmedia
    // Events that are not known have what nearly all have.
    let model =
      kind != .unrecognized
      ? kind : envelope.isAnalytics ? EventKind.publishEnded : EventKind.liveStreamStarted
    swap(&nodes, &spare)
    nodes.removeAll(keepingCapacity: true)
    nodes.append(spare[0])
    if envelope.antmediaName >= 0 { head.typeNode = take(envelope.antmediaName) }
    if envelope.antmediaStamp >= 0 {
      head.timestampNode = take(envelope.antmediaStamp)
      settleTime(in: bytes)
    }
    let payload = nodes.count
    head.payloadNode = Int32(truncatingIfNeeded: payload)
    nodes.append(Node(kind: .map))
    let end = Int(spare[0].next)
    var others: UInt64 = 0
    var place = 0
    var number = 1
    while number < end {
      let node = spare[number]
      let isOfEnvelope =
        number == Int(envelope.antmediaName) || number == Int(envelope.antmediaStamp)
      if !isOfEnvelope {
        let field = field(node, of: model, in: bytes, context)
        if field.isKnown {
          takeField(number, as: field.type, in: bytes)
        } else {
          // Beyond 63 members, which no server sends, the last bit stands for all of the rest.
          others |= 1 &<< UInt64(min(place, 63))
        }
      }
      place += 1
      number = Int(node.next)
    }
    nodes[payload].next = UInt32(truncatingIfNeeded: nodes.count)
    if others != 0 { takeOthers(others, model, envelope, in: bytes, context) }
    nodes[0].next = UInt32(truncatingIfNeeded: nodes.count)
    patches.removeAll(keepingCapacity: true)
  }

  private mutating func takeOthers(
    _ others: UInt64, _ model: EventKind, _ envelope: WebhookEnvelope, in bytes: Span<UInt8>,
    _ context: borrowing DecodingContext
  ) {
    let end = Int(spare[0].next)
    var place = 0
    var number = 1
    while number < end {
      let node = spare[number]
      if others & 1 &<< UInt64(min(place, 63)) != 0, number != Int(envelope.antmediaName),
        number != Int(envelope.antmediaStamp),
        place < 63 || !field(node, of: model, in: bytes, context).isKnown
      {
        _ = take(Int32(truncatingIfNeeded: number))
      }
      place += 1
      number = Int(node.next)
    }
  }

  @inline(__always)
  private borrowing func field(
    _ node: Node, of kind: EventKind, in bytes: Span<UInt8>, _ context: borrowing DecodingContext
  ) -> (isKnown: Bool, type: FieldType?) {
    let path = FieldTypeTable.extend(FieldTypeTable.root, with: key(node, in: bytes))
    return context.fieldTypes.field(kind: kind, path: path)
  }

  /// Copies a member, with all in it, from the nodes as they were scanned; returns its new number.
  @inline(__always)
  private mutating func take(_ number: Int32) -> Int32 {
    let first = nodes.count
    let distance = UInt32(truncatingIfNeeded: first) &- UInt32(bitPattern: number)
    for index in Int(number)..<Int(spare[Int(number)].next) {
      var node = spare[index]
      node.next &+= distance
      nodes.append(node)
    }
    return Int32(truncatingIfNeeded: first)
  }

  /// Takes a member of the payload over, as the catalogue says: numbers that were recorded as text
  /// become numbers, and text that is an object of JSON becomes that.
  private mutating func takeField(_ number: Int, as type: FieldType?, in bytes: Span<UInt8>) {
    let node = spare[number]
    var kind = node.kind
    if kind == .string, type == nil || type == .integer || type == .decimal {
      if type == nil, spellsObject(node, in: bytes), takeNested(node, in: bytes) { return }
      kind = numberKind(node, as: type, in: bytes)
    }
    let isStream =
      node.kind == .string && node.valueCount > 0
      && (isNamed("id", node, in: bytes) || isNamed("streamId", node, in: bytes))
    let taken = take(Int32(truncatingIfNeeded: number))
    nodes[Int(taken)].kind = kind
    if isStream { head.streamNode = taken }
  }

  private borrowing func spellsObject(_ node: Node, in bytes: Span<UInt8>) -> Bool {
    let text = value(node, in: bytes)
    return text.count > 1 && text[0] == UInt8(ascii: "{")
  }

  private borrowing func numberKind(
    _ node: Node, as type: FieldType?, in bytes: Span<UInt8>
  ) -> NodeKind {
    let text = value(node, in: bytes)
    if text.isJSONInteger, type == .integer || type == .decimal { return .integer }
    return type == .decimal && text.isDecimalNumber ? .decimal : .string
  }

  private borrowing func isNamed(
    _ name: StaticString, _ node: Node, in bytes: Span<UInt8>
  ) -> Bool {
    Int(node.keyCount) == name.utf8CodeUnitCount && key(node, in: bytes).equals(name)
  }

  /// Takes text over as the object that it spells; false if it spells none.
  private mutating func takeNested(_ node: Node, in bytes: Span<UInt8>) -> Bool {
    // The text cannot be in the tree while the tree grows.
    var text = plain.take() ?? ByteBuffer(capacity: 1024)
    text.removeAll()
    text.append(decoding: value(node, in: bytes), style: node.valueStyle, dialect: .json)
    let isObject = takeObject(text.span, keyed: node)
    plain = consume text
    return isObject
  }

  private mutating func takeObject(_ text: Span<UInt8>, keyed node: Node) -> Bool {
    let first = nodes.count
    let repaired = repairedStrings
    var key = Node(kind: .null)
    (key.keyStart, key.keyCount, key.keyStyle) = (node.keyStart, node.keyCount, node.keyStyle)
    do {
      try JSONScanner.scan(embedded: text, keyed: key, into: &self)
    } catch {
      nodes.removeLast(nodes.count - first)
      open.removeAll(keepingCapacity: true)
      repairedStrings = repaired
      return false
    }
    let base = arena.count
    arena.append(text)
    // The key of the object itself is where it was.
    nodes[first].valueStart &+= UInt32(truncatingIfNeeded: base)
    nodes[first].valueStyle.insert(.inArena)
    shift(from: first + 1, by: base, into: .inArena)
    return true
  }

  /// The stamp is milliseconds since 1970, as text or as a number.
  private mutating func settleTime(in bytes: Span<UInt8>) {
    let number = Int(head.timestampNode)
    guard let milliseconds = wholeNumber(nodes[number], in: bytes) else { return }
    nodes[number].kind = .integer
    head.time = EventTime(milliseconds: milliseconds)
  }

  private borrowing func wholeNumber(_ node: Node, in bytes: Span<UInt8>) -> Int64? {
    guard node.kind == .string || node.kind == .integer else { return nil }
    let text = value(node, in: bytes)
    return text.isJSONInteger ? text.integer : nil
  }
}

extension Span<UInt8> {
  /// Whether it is a number as JSON writes it, without an exponent.
  fileprivate var isDecimalNumber: Bool {
    guard let point = firstOffset(of: UInt8(ascii: ".")) else { return isJSONInteger }
    return point + 1 < count && extracting(0..<point).isJSONInteger
      && extracting((point + 1)...).isDigits
  }

  /// Whether it is a whole number as JSON writes it.
  fileprivate var isJSONInteger: Bool {
    let start = count > 0 && self[0] == UInt8(ascii: "-") ? 1 : 0
    let digits = extracting(start...)
    return digits.isDigits && (digits.count == 1 || digits[0] != UInt8(ascii: "0"))
  }
}
