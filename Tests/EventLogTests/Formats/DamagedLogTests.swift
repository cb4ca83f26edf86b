import EventLog
import TestSupport
import Testing

/// Logs that were damaged at random: nothing is lost or read twice, and the cuts between chunks make
/// no difference.
@Suite("Damaged logs")
struct DamagedLogTests {
  /// A few events of the sample story in several formats, one behind the other, then damaged.
  private static func log(
    of formats: [ReferenceWriter.Format], _ random: inout SeededGenerator
  ) -> [UInt8] {
    var log: [UInt8] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let first = Int.random(in: 0..<SampleStory.events.count, using: &random)
      let events = Array(SampleStory.events[first...].prefix(Int.random(in: 1...8, using: &random)))
      log += ReferenceWriter.file(events, formats.randomElement(using: &random) ?? .text)
    }
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let place = Int.random(in: 0...log.count, using: &random)
      let rest = log.count - place
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        log.removeSubrange(place..<(place + Int.random(in: 0...min(rest, 400), using: &random)))
      case 1: log.insert(contentsOf: Array("\n\n\n00099\tserverStopping\n\tPID: 1".utf8), at: place)
      case 2: log.insert(contentsOf: log[place...].prefix(900), at: place)
      case 3: log.insert(contentsOf: Array(repeating: 0, count: 9), at: place)
      case 4: log.insert(contentsOf: Array("\t42\tinStreamClosed\t".utf8), at: place)
      default: log = Array(log[..<place])
      }
    }
    return log
  }

  @Test("are read alike however they are cut", arguments: Seed.all(30))
  func cuts(_ seed: Seed) {
    var random = SeededGenerator(seed)
    let log = Self.log(of: [.json, .text, .w3c], &random)
    let whole = Reading(log)
    #expect(whole.accountsForEveryByte)
    for cut in ChunkCutter.all {
      #expect(Reading(log, cut: cut) == whole, "\(cut)")
    }
  }

  @Test("are read alike in a format that they are not in", arguments: Seed.all(8))
  func wrongFormat(_ seed: Seed) {
    var random = SeededGenerator(seed)
    let log = Self.log(of: [.json, .text, .w3c, .xml], &random)
    for format in InputFormat.allCases {
      let whole = Reading(log, format: format)
      #expect(whole.accountsForEveryByte)
      for cut in ChunkCutter.all {
        #expect(Reading(log, cut: cut, format: format) == whole, "\(format) \(cut)")
      }
    }
  }

  @Test(
    "count the same events when most are only looked at",
    arguments: [ReferenceWriter.Format.json, .text, .w3c])
  func glance(_ format: ReferenceWriter.Format) {
    let log = ReferenceWriter.file(SampleStory.events, format)
    var filter = Filter()
    filter.types = TypeSelector.parse(["timerTriggered"]).selector
    let whole = Reading(log)
    let part = Reading(log, filter: filter)
    #expect(part.statistics.events == whole.statistics.events)
    #expect(part.lines == whole.lines.filter { $0.contains("\"type\":\"timerTriggered\"") })
  }

  @Test("samples as text hold the same events as in json")
  func story() {
    let json = Reading(ReferenceWriter.file(SampleStory.events, .json))
    let text = Reading(ReferenceWriter.file(SampleStory.events, .text))
    #expect(text.skipped.isEmpty)
    #expect(text.statistics.forgedRecords == 0)
    #expect(text.lines.count == json.lines.count)
  }
}
