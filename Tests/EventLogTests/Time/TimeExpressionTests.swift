import EventLog
import Testing

/// Now is Friday, 20 November 2026, 23:12:33.500 UTC: 18:12 in New York, Saturday 00:12 in Berlin.
private let now = TestZones.utc("2026-11-20T23:12:33.500")

/// A text and the moment that it means.
struct TimeExample: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String
  var zone = ZoneRules.utc

  init(_ text: String, _ expected: String, in zone: ZoneRules = .utc) {
    (self.text, self.expected, self.zone) = (text, expected, zone)
  }

  var testDescription: String { "\(text) in \(zone.name)" }

  static let relative = [
    TimeExample("now", "2026-11-20T23:12:33.500Z"),
    TimeExample("NOW", "2026-11-20T23:12:33.500Z"),
    TimeExample("90s", "2026-11-20T23:11:03.500Z"),
    TimeExample("1h", "2026-11-20T22:12:33.500Z"),
    TimeExample("-1h", "2026-11-20T22:12:33.500Z"),
    TimeExample("- 1 h", "2026-11-20T22:12:33.500Z"),
    TimeExample("2d3h", "2026-11-18T20:12:33.500Z"),
    TimeExample("1w", "2026-11-13T23:12:33.500Z"),
    TimeExample("1w2d3h4m5s6ms", "2026-11-11T20:08:28.494Z"),
    TimeExample("1.5h", "2026-11-20T21:42:33.500Z"),
    TimeExample("0.0005s", "2026-11-20T23:12:33.500Z"),
    TimeExample("1h ago", "2026-11-20T22:12:33.500Z"),
    TimeExample("1 hour ago", "2026-11-20T22:12:33.500Z"),
    TimeExample("2 days ago", "2026-11-18T23:12:33.500Z"),
    TimeExample("2 Hours 30 Minutes Ago", "2026-11-20T20:42:33.500Z"),
    TimeExample("-1h ago", "2026-11-20T22:12:33.500Z"),
    TimeExample("0s", "2026-11-20T23:12:33.500Z"),
    // A day is 24 hours also where the clocks were set back in between.
    TimeExample("20d", "2026-10-31T23:12:33.500Z", in: TestZones.newYork),
  ]

  static let days = [
    TimeExample("today", "2026-11-20T00:00:00.000Z"),
    TimeExample("midnight", "2026-11-20T00:00:00.000Z"),
    TimeExample("yesterday", "2026-11-19T00:00:00.000Z"),
    TimeExample("tomorrow", "2026-11-21T00:00:00.000Z"),
    TimeExample("friday", "2026-11-20T00:00:00.000Z"),
    TimeExample("Fri", "2026-11-20T00:00:00.000Z"),
    TimeExample("thursday", "2026-11-19T00:00:00.000Z"),
    TimeExample("saturday", "2026-11-14T00:00:00.000Z"),
    TimeExample("sunday", "2026-11-15T00:00:00.000Z"),
    TimeExample("monday", "2026-11-16T00:00:00.000Z"),
    TimeExample("tues", "2026-11-17T00:00:00.000Z"),
    TimeExample("wednesday 09:00", "2026-11-18T09:00:00.000Z"),
    TimeExample("today", "2026-11-20T05:00:00.000Z", in: TestZones.newYork),
    TimeExample("today", "2026-11-20T23:00:00.000Z", in: TestZones.berlin),
    TimeExample("saturday", "2026-11-20T23:00:00.000Z", in: TestZones.berlin),
    TimeExample("yesterday 18:30", "2026-11-19T23:30:00.000Z", in: TestZones.newYork),
    TimeExample("today Europe/Berlin", "2026-11-20T23:00:00.000Z", in: TestZones.newYork),
    TimeExample("yesterday UTC", "2026-11-19T00:00:00.000Z", in: TestZones.newYork),
  ]

  static let clock = [
    TimeExample("09:00", "2026-11-20T09:00:00.000Z"),
    TimeExample("9:00", "2026-11-20T09:00:00.000Z"),
    TimeExample("09:00:07", "2026-11-20T09:00:07.000Z"),
    TimeExample("09:00:07.25", "2026-11-20T09:00:07.250Z"),
    TimeExample("09:00:07,2509", "2026-11-20T09:00:07.250Z"),
    TimeExample("24:00", "2026-11-21T00:00:00.000Z"),
    TimeExample("00:00", "2026-11-20T00:00:00.000Z"),
    TimeExample("23:59:60", "2026-11-21T00:00:00.000Z"),
    TimeExample("09:00", "2026-11-20T14:00:00.000Z", in: TestZones.newYork),
    TimeExample("09:00", "2026-11-21T08:00:00.000Z", in: TestZones.berlin),
    TimeExample("09:00Z", "2026-11-20T09:00:00.000Z", in: TestZones.newYork),
    TimeExample("09:00 Europe/Berlin", "2026-11-21T08:00:00.000Z"),
    TimeExample("09:00 -05:00", "2026-11-20T14:00:00.000Z"),
  ]

  static let dates = [
    TimeExample("2026-11-20", "2026-11-20T00:00:00.000Z"),
    TimeExample("2026-11-20", "2026-11-20T05:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-20Z", "2026-11-20T00:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-20 UTC", "2026-11-20T00:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11", "2026-11-01T00:00:00.000Z"),
    TimeExample("2026/11/20", "2026-11-20T00:00:00.000Z"),
    TimeExample("2026-2-3", "2026-02-03T00:00:00.000Z"),
    TimeExample("2024-02-29", "2024-02-29T00:00:00.000Z"),
    TimeExample("2026-11-20T23:12", "2026-11-20T23:12:00.000Z"),
    TimeExample("2026-11-20 23:12", "2026-11-20T23:12:00.000Z"),
    TimeExample("2026-11-20t23:12:33z", "2026-11-20T23:12:33.000Z", in: TestZones.berlin),
    TimeExample("2026-11-20 23:12:33", "2026-11-20T22:12:33.000Z", in: TestZones.berlin),
    TimeExample("2026-07-20 23:12:33", "2026-07-20T21:12:33.000Z", in: TestZones.berlin),
    TimeExample("2026-11-20T23:12:33.3439", "2026-11-20T23:12:33.343Z"),
    TimeExample("2026-11-20T23:12:33.343Z", "2026-11-20T23:12:33.343Z", in: TestZones.berlin),
    TimeExample("2026-11-20T23:12:33+01:00", "2026-11-20T22:12:33.000Z"),
    TimeExample("2026-11-20T23:12:33-0500", "2026-11-21T04:12:33.000Z"),
    TimeExample("2026-11-20 23:12:33 +9", "2026-11-20T14:12:33.000Z"),
    TimeExample("2026-11-20 23:12:33 +05:45", "2026-11-20T17:27:33.000Z"),
    TimeExample("2026-11-20 23:12:33 UTC", "2026-11-20T23:12:33.000Z", in: TestZones.berlin),
    TimeExample("2026-11-20 23:12:33 America/New_York", "2026-11-21T04:12:33.000Z"),
    TimeExample("  2026-11-20   23:12:33  ", "2026-11-20T23:12:33.000Z"),
    TimeExample("2026-12-31T24:00", "2027-01-01T00:00:00.000Z"),
    TimeExample("20 Nov 2026", "2026-11-20T00:00:00.000Z"),
    TimeExample("20 november 2026 23:12", "2026-11-20T23:12:00.000Z"),
    TimeExample("Nov 20, 2026 23:12:33", "2026-11-20T23:12:33.000Z"),
    TimeExample("Nov 20 23:12:33", "2026-11-20T23:12:33.000Z"),
    TimeExample("Nov  2 23:12:33", "2026-11-02T23:12:33.000Z"),
    TimeExample("2 sept", "2026-09-02T00:00:00.000Z"),
    // The latest such day that is not after today.
    TimeExample("Nov 20", "2026-11-20T00:00:00.000Z"),
    TimeExample("Nov 21", "2025-11-21T00:00:00.000Z"),
    TimeExample("21 Nov", "2026-11-20T23:00:00.000Z", in: TestZones.berlin),
    TimeExample("Feb 29", "2024-02-29T00:00:00.000Z"),
    TimeExample("Fri, 20 Nov 2026 23:12:33 +0100", "2026-11-20T22:12:33.000Z"),
    TimeExample("Fri Nov 20 23:12:33 UTC 2026", "2026-11-20T23:12:33.000Z"),
    TimeExample("Fri Nov 20 23:12:33 2026", "2026-11-20T23:12:33.000Z"),
    TimeExample("20/Nov/2026:23:12:33 -0500", "2026-11-21T04:12:33.000Z"),
  ]

  static let stamps = [
    TimeExample("20251217_200640", "2025-12-17T20:06:40.000Z"),
    TimeExample("20251217_200640", "2025-12-17T19:06:40.000Z", in: TestZones.berlin),
    TimeExample("20251217-200640", "2025-12-17T20:06:40.000Z"),
    TimeExample("20251217T200640Z", "2025-12-17T20:06:40.000Z", in: TestZones.berlin),
    TimeExample("20251217T2006", "2025-12-17T20:06:00.000Z"),
    TimeExample("20251217", "2025-12-17T00:00:00.000Z"),
    TimeExample("20251217 20:06", "2025-12-17T20:06:00.000Z"),
    TimeExample("2026-Nov-20 23:12:33", "2026-11-20T23:12:33.000Z"),
    TimeExample("2026-Nov-20 23:12:33 UTC", "2026-11-20T23:12:33.000Z", in: TestZones.berlin),
    TimeExample("2026-11-20T23-12-33", "2026-11-20T23:12:33.000Z"),
    TimeExample("2026-11-20T23:12:33.000", "2026-11-20T23:12:33.000Z"),
  ]

  static let epochs = [
    TimeExample("@0", "1970-01-01T00:00:00.000Z"),
    TimeExample("@1795216353", "2026-11-20T23:12:33.000Z"),
    TimeExample("@1795216353.5", "2026-11-20T23:12:33.500Z"),
    TimeExample("@1795216353.5", "2026-11-20T23:12:33.500Z", in: TestZones.lordHowe),
    TimeExample("@-1.5", "1969-12-31T23:59:58.500Z"),
    TimeExample("@1795216353343", "2026-11-20T23:12:33.343Z"),
    TimeExample("1795216353", "2026-11-20T23:12:33.000Z"),
    TimeExample("1795216353.25", "2026-11-20T23:12:33.250Z"),
    TimeExample("1795216353343", "2026-11-20T23:12:33.343Z"),
    TimeExample("1795216353343.5491", "2026-11-20T23:12:33.343Z"),
  ]

  /// Clocks that are set forward skip an hour, clocks that are set back show one twice.
  static let clockChanges = [
    TimeExample("2026-03-08 01:59:59", "2026-03-08T06:59:59.000Z", in: TestZones.newYork),
    TimeExample("2026-03-08 02:30", "2026-03-08T07:30:00.000Z", in: TestZones.newYork),
    TimeExample("2026-03-08 03:00", "2026-03-08T07:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-01 00:59", "2026-11-01T04:59:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-01 01:30", "2026-11-01T05:30:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-01 01:30 -05:00", "2026-11-01T06:30:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-01 02:00", "2026-11-01T07:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-01", "2026-11-01T04:00:00.000Z", in: TestZones.newYork),
    TimeExample("2026-11-02", "2026-11-02T05:00:00.000Z", in: TestZones.newYork),
    TimeExample("20261101_013000", "2026-11-01T05:30:00.000Z", in: TestZones.newYork),
    TimeExample("2026-03-29 02:30", "2026-03-29T01:30:00.000Z", in: TestZones.berlin),
    TimeExample("2026-10-25 02:30", "2026-10-25T00:30:00.000Z", in: TestZones.berlin),
    TimeExample("2026-10-25 03:00", "2026-10-25T02:00:00.000Z", in: TestZones.berlin),
    TimeExample("2026-10-04 02:15", "2026-10-03T15:45:00.000Z", in: TestZones.lordHowe),
    TimeExample("2026-10-04 02:30", "2026-10-03T15:30:00.000Z", in: TestZones.lordHowe),
    TimeExample("2026-04-05 01:45", "2026-04-04T14:45:00.000Z", in: TestZones.lordHowe),
    TimeExample("2026-04-05 02:00", "2026-04-04T15:30:00.000Z", in: TestZones.lordHowe),
  ]
}

@Suite("Times as people type them")
struct TimeExpressionTests {
  @Test(
    "mean the moment that the table says",
    arguments: TimeExample.relative + TimeExample.days + TimeExample.clock + TimeExample.dates
      + TimeExample.stamps + TimeExample.epochs + TimeExample.clockChanges)
  func moment(example: TimeExample) throws {
    let time = try TimeExpression.parse(
      example.text, now: now, zone: example.zone, zoneNamed: TestZones.named)
    #expect(TestZones.text(time) == example.expected)
  }

  @Test("may count from the start of the window, if there is one")
  func afterStart() throws {
    let since = TestZones.utc("2026-11-20T09:00:00")
    let time = try TimeExpression.parse("+1h30m", now: now, zone: .utc, since: since)
    #expect(TestZones.text(time) == "2026-11-20T10:30:00.000Z")
    let error = #expect(throws: TimeExpressionError.self) {
      try TimeExpression.parse("+30m", now: now, zone: .utc)
    }
    #expect(error?.reason == .noStart)
  }

  @Test(
    "are refused with the part that is wrong",
    arguments: [
      ("", .empty), ("   ", .empty), ("soon", .unknownWord("soon")), ("5", .noUnit("5")),
      ("1h 5", .noUnit("5")), ("5 parsecs", .unknownUnit("parsecs")),
      ("1 month ago", .unknownUnit("month")), ("123456789", .unclearNumber("123456789")),
      ("2026", .unclearNumber("2026")), ("2026-13-01", .noSuch(part: "month", value: "13")),
      ("2026-00-01", .noSuch(part: "month", value: "00")),
      ("2026-Foo-01", .noSuch(part: "month", value: "foo")),
      ("2026-02-30", .noSuchDate(year: 2026, month: 2, day: 30)),
      ("2025-02-29", .noSuchDate(year: 2025, month: 2, day: 29)),
      ("Feb 30", .noSuchDate(year: nil, month: 2, day: 30)),
      ("2026-11-32", .noSuch(part: "day", value: "32")),
      ("2026-", .missing(part: "month", behind: "2026-")),
      ("2026-11-20T", .missing(part: "time", behind: "2026-11-20T")),
      ("2026-11-20 25:00", .noSuch(part: "hour", value: "25")),
      ("24:01", .noSuch(part: "hour", value: "24")),
      ("09:60", .noSuch(part: "minute", value: "60")),
      ("09:00:61", .noSuch(part: "second", value: "61")),
      ("09:", .missing(part: "minute", behind: "09:")),
      ("2026-11-20 09", .missing(part: "minute", behind: "2026-11-20 09")),
      ("20261317_200640", .noSuch(part: "month", value: "13")),
      ("20251217_2006401", .unexpected("1")),
      ("2026-11-20 09:00 Mars/Olympus", .unknownZone("Mars/Olympus")),
      ("2026-11-20 09:00 +25:00", .noSuch(part: "offset", value: "25")),
      ("09:00 UTC today", .unexpected("today")), ("yesterday!", .unexpected("!")),
      ("1h from now", .unexpected("from")), ("*", .unexpected("*")),
      ("@", .missing(part: "number", behind: "@")),
      ("@9999999999999999999999", .tooFar), ("99999999999w", .tooFar), ("9999999w", .tooFar),
      ("9999-12-31T24:00", .tooFar),
    ] as [(String, TimeExpressionError.Reason)])
  func refusal(text: String, reason: TimeExpressionError.Reason) throws {
    let error = #expect(throws: TimeExpressionError.self) {
      try TimeExpression.parse(text, now: now, zone: .utc, zoneNamed: TestZones.named)
    }
    #expect(error == TimeExpressionError(text: text, reason: reason))
  }

  @Test("are refused in a sentence with three examples, and the examples are right")
  func sentence() throws {
    let error = TimeExpressionError(
      text: "2026-13-01", reason: .noSuch(part: "month", value: "13"))
    #expect(
      error.description == """
        '2026-13-01' is no time: there is no month 13. \
        Write it as in 2026-11-20T23:12:33Z, 2h or yesterday.
        """)
    for example in TimeExpressionError.examples {
      #expect(throws: Never.self) {
        try TimeExpression.parse(example, now: now, zone: .utc)
      }
    }
  }

  @Test(
    "are read back as emslog prints them, in every hour of a year",
    arguments: [ZoneRules.utc, TestZones.newYork, TestZones.berlin, TestZones.lordHowe])
  func roundTrip(zone: ZoneRules) throws {
    let start = TestZones.utc("2026-01-01T00:00:00.000").milliseconds
    for hour in 0..<8760 {
      // Steps that meet every millisecond and minute sooner or later.
      let time = EventTime(
        milliseconds: start + Int64(hour) * 3_600_000 + Int64(hour) * 7919 % 3_600_000)
      let text = TestZones.text(time)
      #expect(try TimeExpression.parse(text, now: now, zone: zone) == time)

      let offset = zone.offset(at: time)
      let local = String(
        TestZones.text(EventTime(milliseconds: time.milliseconds + Int64(offset) * 1000)).dropLast()
      )
      let parsed = try TimeExpression.parse(local, now: now, zone: zone)
      // What clocks show twice is read as the first.
      #expect(zone.civil(at: parsed) == zone.civil(at: time))
      #expect(parsed <= time)
      let spaced = local.replacing("T", with: " ")
      #expect(try TimeExpression.parse(spaced, now: now, zone: zone) == parsed)

      let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
      let sign = offset < 0 ? "-" : "+"
      let suffix = "\(sign)\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
      #expect(try TimeExpression.parse(local + suffix, now: now, zone: .utc) == time)
    }
  }

  @Test("of any bytes are read or refused, and never crash")
  func hostile() {
    let alphabet = Array("0123456789:-+./@TZ_ ,ahdnovmw\u{e9}\0")
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<(state >> 59) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(alphabet[Int((state >> 33) % UInt64(alphabet.count))])
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if let time = try? TimeExpression.parse(text, now: now, zone: TestZones.newYork) {
        #expect((-62_167_219_200_000...253_402_300_799_999).contains(time.milliseconds))
      }
    }
  }
}

@Suite("A window of time")
struct TimeWindowTests {
  private let first = TestZones.utc("2026-11-20T09:00:00")
  private let second = TestZones.utc("2026-11-20T10:00:00")
  private let third = TestZones.utc("2026-11-20T11:00:00")

  @Test("holds its first moment and not its last, so that neighbours share nothing")
  func halfOpen() {
    let one = TimeWindow(since: first, until: second)
    let other = TimeWindow(since: second, until: third)
    #expect(one.contains(first))
    #expect(!one.contains(second))
    for milliseconds in stride(from: first.milliseconds, to: third.milliseconds, by: 60_000) {
      let time = EventTime(milliseconds: milliseconds)
      #expect(one.contains(time) != other.contains(time))
    }
    #expect(!TimeWindow(since: first, until: first).contains(first))
  }

  @Test("without an end holds all that comes later, and events without a time are in none")
  func openEnds() {
    #expect(TimeWindow(since: second).contains(third))
    #expect(!TimeWindow(since: second).contains(first))
    #expect(TimeWindow(until: second).contains(first))
    #expect(!TimeWindow(since: first).contains(nil))
    #expect(!TimeWindow(until: first).contains(nil))
    #expect(TimeWindow().contains(nil))
    #expect(TimeWindow().isUnlimited)
  }
}
