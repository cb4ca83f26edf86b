import TestSupport
import Testing

@testable import EventLog

@Suite("Adding up states of several runs")
struct TallyStateTests {
  /// A made-up event of a json sink.
  private struct Made {
    var stream: String
    var number: Int
    var seconds: Int
    var line: String {
      #"{"_logEntry":"00001","id":1,"payload":{"name":"\#(stream)","upTime":\#(number).\#(5),"#
        + #""uri":"rtmp:\/\/\#(stream):secret\#(number % 3)@host\/live"},"processId":42,"#
        + #""timestamp":\#(1_795_215_600 + seconds),"type":"inStreamClosed"},"# + "\n"
    }
  }

  private func answer(
    _ events: some Sequence<Made>, _ plan: TallyPlan, as format: OutputFormat = .tsv,
    redacts: Bool = false
  ) -> String {
    var options = RenderOptions()
    options.redacts = redacts
    var selection = FilteredEvents(
      Filter(), EventTask.stats(plan).shown(as: format), options: options)
    selection.read([[events.map(\.line).joined().utf8]])
    return selection.printed
  }

  private func state(_ events: some Sequence<Made>, _ plan: TallyPlan) -> String {
    var plan = plan
    plan.writesState = true
    plan.secrets = .both
    return answer(events, plan)
  }

  private func merger(
    _ states: [String], ignoresPercentiles: Bool = false
  ) throws(StateDefect) -> StateMerger {
    var merger = StateMerger(ignoresPercentiles: ignoresPercentiles)
    for (number, text) in states.enumerated() {
      merger.beginFile("state \(number)")
      let bytes = ContiguousArray(text.utf8)
      try merger.read(bytes.span)
      try merger.endFile()
    }
    return merger
  }

  private func merged(
    _ states: [String], _ plan: TallyPlan, as format: RowFormat = .tsv, redacts: Bool = false
  ) throws -> String {
    var options = RenderOptions()
    options.redacts = redacts
    var merger = try merger(states)
    guard case .stats(let header) = merger.question else {
      Issue.record("The states are not those of stats.")
      return ""
    }
    var wanted = header.plan
    (wanted.showsTotals, wanted.showsTrend) = (plan.showsTotals, plan.showsTrend)
    (wanted.limit, wanted.order) = (plan.limit, plan.order)
    var output = ByteBuffer()
    merger.print(wanted, format, options, into: &output)
    return String(copying: output.span)
  }

  private func mergedState(_ states: [String]) throws -> String {
    var merger = try merger(states)
    var output = ByteBuffer()
    merger.write(into: &output)
    return String(copying: output.span)
  }

  private func path(_ text: String) throws -> FieldPath { try FieldPath.parse(text) }

  private func events(_ count: Int, _ random: inout SeededGenerator) -> [Made] {
    let streams = Int.random(in: 1...30, using: &random)
    return (0..<count).map { _ in
      // Most events are of few streams.
      let stream =
        Int.random(in: 0..<streams, using: &random) * Int.random(in: 0...1, using: &random)
      return Made(
        stream: ["s", "été\\n\\\"", "a\\u0000b", "\\u202e"][stream % 4] + "\(stream)",
        number: Int.random(in: -500...100_000, using: &random),
        seconds: Int.random(in: 0..<20_000, using: &random))
    }
  }

  /// A question with limits so small that they are met.
  private func plan(_ random: inout SeededGenerator) throws -> TallyPlan {
    var plan = TallyPlan()
    if Bool.random(using: &random) { plan.fields = try [path("upTime"), path("id")] }
    plan.keys = try [path("stream"), path("uri")].filter { _ in Bool.random(using: &random) }
    if Int.random(in: 0..<3, using: &random) == 0 { plan.step = TimeStep("1h") }
    plan.percentiles = ["50", "99.5"].compactMap { Percentile($0) }
    plan.groupLimit = [1, 4, 10, 100, 100_000].randomElement(using: &random) ?? 1
    plan.numberLimit = [10, 100, 500, 2000, 2_000_000].randomElement(using: &random) ?? 1
    plan.showsTotals = true
    plan.showsTrend = Bool.random(using: &random)
    return plan
  }

  @Test("gives what one run over everything gives, in whatever order", arguments: Seed.all(25))
  func splitting(seed: Seed) throws {
    var random = SeededGenerator(seed)
    var plan = try plan(&random)
    plan.groupLimit = 100_000
    let all = events(Int.random(in: 1...1500, using: &random), &random)
    var parts = Array(repeating: [Made](), count: Int.random(in: 1...5, using: &random))
    for event in all { parts[Int.random(in: 0..<parts.count, using: &random)].append(event) }
    var states = parts.map { state($0, plan) }
    let whole = state(all, plan)
    #expect(try mergedState([whole]) == whole)
    #expect(try mergedState(states) == whole)
    states.shuffle(using: &random)
    #expect(try mergedState(states) == whole)
    let pair = try mergedState(Array(states.prefix(2)))
    #expect(try mergedState([pair] + states.dropFirst(2)) == whole)
    for (rows, format) in [(RowFormat.tsv, OutputFormat.tsv), (.table, .table), (.jsonl, .jsonl)] {
      #expect(try merged(states, plan, as: rows) == answer(all, plan, as: format))
    }
  }

  /// How many events each group of a state has, and how many more it may have; nil are the others.
  private func counts(of text: String) throws -> [String?: (events: Int, missing: Int)] {
    var merger = try merger([text])
    var output = ByteBuffer()
    guard case .stats(let header) = merger.question else { return [:] }
    merger.print(header.plan, .jsonl, RenderOptions(), into: &output)
    var counts: [String?: (events: Int, missing: Int)] = [:]
    for event in try DecodedEvent.rows(in: String(copying: output.span)) {
      guard case .number(let count)? = event["count"] else { continue }
      let missing: Double = if case .number(let number)? = event["missing"] { number } else { 0 }
      let isOther = event["missing"] == .null
      let name: String? = if case .text(let text)? = event["stream"], !isOther { text } else { nil }
      counts[name] = (Int(count), Int(missing))
    }
    return counts
  }

  @Test(
    "Of more groups than can be told apart the largest are, however events were divided among runs",
    arguments: Seed.all(40))
  func heavyHitters(seed: Seed) throws {
    var random = SeededGenerator(seed)
    var plan = TallyPlan()
    plan.keys = try [path("stream")]
    plan.groupLimit = Int.random(in: 1...20, using: &random)
    // A few streams have most of the events.
    let spread = Int.random(in: 1...200, using: &random)
    let all = (0..<Int.random(in: 1...2000, using: &random)).map { number in
      let share = Int.random(in: 0...spread, using: &random)
      return Made(
        stream: "s\(Int.random(in: 0...share, using: &random))", number: 1, seconds: number)
    }
    let truth = Dictionary(grouping: all, by: \.stream).mapValues(\.count)
    var parts = Array(repeating: [Made](), count: Int.random(in: 1...5, using: &random))
    for event in all { parts[Int.random(in: 0..<parts.count, using: &random)].append(event) }
    var text = try mergedState(parts.map { state($0, plan) }.shuffled(using: &random))
    if Bool.random(using: &random) { text = try mergedState([text]) }
    let header = try #require(text.split(separator: "\n").first)
    let limit = try #require(
      Int(header.split(separator: "\"missing\":")[1].prefix { $0.isNumber }))
    let counts = try counts(of: text)
    #expect(counts.values.reduce(0) { $0 + $1.events } == all.count)
    #expect(counts.keys.filter { $0 != nil }.count <= plan.groupLimit)
    for (name, found) in counts {
      guard let name else { continue }
      let events = try #require(truth[name])
      #expect(found.events <= events && events <= found.events + found.missing, "\(name)")
    }
    for (name, events) in truth where counts[name] == nil { #expect(events <= limit, "\(name)") }
    if truth.count <= plan.groupLimit { #expect(limit == 0) }
  }

  @Test("hides secrets as one run would, and shows them as one run would")
  func secrets() throws {
    var random = SeededGenerator(Seed(1))
    var plan = TallyPlan()
    plan.keys = try [path("uri")]
    let all = events(300, &random)
    let states = [state(all.prefix(100), plan), state(all.dropFirst(100), plan)]
    let hidden = try merged(states, plan, redacts: true)
    #expect(!hidden.contains("secret"))
    #expect(hidden == answer(all, plan, redacts: true))
    #expect(try merged(states, plan) == answer(all, plan))
  }

  @Test("refuses a state that was cut off anywhere, or of which any byte was changed")
  func damage() throws {
    var plan = TallyPlan()
    plan.fields = try [path("upTime")]
    plan.keys = try [path("stream")]
    plan.percentiles = ["50"].compactMap { Percentile($0) }
    let events = [
      Made(stream: "a", number: 5, seconds: 1), Made(stream: "a", number: 5, seconds: 2),
      Made(stream: "b", number: 70, seconds: 3),
    ]
    let text = state(events, plan)
    let right = try merged([text], plan)
    let bytes = Array(text.utf8)
    // All but the last line end is needed.
    for length in 0..<(bytes.count - 1) {
      let cut = String(decoding: bytes[..<length], as: UTF8.self)
      #expect(throws: StateDefect.self, "\(length)") { try merged([cut], plan) }
    }
    for place in bytes.indices {
      for change: UInt8 in [0x01, 0x20, 0x40] {
        var changed = bytes
        changed[place] ^= change
        let text = String(decoding: changed, as: UTF8.self)
        // What a change makes of the last line may say the same: a hexadecimal digit in capitals.
        if let answer = try? merged([text], plan) { #expect(answer == right, "\(place)") }
      }
    }
    #expect(try merged([String(decoding: bytes.dropLast(), as: UTF8.self)], plan) == right)
  }

  @Test("says where a state is damaged")
  func places() throws {
    var plan = TallyPlan()
    plan.keys = try [path("stream")]
    let text = state([Made(stream: "a", number: 5, seconds: 1)], plan)
    let lines = text.split(separator: "\n").map { String($0) + "\n" }
    func defect(_ text: String) throws -> StateDefect {
      try #require(throws: StateDefect.self) { _ = try merged([text], plan) }
    }
    #expect(try defect("").line == nil)
    #expect(try defect(lines[0] + lines[1]).line == 3)
    #expect(try defect(lines[1] + lines[2]).line == 1)
    #expect(try defect(lines[0] + lines[2]).line == 2)
    #expect(try defect(lines[0] + lines[1] + lines[1] + lines[2]).line == 4)
    #expect(try defect(text + lines[1]).line == 4)
    #expect(try defect(text + lines[0] + text).line == 5)
    #expect(
      try defect(text.replacing(#""version":2"#, with: #""version":1"#)).problem
        == "this was written by another version of emslog")
    #expect(
      try defect(text.replacing(#""emslog":"stats""#, with: #""emslog":"dreams""#)).problem
        == "this is a state of another kind than emslog knows")
  }

  @Test("adds up states that stand one behind the other in a file")
  func concatenation() throws {
    var plan = TallyPlan()
    plan.keys = try [path("stream")]
    let one = state([Made(stream: "a", number: 5, seconds: 1)], plan)
    #expect(try merged([one + one, one], plan) == "stream\tcount\na\t3\n")
  }

  @Test("refuses states of another question and says what differs")
  func differences() throws {
    func text(_ change: (inout TallyPlan) throws -> Void) throws -> String {
      var plan = TallyPlan()
      plan.fields = try [path("upTime")]
      plan.percentiles = ["50"].compactMap { Percentile($0) }
      try change(&plan)
      return state([Made(stream: "a", number: 5, seconds: 1)], plan)
    }
    func problem(_ other: String) throws -> String {
      let one = try text { _ in }
      return try #require(throws: StateDefect.self) { _ = try merger([one, other]).count }.problem
    }
    let start = "this is another question: "
    #expect(
      try problem(text { $0.keys = try [path("stream"), path("type")] })
        == start + "--by is stream,type, not none as in state 0")
    #expect(
      try problem(text { $0.step = TimeStep("90m") })
        == start + "--every is 90m, not none as in state 0")
    #expect(
      try problem(text { $0.fields = try [path("id")] })
        == start + "the list of fields is id, not upTime as in state 0")
    #expect(
      try problem(text { $0.percentiles = [] }) == start + "-p is none, not 50 as in state 0")
    let other = try text { $0.percentiles = ["99"].compactMap { Percentile($0) } }
    #expect(try problem(other) == start + "-p is 99, not 50 as in state 0")
    let both = try merger([text { _ in }, other], ignoresPercentiles: true).count
    #expect(both == 2)
    let zones = try [TestZones.newYork, .utc].map { zone in
      try text { plan in
        plan.step = TimeStep("1d")
        plan.zone = zone
      }
    }
    let defect = try #require(throws: StateDefect.self) { _ = try merger(zones).count }
    #expect(
      defect.problem == start + "the zone of --every is UTC, not America/New_York as in state 0")
  }
}
