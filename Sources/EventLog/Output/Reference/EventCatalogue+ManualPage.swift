extension EventCatalogue {
  /// The manual page `emslog-events(7)`, in mdoc.
  ///
  /// - Parameter date: The date for the page's foot, such as `2026-11-20`.
  /// - Returns: The whole page, ended by a line feed.
  public static func manualPage(date: String) -> String {
    var page = """
      .Dd \(date)
      .Dt EMSLOG-EVENTS 7
      .Os
      .Sh NAME
      .Nm emslog-events
      .Nd events that emslog knows
      .Sh DESCRIPTION
      Events are listed by category.
      Every category and every name, in any case, can be given to the option
      .Fl t
      of
      .Xr emslog 1 .
      Names that follow
      .Dq also
      are read as the name before them.
      Fields are those of the payload; keys of inner objects are joined by dots.
      Fields marked
      .Dq always
      are in every event of current builds, others depend on the event or on the build.
      .Pp
      Events that are not listed here are read and printed all the same, with their recorded name.

      """
    for (category, kinds) in byCategory(EventKind.allCases) {
      page += ".Sh \(escaped(category.rawValue.uppercased()))\n"
      page += "\(escaped(category.title)).\n"
      page += ".Bl -tag -width Ds\n"
      page += kinds.map(item).joined()
      page += ".El\n"
    }
    page += fieldSections
    page += ".Sh SEE ALSO\n.Xr emslog 1\n"
    return page
  }

  private static func item(_ kind: EventKind) -> String {
    let row = kind.row
    var text = ".It Sy \(escaped(row.name))\n"
    text += escapedLine(row.summary)
    if !row.aliases.isEmpty {
      text += escapedLine("Also \(row.aliases.joined(separator: ", ")).")
    }
    if row.system != .ems {
      text += escapedLine("Sent by \(row.system.rawValue).")
    }
    if row.status != .emitted {
      text += escapedLine("Status: \(row.status.title).")
    }
    text += row.notes.map(escapedLine).joined()
    let names = EventKind.allCases.filter { $0.row.shape == row.shape }.map(\.name)
    if !row.shape.fields.isEmpty, let first = names.first {
      text += escapedLine("Fields: see \(first) below.")
    }
    return text
  }

  /// The fields, once for all kinds that share them.
  private static var fieldSections: String {
    var text = ".Sh FIELDS\n"
    for shape in PayloadShape.allCases {
      let names = EventKind.allCases.filter { $0.row.shape == shape }.map(\.name)
      guard !names.isEmpty, !shape.fields.isEmpty else { continue }
      text += ".Ss \(escaped(names.joined(separator: ", ")))\n"
      text += ".Bl -tag -width Ds\n"
      for field in shape.fields {
        let presence = field.isAlways ? ", always" : ""
        text += ".It Va \(escaped(field.path)) Pq \(escaped(field.typeAndUnit + presence))\n"
        text += escapedLine(field.meaning)
      }
      text += ".El\n"
    }
    text += ".Sh VALUES\n"
    for vocabulary in Vocabulary.allCases {
      text += ".Ss \(escaped(vocabulary.title))\n"
      text += ".Bl -tag -width Ds -compact\n"
      for word in vocabulary.words {
        text += ".It Li \(escaped(word.value))\n"
        text += word.meaning.isEmpty ? "" : escapedLine(word.meaning)
      }
      text += ".El\n"
    }
    return text
  }

  private static func escapedLine(_ text: String) -> String {
    escaped(text) + "\n"
  }

  /// The text with everything that roff or mdoc would take for itself made harmless.
  ///
  /// A backslash begins an escape anywhere, a dot or an apostrophe is a request at the start of a
  /// line, a hyphen would be set as a dash, and a word of two letters (or punctuation) on a macro
  /// line could be called as a macro. The zero-width `\&` before a word prevents the last.
  static func escaped(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      var result = ""
      for character in word {
        switch character {
        case "\\": result += "\\e"
        case "-": result += "\\-"
        case "\"": result += "\\(dq"
        case "'": result += "\\(aq"
        default: result.append(character)
        }
      }
      let mayBeMacro = word.count <= 3 || word.first == "." || word.first == "'"
      return mayBeMacro && !word.isEmpty ? "\\&" + result : result
    }.joined(separator: " ")
  }
}
