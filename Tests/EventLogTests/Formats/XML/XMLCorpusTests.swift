import EventLog
import TestSupport
import Testing

/// The xml files and RPC bodies that real servers wrote, against what is known of them otherwise.
@Suite("Real xml logs", .enabled(if: Corpus.isPresent, Corpus.absence))
struct XMLCorpusTests {
  // MARK: - Counts

  /// A folder, the beginning of the names of its files, and their column in the folder's table.
  static let columns: [(folder: String, files: String, column: String)] = [
    ("01-utc-main", "ev-plain", "xml"),
    ("01-utc-main", "ev-ts_", "xml"),
    ("04-rotation", "rot-ts_", "xml rot-ts"),
    ("04-rotation", "rot-part_", "xml rot-part"),
    ("05-rpc-sinks", "after-rpcxml", "xml after XML-RPC"),
    ("10-disk-full", "full", "xml full"),
    ("12-playlists", "pl", "xml"),
    ("13-rotation-restart", "p_", "xml"),
  ]

  @Test("has as many events of each type as counting lines finds", arguments: columns)
  func counts(_ example: (folder: String, files: String, column: String)) throws {
    let wanted = try Self.table(of: example.folder, column: example.column)
    try #require(!wanted.isEmpty)
    var found: [String: Int] = [:]
    for path in Self.files(example.folder, example.files, ".xml") {
      let reading = Reading(try contents(of: path))
      #expect(reading.accountsForEveryByte && reading.format == .xml)
      for line in reading.lines { found[Self.type(of: line), default: 0] += 1 }
      // Only the disk that was full has cut records off.
      let cut: [SkipReason] = Array(repeating: .tornRecord, count: 6) + [.tornTail]
      #expect(reading.reasons == (example.folder == "10-disk-full" ? cut : []))
      #expect(reading.statistics.forgedRecords == 0)
    }
    #expect(found == wanted)
  }

  @Test("reads the same however the files are cut, and counts the same without decoding")
  func cutting() throws {
    var filter = Filter()
    filter.types = TypeSelector.parse(["serverStarted"]).selector
    for (folder, files) in [("10-disk-full", "full"), ("13-rotation-restart", "p_")] {
      for path in Self.files(folder, files, ".xml") {
        let bytes = try contents(of: path)
        let whole = Reading(bytes)
        for cut in [ChunkCutter.size(997), .size(4096), .random(Seed(1))] {
          #expect(Reading(bytes, cut: cut) == whole)
        }
        let counted = Reading(bytes, filter: filter)
        #expect(counted.statistics.events == whole.statistics.events)
        #expect(counted.skipped == whole.skipped)
      }
    }
  }

  // MARK: - The same events in json

  /// What the two formats say differently of the same event, by the number of the quirk.
  enum Difference: Int {
    /// Three decimals in xml, four in json.
    case decimals = 29
    /// Json has null where xml has a typed map.
    case typedMaps = 37
    /// Xml cuts strings at NUL.
    case zeros = 55
  }

  /// The xml files of a run and the json files of a sink beside them; how many events only json has;
  /// what they say differently.
  static let pairs:
    [(folder: String, xml: String, json: String, onlyJSON: Int, differences: Set<Difference>)] = [
      ("01-utc-main", "ev-plain", "ev-plain", 0, [.decimals, .zeros]),
      ("01-utc-main", "ev-ts_", "ev-ts_", 0, [.decimals, .zeros]),
      ("04-rotation", "rot-ts_", "rot-ts_", 0, [.decimals]),
      ("04-rotation", "rot-part_", "rot-part_", 0, [.decimals]),
      ("05-rpc-sinks", "after-rpcxml", "before-rpc", 0, [.decimals, .typedMaps, .zeros]),
      // The disk was full; the json sink beside it had room.
      ("10-disk-full", "full", "complete", 1398 - 85, [.decimals]),
      // A signal came while this event was being written (real-bytes.md, fact 1).
      ("12-playlists", "pl", "pl", 1, [.decimals]),
      ("13-rotation-restart", "p_", "p_", 0, [.decimals]),
    ]

  @Test("says of each event what the json sink says, field by field", arguments: pairs)
  func sameAsJSON(
    _ example: (
      folder: String, xml: String, json: String, onlyJSON: Int, differences: Set<Difference>
    )
  ) throws {
    let xml = try Self.events(example.folder, example.xml, ".xml")
    let json = try Self.events(example.folder, example.json, ".json")
    #expect(xml.count + example.onlyJSON == json.count && !xml.isEmpty)
    var found: Set<Difference> = []
    var unexplained: [String] = []
    for (key, event) in xml {
      let other = try #require(json[key])
      unexplained += Self.differences(event, other, &found).map { "\(key) \($0)" }
    }
    #expect(unexplained == [])
    #expect(found == example.differences)
  }

  @Test(
    "reads every request that was posted, and its event as the file has it",
    arguments: [
      "json", "xml", "xmlrpc",
    ])
  func requests(kind: String) throws {
    let file = try Self.events("05-rpc-sinks", "before-rpc", ".json")
    let requests = Self.files("05-rpc-sinks/rpc-raw/\(kind)", "", ".req")
    try #require(!requests.isEmpty)
    var all: [UInt8] = []
    var explained: Set<Difference> = []
    var differences: [String] = []
    for path in requests {
      let bytes = try contents(of: path)
      let reading = Reading(bytes)
      #expect(reading.lines.count == 1 && reading.skipped == [] && reading.accountsForEveryByte)
      #expect(reading.format == .notification && reading.statistics.headerBytes > 100)
      all += bytes
      for line in reading.lines {
        let event = JSONLeaves(line)
        let other = try #require(file[Self.key(of: event)])
        differences += Self.differences(event, other, &explained)
          // Sinks are configured with customData of their own (A7).
          .filter { kind != "xml" || !$0.hasPrefix("payload/customData") }
      }
      let body = bytes.firstRange(of: Array("\r\n\r\n".utf8)).map { Array(bytes[$0.upperBound...]) }
      #expect(body.map { Reading($0).lines } == reading.lines)
    }
    #expect(differences == [])
    let together = Reading(all)
    #expect(together.lines.count == requests.count && together.skipped == [])
  }
}

// MARK: - Helpers

extension XMLCorpusTests {
  static func files(_ folder: String, _ prefix: String, _ suffix: String) -> [String] {
    Corpus.files(endingIn: suffix).filter {
      $0.split(separator: "/").dropLast().joined(separator: "/").hasSuffix("ems/" + folder)
        && ($0.split(separator: "/").last ?? "").hasPrefix(prefix)
    }
  }

  /// A column of a folder's table in the README of the corpus, rows of zero and totals left out.
  private static func table(of folder: String, column: String) throws -> [String: Int] {
    let readme = try text(of: (Corpus.path ?? "") + "/README.md")
    let section =
      readme.components(startingWith: "## " + folder).split(
        separator: "\n", omittingEmptySubsequences: false)
    var rows: [String: Int] = [:]
    var place: Int?
    for line in section.dropFirst() {
      if line.hasPrefix("## ") { break }
      let cells = line.split(separator: "|").map { $0.trimmed }
      if cells.first == "event type" { place = cells.firstIndex(of: column) }
      guard let place, cells.count > place, let count = Int(cells[place]), count > 0 else {
        continue
      }
      rows[cells[0]] = count
    }
    rows["total"] = nil
    return rows
  }

  private static func type(of line: String) -> String {
    let event = JSONLeaves(line)
    return String((event["recordedType"] ?? event["type"] ?? "").dropFirst().dropLast())
  }

  /// The events of all files of a sink, by what tells an event apart.
  private static func events(
    _ folder: String, _ prefix: String, _ suffix: String
  ) throws -> [String: JSONLeaves] {
    var events: [String: JSONLeaves] = [:]
    for path in files(folder, prefix, suffix) {
      for line in Reading(try contents(of: path)).lines {
        let event = JSONLeaves(line)
        #expect(events.updateValue(event, forKey: key(of: event)) == nil)
      }
    }
    return events
  }

  /// An `id` alone is not unique: a signal may repeat it (real-bytes.md, fact 1).
  private static func key(of event: JSONLeaves) -> String {
    "\(event["processId"] ?? "") \(event["id"] ?? "") \(event["type"] ?? "")"
  }

  /// Where the payloads differ in other ways than are known; the known ones are added to `explained`.
  private static func differences(
    _ xml: JSONLeaves, _ json: JSONLeaves, _ explained: inout Set<Difference>
  ) -> [String] {
    let paths = Set(xml.below("payload").keys).union(json.below("payload").keys)
    var differences: [String] = []
    for path in paths.sorted().map({ "payload" + $0 }) where xml[path] != json[path] {
      switch (xml[path], json[path]) {
      case (let one?, let two?) where isSameNumber(one, two): explained.insert(.decimals)
      case (let one?, let two?) where isCutAtZero(one, two): explained.insert(.zeros)
      case (_?, nil) where isBelowNull(path, in: json): explained.insert(.typedMaps)
      case (nil, "null"?) where !xml.below(path).isEmpty: explained.insert(.typedMaps)
      default:
        differences.append(
          "\(path): xml \(xml[path] ?? "nothing"), json \(json[path] ?? "nothing")")
      }
    }
    return differences
  }

  private static func isBelowNull(_ path: String, in json: JSONLeaves) -> Bool {
    let parts = path.split(separator: "/")
    return parts.indices.contains { json[parts[...$0].joined(separator: "/")] == "null" }
  }

  private static func isSameNumber(_ one: String, _ two: String) -> Bool {
    guard one.contains("."), two.contains("."), let first = Double(one), let second = Double(two)
    else { return false }
    return abs(first - second) <= 0.001
  }

  private static func isCutAtZero(_ xml: String, _ json: String) -> Bool {
    guard let zero = json.firstRange(of: "\\u0000") else { return false }
    return xml == json[..<zero.lowerBound] + "\""
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " || $0 == "*" }.reversed().drop { $0 == " " || $0 == "*" }.reversed())
  }
}

extension String {
  /// From the first occurrence of a text on; empty without one.
  fileprivate func components(startingWith text: String) -> Substring {
    firstRange(of: text).map { self[$0.lowerBound...] } ?? ""
  }
}
