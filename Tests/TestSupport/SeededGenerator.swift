import Foundation
public import Testing

/// A random generator that a seed determines: SplitMix64.
///
/// A randomised test takes the seed as its argument, so that a failure names it:
/// ```swift
/// @Test("is the same for every cut", arguments: Seed.all(20))
/// func cutting(seed: Seed) {
///   var random = SeededGenerator(seed)
/// ```
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose numbers depend on nothing but the seed.
  public init(_ seed: Seed) {
    state = seed.value
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }
}

/// What a randomised test starts from.
public struct Seed: Equatable, Sendable, CustomTestStringConvertible {
  /// The number itself.
  public let value: UInt64

  /// A seed of one's choice.
  public init(_ value: UInt64) {
    self.value = value
  }

  /// What a failure shows: how to run that very case again.
  public var testDescription: String { "EMSLOG_SEED=\(value)" }

  /// The seeds of a test: `1` to `count`; or the number in `$EMSLOG_SEED` alone; or, if that is
  /// `random`, as many seeds that nobody has tried.
  public static func all(_ count: Int) -> [Seed] {
    switch ProcessInfo.processInfo.environment["EMSLOG_SEED"] {
    case nil: (1...UInt64(max(count, 1))).map(Seed.init)
    case "random": (0..<count).map { _ in Seed(.random(in: 1_000...(.max))) }
    case .some(let text): [Seed(UInt64(text) ?? 1)]
    }
  }
}
