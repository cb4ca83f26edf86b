import TestSupport
import Testing

@Suite("The command line")
struct CommandTests {
  @Test("does what the case says", arguments: CommandCase.all)
  func command(example: CommandCase) async throws {
    let actual = try await example.run()
    let expected = try example.expectation()
    if Recording.isOn && actual != expected { try example.record(actual) }
    #expect(actual.status == expected.status, "the status of \(example.name)")
    for (name, actual, expected) in [
      ("stdout", actual.stdout, expected.stdout), ("stderr", actual.stderr, expected.stderr),
    ] where actual != expected {
      Issue.record(
        "\(name) of \(example.name) is different:\n\(LineDifference(expected, actual))")
    }
  }

  @Test("has cases to run")
  func cases() {
    #expect(!CommandCase.all.isEmpty)
  }

  @Test("prints no line of help that is wider than a terminal of 80 columns")
  func helpWidth() async throws {
    let program = try await ToolDescription.read().command
    for command in [program] + (program.subcommands ?? []) {
      for (request, environment) in [
        (command.path + ["--help"], ["COLUMNS": "80"]), (["help"] + command.path, [:]),
      ] {
        let help = try await BuiltProgram.run(request, environment: environment)
        #expect(help.ending == .exited(0))
        for line in help.outputText.split(separator: "\n") where line.count > 80 {
          Issue.record("\(request.joined(separator: " ")): \(line)")
        }
      }
    }
  }

  @Test("explains each command in lines that such a terminal need not break")
  func helpLines() async throws {
    let program = try await ToolDescription.read().command
    for command in [program] + (program.subcommands ?? []) {
      let paragraphs = (command.discussion ?? "").split(
        separator: "\n", omittingEmptySubsequences: false
      ).split(separator: "")
      // A paragraph that is one line is broken by the terminal's width alone.
      for lines in paragraphs where lines.count > 1 {
        for line in lines where line.count > 80 {
          Issue.record("\(command.path.joined(separator: " ")): \(line)")
        }
      }
    }
  }

  @Test("says on standard error what was wrong with an option, and ends with 64")
  func usage() async throws {
    let run = try await BuiltProgram.run(["--no-such-option"])
    #expect(run.ending == .exited(64))
    #expect(run.output.isEmpty)
    #expect(run.errorText.contains("--no-such-option"))
  }
}
