/// A set of event kinds in 64 bytes, without heap memory; `contains` is a shift and a mask.
///
/// It has room for ``capacity`` kinds.
public struct EventKindSet: SetAlgebra, Hashable, Sendable {
  /// The most kinds that the catalogue may have.
  public static let capacity = 512

  private var words: SIMD8<UInt64>

  private init(words: SIMD8<UInt64>) {
    self.words = words
  }

  /// The set without a kind.
  public init() {
    words = .zero
  }

  /// The set of one kind.
  public init(_ kind: EventKind) {
    self.init()
    insert(kind)
  }

  /// The set of every kind, ``EventKind/unrecognized`` included.
  public static let all = EventKindSet(EventKind.allCases)

  /// Whether no kind is in the set.
  public var isEmpty: Bool { words == .zero }

  /// The number of kinds in the set.
  public var count: Int {
    words.indices.reduce(0) { $0 + words[$1].nonzeroBitCount }
  }

  /// Whether the kind is in the set.
  @inline(__always)
  public func contains(_ kind: EventKind) -> Bool {
    let index = Int(kind.rawValue)
    return words[index >> 6] & (1 << UInt64(index & 63)) != 0
  }

  /// Adds the kind.
  @discardableResult
  public mutating func insert(
    _ kind: EventKind
  ) -> (inserted: Bool, memberAfterInsert: EventKind) {
    let isNew = !contains(kind)
    let index = Int(kind.rawValue)
    words[index >> 6] |= 1 << UInt64(index & 63)
    return (isNew, kind)
  }

  /// Adds the kind, and returns it if it was in the set already.
  @discardableResult
  public mutating func update(with kind: EventKind) -> EventKind? {
    insert(kind).inserted ? nil : kind
  }

  /// Takes the kind out, and returns it if it was in the set.
  @discardableResult
  public mutating func remove(_ kind: EventKind) -> EventKind? {
    guard contains(kind) else { return nil }
    let index = Int(kind.rawValue)
    words[index >> 6] &= ~(1 << UInt64(index & 63))
    return kind
  }

  /// Adds every kind of the other set.
  public mutating func formUnion(_ other: Self) { words |= other.words }

  /// Keeps only kinds that the other set has too.
  public mutating func formIntersection(_ other: Self) { words &= other.words }

  /// Keeps the kinds that just one of the two sets has.
  public mutating func formSymmetricDifference(_ other: Self) { words ^= other.words }

  /// The kinds of either set.
  public func union(_ other: Self) -> Self { Self(words: words | other.words) }

  /// The kinds of both sets.
  public func intersection(_ other: Self) -> Self { Self(words: words & other.words) }

  /// The kinds that just one of the two sets has.
  public func symmetricDifference(_ other: Self) -> Self { Self(words: words ^ other.words) }

  /// The kinds that the other set does not have.
  public func subtracting(_ other: Self) -> Self { Self(words: words & ~other.words) }

  /// Takes every kind of the other set out.
  public mutating func subtract(_ other: Self) { words &= ~other.words }

  /// The kinds of the catalogue that are not in the set.
  public var inverted: Self { Self.all.subtracting(self) }

  /// The kinds in the set, in the order of the catalogue.
  public var kinds: [EventKind] { EventKind.allCases.filter(contains) }
}

extension EventKindSet: CustomStringConvertible {
  /// The names of the kinds, as in `[inStreamCreated, inStreamClosed]`.
  public var description: String { kinds.description }
}
