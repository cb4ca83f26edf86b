import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A poll tells logs apart by their content:")
struct IdentityScenarioTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// A header longer than what is usual to tell files by.
  private let header = Array(
    (String(repeating: "# fields and their types ", count: 60) + "\n").utf8)

  @Test("two that begin with the same long header are both read")
  func sameHeader() throws {
    try folder.append(header + log(lines(0..<30)), to: "e_0001.log")
    try folder.append(header + log(lines(30..<40)), to: "e_0002.log")
    let poll = Polling(folder, "e*.log")
    let result = try poll.run().lines.filter { !$0.hasPrefix("#") }
    #expect(result == lines(0..<40))
    try folder.append(log(lines(40..<45)), to: "e_0001.log")
    #expect(try poll.run().lines == lines(40..<45))
  }

  @Test("two that agree in their first bytes, but not before the place reached, are two")
  func sameHead() throws {
    // 5000 bytes alike, more than the head that is compared first.
    let common = log(lines(0..<250))
    try folder.append(common + log(lines(1000..<1100)), to: "a.log")
    let poll = Polling(folder, "*.log")
    #expect(try poll.run().lines.count == 350)
    try folder.delete("a.log")
    try folder.append(common + log(lines(2000..<2100)), to: "b.log")
    #expect(try poll.run().lines == lines(0..<250) + lines(2000..<2100))
  }

  @Test("a copy with another name is the same log; the one that grows is read")
  func copyOfAny() throws {
    try folder.append(log(lines(0..<100)), to: "a.log")
    try folder.append(log(lines(0..<100)), to: "b.log")
    let poll = Polling(folder, "*.log")
    #expect(try poll.run().lines == lines(0..<100))
    try folder.append(log(lines(100..<110)), to: "b.log")
    #expect(try poll.run().lines == lines(100..<110))
  }

  @Test("an empty log and one of two bytes are waited for")
  func tiny() throws {
    _ = try folder.write([], to: "a.log")
    _ = try folder.write(Array("x\n".utf8), to: "b.log")
    let poll = Polling(folder, "*.log")
    #expect(try poll.run().lines == [])
    try folder.append(Array("yz\n".utf8), to: "b.log")
    #expect(try poll.run().lines == ["x", "yz"])
  }

  @Test("a log that is cut while it is read gives none of the bytes read meanwhile")
  func cutWhileRead() throws {
    let whole = log(lines(0..<40_000))
    try folder.append(whole, to: "e.log")
    let poll = Polling(folder, "e.log")
    var isFirst = true
    let folder = folder
    let result = try poll.run(afterTake: {
      guard isFirst else { return }
      isFirst = false
      // The copy first, as rotation does it; the log goes on with something else.
      _ = try? folder.write(whole, to: "e.log.1")
      _ = try? folder.write(log(lines(50_000..<90_000)), to: folder.path("e.log"))
    })
    #expect(result.lines.count == 80_000)
    #expect(Set(result.lines) == Set(lines(0..<40_000) + lines(50_000..<90_000)))
  }

  @Test("a log that was changed in its middle is noticed when all of it is compared, and only then")
  func rewritten() throws {
    let whole = log(lines(0..<2000))
    try folder.append(whole, to: "e.log")
    var poll = Polling(folder, "e.log")
    poll.verifiesAll = true
    #expect(try poll.run().lines == lines(0..<2000))
    #expect(try poll.run().lines == [])
    var changed = whole
    changed[20_000] ^= 1
    _ = try folder.write(changed, to: folder.path("e.log"))
    try folder.append(log(lines(2000..<2001)), to: "e.log")
    poll.verifiesAll = false
    #expect(try poll.run().lines == lines(2000..<2001))
    poll.verifiesAll = true
    let result = try poll.run()
    #expect(result.findings == [.rewritten(file: folder.path("e.log").printable)])
    #expect(result.lines.count == 2001)
    #expect(try poll.run().findings == [])
  }

  @Test("the name of a stream depends on its first record alone, however little of it is there")
  func names() {
    func name(_ text: String) -> UInt64? { LogStart.name(of: Array(text.utf8)[...]) }
    let first = name("#Fields: a b\nrecord 0 of the log\n")
    #expect(first != nil)
    #expect(first == name("record 0 of the log\nrecord 1 of the log\n"))
    #expect(first != name("record 1 of the log\n"))
    #expect(name("") == nil)
    #expect(name("#Fields: a b\n") == nil)
    #expect(name("record 0 of") == nil)
    // A record of several lines, as the text sink writes them.
    #expect(name("00001\ta\n\tn: 1\n\n\n") == name("00001\ta\n\tn: 1\n\n\n00002\tb\n"))
    #expect(name("00001\ta\n\tn: 1\n\n\n") != name("00001\ta\n\tn: 2\n\n\n"))
    let long = String(repeating: "x", count: 300)
    #expect(name(long) == name(long + "\n"))
  }

  @Test("a log is called the same after a crash, renamed and compressed meanwhile")
  func sameName() throws {
    try folder.append(log(lines(0..<3)), to: "e.log")
    let poll = Polling(folder, "e.log")
    let crash: (Int) throws(FileError) -> Void = { _ throws(FileError) in
      throw FileError(.write, FilePath("gone"), .system(.ioError))
    }
    var names: [UInt64] = []
    #expect(throws: FileError.self) {
      _ = try poll.run(beforeCommit: crash, seeNames: { names = $0 })
    }
    try folder.append(log(lines(3..<400)), to: "e.log")
    _ = try folder.write(Gzip.member(contents(of: folder.path("e.log").string)), to: "e.log.1.gz")
    try folder.delete("e.log")
    let first = names
    _ = try poll.run(now: Polling.later, seeNames: { names = $0 })
    #expect(first.count == 1)
    #expect(names == first)
  }

  @Test("a log that lost its end goes on from a place before it, and says so")
  func shortened() throws {
    let poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<500)), to: "e.log")
    _ = try poll.run()
    try folder.append(log(lines(500..<2000)), to: "e.log")
    _ = try poll.run()
    try folder.append(log(lines(2000..<9000)), to: "e.log")
    _ = try poll.run()
    let middle = log(lines(0..<4000))
    try folder.extend("e.log", to: Int64(middle.count))
    let result = try poll.run()
    #expect(result.findings.count == 1)
    #expect(result.lines == lines(2000..<4000))
  }

  @Test("damaged compressed data is read as far as it goes and told of once")
  func damaged() throws {
    let whole = Gzip.member(log(lines(0..<4000)))
    _ = try folder.write(whole.prefix(whole.count - 6), to: "e.log.1.gz")
    let poll = Polling(folder, "e.log")
    let first = try poll.run(now: Polling.later)
    #expect(first.lines == lines(0..<4000))
    #expect(first.ends.contains { $0 != .clean })
    let second = try poll.run(now: Polling.later)
    #expect(second.lines == [])
    #expect(second.ends == [])
  }

  @Test("a link, a FIFO or a directory planted among rotated logs is neither read nor waited for")
  func planted() throws {
    try folder.append(log(lines(0..<10)), to: "e.log")
    try folder.makeDirectory("elsewhere")
    try folder.append(log(lines(900..<910)), to: "elsewhere/secret")
    try folder.link("e.log.1", to: folder.path("elsewhere/secret").string)
    try folder.makeFIFO("e.log.2")
    try folder.makeDirectory("e.log.3")
    #expect(try Polling(folder, "e.log").run().lines == lines(0..<10))
    var poll = Polling(folder, "e.log")
    poll.oldDirectory = folder.path("elsewhere")
    try folder.link("elsewhere/e.log.4", to: folder.path("elsewhere/secret").string)
    #expect(try poll.run().lines == [])
  }

  @Test(
    "a log planted by somebody else than the owner of its directory is not read by root",
    .enabled(if: TemporaryDirectory.isRoot))
  func foreignOwner() throws {
    try folder.append(log(lines(0..<10)), to: "e.log")
    try folder.append(log(lines(900..<910)), to: "e.log.1")
    try folder.setOwner(12_345, group: 12_345, of: "e.log.1")
    #expect(try Polling(folder, "e.log").run().lines == lines(0..<10))
  }

  @Test("text in a file called .gz is an error and never read")
  func textNamedGzip() throws {
    try folder.append(log(lines(0..<10)), to: "e.log.1.gz")
    let result = try Polling(folder, "e.log").run()
    #expect(result.lines == [])
    #expect(result.errors.map(\.reason) == [.notGzip])
  }
}
