import LogFiles
import SystemPackage
import TestSupport
import Testing

/// What a server and its rotation do to a log, at random, and what should come of it.
private struct LogModel {
  let folder: TemporaryDirectory
  var random: SeededGenerator
  var written = 0
  /// The rotated logs, newest first: whether each is compressed.
  private var rotated: [Bool] = []
  /// Where the server writes; its handle may begin with a hole after a truncation.
  private var position = 0
  private let keepsPosition: Bool

  init(_ folder: TemporaryDirectory, seed: Seed) throws {
    self.folder = folder
    random = SeededGenerator(seed)
    keepsPosition = Bool.random(using: &random)
    _ = try folder.write([], to: folder.path("e.log"))
  }

  mutating func step() throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: try writeLines()
    case 5: try rename()
    case 6: try copyAndTruncate()
    case 7: try compress()
    case 8: try beginLine()
    default: try touchOld()
    }
  }

  private mutating func next(_ count: Int) -> [UInt8] {
    let bytes = log(lines(written..<(written + count)))
    written += count
    return bytes
  }

  private mutating func writeLines() throws {
    let bytes = next(Int.random(in: 1..<400, using: &random))
    try folder.append(bytes, to: "e.log")
    position += bytes.count
  }

  /// A line in two halves, with a run of the poll between them.
  private mutating func beginLine() throws {
    let bytes = next(1)
    try folder.append(bytes.prefix(9), to: "e.log")
    try folder.append(bytes.dropFirst(9), to: "e.log")
    position += bytes.count
  }

  private mutating func shift() throws {
    for index in rotated.indices.reversed() {
      let suffix = rotated[index] ? ".gz" : ""
      try folder.rename("e.log.\(index + 1)\(suffix)", to: "e.log.\(index + 2)\(suffix)")
    }
    rotated.insert(false, at: 0)
  }

  private mutating func rename() throws {
    try shift()
    try folder.rename("e.log", to: "e.log.1")
    _ = try folder.write([], to: folder.path("e.log"))
    position = 0
  }

  private mutating func copyAndTruncate() throws {
    guard position > 0 else { return }
    try shift()
    let path = folder.path("e.log")
    _ = try folder.write(contents(of: path.string), to: "e.log.1")
    _ = try folder.write([], to: path)
    if keepsPosition {
      try folder.extend("e.log", to: Int64(position))
    } else {
      position = 0
    }
    // Only what follows tells a log from one that is empty.
    try writeLines()
  }

  private mutating func compress() throws {
    guard let index = rotated.firstIndex(of: false) else { return }
    let name = "e.log.\(index + 1)"
    let bytes = try contents(of: folder.path(name).string)
    guard !bytes.isEmpty else { return }
    _ = try folder.write(Gzip.member(bytes), to: name + ".gz")
    try folder.delete(name)
    rotated[index] = true
  }

  /// The server goes on in the log that was renamed.
  private mutating func touchOld() throws {
    guard rotated.first == false else { return }
    try folder.append(next(1), to: "e.log.1")
  }
}

@Suite("Whatever happens to a log, a poll")
struct ModelTests {
  @Test(
    "prints each line exactly once, also when runs end before they have saved",
    arguments: Seed.all(12))
  func model(seed: Seed) throws {
    let folder = try TemporaryDirectory()
    let output = folder.path("out")
    let poll = Polling(folder, "e.log")
    var model = try LogModel(folder, seed: seed)
    var luck = SeededGenerator(Seed(seed.value &+ 1_000_000))
    for _ in 0..<40 {
      try model.step()
      switch Int.random(in: 0..<4, using: &luck) {
      case 0: _ = try poll.run(output: output)
      case 1:
        // Ends like a process that is killed once its output is out.
        _ = try? poll.run(
          output: output,
          beforeCommit: { _ throws(FileError) in
            throw FileError(.write, FilePath("gone"), .system(.ioError))
          })
      default: break
      }
    }
    _ = try poll.run(output: output)
    let result = try text(of: output.string).split(separator: "\n").map(String.init)
    #expect(result.sorted() == lines(0..<model.written).sorted())
    #expect(Set(result).count == result.count)
  }
}
