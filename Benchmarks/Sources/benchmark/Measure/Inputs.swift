import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder of logs to measure with; what is missing is made.
struct Inputs {
  private let folder: FilePath
  private static let seed: UInt64 = 1

  /// - Throws: What Foundation says if the folder cannot be made.
  init(folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.folder = FilePath(folder)
  }

  /// A log of a format, and how many events it has.
  func log(_ spelling: Spelling, _ extent: GeneratedLog.Extent) throws -> Log {
    let name =
      switch extent {
      case .bytes(let count): "\(ByteCount(bytes: count)).\(spelling.rawValue)"
      case .events(let count): "\(count)-events.\(spelling.rawValue)"
      }
    let path = folder.appending(name)
    if let log = try? Log(path: path) { return log }
    Progress.say("writing \(path)")
    _ = try GeneratedLog.write(spelling, extent, seed: Self.seed, to: path)
    return try Log(path: path)
  }

  /// The same log, compressed.
  func compressed(_ log: Log) throws -> FilePath {
    try derived(from: log, ending: ".gz", by: Program("gzip", "-c", log.path.string))
  }

  /// The same log without the commas that end its lines, which other readers of JSON need gone.
  func lines(of log: Log) throws -> FilePath {
    try derived(from: log, ending: "l", by: withoutCommas(log))
  }

  /// The command that takes the commas away.
  func withoutCommas(_ log: Log) -> Program {
    Program("sed", "s/,$//", log.path.string)
  }

  /// The output of a command, kept beside the log; put in its place only when it is whole.
  private func derived(from log: Log, ending: String, by program: Program) throws -> FilePath {
    let path = log.path.string + ending
    if FileManager.default.fileExists(atPath: path) { return FilePath(path) }
    Progress.say("writing \(path)")
    let unfinished = path + ".part"
    let usage = try program.run(output: FilePath(unfinished))
    guard usage.status == 0 else {
      throw Timing.UnexpectedStatus(program: program, status: usage.status)
    }
    try FileManager.default.moveItem(atPath: unfinished, toPath: path)
    return FilePath(path)
  }

  /// What a command prints on its standard output.
  func answer(of program: Program) throws -> String {
    let path = folder.appending("answer")
    try program.run(output: path)
    return try text(of: path)
  }

  /// What a small file holds.
  func text(of path: FilePath) throws -> String {
    try String(contentsOfFile: path.string, encoding: .utf8)
  }

  /// A path in the folder that nothing else uses.
  func path(_ name: String) -> FilePath { folder.appending(name) }

  /// A log that was made before.
  struct Log {
    let path: FilePath
    let bytes: Int
    let events: Int
    let types: [String: Int]

    /// - Throws: What Foundation says if the log or the truth about it is missing or unreadable.
    fileprivate init(path: FilePath) throws {
      struct Truth: Decodable {
        var bytes: Int
        var events: Int
        var types: [String: Int]
      }
      let file = URL(filePath: GeneratedLog.truthPath(of: path).string)
      let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file))
      let log = try FileDescriptor.open(path, .readOnly)
      let size = try log.closeAfter { try log.seek(offset: 0, from: .end) }
      guard size == truth.bytes else { throw Errno.noSuchFileOrDirectory }
      self.path = path
      bytes = truth.bytes
      events = truth.events
      types = truth.types
    }
  }
}

/// What is going on, on standard error; the table alone goes to standard output.
enum Progress {
  static func say(_ sentence: String) {
    _ = try? FileDescriptor.standardError.writeAll("benchmark: \(sentence)\n".utf8)
  }
}
