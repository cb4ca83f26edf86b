public import SystemPackage

/// A file operation that failed: what was tried, on which file, and why.
///
/// Only facts are stored. ``problem`` and ``hint`` turn them into words.
public struct FileError: Error, Equatable, Sendable {
  /// What was tried.
  public enum Operation: Sendable {
    case open
    case read
    case write
    case list
    case inspect
    case synchronize
    case expand
    case lock
  }

  /// Why it failed.
  public enum Reason: Equatable, Sendable {
    /// The operating system said no.
    case system(Errno)
    /// The name ends in `.gz` but the content does not begin like gzip data.
    case notGzip
    /// The content has to be converted before it can be read.
    case foreign(ForeignContent)
    /// The pattern matches no file.
    case noMatch
    /// A discovered name turned out to be something else than a regular file when it was opened.
    case notRegular(FileKind)
    /// A name that was to be followed stands for something that has no past to go back to.
    case notFollowed(FileKind)
    /// The name has gone to another file since it was listed, and the file that had it is gone.
    case replaced
    /// A discovered file belongs to somebody whom root should not read files for.
    case foreignOwner(UInt32)
    /// What was to be written to is one of the files that are to be read.
    case isInput
    /// Another process holds the lock of a checkpoint.
    case busy
    /// A file that this program keeps for itself could have been changed by somebody else; why.
    case insecure(String)
    /// What was to be replaced by a file is something else, such as a symbolic link.
    case notReplaceable(FileKind)
    /// A checkpoint cannot be relied upon; why.
    case damagedCheckpoint(String)
    /// An output file is shorter than what was committed to it, or ends in something else.
    case damagedOutput
  }

  /// What was tried.
  public var operation: Operation
  /// The file as the user named it; empty for standard input.
  public var path: FilePath
  /// Why it failed.
  public var reason: Reason

  /// Creates an error from its facts.
  public init(_ operation: Operation, _ path: FilePath, _ reason: Reason) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  init(_ operation: Operation, _ path: FilePath, _ code: Errno) {
    self.init(operation, path, .system(code))
  }
}

extension FileError {
  /// Whether the reader of a pipe is gone, which is no reason to say anything.
  public var isClosedPipe: Bool { reason == .system(.brokenPipe) }

  /// Whether the file does not exist (any more).
  ///
  /// A file that goes stale while it is read was there: what is left of it is missing in the answer.
  public var isMissing: Bool {
    reason == .system(.noSuchFileOrDirectory)
      || reason == .system(.staleNFSFileHandle) && operation != .read
  }
}

extension FileError: CustomStringConvertible {
  /// The file and the sentence, for example `events.json: cannot open: permission denied`.
  public var description: String { "\(place): \(problem)" }

  /// The file, printable on any terminal.
  public var place: String {
    switch (path.isEmpty, operation) {
    case (false, _): path.printable
    case (true, .write), (true, .synchronize): "standard output"
    case (true, _): "standard input"
    }
  }

  /// What went wrong, in lower case and without a full stop.
  public var problem: String {
    switch reason {
    case .system(let code): "cannot \(operation.verb): \(code.sentence)"
    case .notGzip: "named .gz but is not gzip data"
    case .foreign(let content): "not read, because it is \(content.name)"
    case .noMatch: "no file matches this pattern"
    case .notRegular(let kind): "not read, because it is \(kind.phrase)"
    case .notFollowed(let kind): "not followed, because it is \(kind.phrase)"
    case .replaced: "replaced by another file after it was listed"
    case .foreignOwner(let user): "not read as root, because it belongs to user \(user)"
    case .isInput: "not written to, because it is one of the logs to be read"
    case .busy: "another run is using it"
    case .insecure(let reason): "not used, because \(reason)"
    case .notReplaceable(let kind): "not replaced, because it is \(kind.phrase)"
    case .damagedCheckpoint(let sentence): "the checkpoint \(sentence)"
    case .damagedOutput: "the output has lost something that was written to it before"
    }
  }

  /// What the user can do about it, or nothing.
  public var hint: String? {
    switch reason {
    case .system(.noSuchFileOrDirectory):
      operation == .write
        ? "create the directory first" : "check the name; rotation may have moved it"
    case .system(.permissionDenied), .system(.notPermitted):
      operation == .write
        ? "choose a place that you may write to"
        : "run it as a user who may read the file, for example as a member of group adm"
    case .system(.isDirectory): "name a file, not a directory"
    case .system(.tooManySymbolicLinkLevels): "name the file that the symbolic link should lead to"
    case .system(.noSpace), .system(.diskQuotaExceeded):
      "free some space and run it again; the output is incomplete"
    case .system(.ioError): "the disk or the network failed; see the kernel's log"
    case .system(.staleNFSFileHandle): "run it again; the server of the files has replaced it"
    case .system(.tooManyOpenFiles): "raise the limit with ulimit -n"
    case .system(.fileTooLarge): "raise the limit with ulimit -f, and run it again"
    case .system: nil
    case .notGzip: "rename it if it is plain text; the bytes were not read"
    case .foreign(let content):
      "convert it first, for example: \(content.converter) FILE | emslog scan -"
    case .noMatch: "check the directory, and quote the pattern only once"
    case .notRegular: "name it on the command line to read it all the same"
    case .notFollowed(let kind):
      kind == .fifo
        ? "scan reads it until its writer is done, tail -f goes on with the next"
        : "name a file or a directory"
    case .replaced: "rotation was under way; run it again to read what is there now"
    case .foreignOwner: "name it on the command line, or run as the user who owns the logs"
    case .isInput: "name another file"
    case .busy: nil
    case .insecure: "keep it in a directory and a file that only you can write to"
    case .notReplaceable: "name a file, which need not exist"
    case .damagedCheckpoint: "--reset starts again from the beginning of the logs"
    case .damagedOutput: "move the file away to start a new one"
    }
  }
}

extension FileError.Operation {
  var verb: String {
    switch self {
    case .open: "open"
    case .read: "read"
    case .write: "write"
    case .list: "list the directory"
    case .inspect: "look at it"
    case .synchronize: "write to the disk"
    case .expand: "expand the pattern"
    case .lock: "lock it"
    }
  }
}

extension Errno {
  /// The usual words in lower case; rarer codes in those of the C library.
  fileprivate var sentence: String {
    switch self {
    case .noSuchFileOrDirectory: "no such file or directory"
    case .permissionDenied: "permission denied"
    case .notPermitted: "operation not permitted"
    case .isDirectory: "it is a directory"
    case .notDirectory: "part of the path is not a directory"
    case .tooManySymbolicLinkLevels: "the symbolic links lead in a circle or may not be followed"
    case .noSpace: "no space left on the device"
    case .diskQuotaExceeded: "the disk quota is used up"
    case .ioError: "input/output error"
    case .staleNFSFileHandle: "the file was replaced on its server while it was read"
    case .brokenPipe: "the reader has closed the pipe"
    case .tooManyOpenFiles: "too many open files"
    case .fileNameTooLong: "the name is too long"
    default: description
    }
  }
}
