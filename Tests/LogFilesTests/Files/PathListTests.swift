import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("Listing what to read")
struct PathListTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func list(_ names: String..., depth: PathList.Depth = .oneLevel) -> InputListing {
    PathList(names.map { $0 == "-" ? "-" : directory.path($0) }, depth: depth).expanded()
  }

  /// Relative to the temporary directory.
  private func names(_ files: [InputFile]) -> [String] {
    let prefix = directory.path.string + "/"
    return files.map { String($0.path.string.dropFirst(prefix.count)) }
  }

  private func reasons(_ listing: InputListing) -> [String: FileNote.Reason] {
    Dictionary(
      uniqueKeysWithValues: listing.notes.map { ($0.path.lastComponent?.string ?? "", $0.reason) })
  }

  @Test("keeps explicit arguments in the order typed, files of one rotated set oldest first")
  func explicit() throws {
    for name in ["b.json", "a.json", "a.json.1"] { try directory.write("x", to: name) }
    let listing = list("b.json", "a.json", "-", "a.json.1")
    #expect(listing.files.map(\.displayName).count == 4)
    #expect(listing.files[2].displayName == "(standard input)")
    #expect(
      names([listing.files[0], listing.files[1], listing.files[3]]) == [
        "b.json", "a.json.1", "a.json",
      ])
    #expect(listing.notes.isEmpty)
    #expect(listing.errors.isEmpty)
  }

  @Test("sorts a directory by set and age")
  func sorting() throws {
    let expected = [
      "errors_0002.json", "errors_0010.json", "events.log.10.gz", "events.log.2.gz", "events.log.1",
      "events.log", "rms.7.1795217621690.log", "rms.6.1795217621700.log",
    ]
    for name in expected.reversed() { try directory.write(name, to: "logs-" + name) }
    try directory.makeDirectory("logs")
    for name in expected.reversed() { try directory.write(name, to: "logs/" + name) }
    #expect(names(list("logs").files) == expected.map { "logs/" + $0 })
    #expect(names(list("logs-*").files) == expected.map { "logs-" + $0 })
  }

  @Test("ignores hidden files, backups, and checkpoints in a directory")
  func ignored() throws {
    try directory.makeDirectory("logs")
    for name in [
      ".hidden", "a.json~", "#a.json#", "a.json.swp", "ck.lock", "ck.checkpoint", "a.json", "noext",
    ] {
      try directory.write("x", to: "logs/" + name)
    }
    let listing = list("logs")
    #expect(names(listing.files) == ["logs/a.json", "logs/noext"])
    #expect(listing.notes.isEmpty)
  }

  @Test("skips what is no regular file in a directory and says so")
  func irregular() throws {
    try directory.makeDirectory("logs")
    try directory.makeDirectory("logs/inner")
    try directory.makeFIFO("logs/events.log.6")
    try directory.link("logs/events.log.1", to: "events.log.2")
    try directory.link("logs/events.log.2", to: "events.log.1")
    try directory.link("logs/events.log.3", to: "/etc/passwd")
    try directory.link("logs/events.log.4", to: "/dev/zero")
    try directory.write("x", to: "logs/events.log")
    let listing = list("logs")
    #expect(names(listing.files) == ["logs/events.log"])
    #expect(
      reasons(listing) == [
        "inner": .innerDirectory, "events.log.6": .notRegular(.fifo),
        "events.log.1": .notRegular(.symbolicLink), "events.log.2": .notRegular(.symbolicLink),
        "events.log.3": .notRegular(.symbolicLink), "events.log.4": .notRegular(.symbolicLink),
      ])
    #expect(listing.errors.isEmpty)
  }

  @Test("follows links to regular files where a pattern matches them, but to nothing else")
  func globLinks() throws {
    try directory.makeDirectory("logs")
    try directory.write("x", to: "target")
    try directory.link("logs/a.log", to: "../target")
    try directory.link("logs/b.log", to: "/dev/zero")
    try directory.link("logs/c.log", to: "c.log")
    try directory.link("logs/d.log", to: "nowhere")
    try directory.makeFIFO("logs/e.log")
    try directory.makeDirectory("logs/f.log")
    var paths = PathList([directory.path("logs/*.log")])
    paths.rights = ReadingRights(isPrivileged: false, invokingUser: 1000)
    let listing = paths.expanded()
    #expect(names(listing.files) == ["logs/a.log"])
    #expect(
      reasons(listing) == [
        "b.log": .notRegular(.device), "c.log": .notRegular(.symbolicLink),
        "d.log": .notRegular(.symbolicLink), "e.log": .notRegular(.fifo), "f.log": .innerDirectory,
      ])
  }

  @Test("takes an existing name with brackets literally")
  func literal() throws {
    try directory.write("x", to: "a[1].log")
    try directory.write("x", to: "a1.log")
    #expect(names(list("a[1].log").files) == ["a[1].log"])
    try directory.delete("a[1].log")
    #expect(names(list("a[1].log").files) == ["a1.log"])
  }

  @Test("matches directories inside a pattern")
  func globDirectories() throws {
    for name in ["one", "two", "three"] {
      try directory.makeDirectory(name)
      try directory.write("x", to: name + "/events.log")
    }
    try directory.write("x", to: "toy")
    #expect(names(list("t*/events.log").files) == ["three/events.log", "two/events.log"])
    #expect(names(list("t*/e*").files) == ["three/events.log", "two/events.log"])
    #expect(list("t*/../o*/events.log").files.count == 1)
  }

  @Test("reports a pattern without a match, and a file that does not exist")
  func missing() throws {
    let listing = list("*.nothing", "nothing.json")
    #expect(listing.files.isEmpty)
    #expect(
      listing.errors == [
        FileError(.expand, directory.path("*.nothing"), .noMatch),
        FileError(.open, directory.path("nothing.json"), .system(.noSuchFileOrDirectory)),
      ])
    #expect(listing.errors.allSatisfy { $0.hint != nil })
  }

  @Test("notes an empty directory")
  func emptyDirectory() throws {
    try directory.makeDirectory("logs")
    let listing = list("logs")
    #expect(listing.notes == [FileNote(directory.path("logs"), .emptyDirectory)])
    #expect(listing.errors.isEmpty)
  }

  @Test("descends only when asked to, and not through links")
  func recursion() throws {
    try directory.makeDirectory("logs")
    try directory.makeDirectory("logs/a")
    try directory.makeDirectory("logs/a/b")
    try directory.link("logs/a/b/up", to: "../..")
    for name in ["logs/e.log", "logs/a/e.log", "logs/a/b/e.log"] {
      try directory.write(name, to: name)
    }
    #expect(names(list("logs").files) == ["logs/e.log"])
    let listing = list("logs", depth: .recursive)
    #expect(names(listing.files) == ["logs/e.log", "logs/a/e.log", "logs/a/b/e.log"])
    #expect(reasons(listing) == ["up": .notRegular(.symbolicLink)])
    for file in listing.files {
      var source = try file.open()
      #expect(try readAll(&source) == Array(names([file])[0].utf8))
    }
  }

  @Test("reads a file once that is reached twice")
  func sameFile() throws {
    try directory.write("x", to: "a.log")
    try directory.hardLink("b.log", to: "a.log")
    let listing = list("a.log", "b.log", "*.log", "-", "-")
    #expect(names([listing.files[0]]) == ["a.log"])
    #expect(listing.files.count == 2)
    #expect(
      listing.notes.map(\.reason)
        == Array(repeating: .sameFile(as: directory.path("a.log")), count: 3))
  }

  @Test("keeps names that are no text")
  func nonUTF8Names() throws {
    let name = Array("events.log.".utf8) + [0xff]
    try directory.makeDirectory("logs")
    let path = FilePath(bytes: directory.path("logs/").bytes + [UInt8(ascii: "/")] + name)
    try directory.write("x".utf8, to: path)
    try directory.write("x", to: "logs/events.log.\u{1b}]0;x\u{7}")
    try directory.write("x", to: "logs/events.log.1\n2")
    try directory.write("x", to: "logs/events.log.99999999999999999999")
    try directory.write("x", to: "logs/-rf")
    let files = list("logs").files
    #expect(files.count == 5)
    let shown = files.map {
      String($0.displayName.dropFirst(directory.path("logs").string.count + 1))
    }
    #expect(
      Set(shown) == [
        "-rf", "events.log.\\xff", "events.log.\\x1b]0;x\\x07", "events.log.1\\x0a2",
        "events.log.99999999999999999999",
      ])
    for file in files {
      var source = try file.open()
      #expect(try readAll(&source) == Array("x".utf8))
    }
  }

  @Test("as root skips files of strangers, and links")
  func owners() throws {
    let rights = ReadingRights(isPrivileged: true, invokingUser: 1000)
    func status(owner: UInt32, group: UInt32 = 0, permissions: UInt32 = 0o644) -> FileStatus {
      FileStatus(
        kind: .regular, identity: FileIdentity(device: 1, inode: 1), size: 0, owner: owner,
        group: group, permissions: permissions, linkCount: 1, modifiedNanoseconds: 0,
        changedNanoseconds: 0)
    }
    let logs = status(owner: 500, group: 500, permissions: 0o755)
    #expect(rights.allow(status(owner: 500), in: logs))
    #expect(rights.allow(status(owner: 0), in: logs))
    #expect(rights.allow(status(owner: 1000), in: logs))
    #expect(!rights.allow(status(owner: 501, group: 500), in: logs))
    let shared = status(owner: 0, group: 500, permissions: 0o775)
    #expect(rights.allow(status(owner: 501, group: 500), in: shared))
    #expect(!rights.allow(status(owner: 501, group: 501), in: shared))
    let everybody = status(owner: 0, group: 500, permissions: 0o1777)
    #expect(!rights.allow(status(owner: 501, group: 500), in: everybody))

    #expect(rights.patternLinks == .refuse)
    var user = rights
    user.isPrivileged = false
    #expect(user.allow(status(owner: 501), in: logs))
    #expect(user.patternLinks == .follow)
  }

  @Test("as root does not read a stranger's file", .enabled(if: TemporaryDirectory.isRoot))
  func strangersFile() throws {
    try directory.makeDirectory("logs")
    try directory.write("x", to: "logs/a.log")
    try directory.write("x", to: "logs/b.log")
    try directory.setOwner(4242, group: 4242, of: "logs/a.log")
    let listing = list("logs")
    #expect(names(listing.files) == ["logs/b.log"])
    #expect(reasons(listing) == ["a.log": .foreignOwner(4242)])
    #expect(names(list("logs/a.log").files) == ["logs/a.log"])
  }
}
