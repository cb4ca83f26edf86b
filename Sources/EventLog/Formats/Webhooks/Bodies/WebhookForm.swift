/// Reads a form, `key=value&key=value`, into a tree: each value a string of the root.
///
/// Ant Media Server percent-encodes ISO-8859-1, so that `%E9` is é; proxies that encode anew write
/// UTF-8. What is decoded and valid UTF-8 is read as such, all else as Latin-1 (webhooks.md §3).
enum WebhookForm {
  /// Whether a line may be the form of an event: one of its keys is `action`.
  static func isLikely(_ line: Span<UInt8>) -> Bool {
    guard line.count > 7, line[0].isASCIILetter || line[0] == UInt8(ascii: "_") else {
      return false
    }
    if line.has("action=", at: 0) { return true }
    var from = 0
    while let mark = line.firstOffset(of: UInt8(ascii: "&"), from: from) {
      if line.has("&action=", at: mark) { return true }
      from = mark &+ 1
    }
    return false
  }

  /// Whether the action that a form names is a known one.
  static func isKnown(_ line: Span<UInt8>, _ context: borrowing DecodingContext) -> Bool {
    guard let start = line.firstOffset(of: "action=").map({ $0 + 7 }) else { return false }
    var end = start
    while end < line.count, line[end].isASCIILetter { end += 1 }
    return context.antmediaNames.kind(of: line.extracting(start..<end)).isHookAction
  }

  /// Scans a body, which has to be nothing but a form.
  static func scan(_ text: Span<UInt8>, into tree: inout RecordTree) throws(DecodeError) {
    tree.begin(.json)
    tree.openContainer(Node(kind: .map))
    var start = 0
    while start < text.count {
      var node = Node(kind: .string)
      let equals = try part(of: text, from: start, to: UInt8(ascii: "="), &tree)
      guard equals.end < text.count, text[equals.end] == UInt8(ascii: "=") else {
        throw DecodeError(reason: .malformed, offset: equals.end)
      }
      node.keyStart = equals.start
      node.keyCount = equals.count
      node.keyStyle = equals.style
      let value = try part(of: text, from: equals.end + 1, to: UInt8(ascii: "&"), &tree)
      node.valueStart = value.start
      node.valueCount = value.count
      node.valueStyle = value.style
      tree.append(node)
      start = value.end + 1
    }
    tree.closeAll()
  }

  /// A decoded key or value: where it is, how it has to be read, and where it ended in the text.
  private struct Part {
    var start: UInt32
    var count: UInt32
    var style: TextStyle
    var end: Int
  }

  private static func part(
    of text: Span<UInt8>, from start: Int, to mark: UInt8, _ tree: inout RecordTree
  ) throws(DecodeError) -> Part {
    var end = start
    var isPlain = true
    var isSpecial = false
    while true {
      end = text.nextSpecialInForm(from: end)
      guard end < text.count else { break }
      let byte = text[end]
      if byte == mark { break }
      switch byte {
      case UInt8(ascii: "+"): isPlain = false
      case UInt8(ascii: "%"):
        isPlain = false
        // Escapes stand in rows: what is in them is looked at when they are resolved.
        while end &+ 3 < text.count, text[end &+ 1].isASCIILetterOrDigit,
          text[end &+ 2].isASCIILetterOrDigit
        {
          end &+= 3
          guard text[end] == UInt8(ascii: "%") else { break }
        }
        if text[end] != UInt8(ascii: "%") { continue }
      case 0x7F..., UInt8(ascii: "\\"): isSpecial = true
      case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "&"):
        // No encoder leaves these as they are: it is some other text.
        throw DecodeError(reason: .malformed, offset: end)
      default: break
      }
      end &+= 1
    }
    let raw = text.extracting(start..<end)
    if isPlain {
      return Part(
        start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: raw.count),
        style: isSpecial ? style(of: raw) : [], end: end)
    }
    let first = tree.arena.count
    tree.arena.append(formDecoding: raw)
    let decoded = tree.arena.span.extracting(first...)
    return Part(
      start: UInt32(truncatingIfNeeded: first), count: UInt32(truncatingIfNeeded: decoded.count),
      style: style(of: decoded).union(.inArena), end: end)
  }

  private static func style(of bytes: Span<UInt8>) -> TextStyle {
    guard bytes.nextSpecialInString(from: 0) < bytes.count else { return [] }
    return bytes.isValidUTF8 ? .special : [.special, .latin1]
  }
}

extension UInt8 {
  @inline(__always)
  fileprivate var isASCIILetterOrDigit: Bool { isASCIIDigit || isASCIILetter }
}

extension ByteBuffer {
  /// Appends form-encoded text with `+` and `%XX` resolved; what is no escape stays as it is.
  mutating func append(formDecoding text: Span<UInt8>) {
    var offset = 0
    var run = 0
    while offset < text.count {
      let byte = text[offset]
      guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") else {
        offset &+= 1
        continue
      }
      append(text.extracting(run..<offset))
      if byte == UInt8(ascii: "+") {
        append(0x20)
      } else if offset &+ 2 < text.count,
        let high = text[offset &+ 1].hexadecimalValue, let low = text[offset &+ 2].hexadecimalValue
      {
        append(UInt8(truncatingIfNeeded: high &<< 4 | low))
        offset &+= 2
      } else {
        append(byte)
      }
      offset &+= 1
      run = offset
    }
    append(text.extracting(run...))
  }
}
