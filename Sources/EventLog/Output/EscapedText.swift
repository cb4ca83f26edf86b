/// What else has to be escaped besides what is never safe.
enum EscapeStyle {
  /// Text for people.
  case display
  /// Inside the double quotes of a CSV cell: a quote is written twice.
  case csv
  /// `\t`, `\n`, `\r` and `\\`.
  case tsv
  /// Backslashes before what would be markup.
  case markdown
}

extension ByteBuffer {
  /// Appends text of unknown origin so that it is harmless wherever it is printed.
  ///
  /// ``UnsafeCharacters`` become `\x1b` where they are ASCII and `\u{202e}` else; bytes that are not
  /// UTF-8 become `\xff`. A character carries at most ``marksLimit`` marks; those beyond, and those
  /// without a character before them, are written as `\u{301}`. All else stays as it is.
  ///
  /// - Complexity: O(*n*), and nothing is allocated.
  mutating func append(escaping text: Span<UInt8>, _ style: EscapeStyle = .display) {
    var offset = 0
    var marks = Self.marksLimit
    while offset < text.count {
      let next = text.nextSpecialInString(from: offset)
      if next > offset {
        if style == .markdown {
          append(markdown: text.extracting(offset..<next))
        } else {
          append(text.extracting(offset..<next))
        }
        marks = 0
      }
      guard next < text.count else { return }
      let byte = text[next]
      if byte < 0x80 {
        append(escapingASCII: byte, style)
        marks = 0
        offset = next + 1
        continue
      }
      guard let step = text.scalar(at: next) else {
        append(hexadecimalByte: byte, style)
        marks = 0
        offset = next + 1
        continue
      }
      let isMark = DisplayWidth.isMark(step.scalar)
      if isMark, marks < Self.marksLimit {
        marks += 1
      } else if !isMark {
        marks = 0
      }
      if UnsafeCharacters.contains(step.scalar) || isMark && marks == Self.marksLimit {
        append(braced: step.scalar, style)
      } else {
        append(text.extracting(next..<(next + step.length)))
      }
      offset = next + step.length
    }
  }

  /// How many marks a character may carry, and one more: the count at which no more are let pass.
  private static var marksLimit: Int { 9 }

  private mutating func append(escapingASCII byte: UInt8, _ style: EscapeStyle) {
    switch (byte, style) {
    case (UInt8(ascii: "\""), .csv): append("\"\"")
    case (UInt8(ascii: "\\"), .tsv), (UInt8(ascii: "\\"), .markdown): append("\\\\")
    case (0x09, .tsv): append("\\t")
    case (0x0A, .tsv): append("\\n")
    case (0x0D, .tsv): append("\\r")
    case (0x20...0x7E, _): append(byte)
    default: append(hexadecimalByte: byte, style)
    }
  }

  /// Appends `\x1b`; in Markdown the backslash is escaped itself.
  private mutating func append(hexadecimalByte byte: UInt8, _ style: EscapeStyle) {
    append(style == .markdown ? "\\\\x" : "\\x")
    append(hexadecimalDigits: UInt32(byte), count: 2)
  }

  /// Appends `\u{202e}`.
  private mutating func append(braced scalar: UInt32, _ style: EscapeStyle) {
    append(style == .markdown ? "\\\\u{" : "\\u{")
    let digits = (35 - max(scalar, 1).leadingZeroBitCount) / 4
    append(hexadecimalDigits: scalar, count: digits)
    append(UInt8(ascii: "}"))
  }

  /// Appends the lowest `count` hexadecimal digits in lower case.
  mutating func append(hexadecimalDigits value: UInt32, count: Int) {
    var place = count
    while place > 0 {
      place -= 1
      let digit = UInt8(truncatingIfNeeded: value >> UInt32(4 * place) & 0xF)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// Appends printable ASCII with a backslash before what Markdown would take for markup in a cell.
  private mutating func append(markdown text: Span<UInt8>) {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "<"),
        UInt8(ascii: "["), UInt8(ascii: "~"):
        append(UInt8(ascii: "\\"))
      default: break
      }
      append(text[index])
    }
  }
}

// A span of one property of a value forbids to change its siblings; asked in this way round, a
// buffer can be copied from one to the other.
extension ByteBuffer {
  /// Escapes what is in this buffer into another.
  borrowing func escape(into output: inout ByteBuffer, _ style: EscapeStyle = .display) {
    output.append(escaping: span, style)
  }

  /// Copies what is in this buffer, which is safe, into another; returns how many columns it takes.
  @discardableResult
  borrowing func copy(into output: inout ByteBuffer, cutTo limit: Int? = nil) -> Int {
    if let limit { return output.append(span, cutTo: limit) }
    output.append(span)
    return span.columns
  }

  /// Copies what is in this buffer into another without looking at it.
  borrowing func copyBytes(into output: inout ByteBuffer) { output.append(span) }

  /// How many columns its safe text takes up.
  var columns: Int { countColumns() }

  private borrowing func countColumns() -> Int { span.columns }
}
