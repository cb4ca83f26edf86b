import TestSupport
import Testing

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
