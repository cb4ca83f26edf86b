import Foundation
import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("A file that replaces another")
struct ReplacingFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func replace(_ name: String, with text: String, finishing: Bool = true) throws {
    var file = try ReplacingFile(folder.path(name))
    try file.write(ContiguousArray(text.utf8).span)
    if finishing { try file.finish() }
  }

  @Test("has its name once it is whole, and not before")
  func replacing() throws {
    try folder.write("old", to: "page")
    do {
      var file = try ReplacingFile(folder.path("page"))
      try file.write(ContiguousArray("ne".utf8).span)
      try file.write(ContiguousArray("w".utf8).span)
      #expect(try text(of: folder.path("page").string) == "old")
      try file.finish()
    }
    #expect(try text(of: folder.path("page").string) == "new")
    #expect(filesBelow(folder.path.string) == ["page"])
  }

  @Test("leaves nothing behind when it is given up")
  func abandoned() throws {
    try folder.write("old", to: "page")
    try replace("page", with: "half", finishing: false)
    #expect(try text(of: folder.path("page").string) == "old")
    #expect(filesBelow(folder.path.string) == ["page"])
  }

  @Test("keeps the permissions of the file that it replaces")
  func permissions() throws {
    try folder.write("old", to: "page")
    try folder.setPermissions(0o640, of: "page")
    try replace("page", with: "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("page").string)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test("writes to a device as it is, and does not put a file in its place")
  func device() throws {
    try folder.link("page", to: "/dev/null")
    try replace("page", with: "x")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("page").string)
    #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
    #expect(filesBelow(folder.path.string) == [])
  }

  @Test("is refused for a directory, and where there is none to stand in")
  func refused() throws {
    #expect { try replace("absent/page", with: "") } throws: { error in
      (error as? FileError)?.isMissing == true
    }
    let path = folder.path
    #expect { _ = try ReplacingFile(path) } throws: { error in
      (error as? FileError)?.reason == .system(.isDirectory)
    }
  }
}
