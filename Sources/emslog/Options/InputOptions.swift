import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// What is read: the same for all commands that read logs from start to end.
struct InputOptions: SharedOptions {
  @Argument(
    help: ArgumentHelp(
      "Logs to read: files, directories, quoted patterns, or - for standard input.",
      discussion: "Without any: $EMSLOG_FILES (with : between them), else standard input.",
      valueName: "file"))
  var files: [String] = []

  @OptionGroup var reading: ReadingOptions

  func refuseMistakes() throws { try reading.refuseMistakes() }

  /// Returns what the arguments, the environment or a pipe say is to be read.
  ///
  /// - Throws: A usage error if nothing does.
  func inputs() throws -> LogInputs {
    var arguments = FilePath.logs(named: files)
    if arguments.isEmpty {
      guard Terminal.isRedirected(.input) else {
        throw ValidationError(
          "Nothing to read. Name logs, as in: emslog scan '/var/log/ems/*.json*', or pipe them in.")
      }
      arguments = ["-"]
    }
    return LogInputs(arguments: arguments, reading: try reading.plan())
  }

  /// What is to be followed.
  ///
  /// - Throws: A usage error if it is nothing, or standard input.
  func followedPaths() throws -> [FilePath] { try FilePath.followedLogs(named: files) }
}

/// What is followed: logs that have a past to go back to.
struct FollowedInputOptions: SharedOptions {
  @Argument(
    help: ArgumentHelp(
      "Logs to follow: files, directories or quoted patterns.",
      discussion: "Without any: $EMSLOG_FILES (with : between them).",
      valueName: "file"))
  var files: [String] = []

  @OptionGroup var reading: ReadingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where rotated files are moved to, if not into the directory of the log.",
      valueName: "directory"))
  var olddir: String?

  func refuseMistakes() throws { try reading.refuseMistakes() }

  /// What is to be followed.
  ///
  /// - Throws: A usage error if it is nothing, or standard input.
  func paths() throws -> [FilePath] { try FilePath.followedLogs(named: files) }

  /// The arguments of `--olddir`.
  var oldDirectory: FilePath? { olddir.map { FilePath($0) } }

  /// Whether standard input is to be read, which has neither past nor future.
  var isStandardInput: Bool {
    let arguments = FilePath.logs(named: files)
    return arguments == ["-"] || arguments.isEmpty && Terminal.isRedirected(.input)
  }
}

extension FilePath {
  /// The same of commands that need logs with a past to go back to.
  ///
  /// - Throws: A usage error if there are none, or standard input is among them.
  fileprivate static func followedLogs(named files: [String]) throws -> [FilePath] {
    let arguments = logs(named: files)
    if arguments.isEmpty || arguments.contains("-") {
      throw ValidationError("Name the logs to follow, as in '/var/log/ems/*.json*'; not a pipe.")
    }
    return arguments
  }

  /// What the arguments name, or else the environment.
  fileprivate static func logs(named files: [String]) -> [FilePath] {
    let arguments = FilePath.paths(forArguments: files)
    guard arguments.isEmpty, let names = Environment["EMSLOG_FILES"] else { return arguments }
    return names.split(separator: ":").map { FilePath(String($0)) }
  }
}

/// How logs are read: the same for all commands that do.
struct ReadingOptions: SharedOptions {
  @Flag(help: "Read directories inside directories too.")
  var recursive = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Format of the logs; by default each is recognised by its bytes.", valueName: "format"))
  var format: FormatArgument = .auto

  @Option(
    name: .customLong("log-tz"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "Zone of stamps in the log that name none; by default $EMSLOG_LOG_TZ, else local time.",
      valueName: "zone"))
  var logZone: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Longest record that is read, in MiB.", valueName: "n"))
  var maxRecord = 16

  @Flag(
    help: ArgumentHelp(
      "Show what tells of no event too: lines of server logs, probes of webhooks and the like."))
  var allLines = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Check the signatures of FastPix webhooks with the secrets in a file, each in base64 on a line of its own; 'signature' tells: valid, invalid, absent or unverifiable.",
      valueName: "file"))
  var fastpixSecretFile: String?

  @Flag(
    help: ArgumentHelp(
      "Drop webhooks that are delivered again: of FastPix those with the id, of Ant Media Server those with the body and stamp of one of the last 1000000."
    ))
  var dedupe = false

  @Flag(
    help: ArgumentHelp(
      "Read every sink of a server, even if several hold the same events."
    ))
  var allSinks = false

  @Flag(help: "Check every record; exit with 2 if any is damaged.")
  var strict = false

  func refuseMistakes() throws {
    guard (1...1024).contains(maxRecord) else {
      throw ValidationError("--max-record takes 1 to 1024 (MiB), not \(maxRecord).")
    }
    _ = try statedLogZone()
  }

  /// The zone of the logs, if it was told.
  ///
  /// - Throws: A usage error if there is no such zone.
  func statedLogZone() throws -> ZoneRules? {
    try ZoneRules.chosen(logZone, orIn: "EMSLOG_LOG_TZ")
  }

  /// Returns how the logs are read.
  ///
  /// - Throws: The status of the program, after an error in the file of secrets was reported.
  func plan() throws -> LogReading {
    LogReading(
      depth: recursive ? .recursive : .oneLevel, format: format.format,
      recordLimit: maxRecord << 20, allLines: allLines,
      secrets: try fastpixSecretFile.map { try WebhookSecrets(path: FilePath($0)) },
      dedupe: dedupe, allSinks: allSinks, strict: strict)
  }
}

/// The value of `--format`.
enum FormatArgument: ExpressibleByArgument, Equatable {
  case auto
  case fixed(InputFormat)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let format = InputFormat(rawValue: argument) {
      self = .fixed(format)
    } else {
      return nil
    }
  }

  var format: InputFormat? {
    if case .fixed(let format) = self { format } else { nil }
  }

  static var allValueStrings: [String] { ["auto"] + InputFormat.allCases.map(\.rawValue) }

  var defaultValueDescription: String {
    if case .fixed(let format) = self { format.rawValue } else { "auto" }
  }
}
