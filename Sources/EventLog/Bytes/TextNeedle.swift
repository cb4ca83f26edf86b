/// A text that is looked for in many others.
///
/// Thirty-two places are tried at once: two of the text's bytes, the rarest ones, have to be where
/// they would be. Only then the rest is compared. To look for the rarest byte alone takes longer: in
/// logs even that is part of most records.
struct TextNeedle: Equatable, Sendable {
  /// What is looked for, ASCII capitals made small if case is ignored.
  let bytes: ContiguousArray<UInt8>
  private let ignoresCase: Bool
  private let first: Probe
  private let second: Probe

  /// One byte of the text: where it is, which it is, and which bit makes capitals small.
  private struct Probe: Equatable {
    var offset: Int
    var byte: UInt8
    var caseBit: UInt8
  }

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
    guard end - start >= 32 else {
      guard start < end else { return nil }
      for place in start..<end where isThere(text, at: place) { return place }
      return nil
    }
    var place = start
    while true {
      let near = difference(text, at: place)
      let far = difference(text, at: place &+ 16)
      if pointwiseMin(near, far).min() == 0 {
        for found in place..<(place &+ 32) where isThere(text, at: found) { return found }
      }
      guard place &+ 32 < end else { return nil }
      // The last step looks at some places a second time rather than at bytes behind the end.
      place = min(place &+ 32, end &- 32)
    }
  }

  /// For each of sixteen places, 0 if both of the rarest bytes are where they would be.
  @inline(__always)
  private func difference(_ text: Span<UInt8>, at place: Int) -> SIMD16<UInt8> {
    let one = text.vector(at: place &+ first.offset) | SIMD16(repeating: first.caseBit)
    let two = text.vector(at: place &+ second.offset) | SIMD16(repeating: second.caseBit)
    return (one ^ SIMD16(repeating: first.byte)) | (two ^ SIMD16(repeating: second.byte))
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
