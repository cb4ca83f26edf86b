import ArgumentParser
import EventLog
import LogFiles

/// The command line: reads event logs of media servers.
@main
struct Emslog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emslog",
    abstract: "Read the event logs of media servers.",
    version: version,
    subcommands: [
      ScanCommand.self, TailCommand.self, PollCommand.self, StatsCommand.self, MergeCommand.self,
      SessionsCommand.self, ViewersCommand.self, CheckCommand.self, ReportCommand.self,
      MetricsCommand.self,
      FilesCommand.self, TypesCommand.self, FieldsCommand.self, SchemaCommand.self,
    ])

  static func main() {
    Terminal.holdClosedStreams()
    if CommandLine.argc == 0 { exit(withError: unknownArguments()) }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let mistake = mistypedCommand(in: arguments) { exit(withError: mistake) }
    main(arguments)
  }

  /// Reports that the arguments cannot be read, and returns the exit status.
  ///
  /// On Linux, Swift reads them from `/proc/self/cmdline`. Every process has at least its own name.
  private static func unknownArguments() -> ExitCode {
    var diagnostics = Diagnostics()
    diagnostics.trouble(
      Diagnostic(
        problem: "cannot read the command line: /proc/self/cmdline is missing or unreadable",
        hint: "mount /proc, as with: mount -t proc proc /proc"))
    return ExitCode(2)
  }

  /// What is to be said if the first argument names no command; nil if it does, or is an option.
  ///
  /// ArgumentParser suggests options by itself, but no commands.
  static func mistypedCommand(in arguments: [String]) -> ValidationError? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name = arguments.first, !name.hasPrefix("-"), !names.contains(name) else {
      return nil
    }
    var near = NearNames(to: name)
    for candidate in names { near.consider(candidate, suggesting: candidate) }
    let suggestions = near.nearest(2)
    let hint =
      suggestions.isEmpty
      ? "the commands are \(names.joined(separator: ", "))"
      : "did you mean \(suggestions.joined(separator: " or "))?"
    return ValidationError("there is no command '\(printable(name))'; \(hint)")
  }
}
