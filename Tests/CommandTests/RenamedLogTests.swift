import SystemPackage
import TestSupport
import Testing

@Suite("A log that is renamed while the server goes on")
struct RenamedLogTests {
  private func record(_ number: Int) -> [UInt8] {
    Array(
      (#"{"_logEntry":"0000\#(number)","id":\#(number),"payload":{},"processId":42,"#
        + #""timestamp":1795216353,"type":"timerTriggered"},"# + "\n").utf8)
  }

  @Test("quirk 19: is read to its end under its new name, before the one that takes its place")
  func renaming() async throws {
    let folder = try TemporaryDirectory()
    func poll() async throws -> [String] {
      let run = try await BuiltProgram.run(
        ["poll", "--checkpoint", "state", "--template", "{logEntry}", "logs"],
        directory: folder.path.string)
      #expect(run.ending == .exited(0), "\(run.errorText)")
      return run.outputText.split(separator: "\n").map(String.init)
    }
    try folder.makeDirectory("logs")
    try folder.write(record(0), to: "logs/e.json")
    #expect(try await poll() == ["0"])
    try folder.rename("logs/e.json", to: "logs/e.json.1")
    try folder.append(record(1), to: "logs/e.json.1")
    try folder.write(record(2), to: "logs/e.json")
    #expect(try await poll() == ["1", "2"])
    #expect(try await poll() == [])
  }
}
