/// Looks for events that say that something failed: those of the category ``EventCategory/failed``.
///
/// Events of one type about one stream are told together, from the first to the last before an hour
/// without one. Failed pulls are left to ``PullDetector``.
struct FailureDetector: Detector {
  let kinds = EventKindSet(EventCategory.failed.kinds).subtracting([.pullStreamFailed])
  private var runs = Remembered<Subject, Run>()

  /// The events that are told together.
  private struct Subject: Hashable, Kept {
    var kind = EventKind.unrecognized
    var stream: ContiguousArray<UInt8> = []

    mutating func keep(in fields: inout KeptFields) {
      fields(&kind)
      fields(&stream)
    }
  }

  private struct Run: Kept {
    var stretch = LogStretch()
    var count: Int64 = 0
    /// The reason that the first event with a reason gives.
    var reason: ContiguousArray<UInt8> = []

    mutating func keep(in fields: inout KeptFields) {
      fields(&stretch)
      fields(&count)
      fields(&reason)
    }
  }

  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {
    let reason = event.failureReason
    var name = ContiguousArray((event.streamName ?? "").utf8)
    // Chunk errors name no stream, but often a file in its folder.
    if name.isEmpty, let slash = reason.firstIndex(of: UInt8(ascii: "/")) {
      name =
        ChunkPath(
          ContiguousArray(reason[slash...]), isRecording: event.kind == .recordChunkError
        ).name
    }
    let subject = Subject(kind: event.kind, stream: name)
    if let run = runs[subject], run.stretch.isFarFrom(time, by: LogStretch.quiet) {
      runs.remove(subject)
      tell(run, subject, &findings)
    }
    let isNew = runs[subject] == nil
    let reasonSize = runs[subject]?.reason.isEmpty == false ? 0 : reason.count
    let isExact = event.time != nil
    runs.update(subject, size: (isNew ? name.count : 0) + reasonSize, new: Run()) { run in
      run.stretch.add(time, isExact: isExact)
      run.count += 1
      if run.reason.isEmpty { run.reason = reason }
    }
  }

  mutating func keep(in fields: inout KeptFields) { fields(&runs) }

  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {
    for (subject, run) in runs.all { tell(run, subject, &findings) }
    findings.addUnwatched(runs.refused, .failures)
    runs = Remembered()
  }

  private func tell(_ run: Run, _ subject: Subject, _ findings: inout FindingList) {
    let reason = findings.shown(run.reason)
    var message = run.count.counted("\(subject.kind.name) event")
    if let length = run.stretch.length { message += " in \(length.inWords)" }
    if !reason.isEmpty {
      message += run.count == 1 ? ": \(reason.asText)" : "; the first says: \(reason.asText)"
    }
    findings.add(
      Finding(
        .failures, run.stretch, stream: subject.stream, message,
        [
          RowMember("type", .word(subject.kind.name)), RowMember("events", .number(run.count)),
          RowMember("reason", .free(reason)),
        ]))
  }
}

extension Event {
  /// The reason that the record gives, in UTF-8; empty if it gives none.
  fileprivate var failureReason: ContiguousArray<UInt8> {
    let places: [(StaticString, StaticString?)] = [
      ("error", nil), ("error", "message"), ("error", "type"), ("reason", nil), ("message", nil),
      ("description", nil), ("metadata", "rtmp-url"), ("appNames", nil),
    ]
    for (name, inner) in places {
      if let text = bytes(name, inner) { return text }
    }
    return []
  }
}
