import EventLog
import LogFiles

/// One file that `files` has read: a row, its findings, and what the doctor looks at.
struct ListedFile {
  private let input: InputFile
  private let summary: LogSummary
  private let format: InputFormat?
  private let isCompressed: Bool
  private let hasHole: Bool
  private let size: Int64
  private let end: SourceEnd
  /// What was read.
  let statistics: ReadStatistics
  /// What its counters tell; findings come in when the files behind it are read.
  var verdict = SequenceVerdict()

  init(
    _ input: InputFile, _ source: borrowing LogSource, summary: LogSummary,
    statistics: ReadStatistics, format: InputFormat?
  ) {
    self.input = input
    self.summary = summary
    self.statistics = statistics
    self.format = format
    isCompressed = source.isCompressed
    hasHole = source.leadingHole > 0
    size = source.fileSize ?? source.filePosition
    end = source.end
    verdict.first = summary.numbers?.first
    verdict.last = summary.numbers?.last
  }

  /// The columns of ``row``.
  static let columns = ["file", "format", "size", "first", "last", "events", "bad", "seq"]

  /// What is printed of it.
  var row: [RowValue] {
    let name: RowValue =
      if case .standardInput = input.origin {
        .word("-")
      } else {
        .text(input.path.bytes, isFree: true)
      }
    let format = (format?.rawValue ?? "-") + (isCompressed ? "+gz" : "")
    return [
      name, .word(format), .number(size), summary.first.map(RowValue.time) ?? .nothing,
      summary.last.map(RowValue.time) ?? .nothing, .number(Int64(statistics.events)),
      .number(Int64(statistics.skipped)), .word("\(verdict)"),
    ]
  }

  /// Whether events are known to be missing or damaged.
  var hasFinding: Bool {
    statistics.skipped > 0 || statistics.forgedRecords > 0 || verdict.gaps > 0 || end != .clean
  }

  /// What is wrong with it, a line each.
  var findings: [Diagnostic] {
    skippedPieces + forgedRecords + missingRecords + damage
  }

  private func finding(_ problem: String) -> Diagnostic {
    Diagnostic(place: input.displayName, problem: problem)
  }

  private var skippedPieces: [Diagnostic] {
    var lines = summary.firstSkipped.map { piece in
      finding(
        "byte \(piece.offset): \(piece.reason.singular), \(count(piece.count, "byte")) skipped")
    }
    let rest = statistics.skipped - lines.count
    if rest > 0 { lines.append(finding("\(count(rest, "more piece")) skipped")) }
    return lines
  }

  private var forgedRecords: [Diagnostic] {
    statistics.forgedRecords == 0
      ? []
      : [finding("\(count(statistics.forgedRecords, "record")) forged inside values")]
  }

  private var missingRecords: [Diagnostic] {
    var lines = verdict.missing.map { range in
      finding(
        range.lowerBound == range.upperBound
          ? "record \(range.lowerBound) is missing"
          : "records \(range.lowerBound) to \(range.upperBound) are missing")
    }
    let rest = verdict.gaps - lines.count
    if rest > 0 { lines.append(finding("\(count(rest, "more gap")) in the counters")) }
    return lines
  }

  private var damage: [Diagnostic] {
    switch end {
    case .clean: []
    case .trailingGarbage(let offset, let length):
      [finding("\(count(Int(length), "byte")) that are no gzip data follow at byte \(offset)")]
    case .damaged(let damage): [finding(damage.description)]
    }
  }

  /// What the doctor looks at; nil if it is no log.
  var symptoms: Doctor.Symptoms? {
    guard format != nil else { return nil }
    let isTruncated = hasHole || statistics.skipped(.zeros) > 0
    return Doctor.Symptoms(
      place: input.displayName, set: input.setKey, order: input.order, isTruncated: isTruncated,
      isCompressed: isCompressed, hasGap: verdict.gaps > 0, hasFinding: hasFinding)
  }
}
