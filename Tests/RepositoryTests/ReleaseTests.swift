import TestSupport
import Testing

@Suite("The release")
struct ReleaseTests {
  @Test("has the version that the changelog begins with")
  func version() async throws {
    let run = try await BuiltProgram.run(["--version"])
    let newest = try #require(Changelog.current().releases.first)
    #expect(run.outputText == newest.version + "\n")
  }

  @Test("is the newest of releases that are told newest first")
  func dates() throws {
    let text = try text(of: PackageRoot.path(of: "CHANGELOG.md"))
    let dates = Changelog(text).releases.map(\.date)
    #expect(dates == dates.sorted(by: >))
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.count == dates.count, "a heading is not like “## 1.2.3 — 2026-11-21”")
  }

  @Test("is under the Apache License 2.0")
  func licence() throws {
    let text = try text(of: PackageRoot.path(of: "LICENSE"))
    #expect(text.contains("Apache License") && text.contains("Version 2.0, January 2004"))
  }

  @Test("completes commands in the shells there are", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) async throws {
    let script = try await BuiltProgram.run(["--generate-completion-script", shell])
    #expect(script.ending == .exited(0))
    #expect(script.outputText.contains("emslog"))
    let check = "command -v \(shell) >/dev/null || exit 0; exec \(shell) -n"
    let run = try await FinishedProgram.running(
      "/bin/sh", arguments: ["-c", check], input: script.output)
    #expect(run.ending == .exited(0), "\(run.errorText)")
  }
}
