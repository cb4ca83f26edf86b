// zlib's inflate as a value. The `unsafe` parts are the two heap blocks that zlib needs at a fixed
// address (its state points back at the stream, and it keeps reading from the input block), and the
// C calls on them. Both blocks are owned by the value and freed with it.

import CZlib
import SystemPackage

/// Inflates the gzip members of a source straight into the caller's span.
///
///     ┌─ member ─┬─ member ─┬ 00 00 … ┬ anything else ┐
///     └ inflate ─┴ inflate ─┴ padding ┴ counted       ┘
///
/// zlib checks the CRC and the length of each member. Its counters restart with every member and
/// are no wider than a C `long`, so offsets are counted here.
@safe struct Inflater: ~Copyable {
  /// Where in the layout above the next input byte is.
  private enum Phase {
    case member
    case boundary
    case garbage(offset: Int64)
    case finished
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableBufferPointer<UInt8>
  /// The unused bytes are `input[start..<limit]`.
  private var start = 0
  private var limit = 0
  private var phase = Phase.member
  private var member = 0
  /// How many compressed bytes were used so far.
  private(set) var compressedOffset: Int64 = 0
  /// How many bytes were delivered so far.
  private(set) var uncompressedOffset: Int64 = 0
  /// How the data ended, once it has.
  private(set) var end = SourceEnd.clean

  /// Creates an inflater.
  ///
  /// - Parameter inputCapacity: How much compressed data is read at a time, at least 2 bytes.
  /// - Throws: ``FileError`` if there is no memory.
  init(inputCapacity: Int = 256 << 10) throws(FileError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: unsafe z_stream())
    unsafe input = .allocate(capacity: inputCapacity)
    // 16: gzip and nothing else. With 32 zlib would take text such as "x\u{1}" for zlib data.
    let size = Int32(unsafe MemoryLayout<z_stream>.size)
    let code = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size)
    if code != Z_OK { throw FileError(.read, FilePath(), .noMemory) }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe input.deallocate()
  }

  /// Appends at least one byte, or nothing at the end.
  ///
  /// - Throws: What `base` throws. It is called only while nothing was appended.
  mutating func read<Base: ByteSource & ~Copyable>(
    from base: inout Base, into output: inout OutputSpan<UInt8>
  ) throws(FileError) {
    let before = output.count
    while output.count == before {
      switch phase {
      case .member:
        let code = inflateOnce(into: &output)
        switch code {
        case Z_OK, Z_BUF_ERROR:
          // Only when zlib has nothing left to give is the lack of input the end.
          if output.count > before || start < limit { continue }
          if try !refill(from: &base) { finish(.truncated) }
        case Z_STREAM_END:
          phase = .boundary
        case Z_MEM_ERROR:
          throw FileError(.read, FilePath(), .noMemory)
        default:
          finish(damage)
        }
      case .boundary:
        try crossBoundary(of: &base)
      case .garbage(let offset):
        repeat {
          compressedOffset += Int64(limit - start)
          start = limit
        } while try refill(from: &base)
        end = .trailingGarbage(offset: offset, count: compressedOffset - offset)
        phase = .finished
      case .finished:
        return
      }
    }
  }

  /// Decides what follows a member: another one, zeros up to the end, garbage or nothing.
  private mutating func crossBoundary<Base: ByteSource & ~Copyable>(
    of base: inout Base
  ) throws(FileError) {
    while limit - start < 2, try refill(from: &base) {}
    guard start < limit else {
      phase = .finished
      return
    }
    switch (unsafe input[start], limit - start) {
    case (0, _):
      // Tapes and disk blocks pad with zeros.
      let zeros = unsafe input[start..<limit].firstIndex { $0 != 0 } ?? limit
      compressedOffset += Int64(zeros - start)
      start = zeros
    case (0x1f, 1):
      compressedOffset += 1
      member += 1
      finish(.truncated)
    case (0x1f, _) where unsafe input[start + 1] == 0x8b:
      unsafe inflateReset(stream)
      member += 1
      phase = .member
    default:
      phase = .garbage(offset: compressedOffset)
    }
  }

  /// One call of zlib, with the counters kept.
  private mutating func inflateOnce(into output: inout OutputSpan<UInt8>) -> Int32 {
    let available = UInt32(clamping: limit - start)
    // zlib has no const here but does not write to its input.
    unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + start }
    unsafe stream.pointee.avail_in = available
    let (code, produced) = unsafe output.withUnsafeMutableBufferPointer { buffer, count in
      let free = UInt32(clamping: buffer.count - count)
      unsafe stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + count }
      unsafe stream.pointee.avail_out = free
      let code = unsafe inflate(stream, Z_NO_FLUSH)
      let produced = unsafe Int(free - stream.pointee.avail_out)
      count += produced
      return (code, produced)
    }
    let used = unsafe Int(available - stream.pointee.avail_in)
    start += used
    compressedOffset += Int64(used)
    uncompressedOffset += Int64(produced)
    return code
  }

  /// Reads more compressed bytes behind the unused ones; false at the end of `base`.
  private mutating func refill<Base: ByteSource & ~Copyable>(
    from base: inout Base
  ) throws(FileError) -> Bool {
    let kept = limit - start
    if kept > 0, start > 0 {
      // At most one byte, in front of a member that was cut by the block's end.
      for index in 0..<kept { unsafe input[index] = unsafe input[start + index] }
    }
    (start, limit) = (0, kept)
    let free = unsafe UnsafeMutableBufferPointer(rebasing: input[kept...])
    var span = unsafe OutputSpan(buffer: free, initializedCount: 0)
    try base.read(into: &span)
    let count = unsafe span.finalize(for: free)
    limit += count
    return count > 0
  }

  /// What zlib complained about last.
  private var damage: GzipDamage.Kind {
    let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "no reason given"
    switch reason {
    case "incorrect data check": return .checksumMismatch
    case "incorrect length check": return .lengthMismatch
    default: return .invalidData(reason: reason)
    }
  }

  private mutating func finish(_ kind: GzipDamage.Kind) {
    end = .damaged(
      GzipDamage(
        kind: kind, compressedOffset: compressedOffset, uncompressedOffset: uncompressedOffset,
        member: member))
    phase = .finished
  }
}

/// The CRC-32 of bytes, which can be continued.
enum Checksum {
  /// That of bytes which follow those of `start`.
  static func of(_ bytes: ArraySlice<UInt8>, after start: UInt32) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      UInt32(truncatingIfNeeded: unsafe crc32_z(uLong(start), buffer.baseAddress, buffer.count))
    }
  }

  /// That of bytes which follow those of `start`.
  static func of(_ bytes: ContiguousArray<UInt8>, after start: UInt32) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      UInt32(truncatingIfNeeded: unsafe crc32_z(uLong(start), buffer.baseAddress, buffer.count))
    }
  }
}
