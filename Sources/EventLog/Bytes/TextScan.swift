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
    while let word = wordIfAny(at: offset) {
      // With one bit turned over, the quote comes right behind the control characters.
      let hits =
        (((word ^ repeating(0x02)) &- repeating(0x21))
          | ((word ^ repeating(0x5C)) &- repeating(0x01))
          | (word &+ repeating(0x01)) | word) & repeating(0x80)
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

  /// The offset of the next byte at or after `start` that is no digit; `count` if there is none.
  @inline(__always)
  func endOfDigits(from start: Int) -> Int {
    var offset = start
    while let bytes = wordIfAny(at: offset) {
      let word = bytes ^ repeating(0x30)
      let hits = ((word &+ repeating(0x76)) | word) & repeating(0x80)
      if hits != 0 { return offset &+ (hits.trailingZeroBitCount &>> 3) }
      offset &+= 8
    }
    while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
    return offset
  }

  /// The offset of the next byte that ends, or complicates, a key or value of a form.
  ///
  /// These are all up to `+`, among them white space and `"%&`, then `=`, `{`, `\`, and what
  /// ``nextSpecialInString(from:)`` stops at beyond ASCII. `count` if there is none.
  @inline(__always)
  func nextSpecialInForm(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= count {
      let word = word(at: offset)
      let hits =
        ((word &- repeating(0x2C)) & ~word & repeating(0x80)) | zeroBytes(word ^ repeating(0x3D))
        | zeroBytes(word ^ repeating(0x7B)) | zeroBytes(word ^ repeating(0x5C))
        | zeroBytes(word ^ repeating(0x7F)) | (word & repeating(0x80))
      if hits != 0 { return offset &+ (hits.trailingZeroBitCount &>> 3) }
      offset &+= 8
    }
    while offset < count {
      let byte = self[offset]
      if byte < 0x2C || byte == 0x3D || byte == 0x7B || byte == 0x5C || byte >= 0x7F {
        return offset
      }
      offset &+= 1
    }
    return count
  }

  /// The offset of the next byte that ends, or complicates, the text of an xml element.
  ///
  /// These are `<`, `&` and all that ``nextSpecialInString(from:)`` stops at. `count` if there is none.
  @inline(__always)
  func nextSpecialInXML(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= count {
      let word = word(at: offset)
      let hits =
        zeroBytes(word ^ repeating(0x3C)) | zeroBytes(word ^ repeating(0x26))
        | zeroBytes(word ^ repeating(0x22)) | zeroBytes(word ^ repeating(0x5C))
        | zeroBytes(word ^ repeating(0x7F)) | ((word &- repeating(0x20)) & ~word & repeating(0x80))
        | (word & repeating(0x80))
      if hits != 0 { return offset &+ (hits.trailingZeroBitCount &>> 3) }
      offset &+= 8
    }
    while offset < count {
      let byte = self[offset]
      if byte == 0x3C || byte == 0x26 || byte == 0x22 || byte == 0x5C || byte < 0x20
        || byte >= 0x7F
      {
        return offset
      }
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

  /// The offset of the next line end that follows a line end, or TAB that follows a digit.
  ///
  /// These are the places where one record of the text format may be followed by another. `count` if
  /// there is none at or after `start`.
  func nextRecordMark(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= count {
      let word = word(at: offset)
      let before = word &<< 8 | (offset > 0 ? UInt64(self[offset &- 1]) : 0)
      var hits = zeroBytes(word ^ repeating(0x0A)) & zeroBytes(before ^ repeating(0x0A))
      // 30–3F is ten digits and six other bytes: near enough to look closer.
      hits |=
        zeroBytes(word ^ repeating(0x09))
        & zeroBytes((before & repeating(0xF0)) ^ repeating(0x30))
      if hits == 0 {
        offset &+= 8
        continue
      }
      offset &+= hits.trailingZeroBitCount &>> 3
      if isRecordMark(at: offset) { return offset }
      offset &+= 1
    }
    while offset < count {
      if isRecordMark(at: offset) { return offset }
      offset &+= 1
    }
    return count
  }

  private func isRecordMark(at offset: Int) -> Bool {
    guard offset > 0 else { return false }
    let byte = self[offset]
    return byte == 0x0A && self[offset &- 1] == 0x0A
      || byte == 0x09 && self[offset &- 1].isASCIIDigit
  }

  /// The high bit of each byte of the word at `offset` that is `byte`; exact for every byte.
  @inline(__always)
  private func hits(of byte: UInt8, at offset: Int) -> UInt64 {
    let word = word(at: offset) ^ repeating(byte)
    // No borrow or carry runs from one byte to the next.
    let low = (word & repeating(0x7F)) &+ repeating(0x7F)
    return ~(low | word) & repeating(0x80)
  }

  /// How many times `byte` occurs.
  func occurrences(of byte: UInt8) -> Int {
    var found = 0
    var offset = 0
    while offset &+ 8 <= count {
      found &+= hits(of: byte, at: offset).nonzeroBitCount
      offset &+= 8
    }
    while offset < count {
      if self[offset] == byte { found &+= 1 }
      offset &+= 1
    }
    return found
  }

  /// Stores the offsets at which `byte` occurs, as many as there is room for; returns how often it
  /// occurs.
  func storeOffsets(of byte: UInt8, into offsets: inout MutableSpan<UInt32>) -> Int {
    var found = 0
    var offset = 0
    while offset &+ 8 <= count {
      var hits = hits(of: byte, at: offset)
      while hits != 0 {
        if found < offsets.count {
          offsets[found] = UInt32(
            truncatingIfNeeded: offset &+ (hits.trailingZeroBitCount &>> 3))
        }
        found &+= 1
        hits &= hits &- 1
      }
      offset &+= 8
    }
    while offset < count {
      if self[offset] == byte {
        if found < offsets.count { offsets[found] = UInt32(truncatingIfNeeded: offset) }
        found &+= 1
      }
      offset &+= 1
    }
    return found
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
