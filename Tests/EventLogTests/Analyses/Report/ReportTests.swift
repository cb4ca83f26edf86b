import TestSupport
import Testing

@testable import EventLog

/// What is printed of a log, and the page that is made of it.
func report(_ log: String, _ plan: ReportPlan) -> (text: String, page: String) {
  var selection = FilteredEvents(Filter(), .report(plan))
  selection.read([[log.utf8]])
  let text = selection.printed
  selection.output.removeAll()
  selection.printPage()
  return (text, selection.printed)
}

@Suite("A report")
struct ReportTests {
  /// Two hours: a quiet one with one viewer, and one with all that there is to tell.
  static let log: String = {
    var log = StreamLog()
    let at = StreamLog.seconds
    log.add("serverStarted", at: at("09:00:00"))
    let early = StreamLog.Stream(1, "cam1", isOut: true, created: at("09:10:00"))
    log.open(early)
    log.close(early, at: at("09:20:00"), bytes: 600_000)
    let camera = StreamLog.Stream(2, "cam1", created: at("10:00:00"))
    log.open(camera)
    let first = StreamLog.Stream(3, "cam1", isOut: true, created: at("10:10:00"))
    log.open(first)
    let second = StreamLog.Stream(4, "cam1", isOut: true, created: at("10:15:00"))
    log.open(second)
    log.close(first, at: at("10:20:00"), bytes: 1_000_000)
    for time in ["10:25:00", "10:25:10"] {
      log.add("pullStreamFailed", at: at(time), "\"localStreamName\":\"gate\"")
    }
    log.close(camera, at: at("10:30:00"), bytes: 9_000_000)
    log.close(second, at: at("10:40:00"), bytes: 2_000_000)
    let again = StreamLog.Stream(5, "cam1", created: at("10:45:00"))
    log.open(again)
    log.damage("{\"torn")
    log.add("audioFeedStopped", at: at("10:55:00"), "\"id\":5,\"localStreamName\":\"cam1\"")
    log.close(again, at: at("11:00:00"), bytes: 4_500_000)
    return log.text
  }()

  /// From 10:00 to 11:00.
  static let hour: ReportPlan = {
    var plan = ReportPlan()
    let start = Int64(StreamLog.start) * 1000
    plan.choice.window.since = EventTime(milliseconds: start + 36_000_000)
    plan.choice.window.until = EventTime(milliseconds: start + 39_600_000)
    return plan
  }()

  /// What the figures are made of.
  ///
  /// Ten events from 10:00:00 to 10:55:00; of the four streams the last ended at 11:00:00, which is
  /// outside, so that its bytes are not in it. Two watched from 10:15 on; 10 and 25 minutes are
  /// 35/60 viewers on average and 0.58 h. The camera was there for 45 of 60 minutes.
  @Test("tells the figures that were counted by hand, and how they changed")
  func figures() {
    var plan = Self.hour
    plan.compare(3_600_000)
    plan.comparisonName = "1h"
    let damage = "{\"torn\n".utf8.count
    #expect(
      report(Self.log, plan).text == """
        Media server report
        2026-01-05 10:00:00 to 2026-01-05 11:00:00 UTC (1 h 0 min)
        compared with 2026-01-05 09:00:00 to 2026-01-05 10:00:00 UTC (1h before)

        Events            10 (+233 %)
        Sessions          4 (+300 %): 2 in, 2 out
                          4 closed
        Peak viewers      2 (+100 %) at 2026-01-05 10:15:00, players only
        Average viewers   0.58 (+241 %)
        Bytes out         3.00 MB (+400 %)
        Bytes in          9.00 MB (was 0)
        Problems          3 (was 0)

        Top streams by bytes out
        STREAM  BYTES OUT  BYTES IN  PEAK  AVERAGE  WATCHED
        cam1      3.00 MB   9.00 MB     2     0.58   0.58 h

        Inputs, those that were away longest
        STREAM       UP  OUTAGES        DOWN     LONGEST
        cam1    75.00 %        1  15 min 0 s  15 min 0 s

        Events by type
        TYPE              EVENTS
        inStreamCreated        2
        outStreamClosed        2
        outStreamCreated       2
        pullStreamFailed       2
        audioFeedStopped       1
        inStreamClosed         1

        Problems (3)
        2026-01-05 10:25:00  pulls     gate: 2 pulls failed in 10s; not seen before in
                                       this log
        2026-01-05 10:45:00  damage    1 piece of the log unreadable, \(damage) bytes
        2026-01-05 10:55:00  stalls    cam1: no sound (1 report); no further report

        Log
        1 file read, 1 piece unreadable (\(damage) bytes), no record missing

        """)
  }

  @Test("says that the log ends within the earlier window")
  func endWithinEarlier() {
    var plan = Self.hour
    let hour: Int64 = 3_600_000
    plan.choice.window.since = plan.choice.window.since.map {
      EventTime(milliseconds: $0.milliseconds + hour)
    }
    plan.choice.window.until = plan.choice.window.until.map {
      EventTime(milliseconds: $0.milliseconds + hour)
    }
    plan.compare(hour)
    plan.comparisonName = "1h"
    #expect(report(Self.log, plan).text.contains("(1h before)\n"), "it ends with that window")
    plan.compare(hour / 2)
    #expect(report(Self.log, plan).text.contains("of\n  which the log has only a part\n"))
    plan.form = .jsonl
    #expect(report(Self.log, plan).text.contains(#""isPartial":true"#))
  }

  @Test("says that the earlier window is covered only in part, or not at all")
  func partialComparison() {
    var plan = Self.hour
    plan.compare(5_400_000)
    plan.comparisonName = "90m"
    #expect(
      report(Self.log, plan).text.contains("(90m before), of\n  which the log has only a part\n"))
    plan.compare(86_400_000)
    plan.comparisonName = "1d"
    let text = report(Self.log, plan).text
    #expect(text.contains("nothing to compare with: no event in 2026-01-04 10:00:00 to"))
    #expect(text.contains("Events            10\n"))
  }

  @Test("counts each byte once in windows that follow one another")
  func consecutiveWindows() {
    var plan = Self.hour
    plan.form = .jsonl
    #expect(report(Self.log, plan).text.contains(#""bytesOut":3000000,"bytesIn":9000000"#))
    plan.choice.window.since = plan.choice.window.until
    plan.choice.window.until = nil
    #expect(report(Self.log, plan).text.contains(#""bytesOut":0,"bytesIn":4500000"#))
    plan.choice.window.since = nil
    #expect(report(Self.log, plan).text.contains(#""bytesOut":3600000,"bytesIn":13500000"#))
  }

  @Test("of streams that were chosen tells of these alone")
  func chosenStreams() {
    var plan = Self.hour
    plan.choice.names = [Glob("gate*")]
    plan.form = .jsonl
    let text = report(Self.log, plan).text
    #expect(text.contains(#""events":2,"sessions":{"all":0,"#))
    #expect(text.contains(#""problemCount":2,"#), "of the log, and of the gate")
  }

  @Test("prints problems alone, and nothing where there are none")
  func onlyProblems() {
    var plan = Self.hour
    plan.onlyProblems = true
    #expect(
      report(Self.log, plan).text == """
        Media server report
        2026-01-05 10:00:00 to 2026-01-05 11:00:00 UTC (1 h 0 min)

        Problems (3)
        2026-01-05 10:25:00  pulls     gate: 2 pulls failed in 10s; not seen before in
                                       this log
        2026-01-05 10:45:00  damage    1 piece of the log unreadable, 7 bytes
        2026-01-05 10:55:00  stalls    cam1: no sound (1 report); no further report

        """)
    for form in ReportForm.allCases {
      plan.form = form
      plan.choice.window.until = plan.choice.window.since
      plan.choice.window.since = nil
      #expect(report(Self.log, plan).text == "")
      plan = Self.hour
      plan.onlyProblems = true
    }
  }

  @Test("tells of a crash, of the sessions that it cut, and of records that are missing")
  func restart() {
    var log = StreamLog()
    let at = StreamLog.seconds
    log.add("serverStarted", at: at("08:00:00"))
    log.open(.init(1, "a", created: at("08:00:10")))
    log.open(.init(2, "a", isOut: true, created: at("08:00:20")))
    log.restart(at: at("08:10:00"))
    log.open(.init(1, "a", created: at("08:10:30")))
    var records = log.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, minute) in (5...9).enumerated() {
      records.insert(
        """
        {"_logEntry":"\(number + 5)","id":\(number),"payload":{},"processId":101,\
        "timestamp":\(StreamLog.start + at("08:1\(minute):00")),"type":"timerTriggered"},
        """, at: records.count - 1)
    }
    let text = report(records.joined(separator: "\n"), ReportPlan()).text
    #expect(
      text.contains(
        """
        2026-01-05 08:10:00  restarts  the server started again without having said that
                                       it would stop, 9m40s after its last record; 2
                                       streams cut off
        2026-01-05 08:10:30  holes     3 records missing within 4m30s

        """))
    #expect(text.contains("2 cut by a restart, 1 open"))
    #expect(text.contains("the server was started again once\n"))
  }

  @Test("of nothing says so in every form")
  func nothing() {
    for form in ReportForm.allCases {
      var plan = ReportPlan()
      plan.form = form
      let (text, page) = report("", plan)
      #expect(text.contains(form == .text || form == .markdown ? "No problems" : "\"events\":0"))
      #expect(page.contains("no event of known time"))
      #expect(!page.contains("class=\"plot\""))
    }
  }

  @Test("has no line wider than 80 columns, whatever streams are called")
  func width() {
    var plan = ReportPlan()
    plan.limit = 1000
    for log in [StreamLog.week().text, String(decoding: HostileLog.json, as: UTF8.self)] {
      let text = report(log, plan).text
      for line in text.split(separator: "\n") {
        let bytes = ContiguousArray(line.utf8)
        #expect(bytes.span.columns <= 80, "\(line)")
      }
      #expect(HostileLog.findings(in: Array(text.utf8)) == [])
    }
  }
}

@Suite("How long an input was there")
struct UptimeTests {
  private func uptime(_ edges: [(Int64, Bool)], _ start: Int64, _ end: Int64) -> [Int64] {
    let edges = ContiguousArray(
      edges.map { ViewerCurve.Edge(time: $0.0, order: 0, code: $0.1 ? 0 : 1) })
    let uptime = Uptime(edges, from: start, to: end)
    return [uptime.up, uptime.down, Int64(uptime.outages), uptime.longest]
  }

  @Test("is told from its first beginning to its last end, with each outage")
  func outages() {
    #expect(uptime([(20, true), (50, false), (60, true), (90, false)], 0, 100) == [60, 10, 1, 10])
  }

  @Test("A stream that has ended is not away, unless it comes back after the window")
  func ended() {
    #expect(uptime([(0, true), (50, false)], 0, 100) == [50, 0, 0, 0])
    #expect(uptime([(0, true), (50, false), (130, true)], 0, 100) == [50, 50, 1, 50])
  }

  @Test("begins with the window for what was there before it, and later for what was over by then")
  func before() {
    #expect(uptime([(-5, true), (50, false)], 0, 100) == [50, 0, 0, 0])
    #expect(uptime([(-9, true), (-5, false), (40, true)], 0, 100) == [60, 0, 0, 0])
    #expect(uptime([(-9, true), (-5, false)], 0, 100) == [0, 0, 0, 0])
  }

  @Test("does not count an outage that took no time, nor one behind the end")
  func edges() {
    #expect(uptime([(0, true), (50, false), (50, true), (100, false)], 0, 100) == [100, 0, 0, 0])
    #expect(uptime([(10, true), (120, false), (130, true)], 0, 100) == [90, 0, 0, 0])
  }

  @Test("is one time for two that overlap")
  func overlap() {
    #expect(
      uptime([(0, true), (10, true), (20, false), (60, false)], 0, 100) == [60, 0, 0, 0])
  }
}

@Suite("Bytes spread over time")
struct CarriedBytesTests {
  private func rates(_ sessions: [(start: Int64, end: Int64, bytes: Int64)]) -> [Double] {
    var carried = CarriedBytes(isKept: true)
    for (start, end, bytes) in sessions {
      var session = Session()
      session.direction = .out
      session.start = EventTime(milliseconds: start)
      session.end = EventTime(milliseconds: end)
      session.bytes = Int128(bytes)
      carried.add(session)
    }
    return carried.rates(from: 0, to: 4000, count: 4).out
  }

  @Test("flow evenly over the life of their session")
  func even() {
    // 1000 bytes in two seconds are 4000 bits each second.
    #expect(rates([(500, 2500, 1000)]) == [2000, 4000, 2000, 0])
    #expect(rates([(1000, 3000, 1000), (1000, 3000, 500)]) == [0, 6000, 6000, 0])
  }

  @Test("outside of the time that is told of do not count in it")
  func outside() {
    #expect(rates([(-2000, 2000, 1000)]) == [2000, 2000, 0, 0])
    #expect(rates([(3000, 7000, 1000)]) == [0, 0, 0, 2000])
    #expect(rates([(-3000, -1000, 1000), (5000, 6000, 1)]) == [0, 0, 0, 0])
  }

  @Test("of a session without length are in the stretch that it lies in")
  func instant() { #expect(rates([(1500, 1500, 10)]) == [0, 80, 0, 0]) }
}

extension ReportPlan {
  /// Compares with the window that begins so many milliseconds before.
  mutating func compare(_ length: Int64) {
    func before(_ time: EventTime?) -> EventTime? {
      time.map { EventTime(milliseconds: $0.milliseconds - length) }
    }
    earlier = TimeWindow(since: before(choice.window.since), until: before(choice.window.until))
  }
}
