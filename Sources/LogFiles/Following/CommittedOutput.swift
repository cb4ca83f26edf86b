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
/// A run that ends early leaves bytes behind that no checkpoint knows of; the next run cuts them
/// off and writes them again.
public struct CommittedOutput: ~Copyable {
  /// The path as the user named it.
  public let path: FilePath
  private let descriptor: OwnedDescriptor
  private let identity: FileIdentity
  private var length: Int64
  private var tail: ContiguousArray<UInt8>

  /// Opens the file and brings it back to what was committed.
  ///
  /// - Parameters:
  ///   - path: the file; it is created if there is none.
  ///   - record: what the checkpoint says about it; nil if it knows no output.
  /// - Throws: ``FileError``, with ``FileError/Reason/damagedOutput`` if something that was committed
  ///   is missing.
  public init(_ path: FilePath, committed record: Checkpoint.OutputRecord?) throws(FileError) {
    let opened: OwnedDescriptor
    do throws(Errno) {
      opened = OwnedDescriptor(try POSIX.openForReadingAndWriting(path))
    } catch {
      throw FileError(.write, path, error)
    }
    let recovered = try Self.recover(opened.number, path, record)
    self.path = path
    descriptor = opened
    (identity, length, tail) = recovered
  }

  private static func recover(
    _ descriptor: Int32, _ path: FilePath, _ record: Checkpoint.OutputRecord?
  ) throws(FileError) -> (FileIdentity, Int64, ContiguousArray<UInt8>) {
    do throws(Errno) {
      let status = try POSIX.status(of: descriptor)
      guard status.kind == .regular else {
        // Something like /dev/full: bytes go in, and nothing can be taken back.
        return (status.identity, 0, [])
      }
      let isSame = record?.identity == status.identity
      let length = isSame ? record?.length ?? 0 : status.size
      let tail = try POSIX.content(of: descriptor, before: length)
      if let record, isSame {
        guard status.size >= length, Fingerprint(of: tail) == record.tail else {
          throw Errno.outOfRange
        }
        if status.size > length { try POSIX.truncate(descriptor, to: length) }
      }
      return (status.identity, length, tail)
    } catch {
      if error == .outOfRange { throw FileError(.write, path, .damagedOutput) }
      throw FileError(.write, path, error)
    }
  }

  /// Adds bytes to the end.
  public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    do throws(Errno) {
      try POSIX.writeBytes(bytes, to: descriptor.number, at: length)
    } catch {
      throw FileError(.write, path, error)
    }
    length += Int64(bytes.count)
    let kept = bytes.extracting(last: StreamState.markerLength)
    for index in kept.indices { tail.append(kept[index]) }
    tail.removeFirst(max(0, tail.count - StreamState.markerLength))
  }

  /// Returns what to commit, once everything written has reached the disk.
  public func committed() throws(FileError) -> Checkpoint.OutputRecord {
    do throws(Errno) {
      try POSIX.synchronize(descriptor.number)
    } catch {
      throw FileError(.synchronize, path, error)
    }
    return Checkpoint.OutputRecord(
      identity: identity, length: length, tail: Fingerprint(of: tail))
  }
}

extension POSIX {
  /// The last bytes before a place in a file: as many as a marker has, or all there are.
  fileprivate static func content(
    of descriptor: Int32, before end: Int64
  ) throws(Errno) -> ContiguousArray<UInt8> {
    let count = Int(min(end, Int64(StreamState.markerLength)))
    guard count > 0 else { return [] }
    var failure: Errno?
    let bytes = ContiguousArray<UInt8>(capacity: count) { output in
      do throws(Errno) {
        while output.freeCapacity > 0 {
          let place = end - Int64(output.freeCapacity)
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
