/// Something that an operator would want to be told of: a finding of a check, or damage of the log.
struct Problem {
  /// When it happened, or began; nil if nothing tells.
  var time: EventTime?
  /// When it ended; nil if it is a moment.
  var end: EventTime?
  /// True if it began no earlier than ``time``, which records before it have.
  var isApproximate = false
  /// The time that it cannot be later than, where it is approximate and that is known.
  var notAfter: EventTime?
  /// What was looked for, in one word.
  var check: String
  /// How much it matters.
  var severity: Check.Severity
  /// The stream that it is about; empty if it is about the server or its log.
  var stream: ContiguousArray<UInt8> = []
  /// What happened, in UTF-8; it may quote the log, and is made safe when it is printed.
  var message: ContiguousArray<UInt8>
  /// What it is known from.
  var evidence: [RowMember]

  /// What a check has found.
  init(_ finding: Finding) {
    time = finding.time
    end = finding.end
    isApproximate = finding.isApproximate
    notAfter = finding.notAfter
    check = finding.check.rawValue
    severity = finding.severity
    stream = finding.stream
    message = finding.message
    evidence = finding.evidence
  }

  /// What programs are told of it; `check` and `report` tell the same.
  var members: [RowMember] {
    [
      RowMember("time", .moment(time)), RowMember("end", .moment(end)),
      RowMember("check", .word(check)), RowMember("severity", .word(severity.rawValue)),
      RowMember("stream", .free(stream)), RowMember("message", .text(message, isFree: true)),
      RowMember("evidence", .object(evidence)),
      RowMember("approximate", .flag(isApproximate)), RowMember("notAfter", .moment(notAfter)),
    ]
  }

  /// When it began as clocks of a zone show it, in words where that is not known exactly; nil if
  /// nothing is known.
  func beginning(in zone: ZoneRules) -> String? {
    guard isApproximate else { return time.map { zone.text($0) } }
    switch (time, notAfter) {
    case (let start?, let limit?):
      let (first, second) = (zone.civil(at: start), zone.civil(at: limit))
      let isOneDay = (first.year, first.month, first.day) == (second.year, second.month, second.day)
      return "between \(zone.text(start)) and \(zone.text(limit, isOneDay ? .clock : .second))"
    case (let start?, nil): return "after \(zone.text(start))"
    case (nil, let limit?): return "before \(zone.text(limit))"
    case (nil, nil): return nil
    }
  }
}

/// The pieces of the log that could not be read, within one window of time.
struct LogDamage {
  private(set) var pieces = 0
  private(set) var bytes = 0
  private var first: EventTime?
  private var last: EventTime?
  /// Whether the first of them came before any time.
  private var isFirstUndated = false

  /// Takes a piece; the last record before it was logged at `time`.
  mutating func add(_ piece: SkippedPiece, at time: EventTime?) {
    if pieces == 0 { isFirstUndated = time == nil }
    pieces += 1
    bytes += piece.count
    guard let time else { return }
    first = min(first ?? time, time)
    last = max(last ?? time, time)
  }

  /// All of them as one problem; nil if there are none.
  var problem: Problem? { pieces > 0 ? Problem(self) : nil }

  fileprivate var start: EventTime? { isFirstUndated ? nil : first }
  fileprivate var end: EventTime? { isFirstUndated || first == last ? nil : last }
}

extension Problem {
  fileprivate init(_ damage: LogDamage) {
    (time, end) = (damage.start, damage.end)
    check = "damage"
    severity = .error
    var text = "\(ReportFigure.count(damage.pieces, "piece")) of the log unreadable"
    if let start = time?.possible, let end = end?.possible {
      text += " within \((end - start).inWords)"
    }
    text += ", \(ReportFigure.count(damage.bytes, "byte"))"
    message = ContiguousArray(text.utf8)
    evidence = [
      RowMember("pieces", .number(Int64(damage.pieces))),
      RowMember("bytes", .number(Int64(damage.bytes))),
    ]
  }
}

extension [Problem] {
  /// Adds a problem behind those that began no later; one of no known time stands behind all.
  mutating func insert(_ problem: Problem) {
    let place =
      problem.time.flatMap { time in
        firstIndex { other in other.time.map { $0 > time } ?? true }
      } ?? endIndex
    insert(problem, at: place)
  }
}
