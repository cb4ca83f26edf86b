import SystemPackage

/// The arguments of a command that follows logs.
///
/// Directories and patterns stand for what is in them. A file stands for all that rotation makes of
/// it: `events.json` for `events.json.2.gz`, `events.json-20251217` and `events_20251217_200640.json`
/// in the same directory too.
struct FollowedPaths {
  let arguments: [FilePath]
  let depth: PathList.Depth
  /// Files that the run writes to: whoever followed them would never come to their end.
  let outputs: Set<FileIdentity>
  /// The names of these files: what rotation makes of them is no log either.
  let outputPaths: [FilePath]
  /// Where rotation moves files to; nil: it leaves them in their directory.
  let oldDirectory: FilePath?

  init(
    _ arguments: [FilePath], depth: PathList.Depth, outputs: Set<FileIdentity> = [],
    outputPaths: [FilePath] = [], oldDirectory: FilePath? = nil
  ) {
    self.outputPaths = outputPaths
    self.arguments = arguments
    self.depth = depth
    self.outputs = outputs
    self.oldDirectory = oldDirectory
  }

  /// What there is now, sets by name and the oldest file of each set first.
  func listing() -> InputListing {
    var listing = InputListing()
    for argument in arguments {
      let set = isFile(argument) ? members(of: argument) : []
      if set.isEmpty {
        listing.add(PathList([argument], depth: depth).expanded())
      } else {
        listing.files += set
      }
    }
    addMoved(to: &listing)
    let outputPlaces = outputPaths.map { LogPlace($0) }
    listing.files.removeAll { file in
      guard let identity = file.status?.identity else { return false }
      return outputs.contains(identity) || outputPlaces.contains { file.place.isRotation(of: $0) }
        || outputPaths.contains { CommittedOutput.asidePath(of: $0) == file.path }
    }
    return listing.inReadingOrder()
  }

  /// Adds the files of the other directory, each to the sets that its name belongs to.
  private func addMoved(to listing: inout InputListing) {
    guard let oldDirectory else { return }
    var search = DirectorySearch(depth: .oneLevel, rights: .current)
    do throws(FileError) {
      try search.run(oldDirectory)
    } catch {
      listing.errors.append(error)
      return
    }
    // A log that is just being rotated may have no file in its own directory.
    var sets = Set(listing.files.map(\.setKey))
    for argument in arguments where isFile(argument) {
      sets.insert(InputFile(argument, origin: .argument, status: nil).setKey)
    }
    for file in search.found {
      for set in sets.sorted() where set.name == file.setKey.name {
        if set.instance == file.setKey.instance { listing.files.append(file.moved(from: set)) }
      }
    }
  }

  /// Whether an argument names a file, be it there or not, rather than a directory or a pattern.
  private func isFile(_ argument: FilePath) -> Bool {
    guard argument != "-" else { return false }
    guard let status = try? POSIX.status(of: argument, following: true) else {
      return !argument.components.contains { GlobPattern.isNeeded(for: $0.bytes) }
    }
    return status.kind == .regular
  }

  private func members(of argument: FilePath) -> [InputFile] {
    // Rotation takes place beside the file that a link leads to.
    let target = POSIX.target(of: argument)
    guard let last = target.lastComponent else { return [] }
    let named = RotatedName(last.bytes)
    let parent = target.removingLastComponent()
    var search = DirectorySearch(depth: .oneLevel, rights: .current)
    do throws(FileError) {
      try search.run(parent.isEmpty ? "." : parent)
    } catch {
      // A directory that cannot be listed may hold a file that can be read.
      search = DirectorySearch(depth: .oneLevel, rights: .current)
    }
    var files: [InputFile] = []
    if let status = try? POSIX.status(of: argument, following: true) {
      files.append(InputFile(argument, origin: .argument, status: status))
    }
    let own = files.first?.status?.identity
    let set = LogPlace(argument).set
    for file in search.found {
      guard let name = file.path.lastComponent, file.status?.identity != own else { continue }
      let other = RotatedName(name.bytes)
      guard other.setName == named.setName,
        named.order.creation == .max
          || named.order.creation == other.order.creation
            && named.order.creator == other.order.creator
      else { continue }
      let member = InputFile(
        parent.appending(name), origin: .directory(depth: 0), status: file.status)
      files.append(target == argument ? member : member.moved(from: set))
    }
    return files
  }
}
