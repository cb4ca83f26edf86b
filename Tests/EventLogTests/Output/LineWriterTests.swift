import Testing

@testable import EventLog

@Suite("Lines for people")
struct LineWriterTests {
  private func line(_ record: String, width: Int? = nil) -> String {
    var options = RenderOptions()
    options.width = width
    return rendered(record, as: .line, options)
  }

  private static let created = record(
    "hlsChunkClosed", #"{"file":"\/srv\/hls\/cam1\/seg_7.ts","segmentDuration":2000.0}"#)

  @Test("A line has the time, the type, the stream and what matters")
  func wholeLine() {
    #expect(
      line(closedStream)
        == "2026-11-20 23:12:33.343  inStreamClosed           cam1          "
        + "upTime 6.0s  1.2 MB  from 10.0.0.24\n")
  }

  @Test(
    "Each kind of event tells what matters for it; quirk 59: dates with dashes too",
    arguments: [
      (created, "cam1/seg_7.ts  2.0s"),
      (record("pullStreamFailed", #"{"uri":"rtsp:\/\/10.9.8.7\/x"}"#), "rtsp://10.9.8.7/x"),
      (record("cliRequest", #"{"command":"listStreams","parameters":null}"#), "listStreams"),
      (record("cliResponse", #"{"status":"FAIL","description":"No"}"#), "FAIL  No"),
      (
        record(
          "streamingSessionEnded",
          #"{"clientIP":"::1","playlist":"\/w\/hls\/a.m3u8","startTime":"2026-11-20T23-12-37","#
            + #""stopTime":"2026-11-20T23-14-00"}"#),
        "from ::1  hls/a.m3u8  1m23s"
      ),
      (
        record("timerTriggered", #"{"timerId":3,"triggerCount":1,"value":60}"#),
        "timer 3  count 1  at 60"
      ),
      (
        record(
          "inStreamCodecsUpdated",
          #"{"audio":{"codec":"AAAC"},"video":{"codec":"VH264","height":1080,"width":1920}}"#),
        "video VH264  1920x1080  audio AAAC"
      ),
      (
        record("madeUpEvent", #"{"PID":1,"a":null,"b":"x","c":{"d":1},"e":2,"f":true,"g":"h"}"#),
        "b x  e 2  f true"
      ),
      (
        record("carrierClosed", #"{"type":"TCP","farIP":"1.2.3.4","rx":999,"tx":1000}"#),
        "TCP  from 1.2.3.4  received 999 B  sent 1.0 kB"
      ),
    ])
  func details(record: String, expected: String) {
    #expect(line(record).hasSuffix("  " + expected + "\n"))
  }

  @Test("On a terminal a line is cut to the width; below 80 columns the date is left out")
  func widths() {
    #expect(
      line(closedStream, width: 200)
        == "2026-11-20 23:12:33.343  inStreamClosed           cam1          "
        + "upTime 6.0s  1.2 MB  from 10.0.0.24\n")
    #expect(
      line(closedStream, width: 80)
        == "2026-11-20 23:12:33.343  inStreamClosed           cam1          upTime 6.0s  1.…\n")
    #expect(line(closedStream, width: 40) == "23:12:33.343  inStreamClosed  cam1     …\n")
    #expect(
      line(Self.created, width: 60)
        == "23:12:33.000  hlsChunkClosed                         cam1/s…\n")
  }

  @Test("Times are those of the zone")
  func zone() {
    var options = RenderOptions()
    options.zone = ZoneRules(name: "-05:00", fixedOffset: -5 * 3600)
    #expect(rendered(closedStream, as: .line, options).hasPrefix("2026-11-20 18:12:33.343  "))
  }

  @Test("An event without a time has a hyphen in its place")
  func noTime() {
    let record = #"{"_logEntry":"00000","payload":{},"type":"timerClosed"},"# + "\n"
    #expect(line(record) == "-                        timerClosed\n")
  }

  @Test("Colours are turned off again, also where a line is cut")
  func colours() {
    var options = RenderOptions()
    options.usesColour = true
    #expect(
      rendered(closedStream, as: .line, options)
        == "\u{1B}[2m2026-11-20 23:12:33.343\u{1B}[0m  \u{1B}[32minStreamClosed\u{1B}[0m"
        + "           \u{1B}[1mcam1\u{1B}[0m          upTime 6.0s  1.2 MB  from 10.0.0.24\n")
    options.width = 20
    let cut = rendered(closedStream, as: .line, options)
    #expect(cut == "\u{1B}[2m23:12:33.343\u{1B}[0m  \u{1B}[32minStr…\u{1B}[0m\u{1B}[1m\u{1B}[0m\n")
    #expect(
      rendered(record("hlsChunkError", #"{"error":"No"}"#), as: .line, options)
        .contains("\u{1B}[31mhlsCh…"))
  }

  @Test("Fields that were asked for stand side by side, with a hyphen for what is missing")
  func fields() throws {
    #expect(
      rendered(closedStream, as: .line, try choosing("type,nothing,audio.bytesCount", "details"))
        == "inStreamClosed  -  200000  upTime 6.0s  1.2 MB  from 10.0.0.24\n")
  }

  @Test("The source stands before all else where it is wanted")
  func source() {
    #expect(
      rendered(closedStream, as: .line, RenderOptions(showsSource: true))
        .hasPrefix("log.json: 2026-11-20"))
  }
}

@Suite("Numbers in words")
struct ValueTextTests {
  @Test(
    "Durations have two units",
    arguments: [
      (0, "0s"), (1, "1ms"), (999, "999ms"), (1000, "1.0s"), (59_999, "59.9s"),
      (60_000, "1m00s"), (252_000, "4m12s"), (3_599_999, "59m59s"), (8_047_000, "2h14m07s"),
      (86_400_000, "1d00h00m"), (266_400_000, "3d02h00m"), (-1500, "-1.5s"),
      (Int64.min, "-106751991167d07h12m"),
    ] as [(Int64, String)])
  func durations(value: Int64, expected: String) {
    #expect(appended { $0.append(durationInMilliseconds: value) } == expected)
  }

  @Test(
    "Bytes are in powers of a thousand",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1999, "1.9 kB"), (1_234_567, "1.2 MB"),
      (-1_500_000_000, "-1.5 GB"), (Int64.max, "9.2 EB"),
    ] as [(Int64, String)])
  func bytes(value: Int64, expected: String) {
    #expect(appended { $0.append(bytes: value) } == expected)
  }

  @Test(
    "Decimals are rounded on the recorded digits",
    arguments: [
      ("6006.0161", 2, "6006.02"), ("6006.0161", 0, "6006"), ("0.5", 0, "1"), ("0.4999", 0, "0"),
      ("9.999", 2, "10.00"), ("-9.999", 2, "-10.00"), ("7", 3, "7.000"), ("99.95", 1, "100.0"),
      ("12345678901234567890.25", 1, "12345678901234567890.3"), ("1e5", 2, "1e5"),
      ("0.1", 5, "0.10000"),
    ])
  func decimals(number: String, places: Int, expected: String) {
    let bytes = ContiguousArray(number.utf8)
    #expect(appended { $0.append(number: bytes.span, decimals: places) } == expected)
  }
}
