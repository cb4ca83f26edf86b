extension Span<UInt8> {
  /// Two hashes of the bytes, other ones in each run: together few enough to meet by chance never.
  ///
  /// `seed` tells uses apart.
  func hashes(seed: UInt8 = 0) -> (first: Int64, second: Int64) {
    var first = Hasher()
    var second = Hasher()
    first.combine(seed)
    second.combine(0x5E55_1015)
    second.combine(seed)
    var offset = 0
    while offset &+ 8 <= count {
      let word = word(at: offset)
      first.combine(word)
      second.combine(word)
      offset &+= 8
    }
    var rest: UInt64 = 0
    while offset < count {
      rest = rest &<< 8 | UInt64(self[offset])
      offset &+= 1
    }
    first.combine(rest)
    second.combine(rest)
    first.combine(count)
    second.combine(count)
    return (Int64(first.finalize()), Int64(second.finalize()))
  }
}
