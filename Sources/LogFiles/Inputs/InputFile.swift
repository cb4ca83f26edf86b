public import SystemPackage

/// One file that is to be read, and what is known about it before it is opened.
public struct InputFile: Sendable {
  /// How the file was found, which decides how it may be opened.
  public enum Origin: Sendable {
    /// `-`, or nothing where a pipe is the input.
    case standardInput
    /// Named by the user: links are followed, and FIFOs and devices are read.
    case argument
    /// Matched by a pattern: regular files only.
    case glob(follows: OpenFile.LinkPolicy)
    /// Found in a directory that the user named, `depth` directories further down.
    case directory(depth: Int)
  }

  /// The path to open and to show; empty for standard input.
  public let path: FilePath
  /// How the file was found.
  public let origin: Origin
  /// The rotated set it belongs to.
  public private(set) var setKey: SetKey
  /// Its place in the set.
  public private(set) var order: RotationOrder
  /// Whether only its content makes it a part of its set, so that nothing else in it is wanted.
  private(set) var isStray = false
  /// What the file system said when it was listed; nil for standard input.
  public let status: FileStatus?

  init(_ path: FilePath, origin: Origin, status: FileStatus?) {
    let place = LogPlace(path)
    self.path = path
    self.origin = origin
    self.status = status
    setKey = place.set
    order = place.order
  }

  /// Where it stands among others.
  public var place: LogPlace { LogPlace(set: setKey, order: order, path: path) }

  /// The same file as a part of a set whose other files are in another directory.
  func moved(from set: SetKey) -> InputFile {
    var file = self
    file.setKey = set
    return file
  }

  /// The same file as a part of a set to which its name does not belong.
  func adopted(by set: SetKey) -> InputFile {
    var file = self
    file.setKey = set
    file.isStray = true
    file.order = RotationOrder()
    file.order.isNamedGzip = order.isNamedGzip
    file.order.becomeUnclear(path.lastComponent?.bytes ?? [])
    return file
  }

  /// The same file at a place that content tells rather than the name; counted from 1.
  func ranked(_ rank: Int) -> InputFile {
    var file = self
    file.order.rank = rank
    return file
  }

  /// Standard input.
  public static var standardInput: InputFile {
    InputFile(FilePath(), origin: .standardInput, status: nil)
  }

  /// The path, printable on any terminal; standard input is `(standard input)`.
  public var displayName: String {
    if case .standardInput = origin { "(standard input)" } else { path.printable }
  }

  /// Whether the file was found rather than named.
  public var isDiscovered: Bool {
    switch origin {
    case .standardInput, .argument: false
    case .glob, .directory: true
    }
  }

  /// Opens the file and looks at its first bytes.
  ///
  /// A regular file that rotation has renamed since it was listed is found again in its directory,
  /// so that each of the listed files is read, and none of them twice.
  ///
  /// - Throws: ``FileError``. For a file that was discovered, ask ``note(for:)`` whether that is one.
  public func open() throws(FileError) -> LogSource {
    try LogSource(openListed(), namedGzip: namedGzip, listed: isDiscovered ? status : nil)
  }

  /// Opens the file for reading anywhere in it.
  ///
  /// - Throws: ``FileError``, also for anything but a regular file.
  public func openFile() throws(FileError) -> OpenFile {
    // To open a pipe and to close it again would end the program that writes to it.
    if let status, status.kind != .regular {
      throw FileError(.open, path, .notFollowed(status.kind))
    }
    let file = try openListed()
    let current = try file.status()
    guard current.kind == .regular else {
      throw FileError(.open, path, .notFollowed(current.kind))
    }
    if isDiscovered, POSIX.isPrivileged, let status, current.owner != status.owner {
      throw FileError(.open, path, .foreignOwner(current.owner))
    }
    return file
  }

  /// What is to be said instead of an error if a discovered file is gone or was exchanged.
  public func note(for error: FileError) -> FileNote? {
    guard isDiscovered else { return nil }
    return switch error.reason {
    case _ where error.isMissing: FileNote(path, .vanished)
    case .system(.tooManySymbolicLinkLevels): FileNote(path, .notRegular(.symbolicLink))
    case .notRegular(let kind): FileNote(path, .notRegular(kind))
    default: nil
    }
  }

  private var namedGzip: Bool {
    if case .standardInput = origin { false } else { order.isNamedGzip }
  }

  /// Opens what was listed, if need be under its new name.
  private func openListed() throws(FileError) -> OpenFile {
    guard let status, status.kind == .regular else { return try openNamed() }
    do throws(FileError) {
      let file = try openNamed()
      let current = try file.status()
      if current.kind != .regular || current.identity == status.identity { return file }
    } catch {
      if error.isMissing, let file = try openRenamed(status.identity) { return file }
      throw error
    }
    if let file = try openRenamed(status.identity) { return file }
    // A name that the user typed stands for whatever has it now.
    if isDiscovered { throw FileError(.open, path, .replaced) }
    return try openNamed()
  }

  private func openNamed() throws(FileError) -> OpenFile {
    switch origin {
    case .standardInput:
      return .standardInput
    case .argument:
      return try OpenFile(path)
    case .glob(let links):
      return try OpenFile(path, links: links, waiting: .never)
    case .directory:
      guard let name = path.lastComponent else {
        throw FileError(.open, path, .system(.isDirectory))
      }
      return try OpenFile(name, in: openDirectory())
    }
  }

  /// Looks for the file under the other names of its directory.
  ///
  /// - Complexity: O(*n*) in the number of names.
  private func openRenamed(_ identity: FileIdentity) throws(FileError) -> OpenFile? {
    let directory = try openDirectory()
    for name in try directory.names() {
      do throws(FileError) {
        guard try directory.status(of: name, links: .refuse).identity == identity else { continue }
        let file = try OpenFile(name, in: directory)
        if try file.status().identity == identity { return file }
      } catch {
        // It has been renamed once more, or it is another file that went away.
        if !error.isMissing { throw error }
      }
    }
    return nil
  }

  /// Opens the directory that holds the file.
  ///
  /// Below a directory that the user named it walks down without following a link, so that no
  /// directory can be exchanged on the way.
  private func openDirectory() throws(FileError) -> Directory {
    let parent = path.removingLastComponent()
    guard case .directory(let depth) = origin else {
      return try Directory(parent.isEmpty ? "." : parent)
    }
    var root = parent
    for _ in 0..<depth { root.removeLastComponent() }
    return try Self.descend(
      from: Directory(root.isEmpty ? "." : root), Array(parent.components.suffix(depth))[...])
  }

  private static func descend(
    from directory: consuming Directory, _ names: ArraySlice<FilePath.Component>
  ) throws(FileError) -> Directory {
    guard let next = names.first else { return directory }
    return try descend(from: Directory(next, in: directory), names.dropFirst())
  }
}
