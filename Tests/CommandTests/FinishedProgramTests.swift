import SystemPackage
import TestSupport
import Testing

@Suite("Running a program in a test")
struct FinishedProgramTests {
  @Test("gives every byte of both outputs, however many, and the status")
  func outputs() async throws {
    let run = try await shell(
      "head -c 3000000 /dev/zero; head -c 2000000 /dev/zero >&2; printf '\\377'; exit 7")
    #expect(run.output == [UInt8](repeating: 0, count: 3_000_000) + [0xFF])
    #expect(run.errors.count == 2_000_000)
    #expect(run.ending == .exited(7))
  }

  @Test("hands over its input, whether it is read or not", arguments: ["cat", "head -c 3", "true"])
  func input(command: String) async throws {
    let input = [UInt8](repeating: 0x61, count: 1_000_000)
    let run = try await shell(command, input: input)
    let read = ["cat": 1_000_000, "head -c 3": 3, "true": 0][command]
    #expect(run.output.count == read)
    #expect(run.ending == .exited(0))
  }

  @Test("tells of a signal")
  func signal() async throws {
    let run = try await shell("kill -TERM $$")
    #expect(run.ending == .signaled(15))
  }

  @Test("leaves the signal of a broken pipe to the program")
  func brokenPipe() async throws {
    let run = try await shell("(yes; echo $? >&2) | head -n 1")
    #expect(run.outputText == "y\n")
    #expect(run.errorText == "141\n")
  }

  @Test("kills what takes too long, and what that has started")
  func limit() async throws {
    let folder = try TemporaryDirectory()
    let run = try await FinishedProgram.running(
      "/bin/sh", arguments: ["-c", "(sleep 600; touch late) & sleep 600"],
      directory: folder.path.string, limit: .milliseconds(200))
    #expect(run.ending == .timedOut)
  }

  private func shell(_ command: String, input: [UInt8] = []) async throws -> FinishedProgram {
    try await .running("/bin/sh", arguments: ["-c", command], input: input)
  }
}
