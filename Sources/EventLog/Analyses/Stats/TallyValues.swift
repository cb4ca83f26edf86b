/// What is known of the numbers that a field had.
///
/// Two of them add up to the one of all their numbers.
struct TallyValues: Equatable {
  /// How many numbers there were; what is no number does not count.
  private(set) var count = 0
  /// All of them together.
  private(set) var sum = TallyNumber(units: 0)
  private(set) var least = TallyNumber(units: 0)
  private(set) var greatest = TallyNumber(units: 0)
  /// All numbers, as long as there is room for them.
  private(set) var numbers: ContiguousArray<TallyNumber> = []
  /// What took their place.
  private(set) var histogram: TallyHistogram?

  /// Nothing yet.
  init() {}

  /// What a state tells; the numbers follow.
  init(count: Int, sum: TallyNumber, least: TallyNumber, greatest: TallyNumber) {
    (self.count, self.sum, self.least, self.greatest) = (count, sum, least, greatest)
  }

  /// Takes a number in.
  mutating func add(_ number: TallyNumber, _ budget: inout TallyBudget) {
    if count == 0 || number < least { least = number }
    if count == 0 || number > greatest { greatest = number }
    count &+= 1
    addToSum(number)
    guard budget.keeps else { return }
    if histogram == nil {
      if count <= budget.cutoff {
        numbers.append(number)
        budget.numbers &+= 1
        return
      }
      loseNumbers(budget.precision)
      budget.bins &+= binCount
    }
    let before = binCount
    histogram?.add(number)
    budget.bins &+= binCount &- before
  }

  private mutating func addToSum(_ number: TallyNumber) {
    let (total, overflowed) = sum.units.addingReportingOverflow(number.units)
    // It would take 2^33 of the largest numbers; whatever is said then is wrong, but harmless.
    if !overflowed { sum.units = total }
  }

  /// Takes in all that another one has taken in; numbers are kept up to `cutoff` of them.
  mutating func add(_ other: TallyValues, cutoff: Int, _ precision: TallyHistogram.Precision) {
    guard other.count > 0 else { return }
    least = count == 0 ? other.least : min(least, other.least)
    greatest = count == 0 ? other.greatest : max(greatest, other.greatest)
    count += other.count
    addToSum(other.sum)
    if histogram == nil, other.histogram == nil, count <= cutoff {
      numbers += other.numbers
      return
    }
    loseNumbers(precision)
    for number in other.numbers { histogram?.add(number) }
    if let counted = other.histogram { histogram?.add(counted) }
  }

  /// Makes a histogram of the numbers.
  mutating func loseNumbers(_ precision: TallyHistogram.Precision) {
    guard histogram == nil else { return }
    var counted = TallyHistogram(precision)
    for number in numbers { counted.add(number) }
    histogram = counted
    numbers = []
  }

  /// Makes what is kept as small as a budget wants it.
  mutating func settle(_ budget: TallyBudget) {
    if count > budget.cutoff, budget.keeps { loseNumbers(budget.precision) }
    histogram?.coarsen(to: budget.precision)
  }

  /// Takes the numbers that a state tells, all of them.
  mutating func keep(_ numbers: ContiguousArray<TallyNumber>) { self.numbers = numbers }

  /// Takes the histogram that a state tells.
  mutating func keep(_ histogram: TallyHistogram) { self.histogram = histogram }

  /// How many bins are kept.
  var binCount: Int { histogram?.bins.count ?? 0 }

  /// Whether percentiles are numbers that occurred, or to how many digits these are known.
  var method: String { histogram?.precision.name ?? "exact" }

  /// The average; nil if there is nothing.
  var average: TallyNumber? { count == 0 ? nil : sum.average(over: count) }

  /// The percentiles by nearest rank: the least number that so many percent of all do not exceed.
  ///
  /// - Complexity: O(*n* log *n*) in how many numbers are kept.
  func numbers(at percentiles: [Percentile]) -> [TallyNumber?] {
    guard count > 0 else { return percentiles.map { _ in nil } }
    guard let histogram else {
      let sorted = numbers.sorted()
      return percentiles.map { sorted[$0.rank(of: count) - 1] }
    }
    let ranked = histogram.ranked()
    return percentiles.map { percentile in
      let rank = percentile.rank(of: count)
      // The ends are known exactly.
      if rank == 1 { return least }
      if rank == count { return greatest }
      guard !ranked.isEmpty else { return nil }
      let place = ranked.firstPlace { $0.rank >= rank }
      return min(max(ranked[min(place, ranked.count - 1)].number, least), greatest)
    }
  }
}

/// A percentage of which is asked what stands there when all is put in order.
public struct Percentile: Hashable, Sendable {
  /// As in `p99.9`.
  public let name: String
  /// As in `99.9`.
  var digits: String { String(name.dropFirst()) }
  /// In millionths of a percent.
  private let millionths: Int

  /// Reads a number from 0 to 100 with up to six digits behind the point; nil for anything else.
  public init?(_ text: String) {
    let bytes = ContiguousArray(text.utf8)
    guard bytes.first?.isASCIIDigit == true, let number = TallyNumber(bytes.span),
      bytes.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }),
      number.units % 1000 == 0, number <= TallyNumber(100)
    else { return nil }
    millionths = Int(number.units / 1000)
    name = "p" + String(decoding: number.digits, as: UTF8.self)
  }

  /// Which of `count` numbers in order it is, from 1; of 0 percent the first.
  func rank(of count: Int) -> Int {
    let (high, low) = count.multipliedFullWidth(by: millionths)
    let product = Int128(high) << 64 | Int128(low)
    return max(1, Int((product + 99_999_999) / 100_000_000))
  }
}

extension Array {
  /// The first place of which `isBehind` is true, which it is of all after it; the end if of none.
  fileprivate func firstPlace(where isBehind: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
