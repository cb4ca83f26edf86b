public import SystemPackage

/// What a list of arguments stands for.
public struct InputListing: Sendable {
  /// What to read, in this order; every file is in it once.
  public internal(set) var files: [InputFile] = []
  /// What was left out, and why.
  public internal(set) var notes: [FileNote] = []
  /// What could not be listed.
  public internal(set) var errors: [FileError] = []
}

/// The files, directories and patterns that the user named.
///
/// Arguments are read in the order typed, but files of one rotated set oldest first, since it is
/// mostly the shell that has typed `events.log events.log.1`. What a directory or pattern expands to
/// is sorted: sets by name, and within a set the oldest file first.
public struct PathList: Sendable {
  /// How far directories are searched.
  public enum Depth: Sendable {
    /// Only the members of a directory that was named.
    case oneLevel
    /// The directories inside it too; links between directories are not followed.
    case recursive
  }

  /// Paths and glob(3) patterns; `-` is standard input.
  public var arguments: [FilePath]
  /// How far directories are searched.
  public var depth: Depth
  var rights = ReadingRights.current

  /// Creates a list; nothing is looked at yet.
  public init(_ arguments: [FilePath], depth: Depth = .oneLevel) {
    self.arguments = arguments
    self.depth = depth
  }

  /// Looks at the file system and says what there is to read.
  ///
  /// A trouble with one argument is reported in the result and does not keep others from being read.
  public func expanded() -> InputListing {
    var listing = InputListing()
    for argument in arguments { expand(argument, into: &listing) }
    listing.removeSameFiles()
    listing.orderTypedSets()
    return listing
  }

  private func expand(_ argument: FilePath, into listing: inout InputListing) {
    if argument == "-" {
      listing.files.append(.standardInput)
      return
    }
    do throws(Errno) {
      let status = try POSIX.status(of: argument, following: true)
      if status.kind == .directory {
        addDirectory(argument, to: &listing)
      } else {
        listing.files.append(InputFile(argument, origin: .argument, status: status))
      }
    } catch {
      // Only a name that does not exist literally is a pattern.
      let mayBePattern = error == .noSuchFileOrDirectory || error == .notDirectory
      if mayBePattern, argument.components.contains(where: { GlobPattern.isNeeded(for: $0.bytes) })
      {
        addMatches(of: argument, to: &listing)
      } else {
        listing.errors.append(FileError(.open, argument, error))
      }
    }
  }

  private func addMatches(of pattern: FilePath, to listing: inout InputListing) {
    var search = GlobSearch(rights: rights)
    search.run(pattern)
    if search.found.isEmpty {
      let hasTrouble = !search.errors.isEmpty || !search.notes.isEmpty
      if !hasTrouble { listing.errors.append(FileError(.expand, pattern, .noMatch)) }
    }
    listing.append(search.found, search.notes, search.errors)
  }

  private func addDirectory(_ path: FilePath, to listing: inout InputListing) {
    var search = DirectorySearch(depth: depth, rights: rights)
    do throws(FileError) {
      try search.run(path)
      if search.found.isEmpty { search.notes.append(FileNote(path, .emptyDirectory)) }
    } catch {
      search.errors.append(error)
    }
    listing.append(search.found, search.notes, search.errors)
  }
}

extension InputListing {
  /// Adds what another list of arguments stands for.
  mutating func add(_ other: InputListing) {
    files += other.files
    notes += other.notes
    errors += other.errors
  }

  /// The same files, each once, sets by name and the oldest file of each set first.
  consuming func inReadingOrder() -> InputListing {
    files.sort { $0.isRead(before: $1) }
    removeSameFiles()
    return self
  }

  fileprivate mutating func append(
    _ found: [InputFile], _ notes: [FileNote], _ errors: [FileError]
  ) {
    files += found.sorted { $0.isRead(before: $1) }
    self.notes += notes.sorted { precedesNaturally($0.path.bytes, $1.path.bytes) }
    self.errors += errors
  }

  /// Puts the files of each rotated set in order, among the places that they were typed at; those
  /// whose names tell no order stay in the order typed.
  fileprivate mutating func orderTypedSets() {
    let typed = files.indices.filter { files[$0].isTyped }
    let sets = Dictionary(grouping: typed, by: { files[$0].setKey })
    for places in sets.values where places.count > 1 {
      var sorted = places.map { files[$0] }.sorted { $0.isRead(before: $1) }
      let unclear = sorted.indices.filter { sorted[$0].order.isUnclear }
      let asTyped = places.map { files[$0] }.filter(\.order.isUnclear)
      for (place, file) in zip(unclear, asTyped) { sorted[place] = file }
      for (place, file) in zip(places, sorted) { files[place] = file }
    }
  }

  /// Leaves out what is reached a second time, by whichever name.
  fileprivate mutating func removeSameFiles() {
    var names: [FileIdentity: FilePath] = [:]
    var hasStandardInput = false
    var kept: [InputFile] = []
    for file in files {
      if let identity = file.status?.identity {
        if let first = names[identity] {
          notes.append(FileNote(file.path, .sameFile(as: first)))
          continue
        }
        names[identity] = file.path
      } else if hasStandardInput {
        continue
      } else {
        hasStandardInput = true
      }
      kept.append(file)
    }
    files = kept
  }
}

extension InputFile {
  /// Whether the user named this very file.
  fileprivate var isTyped: Bool {
    if case .argument = origin { true } else { false }
  }

  /// The order of reading among files that were found together.
  fileprivate func isRead(before other: InputFile) -> Bool { place < other.place }
}
