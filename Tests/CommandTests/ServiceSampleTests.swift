import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("The samples for cron, systemd and logrotate")
struct ServiceSampleTests {
  let folder: TemporaryDirectory
  /// Where the logs are, in place of `/var/log/ems`.
  private var logs: String { folder.path("logs").string }

  init() throws {
    folder = try TemporaryDirectory()
    try folder.makeDirectory("logs")
  }

  /// A sample, with the paths of this test in place of those of the system.
  private func sample(_ name: String) throws -> String {
    try text(of: PackageRoot.path(of: "samples/service/" + name))
      .replacing("/var/log/ems", with: logs)
      .replacing("/var/lib/emslog", with: folder.path.string)
      .replacing("/usr/bin/emslog", with: BuiltProgram.path)
  }

  /// The environment that cron gives, which is next to nothing.
  private func runLikeCron(_ command: String) async throws -> FinishedProgram {
    try await .running(
      "/usr/bin/env",
      arguments: [
        "-i", "HOME=\(folder.path.string)", "PATH=\(BuiltProgram.folder):/usr/bin:/bin",
        "/bin/sh", "-c", command,
      ], environment: [:], directory: folder.path.string)
  }

  @Test("cron adds each event once to the file, and has nothing to mail")
  func cron() async throws {
    let lines = try sample("crontab").split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("*") })
    let command = String(line.split(separator: " ", maxSplits: 5)[5])
    // Cron would take a percent sign for the end of the line.
    #expect(!command.contains("%"))
    let closed = String(decoding: records(0..<9), as: UTF8.self)
      .replacing("inStreamCreated", with: "inStreamClosed")
    try folder.append(closed.utf8, to: "logs/events.json")
    try folder.append(records(9..<12), to: "logs/events.json")
    for _ in 0..<2 {
      let run = try await runLikeCron(command)
      #expect(run.ending == .exited(0))
      #expect(run.output == [])
      #expect(run.errors == [])
    }
    #expect(numbers(try text(of: folder.path("ems-closed.jsonl").string)) == Array(0..<9))
  }

  @Test("cron mails each finding of the check once")
  func checkedByCron() async throws {
    let lines = try sample("crontab").split(separator: "\n")
    let line = try #require(lines.first { $0.contains("emslog check") })
    let command = String(line.split(separator: " ", maxSplits: 5)[5])
    #expect(!command.contains("%"))
    let events = try contents(of: PackageRoot.path(of: "samples/events.json"))
    try folder.append(events, to: "logs/events.json")
    let first = try await runLikeCron(command)
    #expect(first.ending == .exited(1))
    // A heading, and the findings.
    #expect(first.output.count { $0 == UInt8(ascii: "\n") } == 5)
    #expect(first.errors == [])
    let second = try await runLikeCron(command)
    #expect(second.ending == .exited(0))
    #expect(second.output == [])
    #expect(second.errors == [])
  }

  @Test("systemd adds each event once to the file")
  func systemd() async throws {
    let lines = try sample("emslog-poll.service").split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("ExecStart=") })
    let command = String(line.dropFirst("ExecStart=".count))
    for end in [5, 8, 8] {
      let start = end == 5 ? 0 : 5
      if numbers((try? text(of: folder.path("events.jsonl").string)) ?? "").count < end {
        try folder.append(records(start..<end), to: "logs/events.json")
      }
      let run = try await runLikeCron(command)
      #expect(run.ending == .exited(0))
      #expect(run.errors == [])
    }
    #expect(numbers(try text(of: folder.path("events.jsonl").string)) == Array(0..<8))
  }

  private static let rotator: String? = ["/usr/sbin/logrotate", "/usr/bin/logrotate"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(
    "logrotate loses and repeats nothing for a poll after each rotation",
    .enabled(if: rotator != nil, "There is no logrotate here."), arguments: [true, false])
  func logrotate(appends: Bool) async throws {
    let program = try #require(Self.rotator)
    let configuration = try folder.write(try sample("logrotate"), to: "logrotate.conf")
    try folder.setPermissions(0o600, of: "logrotate.conf")
    // A server of its kind keeps its handle, and its place in the file with it.
    let server = try FileDescriptor.open(
      folder.path("logs/events.json"), .writeOnly,
      options: appends ? [.create, .append] : [.create], permissions: .ownerReadWrite)
    var written = 0
    func serve(_ count: Int) throws {
      _ = try server.writeAll(records(written..<(written + count)))
      written += count
    }
    for number in 0..<8 {
      try serve(20)
      if number % 3 == 1 { try await poll() }
      let rotation = try await FinishedProgram.running(
        program,
        arguments: ["-f", "-s", folder.path("rotation").string, configuration.string])
      #expect(rotation.ending == .exited(0), "\(rotation.errorText)")
      if number % 3 != 0 { try serve(5) }
      try await poll()
    }
    try server.close()
    let names = try contentNames()
    #expect(names.contains("events.json.3.gz"), "\(names)")
    #expect(numbers(try text(of: folder.path("out").string)) == Array(0..<written))
  }

  private func contentNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: logs)
  }

  private func poll() async throws {
    let run = try await BuiltProgram.run(
      ["poll", "--checkpoint", "ck", "--output-file", "out", "-o", "jsonl", logs],
      directory: folder.path.string)
    #expect(run.ending == .exited(0), "\(run.errorText)")
  }
}
