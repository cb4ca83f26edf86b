/// How often numbers occurred, each known to so many digits, in the manner of HdrHistogram.
///
/// Numbers are put in bins whose width is a small part of their size: with 11 bits there are 1024 of
/// equal width between one power of two and the next, so that none is a thousandth as wide as its
/// numbers are large. Bins of fewer bits are whole numbers of bins of more bits, so that what is known
/// to fewer digits is the same whether digits were given up early or late. Only bins with something in
/// them take room, and two histograms add up to the one of all their numbers.
struct TallyHistogram: Equatable {
  /// A bin and how many numbers are in it.
  struct Bin: Equatable {
    var place: Int32
    var count: Int
  }

  /// What is known of the numbers.
  private(set) var precision: Precision
  /// In the order of their numbers.
  private(set) var bins: ContiguousArray<Bin> = []

  /// How many significant bits are told apart.
  enum Precision: Int, CaseIterable, Comparable {
    /// Nothing is known but how many numbers there were.
    case none = 0
    /// A number is less than 4 % from the middle of its bin.
    case oneDigit = 5
    /// Less than 1 %.
    case twoDigits = 8
    /// Less than 0.1 %.
    case threeDigits = 11

    static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }

    /// What takes less room; nothing takes none at all.
    var coarser: Precision {
      switch self {
      case .threeDigits: .twoDigits
      case .twoDigits: .oneDigit
      case .oneDigit, .none: .none
      }
    }
  }

  init(_ precision: Precision) { self.precision = precision }

  /// Counts a number.
  mutating func add(_ number: TallyNumber) {
    guard precision != .none else { return }
    add(Bin(place: Self.bin(of: number, precision), count: 1))
  }

  /// Counts all that another one has counted.
  mutating func add(_ other: TallyHistogram) {
    coarsen(to: other.precision)
    var other = other
    other.coarsen(to: precision)
    var merged: ContiguousArray<Bin> = []
    merged.reserveCapacity(max(bins.count, other.bins.count))
    var rest = other.bins[...]
    for bin in bins {
      while let next = rest.first, next.place < bin.place {
        merged.append(next)
        rest.removeFirst()
      }
      merged.append(bin)
      if let next = rest.first, next.place == bin.place {
        merged[merged.count - 1].count += next.count
        rest.removeFirst()
      }
    }
    bins = merged + rest
  }

  /// Counts numbers of a bin.
  mutating func add(_ bin: Bin) {
    var low = 0
    var high = bins.count
    while low < high {
      let middle = (low &+ high) / 2
      if bins[middle].place < bin.place { low = middle &+ 1 } else { high = middle }
    }
    if low < bins.count, bins[low].place == bin.place {
      bins[low].count &+= bin.count
    } else {
      bins.insert(bin, at: low)
    }
  }

  /// Gives digits up, unless it has none more than wanted.
  mutating func coarsen(to wanted: Precision) {
    guard wanted < precision else { return }
    let old = bins
    bins = []
    for bin in old where wanted != .none {
      let start = Self.start(of: bin.place, precision).units
      let place = Self.bin(of: TallyNumber(units: start), wanted)
      if bins.last?.place == place {
        bins[bins.count - 1].count += bin.count
      } else {
        bins.append(Bin(place: place, count: bin.count))
      }
    }
    precision = wanted
  }

  /// Numbers in order, each standing for its bin, with how many there were up to it.
  func ranked() -> [(number: TallyNumber, rank: Int)] {
    var rank = 0
    return bins.map { bin in
      rank += bin.count
      return (Self.number(in: bin.place, precision), rank)
    }
  }

  /// No number that a ``TallyNumber`` is read as lies in a bin beyond this one, on either side of zero.
  static func lastPlace(_ precision: Precision) -> Int { 96 << max(0, precision.rawValue - 1) }

  /// Bins are numbered in the order of their numbers; those below zero mirror those above.
  private static func bin(of number: TallyNumber, _ precision: Precision) -> Int32 {
    let bits = precision.rawValue
    let magnitude = number.units.magnitude
    let length = UInt128.bitWidth - magnitude.leadingZeroBitCount
    let shift = max(0, length - bits)
    let bin = Int32(shift << (bits - 1)) + Int32(magnitude >> UInt128(shift))
    return number.units < 0 ? -bin : bin
  }

  /// The number of a bin that is nearest to zero.
  private static func start(of bin: Int32, _ precision: Precision) -> TallyNumber {
    let bits = precision.rawValue
    let place = Int(bin.magnitude)
    let shift = max(0, place >> (bits - 1) - 1)
    let start = Int128(place - shift << (bits - 1)) << Int128(shift)
    return TallyNumber(units: bin < 0 ? -start : start)
  }

  /// The middle of a bin, with one digit more than is sure.
  private static func number(in bin: Int32, _ precision: Precision) -> TallyNumber {
    let shift = max(0, Int(bin.magnitude) >> (precision.rawValue - 1) - 1)
    guard shift > 0 else { return start(of: bin, precision) }
    let half = (Int128(1) << Int128(shift)) / 2
    let start = start(of: bin, precision).units
    let middle = TallyNumber(units: bin < 0 ? start - half : start + half)
    return middle.rounded(toDigits: precision == .threeDigits ? 4 : 3)
  }
}
