import EventLog

/// `emslog-events.7`, made from the event catalogue.
struct EventManual {
  /// The whole page.
  private(set) var page: ManualText

  /// Describes every kind of event that has a name.
  ///
  /// - Parameter date: `YYYY-MM-DD`, of the release.
  init(date: String) {
    page = ManualText(title: "emslog-events", section: 7, date: date)
    page.section("Name")
    page.macro("Nm", "emslog-events")
    page.macro("Nd", "events of media servers that emslog knows by name")
    page.section("Description")
    page.prose(
      """
      Every event is listed under one category. The names of events and of categories are what the
      option --type takes. Events that are not listed here are read all the same.
      """)
    for category in EventCategory.allCases {
      let kinds = EventKind.allCases.filter {
        $0 != .unrecognized && $0.row.category == category
      }
      if kinds.isEmpty && category.kinds.isEmpty { continue }
      page.section(ManualText.escaped(category.title))
      page.prose(Self.introduction(of: category))
      page.list(kinds.map { ("Cm " + ManualText.escaped($0.name), Self.meaning(of: $0.row)) })
    }
    page.section("See also")
    page.macro("Xr", "emslog 1")
  }

  private static func introduction(of category: EventCategory) -> String {
    let names = ([category.rawValue] + category.aliases).joined(separator: " or ")
    let others = category.kinds.filter { $0.row.category != category }.map(\.name)
    if others.isEmpty { return "Category \(names)." }
    return "Category \(names), which also takes in \(others.joined(separator: ", "))."
  }

  private static func meaning(of row: EventDescription) -> String {
    var sentences = [row.summary] + row.notes
    if row.system != .ems { sentences.append("Written by \(row.system.rawValue).") }
    if !row.aliases.isEmpty {
      sentences.append("Also known as \(row.aliases.joined(separator: ", ")).")
    }
    if row.status != .emitted {
      let title = row.status.title
      sentences.append(title.prefix(1).uppercased() + title.dropFirst() + ".")
    }
    return sentences.joined(separator: "\n")
  }
}
