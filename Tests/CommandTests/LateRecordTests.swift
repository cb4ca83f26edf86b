import SystemPackage
import TestSupport
import Testing

@Suite("A record of which poll finds the beginning first")
struct LateRecordTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// One run over the logs `e.json*`.
  private func poll() async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "-o", "jsonl", "e.json"], directory: "\(folder.path)")
  }

  /// The two halves of a record.
  private func halves(of number: Int) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let record = records(number..<(number + 1))
    return (record[..<40], record[40...])
  }

  private func makeOld(_ name: String, seconds: Int) async throws {
    _ = try await FinishedProgram.running(
      "/bin/sh", arguments: ["-c", "touch -d '\(seconds) seconds ago' \(name)"],
      directory: "\(folder.path)")
  }

  @Test("in a renamed log is printed once its rest is there, however old the log was")
  func oldLog() async throws {
    let (start, end) = halves(of: 5)
    try folder.append(records(0..<5) + start, to: "e.json.1")
    try folder.append(records(6..<8), to: "e.json")
    try await makeOld("e.json.1", seconds: 100)
    let first = try await poll()
    #expect(numbers(first.outputText) == [0, 1, 2, 3, 4, 6, 7])
    #expect(
      first.errorText == "emslog: e.json.1: byte 580: record cut off at the end, 40 bytes skipped\n"
    )
    #expect(first.ending == .exited(3))
    let idle = try await poll()
    #expect(idle.errorText == "")
    #expect(idle.ending == .exited(0))
    try folder.append(end, to: "e.json.1")
    let last = try await poll()
    #expect(numbers(last.outputText) == [5])
    #expect(last.errorText == "")
    #expect(last.ending == .exited(0))
  }

  @Test("in a compressed log that arrives slowly is printed once its rest is there")
  func slowCompression() async throws {
    let whole = Gzip.member(records(0..<400))
    try folder.write(whole.prefix(whole.count / 2), to: "e.json.1.gz")
    try await makeOld("e.json.1.gz", seconds: 100)
    let first = numbers(try await poll().outputText)
    #expect(first == Array(0..<first.count))
    try folder.write(whole, to: "e.json.1.gz")
    let rest = try await poll()
    #expect(numbers(rest.outputText) == Array(first.count..<400))
    #expect(rest.errorText == "")
  }

  @Test("is joined with its rest where the log was copied and truncated in between")
  func truncatedWithin() async throws {
    try folder.append(records(0..<5), to: "e.json")
    #expect(numbers(try await poll().outputText) == Array(0..<5))
    let (start, end) = halves(of: 6)
    try folder.append(records(5..<6) + start, to: "e.json")
    try folder.write(contents(of: folder.path("e.json").string), to: "e.json.1")
    try await makeOld("e.json.1", seconds: 100)
    try folder.write([], to: folder.path("e.json"))
    try folder.append(end + records(7..<12), to: "e.json")
    let run = try await poll()
    #expect(numbers(run.outputText) == Array(5..<12))
    #expect(run.errorText == "")
    let idle = try await poll()
    #expect(idle.outputText + idle.errorText == "")
  }

  @Test(
    "is not joined with the rest of another one, where those between were lost in the truncation")
  func lostWithin() async throws {
    try folder.append(records(0..<5) + halves(of: 5).0, to: "e.json")
    try folder.write(contents(of: folder.path("e.json").string), to: "e.json.1")
    try folder.write([], to: folder.path("e.json"))
    // Nobody can tell as long as no whole record is there.
    try folder.append(halves(of: 8).1, to: "e.json")
    #expect(numbers(try await poll().outputText) == Array(0..<5))
    try folder.append(records(9..<40), to: "e.json")
    let run = try await poll()
    #expect(numbers(run.outputText) == Array(9..<40))
    #expect(run.errorText.contains("records 5 to 8 are missing"))
  }

  @Test("does not begin in the middle of a line that a killed run has left in the output")
  func tornOutput() async throws {
    try folder.append(records(0..<3), to: "e.json")
    let run = try await FinishedProgram.running(
      "/bin/sh",
      arguments: [
        "-c",
        #"printf '{"time":' > out; for i in 1 2; do "$EMSLOG" poll --checkpoint ck$i -o jsonl e.json >> out; done"#,
      ],
      environment: ["EMSLOG": BuiltProgram.path], directory: "\(folder.path)")
    #expect(run.ending == .exited(0), "\(run.errorText)")
    let lines = try text(of: folder.path("out").string).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == #"{"time":"#)
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    #expect(lines.count == 8)
  }
}
