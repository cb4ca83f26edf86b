import ArgumentParser
import EventLog

/// `emslog schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of the events that scan prints.",
    discussion: """
      It is of draft 2020-12 and describes one event of -o jsonl, or one element of
      -o json, that is printed whole. The version in its $id changes when a key is
      renamed, removed or changes its type.
      """)

  func run() throws { try printWhole(EventCatalogue.schema) }
}
