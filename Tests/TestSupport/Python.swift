public import Testing

/// Python, as a second opinion on what we print; tests that want it are skipped where it is not.
///
/// ```swift
/// @Test("Python reads the same", .enabled(Python.absence("csv")) { await Python.has("csv") })
/// ```
public enum Python {
  /// Whether there is a Python 3 with a module.
  public static func has(_ module: String) async -> Bool {
    let run = try? await FinishedProgram.running("python3", arguments: ["-c", "import \(module)"])
    return run?.ending == .exited(0)
  }

  /// A Python 3 that has a module: the first in `PATH`, or else the one of the system; nil if neither
  /// has it.
  public static func interpreter(with module: String) async -> String? {
    for program in ["python3", "/usr/bin/python3"] {
      let run = try? await FinishedProgram.running(program, arguments: ["-c", "import \(module)"])
      if run?.ending == .exited(0) { return program }
    }
    return nil
  }

  /// Why a test that wants a module was skipped.
  public static func absence(_ module: String) -> Comment {
    "There is no python3 with the module \(module) to compare with."
  }

  /// Runs a script.
  ///
  /// - Parameters:
  ///   - script: The text of the program.
  ///   - arguments: What stands in `sys.argv[1:]`.
  ///   - input: What stands on its standard input.
  ///   - environment: What is added to ``FinishedProgram/plainEnvironment``.
  ///   - program: What ``interpreter(with:)`` found.
  /// - Returns: What it wrote and how it ended.
  /// - Throws: What Foundation says when it cannot be started.
  public static func run(
    _ script: String, arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String] = [:], program: String = "python3"
  ) async throws -> FinishedProgram {
    try await .running(
      program, arguments: ["-c", script] + arguments, input: input,
      environment: FinishedProgram.plainEnvironment.merging(environment) { $1 })
  }

  /// Runs a program on a pseudo-terminal of so many columns; its output is what the terminal got, with
  /// plain line ends.
  public static func runOnTerminal(
    columns: Int, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> FinishedProgram {
    let script = """
      import fcntl, os, pty, struct, subprocess, sys, termios
      master, slave = pty.openpty()
      size = struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0)
      fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
      child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=slave)
      os.close(slave)
      output = b""
      while True:
          try:
              chunk = os.read(master, 65536)
          except OSError:
              break
          if not chunk:
              break
          output += chunk
      sys.stdout.buffer.write(output.replace(b"\\r\\n", b"\\n"))
      sys.exit(child.wait())
      """
    return try await run(
      script, arguments: ["\(columns)"] + arguments, environment: environment)
  }
}
