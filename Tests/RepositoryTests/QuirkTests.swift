import TestSupport
import Testing

/// The habits of servers that break naive readers are numbered; a test that shows how one is dealt
/// with has the number in its title or in the name of its case.
@Suite("The quirks of servers")
struct QuirkTests {
  /// All numbers.
  static let numbers = 1...105

  /// Quirks that no test can show, and why.
  static let untested: [Int: String] = [
    70: "Numbers of streams are per process; events are printed one by one, and none are joined.",
    73: "Codecs are gone when a stream is closed; each event is printed with those it records.",
    76: "A list of one item starts with its last item: the server's choice among three types.",
    77:
      "The documentation shows a first count of 0, the server writes 1; it is printed as recorded.",
    102: "A file that is overwritten in the millisecond of its rotation leaves no bytes to read.",
    103: "What a web server writes late, or loses as it ends, looks like any other log.",
  ]

  /// The numbers in titles and names of cases, by number the files that have it.
  static let tested: [Int: Set<String>] = {
    var found: [Int: Set<String>] = [:]
    let folder = PackageRoot.path(of: "Tests")
    for name in filesBelow(folder) where name.hasSuffix(".swift") {
      guard !name.hasSuffix("QuirkTests.swift"), let source = try? text(of: folder + "/" + name)
      else { continue }
      let lines = source.split(separator: "\n").filter { line in
        !line.drop { $0 == " " }.hasPrefix("//")
      }
      for line in lines {
        for number in numbers(in: String(line)) { found[number, default: []].insert(name) }
      }
    }
    return found
  }()

  /// The numbers behind the word, as in `quirk 5`, `quirks 15–17` and `quirks 5, 7 and 9`.
  static func numbers(in line: String) -> [Int] {
    line.matches(of: #/\bquirks? (\d+(?:(?:–|, | and )\d+)*)/#).flatMap { match in
      match.output.1.split(separator: #/, | and /#).flatMap { part -> [Int] in
        let ends = part.split(separator: "–").compactMap { Int($0) }
        guard let first = ends.first, let last = ends.last, first <= last else { return [] }
        return Array(first...last)
      }
    }
  }

  @Test(
    "are each shown by a test, or stand in the list of those that none can show", arguments: numbers
  )
  func covered(number: Int) {
    let isTested = Self.tested[number] != nil
    let isListed = Self.untested[number] != nil
    #expect(isTested || isListed, "quirk \(number) has no test")
    #expect(!isTested || !isListed, "quirk \(number) has a test and need not be listed")
  }

  @Test("have no other numbers")
  func known() {
    for (number, files) in Self.tested where !Self.numbers.contains(number) {
      Issue.record("there is no quirk \(number), which \(files.sorted()) names")
    }
    #expect(Set(Self.untested.keys).isSubset(of: Self.numbers))
  }

  @Test("are found in titles")
  func titles() {
    #expect(Self.numbers(in: #""quirk 48: a block""#) == [48])
    #expect(Self.numbers(in: #""quirks 15–17 and 20: torn""#) == [15, 16, 17, 20])
    #expect(Self.numbers(in: #""quirks 5, 9 and 6: a; quirk 30""#) == [5, 9, 6, 30])
    #expect(Self.numbers(in: #""quirky 7""#) == [])
  }
}
