import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

@Suite("Errors and output")
struct FileErrorTests {
  @Test(
    "say which file, what and why",
    arguments: [
      (
        FileError(.open, "a.log", .system(.permissionDenied)),
        "a.log: cannot open: permission denied"
      ),
      (FileError(.read, "x.gz", .notGzip), "x.gz: named .gz but is not gzip data"),
      (FileError(.read, "e.zst", .foreign(.zstd)), "e.zst: not read, because it is zstd data"),
      (FileError(.expand, "*.x", .noMatch), "*.x: no file matches this pattern"),
      (
        FileError(.write, "", .system(.noSpace)),
        "standard output: cannot write: no space left on the device"
      ),
      (FileError(.read, "", .system(.ioError)), "standard input: cannot read: input/output error"),
    ])
  func sentences(error: FileError, text: String) {
    #expect(error.description == text)
    #expect(error.hint != nil)
  }

  @Test(
    "show names without what could act on a terminal",
    arguments: [
      (Array("a.log".utf8), "a.log"), (Array("größe 日本".utf8), "größe 日本"),
      ([0x1b, 0x5d, 0x07, 0x7f], #"\x1b]\x07\x7f"#), ([0x61, 0xff, 0x62], #"a\xffb"#),
      ([0xc2, 0x9b], #"\u{9b}"#), ([0x9b], #"\x9b"#), (Array("a\u{202e}b".utf8), #"a\u{202e}b"#),
      (Array("a\u{200b}".utf8), #"a\u{200b}"#), ([0xe2, 0x82], #"\xe2\x82"#),
      ([0xed, 0xa0, 0x80], #"\xed\xa0\x80"#), (Array(#"a\x1b"#.utf8), #"a\\x1b"#), ([], "''"),
    ])
  func printable(bytes: [UInt8], text: String) {
    #expect(FilePath(bytes: bytes).printable == text)
  }

  @Test("find the bytes of arguments that are no text")
  func arguments() {
    let file = ContiguousArray("b.log".utf8)
    let originals: [ContiguousArray<UInt8>] = [
      ContiguousArray("emslog".utf8), [0x61, 0xff], file, [0x61, 0xfe], [0x61, 0x2f, 0x2f, 0xff],
    ]
    let strings = originals.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    let paths = FilePath.paths(forArguments: Array(strings), among: originals)
    #expect(paths.map(\.bytes) == [[0x61, 0xff], file, [0x61, 0xfe], [0x61, 0x2f, 0xff]])
    #expect(FilePath.paths(forArguments: ["a\u{fffd}"], among: []) == ["a\u{fffd}"])
  }

  @Test("hide interruptions and nothing else")
  func interruptions() throws {
    var results: [Int32] = [-1, -1, 7]
    #expect(
      try retryingInterrupts { () -> Int32 in
        errno = EINTR
        return results.removeFirst()
      } == 7)
    #expect(throws: Errno.ioError) {
      try retryingInterrupts { () -> Int32 in
        errno = EIO
        return -1
      }
    }
  }

  @Test("write everything to a file, and append when asked to")
  func output() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("out")
    let bytes = ContiguousArray("0123456789".utf8)
    do {
      var file = try OutputFile(path)
      try file.write(bytes.span)
      try file.synchronize()
      #expect(file.writtenCount == 10)
    }
    do {
      var file = try OutputFile(path, existing: .append)
      try file.write(bytes.span)
    }
    var file = try OpenFile(path)
    #expect(try readAll(&file) == Array(bytes + bytes))
  }

  @Test("tell a full disk from a closed pipe")
  func outputErrors() throws {
    Signals.ignoreClosedPipes()
    let bytes = ContiguousArray("x".utf8)
    do throws(FileError) {
      var full = try OutputFile("/dev/full")
      try full.write(bytes.span)
      Issue.record("wrote to a full disk")
    } catch {
      #expect(error.reason == .system(.noSpace))
      #expect(!error.isClosedPipe)
    }

    let directory = try TemporaryDirectory()
    try directory.makeFIFO("fifo")
    let reader = try FileDescriptor.open(directory.path("fifo"), .readOnly, options: .nonBlocking)
    var pipe = try OutputFile(directory.path("fifo"))
    try pipe.write(bytes.span)
    try reader.close()
    do throws(FileError) {
      try pipe.write(bytes.span)
      Issue.record("wrote to a closed pipe")
    } catch {
      #expect(error.isClosedPipe)
    }
  }
}
