import ArgumentParser

/// The command line: reads event logs of media servers.
@main
struct Emslog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emslog",
    abstract: "Read the event logs of media servers.",
    version: version,
    subcommands: [
      ScanCommand.self, TailCommand.self, PollCommand.self, FilesCommand.self, TypesCommand.self,
      FieldsCommand.self,
      SchemaCommand.self,
    ])

  static func main() {
    main(TimeOptions.joiningSignedTimes(in: Array(CommandLine.arguments.dropFirst())))
  }
}
