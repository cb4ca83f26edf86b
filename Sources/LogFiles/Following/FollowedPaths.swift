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
  /// Where the files were read that links among the arguments led to.
  var targetDirectories: Set<FilePath> = []
  /// Files that are followed whatever they are called by now.
  var known = KnownFiles()

  /// What is known of files besides their names.
  struct KnownFiles {
    /// Whether a file has been followed before.
    var contains: (FileIdentity) -> Bool = { _ in false }
    /// The set that it belongs to; nil if that is not followed now.
    var set: (FileIdentity) -> SetKey? = { _ in nil }
  }

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
    var strays: [InputFile] = []
    for argument in arguments {
      let set = isFile(argument) ? members(of: argument, &strays) : []
      if set.isEmpty {
        listing.add(PathList([argument], depth: depth).expanded())
      } else {
        listing.files += set
      }
    }
    addMoved(to: &listing)
    let listed = Set(listing.files.compactMap(\.status?.identity))
    for directory in otherDirectories(of: listing) {
      let found = try? search(directory) { _, identity in
        !listed.contains(identity) && known.contains(identity)
      }
      strays += found ?? []
    }
    for file in strays {
      guard let identity = file.status?.identity, !listed.contains(identity),
        let set = known.set(identity)
      else { continue }
      listing.files.append(file.adopted(by: set))
    }
    let outputPlaces = outputPaths.map { LogPlace($0) }
    listing.files.removeAll { file in
      guard let identity = file.status?.identity else { return false }
      return outputs.contains(identity) || outputPlaces.contains { file.place.isRotation(of: $0) }
        || outputPaths.contains { CommittedOutput.asidePath(of: $0) == file.path }
    }
    return listing.inReadingOrder()
  }

  /// The directories in which followed files may stand under other names, those of arguments that
  /// name files excluded.
  private func otherDirectories(of listing: InputListing) -> [FilePath] {
    let files = arguments.filter { isFile($0) }
    let searched = Set(files.map { POSIX.target(of: $0).removingLastComponent() })
    var directories = Set(
      listing.files.filter(\.isMatched).map { $0.path.removingLastComponent() })
    directories.formUnion(files.map { $0.removingLastComponent() })
    directories.formUnion(targetDirectories)
    if let oldDirectory { directories.insert(oldDirectory) }
    return directories.subtracting(searched).sorted { precedesNaturally($0.bytes, $1.bytes) }
  }

  /// The directories in which content is looked for that has vanished under its name.
  func searchedDirectories(of listed: [InputFile]) -> [FilePath] {
    var directories = Set(listed.map { $0.path.removingLastComponent() })
    directories.formUnion(targetDirectories)
    for argument in arguments where isFile(argument) {
      directories.insert(argument.removingLastComponent())
    }
    if let oldDirectory { directories.insert(oldDirectory) }
    return directories.sorted { precedesNaturally($0.bytes, $1.bytes) }
  }

  /// The regular files of a directory that are wanted; only those are looked at.
  func search(
    _ directory: FilePath, wants: @escaping (DirectoryMember, FileIdentity) -> Bool
  ) throws(FileError) -> [InputFile] {
    var search = DirectorySearch(depth: .oneLevel, rights: .current)
    search.wants = { member, device in
      wants(member, FileIdentity(device: device, inode: member.inode))
    }
    try search.run(directory.isEmpty ? "." : directory)
    return search.found.map { file in
      guard let name = file.path.lastComponent else { return file }
      return InputFile(
        directory.appending(name), origin: .directory(depth: 0), status: file.status)
    }
  }

  /// Whether an argument stands for a log that was read under this path.
  func cover(_ path: FilePath) -> Bool {
    let place = LogPlace(path)
    return arguments.contains { argument in
      let named = FilePath(argument.printable)
      if isFile(argument) {
        return [named, POSIX.target(of: named)].contains {
          LogPlace($0).set.isOfOneLog(with: place.set)
        }
      }
      if GlobPattern.isNeeded(for: argument.bytes) {
        let (patterns, names) = (named.components, path.components)
        return patterns.count == names.count
          && zip(patterns, names).allSatisfy { GlobPattern($0.bytes).matches($1.bytes) }
      }
      return depth == .recursive
        ? path.starts(with: named) : path.removingLastComponent() == named
    }
  }

  /// Adds the files of the other directory, each to the sets that its name belongs to.
  private func addMoved(to listing: inout InputListing) {
    guard let oldDirectory else { return }
    // A log that is just being rotated may have no file in its own directory.
    var sets = Set(listing.files.map(\.setKey))
    for argument in arguments where isFile(argument) {
      sets.insert(InputFile(argument, origin: .argument, status: nil).setKey)
    }
    let names = Set(sets.map(\.name))
    var found: [InputFile] = []
    do throws(FileError) {
      found = try search(oldDirectory) { member, _ in
        names.contains(RotatedName(member.name.bytes).setName)
      }
    } catch {
      listing.errors.append(error)
    }
    for file in found {
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

  private func members(of argument: FilePath, _ strays: inout [InputFile]) -> [InputFile] {
    // Rotation takes place beside the file that a link leads to.
    let target = POSIX.target(of: argument)
    guard let last = target.lastComponent else { return [] }
    let named = RotatedName(last.bytes)
    let set = named.setName
    // Most names of a directory of other files are told apart without being taken apart.
    let start = set.prefix {
      ![UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
    }
    let isMember = { (name: FilePath.Component) in
      guard name.bytes.starts(with: start) else { return false }
      let other = RotatedName(name.bytes)
      return other.setName == set
        && (named.order.creation == .max
          || named.order.creation == other.order.creation
            && named.order.creator == other.order.creator)
    }
    // A directory that cannot be listed may hold a file that can be read.
    let found =
      (try? search(target.removingLastComponent()) { member, identity in
        isMember(member.name) || known.contains(identity)
      }) ?? []
    var files: [InputFile] = []
    if let status = try? POSIX.status(of: argument, following: true) {
      files.append(InputFile(argument, origin: .argument, status: status))
    }
    let own = files.first?.status?.identity
    let linked = LogPlace(argument).set
    for file in found {
      guard let name = file.path.lastComponent, file.status?.identity != own else { continue }
      if isMember(name) {
        files.append(target == argument ? file : file.moved(from: linked))
      } else {
        strays.append(file)
      }
    }
    return files
  }
}

extension InputFile {
  /// Whether a pattern matched it.
  fileprivate var isMatched: Bool {
    if case .glob = origin { true } else { false }
  }
}
