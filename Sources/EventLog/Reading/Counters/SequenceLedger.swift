/// What is known of the counters in the logs of one rotated set, to tell gaps that are real from
/// records that stand in another log than expected.
///
/// A log that is renamed while its server still writes to it gets its last records after the next
/// log was begun, and one that is copied and emptied goes on with counters that follow those of the
/// copy. A gap is therefore told only when another look at all logs has not filled it.
///
/// Where a server numbers its parts anew with each run and adds to those of the run before, counters
/// of several runs stand side by side, and no record of one run can fill a gap of another. There a
/// gap is one if the record before what follows it ends no run of counters in any log. What cannot be
/// known there, and is not told:
///
/// - records of one run where another run, of the same process number or of none, has ended at the
///   same counter as they: the records of the text sink bear no process number;
/// - the first records of a run, if its first part was gone before it was read;
/// - which records were there before the set was read first.
///
/// Of a gap that reaches over several parts only what lies above the highest end below it is told.
public struct SequenceLedger: Sendable {
  /// A gap, and the log in which it was found.
  public struct Gap: Equatable, Sendable {
    /// The counters that no record has.
    public var range: ClosedRange<Int64>
    /// The log behind the gap.
    public var log: String
    /// The process whose counters they are.
    var process: Int64?
    /// Whether nothing was read of the log before it, so that there may be nothing before it at all.
    var isBeforeLog = false
    /// Whether all logs were looked at since it was found.
    var isRipe = false
  }

  /// Counters of the present process that were read, in the order of reading.
  private var read: [ClosedRange<Int64>] = []
  private var process: Int64?
  private var gaps: [Gap] = []
  /// Whether the order of the logs is not that of their records.
  public let isMixed: Bool
  /// Where runs of counters have ended in the logs; of no meaning unless they are mixed.
  public var ends = SequenceEnds()

  /// So many separate ranges are remembered, the latest ones.
  private static let capacity = 64

  /// Creates a ledger of nothing; `isMixed` where the order of the logs is not that of their records.
  public init(isMixed: Bool = false) { self.isMixed = isMixed }

  /// Whether there are gaps that were not told.
  public var hasGaps: Bool { !gaps.isEmpty }

  /// Whether there are gaps at which no look at all logs was taken since they were found.
  public var hasUnripeGaps: Bool { gaps.contains { !$0.isRipe } }

  /// Takes the counter of a record and the process that wrote it, as far as it bears them.
  public mutating func note(_ number: Int64?, process writer: Int64?) {
    guard let number, !isMixed else { return }
    if let writer, writer != process {
      read.removeAll(keepingCapacity: true)
      process = writer
    }
    if let last = read.last, number == last.upperBound &+ 1 {
      read[read.count - 1] = last.lowerBound...number
    } else {
      // Known already: the server has begun to count anew.
      if read.contains(where: { $0.contains(number) }) { read.removeAll() }
      if read.count == Self.capacity { read.removeFirst() }
      read.append(number...number)
    }
    if !gaps.isEmpty { fill(number...number) }
  }

  /// Takes a gap that was found in a log; what has been read elsewhere is none.
  ///
  /// - Parameters:
  ///   - range: the counters that were not found.
  ///   - writer: the process whose counters they are; nil: that of the record noted last.
  ///   - log: the log behind the gap.
  public mutating func doubt(
    _ range: ClosedRange<Int64>, of writer: Int64? = nil, in log: String
  ) {
    let start = gaps.count
    gaps.append(Gap(range: range, log: log, process: writer ?? process))
    if isMixed { return closeGaps() }
    for known in read { fill(known, from: start) }
  }

  /// Takes the counter of the first record of a log; between mixed logs, what lies between it and the
  /// highest end below it is a gap.
  ///
  /// - Parameters:
  ///   - number: the counter.
  ///   - writer: the process that wrote the record; nil if it does not say.
  ///   - log: the log.
  public mutating func begin(at number: Int64, of writer: Int64?, in log: String) {
    guard isMixed, number > 0 else { return }
    gaps.append(Gap(range: 0...(number - 1), log: log, process: writer, isBeforeLog: true))
  }

  /// Takes counters out of the gaps that they are in.
  private mutating func fill(_ known: ClosedRange<Int64>, from start: Int = 0) {
    var index = start
    while index < gaps.count {
      let gap = gaps[index]
      guard gap.range.overlaps(known), gap.process == process else {
        index += 1
        continue
      }
      var parts: [Gap] = []
      if gap.range.lowerBound < known.lowerBound {
        parts.append(gap)
        parts[0].range = gap.range.lowerBound...(known.lowerBound - 1)
      }
      if gap.range.upperBound > known.upperBound {
        var part = gap
        part.range = (known.upperBound + 1)...gap.range.upperBound
        parts.append(part)
      }
      gaps.replaceSubrange(index...index, with: parts)
      index += parts.count
    }
  }

  /// Removes gaps between mixed logs of which it has turned out that a run ends right before what
  /// follows them, and of the others what stands below the last end.
  private mutating func closeGaps() {
    gaps = gaps.compactMap { gap in
      let next = gap.range.upperBound &+ 1
      guard let end = ends.last(before: next, of: gap.process) else { return gap }
      if end.number == gap.range.upperBound { return nil }
      var rest = gap
      rest.range = max(gap.range.lowerBound, end.number + 1)...gap.range.upperBound
      return rest
    }
  }

  /// Takes all gaps as looked at again, once the look that follows is over.
  public mutating func ripen() {
    for index in gaps.indices { gaps[index].isRipe = true }
  }

  /// The gaps that another look at all logs has not filled.
  ///
  /// - Parameter isEnd: no further look will follow, so that all are told.
  /// - Returns: Each gap once.
  public mutating func takeGaps(isEnd: Bool = false) -> [Gap] {
    if isMixed { closeGaps() }
    gaps.removeAll { $0.isBeforeLog && $0.range.lowerBound == 0 }
    let told = gaps.filter { isEnd || $0.isRipe }
    gaps.removeAll { isEnd || $0.isRipe }
    ripen()
    return told
  }

  /// Forgets gaps of a past that is not wanted.
  public mutating func forgetGaps() { gaps.removeAll() }
}
