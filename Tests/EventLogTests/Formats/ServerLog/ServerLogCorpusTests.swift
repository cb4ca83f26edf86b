import EventLog
import Foundation
import TestSupport
import Testing

@Suite("The server log: logs of real servers", .enabled(if: Corpus.isPresent, Corpus.absence))
struct ServerLogCorpusTests {
  /// A stream that came or went.
  private struct Passage: Hashable {
    var event: String
    var type: String
    var number: Int
    var name: String
  }

  private static var appenderFiles: [String] {
    Corpus.files(endingIn: ".log").filter { $0.contains("/appender") }
  }

  @Test("accounts for every byte of every file, and leaves nothing out")
  func accounting() throws {
    let files = Self.appenderFiles + Corpus.files(endingIn: "coloredConsole.txt")
    #expect(files.count > 30)
    for file in files {
      let bytes = try contents(of: file)
      let reading = Reading(bytes)
      #expect(reading.format == .server, "\(file)")
      #expect(reading.accountsForEveryByte, "\(file)")
      #expect(reading.reasons.isEmpty, "\(file)")
      #expect(!reading.lines.isEmpty, "\(file)")
      #expect(Reading(bytes, cut: .size(4096)) == reading, "\(file)")
      #expect(Reading(bytes, cut: .random(Seed(7))) == reading, "\(file)")
    }
  }

  @Test("counts as many lines as there are prefixes when all are asked for")
  func allLines() throws {
    for file in Self.appenderFiles {
      let bytes = try contents(of: file)
      let lines = bytes.split(separator: 0x0A)
      let entries = lines.count { line in
        let digits = line.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        return digits == 10 && line.dropFirst(10).first == 0x3A
      }
      #expect(Reading(bytes, allLines: true).lines.count == entries, "\(file)")
    }
  }

  /// A run with an appender that covers all of it, and a json sink of every event.
  struct Run: CustomTestStringConvertible {
    var appender: String
    var sink: String

    var testDescription: String { appender }
  }

  static let runs: [Run] = [
    Run(appender: "01-utc-main/appender-singleline/", sink: "01-utc-main/ev-plain.json"),
    Run(
      appender: "01-utc-main/instance2/appender-inst2/", sink: "01-utc-main/instance2/inst2.json"),
    Run(appender: "04-rotation/appender-sl/", sink: "04-rotation/both.json"),
    Run(appender: "10-disk-full/appender-singleline/", sink: "10-disk-full/complete.json"),
    Run(appender: "12-playlists/appender-singleline/", sink: "12-playlists/pl.json"),
    Run(appender: "13-rotation-restart/appender-singleline/", sink: "13-rotation-restart/p_"),
  ]

  @Test("agrees with the event sinks on the streams that came and went", arguments: runs)
  func streams(_ run: Run) throws {
    var lines: [Passage] = []
    for file in Self.appenderFiles where file.contains(run.appender) {
      lines += try Self.passages(Reading(try contents(of: file)).lines)
    }
    var rest: [Passage] = []
    for file in Corpus.files(endingIn: ".json") where file.contains(run.sink) {
      rest += try Self.passages(Reading(try contents(of: file)).lines)
    }
    // None of these runs has a stream of the types that say in the log that they end and log no event
    // for it (`lifecycleNotes` of the catalogue): whatever a line tells of, a sink has too.
    var unmatched: [Passage] = []
    for passage in lines {
      if let index = rest.firstIndex(where: { Self.same($0, passage) }) {
        rest.remove(at: index)
      } else {
        unmatched.append(passage)
      }
    }
    #expect(unmatched.isEmpty, "\(unmatched)")
    #expect(rest.isEmpty, "\(rest)")
    #expect(!lines.isEmpty)
  }

  /// Whether a line and an event are of the same passage.
  ///
  /// Lines cut names at a NUL, and write CR and LF as two characters each.
  private static func same(_ event: Passage, _ line: Passage) -> Bool {
    guard event.event == line.event, event.type == line.type, event.number == line.number else {
      return false
    }
    let name = String(event.name.unicodeScalars.prefix { $0 != "\0" })
    return String(String.UnicodeScalarView(name.unicodeScalars.flatMap(escaped))) == line.name
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    scalar == "\n" ? ["\\", "n"] : scalar == "\r" ? ["\\", "r"] : [scalar]
  }

  private static func passages(_ lines: [String]) throws -> [Passage] {
    try lines.compactMap { line in
      guard line.contains("StreamCreated\"") || line.contains("StreamClosed\"") else { return nil }
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let event = object?["type"] as? String,
        let payload = object?["payload"] as? [String: Any], let type = payload["type"] as? String,
        let number = payload["uniqueId"] as? Int, let name = payload["name"] as? String
      else { return nil }
      guard event.hasSuffix("StreamCreated") || event.hasSuffix("StreamClosed") else { return nil }
      return Passage(event: event, type: type, number: number, name: name)
    }
  }

  @Test("reads the same from an appender of single lines, of many, and with CR LF")
  func appenders() throws {
    for run in ["01-utc-main/appender-", "04-rotation/appender-"] {
      var read: [String: [String]] = [:]
      for file in Self.appenderFiles where file.contains(run) {
        let appender = file.split(separator: "/").dropLast().last.map(String.init) ?? ""
        read[appender, default: []] += Reading(try contents(of: file)).lines
      }
      let single = try #require(read["appender-singleline"] ?? read["appender-sl"])
      let many = try #require(read["appender-multiline"] ?? read["appender-ml"])
      #expect(single.map(Self.withoutLineEnds) == many.map(Self.withoutLineEnds))
      // Only the last files of this appender are kept.
      if let windows = read["appender-crlf"] {
        #expect(windows.count > 200)
        #expect(single.suffix(windows.count) == windows[...])
      }
    }
  }

  /// Line ends as single-line appenders have them.
  private static func withoutLineEnds(_ line: String) -> String {
    line.replacing("\\\\n", with: "\\n").replacing("\\\\r", with: "\\r")
  }

  @Test("reads a console's capture as the appender of the same run, but for the time")
  func console() throws {
    let file = try #require(Corpus.files(endingIn: "coloredConsole.txt").first)
    let captured = Reading(try contents(of: file)).lines
    var appended: [String] = []
    for file in Self.appenderFiles where file.contains("04-rotation/appender-ml/") {
      appended += Reading(try contents(of: file)).lines
    }
    func fields(_ line: String) -> Substring {
      line.split(separator: "\"payload\":", maxSplits: 1).last ?? ""
    }
    func bare(_ line: String) -> String {
      String(fields(line)).replacing("\"PID\":31345,", with: "").replacing(
        "\"PID\":31345", with: "")
    }
    #expect(captured.map(bare) == appended.map(bare))
    #expect(captured.allSatisfy { $0.hasPrefix("{\"time\":null,") })
  }

  @Test("reads the dumps of failed pulls and of commands over WebRTC as the json sink has them")
  func dumps() throws {
    var dumped: [String: [NSDictionary]] = [:]
    for file in Self.appenderFiles where file.contains("01-utc-main/appender-multiline") {
      try Self.collect(Reading(try contents(of: file)).lines, into: &dumped)
    }
    var recorded: [String: [NSDictionary]] = [:]
    let path = try #require(Corpus.path) + "/01-utc-main/ev-plain.json"
    try Self.collect(Reading(try contents(of: path)).lines, into: &recorded)
    // Two failures were replies to RTSP pulls, which log no dump.
    #expect(dumped["pullStreamFailed"]?.count == 78)
    #expect(recorded["pullStreamFailed"]?.count == 80)
    #expect(dumped["webRtcCommandReceived"]?.count == 2)
    for (type, payloads) in dumped {
      for payload in payloads {
        #expect(recorded[type]?.contains(payload) == true, "\(type): \(payload)")
      }
    }
  }

  /// Payloads of the events that dumps tell of, without what only one side bears.
  ///
  /// The dump has the parts of a URI where the event has the whole.
  private static func collect(
    _ lines: [String], into payloads: inout [String: [NSDictionary]]
  ) throws {
    for line in lines
    where line.contains("\"pullStreamFailed\"") || line.contains("\"webRtcCommandReceived\"") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let type = object?["type"] as? String,
        var payload = object?["payload"] as? [String: Any]
      else { continue }
      payload["PID"] = nil
      payload["customData"] = nil
      if let parts = payload["uri"] as? [String: Any] { payload["uri"] = parts["fullUri"] }
      payloads[type, default: []].append(payload as NSDictionary)
    }
  }
}
