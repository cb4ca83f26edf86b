extension ByteBuffer {
  /// Appends text as UTF-8, its dialect's escapes resolved and what is not UTF-8 read as Latin-1.
  mutating func append(decoding bytes: Span<UInt8>, style: TextStyle, dialect: TextDialect) {
    guard style.contains(.escaped) else {
      if style.contains(.latin1) { append(latin1: bytes) } else { append(bytes) }
      return
    }
    let mark = dialect == .json ? UInt8(ascii: "\\") : UInt8(ascii: "&")
    var offset = 0
    while let found = bytes.firstOffset(of: mark, from: offset) {
      append(run: bytes.extracting(offset..<found), style)
      offset =
        dialect == .json
        ? append(jsonEscapeIn: bytes, at: found) : append(referenceIn: bytes, at: found, style)
    }
    append(run: bytes.extracting(offset...), style)
  }

  private mutating func append(run: Span<UInt8>, _ style: TextStyle) {
    if style.contains(.latin1) { append(latin1: run) } else { append(run) }
  }

  /// Appends what the backslash escape at `offset` stands for; returns the offset behind it.
  ///
  /// The server writes `\\ \/ \" \b \f \n \r \t` only; `\u` comes from other programs. Half of a
  /// surrogate pair becomes U+FFFD.
  private mutating func append(jsonEscapeIn bytes: Span<UInt8>, at offset: Int) -> Int {
    guard offset + 1 < bytes.count else {
      append(bytes[offset])
      return offset + 1
    }
    switch bytes[offset + 1] {
    case UInt8(ascii: "b"): append(0x08)
    case UInt8(ascii: "f"): append(0x0C)
    case UInt8(ascii: "n"): append(0x0A)
    case UInt8(ascii: "r"): append(0x0D)
    case UInt8(ascii: "t"): append(0x09)
    case UInt8(ascii: "u"):
      guard let unit = bytes.hexadecimal(at: offset + 2, digits: 4) else { break }
      if unit & 0xFC00 == 0xD800, bytes.has("\\u", at: offset + 6),
        let low = bytes.hexadecimal(at: offset + 8, digits: 4), low & 0xFC00 == 0xDC00
      {
        append(scalar: 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
        return offset + 12
      }
      append(scalar: unit)
      return offset + 6
    case let byte: append(byte)
    }
    return offset + 2
  }

  /// Appends what the XML reference at `offset` stands for; returns the offset behind it.
  ///
  /// `&#x01;` is illegal in XML 1.0 and the server writes it all the same. What is no reference stays
  /// as it is; behind `&#x` the server escapes nothing up to the next semicolon (quirk 41).
  private mutating func append(
    referenceIn bytes: Span<UInt8>, at offset: Int, _ style: TextStyle
  ) -> Int {
    if bytes.has("&#x", at: offset), !bytes.isReference(at: offset) {
      let end = bytes.firstOffset(of: UInt8(ascii: ";"), from: offset).map { $0 + 1 } ?? bytes.count
      append(run: bytes.extracting(offset..<end), style)
      return end
    }
    let limit = min(offset + 12, bytes.count)
    guard let end = bytes.extracting(offset..<limit).firstOffset(of: UInt8(ascii: ";")) else {
      append(bytes[offset])
      return offset + 1
    }
    let name = bytes.extracting((offset + 1)..<(offset + end))
    if name.equals("amp") {
      append(UInt8(ascii: "&"))
    } else if name.equals("lt") {
      append(UInt8(ascii: "<"))
    } else if name.equals("gt") {
      append(UInt8(ascii: ">"))
    } else if name.equals("quot") {
      append(UInt8(ascii: "\""))
    } else if name.equals("apos") {
      append(UInt8(ascii: "'"))
    } else if name.has("#x", at: 0), let scalar = name.hexadecimal(at: 2, digits: name.count - 2) {
      append(scalar: scalar)
    } else if name.has("#", at: 0), name.count <= 8, let scalar = name.extracting(1...).integer,
      scalar >= 0
    {
      append(scalar: UInt32(truncatingIfNeeded: scalar))
    } else {
      append(bytes[offset])
      return offset + 1
    }
    return offset + end + 1
  }
}

extension Span<UInt8> {
  /// Whether up to eight hexadecimal digits and a semicolon follow the `&#x` at `offset`.
  fileprivate func isReference(at offset: Int) -> Bool {
    var end = offset + 3
    while end < count, end < offset + 11, self[end].hexadecimalValue != nil { end += 1 }
    return end > offset + 3 && end < count && self[end] == UInt8(ascii: ";")
  }

  /// The number that `digits` (1 to 8) hexadecimal digits at `offset` spell.
  func hexadecimal(at offset: Int, digits: Int) -> UInt32? {
    guard (1...8).contains(digits), offset >= 0, count - offset >= digits else { return nil }
    var value: UInt32 = 0
    for index in offset..<(offset + digits) {
      guard let digit = self[index].hexadecimalValue else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}
