import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A file that is replaced as a whole")
struct ReplacedFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func replace(_ name: String, with text: String) throws {
    let bytes = ContiguousArray(text.utf8)
    try ReplacedFile(folder.path(name)).replace(with: bytes.span)
  }

  private func content(_ name: String) throws -> String { try text(of: folder.path(name).string) }

  @Test("takes the new content and leaves nothing beside it; everybody may read it")
  func replacing() throws {
    try replace("m.prom", with: "a longer text\n")
    try folder.setPermissions(0o600, of: "m.prom")
    try replace("m.prom", with: "short\n")
    #expect(try content("m.prom") == "short\n")
    #expect(filesBelow(folder.path.string) == ["m.prom"])
    let status = try POSIX.status(of: folder.path("m.prom"), relativeTo: -100, following: false)
    #expect(status.permissions == 0o644)
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
    try folder.write("a part of someth", to: "m.prom.tmp")
    try replace("m.prom", with: "whole\n")
    #expect(try content("m.prom") == "whole\n")
    #expect(filesBelow(folder.path.string) == ["m.prom"])
  }

  @Test("is not written through links, wherever they stand")
  func links() throws {
    try folder.write("precious", to: "victim")
    try folder.link("m.prom.tmp", to: "victim")
    try replace("m.prom", with: "1\n")
    try folder.hardLink("m.prom.tmp", to: "victim")
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

  @Test("waits for nobody: another run that is replacing it is an error")
  func busy() throws {
    try folder.write("", to: "m.prom.tmp")
    try folder.setPermissions(0o600, of: "m.prom.tmp")
    let other = try FileDescriptor.open(folder.path("m.prom.tmp"), .readWrite)
    #expect(try POSIX.lock(other.rawValue))
    #expect { try replace("m.prom", with: "1\n") } throws: { error in
      (error as? FileError)?.reason == .busy
    }
    try other.close()
    try replace("m.prom", with: "2\n")
    #expect(try content("m.prom") == "2\n")
  }

  @Test("says which directory is missing")
  func missingDirectory() {
    #expect { try replace("none/m.prom", with: "1\n") } throws: { error in
      (error as? FileError)?.isMissing == true
    }
  }
}
