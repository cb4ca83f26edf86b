extension Span<UInt8> {
  /// The offset of the first occurrence of `text` at or after `start`.
  ///
  /// The byte of `text` that is rarest in logs is looked for with `memchr`, and the rest compared
  /// where it stands.
  ///
  /// - Complexity: O(*n*) for text whose rarest byte is rare in what is searched.
  @inline(__always)
  func firstOffset(of text: StaticString, from start: Int = 0) -> Int? {
    let length = text.utf8CodeUnitCount
    guard length > 0 else { return start <= count ? start : nil }
    var rarest = 0
    for index in 1..<length
    where text.byte(at: index).frequencyInLogs < text.byte(at: rarest).frequencyInLogs {
      rarest = index
    }
    let byte = text.byte(at: rarest)
    var from = start + rarest
    while let found = firstOffset(of: byte, from: from) {
      if has(text, at: found - rarest) { return found - rarest }
      from = found + 1
    }
    return nil
  }

  /// The offset of the first occurrence of `pattern` at or after `start`.
  ///
  /// - Complexity: O(*n*) for text whose rarest byte is rare in what is searched.
  func firstOffset(of pattern: Span<UInt8>, from start: Int = 0) -> Int? {
    guard pattern.count > 0 else { return start <= count ? start : nil }
    var rarest = 0
    for index in pattern.indices
    where pattern[index].frequencyInLogs < pattern[rarest].frequencyInLogs {
      rarest = index
    }
    let byte = pattern[rarest]
    var from = start + rarest
    while let found = firstOffset(of: byte, from: from) {
      let begin = found - rarest
      guard count - begin >= pattern.count else { return nil }
      if extracting(begin..<(begin + pattern.count)).equals(pattern) { return begin }
      from = found + 1
    }
    return nil
  }
}

extension UInt8 {
  /// How often the byte is met in event logs, as a rough rank: 0 for the rarest.
  var frequencyInLogs: Int {
    switch self {
    case UInt8(ascii: "\""), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: ":"),
      UInt8(ascii: "o"), UInt8(ascii: ","), UInt8(ascii: "r"), UInt8(ascii: "a"),
      UInt8(ascii: "s"):
      5
    case UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "i"), UInt8(ascii: "l"),
      UInt8(ascii: "u"), UInt8(ascii: "m"), UInt8(ascii: "c"), UInt8(ascii: "d"), 0x20,
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      4
    case UInt8(ascii: "q"), UInt8(ascii: "z"), UInt8(ascii: "j"): 0
    case UInt8(ascii: "b"), UInt8(ascii: "k"), UInt8(ascii: "v")...UInt8(ascii: "x"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      2
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: "\\"):
      3
    case 0x0A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "<"), UInt8(ascii: ">"): 1
    default: 0
    }
  }
}
