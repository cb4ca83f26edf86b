import EventLog
import TestSupport
import Testing

@Suite("The w3c sink")
struct W3CFormatTests {
  /// A log, what is read from it, and what is passed over.
  struct Example: CustomTestStringConvertible {
    var title: String
    var log: String
    /// What stands behind `"system":"ems",` in each line that is printed.
    var events: [String]
    var skipped: [SkipReason] = []
    var time = "null"
    var testDescription: String { title }

    init(
      _ title: String, _ log: String, _ events: [String], skipped: [SkipReason] = [],
      time: String = "null"
    ) {
      self.title = title
      self.log = log
      self.events = events
      self.skipped = skipped
      self.time = time
    }
  }

  private static func event(
    _ payload: String = "", type: String = "inStreamCreated", stream: String? = nil,
    process: String = "4242"
  ) -> String {
    let name = stream.map { "\"stream\":\"\($0)\"," } ?? ""
    return "\"type\":\"\(type)\",\(name)\"payload\":{\"PID\":\(process)\(payload)}"
  }

  private static func named(_ name: String) -> (row: String, event: String) {
    (
      W3CLog.row(["name": name, "creationTimestamp": "5.000", "uniqueId": "3"]),
      event(
        ",\"name\":\"\(name)\",\"creationTimestamp\":5.000,\"uniqueId\":3", stream: name)
    )
  }

  static let examples: [Example] = {
    let header = W3CLog.header()
    let row = W3CLog.row()
    let stamp = "2023-Nov-14 22:13:20"
    let stamped =
      "\"type\":\"inStreamCreated\",\"timestamp\":\"\(stamp)\",\"payload\":{\"PID\":4242}"
    let cam1 = named("cam1")
    return [
      Example("a header and a row", header + row, [event()]),
      Example("quirk 10: rows without a header", row + row, [event(), event()]),
      Example(
        "quirk 10: fewer columns without a header", W3CLog.row(["upTime": "1.500"], web: false),
        [event(",\"upTime\":1.500")]),
      Example(
        "quirk 11: the header lies about the stamp",
        header + W3CLog.row(stamp: stamp), [stamped], time: "\"2023-11-14T22:13:20.000Z\""),
      Example(
        "a stamped log", W3CLog.header(W3CLog.columns(stamped: true)) + W3CLog.row(stamp: stamp),
        [stamped], time: "\"2023-11-14T22:13:20.000Z\""),
      Example(
        "quirk 12: a row behind the footer", header + row + W3CLog.footer + cam1.row,
        [event(), cam1.event]),
      Example(
        "quirk 13: a footer and a new header",
        header + row + W3CLog.footer + "\n" + header
          + row, [event(), event()]),
      Example("quirk 13: the footer at the end", header + row + W3CLog.footer, [event()]),
      Example("quirk 14: nothing", "", []),
      Example(
        "quirk 15: a torn tail", header + row + cam1.row.prefix(60), [event()],
        skipped: [.tornTail]),
      Example("a last row without its line end", header + row.dropLast(1), [event()]),
      Example(
        "a last row that may go on", header + W3CLog.row(["ews-mediaFile": "a"]).dropLast(1), [],
        skipped: [.tornTail]),
      Example(
        "quirk 16: a row behind a stump", header + row + cam1.row.prefix(60) + cam1.row,
        [event(), cam1.event], skipped: [.tornRecord]),
      Example(
        "digits of stump and process run together",
        header + row + "4242\tinStreamCreated\tx\tapp\t528224957290" + cam1.row + row,
        [event(), cam1.event, event()], skipped: [.tornRecord]),
      Example(
        "digits of stump and of a new process run together",
        header + row + "4242\tinStreamCreated\tx\tapp\t528"
          + W3CLog.row(process: "777") + W3CLog.row(process: "777"),
        [event(), event(process: "777"), event(process: "777")], skipped: [.tornRecord]),
      Example(
        "a prefix of a process before a row", header + row + "4" + row + row,
        [event(), event(), event()], skipped: [.tornRecord]),
      Example(
        "a longer process is one where the next row is of it too",
        row + W3CLog.row(process: "14242") + W3CLog.row(process: "14242"),
        [event(), event(process: "14242"), event(process: "14242")]),
      Example(
        "quirk 16: a stamped row behind a stump",
        W3CLog.row(stamp: stamp).prefix(40) + W3CLog.row(stamp: stamp), [stamped],
        skipped: [.tornRecord], time: "\"2023-11-14T22:13:20.000Z\""),
      Example(
        "quirk 18: zero bytes", "\0\0" + header + row, [event()], skipped: [.zeros]),
      Example(
        "quirk 20: garbage between rows", header + row + "garbage\n" + row, [event(), event()],
        skipped: [.malformed]),
      Example(
        "quirk 49: a hyphen is nothing, and no block is made of hyphens",
        W3CLog.row(["audio-bytes": "12", "audio-codec": "AAAC", "pullSettings-forceTcp": "true"]),
        [
          event(
            ",\"audio\":{\"bytesCount\":12,\"codec\":\"AAAC\"},\"pullSettings\":{\"forceTcp\":true}"
          )
        ]),
      Example(
        "quirk 51: an empty cell is an empty string",
        W3CLog.row(["farIp": "", "pullSettings-pageUrl": ""]),
        [event(",\"farIp\":\"\",\"pullSettings\":{\"pageUrl\":\"\"}")]),
      Example(
        "columns have other names than fields",
        W3CLog.row([
          "applicationName": "live", "IP": "::1", "nearIP": "::2", "swf-url": "s",
          "video-droppedPackets": "1", "recordSettings-type": "mp4", "ews-sessionId": "9",
        ]),
        [
          event(
            ",\"appName\":\"live\",\"ip\":\"::1\",\"nearIp\":\"::2\",\"swfUrl\":\"s\","
              + "\"video\":{\"droppedPacketsCount\":1},\"recordSettings\":{\"type\":\"mp4\"},"
              + "\"sessionId\":9")
        ]),
      Example(
        "types are those of the column",
        W3CLog.row(["name": "12", "typeNumeric": "5282249572905648128", "port": "x", "upTime": "7"]
        ),
        [
          event(
            ",\"name\":\"12\",\"typeNumeric\":5282249572905648128,\"upTime\":7,\"port\":\"x\"",
            stream: "12")
        ]),
      Example(
        "quirk 52: a TAB in a name", header + named("front\tdoor").row + row,
        [named("front\\tdoor").event, event()]),
      Example(
        "quirk 52: a name of two lines", header + named("a\nb").row + row,
        [named("a\\nb").event, event()]),
      Example(
        "quirk 52: TABs and line ends", header + row + named("n\n00099\tx\n\tPID: 1").row + row,
        [event(), named("n\\n00099\\tx\\n\\tPID: 1").event, event()]),
      Example(
        "quirk 52: a TAB elsewhere", header + W3CLog.row(["name": "n", "swf-url": "a\tb"]) + row,
        [event(",\"name\":\"n\",\"swfUrl\":\"a\\tb\"", stream: "n"), event()]),
      Example(
        "quirk 81: nothing but the kind", W3CLog.row(type: "audioFeedStopped"),
        [event(type: "audioFeedStopped")]),
      Example(
        "quirk 83: any name is an event", W3CLog.row(type: "vendorX"), [event(type: "vendorX")]),
      Example(
        "quirk 82: the kind comes from INFO, whatever the columns are called",
        header + W3CLog.row(["name": "n", "port": "9"], type: "timerTriggered"),
        [event(",\"name\":\"n\",\"port\":9", type: "timerTriggered")]),
      Example(
        "other columns by the header",
        W3CLog.header(["processId", "INFO", "video-fps", "upTime", "video-bytes", "x"])
          + "7\ttimerClosed\t25\t1.000\t9\tabc\n",
        [
          event(
            ",\"video\":{\"fps\":25,\"bytesCount\":9},\"upTime\":1.000,\"x\":\"abc\"",
            type: "timerClosed", process: "7")
        ]),
    ]
  }()

  @Test("reads rows, however they are cut", arguments: examples)
  func read(_ example: Example) {
    let expected = example.events.map { "{\"time\":\(example.time),\"system\":\"ems\",\($0)}" }
    for cut in ChunkCutter.all {
      let reading = Reading(Array(example.log.utf8), cut: cut, format: .w3c)
      #expect(reading.lines == expected, "\(cut)")
      #expect(reading.reasons == example.skipped, "\(cut)")
      #expect(reading.accountsForEveryByte, "\(cut)")
    }
  }

  @Test("quirk 58: stamps are in the log's zone")
  func zone() {
    let log = W3CLog.row(stamp: "2023-Nov-14 17:13:20")
    let zone = ZoneRules(name: "EST", fixedOffset: -18_000)
    let reading = Reading(Array(log.utf8), zone: zone)
    #expect(reading.format == .w3c)
    #expect(reading.lines.first?.hasPrefix(#"{"time":"2023-11-14T22:13:20.000Z","#) == true)
  }

  @Test("quirk 50: a name that is a hyphen is none")
  func hyphen() {
    #expect(Reading(W3CLog.row(["name": "-"])).lines.first?.contains("name") == false)
  }

  @Test("counts a row that nothing makes whole, and goes on with the next line")
  func broken() {
    let row = W3CLog.row()
    let reading = Reading(row + "4242\tinStreamClosed\tx\n" + row)
    #expect(reading.lines.count == 2)
    #expect(reading.reasons == [.tornRecord])
    #expect(reading.skipped.first?.offset == row.utf8.count)
  }
}
