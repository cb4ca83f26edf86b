public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An output file that belongs to a checkpoint, so that it holds every event exactly once.
///
/// It is known by its content: what was committed has to stand at its start. A run that was killed
/// leaves bytes after that which no checkpoint knows of; the next run cuts them off and writes them
/// again. Bytes that no killed run explains are moved to a file beside it, `NAME.cut`.
public struct CommittedOutput: ~Copyable {
  /// The path as the user named it.
  public let path: FilePath
  /// How many bytes after what was committed were moved aside when it was opened.
  public let movedAside: Int64
  private let descriptor: OwnedDescriptor
  private let status: FileStatus
  private var length: Int64
  private var tail: ContiguousArray<UInt8>

  /// Opens the file and brings it back to what was committed.
  ///
  /// - Parameters:
  ///   - path: the file; it is created if there is none.
  ///   - record: what the checkpoint says about it; nil if it knows no output.
  ///   - isRestart: whether the run before was killed, so that it may have left something behind.
  /// - Throws: ``FileError``, with ``FileError/Reason/damagedOutput`` if something that was committed
  ///   is missing.
  public init(
    _ path: FilePath, committed record: Checkpoint.OutputRecord?, isRestart: Bool = true
  ) throws(FileError) {
    let opened: OwnedDescriptor
    do throws(Errno) {
      // Opened for reading too, a FIFO would never tell that it has no reader.
      let isFIFO = (try? POSIX.status(of: path, following: true))?.kind == .fifo
      opened = OwnedDescriptor(
        try isFIFO
          ? POSIX.openForWriting(path, flags: 0) : POSIX.openForReadingAndWriting(path))
    } catch {
      throw FileError(.write, path, error)
    }
    let found = try Self.recover(opened.number, path, record, isRestart: isRestart)
    self.path = path
    descriptor = opened
    (status, length, tail, movedAside) = found
  }

  /// What is known of an opened file, once it was brought back to what was committed.
  private static func recover(
    _ descriptor: Int32, _ path: FilePath, _ record: Checkpoint.OutputRecord?, isRestart: Bool
  ) throws(FileError) -> (FileStatus, Int64, ContiguousArray<UInt8>, Int64) {
    do throws(Errno) {
      let status = try POSIX.status(of: descriptor)
      // Something like /dev/full: bytes go in, and nothing can be taken back.
      guard status.kind == .regular else { return (status, 0, [], 0) }
      let size = status.size
      if let record, isOwn(record, status) {
        let tail = try POSIX.content(of: descriptor, before: min(size, record.length))
        if record.length <= size, Fingerprint(of: tail) == record.tail {
          let aside = isRestart ? 0 : size - record.length
          if aside > 0 { try save(descriptor, from: record.length, beside: path) }
          if size > record.length { try POSIX.truncate(descriptor, to: record.length) }
          return (status, record.length, tail, aside)
        }
        // One that was emptied or moved away is begun anew.
        guard size == 0 || record.identity != status.identity else { throw Errno.outOfRange }
      }
      return (status, size, try POSIX.content(of: descriptor, before: size), 0)
    } catch {
      if error == .outOfRange { throw FileError(.write, path, .damagedOutput) }
      throw FileError(.write, path, error)
    }
  }

  /// Whether a file may be the one of a record: nothing at all stands at the start of every file.
  private static func isOwn(_ record: Checkpoint.OutputRecord, _ status: FileStatus) -> Bool {
    record.length > 0 || record.identity.inode == status.identity.inode
  }

  /// Adds what stands after a place to a file beside this one.
  private static func save(
    _ descriptor: Int32, from start: Int64, beside path: FilePath
  ) throws(Errno) {
    let target = OwnedDescriptor(try POSIX.openForReadingAndWriting(asidePath(of: path)))
    var end = try POSIX.status(of: target.number).size
    var place = start
    while true {
      let chunk = try POSIX.content(of: descriptor, at: place, count: 64 << 10)
      if chunk.isEmpty { break }
      try POSIX.writeBytes(chunk.span, to: target.number, at: end)
      place += Int64(chunk.count)
      end += Int64(chunk.count)
    }
    try POSIX.synchronize(target.number)
  }

  static func asidePath(of path: FilePath) -> FilePath {
    FilePath(bytes: path.bytes + ".cut".utf8)
  }

  /// Whether nothing was committed yet.
  public var isEmpty: Bool { length == 0 }

  /// Where bytes are moved that no killed run explains.
  public var asidePath: FilePath { Self.asidePath(of: path) }

  /// Adds bytes to the end.
  public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    do throws(Errno) {
      if status.kind == .regular {
        try POSIX.writeBytes(bytes, to: descriptor.number, at: length)
      } else {
        try writeAll(bytes)
      }
    } catch {
      throw FileError(.write, path, error)
    }
    length += Int64(bytes.count)
    let kept = bytes.extracting(last: StreamState.markerLength)
    for index in kept.indices { tail.append(kept[index]) }
    tail.removeFirst(max(0, tail.count - StreamState.markerLength))
  }

  /// Writes to something that has no places.
  private func writeAll(_ bytes: Span<UInt8>) throws(Errno) {
    var written = 0
    while written < bytes.count {
      written += try POSIX.writeBytes(
        bytes.extracting(written..<bytes.count), to: descriptor.number)
    }
  }

  /// Returns what to commit, once everything written has reached the disk.
  public func committed() throws(FileError) -> Checkpoint.OutputRecord {
    do throws(Errno) {
      if status.kind == .regular { try POSIX.synchronize(descriptor.number) }
    } catch {
      throw FileError(.synchronize, path, error)
    }
    return Checkpoint.OutputRecord(
      identity: status.identity, length: length, tail: Fingerprint(of: tail))
  }
}

extension POSIX {
  /// The last bytes before a place in a file: as many as a marker has, or all there are.
  fileprivate static func content(
    of descriptor: Int32, before end: Int64
  ) throws(Errno) -> ContiguousArray<UInt8> {
    let count = Int(min(end, Int64(StreamState.markerLength)))
    return try content(of: descriptor, at: end - Int64(count), count: count)
  }

  /// So many bytes from a place on, or all there are.
  fileprivate static func content(
    of descriptor: Int32, at start: Int64, count: Int
  ) throws(Errno) -> ContiguousArray<UInt8> {
    guard count > 0 else { return [] }
    var failure: Errno?
    let bytes = ContiguousArray<UInt8>(capacity: count) { output in
      do throws(Errno) {
        while output.freeCapacity > 0 {
          let place = start + Int64(count - output.freeCapacity)
          if try readBytes(from: descriptor, at: place, into: &output) == 0 { break }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
