import EventLog
import TestSupport
import Testing

@Suite("A hole of zero bytes that is longer than any record")
struct HoleTests {
  private static let records = (0..<4).map { number in
    #"{"_logEntry":"0000\#(number)","id":\#(number),"payload":{},"processId":42,"#
      + #""timestamp":1795216353,"type":"timerTriggered"},"# + "\n"
  }
  private static let hole = [UInt8](repeating: 0, count: 300_000)

  @Test("swallows no record after it", arguments: [1000, 70_000, 299_999, 1 << 20])
  func between(size: Int) {
    let bytes =
      Array((Self.records[0] + Self.records[1]).utf8) + Self.hole
      + Array((Self.records[2] + Self.records[3]).utf8)
    let reading = Reading(bytes, cut: .size(size), recordLimit: 65_536)
    #expect(reading.lines.count == 4)
    #expect(
      reading.skipped == [
        SkippedPiece(reason: .zeros, offset: 2 * Self.records[0].utf8.count, count: 300_000)
      ])
    #expect(reading.accountsForEveryByte)
  }

  @Test("costs the record alone that it has cut", arguments: [1000, 70_000, 1 << 20])
  func within(size: Int) {
    let bytes =
      Array(Self.records[0].utf8) + Array(Self.records[1].utf8.prefix(40)) + Self.hole
      + Array((Self.records[2] + Self.records[3]).utf8)
    let reading = Reading(bytes, cut: .size(size), recordLimit: 65_536)
    #expect(reading.lines.count == 3)
    #expect(reading.accountsForEveryByte)
  }

  @Test("is passed over at the end of a log", arguments: [1000, 1 << 20])
  func end(size: Int) {
    let bytes = Array(Self.records[0].utf8) + Self.hole
    let reading = Reading(bytes, cut: .size(size), recordLimit: 65_536)
    #expect(reading.lines.count == 1)
    #expect(reading.reasons == [.zeros])
    #expect(reading.accountsForEveryByte)
  }
}
