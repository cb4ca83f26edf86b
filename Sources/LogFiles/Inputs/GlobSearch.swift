import SystemPackage

/// Finds the regular files that a pattern matches, component by component.
///
/// Links to files are followed, as they are when a shell expands a pattern, but not by root: see
/// ``ReadingRights``.
struct GlobSearch {
  let rights: ReadingRights
  private(set) var found: [InputFile] = []
  private(set) var notes: [FileNote] = []
  private(set) var errors: [FileError] = []

  init(rights: ReadingRights) {
    self.rights = rights
  }

  mutating func run(_ pattern: FilePath) {
    var start = FilePath()
    start.root = pattern.root
    visit(start, Array(pattern.components)[...])
  }

  private mutating func visit(_ path: FilePath, _ rest: ArraySlice<FilePath.Component>) {
    guard let first = rest.first else { return }
    let isLast = rest.count == 1
    // `..` and plain names need no listing, and no right to list.
    if first.kind != .regular || !isLast && !Self.isPattern(first) {
      return visit(path.appending(first), rest.dropFirst())
    }
    do throws(FileError) {
      let directory = try Directory(path.isEmpty ? "." : path)
      let parent = try directory.status()
      let pattern = GlobPattern(first.bytes)
      let names = try Self.isPattern(first) ? directory.names() : [first]
      for name in names where pattern.matches(name.bytes) {
        if isLast {
          try add(name, at: path.appending(name), in: directory, parent)
        } else if try directory.status(of: name, links: .follow).kind == .directory {
          visit(path.appending(name), rest.dropFirst())
        }
      }
    } catch {
      // A directory without a match is no trouble, one that may not be listed is.
      if !error.isMissing, error.reason != .system(.notDirectory) { errors.append(error) }
    }
  }

  private mutating func add(
    _ name: FilePath.Component, at path: FilePath, in directory: borrowing Directory,
    _ parent: FileStatus
  ) throws(FileError) {
    var links = OpenFile.LinkPolicy.refuse
    do throws(FileError) {
      var status = try directory.status(of: name, links: .refuse)
      if status.kind == .symbolicLink, rights.patternLinks == .follow {
        links = .follow
        status = try directory.status(of: name, links: .follow)
      }
      switch status.kind {
      case .regular where !rights.allow(status, in: parent):
        notes.append(FileNote(path, .foreignOwner(status.owner)))
      case .regular:
        found.append(InputFile(path, origin: .glob(follows: links), status: status))
      case .directory:
        notes.append(FileNote(path, .innerDirectory))
      case let kind:
        notes.append(FileNote(path, .notRegular(kind)))
      }
    } catch {
      if links == .follow {
        // A link into nowhere or in a circle.
        notes.append(FileNote(path, .notRegular(.symbolicLink)))
      } else if !error.isMissing {
        throw error
      }
    }
  }

  private static func isPattern(_ name: FilePath.Component) -> Bool {
    GlobPattern.isNeeded(for: name.bytes) || name.bytes.contains(UInt8(ascii: "\\"))
  }
}
