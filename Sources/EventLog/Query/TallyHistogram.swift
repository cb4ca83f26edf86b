/// How often numbers occurred, each known to three significant digits, in the manner of HdrHistogram.
///
/// Numbers are put in bins that are less than a thousandth as wide as they are large: between one
/// power of two and the next there are 1024 of equal width. Only bins with something in them take
/// room, and two histograms add up to the one of all their numbers.
struct TallyHistogram: Equatable {
  private var counts: [Int: Int] = [:]

  /// The significant bits that are told apart: one more than 1024 bins for each power of two need.
  private static let bits = 11

  /// Counts a number.
  mutating func add(_ number: TallyNumber, count: Int = 1) {
    counts[Self.bin(of: number), default: 0] += count
  }

  /// Counts all that another one has counted.
  mutating func add(_ other: TallyHistogram) {
    for (bin, count) in other.counts { counts[bin, default: 0] += count }
  }

  /// Numbers in order, each standing for its bin, with how many there were up to it.
  ///
  /// - Complexity: O(*n* log *n*) in the number of bins.
  func ranked() -> [(number: TallyNumber, rank: Int)] {
    var rank = 0
    return counts.keys.sorted().map { bin in
      rank += counts[bin] ?? 0
      return (Self.number(in: bin), rank)
    }
  }

  /// Bins are numbered in the order of their numbers; those below zero mirror those above.
  private static func bin(of number: TallyNumber) -> Int {
    let magnitude = number.units.magnitude
    let length = UInt128.bitWidth - magnitude.leadingZeroBitCount
    let shift = max(0, length - bits)
    let bin = shift << (bits - 1) + Int(magnitude >> UInt128(shift))
    return number.units < 0 ? -bin : bin
  }

  /// The middle of a bin to four digits, of which three are sure.
  private static func number(in bin: Int) -> TallyNumber {
    let place = Int(bin.magnitude)
    let shift = max(0, place >> (bits - 1) - 1)
    let start = Int128(place - shift << (bits - 1)) << Int128(shift)
    let middle = start + (Int128(1) << Int128(shift)) / 2
    let number = TallyNumber(units: bin < 0 ? -middle : middle)
    return shift == 0 ? number : number.rounded(toDigits: 4)
  }
}
