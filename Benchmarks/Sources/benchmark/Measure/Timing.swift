/// How long several runs of the same command took.
struct Timing {
  private(set) var runs: [Program.Usage]

  /// Runs a command once for the caches and then as often as it is to be measured.
  ///
  /// - Parameters:
  ///   - program: The command.
  ///   - count: How often, at least once.
  ///   - statuses: How it may end.
  /// - Throws: ``UnexpectedStatus`` if it does not end with a status that is one of the expected.
  init(of program: Program, count: Int, statuses: Set<Int> = [0]) throws {
    runs = []
    for run in 0...max(count, 1) {
      let usage = try program.run()
      guard statuses.contains(usage.status) else {
        throw UnexpectedStatus(program: program, status: usage.status)
      }
      if run > 0 { runs.append(usage) }
    }
  }

  /// A command that did not end as it should.
  struct UnexpectedStatus: Error, CustomStringConvertible {
    var program: Program
    var status: Int

    var description: String { "\(program.arguments.joined(separator: " ")) ended with \(status)" }
  }

  var bestWall: Double { runs.map(\.wallSeconds).min() ?? 0 }
  var medianWall: Double { Self.median(runs.map(\.wallSeconds)) }
  var bestProcessor: Double { runs.map(\.processorSeconds).min() ?? 0 }
  var medianProcessor: Double { Self.median(runs.map(\.processorSeconds)) }
  /// The largest of all runs.
  var peakBytes: Int { runs.map(\.peakBytes).max() ?? 0 }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2
      : middle < sorted.count ? sorted[middle] : last
  }
}
