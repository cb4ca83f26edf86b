import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// The arguments of `stats` told apart: fields come first, then files.
struct StatsArguments: Equatable {
  /// The fields in front.
  private(set) var fields: [FieldPath] = []
  /// All from the first file on.
  private(set) var files: [String] = []

  /// Tells fields from files.
  ///
  /// `-`, and what has a slash, is a pattern, exists or is called like a log, is a file; what the
  /// catalogue knows, and what begins with `payload.` or `extra.`, is a field. From the first file on
  /// all are files.
  ///
  /// - Parameters:
  ///   - arguments: what stands behind the options.
  ///   - exists: whether there is a file of that name.
  /// - Throws: A usage error for a name that is both or neither.
  init(_ arguments: [String], exists: (String) -> Bool) throws {
    let known = KnownFields()
    for (index, argument) in arguments.enumerated() {
      let path = Self.path(argument)
      let isField = path.map(known.contains) ?? false
      let isThere = exists(argument)
      if isField, isThere {
        throw ValidationError(
          """
          '\(printable(argument))' is a field and a file here; \
          write --field \(printable(argument)) or ./\(printable(argument)).
          """)
      }
      if isField, let path {
        fields.append(path)
      } else if isThere || path == nil || Self.isLogName(argument) {
        files = Array(arguments[index...])
        return
      } else if let path {
        throw ValidationError(Self.unknown(argument, known.suggestions(for: path)))
      }
    }
  }

  /// Whether an argument may be the path of a field.
  private static func path(_ argument: String) -> FieldPath? {
    let signs = argument.utf8
    guard argument != "-", !signs.contains(UInt8(ascii: "/")), !signs.contains(UInt8(ascii: "*")),
      !signs.contains(UInt8(ascii: "?"))
    else { return nil }
    do throws(FieldPath.ParseError) {
      return try FieldPath.parse(argument)
    } catch {
      return nil
    }
  }

  /// Whether a file that does not exist was meant all the same: who reads it will say so.
  private static func isLogName(_ argument: String) -> Bool {
    [".json", ".jsonl", ".log", ".txt", ".xml", ".w3c", ".gz"].contains { argument.hasSuffix($0) }
  }

  private static func unknown(_ name: String, _ suggestions: [String]) -> String {
    let name = printable(name)
    let near = suggestions.isEmpty ? "" : "; did you mean \(suggestions.joined(separator: ", "))?"
    return
      "'\(name)' is no file and no known field\(near)\n  hint: --field \(name) reads it all the same"
  }
}
