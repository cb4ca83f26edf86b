extension EventCatalogue {
  /// The catalogue as one JSON document, for programs.
  ///
  ///     {"version": 1,
  ///      "events": [
  ///        {"name": "inStreamClosed",       canonical name
  ///         "aliases": [],                  other names
  ///         "system": "ems",                ems, fastpix or antmedia
  ///         "categories": ["stream"],       the first is the one it is listed under
  ///         "status": "written by current builds",
  ///         "loggedByDefault": true,        null when that depends on the build
  ///         "loggedByDefaultInW3C": true,
  ///         "summary": "…", "notes": ["…"],
  ///         "fields": [
  ///           {"path": "upTime",            keys from the payload, joined by dots
  ///            "types": ["decimal"],        integer decimal string boolean object array null
  ///            "unit": "ms",                only where there is one
  ///            "always": true,              in every event of current builds
  ///            "values": [{"value": "INR", "meaning": "RTMP in"}],  only of closed lists
  ///            "meaning": "…"}]}]}
  ///
  /// The version changes when a key is renamed, removed or changes its type; keys may be added
  /// without. The document ends with a line feed.
  public static func json(of kinds: [EventKind] = EventKind.allCases) -> String {
    let events = kinds.map { "  " + json(of: $0.row) }.joined(separator: ",\n")
    return "{\"version\": 1, \"events\": [\n\(events)\n]}\n"
  }

  private static func json(of row: EventDescription) -> String {
    let members = [
      "\"name\": \(quoted(row.name))",
      "\"aliases\": \(list(row.aliases.map(quoted)))",
      "\"system\": \(quoted(row.system.rawValue))",
      "\"categories\": \(list(row.categories.map { quoted($0.rawValue) }))",
      "\"status\": \(quoted(row.status.title))",
      "\"loggedByDefault\": \(row.isLoggedByDefault.map(String.init) ?? "null")",
      "\"loggedByDefaultInW3C\": \(row.isLoggedByDefaultInW3C)",
      "\"summary\": \(quoted(row.summary))",
      "\"notes\": \(list(row.notes.map(quoted)))",
      "\"fields\": \(list(row.shape.fields.map { "\n    " + json(of: $0) }))",
    ]
    return "{" + members.joined(separator: ", ") + "}"
  }

  private static func json(of field: FieldDescription) -> String {
    var members = [
      "\"path\": \(quoted(field.path))",
      "\"types\": \(list(field.types.types.map { quoted($0.name) }))",
    ]
    if let unit = field.unit {
      members.append("\"unit\": \(quoted(unit.rawValue))")
    }
    members.append("\"always\": \(field.isAlways)")
    if let vocabulary = field.vocabulary {
      members.append("\"values\": \(list(vocabulary.words.map(json)))")
    }
    members.append("\"meaning\": \(quoted(field.meaning))")
    return "{" + members.joined(separator: ", ") + "}"
  }

  private static func json(of word: Vocabulary.Word) -> String {
    let meaning = word.meaning.isEmpty ? "" : ", \"meaning\": \(quoted(word.meaning))"
    return "{\"value\": \(quoted(word.value))\(meaning)}"
  }

  private static func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ", ") + "]"
  }

  /// A JSON string.
  ///
  /// The catalogue holds no control characters; the tests see to that.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "\""
  }
}
