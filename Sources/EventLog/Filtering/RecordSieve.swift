/// Tells by the bytes of a json record that a search will find nothing in it.
///
/// For each alternative of each pattern it knows a piece of text that has to be in the record as it
/// is: one without characters that a record may write in another way, and without those that only
/// stand between values in the text that is searched. Where that piece is found, what follows it is
/// compared too, escapes allowed: half of all records hold `rtmp:`.
struct RecordSieve: Sendable {
  private let parts: ContiguousArray<Part>
  private let ignoresCase: Bool
  /// Any character may be written as `\u` and its number.
  private let numberedCharacter = TextNeedle([UInt8(ascii: "\\"), UInt8(ascii: "u")])
  /// Kinds with a name that their records may not contain: they were recorded under another.
  private let renamed: EventKindSet

  /// Creates the sieve for patterns of which any has to match; nil if there is one of which nothing
  /// can be said.
  init?(_ patterns: [String], ignoresCase: Bool) {
    var parts: ContiguousArray<Part> = []
    for pattern in patterns {
      guard let alternatives = RequiredText.alternatives(of: pattern) else { return nil }
      let isASCII = pattern.utf8.allSatisfy { $0 < 0x80 }
      for alternative in alternatives {
        let candidates = alternative.pieces.flatMap { piece in
          Self.safeParts(
            of: piece, ignoresCase: ignoresCase, isLiteral: alternative.isLiteral && isASCII)
        }
        guard let best = candidates.max(by: { $0.worth < $1.worth }) else { return nil }
        parts.append(best)
      }
    }
    self.parts = parts
    self.ignoresCase = ignoresCase
    renamed = EventKindSet(
      EventKind.allCases.filter { kind in
        !kind.row.aliases.isEmpty
          && parts.contains { $0.needle.isFound(in: ContiguousArray(kind.row.name.utf8).span) }
      })
  }

  /// Whether something might be found in a record of `bytes`.
  ///
  /// One text is not looked for in each record, but in all that follow, up to where it is found next:
  /// most logs have a record for some hundred bytes, and to begin a search costs as much as that.
  func passes(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool {
    if renamed.contains(kind) { return true }
    let parts = parts.span
    if parts.count == 1 {
      let needle = parts[0].needle
      if ahead.text < record.lowerBound {
        ahead.text = needle.place(in: bytes, from: record.lowerBound) ?? bytes.count
      }
      if ahead.text < record.upperBound, isFound(parts[0], in: bytes.extracting(record)) {
        return true
      }
    } else {
      for index in parts.indices where isFound(parts[index], in: bytes.extracting(record)) {
        return true
      }
    }
    if ahead.number < record.lowerBound {
      ahead.number = numberedCharacter.place(in: bytes, from: record.lowerBound) ?? bytes.count
    }
    return ahead.number < record.upperBound
  }

  private func isFound(_ part: borrowing Part, in record: Span<UInt8>) -> Bool {
    var start = 0
    while let place = part.needle.place(in: record, from: start) {
      let rest = record.extracting((place + part.needle.bytes.count)...)
      if follows(part.rest.span, in: rest) { return true }
      start = place + 1
    }
    return false
  }

  /// Whether `record` goes on with `text`, with or without backslashes before its characters.
  private func follows(_ text: Span<UInt8>, in record: Span<UInt8>) -> Bool {
    var offset = 0
    for index in text.indices {
      let byte = text[index]
      let isEscaped =
        offset + 1 < record.count && record[offset] == UInt8(ascii: "\\")
        && record[offset + 1] == byte
      if isEscaped { offset += 1 }
      guard offset < record.count,
        record[offset] == byte || ignoresCase && foldedASCII(record[offset]) == foldedASCII(byte)
      else { return false }
      offset += 1
    }
    return true
  }

  /// A part of a text that records write as it is.
  private struct Part {
    var needle: TextNeedle
    /// What follows it in the text, as far as it might be escaped, but not be written otherwise.
    var rest: ContiguousArray<UInt8>
    /// Keys are in most records, so that other parts tell more; so do longer ones.
    var worth: Int
  }

  private static func safeParts(of text: String, ignoresCase: Bool, isLiteral: Bool) -> [Part] {
    let bytes = ContiguousArray(text.utf8)
    let separators = "\"\\/".utf8
    /// Whether a record that has the character has this byte, if perhaps with a backslash before it.
    func isCertain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "="): false
      // The engine takes U+212A for a k, and U+017F for an s.
      case UInt8(ascii: "k"), UInt8(ascii: "K"), UInt8(ascii: "s"), UInt8(ascii: "S"):
        isLiteral || !ignoresCase
      default: byte > 0x20 && byte < 0x7F
      }
    }
    return bytes.split { !isCertain($0) }.flatMap { run in
      run.split { separators.contains($0) }.compactMap { part -> Part? in
        let word = String(decoding: part, as: UTF8.self).lowercased()
        // Null also stands for values that were recorded as something else.
        guard part.count > 1, !"null".contains(word) else { return nil }
        let isKey = run.endIndex < bytes.endIndex && bytes[run.endIndex] == UInt8(ascii: "=")
        return Part(
          needle: TextNeedle(ContiguousArray(part), ignoresCase: ignoresCase),
          rest: ContiguousArray(run[part.endIndex...]), worth: part.count - (isKey ? 1000 : 0))
      }
    }
  }
}
