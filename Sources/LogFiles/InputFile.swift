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
  public let setKey: SetKey
  /// Its place in the set.
  public let order: RotationOrder
  /// What the file system said when it was listed; nil for standard input.
  public let status: FileStatus?

  init(_ path: FilePath, origin: Origin, status: FileStatus?) {
    let name = RotatedName(path.lastComponent?.bytes ?? [])
    self.path = path
    self.origin = origin
    self.status = status
    setKey = SetKey(
      directory: path.removingLastComponent(), name: name.setName, instance: name.instance)
    order = name.order
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
  /// - Throws: ``FileError``. For a file that was discovered, ask ``note(for:)`` whether that is one.
  public func open() throws(FileError) -> LogSource {
    try LogSource(openFile(), namedGzip: namedGzip, listed: isDiscovered ? status : nil)
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

  private func openFile() throws(FileError) -> OpenFile {
    switch origin {
    case .standardInput:
      return .standardInput
    case .argument:
      return try OpenFile(path)
    case .glob(let links):
      return try OpenFile(path, links: links, waiting: .never)
    case .directory(let depth):
      let members = Array(path.components.suffix(depth + 1))
      guard let name = members.last else { return try OpenFile(path) }
      var root = path
      for _ in members { root.removeLastComponent() }
      return try Self.open(name, below: Directory(root.isEmpty ? "." : root), members.dropLast())
    }
  }

  /// Walks down without following a link, so that no directory can be exchanged on the way.
  private static func open(
    _ name: FilePath.Component, below directory: consuming Directory,
    _ between: ArraySlice<FilePath.Component>
  ) throws(FileError) -> OpenFile {
    guard let next = between.first else { return try OpenFile(name, in: directory) }
    return try open(name, below: Directory(next, in: directory), between.dropFirst())
  }
}
