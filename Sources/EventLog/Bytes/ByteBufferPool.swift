/// Buffers that are handed out and given back, so that nested work allocates nothing in the long run.
struct ByteBufferPool: ~Copyable {
  private var first: ByteBuffer?
  private var second: ByteBuffer?

  /// What a buffer may keep of its room when it is given back.
  private static let kept = 1 << 20

  /// An empty buffer.
  mutating func take() -> ByteBuffer {
    if let buffer = first.take() { return buffer }
    return second.take() ?? ByteBuffer()
  }

  /// Takes a buffer back.
  mutating func giveBack(_ buffer: consuming ByteBuffer) {
    var buffer = buffer
    buffer.removeAll()
    buffer.shrink(to: Self.kept)
    if first == nil {
      first = consume buffer
    } else if second == nil {
      second = consume buffer
    }
  }
}
