import TestSupport
import Testing

@testable import EventLog

@Suite("Raw output of text logs")
struct RawTests {
  private static let names = ["cam1", "cam2", "studio", "x: y", "00007", "\ttab", "#end 120"]
  private static let types = ["inStreamCreated", "outStreamCreated", "inStreamClosed"]

  /// A text log of servers that were started one after the other, whose counters begin anew.
  private static func log(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for process in 1...Int.random(in: 1...4, using: &random) {
      var writer = ReferenceWriter(
        .text, bearsLocalTime: .random(using: &random),
        count: [0, 20].randomElement(using: &random) ?? 0)
      for number in 0..<Int.random(in: 5...30, using: &random) {
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        bytes += writer.record(
          ReferenceEvent(
            type: types.randomElement(using: &random) ?? "",
            payload: [
              "PID": .integer(Int64(process), .bits32), "name": .text(name),
              "note": .text(String(repeating: "n", count: .random(in: 0...3000, using: &random))),
              "uniqueId": .unsigned(UInt64(number), .bits32),
            ], id: UInt64(number), seconds: 1_795_215_600 + UInt64(number),
            processId: Int32(process)))
      }
    }
    return bytes
  }

  private func print(
    _ log: [UInt8], _ filter: Filter, as format: OutputFormat, cutter: Int = .max,
    excerpt: Excerpt = Excerpt()
  ) -> [UInt8] {
    var selection = FilteredEvents(filter, .print(format, excerpt))
    var reader = EventReader(format: .text)
    var output = ""
    selection.begin()
    selection.beginSource("log")
    let bytes = ContiguousArray(log)
    var start = 0
    while start < bytes.count {
      let end = cutter < bytes.count - start ? start + cutter : bytes.count
      reader.read(bytes.span.extracting(start..<end), into: &selection)
      selection.arrange()
      output += String(copying: selection.output.span)
      selection.output.removeAll()
      start = end
    }
    reader.finish(into: &selection)
    selection.endSource()
    while selection.release() {
      selection.arrange()
      output += String(copying: selection.output.span)
      selection.output.removeAll()
    }
    selection.end()
    return Array((output + String(copying: selection.output.span)).utf8)
  }

  @Test("reads back as the same events, whatever was left out", arguments: Seed.all(4))
  func readsBack(seed: Seed) {
    var random = SeededGenerator(seed)
    for _ in 0..<10 {
      let log = Self.log(&random)
      var filter = Filter()
      filter.types = TypeSelector.parse([Self.types.randomElement(using: &random) ?? ""]).selector
      if .random(using: &random) { filter.streams = [Glob("c*"), Glob("x*")] }
      var excerpt = Excerpt()
      if .random(using: &random) { excerpt.before = 1 }
      let cut = Int.random(in: 100...5000, using: &random)
      let raw = print(log, filter, as: .raw, cutter: cut, excerpt: excerpt)
      let wanted = print(log, filter, as: .jsonl, excerpt: excerpt)
      let read = print(raw, Filter(), as: .jsonl, cutter: cut)
      #expect(String(decoding: read, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
    }
  }

  @Test("is the log itself if nothing is left out")
  func wholeLog() {
    var writer = ReferenceWriter(.text)
    let log = (0..<20).flatMap { number in
      writer.record(
        ReferenceEvent(
          type: "inStreamClosed", payload: ["PID": .integer(1, .bits32), "name": .text("cam")],
          id: UInt64(number), seconds: 1_795_215_600, processId: 1))
    }
    #expect(print(log, Filter(), as: .raw) == log)
    #expect(print(log, Filter(), as: .raw, cutter: 7) == log)
  }
}
