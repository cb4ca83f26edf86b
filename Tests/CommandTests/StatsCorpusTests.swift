import Foundation
import TestSupport
import Testing

@Suite("Counts of real logs", .enabled(if: Corpus.isPresent, Corpus.absence))
struct StatsCorpusTests {
  /// Counts in the description of the corpus that were made without a parser.
  private static func table(column: String) throws -> [String: Int] {
    let path = try #require(Corpus.path) + "/README.md"
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "## 01-utc-main" })
    let head = try #require(lines[start...].firstIndex { $0.hasPrefix("| event type |") })
    func cells(_ line: Substring) -> [String] {
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let number = try #require(cells(lines[head]).firstIndex(of: column))
    var table: [String: Int] = [:]
    for line in lines[(head + 2)...].prefix(while: { $0.hasPrefix("|") && !$0.hasPrefix("| **") }) {
      let row = cells(line)
      table[row[0]] = Int(row[number])
    }
    return table.filter { $0.value > 0 }
  }

  @Test("are those that were counted by other means", arguments: ["json", "text", "xml"])
  func types(column: String) async throws {
    var expected = try Self.table(column: column)
    // A name with line ends forges seven records of text, which do not count.
    if column == "text" { expected["serverStarted"] = 1 }
    let name = column == "text" ? "txt" : column
    let path = try #require(Corpus.path) + "/01-utc-main/ev-plain.\(name)"
    let run = try await BuiltProgram.run(["stats", "--by", "type", path])
    #expect(run.ending == .exited(0))
    var counts: [String: Int] = [:]
    for line in run.outputText.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t")
      counts[String(cells[0])] = Int(cells[1])
    }
    #expect(counts == expected)
  }
}
