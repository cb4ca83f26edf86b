import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("Opening a log")
struct LogSourceTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func file(_ name: String) throws -> InputFile {
    let listing = PathList([directory.path(name)]).expanded()
    return try #require(listing.files.first)
  }

  @Test(
    "knows gzip data by its bytes, not its name",
    arguments: [
      ("a.log", Array("text\n".utf8), false), ("b.log", Gzip.member("text\n"), true),
      ("c.gz", Gzip.member("text\n"), true),
    ])
  func sniffing(name: String, bytes: [UInt8], isCompressed: Bool) throws {
    try directory.write(bytes, to: name)
    var source = try file(name).open()
    #expect(source.isCompressed == isCompressed)
    #expect(source.fileSize == Int64(bytes.count))
    #expect(try readAll(&source) == Array("text\n".utf8))
    #expect(source.end == .clean)
    #expect(source.filePosition == Int64(bytes.count))
  }

  @Test(
    "takes less than three bytes for text",
    arguments: [[], [0x1f], [0x1f, 0x8b], [0x61], [0x61, 0x0a]] as [[UInt8]])
  func shortFiles(bytes: [UInt8]) throws {
    try directory.write(bytes, to: "short.log")
    var source = try file("short.log").open()
    #expect(source.isCompressed == false)
    #expect(try readAll(&source) == bytes)
    #expect(source.end == .clean)
  }

  @Test("takes an empty file named .gz for an empty file")
  func emptyGzip() throws {
    try directory.write([], to: "empty.gz")
    var source = try file("empty.gz").open()
    #expect(try readAll(&source).isEmpty)
    #expect(source.end == .clean)
  }

  @Test("takes the beginning of a magic number in a file named .gz for a cut", arguments: [1, 2])
  func cutMagic(count: Int) throws {
    try directory.write(Gzip.member("x").prefix(count), to: "cut.gz")
    var source = try file("cut.gz").open()
    #expect(try readAll(&source).isEmpty)
    #expect(
      source.end
        == .damaged(
          GzipDamage(
            kind: .truncated, compressedOffset: Int64(count), uncompressedOffset: 0, member: 0)))
  }

  @Test("refuses text named .gz", arguments: ["00001\tx\n", "x", "xy"])
  func textNamedGzip(text: String) throws {
    let path = try directory.write(text, to: "text.gz")
    let file = try file("text.gz")
    #expect(throws: FileError(.read, path, .notGzip)) { _ = try file.open() }
  }

  @Test(
    "refuses what has to be converted first, whatever its name",
    arguments: [
      ([0x28, 0xB5, 0x2F, 0xFD, 4, 0], .zstd), (Array("BZh91AY&SY".utf8), .bzip2),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4], .xz), ([4, 0x22, 0x4D, 0x18, 0x64], .lz4),
      (Array("PK\u{3}\u{4}".utf8), .zip), ([0xFF, 0xFE, 0x7B, 0, 0x22, 0], .utf16),
      ([0x7B, 0, 0x22, 0, 0x5F, 0], .utf16), ([0xFE, 0xFF, 0, 0x7B, 0, 0x22], .utf16BigEndian),
      ([0, 0x7B, 0, 0x22, 0, 0x5F], .utf16BigEndian),
    ] as [([UInt8], ForeignContent)])
  func foreign(bytes: [UInt8], content: ForeignContent) throws {
    let path = try directory.write(bytes, to: "events.json")
    let file = try file("events.json")
    #expect(throws: FileError(.read, path, .foreign(content))) { _ = try file.open() }
  }

  @Test(
    "reads what only resembles it",
    arguments: [[0, 0, 0, 0, 0, 0, 0x7B], Array("BZh".utf8), Array("PK\n".utf8), [0x7B, 0]])
  func notForeign(bytes: [UInt8]) throws {
    try directory.write(bytes, to: "events.json")
    var source = try file("events.json").open()
    #expect(try Int(source.leadingHole) + readAll(&source).count == bytes.count)
  }

  @Test("skips a hole of a tebibyte at the start without reading it")
  func sparse() throws {
    try directory.extend("holed.log", to: 1 << 40)
    try directory.append("00007\tstreamCreated\n".utf8, to: "holed.log")
    var source = try file("holed.log").open()
    #expect(source.leadingHole == 1 << 40)
    #expect(try readAll(&source) == Array("00007\tstreamCreated\n".utf8))
    #expect(source.filePosition == source.fileSize)
  }

  @Test("counts a file that is nothing but a hole")
  func onlyHole() throws {
    try directory.extend("hole.log", to: 1 << 40)
    var source = try file("hole.log").open()
    #expect(source.leadingHole == 1 << 40)
    #expect(try readAll(&source).isEmpty)
  }

  @Test("reads zeros that are stored")
  func storedZeros() throws {
    let bytes = Array(repeating: UInt8(0), count: 10_000) + Array("x\n".utf8)
    try directory.write(bytes, to: "zeros.log")
    var source = try file("zeros.log").open()
    let read = try readAll(&source)
    #expect(source.leadingHole + Int64(read.count) == Int64(bytes.count))
    #expect(read.suffix(2) == bytes.suffix(2))
  }

  @Test("reads a FIFO that the user names")
  func explicitFIFO() throws {
    try directory.makeFIFO("fifo")
    // Opened for both, a FIFO does not wait for the other side.
    let writer = try FileDescriptor.open(directory.path("fifo"), .readWrite)
    try writer.writeAll(Gzip.member("through the pipe\n"))
    var source = try file("fifo").open()
    #expect(source.isCompressed == true)
    #expect(source.fileSize == nil)
    let chunk = ContiguousArray<UInt8>(capacity: 100) { output in
      do throws(FileError) {
        try source.read(into: &output)
      } catch {
        Issue.record(error)
      }
    }
    #expect(chunk == ContiguousArray("through the pipe\n".utf8))
    try writer.close()
  }

  @Test("quirk 26: notes that a discovered file has vanished")
  func vanished() throws {
    try directory.makeDirectory("logs")
    try directory.write("x", to: "logs/a.log")
    let file = try file("logs")
    try directory.delete("logs/a.log")
    do throws(FileError) {
      _ = try file.open()
      Issue.record("opened what is not there")
    } catch {
      #expect(error.isMissing)
      #expect(file.note(for: error) == FileNote(file.path, .vanished))
    }
  }

  @Test("reads every listed file once when rotation renames them", arguments: ["logs", "logs/e*"])
  func renamed(argument: String) throws {
    try directory.makeDirectory("logs")
    for name in ["e.log.2", "e.log.1", "e.log"] { try directory.write(name, to: "logs/" + name) }
    let files = PathList([directory.path(argument)]).expanded().files
    for (name, other) in [("e.log.2", "e.log.3"), ("e.log.1", "e.log.2"), ("e.log", "e.log.1")] {
      try directory.rename("logs/" + name, to: "logs/" + other)
    }
    try directory.write("new", to: "logs/e.log")
    for (file, content) in zip(files, ["e.log.2", "e.log.1", "e.log"]) {
      var source = try file.open()
      #expect(try readAll(&source) == Array(content.utf8))
    }
  }

  @Test(
    "reads a file under its new name when nothing has the old one", arguments: ["logs", "logs/e"])
  func moved(argument: String) throws {
    try directory.makeDirectory("logs")
    try directory.write("content", to: "logs/e")
    let file = try file(argument)
    try directory.rename("logs/e", to: "logs/e.1")
    var source = try file.open()
    #expect(try readAll(&source) == Array("content".utf8))
    #expect(source.status.identity == file.status?.identity)
  }

  @Test("reports a discovered file whose name has gone to another one")
  func replaced() throws {
    try directory.makeDirectory("logs")
    let path = try directory.write("old", to: "logs/e.log")
    let listed = try (file("logs"), file("logs/e.log"))
    try directory.write("new", to: "other")
    try directory.rename("other", to: "logs/e.log")
    #expect(throws: FileError(.open, path, .replaced)) { _ = try listed.0.open() }
    // Named by the user, it is whatever has the name.
    var source = try listed.1.open()
    #expect(try readAll(&source) == Array("new".utf8))
  }

  @Test("does not follow what a discovered file was exchanged for", arguments: ["logs", "logs/*"])
  func exchanged(argument: String) throws {
    try directory.makeDirectory("logs")
    try directory.write("x", to: "logs/a.log")
    let file = try file(argument)
    try directory.delete("logs/a.log")
    try directory.link("logs/a.log", to: "/etc/passwd")
    do throws(FileError) {
      _ = try file.open()
      Issue.record("followed a link")
    } catch {
      #expect(file.note(for: error)?.reason == .notRegular(.symbolicLink))
    }
    try directory.delete("logs/a.log")
    try directory.makeFIFO("logs/a.log")
    do throws(FileError) {
      _ = try file.open()
      Issue.record("opened a FIFO")
    } catch {
      #expect(file.note(for: error)?.reason == .notRegular(.fifo))
    }
  }

  @Test("reports a file that may not be read", .enabled(if: !TemporaryDirectory.isRoot))
  func forbidden() throws {
    let path = try directory.write("x", to: "a.log")
    try directory.setPermissions(0, of: "a.log")
    let file = try file("a.log")
    #expect(throws: FileError(.open, path, .system(.permissionDenied))) { _ = try file.open() }
  }

  @Test("reads at any offset without moving")
  func positions() throws {
    let path = try directory.write("0123456789", to: "a.log")
    var file = try OpenFile(path)
    func bytes(at offset: Int64) throws -> String {
      let chunk = try ContiguousArray<UInt8>(capacity: 3) { output in
        try file.read(into: &output, at: offset)
      }
      return String(decoding: chunk, as: UTF8.self)
    }
    #expect(try bytes(at: 4) == "456")
    #expect(try bytes(at: 9) == "9")
    #expect(try bytes(at: 10) == "")
    try directory.delete("a.log")
    #expect(try file.status().linkCount == 0)
    #expect(try readAll(&file) == Array("0123456789".utf8))
    #expect(file.offset == 10)
  }

  @Test("peeks without losing a byte", arguments: [1, 2, 5000], 0...3)
  func peeking(chunk: Int, count: Int) throws {
    let bytes = Array("abcdefgh".utf8.prefix(2 * count))
    var source = PeekableSource(FailingByteSource(bytes, chunk: chunk))
    try source.peek(3)
    #expect(source.head.count >= min(3, bytes.count))
    #expect(bytes.starts(with: source.head))
    #expect(try readAll(&source, capacity: 2) == bytes)
  }
}
