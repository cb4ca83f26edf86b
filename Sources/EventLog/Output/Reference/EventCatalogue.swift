/// The catalogue of event kinds as text: for terminals, for programs and as a manual page.
///
/// All of it is derived from ``EventKind/row``. Nothing here is made for speed.
public enum EventCatalogue {
  /// One line for each kind, by category and system, with a heading for each of these.
  ///
  /// - Parameters:
  ///   - kinds: What to list; their order within a category is kept.
  ///   - width: The columns to fill; at 80 every kind has one line.
  /// - Returns: Lines, each ended by a line feed.
  public static func listing(
    of kinds: [EventKind] = EventKind.allCases, width: Int = 80
  ) -> String {
    let columns = TextColumns(width: width)
    return bySystem(kinds).map { category, system, kinds in
      let widest = kinds.map(\.name.count).max() ?? 0
      let lines = kinds.map {
        columns.paragraph($0.row.summary, after: "  " + $0.name.padded(to: widest + 2))
      }
      return heading(of: category, system, in: columns) + lines.joined()
    }.joined(separator: "\n")
  }

  /// Everything about one kind: summary, names, status, notes and its fields with types and units.
  ///
  /// - Parameters:
  ///   - kind: What to describe.
  ///   - width: The columns to fill.
  /// - Returns: Lines, each ended by a line feed.
  public static func details(of kind: EventKind, width: Int = 80) -> String {
    let columns = TextColumns(width: width)
    let row = kind.row
    var text = columns.paragraph(row.summary, after: row.name + ": ") + "\n"
    for (label, value) in properties(of: row) {
      text += columns.paragraph(value, after: "  " + label.padded(to: 14))
    }
    if !row.notes.isEmpty {
      text += "\nNotes\n"
      text += row.notes.map { columns.paragraph($0, after: "  - ") }.joined()
    }
    let fields = row.shape.fields
    guard !fields.isEmpty else { return text }
    text += "\nFields of the payload (* = in every event of current builds)\n"
    text += table(of: fields, in: columns)
    let derived = DerivedField.fields(of: kind).map(\.description)
    if !derived.isEmpty {
      text += "\nDerived fields, for -F, -w, --by, stats and templates\n"
      text += table(of: derived, in: columns)
    }
    return text + vocabularies(of: fields, in: columns)
  }

  /// The kinds of each category that lists any, in the order of the categories.
  static func byCategory(_ kinds: [EventKind]) -> [(EventCategory, [EventKind])] {
    EventCategory.allCases.compactMap { category in
      let listed = kinds.filter { $0.row.category == category }
      return listed.isEmpty ? nil : (category, listed)
    }
  }

  /// The same, each category once for each system that has kinds in it.
  private static func bySystem(
    _ kinds: [EventKind]
  ) -> [(EventCategory, EventSystem, [EventKind])] {
    byCategory(kinds).flatMap { category, kinds in
      EventSystem.allCases.compactMap { system in
        let listed = kinds.filter { $0.row.system == system }
        return listed.isEmpty ? nil : (category, system, listed)
      }
    }
  }

  private static func heading(
    of category: EventCategory, _ system: EventSystem, in columns: TextColumns
  ) -> String {
    columns.paragraph(category.title, after: "\(category.rawValue) (\(system.rawValue)): ")
  }

  /// What is said of a row besides its summary and notes.
  static func properties(of row: EventDescription) -> [(label: String, value: String)] {
    var properties: [(String, String)] = []
    if !row.aliases.isEmpty {
      properties.append(("Also called", row.aliases.joined(separator: ", ")))
    }
    properties.append(("System", row.system.rawValue))
    properties.append(("Categories", row.categories.map(\.rawValue).joined(separator: ", ")))
    properties.append(("Status", row.status.title))
    if row.system == .ems, row.status != .serverLog, row.status != .unknown {
      properties.append(("Logged", loggingTitle(of: row)))
    }
    return properties
  }

  private static func loggingTitle(of row: EventDescription) -> String {
    switch (row.isLoggedByDefault, row.isLoggedByDefaultInW3C) {
    case (true?, true): "by default"
    case (true?, false): "by default, but in w3c only when listed"
    case (false?, _): "only when listed"
    case (nil, _): "by default or when listed, depending on the build"
    }
  }

  /// The fields, those of inner objects below the name of the object.
  private static func table(of fields: [FieldDescription], in columns: TextColumns) -> String {
    let key = fields.map { $0.indentedKey.count }.max() ?? 0
    let type = min(fields.map(\.typeAndUnit.count).max() ?? 0, columns.width * 3 / 10)
    let blank = String(repeating: " ", count: key + 6)
    var parents: [String?] = []
    for field in fields where !parents.contains(field.parent) { parents.append(field.parent) }
    return parents.map { parent in
      let isDescribed = parent == nil || fields.contains { $0.path == parent }
      let heading = isDescribed ? "" : "    \(parent ?? "")\n"
      let rows = fields.filter { $0.parent == parent && !parents.contains($0.path) }
      let object = fields.filter { $0.path == parent }
      return heading
        + (object + rows).map { field in
          var start = (field.isAlways ? "  * " : "    ") + field.indentedKey.padded(to: key) + "  "
          var title = field.typeAndUnit.padded(to: type)
          var complete = ""
          if title.count > type {
            complete = start + title + "\n"
            start = blank
            title = "".padded(to: type)
          }
          return complete + columns.paragraph(field.meaning, after: start + title + "  ")
        }.joined()
    }.joined()
  }

  private static func vocabularies(
    of fields: [FieldDescription], in columns: TextColumns
  ) -> String {
    var seen: Set<Vocabulary> = []
    return fields.compactMap { field in
      guard let vocabulary = field.vocabulary, seen.insert(vocabulary).inserted else { return nil }
      let words = vocabulary.words.map(\.title).joined(separator: "; ")
      return "\nValues of \(field.path)\n" + columns.paragraph(words, after: "  ")
    }.joined()
  }
}

extension FieldDescription {
  /// The path of the object that holds the field; `nil` for the payload itself.
  var parent: String? {
    path.lastIndex(of: ".").map { String(path[..<$0]) }
  }

  /// The last key, two columns to the right inside an object.
  var indentedKey: String {
    parent.map { "  " + path.dropFirst($0.count + 1) } ?? path
  }

  /// Words for listings, such as `decimal, ms`.
  var typeAndUnit: String {
    types.description + (unit.map { ", " + $0.rawValue } ?? "")
  }
}

extension Vocabulary.Word {
  /// The value, with its meaning in brackets.
  var title: String { meaning.isEmpty ? value : "\(value) (\(meaning))" }
}
