import TestSupport
import Testing

@testable import EventLog

/// What sessions, viewers, check, report and metrics tell of the same log, figure by figure.
@Suite("All answers agree with each other")
struct AgreementTests {
  /// A file of a log.
  struct File {
    var bytes: [UInt8]
    /// True if it belongs to the log of the file before.
    var isContinuation = true
    var instance: UInt64?
  }

  private func answer(
    _ question: EventTask, _ files: [File], as format: OutputFormat = .tsv
  ) -> [[String]] {
    var selection = FilteredEvents(Filter(), question.shown(as: format))
    var reader = EventReader()
    selection.begin()
    for file in files {
      selection.beginSource("log", isContinuation: file.isContinuation, instance: file.instance)
      reader.read(ContiguousArray(file.bytes).span, into: &selection)
      reader.finish(into: &selection)
      selection.endSource(reader.statistics)
      reader.reset()
    }
    selection.end()
    return selection.printed.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The first number behind a key of a JSON object.
  private func number(_ key: String, in text: String) -> Int? {
    let parts = text.split(separator: "\"\(key)\":", maxSplits: 1)
    return parts.count < 2 ? nil : Int(parts[1].prefix { $0.isNumber || $0 == "-" })
  }

  /// Compares all answers about a log.
  private func compare(_ files: [File], _ name: String) {
    var plan = SessionsPlan()
    plan.choice.kinds = Set(SessionKind.allCases)
    plan.columns = [.kind, .direction, .bytes, .status, .seconds]
    let sessions = answer(.sessions(plan), files).dropFirst()
    let shown = sessions.filter { $0[0] != "chunk" }

    var reportPlan = ReportPlan()
    reportPlan.form = .jsonl
    let report = answer(.report(reportPlan), files).first?.first ?? ""
    #expect(number("all", in: report) == shown.count, "\(name)")
    for status in SessionStatus.allCases {
      #expect(
        number(status.rawValue, in: report) == shown.count { $0[3] == status.rawValue },
        "\(name): \(status)")
    }
    let input = sessions.filter { $0[0] == "stream" && $0[1] == "in" }.compactMap { Int($0[2]) }
    let told = number("bytesIn", in: report)
    #expect(told == nil ? input.isEmpty : told == input.reduce(0, +), "\(name)")
    for session in sessions where ["restart", "stop", "open"].contains(session[3]) {
      #expect(!session[4].hasPrefix("-"), "\(name): \(session)")
    }

    var viewersPlan = ViewersPlan()
    viewersPlan.isByStream = false
    let viewers = answer(.viewers(viewersPlan), files).dropFirst().first
    #expect(number("peak", in: report) == viewers.flatMap { Int($0[2]) }, "\(name)")
    #expect(number("now", in: report) == viewers.flatMap { Int($0[0]) }, "\(name)")

    var metrics: [String: Int] = [:]
    for line in answer(.metrics(MetricsPlan()), files).map({ $0[0] }) where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      metrics[words.dropLast().joined(separator: " ")] = words.last.flatMap { Int($0) }
    }
    func sum(_ family: String, _ label: String = "") -> Int {
      metrics.filter { $0.key.hasPrefix(family + "{") && $0.key.contains(label) }.values
        .reduce(0, +)
    }
    #expect(sum("ems_events_total") == number("events", in: report), "\(name)")
    for status in [SessionStatus.closed, .restart, .unopened, .replaced] {
      #expect(
        sum("ems_sessions_ended_total", "status=\"\(status.rawValue)\"")
          == sessions.count { $0[3] == status.rawValue }, "\(name): \(status)")
    }
    // Metrics show neither as open nor as ended what a server that is about to stop has left open.
    let began = sum("ems_sessions_opened_total")
    #expect(
      sum("ems_sessions_ended_total") - sum("ems_sessions_ended_total", "unopened")
        + sum("ems_sessions_open") <= began + sessions.count { $0[3] == "open" }, "\(name)")
    #expect(
      sum("ems_server_starts_total") == number("restarts", in: report), "\(name)")

    var checks = ChecksPlan()
    checks.checks = [.restarts, .holes]
    let findings = answer(.checks(checks), files).dropFirst()
    #expect(
      findings.count { $0[2] == "restarts" }
        == sum("ems_server_starts_total", "announced=\"false\""), "\(name)")
    #expect(
      findings.count { $0[2] == "holes" } > 0
        ? metrics["ems_log_missing_records_total"] ?? 0 > 0
        : metrics["ems_log_missing_records_total"] == 0, "\(name)")
    #expect(
      number("missingRecords", in: report) == metrics["ems_log_missing_records_total"], "\(name)")
  }

  private static let formats: [ReferenceWriter.Format] = [.json, .text, .xml, .w3c]

  @Test("on two hours of trouble, whole and in parts", arguments: formats, [Int.max, 700])
  func trouble(format: ReferenceWriter.Format, records: Int) {
    let story = TroubleStory(Seed(5), troubles: Set(TroubleStory.Trouble.allCases))
    compare(story.files(format, records: records).map { File(bytes: $0) }, "\(format) \(records)")
  }

  @Test("on each of the samples")
  func samples() throws {
    for name in ["events.json", "events.txt", "events.xml", "events.w3c"] {
      compare([File(bytes: try contents(of: PackageRoot.path(of: "samples/\(name)")))], name)
    }
  }

  @Test(
    "on lives of a server that share numbered parts, with process numbers of their own or one for all",
    arguments: Seed.all(6))
  func numberedParts(seed: Seed) {
    let server = RestartingServer(seed)
    compare(server.parts.map { File(bytes: Array($0.utf8)) }, "\(seed)")
  }

  @Test(
    "on every run of real servers", .enabled(if: Corpus.isPresent, Corpus.absence),
    arguments: ["json", "txt", "xml", "w3c"])
  func corpus(ending: String) throws {
    var sets: [String: [String]] = [:]
    let isLong = ["txt", "w3c"].contains(ending)
    for path in Corpus.files(endingIn: "." + ending)
    where !isLong || !path.contains("/01-") && !path.contains("/05-") {
      let stem = path.split(separator: "_0").first.map(String.init) ?? path
      sets[stem, default: []].append(path)
    }
    #expect(sets.count >= 4)
    for (name, paths) in sets {
      compare(try paths.sorted().map { File(bytes: try contents(of: $0)) }, name)
    }
  }
}
