import SystemPackage
import TestSupport
import Testing

@Suite("Damaged gzip files")
struct DamagedGzipTests {
  private static let records = (1...3).map { number in
    #"{"payload":{"n":\#(number)},"type":"timerTriggered"},"# + "\n"
  }
  private static let printed = (1...3).map { number in
    #"{"time":null,"system":"ems","type":"timerTriggered","payload":{"n":\#(number)}}"#
  }

  /// Scans one file per way of damaging the log; a line of output tells its file by `source`.
  private func scan(
    _ damaged: [(name: String, bytes: [UInt8])]
  ) async throws -> (lines: [Substring], errors: String, ending: FinishedProgram.Ending) {
    let folder = try TemporaryDirectory()
    for file in damaged { try folder.write(file.bytes, to: file.name) }
    let run = try await BuiltProgram.run(
      ["scan", "--with-source", "."], directory: "\(folder.path)")
    return (run.outputText.split(separator: "\n"), run.errorText, run.ending)
  }

  /// Each file's events have to be the first of the log, or its damage has to be named; all is named
  /// where something is missing.
  private func check(
    _ files: [(name: String, bytes: [UInt8])],
    _ result: (lines: [Substring], errors: String, ending: FinishedProgram.Ending)
  ) {
    var printedOf: [String: [Substring]] = [:]
    for line in result.lines {
      let parts = line.split(separator: #"","offset":"#).first?.split(separator: #""file":""#)
      printedOf[parts?.last.map(String.init) ?? "", default: []].append(line)
    }
    for file in files {
      let lines = printedOf["./" + file.name] ?? printedOf[file.name] ?? []
      let isNamed = result.errors.contains(file.name + ": ")
      let isPrefix = zip(lines, Self.printed).allSatisfy { $0.hasPrefix($1.dropLast()) }
      #expect(isNamed || isPrefix && lines.count == 3, "\(file.name)")
    }
    #expect(result.ending == .exited(2))
  }

  @Test("gives the whole records before every cut and names the cut")
  func everyCut() async throws {
    let whole = Gzip.member(Self.records.joined())
    let files = (1..<whole.count).map {
      (name: "cut\(1000 + $0)_.json.gz", bytes: Array(whole[..<$0]))
    }
    let result = try await scan(files)
    check(files, result)
    // A cut file can only have the first records, and none of them twice or altered.
    for line in result.lines {
      #expect(Self.printed.contains { line.hasPrefix($0.dropLast()) })
    }
  }

  @Test("survives every flipped bit and says which files are damaged")
  func everyBit() async throws {
    let whole = Gzip.member(Self.records.joined())
    let files = (0..<whole.count * 8).map { bit -> (name: String, bytes: [UInt8]) in
      var bytes = whole
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      return ("bit\(10_000 + bit)_.json.gz", bytes)
    }
    check(files, try await scan(files))
  }
}
