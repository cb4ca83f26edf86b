/// The carriage returns taken out of a log whose lines end in CRLF.
///
/// The server ends lines with LF alone. A log that came through Windows, FTP or an editor has CRLF
/// instead; without the returns its records are what the server wrote. Where they stood is
/// remembered until the bytes around them are dealt with, so that offsets and byte counts stay those
/// of the file.
struct RemovedReturns {
  /// Which line ends had a return, as offsets in the buffer, in ascending order.
  private var lineEnds: ContiguousArray<Int> = []
  /// How many of them were dealt with.
  private var used = 0
  /// The offset in the buffer up to which bytes were dealt with.
  private var position = 0
  /// How many bytes at the front of the buffer hold no return before a line end.
  private var cleared = 0

  /// Takes returns out of the bytes that were added to `buffer`.
  ///
  /// A return at the very end stays: whether a line end follows is not known yet.
  mutating func remove(from buffer: inout ByteBuffer) {
    var kept = cleared
    var read = cleared
    while read < buffer.count {
      let byte = buffer.span[read]
      let isLast = read + 1 == buffer.count
      if byte == UInt8(ascii: "\r"), !isLast, buffer.span[read + 1] == UInt8(ascii: "\n") {
        lineEnds.append(kept)
      } else {
        if kept < read { buffer.replace(at: kept, with: byte) }
        kept += 1
      }
      read += 1
    }
    buffer.truncate(to: kept)
    cleared = kept
    if kept > 0, buffer.span[kept - 1] == UInt8(ascii: "\r") { cleared -= 1 }
  }

  /// The length in the file of the next `count` bytes.
  func length(of count: Int) -> Int {
    var last = used
    while last < lineEnds.count, lineEnds[last] < position + count { last += 1 }
    return count + last - used
  }

  /// Notes that the next `count` bytes are dealt with; returns their length in the file.
  @inline(__always)
  mutating func take(_ count: Int) -> Int {
    guard !lineEnds.isEmpty else { return count }
    let length = length(of: count)
    used += length - count
    position += count
    return length
  }

  /// Notes that the bytes that were dealt with, `count` in all, have left the buffer.
  mutating func removeFirst(_ count: Int) {
    cleared = max(cleared - count, 0)
    lineEnds.removeFirst(used)
    for index in lineEnds.indices { lineEnds[index] -= count }
    (used, position) = (0, 0)
  }
}
