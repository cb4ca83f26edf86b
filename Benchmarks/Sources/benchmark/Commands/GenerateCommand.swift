import ArgumentParser
import SystemPackage

/// `benchmark generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write a made-up event log, and what is in it to OUT.truth.json.")

  @Option(help: "Format of the log.")
  var format: Spelling = .json

  @Option(help: "Size of the log; the last record may go beyond.")
  var size = ByteCount(bytes: 400_000_000)

  @Option(help: ArgumentHelp("Number of events, instead of a size.", valueName: "n"))
  var events: Int?

  @Option(help: ArgumentHelp("The same seed gives the same log.", valueName: "n"))
  var seed: UInt64 = 1

  @Argument(help: ArgumentHelp("Where to write it.", valueName: "out"))
  var path: String

  func run() throws {
    _ = try GeneratedLog.write(
      format, events.map { .events($0) } ?? .bytes(size.bytes), seed: seed, to: FilePath(path))
  }
}

extension Spelling: ExpressibleByArgument {}

/// A size as it is typed: `400M`, `64K`, `1G`, decimal, or bytes.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  init(bytes: Int) {
    self.bytes = bytes
  }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1_000, "M": 1_000_000, "G": 1_000_000_000]
    let unit = argument.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0 else {
      return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  var description: String {
    bytes.isMultiple(of: 1_000_000) ? "\(bytes / 1_000_000)M" : "\(bytes)"
  }
}
