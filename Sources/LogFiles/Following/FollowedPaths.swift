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

  init(_ arguments: [FilePath], depth: PathList.Depth, outputs: Set<FileIdentity> = []) {
    self.arguments = arguments
    self.depth = depth
    self.outputs = outputs
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
    listing.files.removeAll { file in
      guard let identity = file.status?.identity else { return false }
      return outputs.contains(identity)
    }
    return listing.inReadingOrder()
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
    guard let last = argument.lastComponent else { return [] }
    let named = RotatedName(last.bytes)
    let parent = argument.removingLastComponent()
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
    for file in search.found {
      guard let name = file.path.lastComponent, file.status?.identity != own else { continue }
      let other = RotatedName(name.bytes)
      guard other.setName == named.setName,
        named.order.creation == .max
          || named.order.creation == other.order.creation
            && named.order.creator == other.order.creator
      else { continue }
      files.append(
        InputFile(parent.appending(name), origin: .directory(depth: 0), status: file.status))
    }
    return files
  }
}
