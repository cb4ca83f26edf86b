/// Looks for what went wrong, and tells of it in order of time when all is read.
///
/// Without a finding nothing is printed, whatever the format.
struct ChecksReport: EventRenderer, ~Copyable {
  private let isForPeople: Bool
  private var table = SessionTable(readsDetails: true)
  private var inspection: Inspection
  private var writer: RowWriter
  private var hasLog = false

  init(_ plan: ChecksPlan, _ format: RowFormat, _ options: RenderOptions) {
    isForPeople = format == .table || format == .markdown
    inspection = Inspection(plan, redacts: options.redacts)
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
    RowColumn("stream"), RowColumn("message"), RowColumn("evidence"),
  ]

  var findings: Int { inspection.findings.failing }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    table.beginSource(isContinuation: start.isContinuation || !hasLog)
    if !start.isContinuation, hasLog { endLog() }
    hasLog = true
  }

  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    table.take(event)
    inspection.take(event, table.changes)
    table.changes.removeAll(keepingCapacity: true)
  }

  mutating func skipped(_ piece: SkippedPiece) { table.skipped(piece.reason) }

  private mutating func endLog() {
    inspection.endLog(table.changes)
    table.changes.removeAll(keepingCapacity: true)
  }

  mutating func end(_ output: inout ByteBuffer) {
    table.finish()
    endLog()
    let findings = inspection.findings.takeSorted().findings
    if findings.isEmpty { return }
    writer.begin(&output)
    for finding in findings {
      writer.append(
        isForPeople ? rowForPeople(finding) : Problem(finding).members.map(\.value), into: &output)
    }
    writer.end(&output)
  }

  private func rowForPeople(_ finding: Finding) -> [RowValue] {
    var duration = RowValue.nothing
    if let start = finding.time, let end = finding.end {
      duration = .seconds(end.milliseconds - start.milliseconds)
    }
    return [
      .moment(finding.time), duration, .word(finding.check.severity.rawValue),
      .word(finding.check.rawValue), .free(finding.stream), .text(finding.message, isFree: true),
    ]
  }
}
