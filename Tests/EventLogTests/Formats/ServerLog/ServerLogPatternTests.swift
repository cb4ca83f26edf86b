import EventLog
import TestSupport
import Testing

@Suite("Lines of the server log that tell of events")
struct ServerLogPatternTests {
  /// A message with its level, and the event it is printed as from `type` on; nil: no event.
  struct Example: CustomTestStringConvertible {
    var name: String
    var level = 3
    /// File, line and function.
    var location = ":0:"
    var message: String
    /// The type, the stream, and the payload without PID.
    var event: (type: String, stream: String?, payload: String)?

    var testDescription: String { name }

    var line: String {
      guard let event else { return "" }
      let stream = event.stream.map { ",\"stream\":\"\($0)\"" } ?? ""
      let payload = event.payload.isEmpty ? "" : ",\(event.payload)"
      return "{\"time\":\"2026-11-20T23:18:03.000Z\",\"system\":\"ems\",\"type\":\"\(event.type)\""
        + "\(stream),\"timestamp\":1795216683,\"processId\":4242,"
        + "\"payload\":{\"PID\":4242\(payload)},\"origin\":\"serverLog\"}"
    }
  }

  private static let header =
    "PID: 4242; TIMESTAMP: 1795216683; LIFE: 4242_1795216600_Ab12Cd34\nDemo (x) - (built on )\n"
  private static let stack =
    "(Far: 198.51.100.7:50123; Near: 192.0.2.10:1935) CTCP(14) <-> TCP(7) <-> [IR(8)]"
  private static let ends =
    #""farIp":"198.51.100.7","farPort":50123,"id":8,"nearIp":"192.0.2.10","nearPort":1935,"#
    + #""protocolType":"IR""#

  static let examples: [Example] = [
    Example(
      name: "stream in",
      message:
        "Stream INR(2) with name `cam1` from protocol IR(8) registered to origin application `live`",
      event: (
        "inStreamCreated", "cam1", #""appName":"live","name":"cam1","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "stream out, on an edge, without a protocol",
      message:
        "Stream OFHLS(3) with name `x` from protocol (0) registered to edge application `live`",
      event: ("outStreamCreated", "x", #""appName":"live","name":"x","type":"OFHLS","uniqueId":3"#)),
    Example(
      name: "neutral stream",
      message:
        "Stream NR(4) with name `x` from protocol IR(8) registered to origin application `live`",
      event: ("streamCreated", "x", #""appName":"live","name":"x","type":"NR","uniqueId":4"#)),
    Example(
      name: "stream gone",
      message:
        "Stream ONR(5) with name `x` from protocol IR(8) unregistered from origin application `live`",
      event: ("outStreamClosed", "x", #""appName":"live","name":"x","type":"ONR","uniqueId":5"#)),
    Example(
      name: "quirk 98: a name with back-ticks",
      message:
        "Stream INR(2) with name `we`ird` from protocol IR(9) registered to` from protocol IR(8) registered to origin application `live`",
      event: (
        "inStreamCreated", "we`ird` from protocol IR(9) registered to",
        #""appName":"live","name":"we`ird` from protocol IR(9) registered to","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "quirk 99: the older generation, created",
      message:
        "Stream INR(2) with name `cam1` registered to application `live` from protocol IR(8)",
      event: (
        "inStreamCreated", "cam1", #""appName":"live","name":"cam1","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "quirk 99: the older generation, closed",
      message:
        "Stream INR(2) with name `a` registered to application `b` unregistered from application `live` from protocol (0)",
      event: (
        "inStreamClosed", "a` registered to application `b",
        #""appName":"live","name":"a` registered to application `b","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "a name that is not UTF-8, a control character and a quote",
      message:
        "Stream INR(2) with name `\u{1B}[31m\"` from protocol IR(8) registered to origin application `live`",
      event: (
        "inStreamCreated", #"\u001b[31m\""#,
        #""appName":"live","name":"\u001b[31m\"","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "quirk 94: a backslash and an n stay what they are",
      message:
        #"Stream INR(2) with name `C:\new` from protocol IR(8) registered to origin application `live`"#,
      event: (
        "inStreamCreated", #"C:\\new"#,
        #""appName":"live","name":"C:\\new","type":"INR","uniqueId":2"#
      )),
    Example(
      name: "idle stream", level: 2,
      message: "No traffic on stream INTS(13) with name `ts_1` from protocol ITS(41). Destroy it",
      event: ("streamIdle", "ts_1", #""name":"ts_1","type":"INTS","uniqueId":13"#)),
    Example(
      name: "inbound connection", message: "Inbound connection accepted: \(stack)",
      event: ("connectionAccepted", nil, ends)),
    Example(
      name: "outbound connection, version 6",
      message:
        "Outbound connection established: (Far: ::1:1935; Near: fe80::1:50000) CTCP(1) <-> TCP(2) <-> [RTSP(3)]",
      event: (
        "connectionEstablished", nil,
        #""farIp":"::1","farPort":1935,"id":3,"nearIp":"fe80::1","nearPort":50000,"protocolType":"RTSP""#
      )),
    Example(
      name: "connection down", level: 6,
      message: "Protocol [IJSONCLI(52)] unregistered from application: live",
      event: ("connectionClosed", nil, #""appName":"live","id":52,"protocolType":"IJSONCLI""#)),
    Example(
      name: "bound carrier down", level: 6,
      message:
        "Protocol (Bound on: 0.0.0.0:5555) CUDP(9) <-> UDP(10) <-> [ITS(11)] unregistered from application: live",
      event: (
        "connectionClosed", nil,
        #""appName":"live","id":11,"nearIp":"0.0.0.0","nearPort":5555,"protocolType":"ITS""#
      )),
    Example(
      name: "timer and lower protocol", level: 6,
      message: "Protocol T(4) <-> [TMR(5)] <-> API(6) unregistered from application: live",
      event: ("connectionClosed", nil, #""appName":"live","id":5,"protocolType":"TMR""#)),
    Example(
      name: "no acceptor", level: 2,
      message: "Acceptor is not enabled. Client dropped: 198.51.100.7:50123 -> 192.0.2.10:1935",
      event: (
        "connectionRefused", nil,
        #""farIp":"198.51.100.7","farPort":50123,"nearIp":"192.0.2.10","nearPort":1935"#
      )),
    Example(
      name: "dropped", message: "Client explicitly dropped: 198.51.100.7:1 -> 192.0.2.10:2",
      event: (
        "connectionRefused", nil,
        #""farIp":"198.51.100.7","farPort":1,"nearIp":"192.0.2.10","nearPort":2"#
      )),
    Example(
      name: "publish, with a name of quotes",
      message: #"NetStream.publish("a","live") called on [IR(1)]","append") called on "# + stack,
      event: (
        "publishRequested", #"a\",\"live\") called on [IR(1)]"#,
        #""farIp":"198.51.100.7","farPort":50123,"mode":"append","name":"a\",\"live\") called on [IR(1)]","nearIp":"192.0.2.10","nearPort":1935"#
      )),
    Example(
      name: "play", message: #"NetStream.play("c,1,2",-2.000,-1.000,true) called on "# + stack,
      event: (
        "playRequested", "c,1,2",
        #""farIp":"198.51.100.7","farPort":50123,"length":-1.000,"name":"c,1,2","nearIp":"192.0.2.10","nearPort":1935,"reset":true,"start":-2.000"#
      )),
    Example(
      name: "command", message: "command: pullstream",
      event: ("cliRequest", nil, #""command":"pullstream""#)),
    Example(
      name: "application up", message: "Application live instantiated",
      event: ("applicationStart", nil, #""name":"live""#)),
    Example(
      name: "application down", level: 6, message: "Application `live` (1) unregistered",
      event: ("applicationStop", nil, #""id":1,"name":"live""#)),
    Example(name: "started", message: "GO! GO! GO! (4242)", event: ("serverStarted", nil, "")),
    Example(
      name: "stopping", level: 2, message: "Shutting down protocols manager",
      event: ("serverStopping", nil, "")),
    Example(
      name: "stopped", level: 2, message: "Shutting down the logger leaving you in the dark."),
    Example(
      name: "relayed", level: 2, location: "edge.cpp:7:Send",
      message: "Sending log event to origin",
      event: (
        "eventRelayed", nil,
        #""file":"edge.cpp","function":"Send","level":2,"line":7,"message":"Sending log event to origin""#
      )),
    Example(
      name: "event lost", level: 2, message: "Connection failed:<>",
      event: ("eventPostFailed", nil, #""level":2,"message":"Connection failed:<>""#)),
    Example(
      name: "chunk error of a packager", level: 0,
      location: "/src/streaming/mss/outfilemssstream.cpp:9:Close",
      message: "Manifest not opened",
      event: ("mssChunkError", nil, #""error":"Manifest not opened""#)),
    Example(
      name: "chunk error of a recorder", level: 0, location: "C:\\src\\outfilemp4.cpp:9:Open",
      message: "Unable to open file /srv/x.mp4.mdat",
      event: ("recordChunkError", nil, #""error":"Unable to open file /srv/x.mp4.mdat""#)),
    Example(
      name: "chunk error of HLS", level: 2, location: "hlsplaylist.cpp:9:Close",
      message: "Segment is not opened",
      event: ("hlsChunkError", nil, #""error":"Segment is not opened""#)),
    Example(
      name: "chunk error of HDS", level: 0, location: "outfilehdsstream.cpp:9:Close",
      message: "Fragment not opened",
      event: ("hdsChunkError", nil, #""error":"Fragment not opened""#)),
    Example(
      name: "chunk error of DASH", level: 0, location: "outfiledashstream.cpp:9:Close",
      message: "Unable to open manifest",
      event: ("dashChunkError", nil, #""error":"Unable to open manifest""#)),
    Example(
      name: "the same words from elsewhere", level: 0, location: "common/src/file.cpp:9:Open",
      message: "Unable to open file /srv/x.mp4"),
    Example(
      name: "the same words without a location", level: 0, message: "Unable to open file /srv/x.mp4"
    ),
    Example(
      name: "session begins",
      message: "Streaming Session Started --> Session Id: (203.0.113.5,hls,a.m3u8)",
      event: (
        "streamingSessionStarted", nil,
        #""clientIP":"203.0.113.5","session":"203.0.113.5,hls,a.m3u8""#
      )),
    Example(
      name: "session ends", level: 4, message: "Streaming Session Ended: (203.0.113.5,hls,a.m3u8)",
      event: (
        "streamingSessionEnded", nil,
        #""clientIP":"203.0.113.5","session":"203.0.113.5,hls,a.m3u8""#
      )),
    Example(
      name: "download", level: 4, message: "Media File Downloaded: (/srv/a (1).mp4)",
      event: ("mediaFileDownloaded", nil, #""mediaFile":"/srv/a (1).mp4""#)),
    Example(
      name: "download after ranges", level: 4,
      message: "Media File Downloaded: (/srv/a.mp4) [Timeout=30]",
      event: ("mediaFileDownloaded", nil, #""mediaFile":"/srv/a.mp4","timeout":30"#)),
    Example(
      name: "HTTP up", level: 4, message: "203.0.113.5:4000 Connected.",
      event: ("httpConnected", nil, #""farIp":"203.0.113.5","farPort":4000"#)),
    Example(
      name: "HTTP done", level: 4, message: "203.0.113.5:4000: Request Completed.[Daemon Shutdown]",
      event: (
        "httpRequestCompleted", nil,
        #""farIp":"203.0.113.5","farPort":4000,"result":"Daemon Shutdown""#
      )),
    Example(
      name: "HTTP down", level: 4, message: "203.0.113.5:4000 Disconnected.",
      event: ("httpDisconnected", nil, #""farIp":"203.0.113.5","farPort":4000"#)),
    Example(
      name: "quirk 93: colons in paths", location: "C:\\src\\a.cpp:12:Run",
      message: "command: a: b",
      event: ("cliRequest", nil, #""command":"a: b""#)),
    Example(name: "a stream line cut at a NUL", message: "Stream INR(2) with name `nul"),
    Example(name: "anything else", level: 4, message: "Handlers count changed: 0->1 IOHT_ACCEPTOR"),
    Example(name: "an address in a text", message: "127.0.0.1:80 is taken"),
    Example(name: "a command without a name", message: "command: "),
    Example(name: "a stream that is only mentioned", message: "Stream playback paused:0"),
    Example(name: "nothing", message: ""),
  ]

  @Test("gives each pattern its event, quirk 92: with and without a location", arguments: examples)
  func pattern(_ example: Example) {
    let line = "1795216683:\(example.level):\(example.location):\(example.message)\n"
    let other = "1795216683:4::0::Handlers count changed: 0->1 IOHT_ACCEPTOR\n"
    let expected = example.event == nil ? [] : [example.line]
    for log in [Self.header + line, Self.header + other + line + other] {
      let reading = Reading(log)
      #expect(reading.format == .server)
      #expect(reading.lines == expected)
      #expect(reading.reasons.isEmpty)
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("reads the same however the log is cut into chunks", arguments: ChunkCutter.all)
  func cutting(_ cut: ChunkCutter) {
    let log =
      Self.header
      + Self.examples.map { "1795216683:\($0.level):\($0.location):\($0.message)\n" }.joined()
    let expected = Self.examples.filter { $0.event != nil }.map(\.line)
    let reading = Reading(log, cut: cut)
    #expect(reading.lines == expected)
    #expect(reading == Reading(log))
  }

  @Test("repairs names that are not UTF-8")
  func latin1() {
    let head = Array("1795216683:3::0::Stream INR(2) with name `caf".utf8)
    let tail = Array("` from protocol IR(8) registered to origin application `live`\n".utf8)
    let reading = Reading(head + [0xE9] + tail)
    #expect(reading.lines.count == 1)
    #expect(reading.lines.first?.contains("\"stream\":\"café\"") == true)
    #expect(reading.statistics.repairedStrings == 1)
  }

  @Test("tells kinds by their words when only some are wanted")
  func glance() {
    let log =
      Self.header
      + Self.examples.map { "1795216683:\($0.level):\($0.location):\($0.message)\n" }.joined()
    var filter = Filter()
    filter.types = TypeSelector.parse(["cliRequest"]).selector
    let reading = Reading(Array(log.utf8), filter: filter)
    #expect(reading.lines.count == 2)
    #expect(reading.statistics.events == Self.examples.filter { $0.event != nil }.count)
  }
}
