import SystemPackage
import TestSupport
import Testing

/// What a rotation that knows strftime could call a log.
private struct NameScheme: CustomStringConvertible {
  var base: String
  var format: String
  /// Where the date stands: before the extension, or behind the name.
  var isBeforeExtension: Bool

  static let dates = [
    "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d%b%Y", "%b-%d-%Y", "%Y-%j", "%Y%j", "%y%m%d", "%Y.%m.%d",
    "%a-%d-%b-%Y", "%s", "%Y_%m_%d",
  ]
  static let times = ["", "%H%M%S", "%H-%M-%S", "%H:%M:%S", "%H%M", "%s"]

  init(_ random: inout SeededGenerator) {
    func any(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }
    base = any(["events.json", "my.srv.json", "cam_12.json"])
    isBeforeExtension = Bool.random(using: &random)
    let date = any(Self.dates)
    let time = date == "%s" ? "" : any(Self.times)
    format = any([".", "-", "_"]) + date + (time.isEmpty ? "" : any(["-", "_", "T", "."]) + time)
  }

  var description: String { "\(base) \(format) \(isBeforeExtension)" }

  func name(at time: Int) -> String {
    let stamp = Self.strftime(format, time)
    guard isBeforeExtension else { return base + stamp }
    return base.replacing(".json", with: stamp + ".json")
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// In UTC; days count from 2025-01-01, which was a Wednesday, and stay within that year.
  private static func strftime(_ format: String, _ time: Int) -> String {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let (dayOfYear, second) = ((time - 1_735_689_600) / 86_400, time % 86_400)
    var (month, day) = (0, dayOfYear)
    while day >= lengths[month] { (day, month) = (day - lengths[month], month + 1) }
    func digits(_ number: Int, _ count: Int = 2) -> String {
      String(repeating: "0", count: max(0, count - "\(number)".count)) + "\(number)"
    }
    let values = [
      "%Y": "2025", "%y": "25", "%m": digits(month + 1), "%d": digits(day + 1),
      "%j": digits(dayOfYear + 1, 3), "%b": months[month], "%s": "\(time)",
      "%a": ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"][dayOfYear % 7],
      "%H": digits(second / 3600), "%M": digits(second / 60 % 60), "%S": digits(second % 60),
    ]
    return values.reduce(format) { $0.replacing($1.key, with: $1.value) }
  }
}

@Suite("A log that rotation has cut into files with dates of any form")
struct RotationNameTests {
  private func run(_ arguments: [String], in folder: TemporaryDirectory) async throws -> String {
    let run = try await BuiltProgram.run(arguments, directory: folder.path.string)
    return run.outputText
  }

  @Test("gives the answers of the log in one piece", arguments: Seed.all(12))
  func answers(seed: Seed) async throws {
    var random = SeededGenerator(seed)
    let scheme = NameScheme(&random)
    let folder = try TemporaryDirectory()
    let records = try text(of: PackageRoot.path + "/samples/events.json")
      .split(separator: "\n", omittingEmptySubsequences: true).map { $0 + "\n" }
    try folder.makeDirectory("whole")
    try folder.makeDirectory("cut")
    try folder.write(records.joined(), to: "whole/\(scheme.base)")
    var rest = records[...]
    var time = 1_735_689_600 + Int.random(in: 0..<(20 * 86_400), using: &random)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let piece = rest.prefix(Int.random(in: 8...13, using: &random))
      rest = rest.dropFirst(piece.count)
      time += Int.random(in: 86_400..<(60 * 86_400), using: &random)
      let content = Array(piece.joined().utf8)
      let isCompressed = Bool.random(using: &random)
      try folder.write(
        isCompressed ? Gzip.member(content) : content,
        to: "cut/" + scheme.name(at: time) + (isCompressed ? ".gz" : ""))
    }
    try folder.write(rest.joined(), to: "cut/\(scheme.base)")
    for question in [
      ["scan", "-F", "logEntry", "-o", "csv"], ["sessions", "--utc", "-o", "jsonl"],
      ["viewers", "--utc", "-o", "jsonl"], ["check", "--utc", "-o", "jsonl"],
    ] {
      let (whole, cut) = (
        try await run(question + ["whole"], in: folder),
        try await run(question + ["cut"], in: folder)
      )
      #expect(whole == cut, "\(scheme), \(question[0])")
    }
    for follow in [["poll", "--checkpoint"], ["tail", "-n1000", "--bad-to"]] {
      let cut = try await run(
        follow + ["state", "-o", "raw", "cut/\(scheme.base)"], in: folder)
      #expect(cut == records.joined(), "\(scheme), \(follow[0])")
    }
  }
}
