/// One step of reading UTF-8: the scalar and how many bytes it took.
struct ScalarStep {
  var scalar: UInt32
  var length: Int
}

extension Span<UInt8> {
  /// The Unicode scalar at `offset`, or nil where the bytes are not well-formed UTF-8.
  ///
  /// Overlong forms, surrogates and values above U+10FFFF are not well-formed (RFC 3629).
  @inline(__always)
  func scalar(at offset: Int) -> ScalarStep? {
    let first = self[offset]
    if first < 0x80 { return ScalarStep(scalar: UInt32(first), length: 1) }
    guard first >= 0xC2, first <= 0xF4 else { return nil }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard count - offset >= length else { return nil }
    var scalar = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for index in 1..<length {
      let next = self[offset + index]
      guard next & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    switch length {
    case 3 where scalar < 0x800 || (0xD800...0xDFFF).contains(scalar): return nil
    case 4 where scalar < 0x10000 || scalar > 0x10FFFF: return nil
    default: return ScalarStep(scalar: scalar, length: length)
    }
  }

  /// Whether all of it is well-formed UTF-8.
  ///
  /// - Complexity: O(*n*); eight bytes a step while they are ASCII.
  public var isValidUTF8: Bool {
    var offset = 0
    while offset < count {
      if offset &+ 8 <= count, word(at: offset) & 0x8080_8080_8080_8080 == 0 {
        offset &+= 8
        continue
      }
      guard let step = scalar(at: offset) else { return false }
      offset &+= step.length
    }
    return true
  }
}

extension ByteBuffer {
  /// Appends a Unicode scalar as UTF-8; anything that is none becomes U+FFFD.
  mutating func append(scalar value: UInt32) {
    let scalar = Unicode.Scalar(value)?.value ?? 0xFFFD
    switch scalar {
    case ..<0x80: append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    case ..<0x10000:
      append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    default:
      append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    }
  }

  /// Appends bytes 80–FF as the Latin-1 characters they would be, and ASCII as it is.
  mutating func append(latin1 bytes: Span<UInt8>) {
    for index in bytes.indices {
      append(scalar: UInt32(bytes[index]))
    }
  }
}
