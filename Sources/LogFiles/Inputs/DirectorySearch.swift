import SystemPackage

/// Collects the files of a directory that could be logs.
///
/// Whatever the extension is, a regular file is offered: its content shows whether it is a log.
struct DirectorySearch {
  let depth: PathList.Depth
  let rights: ReadingRights
  /// Whether a member on a device is looked at.
  var wants: (DirectoryMember, UInt64) -> Bool = { _, _ in true }
  /// How many members were looked at.
  private(set) var looks = 0
  private(set) var found: [InputFile] = []
  var notes: [FileNote] = []
  var errors: [FileError] = []

  /// Deeper than any log directory, and shallow enough for the descriptors of one process.
  private static let maximumLevel = 32

  init(depth: PathList.Depth, rights: ReadingRights) {
    self.depth = depth
    self.rights = rights
  }

  /// - Throws: ``FileError`` if the directory cannot be listed. Trouble further down is collected.
  mutating func run(_ path: FilePath) throws(FileError) {
    try visit(Directory(path), level: 0)
  }

  private mutating func visit(_ directory: consuming Directory, level: Int) throws(FileError) {
    let parent = try directory.status()
    for member in try directory.members()
    where !Self.isIgnored(member.name.bytes) && wants(member, parent.identity.device) {
      do throws(FileError) {
        looks += 1
        try add(member.name, in: directory, parent, level: level)
      } catch {
        // Between the listing and the look at it, rotation or pruning may take a file away.
        if error.isMissing {
          notes.append(FileNote(error.path, .vanished))
        } else {
          errors.append(error)
        }
      }
    }
  }

  private mutating func add(
    _ name: FilePath.Component, in directory: borrowing Directory, _ parent: FileStatus, level: Int
  ) throws(FileError) {
    let path = directory.path.appending(name)
    let status = try directory.status(of: name, links: .refuse)
    switch status.kind {
    case .regular where !rights.allow(status, in: parent):
      notes.append(FileNote(path, .foreignOwner(status.owner)))
    case .regular:
      found.append(InputFile(path, origin: .directory(depth: level), status: status))
    case .directory where depth == .oneLevel:
      notes.append(FileNote(path, .innerDirectory))
    case .directory where level == Self.maximumLevel:
      notes.append(FileNote(path, .nestedTooDeeply))
    case .directory:
      try visit(Directory(name, in: directory), level: level + 1)
    case let kind:
      notes.append(FileNote(path, .notRegular(kind)))
    }
  }

  /// Hidden files, what editors leave behind, and the files that this program keeps itself.
  static func isIgnored(_ name: ContiguousArray<UInt8>) -> Bool {
    if name.first == UInt8(ascii: ".") || name.last == UInt8(ascii: "~") { return true }
    if name.first == UInt8(ascii: "#"), name.last == UInt8(ascii: "#") { return true }
    let text = String(decoding: name, as: UTF8.self)
    return [".swp", ".swo", ".lock", ".checkpoint", ".checkpoint.bak"].contains(
      where: text.hasSuffix)
      || text.contains(".checkpoint.tmp")
  }
}
