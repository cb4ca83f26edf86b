import TestSupport
import Testing

@testable import EventLog

@Suite("The problems of a report")
struct ReportProblemTests {
  /// What is printed of several logs, each of one or more files.
  private func answer(_ question: EventTask, _ logs: [[[UInt8]]]) -> String {
    var selection = FilteredEvents(
      Filter(), question.shown(as: .jsonl))
    selection.read(logs, named: "log")
    return selection.printed
  }

  /// The problems that a report lists in JSON, and how many there are.
  private func problems(_ plan: ReportPlan, _ logs: [[[UInt8]]]) -> (lines: [String], count: Int) {
    var plan = plan
    plan.form = .json
    let lines = answer(.report(plan), logs).split(separator: "\n").map(String.init)
    let count = lines.compactMap { line in
      line.hasPrefix("  \"problemCount\":") ? Int(line.filter(\.isNumber)) : nil
    }
    let list = lines.drop { !$0.hasPrefix("  \"problems\":[") }.dropFirst()
    return (
      list.prefix { $0.hasPrefix("    {") }.map { line in
        String(line.dropFirst(4)).trimmingSuffix(",")
      }, count.first ?? -1
    )
  }

  /// How many problems there are in the window, and in the one that it is compared with.
  private func counts(_ plan: ReportPlan, _ log: String) -> [Int] {
    var plan = plan
    plan.form = .jsonl
    return answer(.report(plan), [[Array(log.utf8)]])
      .split(separator: "\"problemCount\":").dropFirst()
      .compactMap { Int($0.prefix { $0.isNumber }) }.reversed()
  }

  static let logs: [(name: String, logs: [[[UInt8]]])] = {
    let story = TroubleStory(Seed(5), troubles: Set(TroubleStory.Trouble.allCases))
    return [
      ("sample", [[SampleFiles.contents["events.json"] ?? []]]),
      ("trouble", [story.files(.json)]), ("trouble in parts", [story.files(.xml, records: 1000)]),
      ("two sinks", [story.files(.json), story.files(.text)]),
      ("week", [[Array(StreamLog.week().text.utf8)]]),
    ]
  }()

  @Test(
    "are what check finds, object by object, in any window and of any stream",
    arguments: logs.indices)
  func agreement(number: Int) {
    let (name, logs) = Self.logs[number]
    // 2025-12-17T19:30:30Z and T19:46:00Z: a stall and a gap reach over them.
    let (since, until) = (1_765_999_830_000, 1_766_000_760_000)
    let windows = [
      TimeWindow(), TimeWindow(since: EventTime(milliseconds: Int64(since))),
      TimeWindow(
        since: EventTime(milliseconds: Int64(since)), until: EventTime(milliseconds: Int64(until))),
    ]
    for window in windows {
      for names in [[], ["cam*"], ["*"]] {
        var plan = ReportPlan()
        plan.choice.window = window
        plan.choice.names = names.map { Glob($0) }
        var checks = ChecksPlan()
        checks.window = window
        checks.names = plan.choice.names
        let expected = answer(.checks(checks), logs).split(separator: "\n").map(String.init)
        let (lines, count) = problems(plan, logs)
        #expect(lines == expected, "\(name), \(window), \(names)")
        #expect(count == expected.count)
        // A window of the sample, and of the week, may be without any.
        if window.isUnlimited, names.isEmpty { #expect(!expected.isEmpty, "\(name)") }
      }
    }
  }

  /// A camera without sound from 09:59:30 to 10:00:10, and a pull that fails at 10:25:00.
  private static let overlapping: String = {
    var log = StreamLog()
    let at = StreamLog.seconds
    log.open(.init(1, "cam", created: at("09:00:00")))
    for time in ["09:59:30", "10:00:10"] {
      log.add("audioFeedStopped", at: at(time), "\"id\":1,\"localStreamName\":\"cam\"")
    }
    log.add("pullStreamFailed", at: at("10:25:00"), "\"localStreamName\":\"gate\"")
    log.add("timerTriggered", at: at("11:00:00"))
    return log.text
  }()

  @Test("that reach over the beginning of a window count in it, and not in the one before")
  func consecutiveWindows() {
    var plan = ReportTests.hour
    plan.compare(3_600_000)
    #expect(counts(plan, Self.overlapping) == [2, 0])
    // From 09:00 to 10:00, compared with the hour before.
    plan.choice.window = plan.earlier ?? TimeWindow()
    plan.compare(3_600_000)
    #expect(counts(plan, Self.overlapping) == [1, 0])
  }

  @Test("that began in both of two windows that overlap count in both, as events do")
  func overlappingWindows() {
    var plan = ReportTests.hour
    // From 09:30 to 10:30: the pull began in both, the silence before the later one.
    plan.compare(1_800_000)
    #expect(counts(plan, Self.overlapping) == [2, 1])
    // From 08:59:45 to 09:59:45: the silence reaches from it into the later one.
    plan.compare(3_615_000)
    #expect(counts(plan, Self.overlapping) == [2, 0])
    // From 10:00:05 on: the end of the silence is in the later window, its beginning in neither.
    plan.choice.window.since = plan.choice.window.since.map {
      EventTime(milliseconds: $0.milliseconds + 5000)
    }
    plan.compare(3000)
    #expect(counts(plan, Self.overlapping) == [2, 1])
  }

  @Test("tell of all that is unreadable at once, where the log has times around it")
  func damage() {
    var log = StreamLog()
    log.add("timerTriggered", at: 60)
    log.damage("{\"torn")
    log.add("timerTriggered", at: 100)
    log.damage("{\"torn again")
    log.add("timerTriggered", at: 120)
    let bytes = "{\"torn\n{\"torn again\n".utf8.count
    let (lines, count) = problems(ReportPlan(), [[Array(log.text.utf8)]])
    #expect(
      lines == [
        #"{"time":"2026-01-05T00:01:00.000Z","end":"2026-01-05T00:01:40.000Z","check":"damage","#
          + #""severity":"error","stream":null,"#
          + #""message":"2 pieces of the log unreadable within 40s, \#(bytes) bytes","#
          + #""evidence":{"pieces":2,"bytes":\#(bytes)},"#
          + #""approximate":false,"notAfter":null}"#
      ])
    #expect(count == 1)
  }

  @Test("hide passwords where the output is for people")
  func secrets() {
    var log = SessionLog()
    log.add(
      "pullStreamFailed", at: 0,
      #""localStreamName":"cam","uri":"rtsp://user:secret@h/cam""#)
    for redacts in [false, true] {
      var options = RenderOptions()
      options.redacts = redacts
      let text = log.answer(.report(ReportPlan()), options: options)
      #expect(text.contains("1 pull of rtsp://"))
      #expect(text.contains("secret") == !redacts)
    }
  }

  @Test("of which there are more than are kept are counted, and said to be more")
  func limit() {
    var list = FindingList(ChecksPlan(), redacts: false)
    for number in 0..<FindingList.limit + 5 {
      list.add(Finding(.holes, from: Int64(number) * 1000, "gone", []))
    }
    let sorted = list.takeSorted()
    #expect(sorted.count == FindingList.limit + 5)
    #expect(sorted.findings.count == FindingList.limit + 1)
    #expect(sorted.findings.last?.message.asText.hasPrefix("5 more findings") == true)
  }

  @Test("mark the moment of a crash in the charts")
  func marks() {
    for troubles in [[], [TroubleStory.Trouble.crash]] as [Set<TroubleStory.Trouble>] {
      let log = TroubleStory(Seed(5), troubles: troubles).files(.json)[0]
      var plan = ReportPlan()
      plan.makesPage = true
      let page = report(String(decoding: log, as: UTF8.self), plan).page
      #expect(page.contains("start without a stop") == !troubles.isEmpty)
      #expect(page.contains("<path class=\"mark\" d=\"M") == !troubles.isEmpty)
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
