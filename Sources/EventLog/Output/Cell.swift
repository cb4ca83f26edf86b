/// The content of one cell, column after column.
struct Cell: ~Copyable {
  private var text: FieldText
  private var details: EventDetails
  private var isDetails = false

  init(_ options: RenderOptions, columns: [Column], zone: ZoneRules?) {
    text = FieldText(options, zone: zone)
    details = EventDetails(options, isNeeded: columns.contains(.details))
  }

  /// Reads what an event has in a column.
  mutating func read(
    _ column: Column, of event: borrowing Event, source: Span<UInt8>
  ) -> FieldKind {
    switch column {
    case .field(let path):
      isDetails = false
      return text.read(path, of: event, source: source)
    case .details:
      isDetails = true
      details.read(event)
      return details.bytes.isEmpty ? .nothing : .text
    }
  }

  /// What was read last; not safe to print.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { isDetails ? details.bytes.span : text.bytes.span }
  }
}

extension [Column] {
  /// The columns of a table or of Markdown where none are asked for.
  static let forPeople: [Column] = [
    .field(FieldPath(.time)), .field(FieldPath(.type)), .field(FieldPath(.stream)),
    .field(FieldPath(.id)), .details,
  ]

  /// The columns of CSV and TSV where none are asked for.
  static let forPrograms: [Column] = [
    .field(FieldPath(.time)), .field(FieldPath(.system)), .field(FieldPath(.type)),
    .field(FieldPath(.stream)), .field(FieldPath(.id)), .field(FieldPath(.logEntry)),
    .field(FieldPath(.processId)), .field(FieldPath(.payload)),
  ]
}

extension RenderOptions {
  /// The columns that are shown: those that were asked for, else `defaults`, and the source before
  /// these if it is to be shown.
  func columns(defaults: [Column]) -> [Column] {
    let source: [Column] = showsSource ? [.field(FieldPath(.sourceFile))] : []
    return fields.columns(defaults: source + defaults)
  }
}
