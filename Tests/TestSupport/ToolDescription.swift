import Foundation

/// What `emslog --experimental-dump-help` says about itself: commands, options, arguments.
///
/// Only what the man page and the tests need is read.
public struct ToolDescription: Decodable, Sendable {
  /// The program.
  public var command: Command

  /// The program or one of its subcommands.
  public struct Command: Decodable, Sendable {
    /// What is typed to run it, without what stands before it.
    public var commandName: String
    /// The commands that stand before it.
    public var superCommands: [String]?
    /// One sentence.
    public var abstract: String?
    /// More than one sentence, as typed in the source.
    public var discussion: String?
    /// Whether help shows it.
    public var shouldDisplay: Bool?
    /// What it takes.
    public var arguments: [Argument]?
    /// What it divides into.
    public var subcommands: [Command]?

    /// What is typed between `emslog` and its options; empty for the program itself.
    public var path: [String] { Array(((superCommands ?? []) + [commandName]).dropFirst()) }
  }

  /// A flag, an option with a value, or a value.
  public struct Argument: Decodable, Sendable {
    /// What kind of argument it is.
    public enum Kind: String, Decodable, Sendable {
      case positional
      case option
      case flag
    }
    /// A name with the dashes that stand before it.
    public struct Name: Decodable, Sendable {
      /// `long`, `short` or `longWithSingleDash`.
      public var kind: String
      /// Without dashes.
      public var name: String
      /// As typed.
      public var typed: String { (kind == "long" ? "--" : "-") + name }
    }
    /// What kind of argument it is.
    public var kind: Kind
    /// Whether help shows it.
    public var shouldDisplay: Bool
    /// The heading that help puts it under.
    public var sectionTitle: String?
    /// Whether it can be left out.
    public var isOptional: Bool
    /// Whether it can be given more than once.
    public var isRepeating: Bool
    /// All its names; none for a value.
    public var names: [Name]?
    /// What help calls its value.
    public var valueName: String?
    /// What holds if it is not given.
    public var defaultValue: String?
    /// The values there are, where the list is closed.
    public var allValues: [String]?
    /// One sentence.
    public var abstract: String?
    /// More than one sentence.
    public var discussion: String?
  }

  /// Asks the built program.
  ///
  /// - Returns: The description of the program and of every command.
  /// - Throws: `DecodingError` if ArgumentParser describes itself in another way than it did.
  public static func read() async throws -> ToolDescription {
    let dump = try await BuiltProgram.run(["--experimental-dump-help"])
    return try JSONDecoder().decode(ToolDescription.self, from: Data(dump.output))
  }

  /// The program and all commands that help shows, but for `help` itself.
  public var allCommands: [Command] {
    [command]
      + (command.subcommands ?? []).filter {
        $0.shouldDisplay != false && $0.commandName != "help"
      }
  }
}
