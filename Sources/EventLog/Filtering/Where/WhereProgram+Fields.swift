/// The parts of an event in which a condition may look.
enum WhereHome: String, CaseIterable {
  /// Below the payload; failing that, among what is neither payload nor envelope.
  case anywhere = ""
  case payload, extra
  case time, system, type, recordedType, stream, id, logEntry, timestamp, processId, origin
  case signature
  case sourceFile = "source.file"
  case sourceOffset = "source.offset"
  case sourceRecord = "source.record"
  case sourceFormat = "source.format"
  case sourceIdentifier = "source.id"
  case sourceTime = "source.time"
  case sourceAddress = "source.address"
  case bytes, droppedBytes, bitrate, seconds

  /// What it is derived as, where no event records it.
  var derived: DerivedField? {
    switch self {
    case .bytes: .bytes
    case .droppedBytes: .droppedBytes
    case .bitrate: .bitrate
    case .seconds: .seconds
    default: nil
    }
  }

  /// Whether a path below it has to be given.
  var hasPath: Bool { self == .anywhere || self == .payload || self == .extra }
}

extension WhereProgram {
  /// Asks a question whose answer is not settled by the kind of the event.
  func ask(_ step: Step, _ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    let field = fields.span[Int(step.field)]
    switch field.home {
    case .payload, .anywhere, .extra:
      let number = node(of: field, in: event, &scratch)
      return answer(step, node: number, isStamp: field.isStamp, event, &scratch)
    case .bytes, .droppedBytes, .bitrate, .seconds:
      let number = node(of: field, in: event, &scratch)
      if number >= 0 { return answer(step, node: number, event, &scratch) }
      switch field.home.derived?.value(of: event) {
      case .integer(let value)?: return answer(step, value, &scratch)
      case .milliseconds(let value)?:
        scratch.removeAll()
        scratch.append(seconds: value)
        return answer(step, .integer, scratch.span)
      default: return false
      }
    case .id: return answer(step, node: Int(event.head.idNode), event, &scratch)
    case .timestamp: return answer(step, node: Int(event.head.timestampNode), event, &scratch)
    case .processId: return answer(step, node: Int(event.head.processIdNode), event, &scratch)
    case .recordedType: return answer(step, node: Int(event.head.typeNode), event, &scratch)
    case .stream:
      let number = Int(event.head.streamNode)
      guard number >= 0, event.nodes[number].valueCount > 0 else { return false }
      return answer(step, node: number, event, &scratch)
    case .logEntry:
      guard let entry = event.head.logEntry else {
        return answer(step, node: Int(event.head.logEntryNode), event, &scratch)
      }
      return answer(step, entry, &scratch)
    case .sourceAddress: return answer(step, node: Int(event.head.clientNode), event, &scratch)
    case .time, .sourceTime:
      guard let time = field.home == .time ? event.head.time : event.head.carriedTime else {
        return false
      }
      guard step.relation.isAboutText else { return answer(step, time.milliseconds, &scratch) }
      guard EventTime.printable.contains(time.milliseconds) else { return false }
      scratch.removeAll()
      scratch.append(utc: time)
    case .sourceOffset: return answer(step, Int64(event.place.offset), &scratch)
    case .sourceRecord: return answer(step, Int64(event.place.number), &scratch)
    case .sourceFile: return answer(step, .string, sourceName.span)
    case .type:
      scratch.removeAll()
      event.appendRecordedType(to: &scratch)
    case .system:
      scratch.removeAll()
      scratch.append(event.system.rawValue)
    case .sourceFormat:
      scratch.removeAll()
      scratch.append(event.format.rawValue)
    case .sourceIdentifier:
      guard let stream = event.place.stream else { return false }
      scratch.removeAll()
      scratch.append(identifierOf: event.place, in: stream)
    case .signature:
      guard let verdict = event.head.signature else { return false }
      scratch.removeAll()
      scratch.append(verdict.rawValue)
    case .origin:
      guard event.head.isFromServerLog else { return false }
      scratch.removeAll()
      scratch.append("serverLog")
    }
    return answer(step, .string, scratch.span)
  }

  private func answer(_ step: Step, _ value: Int128, _ scratch: inout ByteBuffer) -> Bool {
    scratch.removeAll()
    scratch.append(decimal: value)
    return answer(step, .integer, scratch.span)
  }

  private func answer(_ step: Step, _ value: Int64, _ scratch: inout ByteBuffer) -> Bool {
    scratch.removeAll()
    scratch.append(decimal: value)
    return answer(step, .integer, scratch.span)
  }

  private func answer(
    _ step: Step, node number: Int, isStamp: Bool = false, _ event: borrowing Event,
    _ scratch: inout ByteBuffer
  ) -> Bool {
    guard number >= 0 else { return false }
    let node = event.nodes[number]
    switch node.kind {
    case .null: return false
    case .map, .array: return step.relation == .exists
    case .integer, .decimal: return answer(step, .integer, event.valueBytes(node))
    case .true, .false:
      // Not every format writes the words.
      scratch.removeAll()
      event.appendText(of: node, to: &scratch)
      return answer(step, node.kind, scratch.span)
    case .string: break
    }
    if isStamp {
      guard let time = CivilTime(stamp: event.valueBytes(node))?.utc else { return false }
      return answer(step, time.milliseconds, &scratch)
    }
    if node.valueStyle.isDisjoint(with: [.escaped, .latin1]) {
      return answer(step, .string, event.valueBytes(node))
    }
    scratch.removeAll()
    event.appendText(of: node, to: &scratch)
    return answer(step, .string, scratch.span)
  }

  /// The number of the node of a field that is no part of the envelope; -1 if there is none.
  private func node(
    of field: Field, in event: borrowing Event, _ scratch: inout ByteBuffer
  ) -> Int {
    if field.home != .extra {
      let number = find(field.keys, below: Int(event.head.payloadNode), in: event, &scratch)
      if number >= 0 || field.home == .payload { return number }
    }
    guard event.nodes.count > 0 else { return -1 }
    return find(field.keys, below: 0, in: event, &scratch)
  }

  private func find(
    _ path: Range<Int32>, below start: Int, in event: borrowing Event, _ scratch: inout ByteBuffer
  ) -> Int {
    var parent = start
    for number in path {
      guard parent >= 0 else { return -1 }
      parent = child(keys.span[Int(number)], of: parent, in: event, &scratch)
    }
    return parent
  }

  /// The child of that name; the last one where a record says it twice, as JSON readers have it.
  private func child(
    _ key: Key, of parent: Int, in event: borrowing Event, _ scratch: inout ByteBuffer
  ) -> Int {
    let isList = event.nodes[parent].kind == .array
    guard isList || event.nodes[parent].kind == .map else { return -1 }
    let name = bytes(key.text)
    let end = Int(event.nodes[parent].next)
    var found = -1
    var child = parent + 1
    var position: Int32 = 0
    while child < end {
      let node = event.nodes[child]
      if isList {
        if position == key.index { return child }
      } else if parent != 0 || !event.isEnvelope(child) {
        if node.keyStyle.isDisjoint(with: [.escaped, .latin1]) {
          if Int(node.keyCount) == name.count, event.keyBytes(node).isSameName(as: name) {
            found = child
          }
        } else {
          scratch.removeAll()
          scratch.append(
            decoding: event.keyBytes(node), style: node.keyStyle, dialect: event.dialect)
          if scratch.span.isSameName(as: name) { found = child }
        }
      }
      child = Int(node.next)
      position += 1
    }
    return found
  }
}

extension Span<UInt8> {
  /// Whether the bytes are the same but for the case of ASCII letters.
  @inline(__always)
  fileprivate func isSameName(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where foldedASCII(self[index]) != foldedASCII(other[index]) {
      return false
    }
    return true
  }
}
