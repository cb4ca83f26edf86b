import EventLog
import Foundation
import TestSupport
import Testing

/// Real logs: the text and w3c sinks say what the json sink of the same run says.
@Suite("Real text and w3c logs", .enabled(if: Corpus.isPresent, Corpus.absence))
struct TextCorpusTests {
  /// Files that together are one log, in order, and the column of the counts table that is theirs.
  struct Log: CustomTestStringConvertible {
    var folder: String
    var start: String
    var suffix: String
    /// The heading of the column in the folder's table of counts.
    var column: String
    var testDescription: String { "\(folder)/\(start)*\(suffix)" }

    init(_ folder: String, _ start: String, _ suffix: String, _ column: String) {
      (self.folder, self.start, self.suffix, self.column) = (folder, start, suffix, column)
    }

    /// The files' readings in order of name.
    func read() throws -> [Reading] {
      let root = try #require(Corpus.path)
      let files = Corpus.files(endingIn: suffix).filter {
        $0.hasPrefix("\(root)/\(folder)/\(start)")
      }
      #expect(!files.isEmpty)
      return try files.map { path in
        Reading(Array(try Data(contentsOf: URL(filePath: path))))
      }
    }
  }

  /// Counts of text with forged records in it are those of json.
  static let logs: [Log] = [
    Log("01-utc-main", "ev-plain", ".txt", "json"),
    Log("01-utc-main", "ev-ts_7593_", ".txt", "json"),
    Log("01-utc-main", "ev-plain", ".w3c", "w3c"), Log("01-utc-main", "ev-ts_", ".w3c", "w3c"),
    Log("04-rotation", "rot-part_", ".txt", "text rot-part"),
    Log("04-rotation", "rot-ts_", ".txt", "text rot-ts"),
    Log("04-rotation", "rot-part_", ".w3c", "w3c rot-part"),
    Log("04-rotation", "rot-ts_", ".w3c", "w3c rot-ts"),
    Log("05-rpc-sinks", "before-rpc", ".txt", "text"),
    Log("05-rpc-sinks", "after-rpcxml-ts", ".txt", "text"),
    Log("05-rpc-sinks", "after-rpcxml", ".w3c", "w3c"),
    Log("10-disk-full", "full", ".txt", "text full"),
    Log("10-disk-full", "full", ".w3c", "w3c full"),
    Log("12-playlists", "pl", ".txt", "text"), Log("12-playlists", "pl", ".w3c", "w3c"),
    Log("13-rotation-restart", "p_", ".txt", "text"),
    Log("13-rotation-restart", "p_", ".w3c", "w3c"),
  ]

  /// How counting lines differs from counting records where a full disk cut them: stumps are counted,
  /// and what is glued to them is not.
  static let torn: [String: [String: Int]] = [
    "text full": [
      "protocolRegistered00680": -1, "protocolUnregister00456": -1, "cliResponse": -1,
      "inStreamClosed": -4, "protocolRegisteredToApp": 6,
    ],
    "w3c full": ["inStreamClosed": -1, "inStreamCodecsUpdated": -5, "inStreamCreated": 5],
  ]

  @Test("hold as many events of each type as were counted without a parser", arguments: logs)
  func counts(_ log: Log) throws {
    var counts: [String: Int] = [:]
    for reading in try log.read() {
      #expect(reading.accountsForEveryByte)
      #expect(reading.format == (log.suffix == ".w3c" ? .w3c : .text))
      if log.folder != "10-disk-full" { #expect(reading.skipped.isEmpty) }
      for line in reading.lines {
        counts[try #require(try PrintedValue.line(line)["type"]?.text), default: 0] += 1
      }
    }
    var expected = try Self.table(log.folder, log.column)
    for (type, number) in Self.torn[log.column] ?? [:] { expected[type, default: 0] += number }
    #expect(counts == expected.filter { $0.value != 0 })
  }

  /// A column of the table of counts in the description of a folder.
  private static func table(_ folder: String, _ column: String) throws -> [String: Int] {
    let path = try #require(Corpus.path) + "/README.md"
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "## \(folder)" })
    func cells(_ line: Substring) -> [String] {
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let head = try #require(lines[start...].firstIndex { $0.hasPrefix("| event type |") })
    let number = try #require(cells(lines[head]).firstIndex(of: column))
    var table: [String: Int] = [:]
    for line in lines[(head + 2)...].prefix(while: { $0.hasPrefix("|") && !$0.hasPrefix("| **") }) {
      let row = cells(line)
      table[row[0]] = Int(row[number])
    }
    return table
  }

  static let pairs: [(json: Log, other: Log)] = [
    (Log("01-utc-main", "ev-plain", ".json", ""), logs[0]),
    (Log("01-utc-main", "ev-plain", ".json", ""), logs[2]),
    (
      Log("01-utc-main/instance2", "inst2", ".json", ""),
      Log("01-utc-main/instance2", "inst2", ".txt", "")
    ),
    (Log("04-rotation", "rot-part_", ".json", ""), logs[4]),
    (Log("04-rotation", "rot-part_", ".json", ""), logs[6]),
    (Log("05-rpc-sinks", "before-rpc", ".json", ""), logs[8]),
    (Log("05-rpc-sinks", "before-rpc", ".json", ""), logs[10]),
    (Log("12-playlists", "pl", ".json", ""), logs[14]),
    (Log("13-rotation-restart", "p_", ".json", ""), logs[15]),
    (Log("13-rotation-restart", "p_", ".json", ""), logs[16]),
  ]

  @Test(
    "say what json says, field by field, but for the differences that are named", arguments: pairs)
  func agreement(_ pair: (json: Log, other: Log)) throws {
    let isRow = pair.other.suffix == ".w3c"
    let others = try pair.other.read().flatMap(\.lines).map(PrintedValue.line)
    let types = Set(others.compactMap { $0["type"]?.text })
    let jsons = try pair.json.read().flatMap(\.lines).map(PrintedValue.line)
      .filter { !isRow || types.contains($0["type"]?.text ?? "") }
    #expect(jsons.count == others.count)
    for (json, other) in zip(jsons, others) {
      let type = try #require(json["type"]?.text)
      #expect(other["type"]?.text == type)
      if !isRow { #expect(other["logEntry"] == json["logEntry"]) }
      for difference in PrintedValue.differences(json["payload"], other["payload"]) {
        // Rows have a few columns only.
        if isRow, difference.right == nil { continue }
        #expect(
          Self.reason(difference.path, difference.left, difference.right) != nil,
          "\(type) \(difference)")
      }
    }
  }

  /// Why a text or w3c log cannot say what json says; nil where it should.
  private static func reason(
    _ path: String, _ json: PrintedValue?, _ other: PrintedValue?
  ) -> String? {
    let key = path.split(separator: ".").last ?? ""
    switch (json, other) {
    case (.string(let whole)?, .string(let cut)?) where whole.contains("\0"):
      return whole.hasPrefix(cut + "\0") ? "quirk 55: strings end at NUL" : nil
    case (.array([])?, .object([:])?): return "quirk 45: an empty list looks like an empty map"
    case (.array(let list)?, .object(let map)?) where list.count == 1 && map.count == 1:
      return map["asciiList"].map { PrintedValue.differences(list[0], $0).isEmpty } == true
        ? "real-bytes.md, fact 2: a list with nothing but a named child" : nil
    case (nil, .object?) where key == "1", (.object?, nil) where key == "0x00000001":
      return "quirk 46: keys that are numbers are printed as numbers"
    case (.null?, .object([:])?) where path.hasSuffix("customParameters.payload"):
      return "real-bytes.md, fact 8: a typed map is an empty block"
    case (.string(let text)?, .integer(let number)?):
      // Only where nothing is known about the field: answers, and what others put into settings.
      let isFree = path.hasPrefix("data.") || path.hasPrefix("customParameters.")
      return isFree && text == "\(number)" ? "formats.md §3: types are lost" : nil
    default: return nil
    }
  }
}
