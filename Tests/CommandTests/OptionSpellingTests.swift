import ArgumentParser
import TestSupport
import Testing

@testable import emslog

@Suite("Spellings of options that fingers know from grep")
struct OptionSpellingTests {
  private static let log = (1...3).map { number in
    #"{"payload":{"name":"-cam\#(number)"},"type":"inStreamCreated"},"# + "\n"
  }.joined()

  private func scan(_ arguments: String...) async throws -> String {
    let run = try await BuiltProgram.run(["scan"] + arguments + ["-"], input: Array(Self.log.utf8))
    #expect(run.errorText == "")
    return run.outputText
  }

  @Test("A value may stand right behind its letter")
  func joined() async throws {
    #expect(try await scan("-m2", "-Fstream", "-ocsv", "--csv-raw") == "stream\n-cam1\n-cam2\n")
    #expect(try await scan("-c", "-ecam[12]") == "2\n")
    #expect(try await scan("-c", "-gcam3", "-tinStreamCreated") == "1\n")
    #expect(try await scan("-ci", "-e", "CAM3") == "1\n")
  }

  /// An option that takes a value, and the command that it belongs to.
  private struct ValueOption {
    var command: any ParsableCommand.Type
    var name: ToolDescription.Argument.Name

    /// The command with all its options, or the error, as these arguments make it.
    func outcome(_ arguments: [String]) -> String {
      do {
        var text = ""
        dump(try command.parse(arguments), to: &text)
        return text
      } catch {
        return "\(command.exitCode(for: error).rawValue): \(command.fullMessage(for: error))"
      }
    }
  }

  /// All options of all commands that take a value, once for each of their names.
  private static func valueOptions() async throws -> [ValueOption] {
    try await ToolDescription.read().allCommands.flatMap { description in
      let command = Emslog.configuration.subcommands.first {
        $0.configuration.commandName == description.commandName
      }
      let options = (description.arguments ?? []).filter { $0.kind == .option }
      return options.flatMap { $0.names ?? [] }.compactMap { name in
        command.map { ValueOption(command: $0, name: name) }
      }
    }
  }

  @Test("A value may stand right behind the letter of any option")
  func joinedEverywhere() async throws {
    for option in try await Self.valueOptions() where option.name.kind == "short" {
      let joined = option.outcome(["\(option.name.typed)-1h", "x.json"])
      #expect(joined == option.outcome([option.name.typed, "-1h", "x.json"]), "\(option)")
    }
  }

  @Test("The value of an option is never taken for another option")
  func valuesAreNoOptions() async throws {
    let lookalikes = [
      "-Up", "-S1h", "-1h", "-20", "--", "-", "-c", "--until", "-F", "--tz=UTC", "-S=1h",
    ]
    let options = try await Self.valueOptions().filter { $0.name.kind == "long" }
    #expect(options.count > 150)
    // Each option gets one of the values, so that each value stands after every eleventh option.
    for (index, option) in options.enumerated() {
      let value = lookalikes[index % lookalikes.count]
      // All that stands after -- is no option, so nothing does.
      let rest = value == "--" ? [] : ["--recursive", "x.json"]
      let apart = option.outcome([option.name.typed, value] + rest)
      let joined = option.outcome(["\(option.name.typed)=\(value)"] + rest)
      #expect(apart == joined, "\(option) \(value)")
    }
  }

  @Test("A mistake is reported although a value looks like -h, --help or --version")
  func mistakesAreNoHelp() async throws {
    let values = ["-1h", "--help", "--version"]
    for (index, option) in try await Self.valueOptions().enumerated() {
      guard option.name.kind == "long", option.name.name != "max-record" else { continue }
      let outcome = option.outcome([option.name.typed, values[index % 3], "--max-record", "0"])
      #expect(outcome.hasPrefix("64: Error: "), "\(option)")
    }
  }

  @Test("Every command refuses mistakes in the options that it shares with others")
  func sharedMistakes() async throws {
    let mistakes: [String: [String]] = [
      "tz": ["--utc"], "log-tz": [], "max-record": ["--strict"], "since": [], "where": [],
      "top": [], "after-context": [],
    ]
    let values = ["max-record": "0", "top": "0", "after-context": "-1", "where": "("]
    for option in try await Self.valueOptions() {
      guard let more = mistakes[option.name.name] else { continue }
      let value = values[option.name.name] ?? "Mars/Olympus"
      let outcome = option.outcome([option.name.typed, value] + more)
      #expect(outcome.hasPrefix("64: Error: "), "\(option)")
    }
  }

  @Test("A text that begins like an option is looked for")
  func patternsLikeOptions() async throws {
    #expect(try await scan("-c", "-g", "-Up") == "0\n")
    #expect(try await scan("-g", "-cam2", "-c") == "1\n")
    #expect(
      try await scan("-F", "-time", "-m1")
        == #"{"system":"ems","type":"inStreamCreated","stream":"-cam1","#
        + #""payload":{"name":"-cam1"}}"# + "\n")
  }

  @Test("A pattern or a stream may begin with a hyphen")
  func hyphen() async throws {
    #expect(try await scan("-c", "-e", "-cam1") == "1\n")
    #expect(try await scan("-c", "--grep", "-cam[12]") == "2\n")
    #expect(try await scan("-c", "-s", "-cam*") == "3\n")
  }

  @Test(
    "The source that -H or --with-source asks for is shown among chosen fields",
    arguments: ["-H", "--with-source"])
  func source(option: String) async throws {
    let name = "(standard input)"
    #expect(
      try await scan("-m", "1", option, "-F", "type", "-o", "csv")
        == "source.file,type\n\(name),inStreamCreated\n")
    #expect(
      try await scan("-m", "1", option, "-F", "type")
        == #"{"type":"inStreamCreated","source":{"file":"\#(name)","offset":0,"record":1,"#
        + #""format":"json"}}"# + "\n")
    #expect(
      try await scan("-m", "1", option, "-F", "type", "-o", "line") == "\(name): inStreamCreated\n")
  }
}
