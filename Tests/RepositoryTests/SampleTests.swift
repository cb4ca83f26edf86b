import TestSupport
import Testing

@Suite("The samples", .serialized)
struct SampleTests {
  static let folder = PackageRoot.path(of: "samples")
  static let regenerate = "EMSLOG_RECORD=1 swift test --filter SampleTests"

  @Test("are what the generator writes", arguments: SampleFiles.contents.keys.sorted())
  func generated(name: String) async throws {
    let expected = try #require(SampleFiles.contents[name])
    let path = Self.folder + "/" + name
    let isCompressed = name.hasSuffix(".gz")
    var actual = exists(path) ? try contents(of: path) : nil
    if isCompressed, let bytes = actual { actual = try await Self.gzip(["-dc"], bytes) }
    if Recording.isOn && actual != expected {
      try write(isCompressed ? try await Self.gzip(["-9nc"], expected) : expected, to: path)
    }
    if actual != expected {
      Issue.record("samples/\(name) is not current: run \(Self.regenerate)")
    }
  }

  @Test("have one that is cut off in the middle of its compressed bytes")
  func truncated() throws {
    let (name, whole) = SampleFiles.truncated
    let path = Self.folder + "/" + name
    let complete = try contents(of: Self.folder + "/" + whole)
    let half = Array(complete.prefix(complete.count / 2))
    let actual = exists(path) ? try contents(of: path) : nil
    if Recording.isOn && actual != half { try write(half, to: path) }
    if actual != half {
      Issue.record("samples/\(name) is not current: run \(Self.regenerate)")
    }
  }

  @Test("are all named in their README, and nothing else is")
  func listed() throws {
    let found = filesBelow(Self.folder).filter { $0 != "README.md" }
    let readme = try text(of: Self.folder + "/README.md")
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let named = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(named.sorted() == found.sorted())
  }

  @Test("use only addresses that are set aside for documentation")
  func addresses() throws {
    let address = /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/
    for name in ["events.txt", "damaged/torn.json"] {
      for match in try text(of: Self.folder + "/" + name).matches(of: address) {
        let isReserved = ["192.0.2.", "198.51.100.", "203.0.113."].contains {
          match.output.hasPrefix($0)
        }
        #expect(isReserved, "\(match.output) in samples/\(name)")
      }
    }
  }

  private static func gzip(_ options: [String], _ bytes: [UInt8]) async throws -> [UInt8] {
    let run = try await FinishedProgram.running("gzip", arguments: options, input: bytes)
    try #require(run.ending == .exited(0), "\(run.errorText)")
    return run.output
  }
}
