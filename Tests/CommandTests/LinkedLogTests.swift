import SystemPackage
import TestSupport
import Testing

@Suite("A log that is a symbolic link")
struct LinkedLogTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func poll(_ name: String) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "-o", "jsonl", name], directory: "\(folder.path)")
  }

  @Test(
    "stands for all that rotation makes of the file that it leads to", arguments: [true, false])
  func rotatedTarget(isBegunAnew: Bool) async throws {
    try folder.makeDirectory("data")
    try folder.append(records(0..<5), to: "data/e.json")
    try folder.link("current.json", to: "data/e.json")
    #expect(numbers(try await poll("current.json").outputText) == Array(0..<5))
    try folder.append(records(5..<10), to: "data/e.json")
    try folder.rename("data/e.json", to: "data/e.json.1")
    if isBegunAnew { try folder.append(records(10..<15), to: "data/e.json") }
    let run = try await poll("current.json")
    #expect(numbers(run.outputText) == Array(5..<(isBegunAnew ? 15 : 10)))
    #expect(run.errorText == "")
  }

  @Test("is not passed over in silence where it was a file before")
  func becomesLink() async throws {
    try folder.makeDirectory("logs")
    try folder.makeDirectory("data")
    try folder.append(records(0..<5), to: "logs/e.json")
    #expect(numbers(try await poll("logs").outputText) == Array(0..<5))
    try folder.rename("logs/e.json", to: "data/e.json")
    try folder.link("logs/e.json", to: "../data/e.json")
    try folder.append(records(5..<10), to: "data/e.json")
    let run = try await poll("logs")
    #expect(run.errorText.contains("logs/e.json: not read, because it is a symbolic link"))
    #expect(run.ending == .exited(2))
    try folder.delete("logs/e.json")
    try folder.rename("data/e.json", to: "logs/e.json")
    #expect(numbers(try await poll("logs").outputText) == Array(5..<10))
  }
}
