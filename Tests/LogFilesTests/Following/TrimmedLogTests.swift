import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A poll prints what is new alone when a log is kept short")
struct TrimmedLogTests {
  let folder: TemporaryDirectory
  let poll: Polling

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<1000)), to: "e.log")
    #expect(try poll.run().lines == lines(0..<1000))
  }

  private func expectNews(_ range: Range<Int>, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    for expected in [lines(range), [], []] {
      let run = try poll.run()
      #expect(run.lines == expected, sourceLocation: sourceLocation)
      #expect(run.findings == [] && run.errors == [], sourceLocation: sourceLocation)
    }
  }

  @Test("by cutting off its front, in place or by another file", arguments: [1, 60, 500, 980])
  func front(cut: Int) throws {
    for isReplaced in [false, true] {
      let start = isReplaced ? 1005 : 1000
      let rest = log(lines(cut..<(start + 5)))
      if isReplaced {
        try folder.write(rest, to: "new")
        try folder.rename("new", to: "e.log")
      } else {
        try folder.write(rest, to: folder.path("e.log"))
      }
      try expectNews(start..<(start + 5))
    }
  }

  @Test("by removing a line, or changing one", arguments: [0, 3, 400, 900])
  func line(number: Int) throws {
    var all = lines(0..<1010)
    all[number] = "changed"
    try folder.write(log(all), to: folder.path("e.log"))
    try expectNews(1000..<1010)
    all.remove(at: number)
    try folder.write(log(all + lines(1010..<1012)), to: folder.path("e.log"))
    try expectNews(1010..<1012)
  }

  @Test("but all of another log that takes its place")
  func other() throws {
    try folder.write(log(lines(2000..<2100)), to: folder.path("e.log"))
    #expect(try poll.run().lines == lines(2000..<2100))
  }

  @Test("but all of another log whose long records end like the last one that was read")
  func alikeEnds() throws {
    let comment = String(repeating: "filler ", count: 60)
    func long(_ range: Range<Int>) -> [String] { range.map { "number \($0) \(comment)" } }
    try folder.append(log(long(0..<3)), to: "e.log")
    #expect(try poll.run().lines == long(0..<3))
    try folder.write(log(long(10..<12)), to: folder.path("e.log"))
    #expect(try poll.run().lines == long(10..<12))
    try folder.write(log(long(11..<15)), to: folder.path("e.log"))
    // One record that both hold may be one of another log; two are not.
    #expect(try poll.run().lines == long(11..<15))
    try folder.write(log(long(12..<17)), to: folder.path("e.log"))
    #expect(try poll.run().lines == long(15..<17))
  }
}
