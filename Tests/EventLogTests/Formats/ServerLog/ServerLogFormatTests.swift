import EventLog
import TestSupport
import Testing

private let header =
  "PID: 4242; TIMESTAMP: 1795216683; LIFE: 4242_1795216600_Ab12Cd34\nDemo (x) - (built on )\n"
private let command = "1795216683:3::0::command: version\n"
private let other = "1795216683:4::0::Handlers count changed: 0->1 IOHT_ACCEPTOR\n"

@Suite("The server log: entries")
struct ServerLogFormatTests {
  /// A log, and where its bytes go.
  struct Log: CustomTestStringConvertible {
    var name: String
    var text: String
    /// Types of the events.
    var events: [String] = []
    var headerBytes = 0
    var skipped: [SkipReason] = []

    var testDescription: String { name }
  }

  static let logs: [Log] = [
    Log(
      name: "with banner", text: header + command + other, events: ["cliRequest"],
      headerBytes: header.utf8.count),
    Log(
      name: "quirk 100: one line and no banner",
      text: "PID: 4242; TIMESTAMP: 1795216683\n" + command, events: ["cliRequest"],
      headerBytes: 33),
    Log(
      name: "a banner that is missing",
      text: "PID: 4242; TIMESTAMP: 1795216683; LIFE: 4242_1_Ab12Cd34\n" + command,
      events: ["cliRequest"], headerBytes: 56),
    Log(
      name: "two files in a row", text: header + command + header + command,
      events: ["cliRequest", "cliRequest"], headerBytes: 2 * header.utf8.count),
    Log(name: "no header", text: other + command, events: ["cliRequest"]),
    Log(
      name: "quirk 101: CR LF",
      text: (header + command + other).replacing("\n", with: "\r\n"), events: ["cliRequest"],
      headerBytes: header.utf8.count + 2),
    Log(
      name: "quirk 101: CR", text: (header + command + other).replacing("\n", with: "\r"),
      events: ["cliRequest"], headerBytes: header.utf8.count),
    Log(
      name: "quirk 95: lines of a message",
      text: other + "1795216683:3::0::\n+--+\n|tcp|\n+--+\n\n1:2:x\n12:3\n" + command,
      events: ["cliRequest"]),
    Log(
      name: "quirk 95: a name with line ends",
      text:
        "1795216683:3::0::Stream INR(2) with name `a\n00001\tserverStarted\n` from protocol IR(8)"
        + " registered to origin application `live`\n" + other,
      events: ["inStreamCreated"]),
    Log(
      name: "a line before the first entry", text: header + "noise\nnoise\n" + command,
      events: ["cliRequest"], headerBytes: header.utf8.count, skipped: [.malformed]),
    Log(
      name: "zeros", text: header + String(repeating: "\0", count: 5000) + command + "\0\0",
      events: ["cliRequest"], headerBytes: header.utf8.count, skipped: [.zeros, .zeros]),
    Log(
      name: "quirk 104: colours",
      text:
        "\u{1B}[22;36m/src/a.cpp:12 command: version\u{1B}[22;37m\n"
        + "\u{1B}[01;37m/src/a.h:1 Handlers\u{1B}[22;37m\n"
        + "\u{1B}[22;36mC:\\src\\a.cpp:564 \n+--+\n|tcp|\u{1B}[22;37m\nnoise of a child\n"
        + "\u{1B}[01;33m/src/a.cpp:7 Sending log event to origin\u{1B}[22;37m\n",
      events: ["cliRequest", "eventRelayed"]),
    Log(
      name: "a console without colours",
      text: "/src/a.cpp:12 Initialize\nmore: 1 line\n/src/b.h:3 command: version\n:0 command: a\n",
      events: ["cliRequest", "cliRequest"]),
    Log(
      name: "a command that may be cut", text: header + command + "1795216683:3::0::command: ver",
      events: ["cliRequest"], headerBytes: header.utf8.count, skipped: [.tornTail]),
    Log(
      name: "a last line whose words are complete",
      text: other + "1795216683:3::0::Application live instantiated", events: ["applicationStart"]),
    Log(
      name: "a last line that is cut", text: command + other.dropLast(20), events: ["cliRequest"],
      skipped: [.tornTail]),
    Log(name: "a prefix that is cut", text: other + "1795216683:3::0:", skipped: [.tornTail]),
    Log(
      name: "quirk 105: lines of one second keep their order",
      text: header + "1795216683:3::0::command: b\n1795216683:3::0::command: a\n"
        + "1795216683:3::0::Application live instantiated\n",
      events: ["cliRequest", "cliRequest", "applicationStart"], headerBytes: header.utf8.count),
  ]

  @Test("knows what each byte is for, however it arrives", arguments: logs)
  func accounting(_ log: Log) {
    let whole = Reading(log.text)
    #expect(whole.format == .server)
    #expect(whole.lines.map(Self.type) == log.events)
    #expect(whole.reasons == log.skipped)
    #expect(whole.statistics.headerBytes == log.headerBytes)
    #expect(whole.accountsForEveryByte)
    for cut in ChunkCutter.all { #expect(Reading(log.text, cut: cut) == whole) }
  }

  private static func type(_ line: String) -> String {
    let name = line.split(separator: "\"type\":\"", maxSplits: 1).last ?? ""
    return String(name.prefix { $0 != "\"" })
  }

  @Test("prints the other lines when all are asked for, continuation lines with them")
  func allLines() {
    let log =
      header + "1795216683:4:C:\\a.cpp:12:Run:Handlers: 0->1\n1795216684:3::0::\n+--+\n|x|\n"
      + command
    for cut in ChunkCutter.all {
      let reading = Reading(Array(log.utf8), cut: cut, allLines: true)
      #expect(
        reading.lines == [
          #"{"time":"2026-11-20T23:18:03.000Z","system":"ems","type":"serverLogLine","timestamp":1795216683,"processId":4242,"payload":{"PID":4242,"file":"C:\\a.cpp","function":"Run","level":4,"line":12,"message":"Handlers: 0->1"},"origin":"serverLog"}"#,
          #"{"time":"2026-11-20T23:18:04.000Z","system":"ems","type":"serverLogLine","timestamp":1795216684,"processId":4242,"payload":{"PID":4242,"level":3,"message":"\n+--+\n|x|"},"origin":"serverLog"}"#,
          #"{"time":"2026-11-20T23:18:03.000Z","system":"ems","type":"cliRequest","timestamp":1795216683,"processId":4242,"payload":{"PID":4242,"command":"version"},"origin":"serverLog"}"#,
        ])
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("quirk 104: takes the level from the colour, and no time from anywhere")
  func colours() {
    let colours = ["01;31", "22;31", "01;33", "22;36", "01;37", "22;37"]
    let log = colours.map { "\u{1B}[\($0)ma.cpp:1 x\u{1B}[22;37m\n" }.joined()
    let reading = Reading(Array(log.utf8), allLines: true)
    #expect(
      reading.lines
        == [0, 1, 2, 3, 4, 6].map {
          #"{"time":null,"system":"ems","type":"serverLogLine","payload":{"file":"a.cpp","level":\#($0),"line":1,"message":"x"},"origin":"serverLog"}"#
        })
  }

  @Test("learns the process from the server where no header says it")
  func process() {
    let reading = Reading("1795216683:3::0::GO! GO! GO! (77)\n" + command)
    #expect(reading.lines.allSatisfy { $0.contains(#""processId":77,"payload":{"PID":77"#) })
    #expect(reading.lines.count == 2)
  }

  @Test("repeats records as they are, line ends included, after a line that names their process")
  func raw() {
    var selection = FilteredEvents(Filter(), .print(.raw))
    selection.read([[(header + other + command + command).utf8]])
    #expect(selection.printed == "PID: 4242; TIMESTAMP: 0\n" + command + command)
  }

  @Test("keeps the beginning of an entry for later when a log pauses")
  func pause() {
    var reader = EventReader()
    var selection = FilteredEvents(Filter())
    let log = header + "1795216683:6::0::Event:\n<MAP name=\"\" isArray=\"false\">\n"
    let rest = "    <STR name=\"type\">timerClosed</STR>\n</MAP>\n"
    reader.read(Array(log.utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 0)
    reader.read(Array(rest.utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 1)
    let last = "1795216683:3::0::Inbound connection accepted: [IR(8)]\n"
    reader.read(Array(last.dropLast(3).utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 1)
    reader.read(Array(last.suffix(3).utf8).span, into: &selection)
    reader.pause(into: &selection)
    #expect(selection.matched == 2)
    #expect(reader.offset == (log + rest + last).utf8.count)
  }

  /// A log with everything in it: both generations, names with line ends, dumps and their lines.
  private static let mixture =
    header + command + other
    + "1795216683:3::0::Stream INR(2) with name `a\nb` from protocol IR(8) registered to origin"
    + " application `live`\n1795216683:6::0::Event:\n<MAP name=\"\" isArray=\"false\">\n"
    + "    <MAP name=\"payload\" isArray=\"false\">\n        <STR name=\"name\">a\nb</STR>\n"
    + "        <UINT32 name=\"uniqueId\">2</UINT32>\n    </MAP>\n"
    + "    <STR name=\"type\">inStreamCreated</STR>\n</MAP>\n" + other
    + "1795216683:3::0::\n+--+\n|tcp|\n+--+\n\n" + header + command
    + "1795216683:3::0::Stream INR(2) with name `a` registered to application `b` from protocol (0)\n"
    + "\u{1B}[22;36m/src/a.cpp:12 command: version\u{1B}[22;37m\n"

  @Test("reads the same when the log pauses after each line")
  func pauses() {
    var reader = EventReader()
    var selection = FilteredEvents(Filter())
    for line in Self.mixture.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      reader.read(Array((line + "\n").utf8).span, into: &selection)
      reader.pause(into: &selection)
    }
    reader.finish(into: &selection)
    let lines = String(copying: selection.output.span).split(separator: "\n").map(String.init)
    #expect(lines == Reading(Self.mixture).lines)
    #expect(lines.count == 5)
  }

  @Test("reads damaged logs the same however they arrive", arguments: Seed.all(25))
  func damage(_ seed: Seed) {
    var random = SeededGenerator(seed)
    var log = Array(Self.mixture.utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0..<log.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: log[place] = UInt8.random(in: 0...255, using: &random)
      case 1: log.removeSubrange(place..<min(place + 20, log.count))
      default:
        log.insert(contentsOf: Array("\n`:<\r/MAP>0".utf8).shuffled(using: &random), at: place)
      }
    }
    for allLines in [false, true] {
      let whole = Reading(log, format: .server, allLines: allLines)
      #expect(whole.accountsForEveryByte)
      for cut in [.size(1), .size(7), .random(seed)] as [ChunkCutter] {
        #expect(Reading(log, cut: cut, format: .server, allLines: allLines) == whole)
      }
    }
  }

  @Test("is not mistaken for another format, nor another for it")
  func recognition() {
    let others = [
      "{\"payload\":{},\"type\":\"timerClosed\"},\n", "00001\tserverStarted\n\tPID: 1\n\n\n",
      "4242\tinStreamCreated\t-\n", "12345678:3::0::command: x\n", "a line: 12 words\n",
    ]
    for text in others { #expect(Reading(text).format != .server) }
  }
}
