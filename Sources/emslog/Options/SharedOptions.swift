import ArgumentParser

/// Options that several commands have.
///
/// Each command checks them in its own `validate`. ArgumentParser runs the `validate` of a group
/// while it still decodes the command line. If that fails, it takes the `-1h` of `-S -1h` for `-h`
/// and prints help instead of the error.
protocol SharedOptions: ParsableArguments {
  /// Refuses what makes no sense.
  ///
  /// - Throws: A usage error.
  func refuseMistakes() throws
}

/// Refuses what makes no sense in the shared options of a command.
///
/// - Throws: The first usage error.
func refuseMistakes(in groups: any SharedOptions...) throws {
  for group in groups { try group.refuseMistakes() }
}
