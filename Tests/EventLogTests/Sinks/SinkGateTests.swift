import TestSupport
import Testing

@testable import EventLog

@Suite("Several sinks of one server, while they are followed")
struct SinkGateTests {
  private typealias Run = [(name: Int, event: ReferenceEvent)]

  /// The log of a sink, record by record.
  private struct Log {
    var format: ReferenceWriter.Format
    var header: [UInt8]
    var records: [(name: Int, bytes: [UInt8])] = []
    var next = 0
  }

  /// Lets through what is new, and takes note of the names.
  private struct Watcher: EventConsumer, ~Copyable {
    var gate: SinkGate
    var admitted = 0

    var wantedKinds: EventKindSet { .all }

    mutating func consume(_ event: borrowing Event) -> ReadingFlow {
      if gate.admits(event) { admitted += 1 }
      return .proceed
    }

    mutating func skip(_ bytes: Span<UInt8>) {}
    mutating func skipped(_ piece: SkippedPiece) {}
  }

  private func runs(_ story: SinkStory) -> [Run] {
    var name = 0
    return story.runs.map { run in
      run.map { event in
        name += 1
        return (name, event)
      }
    }
  }

  private func log(
    _ runs: [Run], _ format: ReferenceWriter.Format, writes: (String) -> Bool = { _ in true }
  ) -> Log {
    var log = Log(format: format, header: [])
    for run in runs {
      var writer = ReferenceWriter(format)
      if log.header.isEmpty, let first = run.first {
        log.header = writer.header(at: first.event.seconds)
      }
      for (name, event) in run where writes(event.type) {
        let record = writer.record(event)
        if !record.isEmpty { log.records.append((name, record)) }
      }
    }
    return log
  }

  private func name(_ index: Int) -> LogName {
    LogName(group: ContiguousArray("logs/sink\(index)".utf8))
  }

  /// Reads records of the logs in turns; returns the names of those that were let through.
  private func follow(
    _ logs: inout [Log], _ gate: consuming SinkGate, _ random: inout SeededGenerator, last: Int
  ) throws -> [Int] {
    var names: [Int] = []
    var watcher = Watcher(gate: gate)
    var reached = 0
    while reached < last {
      reached += Int.random(in: 1...25, using: &random)
      for index in logs.indices.shuffled(using: &random) {
        watcher.gate.begin(name(index))
        // A sink may be a few events behind.
        let end = reached < last ? reached - Int.random(in: 0...3, using: &random) : last
        while logs[index].next < logs[index].records.count,
          logs[index].records[logs[index].next].name <= end
        {
          let record = logs[index].records[logs[index].next]
          logs[index].next += 1
          let before = watcher.admitted
          var reader = EventReader()
          reader.read((logs[index].header + record.bytes).span, into: &watcher)
          reader.finish(into: &watcher)
          if watcher.admitted > before { names.append(record.name) }
        }
      }
      watcher.gate.endPass()
      watcher.gate = try SinkGate(memory: watcher.gate.memory)
    }
    return names
  }

  @Test(
    "are let through once, whatever the sinks and whoever is read first", arguments: Seed.all(12))
  func once(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let runs = runs(SinkStory(seed, runs: Int.random(in: 1...3, using: &random)))
    var logs = ReferenceWriter.Format.allCases.shuffled(using: &random)
      .prefix(Int.random(in: 2...4, using: &random)).map { log(runs, $0) }
    var gate = SinkGate()
    gate.unite(logs.indices.map(name))
    let all = Set(logs.flatMap { $0.records.map(\.name) })
    let names = try follow(&logs, gate, &random, last: runs.joined().count)
    #expect(names.sorted() == all.sorted())
  }

  @Test("let through what only one of them writes", arguments: Seed.all(12))
  func filters(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let runs = runs(SinkStory(seed, runs: 2))
    var logs = [
      log(runs, .json) { $0 != "lastPlaylistItemStart" },
      log(runs, .xml) { $0 != "timerTriggered" }, log(runs, .text) { $0 != "cliRequest" },
    ]
    var gate = SinkGate()
    gate.unite(logs.indices.map(name))
    let names = try follow(&logs, gate, &random, last: runs.joined().count)
    #expect(names.sorted() == runs.joined().map(\.name))
  }

  @Test("of no known family are found by what they hold")
  func kinship() throws {
    var random = SeededGenerator(Seed(2))
    let runs = runs(SinkStory(Seed(2), runs: 1))
    let other = self.runs(SinkStory(Seed(2), runs: 1, process: 301))
    var logs = [log(runs, .json), log(runs, .text), log(other, .json)]
    let names = try follow(&logs, SinkGate(isLive: true), &random, last: runs[0].count)
    // Two streams have to begin in both logs before they are known to be of one server.
    let begun = runs[0].filter { $0.event.type == "inStreamCreated" }.map(\.name)
    let late = begun[1] + 25
    #expect(names.count { $0 > late } == 2 * runs[0].count { $0.name > late })
  }

  @Test("are all let through where they are of several servers")
  func strangers() throws {
    var random = SeededGenerator(Seed(3))
    let runs = runs(SinkStory(Seed(3), runs: 1))
    let other = self.runs(SinkStory(Seed(3), runs: 1, process: 301))
    var logs = [log(runs, .json), log(other, .json)]
    let names = try follow(&logs, SinkGate(isLive: true), &random, last: runs[0].count)
    #expect(names.count == 2 * runs[0].count)
  }

  @Test("that hold too little to be known are looked at again when they have grown")
  func mutes() throws {
    var gate = SinkGate()
    gate.unite([name(0), name(1)])
    gate.part([name(2)])
    gate.mute(name(3), size: 40)
    let next = try SinkGate(memory: gate.memory)
    #expect((0...2).allSatisfy { next.knows(name($0), size: 1) })
    #expect(next.knows(name(3), size: 40))
    #expect(!next.knows(name(3), size: 41) && !next.knows(name(4), size: 0))
    #expect(throws: SnapshotError(line: 2)) {
      try SinkGate(memory: ["sinks family", "sinks log sink0"])
    }
  }
}
