/// The last record of a run of counters that follow each other in one log.
public struct SequenceEnd: Hashable, Sendable {
  /// Its counter.
  public var number: Int64
  /// The process that wrote it; nil where records do not bear it.
  public var process: Int64?

  /// Creates an end from its facts.
  public init(_ number: Int64, process: Int64? = nil) {
    self.number = number
    self.process = process
  }

  /// Reads what ``note`` says; nil for anything else.
  public init?(note: Substring) {
    let numbers = note.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
    guard let number = numbers[0], number >= 0, numbers.count <= 2, numbers.last != .some(nil)
    else { return nil }
    self.init(number, process: numbers.count == 2 ? numbers[1] : nil)
  }

  /// `1791`, or `1791/4242` with the process.
  public var note: String { process.map { "\(number)/\($0)" } ?? "\(number)" }
}

/// The runs of counters in one log: what its audit finds, and where each run has ended.
///
/// A log that several runs of the server have written to, one behind the other, holds a run of
/// counters of each.
public struct SequenceRuns: Sendable {
  /// A finding, and the process whose counters it is about.
  public struct Finding: Equatable, Sendable {
    /// What was found.
    public var finding: SequenceAudit.Finding
    /// The process that wrote the record before; nil where records do not bear it.
    public var process: Int64?
  }

  /// The audit of the log, as far as it was read.
  public var audit: SequenceAudit
  /// The ends of runs that something else follows in the log, the latest last; at least the last
  /// ``capacity`` of them.
  public private(set) var brokenEnds: [SequenceEnd]
  private var findings: [Finding] = []

  /// So many ends are kept of one log at least; a hostile one may have millions.
  public static let capacity = 1024

  /// Goes on where `audit` has stopped, in a log whose runs have ended as said.
  public init(_ audit: SequenceAudit = SequenceAudit(), brokenEnds: [SequenceEnd] = []) {
    self.audit = audit
    self.brokenEnds = brokenEnds
  }

  /// All ends: of the runs that something follows, before a gap that waits to be confirmed, and of
  /// what was read last.
  public var ends: [SequenceEnd] {
    var ends = brokenEnds
    if let gap = audit.gap { ends.append(SequenceEnd(gap.lowerBound - 1, process: audit.process)) }
    if let last = audit.last { ends.append(SequenceEnd(last, process: audit.process)) }
    return ends
  }

  /// Takes the counter of the next record and the process that wrote it, as far as it bears them.
  public mutating func feed(logEntry: Int64?, processId: Int64?) {
    let (last, process) = (audit.last, audit.process)
    audit.feed(logEntry: logEntry, processId: processId)
    if audit.hasFindings {
      take(of: process)
    } else if let last, let logEntry, logEntry <= last {
      // A record that stands late, or the next run of the server at almost the same number.
      add(SequenceEnd(last, process: process))
    }
  }

  /// Takes a gap as one that nothing has confirmed: at the end of what there is to read.
  public mutating func finish() {
    audit.finish()
    take(of: audit.process)
  }

  private mutating func take(of process: Int64?) {
    for finding in audit.takeFindings() {
      findings.append(Finding(finding: finding, process: process))
      switch finding {
      case .missing(let range): add(SequenceEnd(range.lowerBound - 1, process: process))
      case .restart(let last): add(SequenceEnd(last, process: process))
      }
    }
  }

  private mutating func add(_ end: SequenceEnd) {
    if brokenEnds.last == end { return }
    if brokenEnds.count == 2 * Self.capacity { brokenEnds.removeFirst(Self.capacity) }
    brokenEnds.append(end)
  }

  /// Forgets what was found; a gap that is not confirmed yet stays.
  public mutating func forgetFindings() {
    if !findings.isEmpty { findings.removeAll(keepingCapacity: true) }
  }

  /// What was found since this was asked last.
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }
}

/// Where the runs of counters in the logs of one set have ended.
///
/// Wherever the counters of a log do not go on, the record before stands at such an end, in this log
/// or another one: a server that is started again and numbers its parts anew adds to those of the
/// run before, so that the order of the logs is not that of their records.
///
///     part 1    0 …  600 |   0 …  700       the second run is longer than the first
///     part 2  601 …  690 | 701 … 1200       691 to 700 are not missing: 700 ends a run in part 1
public struct SequenceEnds: Sendable {
  private var ends: [SequenceEnd] = []

  /// So many are remembered, the latest ones.
  private static let capacity = 4096

  /// Creates a collection of none.
  public init() {}

  /// Adds those of one log.
  public mutating func add(_ others: [SequenceEnd]) {
    for end in others where !ends.contains(end) { ends.append(end) }
    if ends.count > Self.capacity { ends.removeFirst(ends.count - Self.capacity) }
  }

  /// Removes those of a log that is about to grow.
  public mutating func remove(_ others: [SequenceEnd]) {
    for end in others {
      if let index = ends.lastIndex(of: end) { ends.remove(at: index) }
    }
  }

  /// The highest end below a counter of a process; ends of unknown processes may be anyone's.
  public func last(before number: Int64, of process: Int64?) -> SequenceEnd? {
    var last: SequenceEnd?
    for end in ends where end.number < number && end.number > last?.number ?? -1 {
      if let process, let writer = end.process, writer != process { continue }
      last = end
    }
    return last
  }
}
