import TestSupport
import Testing

@testable import EventLog

@Suite("Counting events and adding up fields")
struct TallyTests {
  /// What is printed of a log.
  private func tally(
    _ log: String, as format: OutputFormat = .tsv, _ change: (inout TallyPlan) throws -> Void
  ) rethrows -> String {
    var plan = TallyPlan()
    try change(&plan)
    var selection = FilteredEvents(Filter(), EventTask.stats(plan).shown(as: format))
    selection.read([[log.utf8]])
    return selection.printed
  }

  /// A record with a stream, a time in seconds after 2026-11-20T23:00:00Z, and a number as recorded.
  private func event(
    _ type: String, _ stream: String, _ seconds: Int = 0, upTime: String = "null"
  ) -> String {
    #"{"_logEntry":"00001","id":1,"payload":{"name":"\#(stream)","upTime":\#(upTime)},"#
      + #""processId":42,"timestamp":\#(1_795_215_600 + seconds),"type":"\#(type)"},"# + "\n"
  }

  private var log: String {
    event("inStreamClosed", "b", 10, upTime: "1000.5")
      + event("inStreamClosed", "a", 70, upTime: "2000")
      + event("inStreamCreated", "a", 75) + event("inStreamClosed", "a", 130, upTime: "3000.25")
      + event("inStreamClosed", "a", 310, upTime: #""none""#)
  }

  private func paths(_ names: String...) throws -> [FieldPath] {
    try names.map { try FieldPath.parse($0) }
  }

  @Test("Events are counted by type, the greatest count first")
  func types() throws {
    let text = try tally(log) { $0.keys = try paths("type") }
    #expect(text == "type\tcount\ninStreamClosed\t4\ninStreamCreated\t1\n")
  }

  @Test("Numbers are added up by group; what is none does not count")
  func numbers() throws {
    let text = try tally(log) { plan in
      plan.fields = try paths("upTime")
      plan.keys = try paths("stream")
      plan.percentiles = ["50", "99"].compactMap { Percentile($0) }
      plan.showsTotals = true
    }
    #expect(
      text == """
        stream\tfield\tunit\tcount\tsum\tavg\tmin\tmax\tp50\tp99\tmethod
        a\tupTime\tms\t2\t5000.25\t2500.125\t2000\t3000.25\t2000\t3000.25\texact
        b\tupTime\tms\t1\t1000.5\t1000.5\t1000.5\t1000.5\t1000.5\t1000.5\texact
        total\tupTime\tms\t3\t6000.75\t2000.25\t1000.5\t3000.25\t2000\t3000.25\texact

        """)
  }

  @Test("A field without any number has a count of 0")
  func nothing() throws {
    let text = try tally(log, as: .jsonl) { $0.fields = try paths("nothing") }
    #expect(
      text == """
        {"field":"nothing","unit":null,"count":0,"sum":0,"avg":null,"min":null,"max":null}

        """)
  }

  @Test("One group of no events is counted as 0, and groups that nobody saw are not shown")
  func noEvent() throws {
    #expect(tally("") { _ in } == "count\n0\n")
    #expect(tally("", as: .jsonl) { _ in } == "{\"count\":0}\n")
    #expect(try tally("") { $0.keys = try paths("type") } == "type\tcount\n")
    #expect(tally("") { $0.step = TimeStep("1m") } == "time\tcount\n")
  }

  @Test("Stretches of time without an event are shown")
  func steps() throws {
    let text = tally(log) { $0.step = TimeStep("1m") }
    #expect(
      text == """
        time\tcount
        2026-11-20T23:00:00.000Z\t1
        2026-11-20T23:01:00.000Z\t2
        2026-11-20T23:02:00.000Z\t1
        2026-11-20T23:03:00.000Z\t0
        2026-11-20T23:04:00.000Z\t0
        2026-11-20T23:05:00.000Z\t1

        """)
  }

  @Test("Stretches and groups go together, in the order of time and then of the key")
  func stepsOfGroups() throws {
    let text = try tally(log, as: .csv) { plan in
      plan.step = TimeStep("2m")
      plan.keys = try paths("type", "stream")
    }
    #expect(
      text == """
        time,type,stream,count
        2026-11-20T23:00:00.000Z,inStreamClosed,a,1
        2026-11-20T23:00:00.000Z,inStreamClosed,b,1
        2026-11-20T23:00:00.000Z,inStreamCreated,a,1
        2026-11-20T23:02:00.000Z,inStreamClosed,a,1
        2026-11-20T23:02:00.000Z,inStreamClosed,b,0
        2026-11-20T23:02:00.000Z,inStreamCreated,a,0
        2026-11-20T23:04:00.000Z,inStreamClosed,a,1
        2026-11-20T23:04:00.000Z,inStreamClosed,b,0
        2026-11-20T23:04:00.000Z,inStreamCreated,a,0

        """)
  }

  @Test(
    "Each field of each group has a row for each stretch, also one in which nothing came at all")
  func stepsOfFields() throws {
    let text = try tally(log, as: .csv) { plan in
      plan.fields = try paths("upTime")
      plan.step = TimeStep("2m")
      plan.keys = try paths("stream")
    }
    // The number of a at 130 s is in the second stretch; at 310 s there is none.
    #expect(
      text == """
        time,stream,field,unit,count,sum,avg,min,max
        2026-11-20T23:00:00.000Z,a,upTime,ms,1,2000,2000,2000,2000
        2026-11-20T23:00:00.000Z,b,upTime,ms,1,1000.5,1000.5,1000.5,1000.5
        2026-11-20T23:02:00.000Z,a,upTime,ms,1,3000.25,3000.25,3000.25,3000.25
        2026-11-20T23:02:00.000Z,b,upTime,ms,0,0,,,

        """)
  }

  @Test("Where groups would have too many empty rows, a stretch without any event has one")
  func tooManyRows() throws {
    // 60 000 streams at once and one 3 s later: 120 000 rows would be added.
    let all = (0..<60_000).map { event("inStreamCreated", "s\($0)") }.joined()
    let text = try tally(all + event("inStreamCreated", "s0", 3), as: .csv) { plan in
      plan.step = TimeStep("1s")
      plan.keys = try paths("stream")
    }
    let rows = text.split(separator: "\n")
    #expect(rows.count == 60_004)
    #expect(
      rows.suffix(3) == [
        "2026-11-20T23:00:01.000Z,,0", "2026-11-20T23:00:02.000Z,,0",
        "2026-11-20T23:00:03.000Z,s0,1",
      ])
  }

  @Test("Stretches begin by the clocks of the zone, also where times are printed in UTC")
  func zones() {
    // 23:00 UTC is 18:00 in New York, whose 20 November begins at 05:00 UTC.
    let text = tally(event("inStreamCreated", "a")) { plan in
      plan.step = TimeStep("1d")
      plan.zone = TestZones.newYork
    }
    #expect(text == "time\tcount\n2026-11-20T05:00:00.000Z\t1\n")
  }

  @Test("A gap of more stretches than can be shown is left out")
  func gaps() throws {
    let text = tally(event("inStreamCreated", "a", 0) + event("inStreamCreated", "a", 100_000_000))
    {
      $0.step = TimeStep("1s")
    }
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test("Rows are sorted by any column and cut behind the first")
  func order() throws {
    let byStream = try tally(log) { plan in
      plan.keys = try paths("stream")
      plan.order = TallyPlan.Order(column: 0, isDescending: true)
    }
    #expect(byStream == "stream\tcount\nb\t1\na\t4\n")
    let first = try tally(log) { plan in
      plan.keys = try paths("stream")
      plan.limit = 1
      plan.showsTotals = true
    }
    #expect(first == "stream\tcount\na\t4\ntotal\t5\n")
    let busiest = tally(log) { plan in
      plan.step = TimeStep("1m")
      plan.limit = 1
    }
    #expect(busiest == "time\tcount\n2026-11-20T23:01:00.000Z\t2\n")
  }

  @Test("Of more groups than can be told apart the largest are shown, with what they may miss")
  func limit() throws {
    let backwards = try tally((0..<6).map { event("inStreamCreated", "s\(3 - $0 % 4)") }.joined()) {
      plan in
      plan.keys = try paths("stream")
      plan.groupLimit = 2
    }
    #expect(backwards == "stream\tcount\tmissing\n(other)\t2\t\ns2\t2\t0\ns3\t2\t0\n")
    let text = try tally((0..<6).map { event("inStreamCreated", "s\($0 % 4)") }.joined()) { plan in
      plan.keys = try paths("stream")
      plan.groupLimit = 2
    }
    #expect(text == "stream\tcount\tmissing\n(other)\t2\t\ns0\t2\t0\ns1\t2\t0\n")
  }

  @Test("Names that strangers choose are escaped, and formulas made harmless")
  func hostile() throws {
    let log = event("inStreamCreated", #"=1+1,\u001b[2J"#)
    let csv = try tally(log, as: .csv) { $0.keys = try paths("stream") }
    #expect(csv == "stream,count\n\"'=1+1,\\x1b[2J\",1\n")
    let json = try tally(log, as: .jsonl) { $0.keys = try paths("stream") }
    #expect(json == #"{"stream":"=1+1,\u001b[2J","count":1}"# + "\n")
  }

  @Test("On a terminal a column draws how events are spread over time")
  func drawing() throws {
    let trend = try tally(log, as: .table) { plan in
      plan.keys = try paths("stream")
      plan.showsTrend = true
    }
    // 300 s from 10 to 310 in stretches of 32 s that begin at multiples of 32 s since 1970: a in the 3rd,
    // twice, in the 5th and in the 11th.
    #expect(
      trend == """
        STREAM  COUNT  OVER TIME
        a           4  ▁▁█▁▅▁▁▁▁▁▅
        b           1  █▁▁▁▁▁▁▁▁▁▁

        """)
    let bars = tally(log, as: .table) { plan in
      plan.step = TimeStep("5m")
      plan.showsTrend = true
    }
    #expect(
      bars == """
        TIME                     COUNT  PLOT
        2026-11-20 23:00:00.000      4  ██████████
        2026-11-20 23:05:00.000      1  ██▌

        """)
  }

  @Test("Without an event there is the heading")
  func empty() throws {
    #expect(try tally("") { $0.keys = try paths("type") } == "type\tcount\n")
    #expect(try tally("", as: .json) { $0.keys = try paths("type") } == "[]\n")
  }

  @Test("The answer is that of adding up by hand", arguments: Seed.all(20))
  func property(seed: Seed) throws {
    var random = SeededGenerator(seed)
    var log = ""
    var numbers: [String: [Int]] = [:]
    for _ in 0..<Int.random(in: 1...400, using: &random) {
      let stream = ["a", "b", "été", "a\\tb"].randomElement(using: &random) ?? "a"
      // Ten-thousandths, as servers write them.
      let number = Int.random(in: -50_000_000...50_000_000, using: &random)
      let digits = String(number.magnitude % 10_000 + 10_000).dropFirst()
      let text = (number < 0 ? "-" : "") + "\(number.magnitude / 10_000).\(digits)"
      let seconds = Int.random(in: 0..<7200, using: &random)
      log += event("inStreamClosed", stream, seconds, upTime: text)
      numbers["2026-11-2\(seconds < 3600 ? "0T23" : "1T00"):00|\(stream)", default: []]
        .append(number)
    }
    let text = try tally(log) { plan in
      plan.fields = try paths("upTime")
      plan.keys = try paths("stream")
      plan.step = TimeStep("1h")
      plan.percentiles = ["1", "50", "90"].compactMap { Percentile($0) }
    }
    let rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let some = rows.filter { $0[4] != "0" }
    #expect(some.count == numbers.count)
    for row in some {
      let all = try #require(numbers["\(row[0].prefix(16))|\(row[1])"]).sorted()
      #expect(row[4] == "\(all.count)")
      #expect(row[5] == decimal(all.reduce(0, +)))
      #expect(row[7] == decimal(all[0]))
      #expect(row[8] == decimal(all[all.count - 1]))
      for (column, percent) in [(9, 1), (10, 50), (11, 90)] {
        // The least number that at least so many percent of all do not exceed.
        let nearest = all.first { number in
          100 * all.filter { $0 <= number }.count >= percent * all.count
        }
        #expect(row[column] == nearest.map(decimal))
      }
    }
  }

  /// Ten-thousandths in digits, without zeros at the end.
  private func decimal(_ number: Int) -> String {
    var text = "\(number.magnitude / 10_000)."
    text += String(number.magnitude % 10_000 + 10_000).dropFirst()
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return (number < 0 ? "-" : "") + text
  }
}
