import SystemPackage

/// One component of a path pattern, matched as glob(3) does.
///
/// `*` is any run of bytes, `?` one byte, `[a-z]` one of a set, `[!a-z]` one that is not in it, and a
/// backslash makes the next byte ordinary. A name that begins with a dot must be asked for with a dot.
struct GlobPattern {
  private let pattern: ContiguousArray<UInt8>

  init(_ pattern: ContiguousArray<UInt8>) {
    self.pattern = pattern
  }

  /// Whether the pattern is more than a name.
  static func isNeeded(for name: ContiguousArray<UInt8>) -> Bool {
    name.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// - Complexity: O(*n* · *m*) at most: only the last star is ever tried again.
  func matches(_ name: ContiguousArray<UInt8>) -> Bool {
    if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
    var (p, n) = (0, 0)
    var retry: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        p += 1
        retry = (p, n)
      } else if let next = matchOne(name[n], at: p) {
        p = next
        n += 1
      } else if let (star, start) = retry {
        p = star
        n = start + 1
        retry = (star, n)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The index behind the element at `index` if it matches the byte.
  private func matchOne(_ byte: UInt8, at index: Int) -> Int? {
    guard index < pattern.count else { return nil }
    switch pattern[index] {
    case UInt8(ascii: "?"):
      return index + 1
    case UInt8(ascii: "["):
      guard let set = bracket(at: index) else { return byte == pattern[index] ? index + 1 : nil }
      return contains(byte, in: set) ? set.upperBound + 1 : nil
    case UInt8(ascii: "\\") where index + 1 < pattern.count:
      return byte == pattern[index + 1] ? index + 2 : nil
    case let ordinary:
      return byte == ordinary ? index + 1 : nil
    }
  }

  /// What stands between the brackets; nil if the bracket is not closed and so is itself.
  private func bracket(at index: Int) -> Range<Int>? {
    var first = index + 1
    if first < pattern.count, isNegation(pattern[first]) { first += 1 }
    // A closing bracket in the first place stands for itself.
    guard first + 1 < pattern.count,
      let end = pattern[(first + 1)...].firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return (index + 1)..<end
  }

  private func contains(_ byte: UInt8, in set: Range<Int>) -> Bool {
    let negated = isNegation(pattern[set.lowerBound])
    var index = set.lowerBound + (negated ? 1 : 0)
    while index < set.upperBound {
      let isRange = index + 2 < set.upperBound && pattern[index + 1] == UInt8(ascii: "-")
      let last = isRange ? pattern[index + 2] : pattern[index]
      if pattern[index] <= byte, byte <= last { return !negated }
      index += isRange ? 3 : 1
    }
    return negated
  }

  private func isNegation(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "!") || byte == UInt8(ascii: "^")
  }
}
