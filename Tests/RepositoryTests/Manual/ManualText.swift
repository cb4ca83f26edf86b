/// The text of a manual page in the mdoc language, line by line.
struct ManualText {
  /// The page so far; every line ends with a line end.
  private(set) var text: String

  /// The beginning of a page.
  ///
  /// - Parameters:
  ///   - title: The name of the page.
  ///   - section: The section of the manual.
  ///   - date: `YYYY-MM-DD`; of the release, so that a page changes only when its contents do.
  init(title: String, section: Int, date: String) {
    text = ""
    macro("Dd", date)
    macro("Dt", title.uppercased(), "\(section)")
    macro("Os")
  }

  /// A line with a macro; the arguments are not escaped, for they may hold further macros.
  mutating func macro(_ name: String, _ arguments: String...) {
    text += ([".\(name)"] + arguments).joined(separator: " ") + "\n"
  }

  /// A paragraph, or several with empty lines between them; lines that are indented stay as they are.
  mutating func prose(_ paragraphs: String) {
    var isVerbatim = false
    for line in paragraphs.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = line.hasPrefix("  ")
      if isIndented != isVerbatim && !line.isEmpty {
        text += isIndented ? ".Bd -literal -offset indent\n" : ".Ed\n"
        isVerbatim = isIndented
      }
      if line.isEmpty {
        if !isVerbatim { macro("Pp") }
      } else {
        text += Self.escaped(isVerbatim ? String(line.dropFirst(2)) : String(line)) + "\n"
      }
    }
    if isVerbatim { macro("Ed") }
  }

  /// A heading.
  mutating func section(_ title: String) {
    macro("Sh", title.uppercased())
  }

  /// A list of terms and what they mean; a term is mdoc, a meaning is prose.
  mutating func list(_ entries: [(term: String, meaning: String)], width: String = "indent") {
    if entries.isEmpty { return }
    macro("Bl", "-tag -width", width)
    for entry in entries {
      macro("It", entry.term)
      prose(entry.meaning)
    }
    macro("El")
  }

  /// Text that roff prints as it is: no backslash, dash, or leading dot means anything.
  static func escaped(_ plain: String) -> String {
    var result = ""
    for character in plain {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
