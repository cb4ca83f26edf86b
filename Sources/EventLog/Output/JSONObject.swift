/// Writes an event as a JSON object of schema version 1: the one place that knows its keys.
struct JSONObject: ~Copyable {
  private let fields: FieldList
  private let isWhole: Bool
  /// The keys that are no nodes of the record and are shown.
  private let roots: Set<FieldPath.Root>
  private let names = EventNameTable()
  private var scratch = RenderScratch()

  init(_ options: RenderOptions) {
    fields = options.fields
    isWhole = options.fields.isEmpty
    let sources: Set<FieldPath.Root> = [
      .sourceFile, .sourceOffset, .sourceRecord, .sourceFormat, .sourceIdentifier, .sourceTime,
      .sourceAddress,
    ]
    roots = Set(
      FieldPath.Root.allCases.filter { root in
        options.fields.shows(root) && root.derived == nil
          && (!sources.contains(root) || options.showsSource)
          || options.fields.asksFor(root)
      })
    showsTime = roots.contains(.time)
    showsSystem = roots.contains(.system)
    showsType = roots.contains(.type)
    showsRecordedType = roots.contains(.recordedType)
    showsStream = roots.contains(.stream)
    showsLogEntry = roots.contains(.logEntry)
    showsExtra = roots.contains(.extra)
    showsOrigin = roots.contains(.origin)
    showsSignature = roots.contains(.signature)
    derived = options.fields.wanted.compactMap { column in
      guard case .field(let path) = column, path.root.derived != nil else { return nil }
      return path
    }
    showsSource = !roots.isDisjoint(with: sources)
    scratch.redacts = options.redacts
  }

  // A set would be asked for each of these for each event.
  private let showsTime: Bool
  private let showsSystem: Bool
  private let showsType: Bool
  private let showsRecordedType: Bool
  private let showsStream: Bool
  private let showsLogEntry: Bool
  private let showsExtra: Bool
  private let showsOrigin: Bool
  private let showsSignature: Bool
  private let showsSource: Bool
  /// The derived fields that are asked for.
  private let derived: [FieldPath]

  /// Appends an event, without a line end.
  mutating func append(
    _ event: borrowing Event, source: Span<UInt8>, to output: inout ByteBuffer
  ) {
    if !isWhole { fields.find(in: event, &scratch.shown) }
    let head = event.head
    let start = output.count
    if showsTime { appendTime(head.time, to: &output) }
    if showsSystem {
      output.append(",\"system\":\"")
      output.append(head.system.word)
      output.append(UInt8(ascii: "\""))
    }
    if showsType { appendType(event, to: &output) }
    appendRecordedType(event, to: &output)
    if showsStream, head.streamNode >= 0, event.nodes[Int(head.streamNode)].valueCount > 0 {
      output.append(",\"stream\":")
      output.append(jsonValue: Int(head.streamNode), of: event, &scratch)
    }
    appendMember(",\"id\":", head.idNode, of: event, to: &output)
    if showsLogEntry {
      if let logEntry = head.logEntry {
        output.append(",\"logEntry\":")
        output.append(decimal: logEntry)
      } else if head.logEntryNode >= 0, event.nodes[Int(head.logEntryNode)].kind != .null {
        output.append(",\"logEntry\":")
        output.append(jsonValue: Int(head.logEntryNode), of: event, &scratch)
      }
    }
    appendMember(",\"timestamp\":", head.timestampNode, of: event, to: &output)
    appendMember(",\"processId\":", head.processIdNode, of: event, to: &output)
    appendMember(",\"payload\":", head.payloadNode, of: event, to: &output)
    appendExtra(event, to: &output)
    if showsOrigin, head.isFromServerLog { output.append(",\"origin\":\"serverLog\"") }
    if showsSignature, let signature = head.signature {
      output.append(",\"signature\":\"")
      output.append(signature.rawValue)
      output.append(UInt8(ascii: "\""))
    }
    appendDerived(event, to: &output)
    if showsSource { appendSource(event, source, to: &output) }
    // Each member has a comma before it; the first one's becomes the brace.
    if output.count == start { output.append(UInt8(ascii: "{")) }
    output.replace(at: start, with: UInt8(ascii: "{"))
    output.append(UInt8(ascii: "}"))
  }

  private func appendTime(_ time: EventTime?, to output: inout ByteBuffer) {
    if let time, EventTime.printable.contains(time.milliseconds) {
      output.append(",\"time\":\"")
      output.append(utc: time)
      output.append(UInt8(ascii: "\""))
    } else {
      output.append(",\"time\":null")
    }
  }

  /// The canonical type, or the recorded one of an event that the catalogue does not know.
  private mutating func appendType(_ event: borrowing Event, to output: inout ByteBuffer) {
    output.append(",\"type\":")
    if event.kind == .unrecognized, event.head.typeNode >= 0 {
      output.append(jsonValue: Int(event.head.typeNode), of: event, &scratch)
    } else {
      output.append(UInt8(ascii: "\""))
      output.append(names.canonicalName(of: event.kind))
      output.append(UInt8(ascii: "\""))
    }
  }

  /// The recorded type where it is not the canonical one.
  private mutating func appendRecordedType(_ event: borrowing Event, to output: inout ByteBuffer) {
    guard showsRecordedType, event.head.typeNode >= 0, event.kind != .unrecognized,
      !event.valueBytes(event.nodes[Int(event.head.typeNode)])
        .equals(names.canonicalName(of: event.kind))
    else { return }
    output.append(",\"recordedType\":")
    output.append(jsonValue: Int(event.head.typeNode), of: event, &scratch)
  }

  private mutating func appendMember(
    _ key: StaticString, _ number: Int32, of event: borrowing Event, to output: inout ByteBuffer
  ) {
    guard number >= 0 else { return }
    let node = event.nodes[Int(number)]
    guard node.kind != .null, isWhole || scratch.shown.contains(Int(number), node) else { return }
    output.append(key)
    output.append(jsonValue: Int(number), of: event, &scratch)
  }

  /// Members of the record that are not of the envelope, if there are any.
  private mutating func appendExtra(_ event: borrowing Event, to output: inout ByteBuffer) {
    // Where all of them are asked for by name, the rest of the list is no filter for them.
    let isEverything = scratch.shown.isEverything
    guard showsExtra || !isEverything else { return }
    if showsExtra { scratch.shown.isEverything = true }
    defer { scratch.shown.isEverything = isEverything }
    let before = output.count
    output.append(",\"extra\":{")
    if output.append(extraMembersOf: event, &scratch) > 0 {
      output.append(UInt8(ascii: "}"))
    } else {
      output.truncate(to: before)
    }
  }

  /// Derived fields; recorded ones of the same name stand where they are recorded.
  private func appendDerived(_ event: borrowing Event, to output: inout ByteBuffer) {
    for path in derived {
      let start = output.count
      output.append(",\"")
      output.append(path.root.rawValue)
      output.append("\":")
      switch path.find(in: event) {
      case .integer(let number): output.append(decimal: number)
      case .milliseconds(let number): output.append(seconds: number)
      default: output.truncate(to: start)
      }
    }
  }

  private mutating func appendSource(
    _ event: borrowing Event, _ source: Span<UInt8>, to output: inout ByteBuffer
  ) {
    output.append(",\"source\":")
    let start = output.count
    if roots.contains(.sourceFile) {
      output.append(",\"file\":\"")
      output.append(jsonText: source)
      output.append(UInt8(ascii: "\""))
    }
    if roots.contains(.sourceOffset) {
      output.append(",\"offset\":")
      output.append(decimal: Int64(event.place.offset))
    }
    if roots.contains(.sourceRecord) {
      output.append(",\"record\":")
      output.append(decimal: Int64(event.place.number))
    }
    if roots.contains(.sourceFormat) {
      output.append(",\"format\":\"")
      output.append(event.format.rawValue)
      output.append(UInt8(ascii: "\""))
    }
    if roots.contains(.sourceIdentifier), let stream = event.place.stream {
      output.append(",\"id\":\"")
      output.append(identifierOf: event.place, in: stream)
      output.append(UInt8(ascii: "\""))
    }
    if roots.contains(.sourceTime), let time = event.head.carriedTime,
      EventTime.printable.contains(time.milliseconds)
    {
      output.append(",\"time\":\"")
      output.append(utc: time)
      output.append(UInt8(ascii: "\""))
    }
    if roots.contains(.sourceAddress), event.head.clientNode >= 0 {
      output.append(",\"address\":")
      output.append(jsonValue: Int(event.head.clientNode), of: event, &scratch)
    }
    // Asked for alone, these may be missing.
    if output.count == start { output.append(UInt8(ascii: "{")) }
    output.replace(at: start, with: UInt8(ascii: "{"))
    output.append(UInt8(ascii: "}"))
  }
}
