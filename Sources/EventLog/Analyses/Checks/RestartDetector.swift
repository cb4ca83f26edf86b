/// Looks for starts of the server before which it had not said that it would stop: crashes.
///
/// Many sinks log neither starts nor stops. There a server that has closed its streams may well have
/// been stopped: what is known is that another process goes on.
struct RestartDetector: Detector {
  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?, _ findings: inout FindingList
  ) {
    for case .started(let start) in changes where !start.wasStopped { tell(start, &findings) }
  }

  private func tell(_ start: ServerStart, _ findings: inout FindingList) {
    let (time, before) = (start.time?.possible, start.after?.possible)
    var away: Int64?
    // Most records bear whole seconds, some of them more.
    if let time, let before, time > before - 1000 { away = max(time - before, 0) }
    var message =
      if start.logsStarts {
        "the server started again without having said that it would stop"
      } else if start.process != start.processBefore {
        "the server runs in a new process"
      } else {
        "the server counts its records anew"
      }
    if let away {
      message += away < 1000 ? ", at once" : ", \(away.inWords) after its last record"
    }
    message += "; \(start.streamsCut.counted("stream")) cut off"
    if !start.logsStarts { message += "; this sink logs no stop" }
    var finding = Finding(
      .restarts, from: time, message,
      [
        RowMember("lastRecord", .moment(before.map(EventTime.init(milliseconds:)))),
        RowMember("awaySeconds", away.map { .seconds($0) } ?? .nothing),
        RowMember("streamsCut", .number(start.streamsCut)),
        RowMember("processBefore", .count(start.processBefore)),
        RowMember("process", .count(start.process)),
      ])
    if !start.logsStarts, start.streamsCut == 0 { finding.severity = .notice }
    findings.add(finding)
  }
}
