/// A text that is looked for in many others.
///
/// Sixty-four places are tried at once: two of the text's bytes, the rarest ones, have to be where
/// they would be. Only then the rest is compared. To look for the rarest byte alone takes longer: in
/// logs even that is part of most records.
struct TextNeedle: Equatable, Sendable {
  /// What is looked for, ASCII capitals made small if case is ignored.
  let bytes: ContiguousArray<UInt8>
  private let ignoresCase: Bool
  private let first: Probe
  private let second: Probe

  /// Makes ready to look for `text`.
  ///
  /// - Parameters:
  ///   - text: at least one byte.
  ///   - ignoresCase: whether the case of ASCII letters is ignored.
  init(_ text: ContiguousArray<UInt8>, ignoresCase: Bool = false) {
    precondition(!text.isEmpty)
    let bytes = ignoresCase ? ContiguousArray(text.map(foldedASCII)) : text
    var order = Array(bytes.indices)
    order.sort { (bytes[$0].frequencyInLogs, $0) < (bytes[$1].frequencyInLogs, $1) }
    let probes = order.map { offset in
      Probe(
        offset: offset, byte: bytes[offset],
        caseBit: ignoresCase && bytes[offset].isASCIILetter ? 0x20 : 0)
    }
    self.bytes = bytes
    self.ignoresCase = ignoresCase
    first = probes[0]
    second = probes[probes.count > 1 ? 1 : 0]
  }

  /// Whether the text occurs anywhere in `text`.
  func isFound(in text: Span<UInt8>) -> Bool { place(in: text) != nil }

  /// The offset of the first occurrence in `text` at or after `start`.
  ///
  /// - Complexity: O(*n*) for text in which the two rarest bytes seldom stand together.
  func place(in text: Span<UInt8>, from start: Int = 0) -> Int? {
    let end = text.count - bytes.count + 1
    var place = start
    while place < end {
      let near = text.firstCandidates(from: place, to: end, with: first, and: second)
      let next = min(near &+ 16, end)
      for found in near..<next where isThere(text, at: found) { return found }
      place = next
    }
    return nil
  }

  @inline(__always)
  private func isThere(_ text: Span<UInt8>, at place: Int) -> Bool {
    guard text[place &+ first.offset] | first.caseBit == first.byte,
      text[place &+ second.offset] | second.caseBit == second.byte
    else { return false }
    let part = text.extracting(place..<(place &+ bytes.count))
    guard ignoresCase else { return part.equals(bytes.span) }
    for index in part.indices where foldedASCII(part[index]) != bytes[index] { return false }
    return true
  }
}

/// One byte of a text: where it is, which it is, and which bit makes capitals small.
struct Probe: Equatable, Sendable {
  var offset: Int
  var byte: UInt8
  var caseBit: UInt8
}
