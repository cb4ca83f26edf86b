/// A body in a line of text: behind the prefix of a receiver's log, or in a field of an access log.
///
/// Nothing is assumed of the line's layout but what a body looks like (webhooks.md §4).
struct WebhookText {
  /// How the line writes the bytes of the body.
  enum Spelling {
    /// As they are: nginx with `escape=none`, and most receivers.
    case plain
    /// With the escapes of JSON: a quoted field.
    case backslashes
    /// With `\xHH`: nginx with `escape=default`.
    case hexadecimal
  }

  /// Where it is in the line, escapes and all.
  var range: Range<Int>
  var spelling: Spelling
  /// Whether something that is no part of the body may follow it inside `range`.
  var isOpen: Bool

  /// The first body at or behind `start` that may be an object.
  static func object(in line: Span<UInt8>, from start: Int) -> WebhookText? {
    var from = start
    while let brace = line.firstOffset(of: UInt8(ascii: "{"), from: from) {
      if let spelling = spelling(in: line, behind: brace + 1) {
        return object(in: line, at: brace, spelling)
      }
      from = brace + 1
    }
    return nil
  }

  private static func object(
    in line: Span<UInt8>, at brace: Int, _ spelling: Spelling
  ) -> WebhookText {
    let isQuoted = brace > 0 && line[brace - 1] == UInt8(ascii: "\"")
    switch spelling {
    case .plain:
      let end = line.extracting(brace...).endOfObject?.offset
      return WebhookText(
        range: brace..<(end.map { brace + $0 } ?? line.count), spelling: spelling, isOpen: false)
    case .hexadecimal:
      let end = isQuoted ? line.firstOffset(of: UInt8(ascii: "\""), from: brace) : nil
      return WebhookText(
        range: brace..<(end ?? line.count), spelling: spelling, isOpen: end == nil)
    case .backslashes:
      var end = brace
      while end < line.count, line[end] != UInt8(ascii: "\"") {
        end += line[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      end = min(end, line.count)
      return WebhookText(
        range: brace..<end, spelling: spelling, isOpen: !isQuoted || end == line.count)
    }
  }

  /// How the body is written of which the first brace stands before `offset`; nil if it is none.
  private static func spelling(in line: Span<UInt8>, behind offset: Int) -> Spelling? {
    var offset = offset
    while offset < line.count, line[offset].isXMLSpace { offset += 1 }
    guard offset < line.count else { return .plain }
    switch line[offset] {
    case UInt8(ascii: "\""), UInt8(ascii: "}"): return .plain
    case UInt8(ascii: "\\"):
      if line.has("\\x22", at: offset) || line.has("\\x0", at: offset) { return .hexadecimal }
      let isSpace =
        line.has("\\n", at: offset) || line.has("\\r", at: offset) || line.has("\\t", at: offset)
      return isSpace || line.has("\\\"", at: offset) ? .backslashes : nil
    default: return nil
    }
  }

  /// The first form with an action at or behind `start`.
  ///
  /// Addresses with such parameters are none: no form has a slash before its first `=`.
  static func form(in line: Span<UInt8>, from start: Int) -> WebhookText? {
    var from = start
    while let found = line.firstOffset(of: "action=", from: from) {
      from = found + 7
      guard found == start || line[found - 1] == UInt8(ascii: "&") || line.isMargin(at: found - 1)
      else { continue }
      var begin = found
      while begin > start, !line.isMargin(at: begin - 1) { begin -= 1 }
      var end = found
      while end < line.count, !line.isMargin(at: end) { end += 1 }
      let text = line.extracting(begin..<end)
      if text.beginsWithKey {
        let isEscaped = text.firstOffset(of: "\\x") != nil
        return WebhookText(
          range: begin..<end, spelling: isEscaped ? .hexadecimal : .plain, isOpen: false)
      }
    }
    return nil
  }

  /// Whether there may be a body in a line.
  static func isLikely(in line: Span<UInt8>) -> Bool {
    object(in: line, from: 0) != nil || form(in: line, from: 0) != nil
  }

  /// Whether a log in which this line stands can be taken for one of webhooks.
  static func isCertain(in line: Span<UInt8>) -> Bool {
    if let object = object(in: line, from: 0) { return isKnown(line.extracting(object.range)) }
    return form(in: line, from: 0) != nil
  }

  /// Whether an object, escapes and all, has what bodies of the known systems have.
  static func isKnown(_ body: Span<UInt8>) -> Bool {
    body.firstOffset(of: "\"video.") != nil || body.firstOffset(of: "x22video.") != nil
      || body.firstOffset(of: "\"action\"") != nil
      || body.firstOffset(of: "x22action\\x22") != nil
      || body.firstOffset(of: "\"action\\\"") != nil
  }

  /// Where a body begins that goes on on further lines: at a brace with which the line ends.
  static func openBrace(in line: Span<UInt8>) -> Int? {
    var end = line.count
    while end > 0, line[end - 1] == 0x0D || line[end - 1] == 0x20 { end -= 1 }
    return end > 0 && line[end - 1] == UInt8(ascii: "{") ? end - 1 : nil
  }
}

extension Span<UInt8> {
  /// Whether the byte at `offset` can be in no form.
  fileprivate func isMargin(at offset: Int) -> Bool {
    let byte = self[offset]
    return byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  /// Whether it begins with the name of a field and an equals sign.
  var beginsWithKey: Bool {
    var offset = 0
    while offset < count, self[offset] != UInt8(ascii: "=") {
      let byte = self[offset]
      guard
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
          || byte == UInt8(ascii: "+")
      else { return false }
      offset += 1
    }
    return offset > 0
  }

  /// Whether this is a line about a request, with the request line in it.
  var tellsOfRequest: Bool { firstOffset(of: " HTTP/") != nil }

  /// Whether this is a line of an access log: a request line in quotes, and the status behind it.
  var isAccessLine: Bool {
    guard let version = firstOffset(of: " HTTP/"),
      let quote = firstOffset(of: UInt8(ascii: "\""), from: version), quote <= version + 9,
      quote + 4 < count, self[quote + 1] == 0x20
    else { return false }
    return number(at: quote + 2, digits: 3) != nil
  }

  /// Whether it tells of a delivery to a path that is named after FastPix.
  var tellsOfFastPixDelivery: Bool {
    guard let post = firstOffset(of: "POST ") else { return false }
    var end = post + 5
    while end < count, self[end] > 0x20, self[end] != UInt8(ascii: "\"") { end += 1 }
    return extracting((post + 5)..<end).namesFastPix
  }

  /// Whether the name of the vendor is in it, in any case.
  var namesFastPix: Bool {
    let name: StaticString = "fastpix"
    let length = name.utf8CodeUnitCount
    guard count >= length else { return false }
    for offset in 0...(count - length)
    where extracting(offset..<(offset + length)).equalsIgnoringASCIICase(name) { return true }
    return false
  }

  /// Where an object ends that is laid out on many lines; broken where a line begins like one of a
  /// log and not like one of JSON.
  func endOfLaidOutObject(from start: Int) -> (offset: Int, isBroken: Bool)? {
    var depth = 0
    var isInString = false
    var offset = start
    while offset < count {
      switch self[offset] {
      case UInt8(ascii: "\n"):
        guard offset + 1 < count else { return nil }
        let next = self[offset + 1]
        if isInString || next.isASCIILetter || next.isASCIIDigit || next == UInt8(ascii: "#")
          || next == UInt8(ascii: "<") || has("\n{\"", at: offset)
        {
          return (offset + 1, true)
        }
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "\\") where isInString: offset += 1
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString:
        depth -= 1
        if depth <= 0 { return (offset + 1, false) }
      default: break
      }
      offset += 1
    }
    return nil
  }
}
