/// Looks for streams that threw away much of what they were to carry.
struct DropDetector: Detector {
  private let share: Int64
  private let size: Int64

  init(_ plan: ChecksPlan) {
    share = plan.dropShare
    size = plan.dropSize
  }

  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for case .ended(let session) in changes {
      guard session.kind == .stream, let share = session.dropShare, share >= self.share,
        let bytes = session.bytes, let dropped = session.droppedBytes, bytes + dropped >= size
      else { continue }
      let percent = RowValue.hundredths(share)
      var message = "\(session.direction.rawValue)bound stream threw away \(percent.asText)%"
      if session.direction == .neutral { message = "stream threw away \(percent.asText)%" }
      if let duration = session.duration, duration > 0 { message += " in \(duration.inWords)" }
      if !session.address.isEmpty { message += ", with \(session.address.asText)" }
      findings.add(
        Finding(
          .drops, from: session.start?.possible ?? session.end?.possible,
          to: session.end?.possible, stream: session.name, message,
          [
            RowMember("id", .count(session.id)), RowMember("process", .count(session.process)),
            RowMember("direction", .word(session.direction.rawValue)),
            RowMember("dropPercent", percent), RowMember("droppedBytes", .count(dropped)),
            RowMember("bytes", .count(bytes)), RowMember("address", .free(session.address)),
          ]))
    }
  }
}
