/// How much may be kept for percentiles, by all groups and fields together.
///
/// Exact numbers first: a group keeps all of its numbers up to ``cutoff`` of them. That is
/// ``exactLimit``, or less where there would be more than ``numberLimit`` in all: then it is the
/// largest number that leaves room when no group takes more than it. What has more numbers is a
/// histogram, so that it is the largest groups that lose digits first. Where histograms have more than
/// ``binLimit`` bins, all of them are known to fewer digits.
///
/// With more numbers the cutoff only falls and bins only grow, so that all this follows from what was
/// counted, and neither from its order nor from how it was divided among runs.
struct TallyBudget: Equatable {
  /// Whether percentiles will be asked for.
  var keeps = false
  /// Up to so many numbers percentiles of a group are exact, where there is room.
  static let exactLimit = 100_000
  /// So many exact numbers are kept by all groups.
  var numberLimit = 2_000_000
  /// So many bins of histograms are kept by all groups.
  var binLimit = 2_000_000

  /// Nothing is used up yet.
  init(keeps: Bool = false) { self.keeps = keeps }

  /// Up to so many numbers of a group are kept.
  private(set) var cutoff = TallyBudget.exactLimit
  /// To how many digits the others are known.
  private(set) var precision = TallyHistogram.Precision.threeDigits
  /// How many numbers are kept, where each histogram counts for as many as the cutoff.
  var numbers = 0
  /// How many bins are kept.
  var bins = 0

  /// Whether it is time to ``lower(for:)`` it; not at once, for that looks at all groups.
  @inline(__always)
  var isExceeded: Bool { numbers > numberLimit &+ numberLimit / 4 || bins > binLimit }

  /// Takes over what another run gave up.
  mutating func lower(to cutoff: Int, _ precision: TallyHistogram.Precision) {
    self.cutoff = min(self.cutoff, cutoff)
    self.precision = min(self.precision, precision)
  }

  /// Lowers the cutoff so that groups of these counts have room.
  ///
  /// - Complexity: O(*n* log *n*).
  mutating func lower(for counts: [Int]) {
    let total = counts.reduce(0) { $0 + min($1, cutoff) }
    guard total > numberLimit else { return }
    var room = numberLimit
    let sorted = counts.sorted()
    for (index, count) in sorted.enumerated() {
      let share = room / (sorted.count - index)
      if count > share {
        cutoff = min(cutoff, share)
        return
      }
      room -= count
    }
  }

  /// Gives up digits of all histograms.
  mutating func coarsen() { precision = precision.coarser }
}
