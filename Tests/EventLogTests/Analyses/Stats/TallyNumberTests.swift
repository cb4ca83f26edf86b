import TestSupport
import Testing

@testable import EventLog

@Suite("Numbers that are added up")
struct TallyNumberTests {
  private func number(_ text: String) -> TallyNumber? {
    TallyNumber(ContiguousArray(text.utf8).span)
  }

  private func text(_ number: TallyNumber?) -> String? {
    number.map { String(decoding: $0.digits, as: UTF8.self) }
  }

  @Test(
    "Recorded digits are read and printed exactly",
    arguments: [
      ("0", "0"), ("-0", "0"), ("6006.0161", "6006.0161"), ("-1.50", "-1.5"), ("0.0001", "0.0001"),
      ("1795216353343.5491", "1795216353343.5491"), ("5282243277764296704", "5282243277764296704"),
      ("-9223372036854775808", "-9223372036854775808"),
      ("18446744073709551615", "18446744073709551615"), ("1e3", "1000"), ("2.5E-3", "0.0025"),
      ("0.0000000014", "0.000000001"), ("0.0000000015", "0.000000002"),
      ("-0.0000000015", "-0.000000002"), ("1e-40", "0"), ("00012", "12"), ("5.", "5"),
    ])
  func exact(recorded: String, printed: String) {
    #expect(text(number(recorded)) == printed)
  }

  @Test(
    "What is no number of a log is none",
    arguments: ["", "-", ".", "x", "1x", "1.2.3", "18446744073709551616", "1e300", "--1"])
  func none(recorded: String) {
    #expect(number(recorded) == nil)
  }

  @Test(
    "Averages have four digits behind the point, or four that count",
    arguments: [
      ("10", 3, "3.3333"), ("20", 3, "6.6667"), ("-20", 3, "-6.6667"), ("6", 3, "2"),
      ("0.01", 3, "0.003333"), ("0", 5, "0"), ("1", 8, "0.125"), ("2999.99999", 1, "3000"),
    ])
  func averages(sum: String, count: Int, printed: String) throws {
    #expect(text(try #require(number(sum)).average(over: count)) == printed)
  }

  @Test(
    "Percentiles are numbers of percent",
    arguments: [
      ("50", "p50"), ("99.9", "p99.9"), ("0", "p0"), ("100", "p100"), ("95.0", "p95"),
      ("99.999999", "p99.999999"),
    ])
  func percentiles(text: String, name: String) {
    #expect(Percentile(text)?.name == name)
  }

  @Test(
    "What is no percentage is refused",
    arguments: ["", "-1", "100.1", "p50", "5e1", "+5", "1.0000001", ".5"])
  func mistakes(text: String) {
    #expect(Percentile(text) == nil)
  }

  // Nearest rank: of 10 numbers the 95th percentile is number 10, the 50th number 5, the 51st number 6.
  @Test(
    "The rank is the share of all, rounded up",
    arguments: [
      ("50", 10, 5), ("51", 10, 6), ("95", 10, 10), ("0", 10, 1), ("100", 10, 10), ("50", 1, 1),
      ("99.9", 1000, 999), ("99.9", 1001, 1000), ("33.333333", 3, 1), ("33.333334", 3, 2),
      ("50", 4_000_000_000_000_000_000, 2_000_000_000_000_000_000),
    ])
  func rank(text: String, count: Int, rank: Int) {
    #expect(Percentile(text)?.rank(of: count) == rank)
  }

  @Test("Beyond so many numbers percentiles are right to three digits", arguments: Seed.all(4))
  func histogram(seed: Seed) {
    var random = SeededGenerator(seed)
    var values = TallyValues()
    var budget = TallyBudget(keeps: true)
    var all: [TallyNumber] = []
    for _ in 0..<(TallyBudget.exactLimit + 1) {
      // From thousandths to millions, of either sign.
      let size = Int128(10) ^^ Int.random(in: 6...15, using: &random)
      all.append(TallyNumber(units: Int128(Int64.random(in: -1000...9999, using: &random)) * size))
      values.add(all[all.count - 1], &budget)
    }
    all.sort()
    #expect(values.method == "3 digits")
    let percentiles = ["0", "1", "5", "25", "50", "75", "99", "99.99", "100"].compactMap {
      Percentile($0)
    }
    for (percentile, found) in zip(percentiles, values.numbers(at: percentiles)) {
      let exact = all[percentile.rank(of: all.count) - 1].units
      let distance = ((found?.units ?? 0) - exact).magnitude
      #expect(distance * 1000 <= exact.magnitude, "\(percentile.name)")
    }
  }

  @Test(
    "The ends are the least and the greatest number, to however few digits the others are known",
    arguments: TallyHistogram.Precision.allCases)
  func ends(precision: TallyHistogram.Precision) throws {
    var values = TallyValues()
    var budget = TallyBudget(keeps: true)
    budget.lower(to: 10, precision)
    for number in 0..<1000 { values.add(TallyNumber(Int64(1_000_003 + 7 * number)), &budget) }
    let percentiles = ["0", "0.1", "50", "99.9", "99.95", "100"].compactMap { Percentile($0) }
    let found = values.numbers(at: percentiles)
    #expect(found[0] == TallyNumber(1_000_003) && found[1] == found[0], "of 1000, 0.1 % is one")
    #expect((found[2] == nil) == (precision == .none))
    #expect((found[3] == nil) == (precision == .none))
    #expect(found[4] == TallyNumber(1_006_996) && found[5] == found[4])
  }

  @Test(
    "Digits that are given up late are the same as digits that were given up early",
    arguments: Seed.all(6))
  func coarsening(seed: Seed) {
    var random = SeededGenerator(seed)
    let steps: [(TallyHistogram.Precision, Int128)] = [
      (.threeDigits, 1000), (.twoDigits, 100), (.oneDigit, 25),
    ]
    for (precision, share) in steps {
      var late = TallyHistogram(.threeDigits)
      var early = TallyHistogram(precision)
      for _ in 0..<500 {
        let number = TallyNumber(
          units: Int128(Int64.random(in: -5000...5000, using: &random))
            * 10 ^^ Int.random(in: 0...20, using: &random))
        late.add(number)
        early.add(number)
        var one = TallyHistogram(precision)
        one.add(number)
        let told = one.ranked()[0].number.units
        #expect((told - number.units).magnitude * share.magnitude <= number.units.magnitude)
      }
      late.coarsen(to: precision)
      #expect(late == early)
    }
    var nothing = TallyHistogram(.oneDigit)
    nothing.add(TallyNumber(7))
    nothing.coarsen(to: .none)
    #expect(nothing.ranked().isEmpty)
  }

  @Test("What two have taken in adds up to what one has", arguments: Seed.all(10))
  func merging(seed: Seed) {
    var random = SeededGenerator(seed)
    let percentiles = ["0", "10", "50", "90", "100"].compactMap { Percentile($0) }
    // The first seeds stay below the limit, the others go beyond it.
    let count = seed.value % 2 == 0 ? 1000 : TallyBudget.exactLimit + 5000
    var parts = [TallyValues(), TallyValues()]
    var whole = TallyValues()
    var budget = TallyBudget(keeps: true)
    for _ in 0..<count {
      let number = TallyNumber(Int64.random(in: -50_000...5_000_000, using: &random))
      parts[Int.random(in: 0...1, using: &random)].add(number, &budget)
      whole.add(number, &budget)
    }
    var merged = parts[0]
    merged.add(parts[1], cutoff: TallyBudget.exactLimit, .threeDigits)
    #expect(merged.count == whole.count)
    #expect(merged.sum == whole.sum)
    #expect(merged.least == whole.least)
    #expect(merged.greatest == whole.greatest)
    #expect(merged.method == whole.method)
    #expect(merged.numbers(at: percentiles) == whole.numbers(at: percentiles))
  }
}

infix operator ^^ : BitwiseShiftPrecedence

/// A power of a number.
private func ^^ (base: Int128, exponent: Int) -> Int128 {
  (0..<exponent).reduce(1) { product, _ in product * base }
}
