import SystemPackage

/// A log that is made up, and what is in it.
struct GeneratedLog {
  /// Where a log ends: behind the record with which it reaches this.
  enum Extent {
    case bytes(Int)
    case events(Int)
  }

  let spelling: Spelling
  let seed: UInt64
  private(set) var bytes = 0
  private(set) var counts = [Int](repeating: 0, count: EventSort.allCases.count)

  /// Writes the log to a file, and the truth about it to `PATH.truth.json`.
  ///
  /// - Throws: `Errno`.
  static func write(
    _ spelling: Spelling, _ extent: Extent, seed: UInt64, to path: FilePath
  ) throws -> GeneratedLog {
    var log = GeneratedLog(spelling: spelling, seed: seed)
    try writing(path) { try log.writeRecords(extent, to: $0) }
    try writing(truthPath(of: path)) { _ = try $0.writeAll(log.truth.utf8) }
    return log
  }

  /// Where the truth about a log is.
  static func truthPath(of path: FilePath) -> FilePath {
    FilePath(path.string + ".truth.json")
  }

  private static func writing(_ path: FilePath, _ body: (FileDescriptor) throws -> Void) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead])
    try file.closeAfter { try body(file) }
  }

  private init(spelling: Spelling, seed: UInt64) {
    self.spelling = spelling
    self.seed = seed
  }

  private mutating func writeRecords(_ extent: Extent, to file: FileDescriptor) throws {
    let templates = EventSort.allCases.map { spelling.template(of: $0) }
    let blockSize = 1 << 20
    var server = MediaServer(seed: seed)
    var block: [UInt8] = []
    block.reserveCapacity(blockSize + 16_384)
    block.append(contentsOf: spelling.header.utf8)
    var events = 0
    while !extent.isReached(bytes: bytes + block.count, events: events) {
      let sort = server.next()
      guard let template = templates[sort.rawValue] else { continue }
      var values = server.values
      values[.entry] = UInt64(events)
      values[.ordinal] = UInt64(events + 1)
      template.write(values, into: &block)
      counts[sort.rawValue] += 1
      events += 1
      if block.count >= blockSize {
        bytes += try file.writeAll(block)
        block.removeAll(keepingCapacity: true)
      }
    }
    bytes += try file.writeAll(block)
  }

  /// How many events there are of each type.
  var types: [(type: String, count: Int)] {
    var types: [String: Int] = [:]
    for sort in EventSort.allCases where counts[sort.rawValue] > 0 {
      types[sort.type, default: 0] += counts[sort.rawValue]
    }
    return types.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private var truth: String {
    let lines = types.map { "    \"\($0.type)\": \($0.count)" }.joined(separator: ",\n")
    return """
      {
        "format": "\(spelling.rawValue)",
        "seed": \(seed),
        "bytes": \(bytes),
        "events": \(counts.reduce(0, +)),
        "types": {
      \(lines)
        }
      }

      """
  }
}

extension GeneratedLog.Extent {
  fileprivate func isReached(bytes: Int, events: Int) -> Bool {
    switch self {
    case .bytes(let limit): bytes >= limit
    case .events(let limit): events >= limit
    }
  }
}
