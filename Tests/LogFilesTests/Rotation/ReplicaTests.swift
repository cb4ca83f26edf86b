import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("The same content in two files")
struct ReplicaTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// More than one chunk.
  static let text = Array((1...9000).map { "\($0)\tstreamCreated\n" }.joined().utf8)

  /// The names that stay, and for the others the name of what is read instead.
  private func check() -> (kept: [String], replaced: [String: String]) {
    let listing = PathList([directory.path]).expanded()
    let result = listing.files.removingReplicas()
    let pairs = result.notes.map { note -> (String, String) in
      guard case .replica(let other) = note.reason else { return (name(note.path), "?") }
      return (name(note.path), name(other))
    }
    return (result.files.map { name($0.path) }, Dictionary(uniqueKeysWithValues: pairs))
  }

  private func name(_ path: FilePath) -> String { path.lastComponent?.string ?? "" }

  @Test("is read from the plain file rather than from the compressed one")
  func compressed() throws {
    try directory.write(Self.text, to: "events.log.1")
    try directory.write(Gzip.member(Self.text), to: "events.log.1.gz")
    let result = check()
    #expect(result.kept == ["events.log.1"])
    #expect(result.replaced == ["events.log.1.gz": "events.log.1"])
  }

  @Test("is recognised when the compressed file is still being written")
  func unfinished() throws {
    let data = Gzip.member(Self.text)
    try directory.write(Self.text, to: "events.log.1")
    try directory.write(data.prefix(data.count / 2), to: "events.log.1.gz")
    #expect(check().kept == ["events.log.1"])
  }

  @Test("is read from the copy when the log is copied and not truncated yet")
  func copied() throws {
    try directory.write(Self.text, to: "events.log.1")
    try directory.write(Self.text, to: "events.log")
    #expect(check().replaced == ["events.log": "events.log.1"])
  }

  @Test("is read from the log itself when the copy is behind")
  func partialCopy() throws {
    try directory.write(Self.text.prefix(5000), to: "events.log.1")
    try directory.write(Self.text, to: "events.log")
    #expect(check().replaced == ["events.log.1": "events.log"])
  }

  @Test("counts once however many copies there are")
  func threeCopies() throws {
    try directory.write(Self.text, to: "events.log")
    try directory.write(Self.text, to: "events.log.1")
    try directory.write(Gzip.member(Self.text), to: "events.log.1.gz")
    try directory.write(Self.text, to: "backup.txt")
    #expect(check().kept.count == 1)
  }

  @Test("is recognised under unrelated names if it is the same from start to end")
  func unrelated() throws {
    try directory.write(Self.text, to: "a.log")
    try directory.write(Gzip.member(Self.text), to: "b.old")
    let result = check()
    #expect(result.kept == ["a.log"])
    #expect(result.replaced == ["b.old": "a.log"])
  }

  @Test("is not assumed of files that only begin alike")
  func sameHeader() throws {
    let header = Array(repeating: "#Fields: a b c d e f g h i j k l\n", count: 200).joined()
    try directory.write(header, to: "p_0001.w3c")
    try directory.write(header + "one\n", to: "p_0002.w3c")
    try directory.write(header + "two\n", to: "p_0003.w3c")
    try directory.write(Gzip.member(header + "one\ntwo\n"), to: "p_0004.w3c.gz")
    let result = check()
    #expect(result.kept == ["p_0001.w3c", "p_0002.w3c", "p_0003.w3c", "p_0004.w3c.gz"])
    #expect(result.replaced.isEmpty)
  }

  @Test("is not assumed of files that differ in their last byte")
  func lastByte() throws {
    var other = Self.text
    other[other.count - 1] ^= 1
    try directory.write(Self.text, to: "events.log.1")
    try directory.write(Gzip.member(other), to: "events.log.1.gz")
    try directory.write(other, to: "b.log")
    let result = check()
    // The compressed file equals the unrelated one.
    #expect(result.kept == ["b.log", "events.log.1"])
    #expect(result.replaced == ["events.log.1.gz": "b.log"])
  }

  @Test("is not assumed of two starts of a server that write the same bytes")
  func starts() throws {
    let start = "00001\tapplicationStart\n\tPID: 1\n\n\n00002\tserverStarted\n\tPID: 1\n\n\n"
    let closing = "00003\tinStreamClosed\n\tname: a\n\n\n"
    try directory.write(start, to: "e.txt.1")
    try directory.write(start, to: "e.txt")
    try directory.write(Gzip.member(start), to: "e.txt.1.gz")
    try directory.write(start + closing, to: "e_20260101_000000.txt")
    try directory.write(start + closing, to: "e_20260101_000100.txt")
    let result = check()
    #expect(result.replaced == ["e.txt.1.gz": "e.txt.1"])
  }

  @Test("is not assumed of empty files")
  func empty() throws {
    try directory.write("", to: "a.log")
    try directory.write("", to: "a.log.1")
    try directory.write(Gzip.member(""), to: "a.log.2.gz")
    try directory.write(Gzip.member(""), to: "b.gz")
    #expect(check().replaced.isEmpty)
  }

  @Test("is recognised behind a hole that was compressed as zeros")
  func hole() throws {
    try directory.extend("events.log.1", to: 1 << 20)
    try directory.append(Self.text, to: "events.log.1")
    let zeros = Array(repeating: UInt8(0), count: 1 << 20)
    try directory.write(Gzip.member(zeros + Self.text), to: "events.log.1.gz")
    #expect(check().kept == ["events.log.1"])
    // One zero less is another content.
    try directory.write(Gzip.member(zeros.dropLast() + Self.text), to: "events.log.1.gz")
    #expect(check().kept.count == 2)
  }
}
