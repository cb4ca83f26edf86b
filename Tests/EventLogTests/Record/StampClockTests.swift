import TestSupport
import Testing

@testable import EventLog

@Suite("Stamps in the hour that comes twice")
struct StampClockTests {
  /// What clocks in Berlin show every ten minutes from 23:40 to 02:20 UTC: 02:00 to 02:50 twice.
  private static let stamps =
    ["01:40", "01:50"] + tens(2) + tens(2) + tens(3).prefix(3)
  private static let moments =
    ["24T23:40", "24T23:50"] + (0...1).flatMap { hour in tens(hour).map { "25T\($0)" } }
    + tens(2).prefix(3).map { "25T\($0)" }

  private static func tens(_ hour: Int) -> [String] { (0...5).map { "0\(hour):\($0)0" } }

  /// A record in each format that bears local stamps, with its number.
  private static let formats: [String: @Sendable (Int, String) -> String] = [
    "json": { number, clock in
      #"{"_logEntry":"\#(String(100_000 + number).dropFirst())","id":\#(number),"payload":{"#
        + #""PID":42},"processId":42,"timestamp":"2026-10-25T\#(clock):00.000","#
        + #""type":"\#(type(number))"},"# + "\n"
    },
    "text": { number, clock in
      "\(String(100_000 + number).dropFirst())\t\(type(number))\t"
        + "<TIMESTAMP name=\"\">2026-10-25T\(clock):00.000</TIMESTAMP>\n\tPID: 42\n\n\n"
    },
    "xml": { number, clock in
      """
      <MAP isArray="false" name="">
          <STR name="_logEntry">\(String(100_000 + number).dropFirst())</STR>
          <UINT64 name="id">\(number)</UINT64>
          <MAP isArray="false" name="payload">
              <INT32 name="PID">42</INT32>
          </MAP>
          <INT32 name="processId">42</INT32>
          <TIMESTAMP name="timestamp">2026-10-25T\(clock):00.000</TIMESTAMP>
          <STR name="type">\(type(number))</STR>
      </MAP>

      """
    },
  ]

  /// Every third record is one that nobody asks for.
  private static func type(_ number: Int) -> String {
    number % 3 == 0 ? "timerClosed" : "timerTriggered"
  }

  private static func log(_ format: String, _ stamps: [String]) throws -> [String] {
    let record = try #require(formats[format])
    return stamps.enumerated().map { record($0 + 1, $1) }
  }

  /// The days, hours and minutes at which events happened, in UTC.
  private func times(_ reading: Reading) -> [String] {
    reading.lines.map { line in
      String(line.dropFirst(#"{"time":"2026-10-"#.utf8.count).prefix(8))
    }
  }

  @Test(
    "are of the second time once they go back, however the bytes are cut",
    arguments: formats.keys.sorted(), [1, 7, 100, .max])
  func goingBack(format: String, size: Int) throws {
    let log = try Self.log(format, Self.stamps).joined()
    let reading = Reading(Array(log.utf8), cut: .size(size), zone: TestZones.berlin)
    #expect(times(reading) == Self.moments)
  }

  @Test(
    "are what they are also where most records are not asked for", arguments: formats.keys.sorted())
  func filtered(format: String) throws {
    let log = try Self.log(format, Self.stamps).joined()
    var filter = Filter()
    filter.types = TypeSelector.parse(["timerClosed"]).selector
    let reading = Reading(Array(log.utf8), zone: TestZones.berlin, filter: filter)
    let expected = Self.moments.enumerated().filter { ($0.offset + 1) % 3 == 0 }.map(\.element)
    #expect(times(reading) == expected)
  }

  @Test("are what they are wherever another run goes on", arguments: 1..<17)
  func resumed(place: Int) throws {
    let records = try Self.log("json", Self.stamps)
    let context = DecodingContext(logZone: TestZones.berlin)
    var first = Times()
    var second = Times()
    var reader = EventReader(context: context)
    let head = Array(records[..<place].joined().utf8)
    reader.read(head.span, into: &first)
    reader.pause(into: &first)
    var later = EventReader(context: context)
    later.resume(at: reader.offset, head: head.span, bookmark: reader.bookmark)
    let rest = Array(records[place...].joined().utf8)
    later.read(rest.span, into: &second)
    later.finish(into: &second)
    #expect((first.times + second.times).map { String($0.dropFirst(8).prefix(8)) } == Self.moments)
  }

  @Test("are what they are in the next file of a set", arguments: 1..<17)
  func rotated(place: Int) throws {
    let records = try Self.log("text", Self.stamps)
    var all = Times()
    var reader = EventReader(context: DecodingContext(logZone: TestZones.berlin))
    for (index, part) in [records[..<place], records[place...]].enumerated() {
      reader.reset(isContinuation: index > 0)
      let bytes = Array(part.joined().utf8)
      reader.read(bytes.span, into: &all)
      reader.finish(into: &all)
    }
    #expect(all.times.map { String($0.dropFirst(8).prefix(8)) } == Self.moments)
  }

  @Test("are of the first time where nothing before them decides, or all is a little out of order")
  func undecided() throws {
    func read(_ stamps: String...) throws -> [String] {
      let log = try Self.log("json", stamps).joined()
      return times(Reading(Array(log.utf8), zone: TestZones.berlin))
    }
    #expect(try read("02:30", "02:40", "03:10") == ["25T00:30", "25T00:40", "25T02:10"])
    #expect(try read("02:30", "02:30") == ["25T00:30", "25T00:30"])
    #expect(try read("02:30", "02:20", "02:40") == ["25T00:30", "25T01:20", "25T01:40"])
    // Somebody set the clock: the stamp is hours before the one before it.
    #expect(try read("06:00", "02:30") == ["25T05:00", "25T00:30"])
  }
}

/// Keeps the times of all events.
private struct Times: EventConsumer {
  var times: [String] = []
  var wantedKinds: EventKindSet { .all }
  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if let time = event.time { times.append(TestZones.text(time)) }
    return .proceed
  }
  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}
}
