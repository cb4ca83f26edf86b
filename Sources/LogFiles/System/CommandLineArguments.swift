// The one place that looks at the arguments as the kernel passed them. `unsafeArgv` is set before
// main and never changed, so reading it is safe.

public import SystemPackage

extension FilePath {
  /// The paths that arguments stand for, also where they are not valid UTF-8.
  ///
  /// A Swift string cannot hold such a name: its bad bytes have become U+FFFD. The bytes are looked
  /// up in the process's own arguments, in the order in which the strings appear there.
  public static func paths(forArguments arguments: [String]) -> [FilePath] {
    paths(forArguments: arguments, among: processArguments)
  }

  static func paths(
    forArguments arguments: [String], among originals: [ContiguousArray<UInt8>]
  ) -> [FilePath] {
    var rest = originals[...]
    return arguments.map { argument in
      guard argument.unicodeScalars.contains("\u{fffd}") else { return FilePath(argument) }
      guard let index = rest.firstIndex(where: { String(decoding: $0, as: UTF8.self) == argument })
      else { return FilePath(argument) }
      defer { rest = rest[(index + 1)...] }
      return FilePath(bytes: rest[index])
    }
  }

  private static var processArguments: [ContiguousArray<UInt8>] {
    (0..<Int(CommandLine.argc)).compactMap { index in
      unsafe CommandLine.unsafeArgv[index].map { unsafe ContiguousArray(characters: $0) }
    }
  }
}
