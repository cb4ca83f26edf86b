/// Watches the counter that the server writes into every record, and tells which records are missing.
///
///     185 187 186 188      out of order while the server shut down: nothing is missing
///     185 188 189 190      186 and 187 are missing
///     185   0   1   2      the server was started again
///
/// Each sink counts its records from 0 and goes on over files (formats.md 2.4). A counter that falls
/// is not always a restart (real-bytes.md, fact 1), so that a gap is only told once the records
/// behind it go on as they should.
public struct SequenceAudit: Equatable, Sendable {
  /// Something that the counters tell.
  public enum Finding: Equatable, Sendable {
    /// These records are not in the log.
    case missing(ClosedRange<Int64>)
    /// The server was started again; what it wrote last has this number.
    case restart(after: Int64)
  }

  /// The highest counter so far.
  public private(set) var last: Int64?
  /// The process that wrote it.
  public private(set) var process: Int64?
  /// Records that seem to be missing; nothing has confirmed it yet.
  public private(set) var gap: ClosedRange<Int64>?
  private var confirmations = 0
  private var findings: [Finding] = []

  /// So many records have to go on behind a gap before it is told.
  private static let needed = 3

  /// Creates an audit.
  ///
  /// - Parameters:
  ///   - last: the counter of the record before, if it is known.
  ///   - process: the process that wrote it.
  public init(after last: Int64? = nil, process: Int64? = nil) {
    self.last = last
    self.process = process
  }

  /// Goes on where another audit stopped.
  ///
  /// - Parameter note: what ``note`` said; anything else is as good as nothing.
  public init(note: String) {
    let numbers = note.split(separator: " ", omittingEmptySubsequences: false).map { Int64($0) }
    guard numbers.count == 5, let last = numbers[0], EventHead.counters.contains(last) else {
      self.init()
      return
    }
    self.init(after: last, process: numbers[1])
    if let first = numbers[2], let end = numbers[3], 0 <= first, first <= end, end < last {
      gap = first...end
      confirmations = Int(clamping: numbers[4] ?? 0)
    }
  }

  /// All that is needed to go on later, in one line; empty before the first record.
  public var note: String {
    guard let last else { return "" }
    let numbers = [
      last, process, gap?.lowerBound, gap?.upperBound, gap.map { _ in Int64(confirmations) },
    ]
    return numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
  }

  /// Takes the counter of the next record and the process that wrote it, as far as it bears them.
  public mutating func feed(logEntry: Int64?, processId: Int64?) {
    guard let number = logEntry else { return }
    defer { process = processId ?? process }
    guard let last else {
      last = number
      return
    }
    if let processId, let process, processId != process { return restart(last, number) }
    // Overflow cannot happen: both are within ``EventHead/counters``.
    switch number {
    case last + 1:
      self.last = number
      confirm()
    case (last + 2)...:
      settle()
      gap = (last + 1)...(number - 1)
      confirmations = 0
      self.last = number
    default:
      fall(to: number, from: last)
    }
  }

  /// Takes the counters of records that follow one another, as one by one; of one process.
  ///
  /// - Complexity: O(1), however many there are.
  mutating func feed(_ numbers: ClosedRange<Int64>, processId: Int64?) {
    var number = numbers.lowerBound
    while true {
      feed(logEntry: number, processId: processId)
      if number == last { break }
      // Late ones change nothing, up to the end of the gap that they are in.
      let next = gap.flatMap { $0.contains(number) ? $0.upperBound : nil } ?? number
      guard next < numbers.upperBound else { return }
      number = next + 1
    }
    let rest = numbers.upperBound - number
    guard rest > 0 else { return }
    last = numbers.upperBound
    for _ in 0..<min(rest, Int64(Self.needed)) { confirm() }
  }

  /// Takes counters that follow the last one while nothing is missing; false, and nothing has changed,
  /// if these do not.
  @inline(__always)
  mutating func follow(_ numbers: ClosedRange<Int64>) -> Bool {
    guard gap == nil, last == numbers.lowerBound - 1 else { return false }
    last = numbers.upperBound
    return true
  }

  /// True if a record with this counter belongs to another run of the server.
  func isRestart(at number: Int64) -> Bool {
    guard let last, number <= last, gap?.contains(number) != true else { return false }
    // The same number twice, or one that stands a little late.
    return last - number >= 3 || number <= 0
  }

  /// True if a record with this counter may belong to those that were read before, out of order:
  /// into a gap, or, as long as the server shuts down, among the last few (real-bytes.md, fact 1).
  func mayStandLate(_ number: Int64, isStopping: Bool) -> Bool {
    guard let last, number <= last else { return false }
    return gap?.contains(number) == true || isStopping && !isRestart(at: number)
  }

  private mutating func fall(to number: Int64, from last: Int64) {
    if let gap, gap.contains(number) {
      if number == gap.lowerBound {
        // Either the whole gap was this record, or the one before it was out of line.
        if number != gap.upperBound { self.last = number }
        self.gap = nil
      }
      return
    }
    if isRestart(at: number) { restart(last, number) }
  }

  private mutating func restart(_ last: Int64, _ number: Int64) {
    settle()
    findings.append(.restart(after: last))
    self.last = number
  }

  private mutating func confirm() {
    guard gap != nil else { return }
    confirmations += 1
    if confirmations == Self.needed { settle() }
  }

  /// Forgets a gap that nothing has confirmed.
  mutating func forgetGap() { gap = nil }

  private mutating func settle() {
    if let gap { findings.append(.missing(gap)) }
    gap = nil
  }

  /// Tells a gap even though nothing has confirmed it yet: at the end of what there is to read.
  public mutating func finish() { settle() }

  /// Forgets what was found; a gap that is not confirmed yet stays.
  public mutating func forgetFindings() {
    if !findings.isEmpty { findings.removeAll(keepingCapacity: true) }
  }

  /// Whether there is something that ``takeFindings()`` has not told.
  var hasFindings: Bool { !findings.isEmpty }

  /// What was found since this was asked last.
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }
}

extension Event {
  /// The number that its process gave the event; nil if it gave none.
  var number: Int64? {
    guard head.idNode >= 0, nodes[Int(head.idNode)].kind == .integer,
      let number = valueBytes(nodes[Int(head.idNode)]).integer,
      EventHead.counters.contains(number)
    else { return nil }
    return number
  }

  /// The server process that wrote the record; nil if it does not say.
  public var writer: Int64? {
    guard head.processIdNode >= 0 else { return nil }
    let node = nodes[Int(head.processIdNode)]
    return node.kind == .integer ? valueBytes(node).integer : nil
  }
}
