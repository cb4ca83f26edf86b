import EventLog
import TestSupport
import Testing

@Suite("Recognising formats")
struct RecognitionTests {
  private static let json =
    #"{"_logEntry":"00000","id":1,"payload":{},"processId":7,"timestamp":1,"type":"timerClosed"},"#
    + "\n"
  private static let text = "00001\ttimerClosed\n\tPID: 7\n\n\n"
  private static let sentence =
    "\"V_TIMESTAMP,V_DATE,V_TIME,V_TYPED_MAP and V_BYTEARRAY not supported by JSON\",\n"

  static let beginnings: [(title: String, log: String, format: InputFormat?)] = [
    ("json", json, .json),
    ("json behind a byte order mark", "\u{FEFF}" + json, .json),
    ("json that begins with a record that is none", sentence, .json),
    ("text", text, .text),
    ("quirk 56: text with stamps", "00001\tx\t<TIMESTAMP name=\"\">2023</TIMESTAMP>\n\n\n", .text),
    ("w3c by its header", W3CLog.header(), .w3c),
    ("w3c by its footer", W3CLog.footer, .w3c),
    ("quirk 10: w3c by its row", W3CLog.row(), .w3c),
    ("a row of a process with five digits", W3CLog.row(process: "12345"), .w3c),
    ("a stamped row", W3CLog.row(stamp: "2026-Nov-20 23:12:33"), .w3c),
    ("quirk 18: behind zero bytes", "\0\0\0" + text, .text),
    ("behind empty lines", "\n\n" + W3CLog.row(), .w3c),
    ("a log that begins within a record", "am1\n\tport: 1\n\n\n" + text, .text),
    ("json behind the end of a line", "\"x\"},\n" + json, .json),
    ("anything else", "Dec 17 19:00:01 host sshd[1]: hello\n", nil),
    ("nothing", "", nil),
  ]

  @Test("quirk 21: knows a format by its bytes", arguments: beginnings)
  func beginning(_ example: (title: String, log: String, format: InputFormat?)) {
    for cut in ChunkCutter.all {
      let reading = Reading(Array(example.log.utf8), cut: cut)
      #expect(reading.format == example.format, "\(cut)")
      #expect(reading.accountsForEveryByte, "\(cut)")
    }
  }

  @Test("goes on when a log goes on in another format", arguments: ChunkCutter.all)
  func change(_ cut: ChunkCutter) {
    let row = W3CLog.row(type: "timerClosed")
    let parts = [
      Self.json, Self.text, W3CLog.header() + row, Self.json, row, Self.text, Self.json,
    ]
    let reading = Reading(Array(parts.joined().utf8), cut: cut)
    #expect(reading.lines.count == 7)
    #expect(reading.skipped.isEmpty)
    #expect(reading.accountsForEveryByte)
  }

  @Test("counts bytes in no format")
  func unknown() {
    let reading = Reading("hello\nworld\n")
    #expect(reading.reasons == [.unknownFormat])
  }
}
