import SystemPackage
import TestSupport

@testable import LogFiles

/// Runs of a poll of line logs in a folder, with the time given.
struct Polling {
  let folder: TemporaryDirectory
  let paths: [FilePath]
  /// So long after all writing that nothing is young any more.
  static let later: Int64 = 4_000_000_000
  /// Where rotated files are moved to, if not into the folder.
  var oldDirectory: FilePath?
  /// Whether all that was read is compared.
  var verifiesAll = false
  /// How many files may be open at once.
  var openFiles: Int?
  /// While everything was written just now.
  static var present: Int64 { secondsNow() }

  init(_ folder: TemporaryDirectory, _ names: String...) {
    self.folder = folder
    paths = names.map { folder.path($0) }
  }

  var checkpoint: FilePath { folder.path("state.checkpoint") }

  struct Result {
    var lines: [String]
    var findings: [FollowFinding]
    var errors: [FileError]
    var ends: [SourceEnd]
    var cuts: [String]
  }

  /// One run: everything that is new since the last one.
  func run(
    now: Int64 = Polling.present, output: FilePath? = nil,
    beforeCommit: @escaping (Int) throws(FileError) -> Void = { _ throws(FileError) in },
    afterTake: @escaping () -> Void = {}, seeNames: ([UInt64]) -> Void = { _ in }
  ) throws -> Result {
    let store = try CheckpointFile(checkpoint)
    let loaded = try store.load()
    var consumer = LineConsumer()
    if let output {
      consumer.output = try CommittedOutput(
        output, committed: loaded.checkpoint.outputs.events,
        isRestart: store.mayHaveLeftOutput(after: loaded.checkpoint))
    }
    consumer.beforeCommit = beforeCommit
    consumer.afterTake = afterTake
    var follower = Follower(paths, from: loaded.checkpoint, savingTo: store)
    follower.oldDirectory = oldDirectory
    follower.verifiesAll = verifiesAll
    if let openFiles { follower.descriptors = OpenFileLimit(openFiles) }
    try follower.remember(consumer.outputsBefore())
    try follower.pass(now: now, into: &consumer)
    seeNames(consumer.names)
    try follower.commit(&consumer)
    return Result(
      lines: consumer.lines, findings: follower.takeFindings(), errors: follower.passErrors,
      ends: consumer.ends, cuts: consumer.cuts)
  }
}

/// So many numbered lines.
func lines(_ range: Range<Int>) -> [String] { range.map { "record \($0) of the log" } }

/// The text of lines.
func log(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
