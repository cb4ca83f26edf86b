import EventLog

/// What a consumer of events has to know to go on with a stream in another run, in one line.
///
///     17 4242 - - - 18 1795216353000 74797065… 40/4240,20/4200
///     the audit's note, records, the last time, the w3c header in hexadecimal digits,
///     then where earlier runs of counters have ended in the log, if there are any
struct FollowNote: Equatable {
  var audit = SequenceAudit()
  var bookmark = EventReader.Bookmark()
  var brokenEnds: [SequenceEnd] = []

  init(
    _ audit: SequenceAudit, _ bookmark: EventReader.Bookmark, brokenEnds: [SequenceEnd] = []
  ) {
    self.audit = audit
    self.bookmark = bookmark
    self.bookmark.clock = StampClock(last: bookmark.time, entry: audit.last)
    self.brokenEnds = brokenEnds
  }

  /// Reads what ``text`` writes; anything else is as good as nothing.
  init(text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 8 || words.count == 9 else { return }
    audit = SequenceAudit(note: words[..<5].joined(separator: " "))
    bookmark.records = max(0, Int(words[5]) ?? 0)
    bookmark.time = Int64(words[6]).map { EventTime(milliseconds: $0) }
    bookmark.clock = StampClock(last: bookmark.time, entry: audit.last)
    bookmark.header = Self.bytes(ofHexadecimal: words[7]) ?? []
    if words.count == 9 {
      let ends = words[8].split(separator: ",").suffix(Self.endLimit)
      brokenEnds = ends.compactMap { SequenceEnd(note: $0) }
    }
  }

  /// The line; empty at the start of a log.
  var text: String {
    guard self != FollowNote(SequenceAudit(), EventReader.Bookmark()) else { return "" }
    let counters = audit.note.isEmpty ? "- - - - -" : audit.note
    let time = bookmark.time.map { "\($0.milliseconds)" } ?? "-"
    let digits = bookmark.header.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    let note = "\(counters) \(bookmark.records) \(time) \(digits.joined())"
    if brokenEnds.isEmpty { return note }
    return note + " " + brokenEnds.suffix(Self.endLimit).map(\.note).joined(separator: ",")
  }

  /// Only a run that stops between two logs needs ends of older runs than the last one.
  private static let endLimit = 8

  private static func bytes(ofHexadecimal digits: Substring) -> ContiguousArray<UInt8>? {
    var bytes: ContiguousArray<UInt8> = []
    var rest = digits.utf8
    while !rest.isEmpty {
      guard rest.count >= 2, let text = String(rest.prefix(2)), let byte = UInt8(text, radix: 16)
      else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
