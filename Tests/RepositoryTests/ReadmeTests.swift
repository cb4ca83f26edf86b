import SystemPackage
import TestSupport
import Testing

@Suite("The README")
struct ReadmeTests {
  @Test("shows commands that work", arguments: try Readme.current().examples)
  func example(example: Readme.Example) async throws {
    let home = try TemporaryDirectory()
    var environment = FinishedProgram.plainEnvironment
    environment["HOME"] = home.path.string
    environment["TMPDIR"] = home.path.string
    environment["PATH"] = BuiltProgram.folder + ":" + (environment["PATH"] ?? "")
    let run = try await FinishedProgram.running(
      "/bin/sh", arguments: ["-ec", example.script], environment: environment)
    #expect(run.ending == .exited(0), "\(example.script)\n\(run.errorText)")
    #expect(!run.output.isEmpty, "prints nothing: \(example.script)")
    if let expected = example.output, Array(expected.utf8) != run.output {
      Issue.record(
        "\(example.script)\n\(LineDifference(Array(expected.utf8), run.output))")
    }
  }

  @Test("installs with two commands: one to set up and one to test")
  func setUp() throws {
    let blocks = try Readme.current().blocks.filter { $0.language == "sh" }.map(\.text)
    let setUp = try #require(blocks.firstIndex { $0.contains("swift build -c release") })
    #expect(blocks.firstIndex(of: "swift test\n") == setUp + 1)
  }

  @Test("links to files that there are")
  func links() throws {
    let link = /\]\(([^)#:]+)(#[^)]*)?\)/
    for name in ["README.md", "CONTRIBUTING.md", "samples/README.md"] {
      let folder = name.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      for match in try text(of: PackageRoot.path(of: name)).matches(of: link) {
        #expect(exists(PackageRoot.path(of: folder + match.output.1)), "\(name): \(match.output.1)")
      }
    }
  }
}
