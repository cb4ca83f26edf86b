/// Numbers that mostly count up by one, or are all missing, kept as the places where they do not.
struct NumberRuns {
  private struct Run {
    /// The place of the first number.
    var start: Int
    /// The first number; nil where there are none.
    var first: Int64?
  }

  private var runs: ContiguousArray<Run> = []
  private(set) var count = 0

  /// Adds the next number, if there is one.
  mutating func append(_ number: Int64?) {
    defer { count += 1 }
    if let run = runs.last {
      let next = run.first.map { $0 + Int64(count - run.start) }
      if next == number { return }
    }
    runs.append(Run(start: count, first: number))
  }

  /// The number at a place; nil where there is none.
  ///
  /// - Complexity: O(log *n*) in the places where numbers do not count up.
  subscript(place: Int) -> Int64? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].start <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let run = runs[low - 1]
    return run.first.map { $0 + Int64(place - run.start) }
  }
}
