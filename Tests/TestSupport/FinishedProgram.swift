import Foundation
import SystemPackage

/// What a program wrote and how it ended.
public struct FinishedProgram: Equatable, Sendable {
  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    /// It returned, with this status.
    case exited(Int)
    /// A signal of this number ended it.
    case signaled(Int)
    /// It was killed, with all that it had started, because it took too long.
    case timedOut
  }

  /// Every byte of its standard output.
  public var output: [UInt8]
  /// Every byte of its standard error.
  public var errors: [UInt8]
  /// How it ended.
  public var ending: Ending

  /// The standard output as text, invalid UTF-8 replaced.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// The standard error as text, invalid UTF-8 replaced.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// The environment of every command test: nothing of the user's but `PATH`.
  public static let plainEnvironment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C", "TZ": "UTC", "HOME": NSTemporaryDirectory(),
  ]

  /// Runs a program to its end.
  ///
  /// Its input and both outputs are files, so nothing can block on a full pipe, and a process that it
  /// leaves behind keeps nobody waiting. It gets a process group of its own; when the time is up the
  /// whole group is killed.
  ///
  /// - Parameters:
  ///   - program: An absolute path, or a name that is looked for in `PATH`.
  ///   - arguments: What follows the name of the program.
  ///   - input: What stands on its standard input, which is `/dev/null` if there is nothing.
  ///   - environment: The whole environment.
  ///   - directory: Where it runs.
  ///   - limit: How long it may take.
  /// - Returns: What it wrote and how it ended.
  /// - Throws: What Foundation says when the program cannot be started.
  public static func running(
    _ program: String, arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String] = plainEnvironment, directory: String = PackageRoot.path,
    limit: Duration = .seconds(240)
  ) async throws -> FinishedProgram {
    let files = try TemporaryDirectory()
    let output = try files.write([], to: "output").string
    let errors = try files.write([], to: "errors").string
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = defaultSignals + [program] + arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let source = input.isEmpty ? "/dev/null" : try files.write(input, to: "input").string
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))

    let (ends, end) = AsyncStream.makeStream(of: Ending.self)
    process.terminationHandler = { process in
      let status = Int(process.terminationStatus)
      end.yield(process.terminationReason == .exit ? .exited(status) : .signaled(status))
      end.finish()
    }
    try await start(process)
    let group = process.processIdentifier
    let alarm = Task {
      try await Task.sleep(for: limit)
      end.yield(.timedOut)  // the first one counts
      kill(-group, SIGKILL)
    }
    let ending = await ends.first { _ in true } ?? .timedOut
    alarm.cancel()
    return FinishedProgram(
      output: try contents(of: output), errors: try contents(of: errors), ending: ending)
  }

  /// The option that undoes what code under test ignores: a broken pipe, for the whole process.
  private static let defaultSignals: [String] = {
    #if os(Linux)
      ["--default-signal"]
    #else
      []
    #endif
  }()

  /// Starts a process that no signal is withheld from.
  ///
  /// The threads on which tests run block most signals, and a process inherits that.
  private static func start(_ process: Process) async throws {
    try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
        started.resume(with: Result { try process.run() })
      }
    }
  }
}
