/// The last events that were rendered, one behind the other: what `-n`, `-r` and `-B` keep.
///
///     bytes    ┊ gone ┊ event │ event │ event │ being rendered …
///                     ↑ start
///     lengths  a ring: [ 2nd │ 3rd │ 1st ]
///
/// In steady state nothing is allocated: once more bytes are gone than are kept, those that are kept
/// move to the front, so that a byte is moved once on average.
struct RenderedEvents: ~Copyable {
  /// Where the next event is rendered: behind all others.
  var bytes = ByteBuffer(capacity: 4096)
  /// At most so many are kept.
  let limit: Int
  /// How many are kept.
  private(set) var count = 0
  private var start = 0
  private var end = 0
  private var lengths: [Int] = []
  private var oldest = 0

  init(limit: Int) { self.limit = limit }

  /// The bytes of all events that are kept.
  var byteCount: Int { end - start }

  /// Keeps what was rendered since the last call as one event, and gives up the oldest if these are
  /// too many; whether one was given up.
  ///
  /// Once events are moved out, all of them are before the next is kept.
  @discardableResult
  mutating func keep() -> Bool {
    let length = bytes.count - end
    guard limit > 0 else {
      bytes.truncate(to: end)
      return true
    }
    end = bytes.count
    let isFull = count == limit
    if isFull {
      start += lengths[oldest]
      lengths[oldest] = length
      oldest = oldest + 1 == limit ? 0 : oldest + 1
      if start > max(byteCount, 64 << 10) { compact() }
    } else {
      // The ring is only as large as it has been full: a limit of a million costs nothing by itself.
      lengths.append(length)
      count += 1
    }
    return isFull
  }

  private mutating func compact() {
    bytes.removeFirst(start)
    end -= start
    start = 0
  }

  /// Moves the oldest event to the end of `output`; false if there is none.
  mutating func moveOldest(to output: inout ByteBuffer) -> Bool {
    guard count > 0 else { return false }
    let length = lengths[oldest]
    output.append(from: bytes, start..<(start + length))
    start += length
    oldest = oldest + 1 == lengths.count ? 0 : oldest + 1
    count -= 1
    if count == 0 { removeAll() }
    return true
  }

  /// Moves the newest event to the end of `output`; false if there is none.
  mutating func moveNewest(to output: inout ByteBuffer) -> Bool {
    guard count > 0 else { return false }
    let newest = (oldest + count - 1) % lengths.count
    end -= lengths[newest]
    output.append(from: bytes, end..<(end + lengths[newest]))
    bytes.truncate(to: end)
    count -= 1
    if count == 0 { removeAll() }
    return true
  }

  /// Forgets all events; keeps the room.
  mutating func removeAll() {
    bytes.removeAll()
    lengths.removeAll(keepingCapacity: true)
    (count, start, end, oldest) = (0, 0, 0, 0)
  }
}

extension ByteBuffer {
  /// Appends some bytes of another buffer.
  fileprivate mutating func append(from other: borrowing ByteBuffer, _ range: Range<Int>) {
    append(other.span.extracting(range))
  }
}
