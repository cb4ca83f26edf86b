/// The two or three values that matter for an event of a kind, in words: `upTime 6.0s  1.2 MB`.
struct EventDetails: ~Copyable {
  /// The words, as decoded text that is not yet safe to print.
  private(set) var bytes = ByteBuffer(capacity: 256)
  /// What matters for each kind, by its raw value; empty: the first few fields.
  private let table: ContiguousArray<ContiguousArray<Detail>>
  private var text: FieldText

  /// Makes ready; where `isNeeded` is false, only for being kept.
  init(_ options: RenderOptions, isNeeded: Bool = true) {
    table =
      isNeeded
      ? ContiguousArray(EventKind.allCases.map { ContiguousArray(Detail.details(of: $0)) }) : []
    text = FieldText(options, zone: options.zone)
  }

  /// Finds the words for an event.
  mutating func read(_ event: borrowing Event) {
    bytes.removeAll()
    guard !table.isEmpty else { return }
    let details = table[Int(event.kind.rawValue)]
    for detail in details { append(detail, of: event) }
    if bytes.isEmpty { appendFirstFields(of: event) }
  }

  private mutating func append(_ detail: Detail, of event: borrowing Event) {
    let start = bytes.count
    if start > 0 { bytes.append("  ") }
    if detail.label.utf8CodeUnitCount > 0 {
      bytes.append(detail.label)
      bytes.append(UInt8(ascii: " "))
    }
    let isThere =
      switch detail.style {
      case .span: appendSpan(of: detail.paths, of: event)
      case .size: appendSize(of: detail.paths, of: event)
      default: appendFirst(of: detail.paths, detail.style, of: event)
      }
    if !isThere { bytes.truncate(to: start) }
  }

  /// Appends the first of several fields that has a value.
  private mutating func appendFirst(
    of paths: ContiguousArray<FieldPath>, _ style: Detail.Style, of event: borrowing Event
  ) -> Bool {
    let nothing = ContiguousArray<UInt8>()
    for path in paths {
      let kind = text.read(path, of: event, source: nothing.span)
      guard kind != .nothing, text.bytes.count > 0 else { continue }
      if kind == .structure, style != .text { continue }
      text.bytes.copy(into: &bytes, style)
      return true
    }
    return false
  }

  /// Appends how long it was from the first field's time to the second's.
  private mutating func appendSpan(
    of paths: ContiguousArray<FieldPath>, of event: borrowing Event
  ) -> Bool {
    guard paths.count == 2, let start = paths[0].stamp(in: event),
      let stop = paths[1].stamp(in: event)
    else { return false }
    bytes.append(durationInMilliseconds: stop.utc.milliseconds - start.utc.milliseconds)
    return true
  }

  /// Appends width and height; nothing while these are not known.
  private mutating func appendSize(
    of paths: ContiguousArray<FieldPath>, of event: borrowing Event
  ) -> Bool {
    guard paths.count == 2, let width = paths[0].wholeNumber(in: event), width > 0,
      let height = paths[1].wholeNumber(in: event), height > 0
    else { return false }
    bytes.append(decimal: width)
    bytes.append(UInt8(ascii: "x"))
    bytes.append(decimal: height)
    return true
  }

  /// Appends the first three values of the payload that are neither empty nor about all events.
  private mutating func appendFirstFields(of event: borrowing Event) {
    guard event.nodes.count > 0 else { return }
    let parent = event.head.payloadNode >= 0 ? Int(event.head.payloadNode) : 0
    let nothing = ContiguousArray<UInt8>()
    var found = 0
    var child = parent + 1
    while child < Int(event.nodes[parent].next), found < 3 {
      let node = event.nodes[child]
      if event.isNews(child, isTop: parent == 0),
        text.read(.node(child), of: event, source: nothing.span) != .nothing
      {
        if found > 0 { bytes.append("  ") }
        bytes.append(
          decoding: event.keyBytes(node), style: node.keyStyle, dialect: event.dialect)
        bytes.append(UInt8(ascii: " "))
        text.bytes.copyBytes(into: &bytes)
        found += 1
      }
      child = Int(node.next)
    }
  }
}

extension Event {
  /// Whether a member of the payload may be worth telling.
  fileprivate func isNews(_ number: Int, isTop: Bool) -> Bool {
    let node = nodes[number]
    guard node.canBeSecret, number != Int(head.streamNode), !(isTop && isEnvelope(number)) else {
      return false
    }
    let key = keyBytes(node)
    return !key.equals("PID") && !key.equals("queryTimestamp") && !key.equals("typeNumeric")
  }
}

extension FieldPath {
  /// The whole part of a number.
  fileprivate func wholeNumber(in event: borrowing Event) -> Int64? {
    guard case .node(let number) = find(in: event) else { return nil }
    let node = event.nodes[number]
    return node.kind == .integer || node.kind == .decimal ? event.valueBytes(node).wholePart : nil
  }

  /// A time without a zone.
  fileprivate func stamp(in event: borrowing Event) -> CivilTime? {
    guard case .node(let number) = find(in: event) else { return nil }
    return CivilTime(stamp: event.valueBytes(event.nodes[number]))
  }
}

extension ByteBuffer {
  /// Copies a value that is in this buffer into another, in the style of a detail.
  fileprivate borrowing func copy(into output: inout ByteBuffer, _ style: Detail.Style) {
    output.append(span, style)
  }

  /// Appends a value in the style of a detail.
  fileprivate mutating func append(_ text: Span<UInt8>, _ style: Detail.Style) {
    switch style {
    case .milliseconds:
      if let value = text.wholePart { append(durationInMilliseconds: value) } else { append(text) }
    case .seconds:
      if let value = text.wholePart, value.magnitude < 1 << 52 {
        append(durationInMilliseconds: value * 1000)
      } else {
        append(text)
      }
    case .bytes:
      if let value = text.wholePart { append(bytes: value) } else { append(text) }
    case .pathEnd:
      append(text.extracting(text.start(ofLastComponents: 2)...))
    case .text, .span, .size: append(text)
    }
  }
}

extension Span<UInt8> {
  /// Where the last few components of a path begin.
  fileprivate func start(ofLastComponents number: Int) -> Int {
    var slashes = 0
    var offset = count
    while offset > 0 {
      offset -= 1
      guard self[offset] == UInt8(ascii: "/") else { continue }
      slashes += 1
      if slashes == number { return offset + 1 }
    }
    return 0
  }
}
