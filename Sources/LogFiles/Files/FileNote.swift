public import SystemPackage

/// Something about the input that is no error but should not go unsaid.
public struct FileNote: Equatable, Sendable {
  /// What happened.
  public enum Reason: Equatable, Sendable {
    /// A discovered name is something that is not read unasked.
    case notRegular(FileKind)
    /// A directory was found inside a directory, and recursion was not asked for.
    case innerDirectory
    /// Directories are nested deeper than any log's.
    case nestedTooDeeply
    /// A discovered file that root should not read, because of its owner.
    case foreignOwner(UInt32)
    /// The same file is read under another name.
    case sameFile(as: FilePath)
    /// What is printed goes to this file.
    case output
    /// The same content is read from another file.
    case replica(of: FilePath)
    /// The file was there when the directory was listed, but not any more.
    case vanished
    /// The directory holds no file that could be a log.
    case emptyDirectory
  }

  /// The file or directory.
  public var path: FilePath
  /// What happened.
  public var reason: Reason

  /// Creates a note from its facts.
  public init(_ path: FilePath, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension FileNote: CustomStringConvertible {
  /// The path and the sentence.
  public var description: String { "\(path.printable): \(sentence)" }

  /// What happened, in lower case and without a full stop.
  public var sentence: String {
    switch reason {
    case .notRegular(let kind): "skipped, because it is \(kind.phrase)"
    case .innerDirectory: "skipped, because it is a directory inside a directory"
    case .nestedTooDeeply: "skipped, because it is nested too deeply"
    case .foreignOwner(let user): "skipped as root, because it belongs to user \(user)"
    case .sameFile(let other): "skipped, because it is the same file as \(other.printable)"
    case .output: "skipped, because the output goes to it"
    case .replica(let other): "skipped, because \(other.printable) holds the same content"
    case .vanished: "it was removed or renamed before it could be read"
    case .emptyDirectory: "there is no log file in this directory"
    }
  }
}
