import ArgumentParser
import EventLog
import Testing

@testable import emslog

@Suite("emslog types")
struct TypesCommandTests {
  private func output(_ arguments: String...) throws -> String {
    try TypesCommand.parse(arguments).text()
  }

  @Test("Without a name it lists the whole catalogue")
  func everything() throws {
    #expect(try output() == EventCatalogue.listing())
  }

  @Test("A name, an alias or a name in another case describes its type")
  func oneType() throws {
    let expected = EventCatalogue.details(of: .serverStopping)
    #expect(try output("serverStopping") == expected)
    #expect(try output("serverStopped") == expected)
    #expect(try output("SERVERSTOPPING") == expected)
    #expect(try output("serverStopp*") == expected)
  }

  @Test("Several names describe each type, in the order of the catalogue")
  func severalTypes() throws {
    #expect(
      try output("timerCreated", "cliRequest", "timercreated")
        == EventCatalogue.details(of: .cliRequest) + "\n"
        + EventCatalogue.details(of: .timerCreated))
  }

  @Test("A category or a pattern lists its types")
  func groups() throws {
    #expect(
      try output("feed") == EventCatalogue.listing(of: [.audioFeedStopped, .videoFeedStopped]))
    #expect(
      try output("*FeedStopped", "pullStreamFailed")
        == EventCatalogue.listing(of: [.audioFeedStopped, .videoFeedStopped, .pullStreamFailed]))
  }

  @Test("JSON is of the types that were named")
  func json() throws {
    #expect(try output("feed", "--json") == EventCatalogue.json(of: EventCategory.feed.kinds))
    #expect(try output("--json") == EventCatalogue.json())
  }

  @Test("A name that nothing has is a usage error that suggests the nearest")
  func unknownName() throws {
    let error = try #require(throws: ValidationError.self) { try output("inStremClosed") }
    #expect(TypesCommand.exitCode(for: error).rawValue == 64)
    #expect(
      error.message.hasPrefix(
        "no event type or category is called 'inStremClosed'; did you mean inStreamClosed,"))
    let other = try #require(throws: ValidationError.self) { try output("zzzzzzzz") }
    #expect(
      other.message
        == "no event type or category is called 'zzzzzzzz'; 'emslog types' lists them all")
  }
}
