import ArgumentParser
import EventLog

/// Prints the event catalogue, or parts of it.
struct TypesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "types",
    abstract: "List the event types that emslog knows, or describe some.",
    discussion: """
      Without a name it lists every type by category. A name that fits one type describes it: its \
      fields, their types and units. A category or a glob that fits several lists those.
      """)

  @Argument(help: "A type in any spelling, a category such as hls, or a glob such as '*Closed'.")
  var names: [String] = []

  @Flag(help: "Print JSON: every field of the types, for programs.")
  var json = false

  func run() throws {
    try printWhole(text())
  }

  /// What the command prints.
  func text() throws -> String {
    let selection = try kinds()
    if json {
      return EventCatalogue.json(of: selection)
    }
    if !names.isEmpty, selection.count == 1 || !names.contains(where: isGroup) {
      return selection.map { EventCatalogue.details(of: $0) }.joined(separator: "\n")
    }
    return EventCatalogue.listing(of: selection)
  }

  private func isGroup(_ name: String) -> Bool {
    Glob(name).isPattern || EventCategory(named: name) != nil
  }

  /// The kinds that the arguments name, each once, in the order of the catalogue.
  private func kinds() throws -> [EventKind] {
    guard !names.isEmpty else { return EventKind.allCases }
    let table = EventNameTable()
    var selected = EventKindSet()
    for name in names {
      let found = table.kinds(matching: name)
      guard !found.isEmpty else {
        throw ValidationError(Self.unknown(name, table.suggestions(for: name, limit: 3)))
      }
      selected.formUnion(found)
    }
    return selected.kinds
  }

  private static func unknown(_ name: String, _ suggestions: [String]) -> String {
    let hint =
      suggestions.isEmpty
      ? "'emslog types' lists them all"
      : "did you mean \(suggestions.joined(separator: ", "))?"
    return "no event type or category is called '\(printable(name))'; \(hint)"
  }
}
