public import SystemPackage

// Whoever reads the file that it writes to never comes to its end, and whoever empties a log to
// write to it has lost the log.

extension FileIdentity {
  /// The regular file that a standard stream leads to; nil if it leads anywhere else.
  public init?(of stream: Terminal.Stream) {
    guard let status = try? POSIX.status(of: stream.rawValue), status.kind == .regular else {
      return nil
    }
    self = status.identity
  }

  /// The regular file of that name, be it behind a link; nil if there is none.
  public init?(at path: FilePath) {
    guard let status = try? POSIX.status(of: path, following: true), status.kind == .regular else {
      return nil
    }
    self = status.identity
  }
}

extension InputFile {
  /// Which file it is, if it is a regular one.
  public var identity: FileIdentity? {
    switch origin {
    case .standardInput: FileIdentity(of: .input)
    case .argument: FileIdentity(at: path)
    case .glob, .directory: status?.identity
    }
  }
}
