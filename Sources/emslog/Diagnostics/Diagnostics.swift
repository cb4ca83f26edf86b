import EventLog
import LogFiles
import SystemPackage

/// Something to tell the user on standard error: where, what, and what to do next.
struct Diagnostic: Equatable {
  /// The file as the user named it, or nothing.
  var place: String?
  /// In lower case and without a full stop.
  var problem: String
  /// An instruction, or nothing.
  var hint: String?

  /// The lines as they are printed.
  var text: String {
    var text = "emslog: "
    if let place { text += "\(place): " }
    text += problem
    if let hint { text += "\n  hint: \(hint)" }
    return text + "\n"
  }
}

/// Standard error, and whether anything went wrong so far.
///
/// All talk goes through here; standard output is for data alone.
struct Diagnostics: ~Copyable {
  private var output = OutputFile.standardError
  /// Whether some input or output could not be read or written as asked.
  private(set) var hasTrouble = false
  /// Whether something that the log itself lost or damaged was passed over.
  private(set) var hasDamage = false
  /// Whether events are known to be lost or damaged in the logs.
  private(set) var hasLoss = false
  /// Whether it was said that stamps seem to be read in a wrong zone.
  private var hasDoubtedZone = false
  /// The bar that is wiped away before anything is printed.
  var progress: ProgressBar?

  /// Tells something that does not change the exit status.
  mutating func note(_ diagnostic: Diagnostic) { print(diagnostic.text) }

  /// Tells something that makes the exit status 2.
  mutating func trouble(_ diagnostic: Diagnostic) {
    hasTrouble = true
    print(diagnostic.text)
  }

  /// Tells of events that the log has lost, which makes the exit status of followers 3.
  mutating func loss(_ diagnostic: Diagnostic) {
    hasLoss = true
    print(diagnostic.text)
  }

  /// Tells that a file operation failed.
  mutating func trouble(_ error: FileError) {
    trouble(Diagnostic(place: error.place, problem: error.problem, hint: error.hint))
  }

  /// Tells how the content of a file ended, unless it simply did.
  mutating func report(_ end: SourceEnd, of place: String) {
    switch end {
    case .clean: break
    case .trailingGarbage(let offset, let count):
      note(
        Diagnostic(
          place: place,
          problem: "\(count) bytes that are no gzip data follow at compressed byte \(offset)",
          hint: "what came before was read"))
    case .damaged(let damage):
      trouble(Diagnostic(place: place, problem: damage.description, hint: damage.hint))
    }
  }

  /// Tells how the content of a file ended that had to be whole.
  mutating func damage(_ end: SourceEnd, of place: String) {
    report(end, of: place)
    hasTrouble = true
  }

  /// Tells which pieces of a log were passed over: the first few with their place, the rest counted.
  mutating func report(
    skipped first: [SkippedPiece], of statistics: ReadStatistics, in place: String
  ) {
    report(statistics.zoneDoubt, of: place)
    guard statistics.skipped > 0 else { return }
    hasDamage = true
    for piece in first {
      note(
        Diagnostic(
          place: place,
          problem: "byte \(piece.offset): \(piece.reason.singular), "
            + "\(count(piece.count, "byte")) skipped"))
    }
    let rest = statistics.skipped - first.count
    guard rest > 0 else { return }
    let reasons = SkipReason.allCases.filter(\.isDamage).compactMap { reason -> String? in
      let number = statistics.skipped(reason)
      return number == 0 ? nil : count(number, reason.singular, reason.plural)
    }
    note(
      Diagnostic(
        place: place,
        problem: "\(rest) more skipped; in all \(reasons.joined(separator: ", "))",
        hint: "--bad-to FILE keeps their bytes"))
  }

  /// Tells once of a log in which there is no event and could be none.
  ///
  /// An access log without bodies is one, and so are records of programs that are not known.
  mutating func report(nothingIn statistics: ReadStatistics, _ place: String) {
    guard statistics.lacksEvents else { return }
    let requests = statistics.requestsWithoutBody
    note(
      requests > 0
        ? Diagnostic(
          place: place,
          problem: "no events: \(count(requests, "request")), and no body of one is logged",
          hint: "nginx logs bodies with $request_body in its log_format; the manual, emslog(1), "
            + "says how")
        : Diagnostic(
          place: place,
          problem: "no events: \(count(statistics.others, "line")), and none of a known system"))
  }

  /// Tells once that the stamps of a log seem to be read in a wrong zone.
  mutating func report(_ doubt: ZoneDoubt, of place: String) {
    guard doubt.isJustified, !hasDoubtedZone else { return }
    hasDoubtedZone = true
    let zone = doubt.offset.asOffset
    let length = (Int64(doubt.error.magnitude) * 1000).asLength
    note(
      Diagnostic(
        place: place,
        problem: "its stamps are read \(length) too \(doubt.error < 0 ? "early" : "late"): "
          + "by the times in UTC in the same records they are of UTC\(zone)",
        hint: "name the zone of the log, as in --log-tz=\(zone)"))
  }

  /// Tells that regular expressions gave up on some texts, which were taken not to match.
  mutating func report(abandoned number: Int) {
    guard number > 0 else { return }
    trouble(
      Diagnostic(
        problem: "the regular expression gave up on \(count(number, "text")), which may match",
        hint: "write it without one repetition inside another"))
  }

  /// Names the fields that were asked for and that no event had: they may be misspelt.
  mutating func report(unseen fields: [UnseenField]) {
    for field in fields {
      note(
        Diagnostic(
          problem: "none of the events that match has a field '\(printable(field.name))'",
          hint: field.suggestions.isEmpty
            ? "emslog fields lists those of a log"
            : "did you mean \(field.suggestions.joined(separator: ", "))?"))
    }
  }

  /// Prints text as it is.
  mutating func print(_ text: String) {
    let text = (progress?.ending ?? "") + text
    let bytes = ContiguousArray(text.utf8)
    // There is nowhere left to say that standard error cannot be written to.
    try? output.write(bytes.span)
  }

  /// Draws the progress bar, if it is time.
  mutating func showProgress(_ done: Int64) {
    guard let text = progress?.frame(done) else { return }
    let bytes = ContiguousArray(text.utf8)
    try? output.write(bytes.span)
  }

  /// Wipes the progress bar away.
  mutating func endProgress() {
    if let text = progress?.ending {
      let bytes = ContiguousArray(text.utf8)
      try? output.write(bytes.span)
    }
    progress = nil
  }
}

/// A number with its noun: `1 byte`, `2 bytes`.
func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
}

/// Text from the command line or a log, harmless on a terminal.
func printable(_ text: String) -> String { escapedForDisplay(ContiguousArray(text.utf8)) }

extension Int {
  /// Seconds ahead of UTC, as in `-05:00`.
  fileprivate var asOffset: String {
    let minutes = Int(magnitude) / 60
    let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(self < 0 ? "-" : "+")\(digits(minutes / 60)):\(digits(minutes % 60))"
  }
}

extension Int64 {
  /// Milliseconds in hours and minutes, as in `5h` or `30m`.
  fileprivate var asLength: String {
    let (hours, minutes) = (self / 3_600_000, self / 60_000 % 60)
    return (hours > 0 ? "\(hours)h" : "") + (minutes > 0 ? "\(minutes)m" : "")
  }
}
