/// The ways to print the rows of a report; the raw value is the name on the command line.
public enum RowFormat: String, CaseIterable, Sendable {
  /// Aligned columns.
  case table
  /// Tab-separated values.
  case tsv
  /// Comma-separated values (RFC 4180), with lines that end in LF.
  case csv
  /// One JSON object per line.
  case jsonl
  /// One JSON array.
  case json
  /// A table in Markdown.
  case markdown

  /// The format of events that is alike.
  public var asOutput: OutputFormat {
    switch self {
    case .table: .table
    case .tsv: .tsv
    case .csv: .csv
    case .jsonl: .jsonl
    case .json: .json
    case .markdown: .markdown
    }
  }
}

/// One value of a row.
public enum RowValue: Equatable, Sendable {
  /// There is none: an empty cell, null in JSON.
  case nothing
  /// A number.
  case number(Int64)
  /// A number of any size, in digits.
  case digits(ContiguousArray<UInt8>)
  /// Text in UTF-8, made safe when it is printed; `isFree` if anybody may have chosen it.
  case text(ContiguousArray<UInt8>, isFree: Bool)
  /// A moment.
  case time(EventTime)
  /// A moment near to the one that is meant; people see a `~` before it.
  case nearTime(EventTime)
  /// A number in digits for programs, and in other words for people.
  case quantity(ContiguousArray<UInt8>, shown: String)
  /// Values with names: an object in JSON, the text of one elsewhere.
  case object([RowMember])

  /// A word of ours.
  public static func word(_ text: String) -> RowValue {
    .text(ContiguousArray(text.utf8), isFree: false)
  }
}

/// A value with a name.
public struct RowMember: Equatable, Sendable {
  /// Its name where programs read it.
  public let name: String
  /// The value.
  public let value: RowValue

  /// Names a value.
  public init(_ name: String, _ value: RowValue) {
    self.name = name
    self.value = value
  }
}

/// What stands over the values of a report.
public struct RowColumn: Hashable, Sendable {
  /// Its name where programs read it, and on the command line.
  public let name: String
  /// What people read over it.
  public let heading: String

  /// Creates a column; its heading is the name in capitals unless there is a shorter one.
  public init(_ name: String, heading: String? = nil) {
    self.name = name
    self.heading = heading ?? name.uppercased()
  }
}

/// Rows with named columns, printed in any ``RowFormat``.
///
/// In formats for people times are those of the clocks in the zone of the options; in the others
/// they are UTC.
public struct RowTable: Sendable {
  private let columns: [RowColumn]
  private var rows: [[RowValue]] = []

  /// Creates a table without rows.
  public init(columns: [String]) { self.columns = columns.map { RowColumn($0) } }

  /// Creates a table without rows.
  public init(columns: [RowColumn]) { self.columns = columns }

  /// Adds a row: a value for each column.
  public mutating func append(_ row: [RowValue]) { rows.append(row) }

  /// Prints the table; one without rows has its headings where the format has any.
  public func print(
    _ format: RowFormat, _ options: RenderOptions, into output: inout ByteBuffer
  ) {
    var writer = RowWriter(columns, format, options)
    writer.begin(&output)
    for row in rows { writer.append(row, into: &output) }
    writer.end(&output)
  }
}
