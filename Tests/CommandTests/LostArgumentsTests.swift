import TestSupport
import Testing

@Suite("emslog without /proc")
struct LostArgumentsTests {
  /// Runs shell text that sees an empty `/proc`; `$0` is the program.
  private static func withoutProc(_ command: String) async throws -> FinishedProgram {
    try await FinishedProgram.running(
      "/bin/sh",
      arguments: [
        "-c", #"exec unshare -r -m sh -c "mount -t tmpfs none /proc && $1" "$0""#,
        BuiltProgram.path, command,
      ])
  }

  @Test(
    "says that it cannot read its arguments, instead of printing help with status 0",
    .enabled("the system lets nobody hide /proc from a program") {
      try await withoutProc("true").ending == .exited(0)
    })
  func sentence() async throws {
    let run = try await Self.withoutProc(#"exec "$0" scan -c events.json"#)
    #expect(run.outputText == "")
    #expect(
      run.errorText == """
        emslog: cannot read the command line: /proc/self/cmdline is missing or unreadable
          hint: mount /proc, as with: mount -t proc proc /proc

        """)
    #expect(run.ending == .exited(2))
  }
}
