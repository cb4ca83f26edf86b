import TestSupport
import Testing

@testable import EventLog

@Suite("Several sinks of one server")
struct SinkPlanTests {
  /// The events of a story, each with a name; equal ones that nobody can tell apart have the same one.
  private func named(_ story: SinkStory) -> [[(name: Int, event: ReferenceEvent)]] {
    var name = 0
    return story.runs.map { run in
      run.map { event in
        name += 1
        return (name, event)
      }
    }
  }

  @Test(
    "count each event once, whichever sinks are there and however their logs are cut",
    arguments: Seed.all(60))
  func lossless(seed: Seed) {
    var random = SeededGenerator(seed)
    let runs = named(SinkStory(seed, runs: Int.random(in: 1...3, using: &random)))
    var logs = SinkLogs()
    let isPart = Bool.random(using: &random)
    logs.add(runs, .json, cutAfter: isPart ? 15 : .max, isPart: isPart)
    for format in ReferenceWriter.Format.allCases.shuffled(using: &random)
    where Bool.random(using: &random) {
      let cut = [7, 20, .max].randomElement(using: &random) ?? 7
      logs.add(runs, format, cutAfter: cut, isPart: Bool.random(using: &random))
    }
    let all = runs.joined().map(\.name)
    #expect(logs.events(by: logs.plan).sorted() == all)
    #expect(logs.plan.groups.count == (logs.count > 1 ? 1 : 0))
  }

  @Test("count once what any of them holds", arguments: Seed.all(60))
  func holes(seed: Seed) {
    var random = SeededGenerator(seed)
    let runs = named(SinkStory(seed, runs: 1))
    let count = runs[0].count
    var logs = SinkLogs()
    var lacks = Array(repeating: 0, count: count + 1)
    for format in [ReferenceWriter.Format.json, .xml, .text].shuffled(using: &random) {
      let start = Int.random(in: 1...count, using: &random)
      let hole = start..<min(count + 1, start + Int.random(in: 0...25, using: &random))
      for name in hole { lacks[name] += 1 }
      logs.add(runs, format, cutAfter: 30, holds: { !hole.contains($0) })
    }
    guard logs.plan.groups.first?.others.count == 2 else { return }
    #expect(logs.events(by: logs.plan).sorted() == (1...count).filter { lacks[$0] < 3 })
  }

  @Test(
    "count each event once where each leaves out other kinds of events", arguments: Seed.all(40))
  func filters(seed: Seed) {
    let runs = named(SinkStory(seed, runs: 2))
    var logs = SinkLogs()
    logs.add(runs, .json, writes: { $0 != "lastPlaylistItemStart" })
    logs.add(runs, .xml, writes: { $0 != "timerTriggered" })
    logs.add(runs, .text)
    #expect(logs.events(by: logs.plan).sorted() == runs.joined().map(\.name))
  }

  @Test("count each event once where the log of another one has been rotated away")
  func rotatedAway() {
    let runs = named(SinkStory(Seed(5), runs: 3))
    let firstOfLast = runs[2][0].name
    var logs = SinkLogs()
    logs.add(runs, .json, cutAfter: 10, holds: { $0 >= firstOfLast + 20 })
    logs.add(runs, .text, cutAfter: 25)
    #expect(logs.events(by: logs.plan).sorted() == runs.joined().map(\.name))
    #expect(logs.plan.groups.first?.main == 0)
  }

  @Test("are read once where all hold the same events", arguments: Seed.all(40))
  func once(seed: Seed) {
    let runs = named(SinkStory(seed, runs: 2))
    var logs = SinkLogs()
    logs.add(runs, .json)
    logs.add(runs, .xml, cutAfter: 20)
    logs.add(runs, .text, cutAfter: 7)
    #expect(logs.events(by: logs.plan) == runs.joined().map(\.name))
  }

  @Test("are read in the order json, xml, text, w3c")
  func ranks() {
    let runs = named(SinkStory(Seed(3)))
    var logs = SinkLogs()
    for format: ReferenceWriter.Format in [.w3c, .text, .xml, .json] { logs.add(runs, format) }
    #expect(logs.plan.groups == [SinkPlan.Group(main: 3, others: [0, 1, 2], additions: 0)])
    #expect(logs.events(by: logs.plan) == runs.joined().map(\.name))
  }

  @Test(
    "are never those of two servers",
    arguments: [
      ("in another process", SinkStory(Seed(9), process: 301)),
      ("with the same process, in containers", SinkStory(Seed(10), keepsProcess: true)),
      ("the same second, with streams a millisecond later", SinkStory(Seed(9), shift: 1)),
      ("an hour later", SinkStory(Seed(9), start: 1_800_003_600)),
      ("on another day", SinkStory(Seed(9), start: 1_800_086_400)),
    ])
  func lookAlikes(name: String, other: SinkStory) {
    let keeps = name.contains("containers")
    let one = named(SinkStory(Seed(9), keepsProcess: keeps))
    for format in ReferenceWriter.Format.allCases {
      for otherFormat in ReferenceWriter.Format.allCases {
        var logs = SinkLogs()
        logs.add(one, format)
        logs.add(named(other), otherFormat)
        #expect(logs.plan.groups.isEmpty, "\(name), \(format), \(otherFormat)")
      }
    }
  }

  @Test(
    "are read before the log of the server, which holds connections besides",
    arguments: Seed.all(12))
  func serverLog(seed: Seed) {
    let runs = named(SinkStory(seed, runs: 2))
    let streams = runs[1].count { $0.event.type == "inStreamCreated" }
    for format in ReferenceWriter.Format.allCases {
      var logs = SinkLogs()
      logs.addServerLog(of: runs[1])
      logs.add(runs, format)
      let sink =
        format == .w3c ? runs.joined().filter { w3c.contains($0.event.type) } : runs.flatMap { $0 }
      let read = logs.events(by: logs.plan)
      #expect(read.filter { $0 > 0 }.sorted() == sink.map(\.name), "\(format)")
      #expect(read.count { $0 == 0 } == streams, "\(format)")
    }
  }

  /// The types of a story that w3c sinks write.
  private let w3c: Set = [
    "audioFeedStopped", "inStreamClosed", "inStreamCodecsUpdated", "inStreamCreated",
  ]

  @Test("are not of the server whose log has other times or another process")
  func otherServerLog() {
    let runs = named(SinkStory(Seed(6), runs: 1))
    for (other, shift) in [
      (SinkStory(Seed(6), runs: 1), 7200), (SinkStory(Seed(6), runs: 1, process: 301), 0),
    ] {
      var logs = SinkLogs()
      logs.add(runs, .json)
      logs.addServerLog(of: named(other)[0], shift: UInt64(shift))
      #expect(logs.plan.groups.isEmpty)
    }
  }

  /// What a server logs of the connections over which it sends the events of streams.
  private func deliveries(_ story: SinkStory) -> [[(name: Int, event: ReferenceEvent)]] {
    named(story).map { run in
      run.map { name, event in
        var event = event
        if event.type.hasPrefix("inStream") {
          let sent: [String: Variant] = ["payload": .map(event.payload), "type": .text(event.type)]
          event.payload = [
            "PID": event.payload["PID"] ?? .null, "id": .uint64(UInt64(name)),
            "customParameters": ["document": "/json", "payload": .map(sent)],
          ]
          event.type = "protocolRegisteredToApp"
        }
        return (name, event)
      }
    }
  }

  @Test("that log only connections are told by the events that are sent over them")
  func deliveries() {
    let runs = deliveries(SinkStory(Seed(4)))
    for other in [ReferenceWriter.Format.xml, .text] {
      var logs = SinkLogs()
      logs.add(runs, .json)
      logs.add(runs, other)
      #expect(logs.events(by: logs.plan) == runs.joined().map(\.name), "\(other)")
    }
    var logs = SinkLogs()
    logs.add(runs, .json)
    logs.add(deliveries(SinkStory(Seed(4), shift: 1)), .json)
    #expect(logs.plan.groups.isEmpty)
  }

  @Test("of a server that is started again and again are not taken for one another")
  func restarts() {
    let runs = named(SinkStory(Seed(12), runs: 4, keepsProcess: true))
    var logs = SinkLogs()
    logs.add([runs[0], runs[2]], .json)
    logs.add([runs[1], runs[3]], .text)
    #expect(logs.plan.groups.isEmpty)
  }

  @Test("that tell of nothing but starts are not proven to be of one server")
  func starts() {
    let runs = named(SinkStory(Seed(1), runs: 1)).map { Array($0.prefix(6)) }
    var logs = SinkLogs()
    logs.add(runs, .json)
    logs.add(runs, .text)
    #expect(logs.plan.groups.isEmpty)
  }
}
