/// Fills a template for each event, a line end behind it.
struct TemplateWriter: EventWriter, ~Copyable {
  private let parts: [Template.Part]
  private let zone: ZoneRules
  private var cell: Cell
  private var json: JSONText
  private var value = ByteBuffer(capacity: 256)
  private var safe = ByteBuffer(capacity: 256)

  init(_ template: Template, _ options: RenderOptions) {
    parts = template.parts
    zone = options.zone
    let columns = template.parts.compactMap { part -> Column? in
      if case .field(let field) = part { field.column } else { nil }
    }
    cell = Cell(options, columns: columns, zone: options.zone)
    json = JSONText(redacts: options.redacts)
  }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    for part in parts {
      switch part {
      case .literal(let text): output.append(text.span)
      case .field(let field): append(field, of: event, source, to: &output)
      }
    }
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func append(
    _ field: Template.Field, of event: borrowing Event, _ source: Span<UInt8>,
    to output: inout ByteBuffer
  ) {
    value.removeAll()
    let hasValue = read(field, of: event, source)
    safe.removeAll()
    if hasValue {
      value.escape(into: &safe)
    } else {
      safe.append(field.fallback.span)
    }
    let padding = field.width > 0 ? max(field.width - safe.columns, 0) : 0
    switch field.alignment {
    case .left:
      safe.copyBytes(into: &output)
      output.append(spaces: padding)
    case .right:
      output.append(spaces: padding)
      safe.copyBytes(into: &output)
    case .middle:
      output.append(spaces: padding / 2)
      safe.copyBytes(into: &output)
      output.append(spaces: padding - padding / 2)
    }
  }

  /// Reads and formats a value; false where there is none.
  private mutating func read(
    _ field: Template.Field, of event: borrowing Event, _ source: Span<UInt8>
  ) -> Bool {
    if case .time(let format) = field.formatter {
      guard let time = field.column.time(in: event) else { return false }
      value.append(time, format: format.span, zone: zone)
      return true
    }
    let kind = cell.read(field.column, of: event, source: source)
    guard kind != .nothing else { return false }
    if field.formatter == .json, case .field(let path) = field.column,
      case .node(let number) = path.find(in: event)
    {
      json.append(number, of: event, to: &value)
    } else if field.formatter == .json, kind != .number, kind != .structure {
      value.append(UInt8(ascii: "\""))
      cell.copyAsJSON(into: &value)
      value.append(UInt8(ascii: "\""))
    } else {
      cell.copy(into: &value, field.formatter)
    }
    return true
  }
}

/// A value of an event as JSON, with room to work in.
struct JSONText: ~Copyable {
  private var scratch = RenderScratch()

  init(redacts: Bool) { scratch.redacts = redacts }

  mutating func append(_ number: Int, of event: borrowing Event, to output: inout ByteBuffer) {
    output.append(jsonValue: number, of: event, &scratch)
  }
}

extension Column {
  /// The time that a column has: the event's, a number of milliseconds since 1970, or seconds if it
  /// is too small for these.
  fileprivate func time(in event: borrowing Event) -> EventTime? {
    guard case .field(let path) = self else { return nil }
    switch path.find(in: event) {
    case .time(let time):
      return EventTime.printable.contains(time.milliseconds) ? time : nil
    case .node(let number):
      let node = event.nodes[number]
      guard node.kind == .integer || node.kind == .decimal,
        let value = event.valueBytes(node).wholePart, value >= 0
      else { return nil }
      let time =
        value < 100_000_000_000 ? EventTime(seconds: value) : EventTime(milliseconds: value)
      guard let time, EventTime.printable.contains(time.milliseconds) else { return nil }
      return time
    default: return nil
    }
  }
}

extension Cell {
  fileprivate borrowing func copy(into output: inout ByteBuffer, _ formatter: Template.Formatter) {
    output.append(bytes, formatter)
  }

  fileprivate borrowing func copyAsJSON(into output: inout ByteBuffer) {
    output.append(jsonText: bytes)
  }
}

extension ByteBuffer {
  /// Appends a value as a formatter has it; what it cannot format stays as it is.
  fileprivate mutating func append(_ text: Span<UInt8>, _ formatter: Template.Formatter) {
    switch formatter {
    case .plain, .json, .time: append(text)
    case .decimals(let decimals): append(number: text, decimals: decimals)
    case .upper:
      for index in text.indices {
        let byte = text[index]
        append(byte &- UInt8(ascii: "a") < 26 ? byte & 0xDF : byte)
      }
    case .lower:
      for index in text.indices { append(foldedASCII(text[index])) }
    case .milliseconds(let decimals):
      appendWhole(text, times: 1) { $0.append(durationInMilliseconds: $1, decimals: decimals) }
    case .seconds(let decimals):
      if let value = text.thousandths {
        append(durationInMilliseconds: value, decimals: decimals)
      } else {
        append(text)
      }
    case .bytes:
      // Counters have 64 bits, one more than `wholePart`.
      if text.wholePart == nil, let value = text.unsignedInteger {
        append(bytes: value)
      } else {
        appendWhole(text, times: 1) { $0.append(bytes: $1) }
      }
    case .rate(let unit): appendWhole(text, times: unit) { $0.append(bitsPerSecond: $1) }
    }
  }

  private mutating func appendWhole(
    _ text: Span<UInt8>, times factor: Int64, _ append: (inout ByteBuffer, Int64) -> Void
  ) {
    guard let value = text.wholePart else { return self.append(text) }
    let (product, overflowed) = value.multipliedReportingOverflow(by: factor)
    if overflowed { self.append(text) } else { append(&self, product) }
  }

  /// Appends a moment in the way that a checked format says.
  fileprivate mutating func append(_ time: EventTime, format: Span<UInt8>, zone: ZoneRules) {
    let civil = zone.civil(at: time)
    var index = 0
    while index < format.count {
      guard format[index] == UInt8(ascii: "%"), index + 1 < format.count else {
        append(format[index])
        index += 1
        continue
      }
      switch format[index + 1] {
      case UInt8(ascii: "Y"): appendDigits(UInt64(max(civil.year, 0)), width: 4)
      case UInt8(ascii: "m"): appendTwo(civil.month)
      case UInt8(ascii: "d"): appendTwo(civil.day)
      case UInt8(ascii: "H"): appendTwo(civil.hour)
      case UInt8(ascii: "M"): appendTwo(civil.minute)
      case UInt8(ascii: "S"): appendTwo(civil.second)
      case UInt8(ascii: "L"): appendDigits(UInt64(max(civil.millisecond, 0)), width: 3)
      case UInt8(ascii: "F"): append(time, format: Self.date.span, zone: zone)
      case UInt8(ascii: "T"): append(time, format: Self.timeOfDay.span, zone: zone)
      case UInt8(ascii: "s"):
        // Rounded down, before 1970 too.
        append(decimal: (time.milliseconds - (time.milliseconds < 0 ? 999 : 0)) / 1000)
      case UInt8(ascii: "z"): append(offset: zone.offset(at: time))
      default: append(format[index + 1])
      }
      index += 2
    }
  }

  private static var date: ContiguousArray<UInt8> { ContiguousArray("%Y-%m-%d".utf8) }
  private static var timeOfDay: ContiguousArray<UInt8> { ContiguousArray("%H:%M:%S".utf8) }

  /// Appends `+0200`.
  private mutating func append(offset seconds: Int) {
    append(seconds < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    let minutes = seconds.magnitude / 60
    appendTwo(Int(minutes / 60 % 100))
    appendTwo(Int(minutes % 60))
  }
}
