import TestSupport
import Testing

@testable import EventLog

@Suite("Drops, codecs, restarts and holes")
struct CheckTests {
  @Test("A twentieth of a megabyte thrown away is told of, less of either is not")
  func drops() {
    func found(_ bytes: Int, _ dropped: Int, _ change: (inout ChecksPlan) -> Void = { _ in })
      -> [String]
    {
      var log = SessionLog()
      log.stream("outStreamCreated", 1, at: 0, tag: "ONR")
      log.stream(
        "outStreamClosed", 1, at: 60, upTime: 60, tag: "ONR", bytes: bytes, dropped: dropped)
      return findings(log, evidence: true, change)
    }
    #expect(
      found(950_000, 50_000) == [
        "23:00:00.000Z 23:01:00.000Z drops warning cam outbound stream threw away 5.00% in 1m "
          + #"{"id":1,"process":42,"direction":"out","dropPercent":5.00,"droppedBytes":50000,"#
          + #""bytes":950000,"address":null}"#
      ])
    #expect(found(950_001, 49_999) == [])
    #expect(found(949_999, 50_000) == [])
    #expect(found(9_900_000, 100_000) { $0.dropShare = 100 }.count == 1)
    #expect(found(900, 100) { $0.dropSize = 1000 }.count == 1)
  }

  @Test("Codecs and sizes that change are told of, those that become known are not")
  func codecs() {
    func media(_ audio: String, _ video: String, _ width: Int, _ height: Int) -> String {
      #","audio":{"codec":"\#(audio)"},"#
        + #""video":{"codec":"\#(video)","height":\#(height),"width":\#(width)}"#
    }
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0, more: media("AUNK", "VUNK", 0, 0))
    log.stream("inStreamCodecsUpdated", 1, at: 1, upTime: 1, more: media("AAAC", "VUNK", 0, 0))
    log.stream(
      "inStreamCodecsUpdated", 1, at: 2, upTime: 2, more: media("AAAC", "VH264", 1920, 1080))
    log.stream("inStreamCodecsUpdated", 1, at: 3, upTime: 3, more: media("AUNK", "VUNK", 0, 0))
    #expect(findings(log) == [])
    log.stream(
      "inStreamCodecsUpdated", 1, at: 64, upTime: 64, more: media("AMP3", "VH264", 1280, 720))
    #expect(
      findings(log, evidence: true) == [
        "23:01:04.000Z . codecs notice cam video 1920x1080 VH264 became 1280x720 VH264, "
          + "audio AAAC became AMP3 after 1m04s "
          + #"{"id":1,"process":42,"videoBefore":"1920x1080 VH264","videoAfter":"1280x720 VH264","#
          + #""audioBefore":"AAAC","audioAfter":"AMP3","afterSeconds":64.000}"#
      ])
  }

  @Test("Outbound streams change with what feeds them and are not told of")
  func outbound() {
    var log = SessionLog()
    log.stream("outStreamCreated", 1, at: 0, tag: "ONR", more: #","video":{"codec":"VH264"}"#)
    log.stream(
      "outStreamCodecsUpdated", 1, at: 9, upTime: 9, tag: "ONR", more: #","video":{"codec":"VVP6"}"#
    )
    #expect(findings(log) == [])
  }

  @Test("A start without a stop before it is told of, one with it is not")
  func restarts() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    log.stream("outStreamCreated", 2, at: 1, tag: "ONR")
    log.add("timerTriggered", at: 5, "\"timerId\":1")
    var stopped = log
    stopped.add("serverStopping", at: 6, "\"hash\":\"\"")
    for (isStopped, first) in [(true, stopped), (false, log)] {
      var log = first
      log.restart(process: 43)
      log.add("serverStarted", at: 65, "\"hash\":\"\"")
      #expect(
        findings(log, evidence: true)
          == (isStopped
            ? []
            : [
              "23:01:05.000Z . restarts error . the server started again without having said that "
                + "it would stop, 1m after its last record; 2 streams cut off "
                + #"{"lastRecord":"2026-11-20T23:00:05.000Z","awaySeconds":60.000,"#
                + #""streamsCut":2,"processBefore":42,"process":43}"#
            ]))
    }
  }

  @Test("Numbered parts that hold two lives each are not taken for many restarts")
  func numberedParts() {
    var first = SessionLog()
    var second = SessionLog()
    second.restart(process: 43)
    var (one, two) = (first, second)
    for number in 0..<4 {
      one.add("timerTriggered", at: Double(number), "\"timerId\":1")
      two.add("timerTriggered", at: Double(100 + number), "\"timerId\":1")
      if number == 1 { (first, second) = (one, two) }
    }
    one.add("serverStopping", at: 5, "\"hash\":\"\"")
    let ends = [
      one.text.dropFirst(first.text.count), two.text.dropFirst(second.text.count),
    ]
    let parts = [first.text + second.text, String(ends[0] + ends[1])].map { Array($0.utf8) }
    #expect(findings([parts]) == [])
  }

  @Test("Records that are missing are told of, with the times around them")
  func holes() {
    var log = SessionLog()
    log.add("timerTriggered", at: 0, "\"timerId\":1")
    log.skip(3)
    for time in [7.0, 8, 9, 10] { log.add("timerTriggered", at: time, "\"timerId\":1") }
    log.skip(1)
    log.add("timerTriggered", at: 11, "\"timerId\":1")
    #expect(
      findings(log, evidence: true) == [
        "23:00:00.000Z 23:00:07.000Z holes error . 3 records missing within 7s "
          + #"{"records":3,"firstLogEntry":1,"lastLogEntry":3}"#,
        "23:00:10.000Z 23:00:11.000Z holes error . 1 record missing within 1s "
          + #"{"records":1,"firstLogEntry":8,"lastLogEntry":8}"#,
      ])
  }

  @Test("Records that the server counted and could not write are not missing")
  func placeholders() {
    let sentence =
      "\"V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON\",\n"
    func found(_ sentences: Int) -> [String] {
      var first = SessionLog()
      first.add("timerTriggered", at: 0, "\"timerId\":1")
      var rest = first
      rest.skip(3)
      for time in [1.0, 2, 3, 4] { rest.add("timerTriggered", at: time, "\"timerId\":1") }
      let text =
        first.text + String(repeating: sentence, count: sentences)
        + rest.text.dropFirst(first.text.count)
      return findings([[Array(text.utf8)]], day: "2026-11-20T")
    }
    #expect(found(3) == [])
    #expect(found(2) == ["23:00:00.000Z 23:00:01.000Z holes error . 1 record missing within 1s"])
  }

  @Test("A log that begins in the middle of a run has no hole before it")
  func midRun() {
    var log = SessionLog()
    log.skip(900)
    for time in [1.0, 2, 3, 4] { log.add("timerTriggered", at: time, "\"timerId\":1") }
    #expect(findings(log) == [])
  }

  @Test("The status tells only of the checks that are asked for")
  func failing() {
    var log = SessionLog()
    log.add("pullStreamFailed", at: 0, #""localStreamName":"cam","uri":"rtmp://h/a""#)
    for (failing, count) in [(Check.pulls, 1), (.holes, 0)] {
      var plan = ChecksPlan()
      plan.failing = [failing]
      var selection = FilteredEvents(
        Filter(), .checks(plan, .json))
      selection.read([[log.text.utf8]])
      #expect(selection.findings == count)
      #expect(selection.printed.hasPrefix("[\n{\"time\":"))
    }
  }

  @Test("Hostile names, times and numbers are harmless")
  func hostile() {
    var log = SessionLog()
    let great = "9223372036854775807"
    for type in [
      "inStreamCreated", "inStreamCodecsUpdated", "inStreamClosed", "outStreamClosed",
      "videoFeedStopped", "pullStreamFailed", "hlsChunkClosed", "recordChunkClosed",
    ] {
      for number in [
        great, "-\(great)", "-9223372036854775808", "1e300", "null", "\"\\u001b[31m\"",
      ] {
        log.add(
          type, at: 0,
          #""id":\#(number),"uniqueId":\#(number),"upTime":\#(number),"file":"\u001b/\#(7)","#
            + #""creationTimestamp":\#(number),"queryTimestamp":\#(number),"name":"\u001b[2J","#
            + #""segmentStartTs":\#(number),"segmentDuration":\#(number),"#
            + #""playlistStartTs":\#(number),"localStreamName":"\u001b","uri":\#(number),"#
            + #""audio":{"bytesCount":\#(number),"droppedBytesCount":\#(number)}"#)
      }
    }
    for format in OutputFormat.allCases {
      #expect(!log.answer(.checks(ChecksPlan()), as: format).utf8.contains(0x1B))
    }
  }

  @Test("Lengths of time are told in words")
  func words() {
    let cases: [(Int64, String)] = [
      (0, "0ms"), (999, "999ms"), (1000, "1s"), (1099, "1s"), (1100, "1.1s"), (59_999, "59.9s"),
      (60_000, "1m"), (75_000, "1m15s"), (3_600_000, "1h"), (3_660_000, "1h01m"),
      (3_605_000, "1h00m05s"), (8_047_000, "2h14m07s"), (172_800_000, "2d"),
      (180_000_000, "2d2h"), (-1500, "-1.5s"),
    ]
    for (milliseconds, text) in cases { #expect(milliseconds.inWords == text) }
  }
}
