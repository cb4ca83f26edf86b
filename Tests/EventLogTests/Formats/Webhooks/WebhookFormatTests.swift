import EventLog
import TestSupport
import Testing

@Suite("Logs that hold webhooks")
struct WebhookFormatTests {
  private static let sink =
    #"{"_logEntry":"00000","id":1,"payload":{},"processId":7,"timestamp":1,"type":"timerClosed"},"#
    + "\n"
  private static let fastpix = WebhookBodyTests.fastpix("video.media.ready") + "\n"
  private static let antmedia = #"{"action":"playStarted","id":"cam","app":"live"}"# + "\n"
  private static let form = "action=liveStreamStarted&id=cam\n"
  private static let noise = "Dec 17 19:00:01 host sshd[1]: hello\n"

  /// How many events of each system there are.
  private static func systems(_ reading: Reading) -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in reading.lines {
      for system in EventSystem.allCases where line.contains(#""system":"\#(system.rawValue)""#) {
        counts[system.rawValue, default: 0] += 1
      }
    }
    return counts
  }

  @Test("A log of all three systems and noise gives each event once, whatever comes first")
  func mixed() {
    let parts = [Self.sink, Self.fastpix, Self.antmedia, Self.form, Self.noise]
    for first in parts.indices {
      let turned = parts[first...] + parts[..<first]
      let log = Array((turned + parts.reversed()).joined().utf8)
      let whole = Reading(log)
      #expect(Self.systems(whole) == ["ems": 2, "fastpix": 2, "antmedia": 4])
      #expect(whole.allReasons == [.otherLine, .otherLine])
      #expect(whole.accountsForEveryByte)
      for cut in ChunkCutter.all { #expect(Reading(log, cut: cut) == whole, "\(cut)") }
    }
  }

  @Test("Webhooks behind 64 KiB of something else are found")
  func late() {
    let parts = [Self.sink, Self.fastpix, Self.antmedia, Self.form, Self.noise]
    for (index, part) in parts.enumerated() where part != Self.noise {
      let count = 70_000 / part.utf8.count + 1
      let log = String(repeating: part, count: count) + parts.joined()
      let reading = Reading(log, cut: .size(4096))
      #expect(reading.lines.count == count + 4, "\(index)")
      #expect(reading.allReasons == [.otherLine])
      #expect(Self.systems(reading).count == 3)
    }
  }

  @Test("Records of a json sink among webhooks are those of the sink alone")
  func sinkRecords() {
    let alone = Reading(Self.sink).lines
    #expect(Reading(Self.fastpix + Self.sink).lines.suffix(1) == alone[...])
    let torn = Self.sink.prefix(40) + Self.sink
    #expect(Reading(Self.fastpix + torn).lines.suffix(1) == alone[...])
    #expect(Reading(Self.fastpix + torn).reasons == [.tornRecord])
  }

  @Test("Comments, blank lines and a byte order mark are no records", arguments: ChunkCutter.all)
  func comments(_ cut: ChunkCutter) {
    let log = "\u{FEFF}# captured by hand\n\n" + Self.form + "# more\r\n" + Self.fastpix
    let reading = Reading(log, cut: cut)
    #expect(reading.lines.count == 2)
    #expect(reading.skipped.isEmpty && reading.accountsForEveryByte)
  }

  @Test("A byte order mark before a body is no part of it", arguments: ChunkCutter.all)
  func byteOrderMark(_ cut: ChunkCutter) {
    for body in [Self.fastpix, Self.antmedia, Self.form] {
      #expect(Reading("\u{FEFF}" + body, cut: cut).lines == Reading(body).lines)
    }
  }

  static let lists: [(title: String, log: String, count: Int, reasons: [SkipReason])] = [
    ("on one line", "[\(flat(fastpix)),\(flat(antmedia))]\n", 2, []),
    ("without a line end", "[\(flat(fastpix)), \(flat(antmedia)) ]", 2, []),
    ("on a line each", "[\n\(flat(fastpix)),\n\(flat(antmedia))\n]\n", 2, []),
    ("laid out", "[\n  {\n    \"action\": \"playStarted\",\n    \"id\": \"c\"\n  }\n]\n", 1, []),
    ("two lists", "[\(flat(fastpix))]\n[\(flat(antmedia))]\n" + form, 3, []),
    ("of one that is none", "[\(flat(fastpix)),{}]\n", 1, [.probe]),
    ("cut", "[\(flat(fastpix)),\(fastpix.prefix(30))", 1, [.tornTail]),
    ("cut with another body behind", "[{\"action\":\"pla\n" + antmedia, 1, [.tornRecord]),
    ("empty, behind a body", form + "[]\n" + form, 2, []),
  ]

  private static func flat(_ line: String) -> String { String(line.dropLast()) }

  @Test("Lists of bodies are read body by body", arguments: lists)
  func list(_ example: (title: String, log: String, count: Int, reasons: [SkipReason])) {
    for cut in ChunkCutter.all {
      let reading = Reading(example.log, cut: cut)
      #expect(reading.lines.count == example.count, "\(example.title), \(cut)")
      #expect(reading.allReasons == example.reasons, "\(example.title), \(cut)")
      #expect(reading.accountsForEveryByte)
    }
  }

  @Test("Bodies on one line, and one that was cut with the next behind it, are told apart")
  func glued() {
    let body = Self.flat(Self.fastpix)
    for cut in ChunkCutter.all {
      let two = Reading(body + body + "\n" + Self.form, cut: cut)
      #expect(two.lines.count == 3 && two.skipped.isEmpty)
      let cutOff = Reading(body.prefix(50) + Self.fastpix + Self.form, cut: cut)
      #expect(cutOff.lines.count == 2)
      #expect(cutOff.reasons == [.tornRecord])
      let rest = Reading(body + "," + body + "]\n" + Self.form, cut: cut)
      #expect(rest.lines.count == 3 && rest.skipped.isEmpty, "the rest of a list")
      #expect(rest.accountsForEveryByte)
    }
  }

  @Test("In the format that was asked for, events of other systems are counted as such")
  func asked() {
    let log = Self.sink + Self.fastpix + Self.antmedia + Self.form + Self.noise
    let fastpix = Reading(log, format: .fastpix)
    #expect(Self.systems(fastpix) == ["fastpix": 1])
    #expect(
      fastpix.allReasons == [.foreignWebhook, .foreignWebhook, .foreignWebhook, .otherLine])
    let antmedia = Reading(log, format: .antmedia)
    #expect(Self.systems(antmedia) == ["antmedia": 2])
    #expect(antmedia.accountsForEveryByte && fastpix.accountsForEveryByte)
    #expect(Self.systems(Reading(log, format: .json)) == ["ems": 1])
  }

  @Test("The format of a log is that of the first webhook in it")
  func format() {
    #expect(Reading(Self.fastpix).format == .fastpix)
    #expect(Reading(Self.antmedia).format == .antmedia)
    #expect(Reading(Self.form).format == .antmedia)
    #expect(Reading(Self.noise + Self.form).format == .antmedia)
    #expect(Reading(Self.sink + Self.noise).format == .json)
    #expect(Reading("x=1&y=action\n").format == nil)
  }

  @Test("A filter by type, category or stream finds webhooks among other events")
  func filters() {
    let log = Array((Self.sink + Self.fastpix + Self.antmedia + Self.form).utf8)
    func count(_ types: [String]) -> Int {
      var filter = Filter()
      filter.types = TypeSelector.parse(types).selector
      return Reading(log, filter: filter).lines.count
    }
    #expect(count(["live"]) == 1)
    #expect(count(["media"]) == 1)
    #expect(count(["started"]) == 2)
    #expect(count(["ended"]) == 1)
    #expect(count(["video.media.*"]) == 1)
    #expect(count(["!live"]) == 3)
  }
}
