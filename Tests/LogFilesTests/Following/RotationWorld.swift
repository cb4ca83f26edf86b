import LogFiles
import SystemPackage
import TestSupport

/// One step of what a server, a rotation and a poll do to a directory.
///
/// Steps carry all that was drawn for them, so that a failing list of them can be made shorter and is
/// still the same list.
enum WorldStep: Equatable {
  /// The server writes so many lines.
  case append(Int)
  /// The server writes the beginning of a line; the rest follows with whatever it does next.
  case appendHalf
  /// Rotation renames the log; the server stays with it until ``serverSwitch``.
  case rename
  case serverSwitch
  /// Rotation copies the log, this much of it in percent.
  case copy(Int)
  /// Rotation empties the log that was copied as a whole.
  case truncate
  /// A rotated log is compressed, this much of it in percent.
  case compress(Int)
  /// What was compressed as a whole is removed.
  case removeCompressed
  /// The server starts again, in a log with the time in its name if `isChunk`.
  case restart(isChunk: Bool)
  case poll
  /// A poll when all that was written is old, so that nothing more is waited for.
  case latePoll
  /// A poll that ends like a killed one once its output is out.
  case killedPoll
}

extension WorldStep {
  static func random(_ random: inout SeededGenerator) -> WorldStep {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<24: .append([1, 1, 2, 5, 20, 300].randomElement(using: &random) ?? 1)
    case 24..<30: .appendHalf
    case 30..<36: .rename
    case 36..<42: .serverSwitch
    case 42..<50: .copy([0, 10, 50, 90, 100, 100, 100].randomElement(using: &random) ?? 100)
    case 50..<56: .truncate
    case 56..<64: .compress([5, 50, 95, 100, 100].randomElement(using: &random) ?? 100)
    case 64..<69: .removeCompressed
    case 69..<73: .restart(isChunk: Bool.random(using: &random))
    case 73..<86: .poll
    case 86..<92: .latePoll
    default: .killedPoll
    }
  }
}

/// A directory of logs, and how often each line has to be in the output of the polls.
///
/// Every list of steps can be played: one that does not fit does nothing.
struct RotationWorld {
  /// What stands at the front of each log.
  enum Form: CaseIterable {
    case lines, header, declaration, start
  }

  let folder: TemporaryDirectory
  private let form: Form
  private let poll: Polling
  private var written = 0
  /// How often a line was written, and how often of these it may be missing.
  private var expected: [String: (count: Int, mayMiss: Int)] = [:]
  /// The rest of the line that was begun.
  private var rest: [UInt8] = []
  /// All of it.
  private var begun = ""
  /// Whether its beginning is in the copy of the log.
  private var isBeginningCopied = false
  private var active = "e.log"
  /// Where the server writes: the name of its file at this moment.
  private var writing = "e.log"
  private var chunks = 0
  /// Whether the log was copied as a whole.
  private var isCopied = false
  private var isPartlyCopied = false
  /// Lines that were written since.
  private var sinceCopy: [String] = []
  /// The rotated log that is being compressed, and whether that is done.
  private var compressed: String?
  private var isWhole = false

  init(_ folder: TemporaryDirectory, form: Form) throws {
    self.folder = folder
    self.form = form
    poll = Polling(folder, "e*.log*")
    try folder.write([], to: folder.path(active))
    try begin()
  }

  mutating func play(_ step: WorldStep) throws {
    switch step {
    case .append(let count): try write(lines(written..<(written + count)))
    case .appendHalf: try beginLine()
    case .rename: try rename()
    case .serverSwitch: try switchLogs()
    case .copy(let percent): try copy(percent)
    case .truncate: try truncate()
    case .compress(let percent): try compress(percent)
    case .removeCompressed: try removeCompressed()
    case .restart(let isChunk): try restart(isChunk: isChunk)
    case .poll: try run()
    case .latePoll: try run(now: Polling.present + 100)
    case .killedPoll: try? run(killed: true)
    }
  }

  // MARK: The server

  private mutating func begin() throws {
    switch form {
    case .lines: break
    case .header: try folder.append(Array("#Version: 1\n#Fields: a\n".utf8), to: writing)
    case .declaration: try folder.append(Array("<?xml version=\"1.0\" ?>\n".utf8), to: writing)
    case .start:
      try write(["00001\tapplicationStart", "\tPID: 1", "", "", "00002\tserverStarted", "", ""])
    }
  }

  private mutating func write(_ lines: [String]) throws {
    try folder.append(rest + log(lines), to: writing)
    // The copy has only the beginning of it.
    if isBeginningCopied, isCopied, writing == active { sinceCopy.append(begun) }
    (rest, isBeginningCopied) = ([], false)
    written += lines.count
    for line in lines where !line.isEmpty {
      expected[line, default: (0, 0)].count += 1
      if isCopied, writing == active { sinceCopy.append(line) }
    }
  }

  private mutating func beginLine() throws {
    let bytes = log(lines(written..<(written + 1)))
    try folder.append(rest + bytes.prefix(9), to: writing)
    (rest, isBeginningCopied) = (Array(bytes.dropFirst(9)), false)
    begun = "record \(written) of the log"
    expected[begun, default: (0, 0)].count += 1
    if isCopied, writing == active { sinceCopy.append(begun) }
    written += 1
  }

  private mutating func finishLine() throws {
    if !rest.isEmpty { try write([]) }
  }

  private mutating func restart(isChunk: Bool) throws {
    guard !isCopied, writing == active else { return }
    try finishLine()
    if isChunk {
      guard !isPartlyCopied, compressed == nil else { return }
      chunks += 1
      active = "e_20260101_0000\(chunks / 10)\(chunks % 10).log"
      writing = active
      try folder.append([], to: active)
    }
    try begin()
  }

  private mutating func switchLogs() throws {
    guard writing != active else { return }
    try finishLine()
    writing = active
    try folder.append([], to: active)
    try begin()
  }

  // MARK: The rotation

  private func exists(_ name: String) -> Bool { FileIdentity(at: folder.path(name)) != nil }

  private mutating func shift() throws {
    for index in (1...60).reversed() {
      for suffix in ["", ".gz"] where exists("\(active).\(index)\(suffix)") {
        try folder.rename("\(active).\(index)\(suffix)", to: "\(active).\(index + 1)\(suffix)")
      }
    }
    if writing != active, let index = Int(writing.dropFirst(active.count + 1)) {
      writing = "\(active).\(index + 1)"
    }
  }

  private mutating func rename() throws {
    guard !isCopied, compressed == nil, writing == active else { return }
    // A copy that was not finished is left as it is.
    isPartlyCopied = false
    try shift()
    try folder.rename(active, to: active + ".1")
    writing = active + ".1"
  }

  private mutating func copy(_ percent: Int) throws {
    guard !isCopied, compressed == nil, writing == active else { return }
    let content = try contents(of: folder.path(active).string)
    // Of a log without a whole record nothing is known.
    let hasRecord = String(decoding: content, as: UTF8.self).contains("log\n")
    guard !content.isEmpty, rest.isEmpty || hasRecord else { return }
    if !isPartlyCopied { try shift() }
    isPartlyCopied = percent < 100
    try folder.write(content.prefix(content.count * percent / 100), to: active + ".1")
    guard percent == 100 else { return }
    isCopied = true
    isBeginningCopied = !rest.isEmpty
    sinceCopy = []
  }

  private mutating func truncate() throws {
    guard isCopied, rest.isEmpty || isBeginningCopied else { return }
    for line in sinceCopy { expected[line]?.mayMiss += 1 }
    try folder.write([], to: folder.path(active))
    isCopied = false
    // Only what follows tells a log from one that is empty.
    try write(lines(written..<(written + 1)))
  }

  private mutating func compress(_ percent: Int) throws {
    guard !isCopied else { return }
    let names = (1...60).map { "\(active).\($0)" }
    guard let name = compressed ?? names.first(where: { exists($0) && $0 != writing }) else {
      return
    }
    let content = try contents(of: folder.path(name).string)
    guard !content.isEmpty else { return }
    let bytes = Gzip.member(content)
    try folder.write(bytes.prefix(bytes.count * percent / 100), to: name + ".gz")
    compressed = name
    isWhole = percent == 100
  }

  private mutating func removeCompressed() throws {
    guard let name = compressed, isWhole else { return }
    try folder.delete(name)
    (compressed, isWhole) = (nil, false)
  }

  // MARK: The poll

  private func run(killed: Bool = false, now: Int64 = Polling.present) throws {
    _ = try poll.run(
      now: now, output: folder.path("out"),
      beforeCommit: { _ throws(FileError) in
        if killed { throw FileError(.write, FilePath("gone"), .system(.ioError)) }
      })
  }

  /// Lets everything come to its end, and says what is wrong with the output.
  mutating func finish() throws -> [String] {
    try truncate()
    try finishLine()
    try switchLogs()
    try truncate()
    if compressed != nil {
      try compress(100)
      try removeCompressed()
    }
    for _ in 0..<3 { try run() }
    var found: [String: Int] = [:]
    for line in try text(of: folder.path("out").string).split(separator: "\n") {
      found[String(line), default: 0] += 1
    }
    var faults: [String] = []
    for (line, wanted) in expected {
      let count = found.removeValue(forKey: line) ?? 0
      guard count < wanted.count - wanted.mayMiss || count > wanted.count else { continue }
      faults.append("\(line): written \(wanted.count), printed \(count)")
    }
    let strange = found.keys.filter { !$0.hasPrefix("#") && !$0.hasPrefix("<?") }
    return faults.sorted() + strange.sorted().map { "never written: \($0)" }
  }
}
