import EventLog
import LogFiles
import SystemPackage

/// Where the page of a report goes.
enum PageTarget {
  case standardOutput
  case file(FilePath)

  /// Reads the value of `--html`.
  init(_ argument: String) {
    self = argument == "-" ? .standardOutput : .file(FilePath(argument))
  }

  /// Writes the page; whoever reads the file sees the old one until the new one is whole.
  func write(_ page: Span<UInt8>, to output: inout OutputFile) throws(FileError) {
    switch self {
    case .standardOutput: try output.write(page)
    case .file(let path):
      try ReplacedFile(path, for: .person).replace(with: page)
    }
  }

  /// Makes sure that it is none of the logs.
  ///
  /// - Throws: ``FileError`` if it is; the log is as it was.
  func check(against files: [InputFile]) throws(FileError) {
    guard case .file(let path) = self, let target = FileIdentity(at: path) else { return }
    if files.contains(where: { $0.identity == target }) {
      throw FileError(.write, path, .isInput)
    }
  }
}
