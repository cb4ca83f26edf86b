import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("emslog report")
struct ReportTests {
  /// The objects that a command prints as JSON lines.
  private static func objects(_ arguments: [String]) async throws -> [[String: Any]] {
    let run = try await BuiltProgram.run(arguments + ["-o", "jsonl"])
    #expect(run.errorText == "")
    #expect(run.ending == .exited(0))
    return try run.outputText.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private static func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }

  static let logs = ["events.json", "events.json.gz", "events.txt", "events.xml", "rotated"]
  static let windows = [[], ["-S", "2025-12-17 19:30", "-U", "2025-12-17 20:30"]]

  @Test(
    "tells the same sessions, bytes and viewers as the commands that list them",
    arguments: logs, windows)
  func agreement(log: String, window: [String]) async throws {
    let log = ["samples/" + log, "--utc"] + window
    let report = try #require(try await Self.objects(["report"] + log).first)
    let sessions = try await Self.objects(["sessions"] + log)
    let counts = try #require(report["sessions"] as? [String: Any])
    #expect(Self.number(counts["all"]) == Double(sessions.count))
    for status in ["closed", "restart", "stop", "open", "unopened"] {
      let expected = sessions.filter { $0["status"] as? String == status }.count
      #expect(Self.number(counts[status]) == Double(expected), "\(status)")
    }
    for direction in ["in", "out", "http"] {
      let chosen = sessions.filter { $0["direction"] as? String == direction }
      #expect(Self.number(counts[direction]) == Double(chosen.count), "\(direction)")
      guard direction != "http" else { continue }
      // All that end in the window end before its last second.
      let ended = chosen.filter {
        window.isEmpty || ($0["end"] as? String ?? "") < "2025-12-17T20:30"
      }
      let bytes = ended.reduce(0) { $0 + Self.number($1["bytes"]) }
      #expect(Self.number(report[direction == "in" ? "bytesIn" : "bytesOut"]) == bytes)
    }

    let viewers = try #require(try await Self.objects(["viewers", "--by", "none"] + log).first)
    let told = try #require(report["viewers"] as? [String: Any])
    for (name, other) in [("average", "avg"), ("peak", "peak"), ("now", "now")] {
      #expect(Self.number(told[name]) == Self.number(viewers[other]), "\(name)")
    }
    #expect(told["peakAt"] as? String == viewers["peakAt"] as? String)
    let streams = try await Self.objects(["viewers"] + log)
    let listed = try #require(report["streams"] as? [[String: Any]])
    for stream in streams {
      let match = listed.first { $0["stream"] as? String == stream["stream"] as? String }
      #expect(Self.number(match?["peak"]) == Self.number(stream["peak"]))
      #expect(Self.number(match?["average"]) == Self.number(stream["avg"]))
    }
  }

  @Test(
    "counts events by type as stats does", arguments: logs + ["events.w3c", "damaged/torn.json"])
  func types(log: String) async throws {
    let run = try await BuiltProgram.run(["report", "-j", "samples/" + log])
    let object = try JSONSerialization.jsonObject(with: Data(run.output))
    let report = try #require(object as? [String: Any])
    let stats = try await BuiltProgram.run(["stats", "-j", "samples/" + log])
    let counts = try stats.outputText.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let types = try #require(report["types"] as? [[String: Any]])
    #expect(types.map { $0["type"] as? String } == counts.map { $0["type"] as? String })
    #expect(types.map { Self.number($0["events"]) } == counts.map { Self.number($0["count"]) })
    #expect(Self.number(report["events"]) == counts.reduce(0) { $0 + Self.number($1["count"]) })
  }

  @Test("replaces the page of the day before only by a whole one")
  func page() async throws {
    let files = try TemporaryDirectory()
    let path = try files.write("yesterday", to: "page.html").string
    let run = try await BuiltProgram.run(["report", "--html", path, "samples/events.json"])
    #expect(run.ending == .exited(0))
    #expect(run.output.isEmpty, "text is printed only if it was asked for")
    #expect(try text(of: path).hasSuffix("</html>\n"))
    #expect(filesBelow(files.path.string) == ["page.html"])
    let both = try await BuiltProgram.run(
      ["report", "--html", path, "-o", "text", "samples/events.json"])
    #expect(both.outputText.hasPrefix("Media server report\n"))
    let printed = try await BuiltProgram.run(["report", "--html", "-", "samples/events.json"])
    #expect(printed.outputText == (try text(of: path)))
  }

  @Test("does not write a page over a log that it reads")
  func pageOverLog() async throws {
    let files = try TemporaryDirectory()
    let log = StreamLog.week().text
    let path = try files.write(log, to: "log.json").string
    let run = try await BuiltProgram.run(["report", "--html", path, path])
    #expect(run.ending == .exited(2))
    #expect(run.errorText.contains("one of the logs to be read"))
    #expect(try text(of: path) == log)
  }

  @Test("ends with 2 when the page has nowhere to go")
  func lostPage() async throws {
    let run = try await BuiltProgram.run(
      ["report", "-o", "text", "--html", "/nowhere/at/all.html", "samples/events.json"])
    #expect(run.ending == .exited(2))
    #expect(run.errorText.contains("/nowhere/at/all.html: cannot write: no such file"))
    #expect(run.outputText.hasPrefix("Media server report\n"), "the rest was done")
  }

  @Test(
    "refuses what makes no sense",
    arguments: [
      (["--compare", "7d"], "-S"), (["-S", "1d", "--compare", "noon"], "7d or 12h"),
      (["-S", "1d", "--compare", "0d"], "7d or 12h"),
      (["-S", "2d", "-U", "1h", "--compare", "1d"], "an earlier end of the window with -U"),
      (["-S", "25h", "--compare", "24h"], "a longer time after --compare"),
      (["--html", "-", "-j"], "standard output"),
      (["--html", "-", "--only-problems"], "a page tells all"), (["--top", "0"], "1 to 1000"),
      (["-j", "-o", "text"], "choose one"),
    ])
  func usage(arguments: [String], words: String) async throws {
    let run = try await BuiltProgram.run(["report"] + arguments + ["samples/events.json"])
    #expect(run.ending == .exited(64))
    #expect(run.errorText.contains(words))
  }

  @Test("without an end of the window compares up to now")
  func openComparison() async throws {
    let run = try await BuiltProgram.run([
      "report", "--utc", "-S", "2025-12-17 20:00", "--compare", "1h", "samples/events.json",
    ])
    #expect(run.ending == .exited(64), "the window is longer than an hour by now")
    let day = try await BuiltProgram.run([
      "report", "--utc", "-j", "-S", "1d", "--compare", "1d", "samples/events.json",
    ])
    #expect(day.ending == .exited(0))
  }

  @Test("compares with the same time of the day where clocks were changed in between")
  func changedClocks() async throws {
    // Clocks in Berlin were set forward on 29 March 2026.
    let run = try await BuiltProgram.run([
      "report", "-j", "--tz", "Europe/Berlin", "-S", "2026-03-30", "-U", "2026-03-31",
      "--compare", "7d", "samples/events.json",
    ])
    #expect(run.outputText.contains(#""since":"2026-03-29T22:00:00.000Z""#))
    #expect(run.outputText.contains(#""earlier":{"since":"2026-03-22T23:00:00.000Z""#))
  }

  @Test(
    "compares a day with the whole day before, whose hours are fewer or more",
    arguments: [
      ("2026-03-30", "2026-03-31", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
      ("2026-03-29", "2026-03-30", "2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z"),
      ("2026-10-26", "2026-10-27", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"),
    ])
  func shortDays(since: String, until: String, start: String, end: String) async throws {
    let run = try await BuiltProgram.run([
      "report", "-j", "--tz", "Europe/Berlin", "-S", since, "-U", until, "--compare", "1d",
      "samples/events.json",
    ])
    #expect(run.ending == .exited(0))
    #expect(run.outputText.contains(#""earlier":{"since":"\#(start)","until":"\#(end)""#))
  }
}
