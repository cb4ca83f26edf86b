/// The keys of groups, each with a number in the order in which they were first seen.
///
/// Keys lie end to end in one array; an open-addressing hash table of at most half its places leads
/// to them. Hashes are seeded anew in each run, for keys are names that strangers choose. Nothing is
/// allocated for a key that is known.
///
/// Where there are more than can be told apart, the owner chooses those that stay.
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
    self.limit = min(limit, Int(Int32.max / 2))
    self.byteLimit = byteLimit
  }

  /// How many keys there are.
  var count: Int { ends.count }

  /// True if there are more keys than are told apart.
  var isOverfull: Bool { count > limit || bytes.count > byteLimit }

  /// True if it is time to let keys go; not at once, for that takes a look at all of them.
  var isExceeded: Bool {
    count > limit + limit / 4 || bytes.count > byteLimit + byteLimit / 4
  }

  /// The number of a key.
  mutating func number(of key: Span<UInt8>) -> Int {
    let hash = key.seededHash
    let place = place(of: key, hash)
    if slots[place] >= 0 { return Int(slots[place]) }
    slots[place] = Int32(count)
    hashes.append(hash)
    for index in key.indices { bytes.append(key[index]) }
    ends.append(bytes.count)
    if 2 * count > slots.count { grow() }
    return count - 1
  }

  /// The numbers of all keys in the order of their bytes.
  func sorted() -> [Int] {
    (0..<count).sorted { left, right in
      bytes.span.extracting(range(of: left)).precedes(bytes.span.extracting(range(of: right)))
    }
  }

  /// Lets go of keys where there are too many.
  ///
  /// - Parameter order: the numbers of all keys, those first that are to stay.
  /// - Returns: For each new number the one that the key had, and the old numbers of the keys that are
  ///   gone.
  mutating func keepFirst(of order: [Int]) -> (kept: [Int], gone: [Int]) {
    var size = 0
    var kept = order.prefix(limit).prefix { number in
      size += range(of: number).count
      return size <= byteLimit
    }
    let gone = Array(order[kept.count...])
    // Those that stay keep their order.
    kept.sort()
    var smaller = TallyKeys(limit: limit, byteLimit: byteLimit)
    for number in kept { _ = smaller.number(of: bytes.span.extracting(range(of: number))) }
    (bytes, ends, hashes, slots) = (smaller.bytes, smaller.ends, smaller.hashes, smaller.slots)
    return (Array(kept), gone)
  }

  /// The number of a key, as long as there is room for it; nil for new ones once there are as many as
  /// are told apart: those that came first stay.
  mutating func numberOfEarly(_ key: Span<UInt8>) -> Int? {
    guard count < limit, bytes.count + key.count <= byteLimit else { return knownNumber(of: key) }
    return number(of: key)
  }

  /// The number of a key that was seen before.
  func knownNumber(of key: Span<UInt8>) -> Int? {
    let number = slots[place(of: key, key.seededHash)]
    return number >= 0 ? Int(number) : nil
  }

  /// The place of a key, or the empty one where it belongs.
  @inline(__always)
  private func place(of key: Span<UInt8>, _ hash: Int) -> Int {
    var place = hash & (slots.count &- 1)
    while slots[place] >= 0 {
      let number = Int(slots[place])
      if hashes[number] == hash, bytes.span.extracting(range(of: number)).equals(key) { break }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return place
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

  /// Whether it comes before another one in the order of bytes.
  func precedes(_ other: Span<UInt8>) -> Bool {
    let length = Swift.min(count, other.count)
    var offset = 0
    while offset < length {
      if self[offset] != other[offset] { return self[offset] < other[offset] }
      offset &+= 1
    }
    return count < other.count
  }
}
