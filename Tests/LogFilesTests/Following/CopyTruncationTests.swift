import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A log that is copied and then truncated")
struct CopyTruncationTests {
  let folder: TemporaryDirectory
  let now = Polling.present

  init() throws {
    folder = try TemporaryDirectory()
    try folder.append(log(lines(0..<2000)), to: "e.log")
  }

  /// Replaces what stands in the log, as the server does behind a truncation.
  private func truncate(_ lines: [String]) throws {
    _ = try folder.write(log(lines), to: folder.path("e.log"))
  }

  private func copy(_ count: Int, to name: String = "e.log.1") throws {
    _ = try folder.write(log(lines(0..<count)), to: folder.path(name))
  }

  private func compressCopy(_ count: Int) throws {
    _ = try folder.write(Gzip.member(log(lines(0..<count))), to: "e.log.1.gz")
    try folder.delete("e.log.1")
  }

  /// One look of a run that lives on.
  private func look(
    _ follower: inout Follower, _ consumer: inout LineConsumer, after seconds: Int64 = 0
  ) throws {
    try follower.pass(now: now + seconds, into: &consumer)
    try follower.commit(&consumer)
    follower.release(now: now + seconds)
  }

  @Test("while tail reads on behind the end of the copy is not printed again")
  func readOnBehindCopy() throws {
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    try look(&follower, &consumer)
    try folder.append(log(lines(2000..<3000)), to: "e.log")
    try look(&follower, &consumer)
    try copy(3000)
    try look(&follower, &consumer)
    try folder.append(log(lines(3000..<3100)), to: "e.log")
    try look(&follower, &consumer)
    try truncate(lines(3100..<3200))
    for seconds: Int64 in [0, 1, 10] { try look(&follower, &consumer, after: seconds) }
    try compressCopy(3000)
    // For longer than what is gone is remembered.
    for seconds: Int64 in [11, 20, 700, 1400, 2100] {
      try look(&follower, &consumer, after: seconds)
    }
    #expect(consumer.lines == lines(0..<3200))
    #expect(follower.takeFindings() == [])
    #expect(follower.passErrors == [])
  }

  @Test("while tail reads on behind a copy that is not complete is not printed again")
  func readOnBehindPartOfCopy() throws {
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    try look(&follower, &consumer)
    try copy(500)
    try look(&follower, &consumer)
    try folder.append(log(lines(2000..<2100)), to: "e.log")
    try look(&follower, &consumer)
    try copy(2050)
    try truncate(lines(2100..<2200))
    for seconds: Int64 in [0, 1, 10, 700, 1400, 2100] {
      try look(&follower, &consumer, after: seconds)
    }
    #expect(consumer.lines == lines(0..<2200))
    #expect(follower.takeFindings() == [])
  }

  @Test("again, behind a copy that is shorter than what was read of it, is read to its end")
  func secondRotation() throws {
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    try look(&follower, &consumer)
    try copy(1990)
    try truncate(lines(2000..<2500))
    for seconds: Int64 in [0, 1, 10] { try look(&follower, &consumer, after: seconds) }
    try folder.rename("e.log.1", to: "e.log.2")
    _ = try folder.write(log(lines(2000..<2600)), to: folder.path("e.log.1"))
    try truncate(lines(2600..<2700))
    for seconds: Int64 in [11, 12, 20] { try look(&follower, &consumer, after: seconds) }
    #expect(consumer.lines == lines(0..<2700))
    #expect(follower.takeFindings() == [])
  }

  @Test("while poll reads on behind the end of the copy is not printed again")
  func pollReadsOnBehindCopy() throws {
    let poll = Polling(folder, "e.log")
    #expect(try poll.run().lines == lines(0..<2000))
    try copy(2000)
    #expect(try poll.run().lines == [])
    try folder.append(log(lines(2000..<2100)), to: "e.log")
    #expect(try poll.run().lines == lines(2000..<2100))
    try truncate(lines(2100..<2200))
    let result = try poll.run()
    #expect(result.lines == lines(2100..<2200))
    #expect(result.findings == [])
    try compressCopy(2000)
    for days: Int64 in [0, 31, 62] {
      let result = try poll.run(now: now + days * 86_400)
      #expect(result.lines == [])
      #expect(result.findings == [])
    }
  }

  @Test("and goes on behind a hole that is longer than its status says begins where the hole ends")
  func growingHole() throws {
    try truncate([])
    try folder.extend("e.log", to: 100_000)
    let path = folder.path("e.log")
    let status = try POSIX.status(of: path, following: true)
    let input = InputFile(path, origin: .argument, status: status)
    let file = try #require(FollowedFile(input, now: now))
    try file.look()
    #expect(!file.hasHead)
    // Between the question for the status and the one for the bytes.
    try folder.extend("e.log", to: 100_500)
    try folder.append(log(lines(0..<10)), to: "e.log")
    try file.findHead(from: 0)
    #expect(file.leadingNULs == 100_500)
    #expect(Array(file.head) == log(lines(0..<10)))
  }

  @Test("and once more before the next look is printed in the order in which it was written")
  func twoRotationsBetweenLooks() throws {
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    try copy(2000)
    try truncate([])
    for seconds: Int64 in [0, 10] { try look(&follower, &consumer, after: seconds) }
    try folder.rename("e.log.1", to: "e.log.2")
    _ = try folder.write(log(lines(2000..<2100)), to: folder.path("e.log.1"))
    try truncate(lines(2100..<2200))
    // Nothing but the content of a log has changed, as far as the directory has told by now.
    try follower.pass(now: now + 11, lists: false, into: &consumer)
    try follower.commit(&consumer)
    try look(&follower, &consumer, after: 11)
    #expect(consumer.lines == lines(0..<2200))
  }

  @Test("within a line, and goes on behind a hole, has lost nothing if the copy has all before it")
  func truncatedWithinLine() throws {
    let poll = Polling(folder, "e.log")
    #expect(try poll.run().lines == lines(0..<2000))
    let size = log(lines(0..<2000)).count + 9
    try folder.append(Array("record 20".utf8), to: "e.log")
    _ = try folder.write(contents(of: folder.path("e.log").string), to: "e.log.1")
    try truncate([])
    try folder.extend("e.log", to: Int64(size))
    try folder.append(Array("00 of the log\n".utf8) + log(lines(2001..<2010)), to: "e.log")
    let result = try poll.run()
    #expect(result.lines.suffix(9) == lines(2001..<2010)[...])
    #expect(result.findings == [])
  }

  @Test("is counted once when tail begins between the two")
  func lookBackBeforeTruncation() throws {
    try copy(1500)
    var consumer = LastLines(5000)
    var follower = Follower(live: [folder.path("e.log")])
    try follower.skipToEnd(now: now, into: &consumer)
    #expect(consumer.lines == lines(0..<2000))
    try truncate(lines(2000..<2010))
    try follower.pass(now: now, into: &consumer)
    try follower.commit(&consumer)
    #expect(consumer.lines == lines(0..<2010))
  }

  @Test("and compressed shows its last lines when tail begins before the next line is written")
  func lookBackInCompressedCopy() throws {
    try copy(2000)
    try compressCopy(2000)
    try truncate([])
    var consumer = LastLines(10)
    var follower = Follower(live: [folder.path("e.log")])
    try follower.skipToEnd(now: now, into: &consumer)
    #expect(consumer.lines == lines(1990..<2000))
  }
}

/// Begins with the last lines, and keeps all that follow.
private struct LastLines: LookingBack, ~Copyable {
  private(set) var lines: [String] = []
  private var left: Int
  private var log = LineConsumer()
  private var counted = 0
  private var isCounting = true
  private var skipped = 0

  init(_ number: Int) { left = number }

  mutating func begin(_ opening: StreamOpening) {
    log = LineConsumer()
    log.begin(opening)
  }

  mutating func name(_ stream: UInt64) {}
  mutating func take(_ bytes: Span<UInt8>) -> Int64 { log.take(bytes) }
  mutating func pause(isFinal: Bool) -> Int64 { log.pause(isFinal: isFinal) }

  mutating func end(_ end: SourceEnd) {
    _ = try? log.commit()
    counted = log.lines.count
    if !isCounting { lines += log.lines.dropFirst(skipped) }
    skipped = 0
  }

  mutating func commit() throws(FileError) -> Checkpoint.Outputs { Checkpoint.Outputs() }

  var isFull: Bool { false }
  var annotation: String { "" }
  var isStopped: Bool { false }
  var hasEnough: Bool { counted >= left }
  var wantsNothingOlder: Bool { left == 0 }

  mutating func countLog() -> Int? {
    let shown = min(counted, left)
    left -= shown
    return shown > 0 ? counted - shown : nil
  }

  mutating func show(skipping number: Int) {
    isCounting = false
    skipped = number
  }

  mutating func endLookingBack() { isCounting = false }
}
