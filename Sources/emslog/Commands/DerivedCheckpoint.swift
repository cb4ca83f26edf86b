import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

extension PollCommand {
  /// Returns the checkpoint that was named, or the one derived from what is read.
  func checkpoint(for paths: [FilePath]) throws -> PollRun.Checkpoint {
    if let checkpoint { return PollRun.Checkpoint(path: FilePath(checkpoint)) }
    let path = try FilePath.derivedCheckpoint(for: paths, jobOptions)
    return PollRun.Checkpoint(
      path: path, isDerived: true,
      shared: jobOptions.isEmpty ? nil : try FilePath.derivedCheckpoint(for: paths, []))
  }

  /// The options that make it another job over the same logs: what it prints, how, and to where.
  private var jobOptions: [String] {
    func options(_ name: String, _ values: [String?]) -> [String] {
      values.compactMap { value in value.map { "\(name)=\($0)" } }
    }
    let flags: [(String, Bool)] = [
      ("ignore-case", query.ignoreCase), ("invert-match", query.invertMatch),
      ("recursive", input.reading.recursive),
    ]
    return options("type", query.types) + options("stream", query.streams)
      + options("where", query.conditions) + options("grep", query.patterns)
      + options("since", [query.time.since]) + options("until", [query.time.until])
      + options("output", [output.output?.rawValue, output.jsonLines ? "jsonl" : nil])
      + options("fields", output.fields) + options("template", [output.template])
      + options("output-file", [outputFile]) + options("olddir", [input.olddir])
      + flags.filter(\.1).map(\.0)
  }
}

extension FilePath {
  /// The checkpoint of a command that names none, made of what it reads and, for another job than the
  /// plain one, of the options that matter.
  static func derivedCheckpoint(for paths: [FilePath], _ options: [String]) throws -> FilePath {
    var directory: FilePath
    if let state = Environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      directory = FilePath(state)
    } else if let home = Environment["HOME"], home.hasPrefix("/") {
      directory = FilePath(home).appending(".local/state")
    } else {
      throw ValidationError("There is no $HOME to keep the checkpoint in; use --checkpoint FILE.")
    }
    directory.append("emslog")
    let here = Environment.currentDirectory
    let text = paths.map { path in
      (path.isAbsolute ? path : here.pushing(path)).lexicallyNormalized().printable
    }
    let names = (text + options).joined(separator: "\n")
    let digest = ContentDigest(of: names.utf8).hexadecimal.prefix(12)
    let stem = paths.first?.lastComponent?.stem.filter { $0.isLetter || $0.isNumber } ?? "log"
    return directory.appending("\(stem.isEmpty ? "logs" : stem)-\(digest).checkpoint")
  }
}
