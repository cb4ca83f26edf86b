/// Where a value stands in an event: what `--fields`, `--where` and templates call a field.
///
/// The parts of a path are separated by dots: names, upper and lower case alike, and numbers of list
/// elements from 0.
///
/// - `time`, `system`, `type`, `recordedType`, `stream`, `id`, `logEntry`, `timestamp`, `processId`,
///   `payload`, `extra`, `origin` and `signature` are those keys of the output, as are `source.file`,
///   `source.offset`, `source.record`, `source.format`, `source.id`, `source.time` and
///   `source.address`.
/// - `payload.x` and `extra.x` are fields of these.
/// - `bytes`, `droppedBytes`, `bitrate` and `seconds` are derived (``DerivedField``) where an event
///   that ends a session records no field of that name.
/// - Any other name is looked for in the payload, then beside it: `upTime`, `audio.bytesCount`,
///   `outStreamsUniqueIds.0` or `outStreamsUniqueIds[0]`.
///
/// A backslash takes away the meaning of the next character: `a\.b` is one name.
public struct FieldPath: Hashable, Sendable {
  /// Where the search begins.
  enum Root: String, CaseIterable, Sendable {
    case time, system, type, recordedType, stream, id, logEntry, timestamp, processId, payload
    case extra, origin, signature
    case sourceFile = "source.file"
    case sourceOffset = "source.offset"
    case sourceRecord = "source.record"
    case sourceFormat = "source.format"
    case sourceIdentifier = "source.id"
    case sourceTime = "source.time"
    case sourceAddress = "source.address"
    /// The payload, then what stands beside it, and then what is derived.
    case bytes, droppedBytes, bitrate, seconds
    /// The payload, and then what stands beside it.
    case anywhere = ""

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
  }

  /// The path as it was written.
  public let text: String
  let root: Root
  /// The names on the way down from the root, one behind the other.
  private let names: ContiguousArray<UInt8>
  /// Where each name ends.
  private let ends: ContiguousArray<Int>

  /// Why a text is no path.
  public struct ParseError: Error, Equatable, Sendable {
    /// In lower case and without a full stop.
    public let problem: String
    /// How many bytes of the text come before what is wrong.
    public let offset: Int
  }

  /// Reads a path.
  ///
  /// - Throws: ``ParseError`` where a part is empty, or a value without parts is asked for one.
  public static func parse(_ text: String) throws(ParseError) -> FieldPath {
    let parts = try Self.parts(of: text)
    let first = Self.root(of: parts)
    let below = parts.dropFirst(first.length)
    if !below.isEmpty, first.root != .payload, first.root != .extra, first.root != .anywhere,
      first.root != .id, first.root != .timestamp, first.root.derived == nil
    {
      throw ParseError(
        problem: "'\(first.root.rawValue)' is one value and has no fields",
        offset: first.root.rawValue.utf8.count)
    }
    return FieldPath(text: text, root: first.root, parts: below)
  }

  /// The path of those names below the payload, or beside it (quirk 80), or derived; for names that are known when
  /// this is compiled.
  init(anywhere names: [String]) {
    let parts = names.map { ContiguousArray($0.utf8) }
    self.init(
      text: names.joined(separator: "."), root: Self.derivedRoot(of: parts) ?? .anywhere,
      parts: parts[...])
  }

  /// The path of one of the envelope's own values.
  init(_ root: Root) { self.init(text: root.rawValue, root: root, parts: []) }

  /// The names on the way down from the root, one by one.
  var keys: [String] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return String(decoding: names[start..<end], as: UTF8.self)
    }
  }

  /// Whether it leads to what the root names and no deeper.
  var isRoot: Bool { ends.isEmpty || root.derived != nil }

  private init(text: String, root: Root, parts: ArraySlice<ContiguousArray<UInt8>>) {
    self.text = text
    self.root = root
    names = ContiguousArray(parts.joined())
    var end = 0
    ends = ContiguousArray(
      parts.map { part in
        end += part.count
        return end
      })
  }

  /// The envelope's name that the parts begin with, and how many parts it takes up.
  private static func root(of parts: [ContiguousArray<UInt8>]) -> (root: Root, length: Int) {
    // The name itself is looked for first.
    if let root = derivedRoot(of: parts) { return (root, 0) }
    for root in Root.allCases where root != .anywhere && root.derived == nil {
      let names = root.rawValue.utf8.split(separator: UInt8(ascii: "."))
      guard parts.count >= names.count else { continue }
      if zip(names, parts).allSatisfy({ equalIgnoringASCIICase($0, $1) }) {
        return (root, names.count)
      }
    }
    return (.anywhere, 0)
  }

  /// The root of what is derived where no event records it, if the parts name that.
  private static func derivedRoot(of parts: [ContiguousArray<UInt8>]) -> Root? {
    guard parts.count == 1, let field = DerivedField(named: parts[0]) else { return nil }
    return Root.allCases.first { $0.derived == field }
  }

  private static func parts(of text: String) throws(ParseError) -> [ContiguousArray<UInt8>] {
    var parts: [ContiguousArray<UInt8>] = []
    var part: ContiguousArray<UInt8> = []
    let bytes = ContiguousArray(text.utf8)
    var offset = 0
    // Behind `[0]` a dot or nothing follows, and the part before it is complete.
    var isClosed = false
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\\") where offset + 1 < bytes.count:
        offset += 1
        part.append(bytes[offset])
      case UInt8(ascii: "."):
        guard !part.isEmpty || isClosed else {
          throw ParseError(problem: "a name is missing before the dot", offset: offset)
        }
        if !isClosed { parts.append(part) }
        part = []
        isClosed = false
        guard offset + 1 < bytes.count else {
          throw ParseError(problem: "a name is missing behind the dot", offset: offset + 1)
        }
      case UInt8(ascii: "["):
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
        let number = bytes[(offset + 1)..<max(end, offset + 1)]
        guard end < bytes.count, !number.isEmpty, number.allSatisfy(\.isASCIIDigit) else {
          throw ParseError(problem: "in [ ] stands the number of an element", offset: offset)
        }
        guard !part.isEmpty || isClosed else {
          throw ParseError(problem: "a name is missing before the bracket", offset: offset)
        }
        if !isClosed { parts.append(part) }
        part = []
        parts.append(ContiguousArray(number))
        isClosed = true
        offset = end
      default:
        guard !isClosed else {
          throw ParseError(problem: "a dot is missing behind the bracket", offset: offset)
        }
        part.append(bytes[offset])
      }
      offset += 1
    }
    if !part.isEmpty { parts.append(part) }
    guard !parts.isEmpty else { throw ParseError(problem: "a field has a name", offset: 0) }
    return parts
  }
}

/// What stands at a path of an event; it refers to the event and holds no text of its own.
public enum FieldValue: Equatable, Sendable {
  /// Nothing; a recorded null is a node.
  case missing
  /// The node of that number, a container perhaps.
  case node(Int)
  case integer(Int128)
  /// A length of time, shown as seconds with three digits behind the point.
  case milliseconds(Int64)
  case time(EventTime)
  /// The event's canonical type.
  case type
  case system(EventSystem)
  /// The fields beside the envelope, together.
  case extra
  /// The word `serverLog`.
  case serverLog
  /// What checking the signature gave.
  case signature(SignatureVerdict)
  /// The name of the log, which whoever reads it knows.
  case sourceName
  case format(InputFormat)
  /// What tells the record from all others, of the stream of that name.
  case identifier(UInt64)
}

extension FieldPath {
  /// What an event has at this path.
  ///
  /// Where a name occurs twice in an object the last one counts, as `jq` has it.
  ///
  /// - Complexity: O(*n*) in the members of the objects on the way; nothing is allocated but for keys
  ///   with escapes in them.
  public func find(in event: borrowing Event) -> FieldValue {
    let head = event.head
    switch root {
    case .time: return head.time.map(FieldValue.time) ?? .missing
    case .system: return .system(head.system)
    case .type: return event.kind == .unrecognized ? node(head.typeNode) : .type
    case .recordedType: return node(head.typeNode)
    case .stream:
      guard head.streamNode >= 0, event.nodes[Int(head.streamNode)].valueCount > 0 else {
        return .missing
      }
      return node(head.streamNode)
    case .id: return descend(from: head.idNode, in: event)
    case .logEntry: return head.logEntry.map { .integer(Int128($0)) } ?? node(head.logEntryNode)
    case .timestamp: return descend(from: head.timestampNode, in: event)
    case .processId: return node(head.processIdNode)
    case .payload: return descend(from: head.payloadNode, in: event)
    case .extra: return ends.isEmpty ? .extra : descend(from: 0, in: event)
    case .origin: return head.isFromServerLog ? .serverLog : .missing
    case .signature: return head.signature.map(FieldValue.signature) ?? .missing
    case .sourceFile: return .sourceName
    case .sourceOffset: return .integer(Int128(event.place.offset))
    case .sourceRecord: return .integer(Int128(event.place.number))
    case .sourceFormat: return .format(event.format)
    case .sourceIdentifier: return event.place.stream.map(FieldValue.identifier) ?? .missing
    case .sourceTime: return head.carriedTime.map(FieldValue.time) ?? .missing
    case .sourceAddress: return node(head.clientNode)
    case .bytes, .droppedBytes, .bitrate, .seconds:
      let found = findAnywhere(in: event)
      return found == .missing ? root.derived?.value(of: event) ?? .missing : found
    case .anywhere: return findAnywhere(in: event)
    }
  }

  private func findAnywhere(in event: borrowing Event) -> FieldValue {
    let found = descend(from: event.head.payloadNode, in: event)
    return found == .missing ? descend(from: 0, in: event) : found
  }

  @inline(__always)
  private func node(_ number: Int32) -> FieldValue { number < 0 ? .missing : .node(Int(number)) }

  private func descend(from start: Int32, in event: borrowing Event) -> FieldValue {
    guard start >= 0, event.nodes.count > Int(start) else { return .missing }
    var place = Int(start)
    var begin = 0
    for (depth, end) in ends.enumerated() {
      let name = names.span.extracting(begin..<end)
      let isTop = depth == 0 && start == 0
      guard let found = event.member(named: name, of: place, isTop: isTop) else { return .missing }
      place = found
      begin = end
    }
    return .node(place)
  }
}

extension Event {
  /// The last member of an object with that name, or the element of a list with that number.
  ///
  /// Where `isTop` is set, `parent` is the whole record, of which only what is not envelope counts.
  fileprivate func member(named name: Span<UInt8>, of parent: Int, isTop: Bool) -> Int? {
    let container = nodes[parent]
    guard container.kind.isContainer else { return nil }
    let end = Int(container.next)
    var child = parent + 1
    if container.kind == .array {
      guard name.isDigits, var rest = name.integer else { return nil }
      while child < end, rest > 0 {
        child = Int(nodes[child].next)
        rest -= 1
      }
      return child < end ? child : nil
    }
    var found: Int?
    while child < end {
      let node = nodes[child]
      if isKey(of: node, name), !isTop || !isEnvelope(child) { found = child }
      child = Int(node.next)
    }
    return found
  }

  @inline(__always)
  private func isKey(of node: Node, _ name: Span<UInt8>) -> Bool {
    if node.keyStyle.contains(.escaped) || node.keyStyle.contains(.latin1) {
      var key = ByteBuffer(capacity: 64)
      key.append(decoding: keyBytes(node), style: node.keyStyle, dialect: dialect)
      return key.span.equalsIgnoringASCIICase(name)
    }
    return Int(node.keyCount) == name.count && keyBytes(node).equalsIgnoringASCIICase(name)
  }

  /// Whether a child of the root is one of the envelope's own members.
  func isEnvelope(_ number: Int) -> Bool {
    let number = Int32(truncatingIfNeeded: number)
    return number == head.payloadNode || number == head.typeNode || number == head.idNode
      || number == head.timestampNode || number == head.processIdNode
      || number == head.logEntryNode
  }

  /// Appends what a path found as text: strings decoded, numbers as recorded, times in UTC; nothing
  /// for null and for containers.
  ///
  /// `names` are those of types, and `source` is the name of the log.
  func appendText(
    of value: FieldValue, names: borrowing EventNameTable, source: Span<UInt8>,
    to output: inout ByteBuffer
  ) {
    switch value {
    case .missing, .extra: break
    case .node(let number): appendText(of: nodes[number], to: &output)
    case .integer(let number): output.append(decimal: number)
    case .milliseconds(let number): output.append(seconds: number)
    case .time(let time):
      if EventTime.printable.contains(time.milliseconds) { output.append(utc: time) }
    case .type: output.append(names.canonicalName(of: kind))
    case .system(let system): output.append(system.word)
    case .serverLog: output.append("serverLog")
    case .signature(let verdict): output.append(verdict.rawValue)
    case .sourceName: output.append(source)
    case .format(let format): output.append(format.rawValue)
    case .identifier(let stream): output.append(identifierOf: place, in: stream)
    }
  }
}

extension EventSystem {
  /// Its name, to be appended without a copy.
  var word: StaticString {
    switch self {
    case .ems: "ems"
    case .fastpix: "fastpix"
    case .antmedia: "antmedia"
    }
  }
}

extension Span<UInt8> {
  /// Whether these are the same bytes, the case of ASCII letters ignored.
  func equalsIgnoringASCIICase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where foldedASCII(self[index]) != foldedASCII(other[index]) {
      return false
    }
    return true
  }
}
