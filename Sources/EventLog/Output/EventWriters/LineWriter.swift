/// One line for each event, for people.
///
///     2026-11-20 23:12:33.343  inStreamClosed           cam1          upTime 6.0s  1.2 MB  from 10.0.0.24
///
/// Time in the zone that was asked for, type, stream, and what matters for such an event. On a
/// terminal lines are cut to its width; where that is below 80 columns the date is left out, and
/// where it is below 60 the type is cut.
struct LineWriter: EventWriter, ~Copyable {
  private let options: RenderOptions
  private let columns: [Column]
  private let names = EventNameTable()
  private let stream = FieldPath(.stream)
  private let type = FieldPath(.type)
  private let colours: ContiguousArray<Colour>
  private var details: EventDetails
  private var text: FieldText
  /// The line so far: safe, with colours.
  private var line = ByteBuffer(capacity: 512)
  private var cell = ByteBuffer(capacity: 256)

  /// Columns of a type and of a stream that other columns follow.
  private static let typeColumns = 23
  private static let narrowTypeColumns = 14
  private static let streamColumns = 12

  init(_ options: RenderOptions) {
    self.options = options
    columns = options.fields.wanted
    colours = ContiguousArray(EventKind.allCases.map(Colour.init(of:)))
    details = EventDetails(options)
    text = FieldText(options, zone: options.zone)
  }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    line.removeAll()
    if options.showsSource {
      colour(.dim)
      line.append(escaping: source)
      line.append(UInt8(ascii: ":"))
      colour(.plain)
      line.append(UInt8(ascii: " "))
    }
    if columns.isEmpty {
      appendUsual(event)
    } else {
      for index in columns.indices {
        if index > 0 { line.append("  ") }
        append(columns[index], of: event, source)
      }
    }
    if let width = options.width {
      line.copy(into: &output, cutTo: width)
    } else {
      line.copyBytes(into: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func appendUsual(_ event: borrowing Event) {
    colour(.dim)
    appendTime(of: event)
    colour(.plain)
    line.append("  ")
    colour(colours[Int(event.kind.rawValue)])
    cell.removeAll()
    appendType(of: event)
    let isNarrow = (options.width ?? .max) < 60
    let limit = isNarrow ? Self.narrowTypeColumns : Self.typeColumns
    let typeColumns = cell.copy(into: &line, cutTo: isNarrow ? limit : nil)
    colour(.plain)
    details.read(event)
    let streamColumns = appendStream(of: event, after: limit - typeColumns)
    guard !details.bytes.isEmpty else { return }
    if streamColumns == 0 { line.append(spaces: limit - typeColumns + 2) }
    line.append(spaces: Self.streamColumns - streamColumns)
    line.append("  ")
    details.bytes.escape(into: &line)
  }

  /// Appends the stream in its column; returns how many columns its name took.
  private mutating func appendStream(of event: borrowing Event, after padding: Int) -> Int {
    let nothing = ContiguousArray<UInt8>()
    let kind = text.read(stream, of: event, source: nothing.span)
    guard kind != .nothing else { return 0 }
    line.append(spaces: padding)
    line.append("  ")
    cell.removeAll()
    text.bytes.escape(into: &cell)
    colour(.bold)
    let columns = cell.copy(into: &line)
    colour(.plain)
    return columns
  }

  private mutating func appendTime(of event: borrowing Event) {
    let isShort = (options.width ?? .max) < 80
    guard let time = event.head.time, EventTime.printable.contains(time.milliseconds) else {
      line.append(UInt8(ascii: "-"))
      line.append(spaces: isShort ? 11 : 22)
      return
    }
    let civil = options.zone.civil(at: time)
    if isShort { line.append(timeOfDay: civil) } else { line.append(local: civil) }
  }

  private mutating func appendType(of event: borrowing Event) {
    if event.kind == .unrecognized {
      let nothing = ContiguousArray<UInt8>()
      _ = text.read(type, of: event, source: nothing.span)
      text.bytes.escape(into: &cell)
    } else {
      names.copyName(of: event.kind, into: &cell)
    }
  }

  private mutating func append(
    _ column: Column, of event: borrowing Event, _ source: Span<UInt8>
  ) {
    let start = line.count
    switch column {
    case .details:
      details.read(event)
      details.bytes.escape(into: &line)
    case .field(let path):
      _ = text.read(path, of: event, source: source)
      text.bytes.escape(into: &line)
    }
    if line.count == start { line.append(UInt8(ascii: "-")) }
  }

  private mutating func colour(_ colour: Colour) {
    if options.usesColour { line.append(colour.code) }
  }
}

extension EventNameTable {
  fileprivate borrowing func copyName(of kind: EventKind, into output: inout ByteBuffer) {
    output.append(canonicalName(of: kind))
  }
}
