package import LogFiles

/// Follows logs whose records are lines, and keeps what it was given.
package struct LineConsumer: StreamConsumer, ~Copyable {
  /// The lines that were brought out.
  package private(set) var lines: [String] = []
  /// Called for every commit, with its number from 1; a commit that throws brings nothing out.
  package var beforeCommit: (Int) throws(FileError) -> Void = { _ throws(FileError) in }
  /// Called behind every chunk that was taken.
  package var afterTake: () -> Void = {}
  /// Where the lines go too.
  package var output: CommittedOutput?
  /// The beginnings of lines that counted as cut.
  package private(set) var cuts: [String] = []
  /// How every stream ended that was read.
  package private(set) var ends: [SourceEnd] = []
  package private(set) var commits = 0
  private var waiting: ContiguousArray<UInt8> = []
  private var pending: ContiguousArray<UInt8> = []
  private var offset: Int64 = 0

  package init() {}

  package mutating func begin(_ opening: StreamOpening) {
    pending = opening.rest
    offset = opening.offset - Int64(opening.rest.count)
  }

  /// What the streams are called that were read, in the order of reading.
  package private(set) var names: [UInt64] = []
  package mutating func name(_ stream: UInt64) { names.append(stream) }

  package mutating func take(_ bytes: Span<UInt8>) -> Int64 {
    for index in bytes.indices { pending.append(bytes[index]) }
    dealWithLines()
    afterTake()
    return offset
  }

  package mutating func pause(isFinal: Bool) -> Int64 {
    if isFinal, !pending.isEmpty { cuts.append(String(decoding: pending, as: UTF8.self)) }
    return offset
  }

  private mutating func dealWithLines() {
    guard let last = pending.lastIndex(of: UInt8(ascii: "\n")) else { return }
    waiting += pending[...last]
    offset += Int64(last + 1)
    pending.removeFirst(last + 1)
  }

  package mutating func end(_ end: SourceEnd) { ends.append(end) }

  package mutating func commit() throws(FileError) -> Checkpoint.Outputs {
    commits += 1
    let bytes = waiting
    if !bytes.isEmpty { try output?.write(bytes.span) }
    try beforeCommit(commits)
    let text = String(decoding: waiting, as: UTF8.self)
    lines += text.split(separator: "\n").map(String.init)
    waiting = []
    return try outputsBefore()
  }

  /// What the output held before.
  package func outputsBefore() throws(FileError) -> Checkpoint.Outputs {
    switch output {
    case .some(let file): Checkpoint.Outputs(events: try file.committed())
    case .none: Checkpoint.Outputs()
    }
  }

  package var isFull: Bool { false }
  package var annotation: String { "" }
  package var isStopped: Bool { false }
}
