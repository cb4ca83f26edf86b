/// A shell pattern: `*` any text, `?` one character, `[a-z]` and `[!a-z]` one of a set, `\` takes the
/// next character as it is.
///
/// It is matched over UTF-8 bytes; `?` and sets take a whole character.
public struct Glob: TextPattern, Equatable {
  /// The pattern as it was given.
  public let pattern: String
  private let bytes: ContiguousArray<UInt8>
  private let ignoresCase: Bool
  /// Whether there is anything but literal text in it.
  public let isPattern: Bool

  /// Compiles a pattern; an unclosed `[` stands for itself.
  public init(_ pattern: String, ignoresCase: Bool = false) {
    self.pattern = pattern
    bytes = ContiguousArray(pattern.utf8)
    self.ignoresCase = ignoresCase
    isPattern = pattern.utf8.contains { byte in
      byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
        || byte == UInt8(ascii: "\\")
    }
  }

  /// Whether the whole of `text` matches.
  ///
  /// - Complexity: O(*n* · *m*) at worst, without recursion and without allocating.
  public func matches(_ text: Span<UInt8>) -> Bool {
    let pattern = bytes.span
    var at = 0
    var from = 0
    // Where to go on after the last `*` if what follows does not fit: let it take one byte more.
    var retryPattern = -1
    var retryText = 0
    while from < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        retryPattern = at + 1
        retryText = from
        at += 1
        continue
      }
      if at < pattern.count, let step = matchOne(pattern, at, text, from) {
        at += step.pattern
        from += step.text
        continue
      }
      guard retryPattern >= 0 else { return false }
      retryText += 1
      at = retryPattern
      from = retryText
    }
    while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
    return at == pattern.count
  }

  /// Whether the whole of a string matches; for command lines.
  public func matches(_ text: String) -> Bool {
    matches(ContiguousArray(text.utf8).span)
  }

  /// Matches one element of the pattern; tells how many bytes of each side it took.
  private func matchOne(
    _ pattern: Span<UInt8>, _ at: Int, _ text: Span<UInt8>, _ from: Int
  ) -> (pattern: Int, text: Int)? {
    let character = text.scalar(at: from) ?? ScalarStep(scalar: UInt32(text[from]), length: 1)
    switch pattern[at] {
    case UInt8(ascii: "?"): return (1, character.length)
    case UInt8(ascii: "["):
      guard let set = matchSet(pattern, at, character.scalar) else { break }
      return set.isMatch ? (set.length, character.length) : nil
    case UInt8(ascii: "\\") where at + 1 < pattern.count:
      return equal(pattern[at + 1], text[from]) ? (2, 1) : nil
    default: break
    }
    return equal(pattern[at], text[from]) ? (1, 1) : nil
  }

  private func equal(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || ignoresCase && left ^ right == 0x20 && left.isASCIILetter
  }

  /// Whether the set that begins at `at` has the character; nil if the set is never closed.
  private func matchSet(
    _ pattern: Span<UInt8>, _ at: Int, _ character: UInt32
  ) -> (isMatch: Bool, length: Int)? {
    var index = at + 1
    let isNegated =
      index < pattern.count
      && (pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^"))
    if isNegated { index += 1 }
    let first = index
    var isMember = false
    while index < pattern.count {
      if pattern[index] == UInt8(ascii: "]"), index > first {
        return (isMember != isNegated, index + 1 - at)
      }
      let low = pattern.scalar(at: index) ?? ScalarStep(scalar: UInt32(pattern[index]), length: 1)
      index += low.length
      var high = low
      if index + 1 < pattern.count, pattern[index] == UInt8(ascii: "-"),
        pattern[index + 1] != UInt8(ascii: "]")
      {
        high =
          pattern.scalar(at: index + 1)
          ?? ScalarStep(scalar: UInt32(pattern[index + 1]), length: 1)
        index += 1 + high.length
      }
      if low.scalar <= character, character <= high.scalar { isMember = true }
    }
    return nil
  }
}
