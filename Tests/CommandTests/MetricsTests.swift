import SystemPackage
import TestSupport
import Testing

@Suite("emslog metrics")
struct MetricsTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func metrics(
    _ options: String..., files: [String] = ["e.json"], environment: [String: String] = [:]
  ) async throws -> FinishedProgram {
    try await BuiltProgram.run(
      ["metrics"] + options + files, environment: environment, directory: "\(folder.path)")
  }

  // MARK: What others make of it

  private static let parsing = """
    import sys
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
    from prometheus_client.parser import text_string_to_metric_families as prometheus
    read = {"prometheus": prometheus, "openmetrics": openmetrics}[sys.argv[1]]
    families = list(read(sys.stdin.buffer.read().decode("utf-8")))
    names = set()
    for family in families:
        assert family.documentation, family.name
        assert family.type in ("counter", "gauge", "histogram"), family.name
        assert family.name not in names, family.name
        names.add(family.name)
        seen = set()
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in seen, key
            seen.add(key)
            assert sample.timestamp is None and sample.value >= 0, key
    streams = {s.labels["stream"] for f in families for s in f.samples if "stream" in s.labels}
    print(len(families), sorted(streams) if len(streams) < 20 else len(streams))
    """

  @Test(
    "Python's prometheus_client reads both formats, whatever streams are called",
    .enabled(Python.absence("prometheus_client")) {
      await Python.interpreter(with: "prometheus_client") != nil
    }, arguments: ["prometheus", "openmetrics"])
  func parsed(format: String) async throws {
    let program = try #require(await Python.interpreter(with: "prometheus_client"))
    let sample = try await BuiltProgram.run(["metrics", "-o", format, "samples/events.json"])
    let hostile = try await BuiltProgram.run(
      ["metrics", "-o", format, "--max-series", "2000"], input: HostileLog.json)
    #expect(HostileLog.findings(in: hostile.output) == [])
    let first = try await Python.run(
      Self.parsing, arguments: [format], input: sample.output, program: program)
    #expect(first.errorText == "")
    #expect(
      first.outputText
        == "21 ['/srv/media/web/hls/playlist.m3u8', 'Tür \"Süd\"/1', 'cam1', 'gate']\n")
    let second = try await Python.run(
      Self.parsing, arguments: [format], input: hostile.output, program: program)
    #expect(second.errorText == "")
    let words = second.outputText.split(separator: " ")
    #expect(words.first == "21")
    #expect(words.last.flatMap { Int($0.dropLast()) } ?? 0 > 900, "\(second.outputText)")
  }

  @Test(
    "promtool finds nothing to say about it",
    .enabled("There is no promtool to ask.") {
      (try? await FinishedProgram.running("promtool", arguments: ["--version"]))?.ending
        == .exited(0)
    })
  func checked() async throws {
    let sample = try await BuiltProgram.run(["metrics", "samples/events.json"])
    let run = try await FinishedProgram.running(
      "promtool", arguments: ["check", "metrics"], input: sample.output)
    #expect(run.ending == .exited(0), "\(run.errorText)")
    #expect(run.errorText == "")
  }

  // MARK: The same as other reports

  @Test(
    "are the numbers that stats, sessions and viewers tell",
    arguments: ["events.json", "events.xml", "events.txt", "busy.json"])
  func agreement(name: String) async throws {
    var server = BusyServer(Seed(5))
    try folder.write(server.records(3000).joined(), to: "busy.json")
    let path = name == "busy.json" ? folder.path(name).string : "samples/\(name)"
    let found = Samples(try await BuiltProgram.run(["metrics", path]).outputText)
    let types = try await rows("stats", "--by", "type", path)
    #expect(!types.isEmpty)
    for row in types { #expect(found["ems_events_total{type=\"\(row[0])\"}"] == row[1]) }
    var sums: [String: Double] = [:]
    for row in try await rows(
      "sessions", "--kind", "stream,http,recording,chunk", "-F",
      "kind,direction,seconds,bytes,status", path)
    {
      let labels = "{kind=\"\(row[0])\",direction=\"\(row[1])\""
      // Those of a server that is stopping are told as ended at the end of the log.
      guard row[4] != "open", row[4] != "stop" else { continue }
      sums["ems_sessions_ended_total\(labels),status=\"\(row[4])\"}", default: 0] += 1
    }
    #expect(!sums.isEmpty)
    for (key, sum) in sums { #expect(found[key] == "\(Int(sum))", "\(key)") }
    let viewers = try await rows("viewers", "--players", path)
    for row in viewers where !row[0].contains("\\") && !row[0].contains("\"") {
      #expect(found["ems_viewers{stream=\"\(row[0])\"}"] == row[1], "\(row[0])")
    }
  }

  private func rows(_ arguments: String...) async throws -> [[String]] {
    let run = try await BuiltProgram.run(arguments + ["-o", "tsv"])
    return run.outputText.split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  // MARK: Over many runs

  @Test(
    "over a log that grows and is rotated are those of one run over all of it",
    arguments: Seed.all(6), [1000, 4])
  func manyRuns(seed: Seed, limit: Int) async throws {
    var server = BusyServer(seed)
    server.accidents = 40
    var random = SeededGenerator(seed)
    var rotations = 0
    var all = ""
    var torn = ""
    var last = Samples("")
    for _ in 0..<10 {
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        var text = server.records(Int.random(in: 0...60, using: &random)).joined()
        all += text
        text = torn + text
        torn = ""
        if Bool.random(using: &random), let end = text.utf8.indices.dropLast(20).last {
          torn = String(text[end...])
          text = String(text[..<end])
        } else if Int.random(in: 0..<3, using: &random) > 0 {
          try folder.append(text.utf8, to: "e.json")
          text = ""
          rotations += 1
          try rotate(rotations, compressing: Bool.random(using: &random))
        }
        try folder.append(text.utf8, to: "e.json")
      }
      guard exists(folder.path("e.json").string) else { continue }
      let run = try await metrics("--checkpoint", "ck", "--max-series", "\(limit)")
      #expect([.exited(0), .exited(3)].contains(run.ending), "\(run.errorText)")
      let samples = Samples(run.outputText)
      #expect(samples.fallenCounters(since: last) == [])
      last = samples
    }
    let rest = server.records(5).joined()
    try folder.append((torn + rest).utf8, to: "e.json")
    try folder.write(all + rest, to: "all.json")
    let end = Samples(
      try await metrics("--checkpoint", "ck", "--max-series", "\(limit)").outputText)
    let whole = Samples(
      try await metrics("--max-series", "1000", files: ["all.json"]).outputText)
    if limit == 1000 {
      #expect(end.lines == whole.lines)
    } else {
      let (sums, expected) = (end.addedOverStreams, whole.addedOverStreams)
      let differences = Set(sums.keys).union(expected.keys).filter { sums[$0] != expected[$0] }
      #expect(
        differences.map { "\($0) \(sums[$0] ?? 0) \(expected[$0] ?? 0)" } == [])
      #expect(end.streams.count <= limit + 1)
      #expect(whole.streams.count > limit + 1)
    }
  }

  /// Adds records to parts, counts now and then what is new, and compares with one run over all.
  private func compare(
    _ records: [(part: Int, text: String)], pollingOnceIn interval: Int, _ seed: Seed
  ) async throws {
    var random = SeededGenerator(seed)
    try folder.makeDirectory("logs")
    var last = Samples("")
    func count() async throws {
      let run = try await metrics("--checkpoint", "ck", files: ["logs"])
      #expect(run.ending == .exited(0), "\(run.errorText)")
      let samples = Samples(run.outputText)
      #expect(samples.fallenCounters(since: last) == [])
      #expect(samples.endedWithoutBeginning <= 0)
      last = samples
    }
    for (part, text) in records {
      try folder.append(text.utf8, to: "logs/p_000\(part + 1).json")
      if Int.random(in: 0..<interval, using: &random) == 0 { try await count() }
    }
    try await count()
    let whole = Samples(try await metrics(files: ["logs"]).outputText)
    #expect(last.lines == whole.lines)
  }

  @Test(
    "of numbered parts to which each run of the server adds do not depend on when they are counted",
    arguments: Seed.all(6))
  func schedules(seed: Seed) async throws {
    try await compare(RestartingServer(seed).records, pollingOnceIn: 20, seed)
  }

  @Test(
    "of three lives of a real server that share its parts do not depend on when they are counted",
    .enabled(if: Corpus.isPresent, Corpus.absence), arguments: Seed.all(2))
  func realSchedules(seed: Seed) async throws {
    var lives: [String: [(part: Int, text: String)]] = [:]
    var order: [String] = []
    for part in 0..<4 {
      let path = try #require(Corpus.path) + "/13-rotation-restart/p_000\(part + 1).json"
      for line in try text(of: path).split(separator: "\n") {
        let process = String(line.split(separator: "\"processId\":").last?.prefix(5) ?? "")
        if lives[process] == nil { order.append(process) }
        lives[process, default: []].append((part, line + "\n"))
      }
    }
    #expect(order.count == 3)
    try await compare(order.flatMap { lives[$0] ?? [] }, pollingOnceIn: 15, seed)
  }

  /// Renames as logrotate does, with or without compression.
  private func rotate(_ count: Int, compressing: Bool) throws {
    for number in stride(from: count, to: 0, by: -1) {
      for suffix in ["", ".gz"] where exists(folder.path("e.json.\(number)\(suffix)").string) {
        try folder.rename("e.json.\(number)\(suffix)", to: "e.json.\(number + 1)\(suffix)")
      }
    }
    try folder.rename("e.json", to: "e.json.1")
    if compressing {
      try folder.write(
        Gzip.member(contents(of: folder.path("e.json.1").string)), to: "e.json.1.gz")
      try folder.delete("e.json.1")
    }
    try folder.write("", to: "e.json")
  }

  @Test("count each event once when a run ends before, after or within any call")
  func crashPoints() async throws {
    guard let library = try await FailingCalls.build(in: folder) else { return }
    var server = BusyServer(Seed(9))
    let records = server.records(120)
    try folder.write(records.joined(), to: "all.json")
    let whole = try await metrics(files: ["all.json"]).outputText
    try begin(records)
    let counted = try await run(["LD_PRELOAD": library, "COUNT": "1"])
    let count = counted.errorText.split { $0 == " " || $0 == "\n" }.last.flatMap { Int($0) } ?? 0
    try #require(count >= 8, "\(counted.errorText)")
    for number in 1...count {
      for how in ["before", "after", "half", "5", "28"] {
        for isFirst in [true, false] {
          try begin(records)
          if !isFirst { _ = try await run([:]) }
          try folder.append(records[40..<80].joined().utf8, to: "e.json")
          let failed = try await run(["LD_PRELOAD": library, "CALL": "\(number):\(how)"])
          #expect(failed.ending != .timedOut)
          if exists(folder.path("m.prom").string) {
            let written = try text(of: folder.path("m.prom").string)
            #expect(written.hasPrefix("# HELP ems_events_total "), "\(number):\(how)")
            #expect(
              written.split(separator: "\n").last?.hasPrefix(
                "ems_log_last_event_timestamp_seconds ") == true, "\(number):\(how)")
          }
          try folder.append(records[80...].joined().utf8, to: "e.json")
          let rest = try await run([:])
          #expect([.exited(0), .exited(3)].contains(rest.ending), "\(rest.errorText)")
          #expect(try text(of: folder.path("m.prom").string) == whole, "\(number):\(how)")
        }
      }
    }
  }

  private func begin(_ records: [String]) throws {
    for name in ["ck", "ck.bak", "ck.tmp", "m.prom", ".m.prom.tmp"] { try? folder.delete(name) }
    try folder.write(records[..<40].joined(), to: "e.json")
  }

  private func run(_ environment: [String: String]) async throws -> FinishedProgram {
    try await metrics(
      "--checkpoint", "ck", "--output-file", "m.prom", environment: environment)
  }

  // MARK: Files

  @Test("stay in their file when the log cannot be read, or the checkpoint is not theirs")
  func trouble() async throws {
    var server = BusyServer(Seed(2))
    try folder.write(server.records(30).joined(), to: "e.json")
    _ = try await run([:])
    let before = try text(of: folder.path("m.prom").string)
    try folder.rename("ck", to: "ck2")
    try folder.write("no checkpoint", to: "ck")
    try folder.setPermissions(0o600, of: "ck")
    try? folder.delete("ck.bak")
    #expect(try await run([:]).ending == .exited(2))
    #expect(try text(of: folder.path("m.prom").string) == before)
    try folder.delete("ck")
    _ = try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "e.json"], directory: "\(folder.path)")
    let foreign = try await run([:])
    #expect(foreign.ending == .exited(2))
    #expect(foreign.errorText.contains("ck: the checkpoint belongs to emslog poll"))
    #expect(try text(of: folder.path("m.prom").string) == before)
    let foreignPoll = try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck2", "e.json"], directory: "\(folder.path)")
    #expect(foreignPoll.ending == .exited(2))
    #expect(foreignPoll.errorText.contains("ck2: the checkpoint belongs to emslog metrics"))
    let again = try await metrics("--checkpoint", "ck", "--reset", "--output-file", "m.prom")
    #expect([.exited(0), .exited(3)].contains(again.ending))
    #expect(try text(of: folder.path("m.prom").string) == before)
  }

  @Test("do not go to one of the logs")
  func intoLog() async throws {
    try folder.write(#"{"type":"timerClosed"},"# + "\n", to: "e.json")
    for options in [
      ["--output-file", "e.json"], ["--checkpoint", "ck", "--output-file", "e.json"],
    ] {
      let run = try await BuiltProgram.run(
        ["metrics"] + options + ["e.json"], directory: "\(folder.path)")
      #expect(run.ending == .exited(2))
      #expect(run.errorText.contains("e.json: not written to"))
    }
    #expect(try text(of: folder.path("e.json").string) == #"{"type":"timerClosed"},"# + "\n")
  }
}

/// The samples of a text: names with labels, and values.
private struct Samples {
  var lines: [String]
  private var values: [String: String] = [:]

  init(_ text: String) {
    lines = text.split(separator: "\n").map(String.init)
    for line in lines where !line.hasPrefix("#") {
      guard let space = line.lastIndex(of: " ") else { continue }
      values[String(line[..<space])] = String(line[line.index(after: space)...])
    }
  }

  subscript(name: String) -> String? { values[name] }

  /// The samples that have become smaller or are gone; gauges only if they are gone.
  func fallenCounters(since before: Samples) -> [String] {
    before.values.filter { name, value in
      guard let now = values[name].flatMap({ Double($0) }), let then = Double(value) else {
        return true
      }
      return !Self.isGauge(name) && now < then
    }.map(\.key)
  }

  /// How many more sessions have ended than began, of those whose beginning is logged.
  var endedWithoutBeginning: Int {
    func sum(_ family: String, except word: String) -> Int {
      values.filter { $0.key.hasPrefix(family) && !$0.key.contains(word) }.values
        .reduce(0) { $0 + (Int($1) ?? 0) }
    }
    return sum("ems_sessions_ended_total", except: "unopened")
      - sum("ems_sessions_opened_total", except: "unopened")
  }

  private static func isGauge(_ name: String) -> Bool {
    name.hasPrefix("ems_sessions_open{") || name.hasPrefix("ems_streams_open")
      || name.hasPrefix("ems_viewers") || name.hasPrefix("ems_log_last_event")
  }

  /// The values of the label `stream`.
  var streams: Set<String> {
    Set(
      values.keys.compactMap { $0.firstMatch(of: /stream="((?:[^"\\]|\\.)*)"/)?.output.1 }
        .map(String.init))
  }

  /// The sums of what differs in the label `stream` alone, in thousandths; without zeros, since
  /// streams that are gone in others are not there.
  var addedOverStreams: [String: Int] {
    var sums: [String: Int] = [:]
    for (name, value) in values {
      let rest = name.replacing(/stream="(?:[^"\\]|\\.)*"/, with: "")
      sums[rest, default: 0] += Int(((Double(value) ?? 0) * 1000).rounded())
    }
    return sums.filter { $0.value != 0 }
  }
}
