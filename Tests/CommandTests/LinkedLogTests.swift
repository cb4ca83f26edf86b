import SystemPackage
import TestSupport
import Testing

@Suite("A log that is a symbolic link")
struct LinkedLogTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func poll(
    _ name: String, _ checkpoint: String = "ck"
  ) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", checkpoint, "-o", "jsonl", name], directory: "\(folder.path)")
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

  @Test(
    "is read to its end, whatever becomes of it, after it leads to a file in another directory",
    arguments: ["", "mv old/e.json old/archive", "gzip old/e.json"])
  func switchedTarget(change: String) async throws {
    try folder.makeDirectory("old")
    try folder.makeDirectory("new")
    try folder.append(records(0..<5), to: "old/e.json")
    for link in ["current.json", "day"] {
      try folder.link(link, to: link == "day" ? "old" : "old/e.json")
    }
    for name in ["current.json", "day/e.json"] {
      #expect(numbers(try await poll(name, "ck-\(name.count)").outputText) == Array(0..<5))
    }
    try folder.append(records(5..<10), to: "old/e.json")
    try folder.append(records(10..<15), to: "new/e.json")
    try folder.write(records(90..<99), to: "old/other.json")
    _ = try await FinishedProgram.running(
      "/bin/sh",
      arguments: ["-c", "ln -sfn new/e.json current.json; ln -sfn new day; \(change)"],
      directory: "\(folder.path)")
    for name in ["current.json", "day/e.json"] {
      let run = try await poll(name, "ck-\(name.count)")
      #expect(numbers(run.outputText) == Array(5..<15), "\(name)")
      #expect(run.errorText == "")
      let idle = try await poll(name, "ck-\(name.count)")
      #expect(idle.outputText + idle.errorText == "")
    }
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
