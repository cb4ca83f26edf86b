import TestSupport
import Testing

@testable import EventLog

@Suite("A decimal number")
struct ExactDecimalTests {
  private func decimal(_ text: String) -> ExactDecimal? {
    ExactDecimal(ContiguousArray(text.utf8).span)
  }

  private func order(_ left: String, _ right: String) throws -> Int? {
    try #require(decimal(right)).order(of: ContiguousArray(left.utf8).span).map { $0.signum() }
  }

  /// In ascending order; those in one line are equal.
  static let ascending = [
    ["-1e999999999999999999999"], ["-9223372036854775809"], ["-9223372036854775808"],
    ["-12.5", "-1.25e1", "-012.500"], ["-12.49999999999999999999999"], ["-1", "-1.0", "-10e-1"],
    ["-0.001"], ["0", "-0", "0.000", "0e5", "+0", ".0"], ["1e-999999"], ["0.0999"],
    ["0.1", ".1", "1e-1", "+0.10"], ["1", "1.", "01"], ["9.99"], ["10", "1E+1"],
    ["1700000001000.2290", "1700000001000.229"], ["1700000001000.22901"],
    ["9007199254740992"], ["9007199254740993"], ["9223372036854775807"],
    ["9223372036854775808", "9223372036854775808.0"], ["18446744073709551615"], ["1e400"],
  ]

  @Test("is compared with every other to the last digit")
  func order() throws {
    for (rank, equals) in Self.ascending.enumerated() {
      for (otherRank, others) in Self.ascending.enumerated() {
        for text in equals {
          for other in others {
            #expect(
              try order(text, other) == (rank - otherRank).signum(), "\(text) and \(other)")
          }
        }
      }
    }
  }

  @Test(
    "is not what only looks like a number",
    arguments: [
      "", "-", ".", "1e", "1e+", "1e--1", "1.2.3", "0x10", "1 ", " 1", "nan", "e5", "--1", "1e+-1",
    ])
  func noNumbers(text: String) throws {
    #expect(decimal(text) == nil)
    #expect(try order(text, "0") == nil)
  }

  @Test("can be multiplied without losing a digit")
  func product() throws {
    var number = try #require(decimal("2.5"))
    number.multiply(by: 60_000)
    #expect(number == decimal("150000"))
    #expect(number.integer == 150_000)
    number.multiply(by: 9_765_625, power: -10)
    #expect(number == decimal("146.484375"))
    #expect(number.integer == nil)
    var zero = try #require(decimal("0"))
    zero.multiply(by: 1000)
    #expect(zero == decimal("0.0"))
    #expect(ExactDecimal(Int64.min) == decimal("-9223372036854775808"))
    #expect(ExactDecimal(Int64.min).integer == .min)
  }
}
