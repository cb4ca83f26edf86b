import SystemPackage
import TestSupport
import Testing

@Suite("Scanning a window of time")
struct TimedScanTests {
  /// 2026-11-20T00:00:00Z.
  private static let midnight = 1_795_132_800

  /// A record of the json sink.
  private func record(_ time: Int, type: String = "timerTriggered") -> String {
    #"{"_logEntry":"00001","id":2,"payload":{},"processId":1,"timestamp":\#(time),"type":"\#(type)"},"#
      + "\n"
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// 200 files, one for every ten minutes, with a record a minute; every third is compressed.
  private func rotatedFiles() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    for number in 0..<200 {
      let start = Self.midnight + number * 600
      let (day, minute) = (20 + number / 144, number % 144 * 10)
      let name = "events_202611\(day)_\(padded(minute / 60))\(padded(minute % 60))00.json"
      let text = (0..<10).map { record(start + $0 * 60) }.joined()
      if number % 3 == 0 {
        try folder.write(Gzip.member(text), to: name + ".gz")
      } else {
        try folder.write(text, to: name)
      }
    }
    return folder
  }

  private func scan(_ folder: TemporaryDirectory, _ arguments: String...) async throws
    -> (output: String, stats: [String: String], ending: FinishedProgram.Ending)
  {
    let run = try await BuiltProgram.run(["scan", "--stats"] + arguments + [folder.path.string])
    let lines = run.errorText.split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return (String(words[0]), words.count > 1 ? String(words[1].drop { $0 == " " }) : "")
    }
    return (run.outputText, Dictionary(lines) { first, _ in first }, run.ending)
  }

  @Test("of 200 rotated files reads only those that it needs")
  func readsFewFiles() async throws {
    let folder = try rotatedFiles()
    // 10:05 to 10:25 is in the files of 10:00, 10:10 and 10:20.
    let run = try await scan(
      folder, "-c", "-S", "2026-11-20T10:05Z", "-U", "2026-11-20T10:25Z")
    #expect(run.output == "20\n")
    // Of the 67 compressed files, that of 10:00 among them, the end is not at hand.
    #expect(run.stats["files"] == "69")
    #expect(run.stats["events"]?.hasPrefix("690 ") == true)
    #expect(run.stats["outside"]?.hasPrefix("131 files (") == true)
    #expect(run.stats["since"] == "2026-11-20T10:05:00.000Z")
    #expect(run.stats["until"] == "2026-11-20T10:25:00.000Z")

    let all = try await scan(folder, "-c")
    #expect(all.output == "2000\n")
    #expect(all.stats["files"] == "200")
    #expect(all.stats["outside"] == nil)

    let checked = try await scan(
      folder, "-c", "--strict", "-S", "2026-11-20T10:05Z", "-U", "2026-11-20T10:25Z")
    #expect(checked.output == "20\n")
    #expect(checked.stats["files"] == "200")
  }

  @Test("finds what was logged before a clock was set back, and all answers agree on it")
  func clockSetBack() async throws {
    let folder = try TemporaryDirectory()
    let hour = 3600
    // Ahead by years, then right; and from 01:00 on, back by half an hour, up to 01:20.
    let ahead = [9, 10].map { record(Self.midnight + $0 * 10_000 * hour) }
    let right = (0..<60).map { record(Self.midnight + $0 * 60) }
    let back = [3600, 3660].map { record(Self.midnight + $0) }
    let again = (30..<80).map { record(Self.midnight + $0 * 60) }
    try folder.write((ahead + right).joined(), to: "e_20261120_000000.json")
    try folder.write((back + again).joined(), to: "e_20261120_010000.json")
    let window = ["-S", "2026-11-20T00:20Z", "-U", "2026-11-20T00:50Z", "--utc"]
    func output(_ arguments: [String]) async throws -> String {
      try await BuiltProgram.run(arguments + window + [folder.path.string]).outputText
    }
    // 30 minutes of the first file and 20 of the second.
    #expect(try await output(["scan", "-c"]) == "50\n")
    #expect(try await output(["scan", "-o", "raw"]).split(separator: "\n").count == 50)
    #expect(try await output(["stats", "--by", "none", "-o", "tsv"]).hasSuffix("\n50\n"))
    #expect(try await output(["report"]).contains("\nEvents            50\n"))
  }

  @Test("finds by UTC what is stamped in the hour that comes twice, and every row its share")
  func repeatedHour() async throws {
    let folder = try TemporaryDirectory()
    // Every five minutes from 00:00 to 03:00 UTC, where clocks in Berlin go back at 01:00.
    let records = (0..<36).map { number in
      let local = number < 12 ? 120 + number * 5 : 60 + number * 5
      let stamp = "2026-10-25T\(padded(local / 60)):\(padded(local % 60)):00.000"
      return record(0).replacing("00001", with: "000\(padded(number))")
        .replacing("\"timestamp\":0", with: "\"timestamp\":\"\(stamp)\"")
    }
    // The second file begins after clocks were set back.
    try folder.write(records[..<15].joined(), to: "e_20261025_020000.json")
    try folder.write(records[15...].joined(), to: "e_20261025_021500.json")
    func output(_ arguments: String...) async throws -> String {
      try await BuiltProgram.run(
        arguments + ["--log-tz", "Europe/Berlin", "--utc", folder.path.string]
      ).outputText
    }
    let rows = try await output("stats", "--every", "30m", "--by", "none", "-o", "tsv")
    #expect(
      rows.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").last }
        == Array(repeating: "6", count: 6))
    for (since, until, count) in [
      ("00:00", "01:00", 12), ("01:00", "02:00", 12), ("01:40", "01:50", 2),
    ] {
      let window = ["-S", "2026-10-25T\(since)Z", "-U", "2026-10-25T\(until)Z"]
      #expect(
        try await output("scan", "-c", window[0], window[1], window[2], window[3]) == "\(count)\n")
      #expect(
        try await output("report", window[0], window[1], window[2], window[3])
          .contains("\nEvents            \(count)\n"))
    }
  }

  @Test("counts no event twice and none not at all over windows that follow one another")
  func consecutiveWindows() async throws {
    let folder = try rotatedFiles()
    var total = 0
    for hour in stride(from: 0, to: 36, by: 12) {
      let since = "@\(Self.midnight + hour * 3600)"
      let run = try await scan(folder, "-c", "-S", since, "-U", "+12h")
      total += Int(run.output.prefix { $0.isNumber }) ?? 0
    }
    #expect(total == 2000)
  }

  @Test("finds events that bear no time by those before them", arguments: ["json", "txt", "w3c"])
  func recordsWithoutTime(sink: String) async throws {
    let file = PackageRoot.path(of: "samples/events.\(sink)")
    // The one feed event of the samples; of text and w3c records it bears no time.
    for (since, expected) in [("20:00", "1\n"), ("21:00", "0\n")] {
      let run = try await BuiltProgram.run(
        ["scan", "-c", "-t", "feed", "-S", "2025-12-17T\(since)Z", "\(file)"])
      #expect(run.outputText == expected)
    }
  }

  @Test("names files that are not read among the counts of each file")
  func countsOfFiles() async throws {
    let folder = try rotatedFiles()
    let run = try await scan(folder, "-c", "-H", "-S", "2026-11-21T09:10Z")
    let counts = run.output.split(separator: "\n").map { $0.split(separator: ":").last ?? "" }
    #expect(counts.count == 200)
    #expect(counts.filter { $0 == "0" }.count == 199)
    #expect(counts.last == "10")
  }

  @Test("takes the zone of arguments from the options or the environment")
  func zones() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(record(Self.midnight + 3600), to: "events.json")
    let file = folder.path("events.json").string
    // 01:00 UTC is 02:00 in Berlin and the evening before in New York.
    func count(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> String
    {
      try await BuiltProgram.run(["scan", "-c", file] + arguments, environment: environment)
        .outputText
    }
    let berlin = ["-S", "2026-11-20 02:00", "-U", "2026-11-20 02:01"]
    #expect(try await count(berlin) == "0\n")
    #expect(try await count(berlin + ["--tz", "Europe/Berlin"]) == "1\n")
    #expect(try await count(berlin, ["TZ": "Europe/Berlin"]) == "1\n")
    #expect(try await count(berlin, ["EMSLOG_TZ": "Europe/Berlin"]) == "1\n")
    #expect(try await count(berlin + ["--utc"], ["EMSLOG_TZ": "Europe/Berlin"]) == "0\n")
    let newYork = ["-S", "2026-11-19", "-U", "2026-11-20", "--tz", "America/New_York"]
    #expect(try await count(newYork, ["TZ": "Europe/Berlin"]) == "1\n")
  }

  @Test("reads local stamps of the log in the zone of the log")
  func logZone() async throws {
    let folder = try TemporaryDirectory()
    let stamped = record(0).replacing(
      "\"timestamp\":0", with: "\"timestamp\":\"2026-11-20T02:00:00.000\"")
    try folder.write(stamped, to: "events.json")
    func count(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> String
    {
      try await BuiltProgram.run(
        ["scan", "-c", "-S", "2026-11-20T01:00Z", "-U", "+1s", folder.path("events.json").string]
          + arguments, environment: environment
      ).outputText
    }
    #expect(try await count([]) == "0\n")
    #expect(try await count(["--log-tz", "Europe/Berlin"]) == "1\n")
    #expect(try await count([], ["EMSLOG_LOG_TZ": "Europe/Berlin"]) == "1\n")
    #expect(try await count(["--log-tz", "UTC"], ["EMSLOG_LOG_TZ": "Europe/Berlin"]) == "0\n")
  }

  @Test(
    "refuses times and zones that make no sense, with status 64",
    arguments: [
      (["-S", "soon"], "--since: 'soon' is no time"),
      (["-S", "-1h", "-U", "-2h"], "--since lies after --until"),
      (["-U", "+1h"], "--until +1h counts from --since"),
      (["-S", "-1h", "--tz", "Mars"], "There is no time zone 'Mars'"),
      (["-S", "2026-11-20 09:00 Mars"], "there is no time zone 'Mars'"),
      (["-n", "-1"], "-n"), (["-n", "2", "-C", "1"], "leave out -A, -B and -C"),
      (["-c", "-n", "2"], "-c, -q and -l print no events"),
    ])
  func usage(arguments: [String], message: String) async throws {
    let run = try await BuiltProgram.run(["scan"] + arguments + ["samples/events.json"])
    #expect(run.ending == .exited(64))
    #expect(run.errorText.contains(message))
    #expect(run.output.isEmpty)
  }

  @Test("prints the last events, the newest first, and neighbours")
  func excerpts() async throws {
    let folder = try TemporaryDirectory()
    try folder.write((1...9).map { record($0) }.joined(), to: "a.json")
    try folder.write(
      record(11) + record(12, type: "inStreamClosed") + record(13) + record(14), to: "b.json")
    func times(_ arguments: String...) async throws -> [String] {
      let run = try await BuiltProgram.run(
        ["scan", "-o", "raw"] + arguments + [folder.path.string])
      return run.outputText.split(separator: "\n").map { line in
        let parts = line.split(separator: "\"timestamp\":")
        return parts.count == 2 ? String(parts[1].prefix { $0.isNumber }) : String(line)
      }
    }
    #expect(try await times("-n", "6") == ["8", "9", "11", "12", "13", "14"])
    #expect(try await times("-rn", "2") == ["14", "13"])
    #expect(try await times("-r").first == "14")
    #expect(try await times("-n1", "-U", "@10") == ["9"])
    #expect(try await times("-m", "3", "-r") == ["3", "2", "1"])
    #expect(try await times("-t", "inStreamClosed", "-C", "1") == ["11", "12", "13"])
    #expect(try await times("-t", "inStreamClosed", "-A1") == ["12", "13"])
    #expect(try await times("-t", "inStreamClosed", "-B5") == ["11", "12"])
    #expect(
      try await times("-S", "@12", "-U", "@13", "-C", "1", "-o", "jsonl") == ["11", "12", "13"])
  }
}
