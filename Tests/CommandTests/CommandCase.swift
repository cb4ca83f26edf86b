import SystemPackage
import TestSupport
import Testing

/// One directory of `Cases`: a command and what it is to print.
///
/// ```text
/// Cases/<command>-<behaviour>/
///   cmd      shell text; "$EMSLOG" is the program, "$SAMPLES" the samples; runs in a copy of the directory
///   stdout   what it prints
///   stderr   what it says; without the file it has to be silent
///   status   how it ends, 0 without the file
///   README   what the case shows, where the name does not say it all
/// ```
struct CommandCase: Sendable, CustomTestStringConvertible {
  /// The name of the directory.
  let name: String

  /// All cases, in order of name.
  static let all: [CommandCase] = Set(
    filesBelow(folder).compactMap { $0.split(separator: "/").first.map(String.init) }
  ).sorted().map(CommandCase.init)

  private static let folder = PackageRoot.path(of: "Tests/CommandTests/Cases")

  /// Where the files of the case are.
  var directory: String { Self.folder + "/" + name }

  var testDescription: String { name }

  /// What a run has to look like.
  struct Expectation: Equatable {
    var stdout: [UInt8]
    var stderr: [UInt8]
    var status: String

    init(stdout: [UInt8], stderr: [UInt8], status: String) {
      (self.stdout, self.stderr, self.status) = (stdout, stderr, status)
    }

    init(_ run: FinishedProgram) {
      let status =
        switch run.ending {
        case .exited(let code): "\(code)"
        case .signaled(let signal): "signal \(signal)"
        case .timedOut: "timed out"
        }
      self.init(stdout: run.output, stderr: run.errors, status: status)
    }
  }

  /// What the files say; a missing `stdout` is an empty one.
  func expectation() throws -> Expectation {
    Expectation(
      stdout: try file("stdout") ?? [], stderr: try file("stderr") ?? [],
      status: try file("status").map { trimmed(String(decoding: $0, as: UTF8.self)) } ?? "0")
  }

  /// Makes the files say this; a file that says what its absence says is not written.
  func record(_ expectation: Expectation) throws {
    try write(expectation.stdout, to: directory + "/stdout")
    if try file("stderr") != nil || !expectation.stderr.isEmpty {
      try write(expectation.stderr, to: directory + "/stderr")
    }
    if try file("status") != nil || expectation.status != "0" {
      try write(Array("\(expectation.status)\n".utf8), to: directory + "/status")
    }
  }

  /// Runs the command in a copy of the directory, so that it may write.
  func run() async throws -> Expectation {
    let command = try #require(try file("cmd"), "\(name) has no file cmd")
    let copy = try TemporaryDirectory()
    for name in filesBelow(directory) {
      try copy.write(try contents(of: directory + "/" + name), to: name)
    }
    let home = try TemporaryDirectory()
    var environment = FinishedProgram.plainEnvironment
    environment["HOME"] = home.path.string
    environment["EMSLOG"] = BuiltProgram.path
    environment["SAMPLES"] = PackageRoot.path(of: "samples")
    return Expectation(
      try await .running(
        "/bin/sh", arguments: ["-c", String(decoding: command, as: UTF8.self)],
        environment: environment, directory: copy.path.string))
  }

  private func file(_ name: String) throws -> [UInt8]? {
    let path = directory + "/" + name
    return exists(path) ? try contents(of: path) : nil
  }

  private func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
