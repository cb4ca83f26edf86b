/// Looks for what went wrong, and tells of it in order of time when all is read.
///
/// Without a finding nothing is printed, whatever the format.
struct ChecksReport: EventRenderer, ~Copyable {
  private let isForPeople: Bool
  private var table = SessionTable(readsDetails: true)
  private var detectors: [any Detector]
  private var list: FindingList
  private var writer: RowWriter
  /// The last time in the log at hand.
  private var last: Int64?
  private var hasLog = false

  init(_ plan: ChecksPlan, _ format: RowFormat, _ options: RenderOptions) {
    isForPeople = format == .table || format == .markdown
    detectors = plan.detectors
    list = FindingList(plan, redacts: options.redacts)
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

  var findings: Int { list.failing }

  mutating func beginSource(isContinuation: Bool) {
    table.beginSource(isContinuation: isContinuation || !hasLog)
    if !isContinuation, hasLog { endLog() }
    hasLog = true
  }

  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let time = event.timeInLog?.possible
    if let time { last = max(last ?? time, time) }
    table.take(event)
    takeChanges(at: time)
    for index in detectors.indices where detectors[index].kinds.contains(event.kind) {
      detectors[index].take(event, at: time, &list)
    }
  }

  mutating func skipped(_ piece: SkippedPiece) { table.skipped(piece.reason) }

  private mutating func takeChanges(at time: Int64?) {
    if table.changes.isEmpty { return }
    for index in detectors.indices { detectors[index].take(table.changes, at: time, &list) }
    table.changes.removeAll(keepingCapacity: true)
  }

  private mutating func endLog() {
    takeChanges(at: last)
    for index in detectors.indices { detectors[index].endLog(at: last, &list) }
    last = nil
  }

  mutating func end(_ output: inout ByteBuffer) {
    table.finish()
    endLog()
    let findings = list.takeSorted()
    if findings.isEmpty { return }
    writer.begin(&output)
    for finding in findings {
      writer.append(isForPeople ? rowForPeople(finding) : row(finding), into: &output)
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

  private func row(_ finding: Finding) -> [RowValue] {
    [
      .moment(finding.time), .moment(finding.end), .word(finding.check.rawValue),
      .word(finding.check.severity.rawValue), .free(finding.stream),
      .text(finding.message, isFree: true), .object(finding.evidence),
    ]
  }
}
