/// Breaks text into lines of a width, for terminals and manual pages.
struct TextColumns {
  /// The most columns of a line; words longer than that stand alone and stick out.
  let width: Int

  /// `text` after `first`, with later lines indented to the column where it began.
  ///
  /// - Parameters:
  ///   - text: Words with single blanks between them.
  ///   - first: What precedes the text on the first line, already padded.
  /// - Returns: Lines, each ended by a line feed.
  func paragraph(_ text: String, after first: String = "") -> String {
    let margin = String(repeating: " ", count: first.count)
    var lines: [String] = []
    var line = first
    var isFresh = true
    for word in text.split(separator: " ") {
      if !isFresh, line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
        isFresh = true
      }
      line += isFresh ? String(word) : " " + word
      isFresh = false
    }
    lines.append(line)
    return lines.map { $0 + "\n" }.joined()
  }
}

extension String {
  /// The text with blanks after it, at least `width` columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
