import ArgumentParser
import EventLog
import LogFiles

/// Which sessions are asked for: the same for all commands that tell of them.
struct SessionOptions: SharedOptions {
  @Option(
    name: [.customShort("s", allowingJoined: true), .customLong("stream")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only streams of this name or pattern; repeat it for more.", valueName: "glob"))
  var streams: [String] = []

  @OptionGroup var time: TimeOptions

  func refuseMistakes() throws { try time.refuseMistakes() }
}

extension SessionOptions {
  /// The choice of sessions of some kinds.
  func choice(_ kinds: Set<SessionKind>, _ times: TimeFrame) -> SessionChoice {
    var choice = SessionChoice()
    choice.kinds = kinds
    choice.names = streams.map { Glob($0) }
    choice.window = times.window
    return choice
  }
}

extension SessionKind {
  /// The kinds that a list with commas names.
  ///
  /// - Throws: A usage error for a word that is none.
  static func list(_ text: String, of option: String) throws -> Set<SessionKind> {
    var kinds: Set<SessionKind> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = allCases.first(where: { $0.name == word }) else {
        throw ValidationError(
          """
          \(option) takes \(allCases.map(\.name).joined(separator: ", ")), \
          not '\(printable(String(word)))'.
          """)
      }
      kinds.insert(kind)
    }
    return kinds
  }
}
