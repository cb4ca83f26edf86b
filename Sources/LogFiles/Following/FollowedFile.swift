import SystemPackage

/// A physical file of a log, kept open while something may still be written to it.
///
/// What it says about the content was true at the last ``look()``.
final class FollowedFile {
  /// What the first bytes say.
  enum Content: Equatable {
    /// Too few bytes to tell, or none.
    case undecided
    case plain
    case gzip
  }

  let identity: FileIdentity
  /// How it was listed last.
  private(set) var input: InputFile
  private(set) var status: FileStatus
  /// Whether it was in the last listing; a file that is not may have lost its name.
  private(set) var isListed = true
  /// The time of the pass that looks at it, in seconds since 1970.
  private(set) var now: Int64
  /// When it was last seen to have changed, by the same clock.
  private(set) var lastChange: Int64
  private var handle: Handle?
  private let descriptors: OpenFileLimit
  private(set) var content = Content.undecided
  /// NUL bytes at the start.
  private(set) var leadingNULs: Int64 = 0
  /// The first bytes behind them.
  private(set) var head: ContiguousArray<UInt8> = []
  private var inflation: Inflation?
  /// How far compressed content was compared with the log that it was made from.
  var comparison: Comparison?
  /// Length and end of the inflated content, once it has been read to its end.
  private(set) var inflated: (size: Int64, end: SourceEnd)?

  /// Lets the inflater and the file share one descriptor.
  private final class Handle {
    let file: OpenFile
    init(_ file: consuming OpenFile) { self.file = file }
  }

  /// The compressed bytes from the start, read at places so that nobody else is disturbed.
  private struct CompressedBytes: ByteSource {
    let handle: Handle
    var offset: Int64 = 0

    mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
      let before = output.count
      try handle.file.read(into: &output, at: offset)
      offset += Int64(output.count - before)
    }
  }

  /// Compressed content that is being read forwards.
  private final class Inflation {
    private var inflater: Inflater
    private var source: CompressedBytes

    init(_ handle: Handle) throws(FileError) {
      inflater = try Inflater(inputCapacity: 64 << 10)
      source = CompressedBytes(handle: handle)
    }

    var offset: Int64 { inflater.uncompressedOffset }
    var end: SourceEnd { inflater.end }

    /// At most so many bytes; none at the end.
    func read(_ count: Int) throws(FileError) -> ContiguousArray<UInt8> {
      var bytes: ContiguousArray<UInt8> = []
      var failure: FileError?
      bytes = ContiguousArray(capacity: count) { output in
        do throws(FileError) {
          try inflater.read(from: &source, into: &output)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return bytes
    }
  }

  init?(_ input: InputFile, now: Int64, _ descriptors: OpenFileLimit = OpenFileLimit()) {
    guard let status = input.status else { return nil }
    self.descriptors = descriptors
    self.input = input
    self.status = status
    identity = status.identity
    self.now = now
    lastChange = now
  }

  /// Begins a pass in which the file was not listed: it has lost its name, or got one elsewhere.
  func unlist(now: Int64) {
    self.now = now
    isListed = false
  }

  /// Begins a pass in which the file was listed, perhaps under another name.
  func relist(_ input: InputFile, now: Int64) {
    guard let status = input.status else { return }
    self.input = input
    self.now = now
    isListed = true
    if handle == nil {
      if status.size != self.status.size { lastChange = now }
      self.status = status
    }
  }

  /// Gives it a place in its set that content tells; counted from 1.
  func rank(_ rank: Int) { input = input.ranked(rank) }

  /// What its first records show of its place, and the first bytes for which that was asked.
  private var firstRecord: (head: ContiguousArray<UInt8>, record: FirstRecord?)?

  /// The first record of the log, by the answer of whoever knows records; the file is opened for it
  /// if need be, and closed again.
  func firstRecord(
    by find: (ContiguousArray<UInt8>) -> FirstRecord?
  ) throws(FileError) -> FirstRecord? {
    let wasOpen = isOpen
    if head.isEmpty || !wasOpen && firstRecord == nil { try look() }
    defer {
      endInflating()
      if !wasOpen { close() }
    }
    if let firstRecord, firstRecord.head == head { return firstRecord.record }
    let record = find(try bytes(at: leadingNULs, count: Self.recordRoom))
    firstRecord = (head, record)
    return record
  }

  /// So many bytes are looked through for a record with a time.
  static let recordRoom = 64 << 10

  /// When its content was changed, by its own stamp, in nanoseconds since 1970.
  var modified: Int64 { status.modifiedNanoseconds }
  /// Seconds since then.
  var age: Int64 { now - modified / 1_000_000_000 }

  var isOpen: Bool { handle != nil }

  /// Length of the content; nil for compressed content that was not read to its end yet.
  var size: Int64? {
    switch content {
    case .plain: status.size
    case .gzip: inflated?.size
    case .undecided: 0
    }
  }

  /// As many of the first bytes as stand before a place.
  func head(upTo offset: Int64) -> ContiguousArray<UInt8> {
    ContiguousArray(head.prefix(Int(clamping: max(0, offset - leadingNULs))))
  }

  /// Gives the descriptor back; the next look opens the file again.
  func close() {
    handle = nil
    inflation = nil
    descriptors.remove(ObjectIdentifier(self))
  }

  deinit { descriptors.remove(ObjectIdentifier(self)) }

  /// Frees what inflating needs.
  func endInflating() { inflation = nil }

  /// Opens the file if need be and looks at its status and its first bytes.
  ///
  /// - Throws: ``FileError``; a name ending in `.gz` with anything but gzip data is an error, since
  ///   compressed bytes must never be taken for text.
  func look() throws(FileError) {
    let open = try opened()
    try refresh()
    if content == .gzip { return }
    let start = try bytes(of: open, at: 0, count: ForeignContent.headSize)
    content = try decide(start)
    switch content {
    case .undecided:
      (leadingNULs, head) = (0, [])
    case .plain:
      if start[0] == 0 {
        try findHead(from: open.file.firstData(from: 0))
      } else {
        head = try bytes(of: open, at: 0, count: StreamState.headLength)
        // Truncated since, and written again behind a hole: the next look tells what it holds.
        if head.first == 0 { head = [] }
        leadingNULs = 0
      }
    case .gzip:
      try findHead(from: 0)
    }
  }

  /// Asks for the status of the file, if it is open.
  func refresh() throws(FileError) {
    guard let current = try handle?.file.status() else { return }
    let isUnchanged = current.hasContent(of: status)
    status = current
    if isUnchanged { return }
    lastChange = now
    inflated = nil
    inflation = nil
    comparison = nil
    if content == .gzip { content = .undecided }
  }

  private func opened() throws(FileError) -> Handle {
    if let handle { return handle }
    let file = try input.openFile()
    let status = try file.status()
    guard status.identity == identity else { throw FileError(.open, input.path, .replaced) }
    let opened = Handle(file)
    handle = opened
    descriptors.add(self)
    if !status.hasContent(of: self.status) {
      content = .undecided
      inflated = nil
    }
    self.status = status
    inflation = nil
    return opened
  }

  /// Nothing is decided before three bytes are there: a gzip file that is just being created must
  /// not pass for text.
  private func decide(_ start: ContiguousArray<UInt8>) throws(FileError) -> Content {
    guard start.count >= 3 else { return .undecided }
    if start.starts(with: [0x1f, 0x8b, 0x08]) { return .gzip }
    if let foreign = ForeignContent(start) { throw FileError(.read, input.path, .foreign(foreign)) }
    if input.order.isNamedGzip { throw FileError(.read, input.path, .notGzip) }
    return .plain
  }

  /// Finds out where NULs end that stand before a place, and what follows them.
  ///
  /// The bytes alone decide: the file may have another size by now than its status says.
  func findHead(from start: Int64) throws(FileError) {
    var offset = start
    while true {
      let chunk = try bytes(at: offset, count: 64 << 10)
      guard let found = chunk.firstIndex(where: { $0 != 0 }) else {
        offset += Int64(chunk.count)
        if chunk.isEmpty { break }
        continue
      }
      leadingNULs = offset + Int64(found)
      head = ContiguousArray(chunk[found...].prefix(StreamState.headLength))
      if head.count < StreamState.headLength {
        let place = leadingNULs + Int64(head.count)
        head += try bytes(at: place, count: StreamState.headLength - head.count)
      }
      return
    }
    (leadingNULs, head) = (offset, [])
  }

  /// Bytes of the content: as many as were asked for, or all that are left.
  ///
  /// Compressed content is cheap to read forwards, and starts anew for a place further back.
  func bytes(at offset: Int64, count: Int) throws(FileError) -> ContiguousArray<UInt8> {
    if !isOpen { try look() }
    let open = try opened()
    guard content == .gzip else { return try bytes(of: open, at: offset, count: count) }
    let inflation = try inflation(of: open, upTo: offset)
    while inflation.offset < offset {
      let step = Int(min(offset - inflation.offset, 64 << 10))
      if try inflate(step, with: inflation).isEmpty { return [] }
    }
    var content = try inflate(count, with: inflation)
    while content.count < count {
      let more = try inflate(count - content.count, with: inflation)
      if more.isEmpty { break }
      content += more
    }
    return content
  }

  private func inflation(of open: Handle, upTo offset: Int64) throws(FileError) -> Inflation {
    if let inflation, inflation.offset <= offset { return inflation }
    let new = try Inflation(open)
    inflation = new
    return new
  }

  private func inflate(
    _ count: Int, with inflation: Inflation
  ) throws(FileError) -> ContiguousArray<UInt8> {
    let bytes = try inflation.read(count)
    if bytes.isEmpty { inflated = (inflation.offset, inflation.end) }
    return bytes
  }

  /// Reads compressed content to its end, so that ``inflated`` is known, or up to a place.
  func measure(upTo end: Int64 = .max) throws(FileError) {
    guard content == .gzip, inflated == nil else { return }
    var offset = inflation?.offset ?? 0
    while inflated == nil, offset < end {
      offset += Int64(try bytes(at: offset, count: 64 << 10).count)
    }
  }

  /// The first place behind a line end from `offset` on; the end if there is none.
  func lineStart(after offset: Int64) throws(FileError) -> Int64 {
    guard offset > leadingNULs else { return leadingNULs }
    var place = offset - 1
    while true {
      let chunk = try bytes(at: place, count: 64 << 10)
      if let end = chunk.firstIndex(of: UInt8(ascii: "\n")) { return place + Int64(end) + 1 }
      if chunk.isEmpty { return leadingNULs }
      place += Int64(chunk.count)
    }
  }

  /// Whether a plain file is still what it was at the last ``look()``, and at least so long.
  ///
  /// Asked after bytes were read, it tells that they belong together: a file that was cut and
  /// written again meanwhile begins with something else.
  func isUnchanged(upTo end: Int64) throws(FileError) -> Bool {
    guard content == .plain else { return true }
    let open = try opened()
    let current = try open.file.status()
    guard current.size >= end else { return false }
    if leadingNULs > 0 {
      let before = try bytes(of: open, at: leadingNULs - 1, count: 1)
      guard before.elementsEqual([0]) else { return false }
    }
    return try bytes(of: open, at: leadingNULs, count: head.count) == head
  }

  private func bytes(
    of open: Handle, at offset: Int64, count: Int
  ) throws(FileError) -> ContiguousArray<UInt8> {
    var failure: FileError?
    let bytes = ContiguousArray<UInt8>(capacity: count) { output in
      do throws(FileError) {
        while output.freeCapacity > 0 {
          let before = output.count
          try open.file.read(into: &output, at: offset + Int64(output.count))
          if output.count == before { break }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

extension FileStatus {
  /// Whether nothing was written since another look at the same file, as far as its stamps tell.
  fileprivate func hasContent(of other: FileStatus) -> Bool {
    size == other.size && modifiedNanoseconds == other.modifiedNanoseconds
  }
}
