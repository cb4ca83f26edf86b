/// One JSON object per line, schema version 1: the keys in a fixed order, those without a value left
/// out except `time`.
struct JSONLinesRenderer: EventRenderer, ~Copyable {
  private let showsSource: Bool
  private let names = EventNameTable()
  private var scratch = RenderScratch()

  init(_ options: RenderOptions) { showsSource = options.showsSource }

  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let head = event.head
    if let time = head.time, EventTime.printable.contains(time.milliseconds) {
      output.append("{\"time\":\"")
      output.append(utc: time)
      output.append("\",\"system\":\"")
    } else {
      output.append("{\"time\":null,\"system\":\"")
    }
    output.append(head.system.word)
    appendType(event, to: &output)
    if head.streamNode >= 0, event.nodes[Int(head.streamNode)].valueCount > 0 {
      output.append(",\"stream\":")
      output.append(jsonValue: Int(head.streamNode), of: event, &scratch)
    }
    appendMember(",\"id\":", head.idNode, of: event, to: &output)
    if let logEntry = head.logEntry {
      output.append(",\"logEntry\":")
      output.append(decimal: logEntry)
    } else {
      appendMember(",\"logEntry\":", head.logEntryNode, of: event, to: &output)
    }
    appendMember(",\"timestamp\":", head.timestampNode, of: event, to: &output)
    appendMember(",\"processId\":", head.processIdNode, of: event, to: &output)
    if head.payloadNode >= 0 {
      output.append(",\"payload\":")
      output.append(jsonValue: Int(head.payloadNode), of: event, &scratch)
    }
    appendExtra(event, to: &output)
    if head.isFromServerLog { output.append(",\"origin\":\"serverLog\"") }
    if showsSource { appendSource(event, source, to: &output) }
    output.append("}\n")
  }

  /// `type`, and `recordedType` where the log said it differently.
  private mutating func appendType(_ event: borrowing Event, to output: inout ByteBuffer) {
    output.append("\",\"type\":")
    guard event.head.typeNode >= 0 else {
      output.append(UInt8(ascii: "\""))
      output.append(names.canonicalName(of: event.kind))
      output.append(UInt8(ascii: "\""))
      return
    }
    let node = event.nodes[Int(event.head.typeNode)]
    let isCanonical =
      event.kind == .unrecognized
      || event.valueBytes(node).equals(names.canonicalName(of: event.kind))
    guard !isCanonical else {
      output.append(jsonValue: Int(event.head.typeNode), of: event, &scratch)
      return
    }
    output.append(UInt8(ascii: "\""))
    output.append(names.canonicalName(of: event.kind))
    output.append("\",\"recordedType\":")
    output.append(jsonValue: Int(event.head.typeNode), of: event, &scratch)
  }

  private mutating func appendMember(
    _ key: StaticString, _ number: Int32, of event: borrowing Event, to output: inout ByteBuffer
  ) {
    guard number >= 0, event.nodes[Int(number)].kind != .null else { return }
    output.append(key)
    output.append(jsonValue: Int(number), of: event, &scratch)
  }

  /// Members of the record that are not of the envelope, if there are any.
  private mutating func appendExtra(_ event: borrowing Event, to output: inout ByteBuffer) {
    guard event.nodes.count > 0 else { return }
    let end = Int(event.nodes[0].next)
    var isOpen = false
    var child = 1
    while child < end {
      if !event.isEnvelope(child) {
        output.append(isOpen ? "," : ",\"extra\":{")
        isOpen = true
        output.append(jsonKeyOf: child, of: event, &scratch)
        output.append(jsonValue: child, of: event, &scratch)
      }
      child = Int(event.nodes[child].next)
    }
    if isOpen { output.append(UInt8(ascii: "}")) }
  }

  private func appendSource(
    _ event: borrowing Event, _ source: Span<UInt8>, to output: inout ByteBuffer
  ) {
    output.append(",\"source\":{\"file\":\"")
    output.append(jsonText: source)
    output.append("\",\"offset\":")
    output.append(decimal: Int64(event.place.offset))
    output.append(",\"record\":")
    output.append(decimal: Int64(event.place.number))
    output.append(",\"format\":\"")
    output.append(event.format.rawValue)
    output.append("\"}")
  }
}
