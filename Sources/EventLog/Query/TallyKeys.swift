/// The keys of groups, each with a number in the order in which they were first seen.
///
/// Keys lie end to end in one array; an open-addressing hash table of at most half its places leads
/// to them. Hashes are seeded anew in each run, for keys are names that strangers choose. Nothing is
/// allocated for a key that is known.
struct TallyKeys {
  /// How many keys are told apart.
  let limit: Int
  /// How many bytes all keys have together.
  private let byteLimit: Int
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<Int> = []
  private var hashes: ContiguousArray<Int> = []
  /// Numbers of keys; -1 where a place is empty.
  private var slots = ContiguousArray<Int32>(repeating: -1, count: 256)

  init(limit: Int, byteLimit: Int = 64 << 20) {
    self.limit = min(limit, Int(Int32.max))
    self.byteLimit = byteLimit
  }

  /// How many keys there are.
  var count: Int { ends.count }

  /// The number of a key; nil if it is one too many.
  mutating func number(of key: Span<UInt8>) -> Int? {
    let hash = key.seededHash
    var place = hash & (slots.count &- 1)
    while slots[place] >= 0 {
      let number = Int(slots[place])
      if hashes[number] == hash, bytes.span.extracting(range(of: number)).equals(key) {
        return number
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    guard count < limit, bytes.count + key.count <= byteLimit else { return nil }
    slots[place] = Int32(count)
    hashes.append(hash)
    for index in key.indices { bytes.append(key[index]) }
    ends.append(bytes.count)
    if 2 * count > slots.count { grow() }
    return count - 1
  }

  private mutating func grow() {
    slots = ContiguousArray(repeating: -1, count: 2 * slots.count)
    for (number, hash) in hashes.enumerated() {
      var place = hash & (slots.count - 1)
      while slots[place] >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = Int32(number)
    }
  }

  @inline(__always)
  private func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number &- 1])..<ends[number]
  }

  /// The bytes of a key.
  func key(_ number: Int) -> ContiguousArray<UInt8> { ContiguousArray(bytes[range(of: number)]) }
}

extension Span<UInt8> {
  /// A hash that is another in each run.
  @inline(__always)
  fileprivate var seededHash: Int {
    var hasher = Hasher()
    var offset = 0
    while offset &+ 8 <= count {
      hasher.combine(word(at: offset))
      offset &+= 8
    }
    var rest = UInt64(truncatingIfNeeded: count) &<< 56
    while offset < count {
      rest = rest &<< 8 | UInt64(self[offset])
      offset &+= 1
    }
    hasher.combine(rest)
    return hasher.finalize()
  }
}
