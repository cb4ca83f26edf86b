/// Something that was found: like an event, with a time, a stream, and what it is known from.
struct Finding: Equatable {
  /// What was looked for.
  var check: Check
  /// How much it matters.
  var severity: Check.Severity
  /// When it happened, or began.
  var time: EventTime?
  /// When it ended; nil if it is a moment.
  var end: EventTime?
  /// True if records without a time of their own tell of it: it began no earlier than ``time``, which
  /// is that of the last record before them that has one.
  var isApproximate = false
  /// The time of the first record after an approximate one that has a time; nil if there is none.
  var notAfter: EventTime?
  /// The stream that it is about, in UTF-8; empty if it is about none.
  var stream: ContiguousArray<UInt8> = []
  /// One sentence for people, in UTF-8, without the stream and without times of day.
  var message: ContiguousArray<UInt8>
  /// What it is known from; names say the units.
  var evidence: [RowMember]

  /// Creates a finding.
  ///
  /// - Parameters:
  ///   - check: what was looked for.
  ///   - start: when it happened or began, in milliseconds since 1970.
  ///   - end: when it ended; the same as `start`, or nil, makes it a moment.
  ///   - stream: the stream, in UTF-8.
  ///   - message: the sentence.
  ///   - evidence: what it is known from.
  init(
    _ check: Check, from start: Int64?, to end: Int64? = nil,
    stream: ContiguousArray<UInt8> = [], _ message: String, _ evidence: [RowMember]
  ) {
    self.check = check
    severity = check.severity
    time = start.map(EventTime.init(milliseconds:))
    self.end = end == start ? nil : end.map(EventTime.init(milliseconds:))
    self.stream = stream
    self.message = ContiguousArray(message.utf8)
    self.evidence = evidence
  }

  /// Creates a finding about events that are told together.
  init(
    _ check: Check, _ stretch: LogStretch, stream: ContiguousArray<UInt8> = [], _ message: String,
    _ evidence: [RowMember]
  ) {
    self.init(
      check, from: stretch.first, to: stretch.last, stream: stream, message, evidence)
    isApproximate = !stretch.isExact
  }
}

extension Finding {
  /// What tells it from all other findings for as long as it goes on, in UTF-8: the check, the stream,
  /// when it began, and of its evidence that which does not change.
  var identity: ContiguousArray<UInt8> {
    var text = ContiguousArray("\(check.rawValue) \(time?.milliseconds ?? -1)".utf8)
    for member in evidence where Self.lasting.contains(member.name) {
      text += " \(member.name)=\(member.value.asText)".utf8
    }
    return text + [UInt8(ascii: " ")] + stream
  }

  private static let lasting: Set<String> = [
    "target", "type", "media", "kind", "path", "id", "direction", "firstLogEntry", "notShown",
    "eventsNotLookedAt",
  ]
}

extension Int64 {
  /// Milliseconds in words: `850ms`, `15s`, `2.5s`, `1m15s`, `1h`, `2h14m07s`, `3d2h`.
  var inWords: String {
    let (seconds, rest) = (magnitude / 1000, magnitude % 1000)
    let sign = self < 0 ? "-" : ""
    if seconds == 0 { return "\(sign)\(rest)ms" }
    let padded = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600, seconds / 60 % 60)
    if days > 1 { return "\(sign)\(days)d" + (hours % 24 > 0 ? "\(hours % 24)h" : "") }
    if hours > 0 {
      let tail = seconds % 60 > 0 ? "\(padded(minutes))m\(padded(seconds % 60))s" : ""
      return "\(sign)\(hours)h" + (tail.isEmpty && minutes > 0 ? "\(padded(minutes))m" : tail)
    }
    if minutes > 0 {
      return "\(sign)\(minutes)m" + (seconds % 60 > 0 ? "\(padded(seconds % 60))s" : "")
    }
    return rest < 100 ? "\(sign)\(seconds)s" : "\(sign)\(seconds).\(rest / 100)s"
  }

  /// `1 report`, `5 reports`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension ContiguousArray<UInt8> {
  /// UTF-8 as a string.
  var asText: String { String(decoding: self, as: UTF8.self) }
}
