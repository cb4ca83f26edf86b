import Foundation

/// The `emslog` that was built together with the tests.
public enum BuiltProgram {
  /// Its absolute path: the program stands beside the test bundle, whatever the configuration.
  public static let path: String = {
    var folder = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    folder.deleteLastPathComponent()
    while folder.path != "/" {
      let program = folder.appendingPathComponent("emslog").path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
      folder.deleteLastPathComponent()  // a test bundle is itself a folder on macOS
    }
    return "emslog"
  }()

  /// The folder it stands in.
  public static let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()

  /// Runs the program with the environment that every command test has.
  ///
  /// - Parameters:
  ///   - arguments: What follows the name of the program.
  ///   - input: What stands on its standard input.
  ///   - environment: What is added to ``FinishedProgram/plainEnvironment``, or replaces a part of it.
  ///   - directory: Where it runs; nil is the root of the package.
  /// - Returns: What it wrote and how it ended.
  /// - Throws: What Foundation says when it cannot be started.
  public static func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
    directory: String? = nil
  ) async throws -> FinishedProgram {
    try await .running(
      path, arguments: arguments, input: input,
      environment: FinishedProgram.plainEnvironment.merging(environment) { $1 },
      directory: directory ?? PackageRoot.path)
  }
}
