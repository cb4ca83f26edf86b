/// What kind of thing a field's text is.
enum FieldKind {
  /// There is no value.
  case nothing
  case number
  /// Text that a log may have chosen freely.
  case text
  /// A word of ours, a truth value or a time: harmless wherever it stands.
  case word
  /// An object or a list, as JSON.
  case structure
}

/// Reads fields as text: the one way for the cells of tables, for lines and templates.
///
/// The text is decoded UTF-8 and, if that is asked for, without secrets, but not safe to print; that
/// is for each output to see to.
struct FieldText: ~Copyable {
  /// The text that was read last.
  private(set) var bytes = ByteBuffer(capacity: 256)
  private let names = EventNameTable()
  private let fields: FieldList
  private let zone: ZoneRules?
  private let stampZone: ZoneRules?
  private var scratch = RenderScratch()
  /// How many nodes were looked at for secrets.
  var stepsForSecrets: Int { scratch.secrets.steps }

  /// Creates a reader of fields.
  ///
  /// - Parameters:
  ///   - options: what is hidden, and which fields are left out.
  ///   - zone: the zone in which times are shown; nil for UTC in the way of RFC 3339.
  init(_ options: RenderOptions, zone: ZoneRules?) {
    fields = options.fields
    self.zone = zone
    stampZone = options.stampZone
    scratch.redacts = options.redacts
  }

  /// Reads what is at a path.
  mutating func read(
    _ path: borrowing FieldPath, of event: borrowing Event, source: Span<UInt8>
  ) -> FieldKind {
    read(path.find(in: event), of: event, source: source)
  }

  /// Reads what a path has found.
  mutating func read(
    _ value: FieldValue, of event: borrowing Event, source: Span<UInt8>
  ) -> FieldKind {
    bytes.removeAll()
    switch value {
    case .missing: return .nothing
    case .node(let number): return read(node: number, of: event)
    case .time(let time):
      guard EventTime.printable.contains(time.milliseconds) else { return .nothing }
      if let zone {
        bytes.append(local: zone.civil(at: time))
      } else {
        bytes.append(stamp: time, in: stampZone)
      }
      return .word
    case .extra:
      guard hasExtra(event) else { return .nothing }
      bytes.append(UInt8(ascii: "{"))
      bytes.append(extraMembersOf: event, &scratch)
      bytes.append(UInt8(ascii: "}"))
      return .structure
    case .sourceName:
      bytes.append(source)
      return .text
    case .integer, .milliseconds:
      event.appendText(of: value, names: names, source: source, to: &bytes)
      return .number
    case .type, .system, .serverLog, .signature, .format, .identifier:
      event.appendText(of: value, names: names, source: source, to: &bytes)
      return .word
    }
  }

  private mutating func read(node number: Int, of event: borrowing Event) -> FieldKind {
    if scratch.redacts { scratch.secrets.begin(event) }
    return readNext(node: number, of: event)
  }

  /// Makes ready to read nodes of an event in their order.
  mutating func begin(_ event: borrowing Event) { scratch.secrets.begin(event) }

  /// Reads a node of the event that reading has begun with, which comes after those that were read.
  ///
  /// - Complexity: O(*n*) for all nodes of an event together.
  mutating func readNext(node number: Int, of event: borrowing Event) -> FieldKind {
    bytes.removeAll()
    let node = event.nodes[number]
    if node.kind.isContainer {
      if !fields.dropped.isEmpty { fields.findDropped(in: event, &scratch.shown) }
      bytes.append(jsonNextValue: number, of: event, &scratch)
      return .structure
    }
    if scratch.redacts, node.canBeSecret, scratch.secrets.contains(number, of: event) {
      bytes.append(Redaction.mask)
      return .word
    }
    switch node.kind {
    case .string:
      if scratch.redacts {
        event.appendRedacted(node, to: &bytes, plain: &scratch.plain)
      } else {
        event.appendText(of: node, to: &bytes)
      }
      return .text
    case .integer, .decimal:
      bytes.append(event.valueBytes(node))
      return .number
    case .true, .false:
      event.appendText(of: node, to: &bytes)
      return .word
    case .null, .map, .array: return .nothing
    }
  }

  /// Whether anything stands beside the envelope.
  private func hasExtra(_ event: borrowing Event) -> Bool {
    guard event.nodes.count > 0 else { return false }
    var child = 1
    while child < Int(event.nodes[0].next) {
      if !event.isEnvelope(child) { return true }
      child = Int(event.nodes[child].next)
    }
    return false
  }
}

extension ByteBuffer {
  /// Appends a date and time as clocks show it: `2026-11-20 23:12:33.343`.
  mutating func append(local time: CivilTime) {
    appendDigits(UInt64(max(time.year, 0)), width: 4)
    append(UInt8(ascii: "-"))
    appendTwo(time.month)
    append(UInt8(ascii: "-"))
    appendTwo(time.day)
    append(UInt8(ascii: " "))
    append(timeOfDay: time)
  }

  /// Appends `23:12:33.343`.
  mutating func append(timeOfDay time: CivilTime) {
    appendTwo(time.hour)
    append(UInt8(ascii: ":"))
    appendTwo(time.minute)
    append(UInt8(ascii: ":"))
    appendTwo(time.second)
    append(UInt8(ascii: "."))
    appendDigits(UInt64(max(time.millisecond, 0)), width: 3)
  }

  /// Appends the members of the record that are not of the envelope, with commas between them.
  ///
  /// - Returns: how many there were.
  @discardableResult
  mutating func append(
    extraMembersOf event: borrowing Event, _ scratch: inout RenderScratch
  ) -> Int {
    guard event.nodes.count > 0 else { return 0 }
    if scratch.redacts { scratch.secrets.begin(event) }
    var members = 0
    var child = 1
    while child < Int(event.nodes[0].next) {
      if !event.isEnvelope(child), scratch.shown.contains(child, event.nodes[child]) {
        if members > 0 { append(UInt8(ascii: ",")) }
        append(jsonKeyOf: child, of: event, &scratch)
        append(jsonNextValue: child, of: event, &scratch)
        members += 1
      }
      child = Int(event.nodes[child].next)
    }
    return members
  }
}
