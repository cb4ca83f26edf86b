import TestSupport
import Testing

@testable import EventLog

@Suite("Checks of logs that grow")
struct CheckWatchTests {
  private static let name = LogName(group: ContiguousArray("events.json".utf8))

  /// The rows that a run tells of some more of a log, and its memory.
  private func run(
    _ bytes: ArraySlice<UInt8>, _ memory: inout [String], _ plan: ChecksPlan = ChecksPlan()
  ) throws -> [String] {
    var watch =
      try memory.isEmpty
      ? CheckWatch(plan, .tsv, RenderOptions())
      : CheckWatch(plan, .tsv, RenderOptions(), memory: memory)
    var reader = EventReader(format: .json)
    watch.beginLog(Self.name)
    let all = ContiguousArray(bytes)
    reader.read(all.span, into: &watch)
    reader.finish(into: &watch)
    watch.settle()
    watch.finish()
    memory = watch.memory
    return String(copying: watch.output.span).split(separator: "\n").dropFirst().map { String($0) }
  }

  /// What is told of a log that grows until each of these places.
  private func told(_ log: [UInt8], upTo places: [Int]) throws -> [String] {
    var memory: [String] = []
    var start = 0
    var rows: [String] = []
    for place in places + [log.count] {
      rows += try run(log[start..<place], &memory)
      start = place
    }
    return rows
  }

  /// When it began, the check, the stream, and what does not change as it goes on.
  private func beginnings(_ rows: [String]) -> [String] {
    rows.map { row in
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
      return "\(cells[0]) \(cells[2]) \(cells[4])"
    }.sorted()
  }

  private func ends(ofRecordsIn log: [UInt8]) -> [Int] {
    log.indices.filter { log[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// The words of each line, whose order is that of hashes.
  private func words(_ memory: [String]) -> [[Substring]] {
    memory.map { $0.split(separator: " ").sorted() }
  }

  private static let story = TroubleStory(Seed(5), troubles: Set(TroubleStory.Trouble.allCases))

  @Test("One run tells what check tells")
  func whole() throws {
    let log = Self.story.files(.json)[0]
    let rows = try told(log, upTo: [])
    let known = findings([[log]], day: "", evidence: true)
    #expect(
      rows.map { row in
        row.split(separator: "\t", omittingEmptySubsequences: false).prefix(7)
          .map { $0.isEmpty ? "." : String($0) }.joined(separator: " ")
      } == known)
  }

  @Test(
    "Whenever it runs, every finding is told once, and none that one run would not tell",
    arguments: Seed.all(3))
  func schedules(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let log = Self.story.files(.json)[0]
    let known = beginnings(try told(log, upTo: []))
    let ends = ends(ofRecordsIn: log)
    for count in [1, 7, 40] {
      let places = (0..<count).map { _ in ends.randomElement(using: &random) ?? 0 }.sorted()
      #expect(beginnings(try told(log, upTo: places)) == known, "\(places)")
    }
  }

  @Test("What was over when a run came is told as one run tells it")
  func over() throws {
    let log = Self.story.files(.json)[0]
    let whole = try told(log, upTo: [])
    // At 20:12 all is over that began before.
    let text = String(decoding: log, as: UTF8.self)
    let mark = try #require(text.firstRange(of: "\"timestamp\":1766002320")).lowerBound
    let offset = text.utf8.distance(from: text.startIndex, to: mark)
    let place = try #require(ends(ofRecordsIn: log).first { $0 > offset })
    let parts = try told(log, upTo: [place])
    #expect(parts.filter { $0 < "2025-12-17T20:12" } == whole.filter { $0 < "2025-12-17T20:12" })
  }

  @Test("Pulls that fail on and on are told in the run that sees the first, and not again")
  func goesOn() throws {
    var memory: [String] = []
    var log = SessionLog()
    var counts: [Int] = []
    var start = 0
    for minute in 0..<5 {
      log.add(
        "pullStreamFailed", at: Double(minute) * 60, #""localStreamName":"cam","uri":"rtmp://h/a""#)
      let bytes = Array(log.text.utf8)
      counts.append(try run(bytes[start...], &memory).count)
      start = bytes.count
    }
    #expect(counts == [1, 0, 0, 0, 0])
    // The stream comes, and its pulls fail once more.
    log.stream("inStreamCreated", 1, at: 400)
    log.stream("inStreamClosed", 1, at: 500, upTime: 100)
    log.add("pullStreamFailed", at: 510, #""localStreamName":"cam","uri":"rtmp://h/a""#)
    #expect(try run(Array(log.text.utf8)[start...], &memory).count == 1)
  }

  @Test("A memory is read as it was written, and anything else refused")
  func memory() throws {
    let log = Self.story.files(.json)[0]
    let ends = ends(ofRecordsIn: log)
    for place in stride(from: 0, to: ends.count, by: ends.count / 12) {
      var memory: [String] = []
      _ = try run(log[..<ends[place]], &memory)
      var again = memory
      #expect(try run([], &again) == [])
      #expect(words(again) == words(memory))
      for line in memory.indices {
        var damaged = memory
        damaged[line] += " x"
        #expect(throws: SnapshotError.self) {
          _ = try CheckWatch(ChecksPlan(), .tsv, RenderOptions(), memory: damaged)
        }
      }
    }
    var others = ["metrics 1"]
    #expect(throws: SnapshotError(line: 1)) { _ = try run([], &others) }
  }

  @Test("Checks that another run did not ask for are begun anew")
  func otherChecks() throws {
    var log = SessionLog()
    log.add("pullStreamFailed", at: 0, #""localStreamName":"cam","uri":"rtmp://h/a""#)
    var memory: [String] = []
    var plan = ChecksPlan()
    plan.checks = [.drops]
    #expect(try run(Array(log.text.utf8)[...], &memory, plan) == [])
    let before = log.text.utf8.count
    log.add("pullStreamFailed", at: 60, #""localStreamName":"cam","uri":"rtmp://h/a""#)
    #expect(try run(Array(log.text.utf8)[before...], &memory).count == 1)
  }
}
