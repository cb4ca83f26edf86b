/// What the counters of one file of a rotated set tell.
public struct SequenceVerdict: Equatable, Sendable {
  /// The counter of the first record that bears one; nil in formats without counters.
  public var first: Int64?
  /// The counter of the last record that bears one.
  public var last: Int64?
  /// The first few runs of records that are missing in the file, or between it and the one before.
  public private(set) var missing: [ClosedRange<Int64>] = []
  /// How many runs of records are missing.
  public private(set) var gaps = 0
  /// How often the server was started anew.
  public private(set) var restarts = 0
  /// What the server had counted to before its first restart.
  private var lastBeforeRestart: Int64?

  /// So many runs are kept; a hostile log may have millions.
  public static let missingLimit = 20

  /// Creates the verdict on a file without counters.
  public init() {}

  /// Takes in what an audit has found.
  public mutating func add(_ finding: SequenceAudit.Finding) {
    switch finding {
    case .missing(let range):
      gaps += 1
      if missing.count < Self.missingLimit { missing.append(range) }
    case .restart(let last):
      restarts += 1
      lastBeforeRestart = lastBeforeRestart ?? last
    }
  }
}

extension SequenceVerdict: CustomStringConvertible {
  /// One cell of a table: `0-999 ok`, `0-999 GAP 412-414`, `0-999 3 gaps`,
  /// `400-20 restart after 412`, or `-` without counters.
  public var description: String {
    guard let first, let last else { return "-" }
    var remarks: [String] = []
    if gaps == 1, let range = missing.first {
      remarks.append("GAP \(range.inWords)")
    } else if gaps > 1 {
      remarks.append("\(gaps) gaps")
    }
    if restarts == 1, let number = lastBeforeRestart {
      remarks.append("restart after \(number)")
    } else if restarts > 1 {
      remarks.append("\(restarts) restarts")
    }
    let verdict = remarks.isEmpty ? "ok" : remarks.joined(separator: ", ")
    return "\(first)-\(last) \(verdict)"
  }
}

extension ClosedRange<Int64> {
  /// `412-414`, or `412` alone.
  fileprivate var inWords: String {
    lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
  }
}
