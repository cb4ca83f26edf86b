/// Looks for inbound streams whose codec, or size of the picture, changes while they run.
///
/// That codecs become known is no change. Outbound streams change with what feeds them.
struct CodecDetector: Detector {
  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {
    for case .recoded(let session, let before) in changes where session.direction != .out {
      var parts: [String] = []
      let isOtherPicture =
        before.videoCodec.isKnownCodec && before.videoCodec != session.videoCodec
        || before.width > 0 && (before.width, before.height) != (session.width, session.height)
      if isOtherPicture { parts.append("video \(before.picture) became \(session.picture)") }
      if before.audioCodec.isKnownCodec, before.audioCodec != session.audioCodec {
        parts.append("audio \(before.sound) became \(session.sound)")
      }
      guard !parts.isEmpty else { continue }
      let start = session.start?.possible
      let after: Int64? = if let time, let start, time >= start { time - start } else { nil }
      if let after { parts[parts.count - 1] += " after \(after.inWords)" }
      findings.add(
        Finding(
          .codecs, from: time, stream: session.name, parts.joined(separator: ", "),
          [
            RowMember("id", .count(session.id)), RowMember("process", .count(session.process)),
            RowMember("videoBefore", .word(before.picture)),
            RowMember("videoAfter", .word(session.picture)),
            RowMember("audioBefore", .word(before.sound)),
            RowMember("audioAfter", .word(session.sound)),
            RowMember("afterSeconds", after.map { .seconds($0) } ?? .nothing),
          ]))
    }
  }
}

extension Session {
  /// `1920x1080 VH264`, or what of it is known.
  fileprivate var picture: String {
    let size = width > 0 ? "\(width)x\(height) " : ""
    return size + (videoCodec.isKnownCodec ? Self.letters(of: videoCodec).asText : "?")
  }

  /// `AAAC`, or `?`.
  fileprivate var sound: String {
    audioCodec.isKnownCodec ? Self.letters(of: audioCodec).asText : "?"
  }
}
