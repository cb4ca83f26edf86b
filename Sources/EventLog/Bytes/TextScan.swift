// Words of eight bytes are searched at once for the few bytes that need a second look. The tests
// are the classic ones ("Bit Twiddling Hacks", S. E. Anderson): exact for "is there any", and the
// lowest set bit is exact too.

@inline(__always)
private func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// The high bit of each byte of `word` that is zero; bytes above a hit may be marked wrongly.
@inline(__always)
private func zeroBytes(_ word: UInt64) -> UInt64 {
  (word &- repeating(0x01)) & ~word & repeating(0x80)
}

extension Span<UInt8> {
  /// The offset of the next byte that ends, or complicates, plain text inside double quotes.
  ///
  /// These are `"`, `\`, control characters (00–1F, 7F) and all that is not ASCII. `count` if there
  /// is none.
  @inline(__always)
  func nextSpecialInString(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= count {
      let word = word(at: offset)
      let hits =
        zeroBytes(word ^ repeating(0x22)) | zeroBytes(word ^ repeating(0x5C))
        | zeroBytes(word ^ repeating(0x7F)) | ((word &- repeating(0x20)) & ~word & repeating(0x80))
        | (word & repeating(0x80))
      if hits != 0 { return offset &+ (hits.trailingZeroBitCount &>> 3) }
      offset &+= 8
    }
    while offset < count {
      let byte = self[offset]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x7F { return offset }
      offset &+= 1
    }
    return count
  }

  /// The offset of the next byte that is not plain ASCII text for a JSON string.
  ///
  /// The same bytes as ``nextSpecialInString(from:)``.
  var firstSpecial: Int? {
    let offset = nextSpecialInString(from: 0)
    return offset == count ? nil : offset
  }

  /// Whether all bytes are ASCII.
  var isASCII: Bool {
    var offset = 0
    while offset &+ 8 <= count {
      if word(at: offset) & repeating(0x80) != 0 { return false }
      offset &+= 8
    }
    while offset < count {
      if self[offset] >= 0x80 { return false }
      offset &+= 1
    }
    return true
  }
}
