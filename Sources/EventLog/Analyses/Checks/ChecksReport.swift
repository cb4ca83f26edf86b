/// Looks for what went wrong, and tells of it in order of time when all is read.
///
/// Without a finding nothing is printed, whatever the format.
struct ChecksReport: EventSink, ~Copyable {
  private var table = SessionTable(readsDetails: true)
  private var inspection: Inspection
  private var printer: FindingPrinter

  init(_ plan: ChecksPlan, _ format: RowFormat, _ options: RenderOptions) {
    inspection = Inspection(plan, redacts: options.redacts)
    printer = FindingPrinter(format, options)
  }

  var findings: Int { inspection.findings.failing }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    table.beginSource(start)
    if !start.isContinuation { endLog() }
  }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    table.take(event)
    inspection.take(event, of: table.runs.current, table.changes)
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
    printer.begin(&output)
    for finding in findings { printer.append(finding, into: &output) }
    printer.end(&output)
  }
}
