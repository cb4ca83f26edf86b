import CMeasuredRun
import SystemPackage

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A command to be run: a program and its arguments, without a shell.
struct Program: Equatable {
  var arguments: [String]

  /// - Parameter arguments: The program, a path or a name that is looked for in `PATH`, and what follows it.
  init(_ arguments: String...) {
    self.arguments = arguments
  }

  init(_ arguments: [String]) {
    self.arguments = arguments
  }

  /// What one run took.
  struct Usage {
    var wallSeconds: Double
    /// User and system time together.
    var processorSeconds: Double
    var peakBytes: Int
    /// As `$?` of a shell.
    var status: Int
  }

  /// A command that could not be started.
  struct StartError: Error, CustomStringConvertible {
    var program: String
    var reason: Errno

    var description: String { "\(program) cannot be started: \(reason)" }
  }

  /// Runs it to its end; its standard input is `/dev/null`.
  ///
  /// - Parameters:
  ///   - output: The file that its standard output replaces; `/dev/null` is nowhere.
  ///   - errors: The same for its standard error.
  /// - Returns: What the run took, however it ended.
  /// - Throws: `Errno` if a file cannot be opened, ``StartError`` if there can be no more processes.
  @discardableResult
  func run(output: FilePath = "/dev/null", errors: FilePath = "/dev/null") throws -> Usage {
    let outputFile = try Self.open(output)
    return try outputFile.closeAfter {
      let errorFile = try Self.open(errors)
      return try errorFile.closeAfter {
        try run(output: outputFile.rawValue, errors: errorFile.rawValue)
      }
    }
  }

  private static func open(_ path: FilePath) throws -> FileDescriptor {
    try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead])
  }

  private func run(output: CInt, errors: CInt) throws -> Usage {
    var result = measured_run()
    var pointers = unsafe arguments.map { unsafe strdup($0) }  // C wants them to end with NUL
    unsafe pointers.append(nil)
    defer {
      while let pointer = unsafe pointers.popLast() { unsafe free(pointer) }
    }
    // The list ends with a null pointer, and it and its strings live until the call returns.
    let failure = unsafe measure_run(pointers, output, errors, &result)
    guard failure == 0 else {
      throw StartError(program: arguments.first ?? "", reason: Errno(rawValue: failure))
    }
    return Usage(
      wallSeconds: result.wall_seconds,
      processorSeconds: result.user_seconds + result.system_seconds,
      peakBytes: result.peak_bytes, status: Int(result.exit_status))
  }

  /// Whether a program of this name is installed.
  static func isInstalled(_ name: String) -> Bool {
    let answer = try? Program("sh", "-c", "command -v \"$1\"", "sh", name).run()
    return answer?.status == 0
  }
}
