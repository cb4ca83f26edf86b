import Foundation
import SystemPackage
import TestSupport
import Testing

/// The answers of `stats` and `merge` compared with what whoever made a log knows of it.
@Suite("The truth about logs")
struct StatsTruthTests {
  /// The program that makes up logs and tells their truth; it is no part of the repository.
  private static let generator = PackageRoot.path(of: "../shared/tools/amplify.py")
  private static let hasGenerator = FileManager.default.isReadableFile(atPath: generator)
  private static let absence: Comment =
    "There is no ../shared/tools/amplify.py to make up logs with known answers."

  /// What is known of a log.
  private struct Truth: Decodable {
    struct Stream: Decodable {
      var closed: Int
      var p50: Double
      var p95: Double
    }
    struct Bytes: Decodable { var total: Int }
    /// How many streams came in and went out.
    struct Directions: Decodable {
      var `in`: Int
      var out: Int
    }
    struct Peak: Decodable {
      var count: Int
      var queryTimestamp: Double
    }
    var events: Int
    var counts: [String: Int]
    var streams: [String: Stream]
    var streamBytes: Bytes
    var sessions: Directions
    var open: Directions
    var peakOut: Peak
  }

  /// A question and what it is asked of a log.
  private enum Question: CaseIterable {
    case types, upTimes, bytes

    var arguments: [String] {
      switch self {
      case .types: ["--by", "type"]
      case .upTimes: ["upTime", "--by", "stream", "-p", "50,95", "-t", "inStreamClosed"]
      case .bytes:
        [
          "audio.bytesCount", "video.bytesCount", "--by", "none", "-p", "none", "-t",
          "inStreamClosed,outStreamClosed",
        ]
      }
    }
  }

  /// The rows of JSON lines.
  private func rows(_ run: FinishedProgram) throws -> [[String: Any]] {
    #expect(run.ending == .exited(0))
    #expect(run.errorText == "")
    return try run.outputText.split(separator: "\n").map { line in
      try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func check(
    _ question: Question, _ rows: [[String: Any]], _ truths: [Truth]
  ) throws {
    switch question {
    case .types:
      var expected: [String: Int] = [:]
      for truth in truths { expected.merge(truth.counts, uniquingKeysWith: +) }
      var counts: [String: Int] = [:]
      for row in rows {
        let type = try #require(row["type"] as? String)
        counts[type] = try #require(row["count"] as? Int)
      }
      #expect(counts == expected)
    case .bytes:
      let sums = rows.compactMap { $0["sum"] as? Int }
      #expect(sums.reduce(0, +) == truths.reduce(0) { $0 + $1.streamBytes.total })
    case .upTimes:
      guard truths.count == 1, let truth = truths.first else { return }
      #expect(rows.count == truth.streams.count)
      for row in rows {
        let name = try #require(row["stream"] as? String)
        let stream = try #require(truth.streams[name])
        #expect(row["count"] as? Int == stream.closed)
        #expect(row["p50"] as? Double == stream.p50)
        #expect(row["p95"] as? Double == stream.p95)
        #expect(row["method"] as? String == "exact")
      }
    }
  }

  @Test(
    "counts, percentiles and sums are those of whoever made the log, plain and compressed, in one run and in many",
    .enabled(if: hasGenerator, absence), arguments: ["json", "text", "xml", "w3c"])
  func generated(format: String) async throws {
    let folder = try TemporaryDirectory()
    var truths: [Truth] = []
    var paths: [String] = []
    for seed in 1...3 {
      let path = folder.path("events\(seed).\(format)").string
      let made = try await FinishedProgram.running(
        "python3",
        arguments: [
          Self.generator, "--format", format, "--size", "300K", "--seed", "\(seed)", path,
        ])
      #expect(made.ending == .exited(0))
      let truth = try Data(contentsOf: URL(filePath: path + ".truth.json"))
      truths.append(try JSONDecoder().decode(Truth.self, from: truth))
      paths.append(path)
    }
    let plain = try Data(contentsOf: URL(filePath: paths[0]))
    let compressed = try folder.write(Gzip.member(plain), to: "copy.\(format).gz").string
    for question in Question.allCases {
      for path in [paths[0], compressed] {
        let run = try await BuiltProgram.run(["stats", "-j"] + question.arguments + [path])
        try check(question, rows(run), [truths[0]])
      }
      let whole = try await BuiltProgram.run(["stats", "-j"] + question.arguments + paths)
      try check(question, rows(whole), truths)
      try await compareSplits(
        "stats", question.arguments, paths, Seed(UInt64(format.utf8.count)), folder)
    }
    for question in [["sessions"], ["viewers"], ["viewers", "--every", "7m", "--players"]] {
      try await compareSplits(
        question[0], Array(question.dropFirst()), paths, Seed(UInt64(format.utf8.count)), folder)
    }
  }

  @Test(
    "sessions, their bytes and the peak of viewers are those of whoever made the log, plain and compressed",
    .enabled(if: hasGenerator, absence), arguments: ["json", "text", "xml", "w3c"])
  func sessions(format: String) async throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("events.\(format)").string
    let made = try await FinishedProgram.running(
      "python3",
      arguments: [Self.generator, "--format", format, "--size", "2M", "--seed", "5", path])
    #expect(made.ending == .exited(0))
    let truth = try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: URL(filePath: path + ".truth.json")))
    let plain = try Data(contentsOf: URL(filePath: path))
    let compressed = try folder.write(Gzip.member(plain), to: "copy.\(format).gz").string
    for path in [path, compressed] {
      let sessions = try rows(
        try await BuiltProgram.run(["sessions", "-j", "--kind", "stream", path]))
      func count(_ direction: String, _ status: String) -> Int {
        sessions.count {
          $0["direction"] as? String == direction && $0["status"] as? String == status
        }
      }
      #expect(count("in", "closed") == truth.sessions.in)
      #expect(count("out", "closed") == truth.sessions.out)
      #expect(count("in", "open") == truth.open.in)
      #expect(count("out", "open") == truth.open.out)
      let bytes = sessions.compactMap { $0["bytes"] as? Int }.reduce(0, +)
      #expect(bytes == truth.streamBytes.total)
      let viewers = try rows(
        try await BuiltProgram.run([
          "viewers", "-j", "--all-outputs", "--kind", "stream", "--by", "none", path,
        ]))
      let all = try #require(viewers.first)
      #expect(all["peak"] as? Int == truth.peakOut.count)
      let time = try #require(all["peakAt"] as? String)
      let moment = try Date(
        time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      #expect(
        Int((moment.timeIntervalSince1970 * 1000).rounded())
          == Int(truth.peakOut.queryTimestamp.rounded(.down)))
    }
  }

  @Test(
    "states of any split add up to what one run over all files prints, in every format",
    arguments: Seed.all(4))
  func story(seed: Seed) async throws {
    let folder = try TemporaryDirectory()
    var paths: [String] = []
    for (name, format) in [
      ("json", ReferenceWriter.Format.json), ("txt", .text), ("xml", .xml), ("w3c", .w3c),
    ] {
      let bytes = ReferenceWriter.file(SampleStory.events, format)
      paths.append(try folder.write(bytes, to: "story.\(name)").string)
    }
    // The same events under another name of stream, compressed.
    let renamed = SampleStory.events.map { event in
      var event = event
      if event.payload["name"] != nil { event.payload["name"] = "=\u{1B}[2J\"\\\n\u{202E}" }
      return event
    }
    let bytes = Gzip.member(ReferenceWriter.file(renamed, .json))
    paths.append(try folder.write(bytes, to: "renamed.json.gz").string)
    for arguments in [
      ["--by", "type"], ["upTime", "--by", "stream", "-p", "50,95"],
      ["--every", "10m", "--by", "stream", "--tz", "America/New_York"], ["--by", "fullUri,farIp"],
    ] {
      try await compareSplits("stats", arguments, paths, seed, folder)
    }
  }

  @Test("counts and sums of a story are those of its events, from every format that has them")
  func storyTruth() async throws {
    let closed = SampleStory.events.filter { $0.type == "outStreamClosed" }
    #expect(closed.count > 1)
    let upTimes = try closed.map { event -> Double in
      guard case .double(let number) = event.payload["upTime"] else {
        throw Errno.invalidArgument
      }
      return number
    }
    for format in [ReferenceWriter.Format.json, .text, .xml, .w3c] {
      let log = ReferenceWriter.file(SampleStory.events, format)
      let run = try await BuiltProgram.run(
        ["stats", "upTime", "--by", "none", "-t", "outStreamClosed", "-p", "100", "-j"], input: log)
      let row = try #require(rows(run).first)
      #expect(row["count"] as? Int == closed.count)
      let sum = try #require(row["sum"] as? Double)
      // Sinks round to three decimals.
      #expect(abs(sum - upTimes.reduce(0, +)) < 0.0005 * Double(closed.count) + 1e-6)
      let greatest = try #require(row["p100"] as? Double)
      #expect(abs(greatest - (upTimes.max() ?? 0)) < 0.0005 + 1e-6)
    }
  }

  /// Divides files among runs, and compares what their states add up to with one run.
  private func compareSplits(
    _ command: String, _ question: [String], _ paths: [String], _ seed: Seed,
    _ folder: TemporaryDirectory
  ) async throws {
    var random = SeededGenerator(seed)
    var parts = Array(repeating: [String](), count: Int.random(in: 2...paths.count, using: &random))
    for (index, path) in paths.shuffled(using: &random).enumerated() {
      // No part is empty.
      parts[index < parts.count ? index : Int.random(in: 0..<parts.count, using: &random)]
        .append(path)
    }
    var states: [String] = []
    for (index, part) in parts.enumerated() {
      // The files of a story in several formats are those of several sinks, which count once in one run.
      let run = try await BuiltProgram.run(
        [command, "--partial", "--all-sinks"] + question + part)
      #expect(run.ending == .exited(0))
      states.append(try folder.write(run.output, to: "\(index).state").string)
    }
    let pair = try await BuiltProgram.run(["merge", "--partial"] + states.prefix(2))
    let together = try folder.write(pair.output, to: "pair.state").string
    for format in ["table", "tsv", "csv", "jsonl", "json", "markdown"] {
      let whole = try await BuiltProgram.run(
        [command, "-o", format, "--all-sinks"] + question + paths)
      let merged = try await BuiltProgram.run(["merge", "-o", format] + states.reversed())
      let stepwise = try await BuiltProgram.run(
        ["merge", "-o", format, together] + states.dropFirst(2))
      for run in [merged, stepwise] {
        #expect(run.outputText == whole.outputText, "\(command) \(question) \(format)")
        #expect(run.ending == whole.ending)
        // Only who reads the logs can say that no event has a field that was named.
        #expect(run.errorText == "")
      }
    }
  }
}
