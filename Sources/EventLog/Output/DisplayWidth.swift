/// How many columns of a terminal a character takes up.
enum DisplayWidth {
  /// 2 for wide and full-width characters, 0 for marks that stand on the one before, else 1.
  ///
  /// Source: East_Asian_Width W and F of Unicode 15.1, general categories Mn and Me, and the Hangul
  /// vowels and finals that join a syllable. ``UnsafeCharacters`` never get here: they are escaped.
  static func columns(of scalar: UInt32) -> Int {
    if scalar < 0x300 { return 1 }
    if isWide(scalar) { return 2 }
    return isMark(scalar) || (0x1160...0x11FF).contains(scalar) ? 0 : 1
  }

  /// Whether a character stands on the one before it.
  static func isMark(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x300, let character = Unicode.Scalar(scalar) else { return false }
    switch character.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case ..<0x1100: false
    case 0x1100...0x115F: true
    case ..<0x231A: false
    case 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3, 0x25FD...0x25FE: true
    case 0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1, 0x26AA...0x26AB: true
    case 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5: true
    case 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C, 0x274E, 0x2753...0x2755: true
    case 0x2757, 0x2795...0x2797, 0x27B0, 0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55: true
    case 0x2E80...0x303E, 0x3040...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF: true
    case 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B: true
    case 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x20000...0x2FFFD, 0x30000...0x3FFFD: true
    case 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320: true
    case 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA: true
    case 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440: true
    case 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567: true
    case 0x1F57A, 0x1F595...0x1F596, 0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5: true
    case 0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF: true
    case 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F7F0: true
    case 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF: true
    default: false
    }
  }
}

extension Span<UInt8> {
  /// How many columns safe UTF-8 takes up; our own colour codes take none.
  var columns: Int {
    var columns = 0
    var offset = 0
    while offset < count {
      let step = displayStep(at: offset)
      columns += step.columns
      offset += step.length
    }
    return columns
  }

  /// The length in bytes and columns of the character, or colour code, at `offset`.
  fileprivate func displayStep(at offset: Int) -> (length: Int, columns: Int) {
    let byte = self[offset]
    if byte == 0x1B {
      let end = firstOffset(of: UInt8(ascii: "m"), from: offset) ?? count - 1
      return (end + 1 - offset, 0)
    }
    if byte < 0x80 { return (1, 1) }
    guard let step = scalar(at: offset) else { return (1, 1) }
    return (step.length, DisplayWidth.columns(of: step.scalar))
  }
}

extension ByteBuffer {
  /// Appends safe UTF-8; where it takes more than `limit` columns, what fits and `…`.
  ///
  /// Colour codes are kept wherever they stand, so that a colour that was turned on is turned off.
  ///
  /// - Returns: how many columns were appended.
  @discardableResult
  mutating func append(_ text: Span<UInt8>, cutTo limit: Int) -> Int {
    var columns = 0
    var offset = 0
    // Where to cut if it turns out that not all fits: the last place that leaves room for `…`.
    var cut = (offset: 0, columns: 0)
    while offset < text.count {
      let step = text.displayStep(at: offset)
      guard columns + step.columns <= limit else {
        append(text.extracting(0..<cut.offset))
        if limit > 0 { append("…") }
        appendColours(of: text.extracting(cut.offset...))
        return cut.columns + min(limit, 1)
      }
      columns += step.columns
      offset += step.length
      if columns < limit { cut = (offset, columns) }
    }
    append(text)
    return columns
  }

  private mutating func appendColours(of text: Span<UInt8>) {
    var offset = 0
    while let start = text.firstOffset(of: 0x1B, from: offset) {
      let step = text.displayStep(at: start)
      append(text.extracting(start..<(start + step.length)))
      offset = start + step.length
    }
  }

  /// Appends so many spaces.
  mutating func append(spaces count: Int) {
    var rest = count
    while rest > 0 {
      append(UInt8(ascii: " "))
      rest -= 1
    }
  }
}
