import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("The file of a checkpoint")
struct CheckpointFileTests {
  let folder: TemporaryDirectory
  let poll: Polling

  init() throws {
    folder = try TemporaryDirectory()
    poll = Polling(folder, "e.log")
    try folder.append(log(lines(0..<10)), to: "e.log")
  }

  private func refusal() -> FileError.Reason? {
    do {
      _ = try poll.run()
      return nil
    } catch {
      return (error as? FileError)?.reason
    }
  }

  @Test("is refused when it is a symbolic link, and what that leads to is not touched")
  func symbolicLink() throws {
    _ = try folder.write("victim", to: "victim")
    try folder.link("state.checkpoint", to: "victim")
    #expect(refusal() != nil)
    #expect(try text(of: folder.path("victim").string) == "victim")
  }

  @Test("is refused when its lock is a symbolic link")
  func linkedLock() throws {
    _ = try folder.write("victim", to: "victim")
    try folder.link("state.checkpoint.lock", to: "victim")
    #expect(refusal() != nil)
  }

  @Test("is refused when it is a FIFO, without waiting")
  func fifo() throws {
    try folder.makeFIFO("state.checkpoint")
    #expect(refusal() == .insecure("it is a FIFO"))
  }

  @Test("is refused when it is a directory")
  func directory() throws {
    try folder.makeDirectory("state.checkpoint")
    #expect(refusal() == .insecure("it is a directory"))
  }

  @Test("is refused when others may write to it")
  func writable() throws {
    _ = try poll.run()
    try folder.setPermissions(0o666, of: "state.checkpoint")
    #expect(refusal() == .insecure("others may write to it"))
  }

  @Test("is refused when it has a second name somewhere")
  func hardLink() throws {
    _ = try poll.run()
    try folder.hardLink("elsewhere", to: "state.checkpoint")
    #expect(refusal() == .insecure("it has a second name"))
  }

  @Test("is used when the second name is its own backup, as a run that was killed leaves it")
  func ownBackup() throws {
    _ = try poll.run()
    try folder.hardLink("state.checkpoint.bak", to: "state.checkpoint")
    #expect(try poll.run().lines == [])
  }

  @Test("is refused when it belongs to somebody else", .enabled(if: TemporaryDirectory.isRoot))
  func foreignOwner() throws {
    _ = try poll.run()
    try folder.setOwner(12_345, group: 12_345, of: "state.checkpoint")
    #expect(refusal() == .insecure("it belongs to user 12345"))
  }

  @Test("is refused in a directory where everybody may exchange it")
  func openDirectory() throws {
    try folder.makeDirectory("open")
    try folder.setPermissions(0o777, of: "open")
    #expect(throws: FileError.self) { _ = try CheckpointFile(folder.path("open/state")) }
  }

  @Test("is refused while another run holds its lock")
  func busy() throws {
    let holder = try CheckpointFile(poll.checkpoint)
    #expect(refusal() == .busy)
    _ = try holder.load()
  }

  @Test("that is damaged is replaced by its backup, which is told")
  func backup() throws {
    _ = try poll.run()
    try folder.append(log(lines(10..<20)), to: "e.log")
    _ = try poll.run()
    _ = try folder.write(
      Array("emslog checkpoint 1 sha256 00\n".utf8), to: folder.path("state.checkpoint"))
    let loaded = try CheckpointFile(poll.checkpoint).load()
    #expect(loaded.usedBackup != nil)
    #expect(try poll.run().lines == lines(10..<20))
  }

  @Test("of a later version is refused rather than replaced by its backup, which knows less")
  func laterVersion() throws {
    for range in [10..<20, 20..<30] {
      _ = try poll.run()
      try folder.append(log(lines(range)), to: "e.log")
    }
    try folder.write("emslog checkpoint 99 sha256 00\n", to: "state.checkpoint")
    #expect(refusal() == .damagedCheckpoint("was written by another version of emslog"))
  }

  @Test("of the first version is taken over: nothing is lost or repeated")
  func firstVersion() throws {
    _ = try poll.run()
    try folder.append(log(lines(10..<200)), to: "e.log.1")
    try folder.append(log(lines(200..<400)), to: "e.log.2")
    _ = try poll.run()
    let parts = try text(of: poll.checkpoint.string).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts[0].hasPrefix("emslog checkpoint 2 "))
    let old = parts[1].split(separator: "\n").filter { line in
      !["begins", "home", "told"].contains { line.hasPrefix($0) }
    }
    #expect(old.count < parts[1].split(separator: "\n").count)
    let body = old.joined(separator: "\n") + "\n"
    let digest = ContentDigest(of: body.utf8).hexadecimal
    try folder.write("emslog checkpoint 1 sha256 \(digest)\n" + body, to: "state.checkpoint")
    try folder.append(log(lines(500..<510)), to: "e.log.1")
    let compressed = try Gzip.member(contents(of: folder.path("e.log.2").string))
    try folder.write(compressed, to: "e.log.2.gz")
    try folder.delete("e.log.2")
    #expect(try poll.run().lines == lines(500..<510))
    #expect(try poll.run().lines == [])
    #expect(try text(of: poll.checkpoint.string).hasPrefix("emslog checkpoint 2 "))
  }

  @Test("that is damaged like its backup is refused, and stays as it is")
  func bothDamaged() throws {
    for name in ["state.checkpoint", "state.checkpoint.bak"] {
      _ = try folder.write("", to: name)
      try folder.setPermissions(0o600, of: name)
    }
    #expect(refusal() == .damagedCheckpoint("is not one that emslog wrote"))
    #expect(try text(of: poll.checkpoint.string) == "")
  }

  @Test("is written although something was left under its temporary name")
  func leftover() throws {
    _ = try folder.write("victim", to: "victim")
    try folder.link("state.checkpoint.tmp", to: "victim")
    #expect(try poll.run().lines == lines(0..<10))
    #expect(try poll.run().lines == [])
    #expect(try text(of: folder.path("victim").string) == "victim")
  }

  @Test("can be written by nobody else")
  func permissions() throws {
    _ = try poll.run()
    let status = try OpenFile(poll.checkpoint).status()
    #expect(status.permissions == 0o600)
  }

  @Test("is saved in the room that was taken for it, whether it needs more or less")
  func reserve() throws {
    _ = try poll.run()
    let store = try CheckpointFile(poll.checkpoint)
    let checkpoint = try store.load().checkpoint
    for _ in 0..<2 { try store.reserve(for: checkpoint) }
    try store.save(checkpoint)
    #expect(try store.load().checkpoint == checkpoint)
    try store.reserve(for: Checkpoint())
    try store.save(checkpoint)
    #expect(try store.load().checkpoint == checkpoint)
    #expect(FileIdentity(at: folder.path("state.checkpoint.tmp")) == nil)
  }
}
