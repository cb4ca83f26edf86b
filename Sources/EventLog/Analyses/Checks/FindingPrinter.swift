/// Prints findings one after the other: sentences for people, with the evidence for programs.
struct FindingPrinter: ~Copyable {
  private let isForPeople: Bool
  private let zone: ZoneRules
  private var writer: RowWriter

  init(_ format: RowFormat, _ options: RenderOptions) {
    isForPeople = format == .table || format == .markdown
    zone = options.zone
    var options = options
    // A sentence that is cut tells nothing.
    options.width = nil
    writer = RowWriter(isForPeople ? Self.forPeople : Self.forPrograms, format, options)
  }

  private static let forPeople = [
    RowColumn("time"), RowColumn("duration"), RowColumn("severity"), RowColumn("check"),
    RowColumn("stream"), RowColumn("message"),
  ]
  private static let forPrograms = [
    RowColumn("time"), RowColumn("end"), RowColumn("check"), RowColumn("severity"),
    RowColumn("stream"), RowColumn("message"), RowColumn("evidence"), RowColumn("approximate"),
    RowColumn("notAfter"),
  ]

  /// Appends what stands before the first finding.
  mutating func begin(_ output: inout ByteBuffer) { writer.begin(&output) }

  /// Appends a finding.
  mutating func append(_ finding: Finding, into output: inout ByteBuffer) {
    writer.append(
      isForPeople ? rowForPeople(finding) : Problem(finding).members.map(\.value), into: &output)
  }

  /// Appends findings that wait for others, which choose the widths of a table.
  mutating func settle(_ output: inout ByteBuffer) { writer.settle(&output) }

  /// Appends what stands after the last finding.
  mutating func end(_ output: inout ByteBuffer) { writer.end(&output) }

  private func rowForPeople(_ finding: Finding) -> [RowValue] {
    let problem = Problem(finding)
    var time = RowValue.moment(finding.time)
    var duration = RowValue.nothing
    if finding.isApproximate {
      time = problem.beginning(in: zone).map { .word($0) } ?? .nothing
    } else if let start = finding.time, let end = finding.end {
      duration = .seconds(end.milliseconds - start.milliseconds)
    }
    return [
      time, duration, .word(problem.severity.rawValue), .word(problem.check),
      .free(problem.stream), .text(problem.message, isFree: true),
    ]
  }
}
