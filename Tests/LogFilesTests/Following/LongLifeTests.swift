import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A follower that lives for long")
struct LongLifeTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// How many of the files in the folder this process has open, as Linux tells.
  ///
  /// Tests that run at the same time have files open too, so that numbers may be of any size.
  private func openFiles() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
      let name = FilePath("/proc/self/fd/\(number)")
      guard let target = try? POSIX.status(of: name, following: true) else { return false }
      return target.kind == .regular && target.identity.device == device
        && isOwn(target.identity)
    }
  }

  private var device: UInt64 {
    (try? POSIX.status(of: folder.path, following: true).identity.device) ?? 0
  }

  private func isOwn(_ identity: FileIdentity) -> Bool {
    let names = (try? Directory(folder.path).names()) ?? []
    return names.contains { name in
      (try? POSIX.status(of: folder.path.appending(name), following: false).identity) == identity
    }
  }

  /// `EMSLOG_ROTATIONS=10000` takes minutes in a debug build.
  private var count: Int {
    ProcessInfo.processInfo.environment["EMSLOG_ROTATIONS"].flatMap { Int($0) } ?? 200
  }

  @Test("goes on printing while a large log is being compressed, and compares it bit by bit")
  func largeCompression() throws {
    var random = SeededGenerator(Seed(1))
    // Without repetitions that could be compressed.
    let filler = (0..<300_000).map { _ in UInt8.random(in: 65...90, using: &random) }
    var content: [UInt8] = []
    for number in 0..<32 { content += Array("\(number) ".utf8) + filler + [10] }
    try folder.append(content, to: "e.log")
    var now: Int64 = 1_800_000_000
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    var written = 0
    func look(after seconds: Int64 = 0) throws {
      try folder.append(log(lines(written..<(written + 1))), to: "e.log")
      written += 1
      now += seconds
      try follower.pass(now: now, into: &consumer)
      try follower.commit(&consumer)
      follower.release(now: now)
      #expect(consumer.lines.count == 32 + written)
    }
    try look()
    try folder.rename("e.log", to: "e.log.1")
    try look()
    let compressed = try Gzip.member(contents(of: folder.path("e.log.1").string))
    for percent in [30, 60, 100] {
      try folder.write(compressed.prefix(compressed.count * percent / 100), to: "e.log.1.gz")
      try look()
      let isComparing = follower.hasComparisons
      #expect(!isComparing)
    }
    try folder.delete("e.log.1")
    try look(after: 1)
    var passes = 1
    while follower.hasComparisons {
      try look()
      passes += 1
    }
    #expect(passes == 3)
    try look(after: 5)
    #expect(Set(consumer.lines).count == consumer.lines.count)
  }

  @Test("holds no more after many rotations than after a few, and prints each line once")
  func rotations() throws {
    let start: Int64 = 1_800_000_000
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    var held: [Int] = []
    var streams: [Int] = []
    var descriptors: [Int] = []
    for number in 0..<count {
      // What was deleted ten minutes ago can be let go.
      let now = start + Int64(number) * 600
      try folder.append(log(lines(number..<(number + 1))), to: "e.log")
      try follower.pass(now: now, into: &consumer)
      try follower.commit(&consumer)
      follower.release(now: now)
      if number % (count / 5) == count / 10 {
        held.append(follower.held.count)
        streams.append(follower.checkpoint.streams.count)
        descriptors.append(try openFiles())
      }
      try folder.rename("e.log", to: "e.log.1")
    }
    #expect(consumer.lines == lines(0..<count))
    #expect(Set(held).count == 1, "\(held)")
    #expect(held.allSatisfy { $0 <= 4 }, "\(held)")
    #expect(Set(streams).count == 1, "\(streams)")
    #expect(Set(descriptors).count == 1, "\(descriptors)")
  }

  @Test("holds a limited number of deleted logs open, however many are deleted within a minute")
  func deletedLogs() throws {
    let start = Polling.later
    let count = 30
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    follower.openLimit = 10
    for number in 0..<count {
      let now = start + Int64(number / 10)
      try folder.append(log(lines(number..<(number + 1))), to: "e.log")
      try follower.pass(now: now, into: &consumer)
      try follower.commit(&consumer)
      follower.release(now: now)
      // The server that has them open could still write to each.
      if number < count - 1 { try folder.delete("e.log") }
    }
    #expect(consumer.lines == lines(0..<count))
    #expect(follower.held.values.count { $0.isOpen } == follower.openLimit + 1)
    #expect(follower.passErrors == [])
  }

  @Test("closes deleted logs that are read to their ends rather than one that may go on in a line")
  func deletedLogWithoutEnd() throws {
    let start = Polling.later
    var consumer = LineConsumer()
    var follower = Follower(live: [folder.path("e.log")])
    follower.openLimit = 10
    try folder.append(Array("record".utf8), to: "e.log")
    let descriptor = try FileDescriptor.open(folder.path("e.log"), .writeOnly, options: .append)
    defer { try? descriptor.close() }
    for number in 0..<30 {
      try follower.pass(now: start + Int64(number / 10), into: &consumer)
      try follower.commit(&consumer)
      follower.release(now: start + Int64(number / 10))
      try folder.delete("e.log")
      try folder.append(log(lines(number..<(number + 1))), to: "e.log")
    }
    _ = try descriptor.writeAll(" that goes on\n".utf8)
    try follower.pass(now: start + 40, into: &consumer)
    try follower.commit(&consumer)
    #expect(consumer.lines.contains("record that goes on"))
  }

  @Test("reads the rest of a log before the next one, which has just lost its name")
  func namelessNewer() throws {
    let poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<100)), to: "e.log")
    #expect(try poll.run().lines == lines(0..<100))
    let store = try CheckpointFile(poll.checkpoint)
    try folder.delete("e.log")
    try folder.write(Gzip.member(log(lines(0..<120))), to: "e.log.1.gz")
    try folder.append(log(lines(120..<150)), to: "e.log")
    try makeOld("e.log.1.gz", seconds: 30)
    try makeOld("e.log", seconds: 20)
    var follower = Follower(poll.paths, from: try store.load().checkpoint, savingTo: store)
    _ = follower.bind(now: Polling.present, lists: true)
    try folder.rename("e.log.1.gz", to: "e.log.2.gz")
    try folder.write(Gzip.member(log(lines(120..<150))), to: "e.log.1.gz")
    try folder.delete("e.log")
    try folder.append(log(lines(150..<160)), to: "e.log")
    var consumer = LineConsumer()
    try follower.pass(now: Polling.present, into: &consumer)
    try follower.commit(&consumer)
    #expect(consumer.lines == lines(100..<160))
  }

  private func makeOld(_ name: String, seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
      ofItemAtPath: folder.path(name).string)
  }
}
