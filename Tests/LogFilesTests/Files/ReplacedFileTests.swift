import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A file that is replaced as a whole")
struct ReplacedFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func replace(
    _ name: String, with text: String, for reader: ReplacedFile.Reader = .program
  ) throws {
    let bytes = ContiguousArray(text.utf8)
    try ReplacedFile(folder.path(name), for: reader).replace(with: bytes.span)
  }

  private func content(_ name: String) throws -> String { try text(of: folder.path(name).string) }

  private func permissions(_ name: String) throws -> UInt32 {
    try POSIX.status(of: folder.path(name), following: false).permissions
  }

  @Test("has the old content until the new one is whole")
  func whole() throws {
    try folder.write("old", to: "page")
    let file = try ReplacedFile(folder.path("page"), for: .person)
    #expect(try content("page") == "old")
    #expect(filesBelow(folder.path.string) == ["page"])
    try file.replace(with: ContiguousArray("new".utf8).span)
    #expect(try content("page") == "new")
    #expect(filesBelow(folder.path.string) == ["page"])
  }

  @Test("leaves nothing behind when it is given up")
  func givenUp() throws {
    let file = try ReplacedFile(folder.path("page"), for: .person)
    try folder.makeDirectory("page")
    try folder.write("old", to: "page/index")
    #expect { try file.replace(with: ContiguousArray("new".utf8).span) } throws: { error in
      (error as? FileError)?.reason == .system(.isDirectory)
    }
    #expect(filesBelow(folder.path.string) == ["page/index"])
  }

  @Test("takes the new content and leaves nothing beside it; every program may read it")
  func replacing() throws {
    try replace("m.prom", with: "a longer text\n")
    try folder.setPermissions(0o600, of: "m.prom")
    try replace("m.prom", with: "short\n")
    #expect(try content("m.prom") == "short\n")
    #expect(filesBelow(folder.path.string) == ["m.prom"])
    #expect(try permissions("m.prom") == 0o644)
  }

  @Test(
    "keeps the permissions that a person gave it, and has those of any other file when it is new")
  func permissions() throws {
    try folder.write("old", to: "page")
    try folder.setPermissions(0o640, of: "page")
    try replace("page", with: "new", for: .person)
    #expect(try permissions("page") == 0o640)
    try replace("fresh", with: "new", for: .person)
    _ = try OutputFile(folder.path("usual"))
    #expect(try permissions("fresh") == permissions("usual"))
  }

  @Test("keeps its content for whoever has it open")
  func openReader() throws {
    try replace("m.prom", with: "before\n")
    let reader = try FileDescriptor.open(folder.path("m.prom"), .readOnly)
    try replace("m.prom", with: "after\n")
    let bytes = try reader.closeAfter {
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
      return Array(buffer.prefix(count))
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "before\n")
  }

  @Test("is written over what a run left behind that was killed")
  func leftOver() throws {
    try folder.write("a part of someth", to: ".m.prom.tmp")
    try replace("m.prom", with: "whole\n")
    #expect(try content("m.prom") == "whole\n")
    #expect(filesBelow(folder.path.string) == ["m.prom"])
  }

  @Test("is not written through links, wherever they stand")
  func links() throws {
    try folder.write("precious", to: "victim")
    try folder.link(".m.prom.tmp", to: "victim")
    try replace("m.prom", with: "1\n")
    try folder.hardLink(".m.prom.tmp", to: "victim")
    try replace("m.prom", with: "2\n")
    #expect(try content("m.prom") == "2\n")
    try folder.link("link.prom", to: "victim")
    #expect { try replace("link.prom", with: "3\n") } throws: { error in
      (error as? FileError)?.problem == "not replaced, because it is a symbolic link"
    }
    try folder.makeDirectory("d.prom")
    #expect(throws: FileError.self) { try replace("d.prom", with: "4\n") }
    #expect(try content("victim") == "precious")
  }

  @Test("is refused where a link leads to a file or nowhere, also for a person")
  func linksOfPersons() throws {
    try folder.write("precious", to: "victim")
    for target in ["victim", "absent"] {
      try folder.link("page", to: folder.path(target).string)
      #expect { try replace("page", with: "x", for: .person) } throws: { error in
        (error as? FileError)?.reason == .notReplaceable(.symbolicLink)
      }
      let status = try POSIX.status(of: folder.path("page"), following: false)
      #expect(status.kind == .symbolicLink)
      try folder.delete("page")
    }
    #expect(try content("victim") == "precious")
  }

  @Test("is a device only for a person, is written to as it is then, and stays one")
  func device() throws {
    try folder.link("page", to: "/dev/null")
    try replace("page", with: "x", for: .person)
    #expect { try replace("page", with: "x") } throws: { error in
      (error as? FileError)?.reason == .notReplaceable(.symbolicLink)
    }
    let status = try POSIX.status(of: folder.path("page"), following: false)
    #expect(status.kind == .symbolicLink)
    #expect(filesBelow(folder.path.string) == [])
  }

  @Test("is written to as it is for a person when it is a FIFO")
  func fifo() throws {
    try folder.makeFIFO("page")
    let reader = try FileDescriptor.open(folder.path("page"), .readWrite)
    try replace("page", with: "x", for: .person)
    try reader.close()
    #expect(filesBelow(folder.path.string) == [])
    #expect { try replace("page", with: "x") } throws: { error in
      (error as? FileError)?.reason == .notReplaceable(.fifo)
    }
  }

  @Test("waits for nobody: another run that is replacing it is an error")
  func busy() throws {
    try folder.write("", to: ".m.prom.tmp")
    try folder.setPermissions(0o600, of: ".m.prom.tmp")
    let other = try FileDescriptor.open(folder.path(".m.prom.tmp"), .readWrite)
    #expect(try POSIX.lock(other.rawValue))
    #expect { try replace("m.prom", with: "1\n") } throws: { error in
      (error as? FileError)?.reason == .busy
    }
    try other.close()
    try replace("m.prom", with: "2\n")
    #expect(try content("m.prom") == "2\n")
  }

  @Test(
    "is refused for a directory, and where there is none to stand in",
    arguments: [
      ReplacedFile.Reader.program, .person,
    ])
  func refused(reader: ReplacedFile.Reader) {
    #expect { try replace("none/m.prom", with: "1\n", for: reader) } throws: { error in
      let error = error as? FileError
      return error?.isMissing == true && error?.path == folder.path("none/m.prom")
        && error?.hint == "create the directory first"
    }
    let path = folder.path
    #expect { _ = try ReplacedFile(path, for: reader) } throws: { error in
      (error as? FileError)?.reason == .system(.isDirectory)
    }
  }
}
