extension ByteBuffer {
  /// Appends text of unknown origin as the text, or the value of an attribute, of an HTML page.
  ///
  /// What is never safe is made visible (``append(escaping:_:)``), so that neither markup nor an
  /// order of writing can come from it; longer text is cut.
  mutating func append(html text: ContiguousArray<UInt8>, columns: Int = 120) {
    var safe = ByteBuffer(capacity: 256)
    // In no script does a column take more bytes on average, marks included.
    safe.append(escaping: text.span.extracting(first: 16 * columns))
    var cut = ByteBuffer(capacity: 256)
    safe.copy(into: &cut, cutTo: columns)
    cut.copyEntities(into: &self)
  }

  /// Appends words of ours, among which there may be the name of a zone.
  mutating func append(html text: String) {
    append(html: ContiguousArray(text.utf8), columns: 4096)
  }

  /// Copies safe text, with entities for what means something in HTML.
  fileprivate borrowing func copyEntities(into output: inout ByteBuffer) {
    let text = span
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "&"): output.append("&amp;")
      case UInt8(ascii: "<"): output.append("&lt;")
      case UInt8(ascii: ">"): output.append("&gt;")
      case UInt8(ascii: "\""): output.append("&quot;")
      case UInt8(ascii: "'"): output.append("&#39;")
      case let byte: output.append(byte)
      }
    }
  }

  /// Appends the name of a stream, whose letters may run from right to left.
  mutating func append(streamName name: ContiguousArray<UInt8>?) {
    append("<bdi>")
    if let name, !name.isEmpty {
      append(html: name)
    } else {
      append(name == nil ? "(other)" : "(no name)")
    }
    append("</bdi>")
  }

  /// Appends a number with a narrow space between its thousands.
  mutating func append(grouped number: Int) {
    let digits = Array(String(number.magnitude).utf8)
    if number < 0 { append("-") }
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { append("\u{202F}") }
      append(digit)
    }
  }

  /// Appends ten-thousandths as percent: `12.34%`.
  mutating func append(percent place: Int) {
    append("\(place / 100).")
    appendTwo(place % 100)
    append("%")
  }
}
